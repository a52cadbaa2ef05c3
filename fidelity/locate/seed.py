"""Seeds: stretches of words that stand in both texts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from fidelity.locate.prepare import pairs
from fidelity.text.sentences import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_COMMON = 16  # a pair of words that stands in more places than this seeds nothing by itself
_ENOUGH = 5  # one in so many pairs should seed: with fewer of them commoner ones do too
_PLACES = 600  # in no more places than this
_MOST = 64  # runs handed to the chain: the longest ones, and those that have others near them
_LONGEST = 40  # of these
_BESIDE = 8  # words: stretches whose shifts differ by less belong together
_MANY = 300  # pairs in all: from about here on numpy is quicker
_HIDDEN = 12  # words that an ellipsis may stand for where the pieces stand side by side as well


class Run(NamedTuple):
    """The quotation's words `i` … `i + n` are the original's words `j` … `j + n`."""

    i: int
    j: int
    n: int


def pieces_in_order(needle: Needle, original: Original) -> list[Run] | None:
    """All pieces between ellipses, found whole and in order round the longest of them; None if one is missing.

    Of several places the one that needs least of the original; one where the ellipses stand for nothing only if no sentence
    has the pieces with words between them: who leaves nothing out sets no ellipsis.
    """
    pieces, codes, text = needle.pieces(), needle.words.codes, original.words.codes
    sizes = [b - a for a, b in pieces]
    longest = [p for p, size in enumerate(sizes) if size == max(sizes)]
    middle = longest[0] if len(longest) == 1 else min(longest, key=lambda p: text.count(codes[slice(*pieces[p])]))
    found: list[list[Run]] = []
    at = -1
    for _ in range(8):
        a, b = pieces[middle]
        at = text.find(codes[a:b], at + 1)
        if at < 0:
            break
        if runs := _round(pieces, middle, at, codes, text):
            found.append(runs)
    best = min(found, key=_reach, default=None)
    if best is None or len(found) == 1 or not _is_empty(best):
        return best
    return min((r for r in found if not _is_empty(r) and _in_one_sentence(r, original)), key=_reach, default=best)


def _is_empty(runs: list[Run]) -> bool:
    """Whether nothing is left out between some two of the runs."""
    return any(a.j + a.n == b.j for a, b in pairwise(runs))


def _in_one_sentence(runs: list[Run], original: Original) -> bool:
    """Whether no more than a few words stand between two runs, and no sentence ends there."""
    for a, b in pairwise(runs):
        stop = a.j + a.n
        between = original.text[original.span(stop - 1, stop)[1] : original.span(b.j, b.j + 1)[0]]
        if b.j - stop > _HIDDEN or SENTENCE_END.search(between):
            return False
    return True


def _round(pieces: list[tuple[int, int]], middle: int, at: int, codes: str, text: str) -> list[Run] | None:
    a, b = pieces[middle]
    runs = [Run(a, at, b - a)]
    stop = at
    for p in range(middle - 1, -1, -1):
        a, b = pieces[p]
        stop = text.rfind(codes[a:b], 0, stop)
        if stop < 0:
            return None
        runs.insert(0, Run(a, stop, b - a))
    start = runs[-1].j + runs[-1].n
    for a, b in pieces[middle + 1 :]:
        found = text.find(codes[a:b], start)
        if found < 0:
            return None
        runs.append(Run(a, found, b - a))
        start = found + b - a
    return runs


def _reach(runs: list[Run]) -> int:
    return runs[-1].j + runs[-1].n - runs[0].j


def equal_runs(q: str, o: str, i: int, j: int) -> list[Run]:
    """The runs that two short stretches of words share, at the least number of changes."""
    return [Run(i + a, j + b, n) for a, b, n in Levenshtein.editops(q, o).as_matching_blocks() if n]


def drawn_near(
    found: list[Run],
    q: str,
    o: str,
    i1: int,
    j1: int,
    i2: int,
    j2: int,
    own: Collection[int] = (),
    *,
    left: bool,
) -> list[Run]:
    """Runs at a rim, each at that place of its words that leaves least between it and the next one inwards.

    `own` are words of the quoter, in brackets, for which the original has none.
    """
    out: list[Run] = []
    i, j = (i2, j2) if left else (i1, j1)
    for run in reversed(found) if left else found:
        words = q[run.i - i1 : run.i - i1 + run.n]
        if o.find(words, o.find(words) + 1) < 0:  # they stand nowhere else
            out.append(run)
            i, j = (run.i, run.j) if left else (run.i + run.n, run.j + run.n)
            continue
        between = range(run.i + run.n, i) if left else range(i, run.i)
        here = len(between) - sum(x in own for x in between)
        best, least = run, _apart(here, j - run.j - run.n if left else run.j - j)
        at = o.find(words)
        while at >= 0:
            place = run._replace(j=j1 + at)
            inside = run.j <= place.j <= j - run.n if left else j <= place.j <= run.j
            apart = _apart(here, j - place.j - run.n if left else place.j - j)
            if inside and apart < least:
                best, least = place, apart
            at = o.find(words, at + 1)
        out.append(best)
        i, j = (best.i, best.j) if left else (best.i + best.n, best.j + best.n)
    return out[::-1] if left else out


def _apart(here: int, there: int) -> tuple[int, int]:
    """By how many words the stretches between two runs differ in the two texts, and how long the original's is."""
    return abs(here - there), abs(there)


