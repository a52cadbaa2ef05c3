"""Figures that are no words: the calls of footnotes, and numbers of one value in two writings."""

from __future__ import annotations

import re

_NOTE_CALL = re.compile(r"[⁰¹²³⁴-⁹]{1,4}|\d{1,3}|[*†‡]")
_GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:[,.'’ \u00a0\u2009\u202f]\d{3})+|\d+)(?:[.,]\d+)?")


def is_note_call(text: str, start: int, end: int) -> bool:
    """Whether a lone number is the call of a footnote: raised, or glued to the end of a word or sentence."""
    call = text[start:end]
    if not _NOTE_CALL.fullmatch(call):
        return False
    if not call.isascii():
        return True
    before = text[max(0, start - 3) : start]
    after = text[end : end + 1]
    if text[start - 1 : start] == "[" and after == "]":
        return before[:-1].strip() != "" and not before[:-1].endswith(" ")
    glued = bool(re.search(r"[^\W\d_]{2}[.,;:!?”’\"')]*$", text[max(0, start - 6) : start]))
    return glued and not after.isalnum()


def number(text: str) -> float | None:
    """The value of a number written in figures, whatever its separators: 3,000 and 3000, 4.2 and 4,2; else None.

    A lone separator before exactly three figures is read as one of thousands (English and German writing agree on the value
    of `3,000` and `3.000` only so).
    """
    bare = text.strip()
    if not bare or not bare[-1].isdigit() or not _GROUPED.fullmatch(bare):
        return None
    groups = re.split(r"[,.'’ \u00a0\u2009\u202f]", bare)
    if len(groups) > 1 and all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0].lstrip("+-")) <= 3:
        return float("".join(groups))
    if len(groups) == 1:
        return float(bare)
    return float("".join(groups[:-1]) + "." + groups[-1])
