"""From a change of an article's text to edits of its source: what is put in is written as the format wants it."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from fidelity.formats import format_of
from fidelity.model import FixEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.model import Change, Document, Span

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_CLOSERS = re.compile(r"(?:[*_]|</(?:em|i|strong|b|u|mark|span|a|q|cite|font|small|sup)>)+", re.IGNORECASE)
_SIGN = re.compile(r"</?(\w{1,12})\b[^<>]{0,300}>|([*_]{1,3})")
_PREFIX = re.compile(r"[ \t]{0,99}\r?\n[> \t]*")
_SPECIAL = re.compile(r"[\\`*_<]|&(?=#|\w+;)")
_ESCAPED = re.compile(r"\\([\\`*_<&])")
_MARKUP: Final = {
    "markdown": {"italic": ("*", "*"), "bold": ("**", "**"), "underline": ("<u>", "</u>"), "highlight": ("<mark>", "</mark>")},
    "html": {
        "italic": ("<em>", "</em>"),
        "bold": ("<strong>", "</strong>"),
        "underline": ("<u>", "</u>"),
        "highlight": ("<mark>", "</mark>"),
    },
}
"""How each format sets words."""
DELIMITERS: Final = frozenset(sign for table in _MARKUP.values() for pair in table.values() for sign in pair) | {"***"}


def written_as(document: Document) -> str:
    """The format that a document's source is written in."""
    return format_of(document.uri, document.source[:2000].encode("utf-8", "surrogatepass"))


def fitted(document: Document, changes: Iterable[Change]) -> tuple[FixEdit, ...]:
    """The edits of a document's source that make these changes of its text.

    Empty where the source has no such place: markup that a change would tear, emphasis that the format cannot set. Of packed
    formats, whose source is not what stands in the file, the edits are for reading only.
    """
    kind = written_as(document)
    out: list[FixEdit] = []
    for change in changes:
        edits = _set(document, change, kind) if change.kinds else list(_edits(document, change, kind))
        if not edits or any(not edit.text and edit.span[0] == edit.span[1] for edit in edits):
            return ()
        out += edits
    return tuple(sorted(out, key=lambda edit: edit.span))


def escaped(text: str, kind: str) -> str:
    """Words as they are written in a format."""
    if kind == "html":
        return html.escape(text, quote=False)
    return _SPECIAL.sub(lambda m: "&amp;" if m[0] == "&" else f"\\{m[0]}", text) if kind == "markdown" else text


def unescaped(source: str, kind: str) -> str:
    """What `escaped` has made, as a reader sees it; signs of markup are nothing."""
    if kind not in _MARKUP:
        return source
    if source in DELIMITERS:
        return ""
    return html.unescape(_ESCAPED.sub(r"\1", source) if kind == "markdown" else source)


def _set(document: Document, change: Change, kind: str) -> list[FixEdit]:
    """Signs of emphasis around words."""
    table = _MARKUP.get(kind, {})
    pairs = [table[name] for name in change.kinds if name in table]
    if not pairs or len(pairs) < len(change.kinds):
        return []
    opening, closing = "".join(p[0] for p in pairs), "".join(p[1] for p in reversed(pairs))
    start, end = document.origin.span(*change.span)
    return [FixEdit((start, start), opening), FixEdit((end, end), closing)]


def _edits(document: Document, change: Change, kind: str) -> Iterator[FixEdit]:
    start, end = change.span
    if start == end:
        at = _place(document, start, kind)
        yield FixEdit((at, at), escaped(change.text, kind))
        return
    whole = document.origin.span(start, end)
    if _is_plain(document, (start, end)):
        yield FixEdit(whole, escaped(change.text, kind))
        return
    before, after = _TOKEN.findall(document.text[start:end]), _TOKEN.findall(change.text)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            at = start + sum(map(len, before[:a]))
            yield from _part(document, (at, at + sum(map(len, before[a:b]))), "".join(after[c:d]), kind)


def _part(document: Document, span: Span, text: str, kind: str) -> Iterator[FixEdit]:
    """One difference inside a change over markup: the line's beginning goes with a line end that is taken away."""
    start, end = span
    words, origin = document.text, document.origin
    if start == end:
        at = _place(document, start, kind)
        yield FixEdit((at, at), escaped(text, kind))
        return
    if not text and words[start] == "\n" and words[end : end + 1] == " ":
        start, end = start + 1, end + 1  # the space behind the word goes, not the line end before it
    there = origin.span(start, end)
    flat = _PREFIX.sub(" ", document.source[slice(*there)])
    if _is_plain(document, (start, end)) or flat == " ".join(words[start:end].split("\n")):
        yield FixEdit(there, escaped(text, kind))
        return
    if not text:
        if whole := _with_markup(document.source, there):
            yield FixEdit(whole, "")
        return
    for n, (a, b) in enumerate(_pieces(document, (start, end))):
        yield FixEdit((a, b), "" if n else escaped(text, kind))


def _with_markup(source: str, span: Span) -> Span | None:
    """A stretch of the source with the emphasis that ends behind it, if all that begins in it ends there."""
    start, end = span
    closed = _CLOSERS.match(source, end)
    end = closed.end() if closed else end
    opened: list[str] = []
    for m in _SIGN.finditer(source, start, end):
        sign = (m[1] or m[2]).lower()
        if m[0].startswith("</"):
            if not opened or opened.pop() != sign:
                return None
        elif m[2] and opened and opened[-1] == sign:
            opened.pop()
        else:
            opened.append(sign)
    return None if opened else (start, end)


def _pieces(document: Document, span: Span) -> Iterator[Span]:
    """The stretches of the source that hold a span's characters, without the markup between them."""
    origin = document.origin
    start, end = origin.span(span[0], span[0] + 1)
    for at in range(span[0] + 1, span[1]):
        a, b = origin.span(at, at + 1)
        if a > end:
            yield start, end
            start = a
        end = max(end, b)
    yield start, end


def _is_plain(document: Document, span: Span) -> bool:
    """Whether a span's source is its text, or one sign that stands for it all."""
    there = document.origin.span(*span)
    return document.source[slice(*there)] == document.text[slice(*span)] or span[1] - span[0] == 1


def _place(document: Document, at: int, kind: str) -> int:
    """Where in the source to put words in: behind the word before, and behind the emphasis that ends there."""
    here = document.origin.end(at)
    closed = _CLOSERS.match(document.source, here) if kind != "text" else None
    return closed.end() if closed else here
