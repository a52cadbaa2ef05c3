"""Reads HTML with turbohtml's tokens, whose sources put together are the page: positions need no guessing.

The tree is asked for one thing only, which part of a page is its main content, and only where the page does not say so.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fidelity.read import tags
from fidelity.read.head import Head
from fidelity.read.page import Page
from fidelity.text.lines import normalised
from fidelity.text.origin import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fidelity.model import Block, Document, Meta, Span
    from fidelity.read.parts import Finished

_TEXT: Final = 0
_START: Final = 1
_END: Final = 2
_COMMENT: Final = 3
_REFERENCE: Final = 5

LONG_BLOCK = 20  # words: a block as long as this is somebody's prose, not a teaser or a menu
LOST_PROSE = 0.05  # more of the page's words than this (links left out) outside of a "main" part: then it is not the main part
ERROR_WORDS = 250  # an error page has fewer words than this


def read_html(document: Document, sheets: Iterable[str] = ()) -> Document:
    """Fill in a document whose source is HTML; `sheets` are style sheets that it links to, where they are in hand."""
    text, back = normalised(document.source)
    page, head = Page(), Head()
    for sheet in sheets:
        page.styles.add(sheet)
    feed(page, head, text, xml=document.uri.lower().endswith(_XML) or text.lstrip().startswith("<?xml"))
    done = page.finish(len(text))
    main = _main(page.ranges, done) or _likely_main(text, done)
    blocks = done.blocks if main is None else tuple(map(_outside(main), done.blocks, done.places))
    meta = _meta(head, done)
    return replace(
        document,
        text=done.text,
        origin=done.origin if back.size == len(document.source) and len(back.here) == 1 else compose(done.origin, back),
        blocks=blocks,
        emphasis=done.emphasis,
        links=done.links,
        inlines=done.inlines,
        meta=meta,
        emphatic=True,
        notes=(*document.notes, *page.notes),
        comments=page.spoken(back),
        problem=document.problem or _trouble(done, blocks, meta),
    )


def feed(page: Page, head: Head, text: str, offset: int = 0, *, xml: bool = False) -> None:
    """Give a page the tags and words of `text`, whose first character stands at `offset`.

    In XHTML (`xml`) an element may be closed by its start tag, and CDATA is text.
    """
    last = text.rfind("]]>") if xml else 0
    done = _feed(page, head, text, offset, last, xml=xml)
    while done < len(text):
        done += _feed(page, head, text[done:], offset + done, last - done, xml=xml)


def _feed(page: Page, head: Head, text: str, offset: int, last: int, *, xml: bool) -> int:
    """Feed as much as the tokenizer can know how to read, and say how much that was; CDATA ends at `last` for the last time."""
    from turbohtml import tokenize  # noqa: PLC0415  (a parser is loaded when the first page is read)

    at = 0
    raw = ""
    script = sealed = False  # sealed: inside an element whose inside is no markup to the tokenizer
    hollow = text.find(_HOLLOW)  # the next end tag without a name, which the tokenizer drops without a word
    for token in tokenize(text, resolve_references=False, capture_source=True):
        kind = token.type
        if 0 <= hollow < at:
            hollow = text.find(_HOLLOW, at)
        if kind == _TEXT:
            data = token.data or ""
            while at <= hollow < at + len(data) and not sealed:
                if hollow > at:
                    page.text(data[: hollow - at], offset + at, offset + hollow)
                at, data = hollow + len(_HOLLOW), data[hollow - at :]
                hollow = text.find(_HOLLOW, at)
            start, at = at, at + len(data)
            if raw:
                _raw(page, head, raw, data, script=script)
            elif data:
                page.text(data, offset + start, offset + at)
            continue
        source = token.source or ""
        while hollow == at and not sealed:
            at += len(_HOLLOW)
            hollow = text.find(_HOLLOW, at)
        start, at = at, at + len(source)
        if kind == _START:
            tag = token.tag or ""
            sealed = tag in _UNREAD
            attrs = _attrs(token.attrs)
            if tag in _HEAD:
                head.tag(tag, attrs)
                raw = tag if tag in _RAW else raw
                script = tag == "script" and attrs.get("type", "").lower() == "application/ld+json"
            page.start(tag, attrs, offset + start, offset + at)
            if token.self_closing and (xml or ":" in tag) and tag not in tags.VOID:
                page.end(tag, offset + start, offset + at)
                if tag in _UNREAD:
                    return at  # the tokenizer would take what follows for the element's inside
        elif kind == _END:
            raw = ""
            sealed = False
            page.end(token.tag or "", offset + start, offset + at)
        elif kind == _REFERENCE:
            if raw == "title":
                head.title += token.data or ""
            else:
                page.text(token.data or "", offset + start, offset + at)
        elif kind == _COMMENT:
            if xml and source.startswith(_CDATA):
                inner = start + len(_CDATA)
                end = text.find("]]>", inner) if start < last else -1
                after = end + 3
                if end < 0:  # it is not closed: its text goes to the next tag
                    after = end = text.find("<", inner)
                if end < 0:
                    after = end = len(text)
                page.text(text[inner:end], offset + inner, offset + end)
                return after
            head.comment(token.data or "")
            page.comment(token.data or "", offset + start, offset + at)
    return len(text)


_XML: Final = (".xhtml", ".xht")
_CDATA: Final = "<![CDATA["
_HOLLOW: Final = "</>"
_UNREAD: Final = frozenset(
    {"title", "style", "script", "textarea", "iframe", "noembed", "noframes", "xmp", "plaintext", "noscript"}
)
_HEAD: Final = frozenset({"html", "meta", "link", "time", "title", "style", "script"})
_RAW: Final = frozenset({"title", "style", "script"})
_NONE: Final[dict[str, str]] = {}


def _attrs(pairs: list[tuple[str, str]] | None) -> Mapping[str, str]:
    return {name: value or "" for name, value in pairs} if pairs else _NONE


def _raw(page: Page, head: Head, raw: str, data: str, *, script: bool) -> None:
    if raw == "title":
        head.title += data
    elif raw == "style":
        page.styles.add(data)
    elif script:
        head.data(data)


def _meta(head: Head, done: Finished) -> Meta:
    first = next((block.span for block in done.blocks if block.kind == "heading"), None)
    if first is not None:
        head.heading = done.text[first[0] : first[1]]
    return head.meta()


def _outside(main: Span) -> Callable[[Block, Span], Block]:
    def mark(block: Block, place: Span) -> Block:
        return block if block.kind == "footnote" or main[0] <= place[0] < main[1] else replace(block, kind="furniture")

    return mark


def _main(ranges: list[tuple[str, int, int]], done: Finished) -> Span | None:
    """Find the part that the page's own `<main>` or `<article>` says is the work, unless prose would be lost."""
    for wanted in ("article", "main"):
        found = [(start, end) for tag, start, end in ranges if tag == wanted]
        if found:
            largest = max(found, key=lambda span: span[1] - span[0])
            if _keeps_prose(largest, done):
                return largest
    return None


