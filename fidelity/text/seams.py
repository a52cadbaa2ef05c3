"""Where a page shows more than its text says: numbers of notes, buttons, pictures, captions of what is not read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.text.fragment import Page, page
from fidelity.text.origin import segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Document

_TAG = re.compile(r"<!--[^<>]*>|</?([a-zA-Z][^\s<>/]*)[^<>]*>")
_UNSHOWN = re.compile(r"<(?=(?:script|style|noscript|template)\b)", re.IGNORECASE)
_PLAIN = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub"
    "|sup|time|tt|u|var|script|style|noscript|template"
)
"""Elements that show nothing, or nothing but the words in them."""
_WORDS = re.compile(rf"(?:\s|</?(?:{_PLAIN})(?=[\s/>])[^<>]*>)*", re.IGNORECASE)


def as_shown(document: Document) -> Page:
    """The document's words as a browser searches them at its address."""
    calls = (inline.span[0] for inline in document.inlines if inline.kind == "note-call")
    return page(document.text, (*calls, *_hidden(document)))


def _hidden(document: Document) -> Iterator[int]:
    """Where the source has more than tags of words between two characters of the text, or in place of white space."""
    source, here, last = document.source, 0, 0
    for length, there, width in segments(document.origin):
        sign = document.text[here] if length != width else ""
        end = there + width if sign and sign in " \n" else there
        if here and end > last and "<" in source[last:end] and _shows(source[last:end], between_blocks=sign == "\n"):
            yield here
        here += length
        last = there + width


def _shows(gap: str, *, between_blocks: bool) -> bool:
    if _WORDS.fullmatch(gap):
        return False
    first, *rest = _UNSHOWN.split(gap)
    shown = "".join((first, *("</" + part.partition("</")[2] for part in rest)))
    if any(map(str.isalnum, _TAG.sub("", shown))):
        return True
    return not between_blocks and any(m[1] and not _WORDS.fullmatch(m[0]) for m in _TAG.finditer(shown))