def seeds(needle: Needle, original: Original) -> list[Run]:
    """Maximal common runs of two and more words, the longest first in favour; in the quotation's order."""
    if needle.n < 2 or len(original.words) < 2:
        return []
    lo, hi = original.places(pairs(needle.words.hashes))
    count = hi - lo
    if needle.brackets:  # a pair with a word of the quoter's is chance: `[the] water` is not from "The water …"
        count[[i for b in needle.brackets for i in range(max(0, b.first - 1), b.last) if i < len(count)]] = 0
    counts = count.tolist()
    limit = _COMMON
    at = [i for i, times in enumerate(counts) if 0 < times <= limit]
    enough = max(1, len(counts) // _ENOUGH)
    if len(at) < enough:  # in a long original hardly any pair is rare
        limit = _limit(sorted(times for times in counts if times)[:enough])
        at = [i for i, times in enumerate(counts) if 0 < times <= limit]
    if sum(counts[i] for i in at) > _MANY:
        return _maximal(*_sorted_out(lo, count, at, original), needle, original)
    first, places = lo.tolist(), original.numbers
    begun: dict[int, tuple[int, int]] = {}  # by diagonal: the first and the last pair of a stretch
    found: list[tuple[int, int, int]] = []  # diagonal, first word, words
    for i in at:
        k = first[i]
        for j in places[k : k + counts[i]].tolist():
            start, last = begun.get(j - i, (i, i - 1))
            if last != i - 1:
                found.append((j - i, start, last - start + 2))
                start = i
            begun[j - i] = start, i
    found += [(shift, start, last - start + 2) for shift, (start, last) in begun.items()]
    found.sort()
    if len(found) > _MOST:
        shifts, _, sizes = np.array(found).T
        found = [found[k] for k in _likeliest(shifts, sizes).tolist()]
    return _maximal([s for _, s, _ in found], [n for _, _, n in found], [d for d, _, _ in found], needle, original)


def _limit(counts: list[int]) -> int:
    """In how many places a pair may stand if these are the rarest: the first one, and the others if they are not too many."""
    limit, total = counts[0] if counts else 0, 0
    for times in counts:
        total += times
        if times > _COMMON and total > _PLACES:
            break
        limit = times
    return limit


def _likeliest(shifts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which stretches go to the chain: those that have most words together with what is shifted about as far."""
    block = shifts // _BESIDE
    blocks, of = np.unique(block, return_inverse=True)
    words = np.bincount(of, sizes).astype(np.int64)
    together = words.copy()
    beside = np.flatnonzero(np.diff(blocks) == 1)
    together[beside] += words[beside + 1]
    together[beside + 1] += words[beside]
    order: NDArray[np.int64] = np.lexsort((-together[of], -sizes))[:_LONGEST]
    rest = np.lexsort((-sizes, -together[of]))
    return np.sort(np.concatenate((order, rest[~np.isin(rest, order)][: _MOST - len(order)])))


def _sorted_out(
    lo: NDArray[np.int64], count: NDArray[np.int64], at: list[int], original: Original
) -> tuple[list[int], list[int], list[int]]:
    """The stretches of many pairs: where each begins in the quotation, how many words it has, how far it is shifted."""
    lengths = count[at]
    i = np.repeat(at, lengths)
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    j = (original.pairs[np.repeat(lo[at], lengths) + inside] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    packed = np.sort(((j - i + (1 << 30)) << 24) | i)
    breaks = np.flatnonzero(np.diff(packed) != 1) + 1
    firsts = packed[np.concatenate(([0], breaks))]
    lasts = packed[np.concatenate((breaks - 1, [len(packed) - 1]))]
    start = firsts & 0xFFFFFF
    size = (lasts & 0xFFFFFF) - start + 2
    shift = (firsts >> 24) - (1 << 30)
    if len(start) > _MOST:
        keep = _likeliest(shift, size)
        start, size, shift = start[keep], size[keep], shift[keep]
    return start.tolist(), size.tolist(), shift.tolist()


def _maximal(starts: list[int], sizes: list[int], shifts: list[int], needle: Needle, original: Original) -> list[Run]:
    """Those stretches, each as long as it can be: also pairs that seed nothing may belong to it."""
    q, o = needle.words.codes, original.words.codes
    most, end = len(q), len(o)
    out: set[tuple[int, int, int]] = set()
    for start, n, shift in zip(starts, sizes, shifts, strict=True):
        a, b = start, start + n
        while a and a + shift and q[a - 1] == o[a + shift - 1]:
            a -= 1
        while b < most and b + shift < end and q[b] == o[b + shift]:
            b += 1
        out.add((a, a + shift, b - a))
    return [Run(*run) for run in sorted(out)]