def _likely_main(text: str, done: Finished) -> Span | None:
    """Find the part that looks like the work by turbohtml's reckoning, on the same condition."""
    if sum(_is_prose(done, block) for block in done.blocks) < 3 or "<div" not in text:
        return None
    from turbohtml import parse  # noqa: PLC0415

    main = parse(text, source_locations=True).main_content()
    where = main.source_location if main is not None else None
    if main is None or where is None or where.end_tag is None or main.tag == "body":
        return None
    span = (where.start_tag.start_offset, where.end_tag.end_offset)
    return span if _keeps_prose(span, done) else None


def _is_prose(done: Finished, block: Block) -> bool:
    start, end = block.span
    return block.kind != "furniture" and end - start > 4 * LONG_BLOCK and done.text.count(" ", start, end) >= LONG_BLOCK


def _keeps_prose(main: Span, done: Finished) -> bool:
    """Say whether little but links stands outside of `main`: short lines are prose too, where a page is set line by line."""
    inside = outside = 0
    links = [link.span for link in done.links]
    for block, place in zip(done.blocks, done.places, strict=True):
        start, end = block.span
        if main[0] <= place[0] < main[1]:
            inside += end - start
        elif block.kind not in {"furniture", "footnote"}:
            first = bisect_left(links, (start, start))
            linked = 0
            for left, right in links[first:]:
                if left >= end:
                    break
                linked += min(right, end) - left
            outside += max(0, end - start - linked)
    return inside > 0 and outside <= LOST_PROSE * (inside + outside)


def _trouble(done: Finished, blocks: tuple[Block, ...], meta: Meta) -> str | None:
    words = len(done.text[: 20 * ERROR_WORDS].split())
    if not words:
        return "The page has no words of its own; save it from a browser once its text is shown, and give that copy."
    if words >= ERROR_WORDS:
        return None
    known = tags.names()["page"]
    heading = next((done.text[slice(*b.span)] for b in blocks if b.kind == "heading"), "")
    for title in (meta.title or "", heading):
        low = title.lower().strip()
        if any(
            low == sign or low.startswith((f"{sign} ", f"{sign}:", f"{sign},", f"{sign} -", f"{sign}."))
            for sign in known["error"]
        ):
            return f"The page is an error page (“{title.strip()[:80]}”); get the original anew, or another copy of it."
    low = done.text.lower()
    sign = next((sign for sign in sorted(known["wall"]) if sign in low), None)
    if sign is not None:
        return f"The page shows a barrier (“{sign}”) in place of the article; give a copy that has its text."
    return None
