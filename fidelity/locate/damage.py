"""What copying did to a text, and nobody's pen: page edges left between its lines, and letters that a machine misread."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from fidelity.locate.seed import Run
from fidelity.text.brief import few_words
from fidelity.text.confusions import is_misread
from fidelity.text.language import detect
from fidelity.text.pages import is_page_break, lines_after, lines_before
from fidelity.text.words import letters

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original
    from fidelity.text.words import Words

_TINY = 3  # letters up to which one misread letter changes all
_LIKE = 0.4  # likeness of two words below which neither is a misreading of the other
_AROUND = 500  # characters on either side by which the original's language is told


def is_page_edge(original: Original, j: int, j2: int) -> bool:
    """Whether the original's words `j` … `j2` are a page's edge (number, running head, notes) and no part of the work."""
    words, text = original.words, original.text
    if not 0 < j < j2 < len(words):
        return False
    for place, beside in ((j, words.stops[j - 1] - 1), (j2, words.begins[j2])):
        if "\n" not in text[words.stops[place - 1] : words.begins[place]] and text[beside].isalnum():
            return False  # a word of the work stands on the same line, as nearly everywhere
    return is_page_break(text, original.span(j, j2))


def damage(needle: Needle, original: Original, i: int, i2: int, j: int, j2: int) -> str | None:
    """What made the same words look different: "page-break" in the middle of one, "ocr", or None."""
    if i == i2 or j == j2 or any(k in needle.inner or k in needle.bracketed for k in range(i, i2)):
        return None
    here, there = needle.text[slice(*needle.span(i, i2))], original.text[slice(*original.span(j, j2))]
    if i2 - i == 1 and j2 - j > 2 and _is_divided(needle, i, original, j, j2 - 1) and is_page_edge(original, j + 1, j2 - 1):
        return "page-break"
    if i2 - i > 2 or j2 - j > 2:
        return None
    own = [here.lower(), there.lower()]
    if max(map(len, own)) > _TINY and Indel.normalized_similarity(*own) < _LIKE:
        return None  # another word altogether, as most are: no machine misreads so much of one

    def language() -> str | None:
        start, end = original.span(j, j2)
        return detect(original.text[max(0, start - _AROUND) : end + _AROUND]) or detect(needle.text)

    def known(word: str) -> bool:
        wanted = few_words(word)
        if len(wanted) != 1:
            return False
        missing = 1 + sum(letters(word) == letters(o) for o in own)
        for side in (needle, original):
            missing -= _times(wanted, side.words, missing)
        return not missing

    return "ocr" if is_misread(here, there, language, known) else None


def _times(wanted: Words, there: Words, most: int) -> int:
    """How often a word stands in a text, counted up to `most`."""
    count, at = 0, -1
    while count < most and (at := there.codes.find(wanted.codes, at + 1)) >= 0:
        count += there.packed[8 * at : 8 * at + 8] == wanted.packed
    return count


def beyond_edges(runs: list[Run], needle: Needle, original: Original) -> list[Run]:
    """A chain with the words before its first and after its last run that stand on the other side of a page's edge."""
    first, last = runs[0], runs[-1]
    stop, onward = last.i + last.n, last.j + last.n
    before = [_before(needle, original, first.i, first.j, parted=p) for p in (False, True)] if first.i and first.j else []
    after = []
    if stop < needle.n and onward < len(original.words):
        after = [_after(needle, original, stop, onward, parted=p) for p in (False, True)]
    return [*(r for r in before if r.n), *runs, *(r for r in after if r.n)]


def _before(needle: Needle, original: Original, i: int, j: int, *, parted: bool) -> Run:
    """The equal words before word `i` and, across a page's edge, before word `j`; `parted`: the edge divides a word."""
    first = _edge_before(original, j - parted)
    if first is None or (parted and not _is_divided(needle, i - 1, original, first - 1, j - 1)):
        return Run(i, j, 0)
    i, j, n = i - parted, first - parted, 0
    q, o = needle.words.codes, original.words.codes
    while n < min(i, j) and q[i - n - 1] == o[j - n - 1]:
        n += 1
    return Run(i - n, j - n, n)


def _after(needle: Needle, original: Original, i: int, j: int, *, parted: bool) -> Run:
    """The equal words from word `i` on and, across a page's edge, from word `j` on."""
    onward = _edge_after(original, j + parted)
    if onward is None or (parted and not _is_divided(needle, i, original, j, onward)):
        return Run(i, j, 0)
    i, j, n = i + parted, onward + parted, 0
    q, o = needle.words.codes, original.words.codes
    while n < min(len(q) - i, len(o) - j) and q[i + n] == o[j + n]:
        n += 1
    return Run(i, j, n)


def _is_divided(needle: Needle, i: int, original: Original, j: int, j2: int) -> bool:
    """Whether word `i` of the quotation is words `j` and `j2` of the original put together."""
    parts = (letters(original.text[slice(*original.span(k, k + 1))]) for k in (j, j2))
    return letters(needle.text[slice(*needle.span(i, i + 1))]) == "".join(parts)


def _edge_before(original: Original, j: int) -> int | None:
    """The first word of the page's edge that ends right before word `j`."""
    text, begins = original.text, original.words.begins
    if j and "\n" not in text[original.words.stops[j - 1] : begins[j]]:
        return None  # as nearly everywhere
    firsts = (bisect_left(begins, at) for at in lines_before(text, begins[j]))
    return min((first for first in firsts if is_page_edge(original, first, j)), default=None)


def _edge_after(original: Original, j: int) -> int | None:
    """The word after the page's edge that begins with word `j`."""
    text, begins, end = original.text, original.words.begins, original.words.stops[j - 1]
    if j < len(begins) and "\n" not in text[end : begins[j]] and text[begins[j]].isalnum():
        return None
    stops = (bisect_left(begins, at) for at in lines_after(text, end))
    return max((stop for stop in stops if is_page_edge(original, j, stop)), default=None)
