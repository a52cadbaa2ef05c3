"""Reads Markdown (CommonMark, tables, footnotes, strikethrough, callouts) with pyromark's events.

Their ranges count UTF-8 bytes; they are turned into code points as the events go by. The events become tags of `Page`, so that
HTML inside Markdown is read by the same rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from fidelity.read.front import front_matter
from fidelity.read.head import Head
from fidelity.read.html import feed
from fidelity.read.page import Page
from fidelity.text.lines import normalised
from fidelity.text.origin import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fidelity.model import Document

_TAGS: Final = {
    "Paragraph": "p",
    "Item": "li",
    "TableHead": "tr",
    "TableRow": "tr",
    "TableCell": "td",
    "Emphasis": "em",
    "Strong": "strong",
    "Strikethrough": "s",
    "Heading": "h2",
    "BlockQuote": "blockquote",
    "CodeBlock": "pre",
    "List": "ul",
    "Table": "table",
    "Link": "a",
}
_NONE: Final[dict[str, str]] = {}
_FOLLOWING = re.compile(rb"[\x80-\xbf]+")
_CALLOUT = re.compile(r">[ \t]{0,4}(\[!\w{1,30}\][+-]?[ \t]*)")
_FOOTNOTE: Final = {"class": "footnote"}


def read_markdown(document: Document) -> Document:
    """Fill in a document whose source is Markdown."""
    text, back = normalised(document.source)
    meta, begin, trouble = front_matter(text)
    page, head = Page(), Head()
    _events(page, head, text, begin)
    done = page.finish(len(text))
    heading = next((done.text[slice(*block.span)] for block in done.blocks if block.kind == "heading"), None)
    whole = len(back.here) == 1 and back.size == len(document.source)
    return replace(
        document,
        text=done.text,
        origin=done.origin if whole else compose(done.origin, back),
        blocks=done.blocks,
        emphasis=done.emphasis,
        links=done.links,
        inlines=done.inlines,
        meta=replace(meta, title=meta.title or (" ".join(heading.split()) if heading else None)),
        emphatic=True,
        notes=(*document.notes, *page.notes, *((trouble,) if trouble else ())),
        comments=page.spoken(back),
    )


def _points(text: str, begin: int) -> Callable[[int], int]:
    """Give what turns byte offsets of `text[begin:]` into code points of `text`."""
    if text.isascii():
        return begin.__add__
    wide: list[int] = []  # where the bytes after the first one of a character stand
    extend = wide.extend
    for m in _FOLLOWING.finditer(text[begin:].encode()):
        extend(range(*m.span()))

    def point(byte: int) -> int:
        return begin + byte - bisect_left(wide, byte)

    return point


def _events(page: Page, head: Head, text: str, begin: int) -> None:
    from pyromark import Options, events_with_range  # noqa: PLC0415  (a parser is loaded when the first article is read)

    options = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_GFM
    )
    at = _points(text, begin)
    skipping = 0  # inside images, whose words are not the article's
    html: list[tuple[str, int]] = []
    mark_end = 0  # where the sign of a callout ends, which is not text
    event: Any
    for event, range_ in events_with_range(text[begin:] if begin else text, options=options):
        if event.__class__ is str:
            if event == "Rule":
                page.end_block()
            elif not skipping:
                page.space(at(range_["start"]), at(range_["end"]), "\n")
            continue
        ((kind, value),) = event.items()
        if kind == "Text":
            if not skipping:
                start, end = at(range_["start"]), at(range_["end"])
                if start < mark_end:
                    value = value[mark_end - start :]
                    start = min(mark_end, end)
                page.text(value, start, end)
        elif kind == "Start":
            name, detail = (value, None) if isinstance(value, str) else next(iter(value.items()))
            if name == "Image":
                skipping += 1
            elif name == "HtmlBlock":
                html = []
            elif not skipping:
                start = at(range_["start"])
                if name == "BlockQuote" and detail is None and (m := _CALLOUT.match(text, start)):
                    detail, mark_end = "Callout", m.end()  # one whose word is not of the five that the parser knows
                _start(page, name, detail, start)
        elif kind == "End":
            name = value if isinstance(value, str) else next(iter(value))
            if name == "Image":
                skipping -= 1
            elif name == "HtmlBlock":
                _html(page, head, html)
            elif not skipping:
                _end(page, name, at(range_["end"]))
        elif skipping:
            continue
        elif kind == "Html":
            html.append((value, at(range_["start"])))
        elif kind == "InlineHtml":
            feed(page, head, value, at(range_["start"]))
        elif kind == "Code":
            _code(page, text, value, at(range_["start"]), at(range_["end"]))
        elif kind == "FootnoteReference":
            page.note_call(value)


def _start(page: Page, name: str, detail: Any, at: int) -> None:
    attrs: Mapping[str, str] = _NONE
    if name == "FootnoteDefinition":
        page.start("section", _FOOTNOTE, at, at)
        return
    if name == "Link":
        attrs = {"href": detail["dest_url"]}
    if name == "BlockQuote" and detail is not None:
        attrs = {"class": "callout"}
    if tag := _TAGS.get(name):
        page.start(tag, attrs, at, at)


def _end(page: Page, name: str, at: int) -> None:
    tag = "section" if name == "FootnoteDefinition" else _TAGS.get(name)
    if tag:
        page.end(tag, at, at)


def _html(page: Page, head: Head, lines: list[tuple[str, int]]) -> None:
    """Read an HTML block: its lines are put together, unless a quotation's `>` stands between them in the source."""
    if not lines:
        return
    first = at = lines[0][1]
    together: list[str] = []
    comment: tuple[str, int] | None = None  # one that goes on behind such a `>`: its words so far, and where it begins
    for whole, place in lines:
        line, start = whole, place
        if start != at:
            words = "".join(together)
            opens = words.rfind("<!--")
            if comment is None and opens >= 0 and "-->" not in words[opens:] and "<script" not in words:
                comment = words[opens + len("<!--") :], first + opens
                words = words[:opens]
            feed(page, head, words, first)
            together, first = [], start
        at = place + len(whole)
        if comment is not None:
            inside, closed, line = whole.partition("-->")
            comment = comment[0] + inside, comment[1]
            first = place + len(inside) + len(closed)
            if closed:
                page.comment(*comment, first)
                comment = None
        together.append(line)
    feed(page, head, "".join(together), first)


def _code(page: Page, text: str, value: str, start: int, end: int) -> None:
    """Code in a line: its characters stand between the backticks, line ends as spaces."""
    page.start("code", _NONE, start, start)
    inner = text[start:end].replace("\n", " ")
    where = inner.find(value)
    if where < 0:
        page.text(value, start, end)
    else:
        page.text(value, start + where, start + where + len(value))
    page.end("code", end, end)
