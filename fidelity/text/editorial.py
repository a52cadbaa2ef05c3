"""The quoter's own marks inside a quotation: ellipses, brackets, [sic], note calls, declarations in brackets.

`marks` only reads them; whether a bracket stands in the original too, and is text, is for the aligner to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fidelity.model import Span

MarkKind = Literal["ellipsis", "bracket", "sic", "note"]

_DOTS = r"(?:…|\.(?:[ \n\u00a0\u2009\u202f]?\.){2,3}|\*(?:[ \u00a0]?\*){2})"
_ELLIPSIS = re.compile(
    rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)"  # […] [...] (…) (. . .)
    r"|…(?:[ \u00a0]?…)*\.?"  # … ….
    r"|\.(?:[ \n\u00a0\u2009\u202f]?\.){2,}"  # ... . . . .... and a line of dots
    r"|(?<!\S)\*(?:[ \u00a0]?\*){2,}(?!\S)"  # * * *
    r"|(?<=\w)\u2025|(?<!\.)\.\.(?!\.)(?=[ \n]|$)"  # two dots, as some house styles set them
)
_START = re.compile(r"[\[(…\u2025]|\.[ \n\u00a0\u2009\u202f]?\.|\*[ \u00a0]?\*")  # where a mark can begin
_SIC = re.compile(r"[\[(]\s*(?:sic|recte|thus|so)\s*[!.]?\s*[\])]|\[\s*!\s*\]", re.IGNORECASE)
_NOTE = re.compile(r"\[\s*(?:\d{1,3}|\*|†|‡|note \d{1,3}|fn\.? ?\d{1,3}|citation needed)\s*\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Editorial:
    """One mark. `span` counts in the quotation's text and includes the brackets; `inner` is what stands between them.

    An ellipsis has no inner text. For a bracket glued to letters (`[T]he`, `judge[s]`) `word` is the span of the whole word.
    """

    kind: MarkKind
    span: Span
    inner: str = ""
    word: Span | None = None


def marks(text: str) -> tuple[Editorial, ...]:
    """All editorial marks of a quotation's text, in order, none inside another (nested brackets count as one)."""
    found: list[Editorial] = []
    taken = 0
    start = _START.search(text)
    while start:
        mark = _at(text, start.start())
        if mark is not None and mark.span[0] >= taken:
            found.append(mark)
            taken = mark.span[1]
        start = _START.search(text, max(taken, start.start() + 1))
    return tuple(found)


def _at(text: str, i: int) -> Editorial | None:
    if m := _ELLIPSIS.match(text, i):
        return Editorial("ellipsis", m.span())
    if m := _SIC.match(text, i):
        return Editorial("sic", m.span(), m[0][1:-1].strip())
    if text[i] != "[":
        return None
    if m := _NOTE.match(text, i):
        return Editorial("note", m.span(), m[0][1:-1].strip())
    end = _closing(text, i)
    if end is None:
        return None
    return Editorial("bracket", (i, end), text[i + 1 : end - 1], _word_around(text, i, end))


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for i in range(start, min(len(text), start + 2000)):
        if text[i] == "[":
            depth += 1
        elif text[i] == "]":
            depth -= 1
            if not depth:
                return i + 1
    return None


def _word_around(text: str, start: int, end: int) -> Span | None:
    left, right = start, end
    inner = text[start + 1 : end - 1]
    has_word = any(map(str.isalnum, inner))
    if any(c.isspace() for c in inner.strip()) or (has_word and not all(_is_letter(c) or c in "'’" for c in inner)):
        return None  # words of its own, or several: not letters of the word it touches
    while left and (_is_letter(text[left - 1]) or (text[left - 1] in "'’" and left > 1 and _is_letter(text[left - 2]))):
        left -= 1
    while right < len(text) and (_is_letter(text[right]) or (text[right] in "'’" and _is_letter(text[right + 1 : right + 2]))):
        right += 1
    return (left, right) if (left, right) != (start, end) else None


def _is_letter(char: str) -> bool:
    """Whether a character can be part of a longer word: an ideograph is a word of its own."""
    return char.isalnum() and char < "\u2e80"
