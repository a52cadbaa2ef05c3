"""Verbatim runs: stretches of an article that an original has word for word, whether it quotes them or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.locate.prepare import pairs
from fidelity.locate.shortlist import shortlist
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fidelity.locate.prepare import Original
    from fidelity.model import Document, Span
    from fidelity.text.words import Words

_TRIED = 12  # originals looked at: those that share most with the article
_COMMON = 12  # a pair of words that stands in more places of an original begins no run
_PAIR = 2
_COPY = 0.6  # share of an article from which an original is the article's own copy, and not quoted by it


def verbatim(article: Document, originals: Sequence[Original], least: int) -> list[Span]:
    """The longest stretches of at least `least` words that an original has word for word, in the article's order.

    An original that has most of the article is a copy of it and counts for nothing. Linear in article and originals.
    """
    bare = words(article.text)
    if len(bare) < least:
        return []
    found: list[tuple[int, int]] = []
    wanted = pairs(bare.hashes)
    for n in shortlist(bare.hashes, originals, _TRIED):
        original = originals[n]
        runs = _runs(bare, wanted, original, least)
        if sum(b - a for a, b in _merged(runs)) < _COPY * len(bare):
            found += runs
    return [(bare.begins[a], bare.stops[b - 1]) for a, b in _merged(found)]


def _runs(
    bare: Words, wanted: np.ndarray[tuple[int], np.dtype[np.uint64]], original: Original, least: int
) -> list[tuple[int, int]]:
    lo, hi = original.places(wanted)
    count = hi - lo
    at = np.flatnonzero((count > 0) & (count <= _COMMON))
    if not len(at):
        return []
    there = original.words.codes
    out: list[tuple[int, int]] = []
    covered: dict[int, int] = {}  # diagonal -> the article's word up to which it is told
    lengths = count[at]
    firsts = np.repeat(at, lengths)
    inside = np.arange(len(firsts)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = (original.pairs[np.repeat(lo[at], lengths) + inside] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    if least > _PAIR:
        goes_on = _goes_on(bare, original, firsts, places)
        firsts, places = firsts[goes_on], places[goes_on]
    for i, j in zip(firsts.tolist(), places.tolist(), strict=True):
        if covered.get(j - i, 0) > i:
            continue
        start, end = _extend(bare.codes, there, i, j)
        covered[j - i] = end
        if end - start >= least:
            out.append((start, end))
    return out


def _goes_on(bare: Words, original: Original, i: NDArray[np.int64], j: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs of words have the same word before or behind them on both sides: most stand alone."""
    here, there = bare.hashes, original.words.hashes
    before = (i > 0) & (j > 0) & (here[i - 1] == there[j - 1])
    after = (i + _PAIR < len(here)) & (j + _PAIR < len(there))
    goes_on: NDArray[np.bool_] = before | (after & (here[(i + _PAIR) * after] == there[(j + _PAIR) * after]))
    return goes_on


def _extend(here: str, there: str, i: int, j: int) -> tuple[int, int]:
    start, k = i, j
    while start and k and here[start - 1] == there[k - 1]:
        start, k = start - 1, k - 1
    end, k = i, j
    while end < len(here) and k < len(there) and here[end] == there[k]:
        end, k = end + 1, k + 1
    return start, end


def _merged(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
