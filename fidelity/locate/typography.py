"""What differs between two stretches whose words are the same: presentation, and nothing else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from fidelity.model import Edit
from fidelity.text.fold import DASHES, DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_MARKS = DOUBLE_MARKS | SINGLE_MARKS | frozenset("\"'")
_BRIEF = 16  # characters of both stretches up to which what is found of them is kept
_WITHOUT_WIDTH = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f")


def presentation(needle: Needle, original: Original, i: int, j: int, n: int) -> list[Edit]:
    """The presentation edits over `n` equal words, beginning at word `i` of the quotation and `j` of the original."""
    q, o = needle.text, original.text
    a, b = needle.span(i, i + n)
    c, d = original.span(j, j + n)
    if q[a:b] == o[c:d]:
        return []
    edits: list[Edit] = []
    if not needle.inner:
        _unlike(needle, original, i, j, n, edits)
        return edits
    here, there = needle.words, original.words
    qs, qe = list(here.begins[i : i + n]), list(here.stops[i : i + n])
    os, oe = list(there.begins[j : j + n]), list(there.stops[j : j + n])
    for w in needle.inner:  # a bracket at a word's rim is the word's, not the gap's
        if i <= w < i + n:
            qs[w - i], qe[w - i] = needle.span(w, w + 1)
    for k in range(n):
        a, b, c, d = qs[k], qe[k], os[k], oe[k]
        if k and (edit := _gap(q, o, qe[k - 1], a, oe[k - 1], c)):
            edits.append(edit)
        if i + k in needle.inner:
            start, end = needle.span(i + k, i + k + 1)
            bare = "".join(x for x in q[start:end] if x not in "[]")
            why = "case" if bare != o[c:d] and bare.casefold() == o[c:d].casefold() else "bracketed-same"
            edits.append(Edit("presentation", (start, end), (c, d), "brackets", why=why))
        elif q[a:b] != o[c:d]:
            edits.append(Edit("presentation", (a, b), (c, d), why=spelling_fold(q[a:b], o[c:d])))
    return edits


def _unlike(needle: Needle, original: Original, i: int, j: int, n: int, edits: list[Edit]) -> None:
    """The presentation edits over `n` equal words without brackets, by halves, as most is the same."""
    q, o, here, there = needle.text, original.text, needle.words, original.words
    a, b, c, d = here.begins[i], here.stops[i + n - 1], there.begins[j], there.stops[j + n - 1]
    if q[a:b] == o[c:d]:
        return
    if n == 1:
        edits.append(Edit("presentation", (a, b), (c, d), why=spelling_fold(q[a:b], o[c:d])))
        return
    half = n // 2
    _unlike(needle, original, i, j, half, edits)
    k, m = i + half, j + half
    if edit := _gap(q, o, here.stops[k - 1], here.begins[k], there.stops[m - 1], there.begins[m]):
        edits.append(edit)
    _unlike(needle, original, k, m, n - half, edits)


def spelling_fold(here: str, there: str) -> str:
    """Which fold makes two spellings of a word the same."""
    if unicodedata.normalize("NFKC", here) == unicodedata.normalize("NFKC", there):
        return "ligature"  # before case, which the micro sign and the Greek letter seem to differ in
    if here.casefold() == there.casefold():
        return "case"
    a, b = (x.replace("[", "").replace("]", "") for x in (here, there))
    if a.casefold() == b.casefold():
        return "brackets"
    a, b = ("".join(c for c in x if c not in _WITHOUT_WIDTH) for x in (a, b))
    if a.casefold() == b.casefold():
        return "hyphenation" if "\u00ad" in here + there else "zero-width"
    a, b = (unicodedata.normalize("NFKC", x) for x in (a, b))
    if a.casefold() == b.casefold():
        return "ligature"
    if a.casefold().translate(_STRAIGHT) == b.casefold().translate(_STRAIGHT):
        return "quote-marks"
    return "accents"


_STRAIGHT = {ord(c): "'" for c in SINGLE_MARKS}


def _gap(q: str, o: str, a: int, b: int, c: int, d: int) -> Edit | None:
    here, there = q[a:b], o[c:d]
    if here == there:
        return None
    why = _known_gap_fold(here, there) if len(here) + len(there) < _BRIEF else gap_fold(here, there)
    return Edit("presentation", (a, b), (c, d), why=why)


def gap_fold(here: str, there: str) -> str:
    """Which fold makes two stretches between words the same: the gravest of those needed."""
    kept = [
        "".join(c for c in x if not (c.isspace() or c in _MARKS or c in DASHES or c in _WITHOUT_WIDTH or c == "-"))
        for x in (here, there)
    ]
    if kept[0] != kept[1]:
        return "punctuation"
    if [c in DASHES or c == "-" for c in here if not c.isspace()].count(True) or any(c in DASHES or c == "-" for c in there):
        return "dash"
    if any(c in _MARKS for c in here + there) and [c for c in here if c in _MARKS] != [c for c in there if c in _MARKS]:
        return "quote-marks"
    return "space"


_known_gap_fold = lru_cache(maxsize=4096)(gap_fold)  # a blank for a line's end, a hyphen for a dash: always the same few
