"""Brackets: what the quoter puts in them stands for nothing, for the same words, or for others of the original.

A bracket beside which the original has a few more words stands for these too: `[and] objected` for "and people objected".
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.locate.align import Alignment, regions
from fidelity.locate.rim import are_critical
from fidelity.locate.seed import Run

if TYPE_CHECKING:
    from fidelity.locate.needle import Bracket, Needle
    from fidelity.locate.prepare import Original

_BEYOND = 3  # words that a bracket may stand for beyond as many as it has itself


def open_brackets(alignment: Alignment, needle: Needle, original: Original) -> Alignment:
    """A bracket's words are the quoter's as a whole: one that is the same only in part is no equal run."""
    if not needle.brackets:
        return alignment
    equal = _beside(alignment.equal, needle, original)
    cut: set[int] = set()
    for b in needle.brackets:
        touched = [r for r in equal if r.i < b.last and b.first < r.i + r.n]
        same = any(r.i <= b.first and b.last <= r.i + r.n for r in touched) and _stands_there(b.first, b.last, equal, needle)
        if touched and (not same or _stands_for_more(b, equal, needle, original)):
            cut.update(range(b.first, b.last))
    runs: list[Run] = []
    for r in equal:
        start = r.i
        for i in [*(x for x in range(r.i, r.i + r.n) if x in cut), r.i + r.n]:
            if i > start:
                runs.append(Run(start, r.j + start - r.i, i - start))
            start = i + 1
    if not runs or runs == list(alignment.equal):
        return alignment
    return Alignment(tuple(runs), tuple(regions(runs, list(alignment.moved), needle, original)), alignment.moved)


def _beside(equal: tuple[Run, ...], needle: Needle, original: Original) -> list[Run]:
    """The runs, a few words next to a bracket put where the bracket, and no omission without a mark, tells what is left out.

    `[he] in the garden` for "the man in the house in the garden".
    """
    q, o, out = needle.words.codes, original.words.codes, list(equal)
    for b in needle.brackets:
        for x, (i, j, n) in enumerate(out):
            if n > _BEYOND or b.first == b.last:
                continue
            before, after = (out[x - 1] if x else None), (out[x + 1] if x + 1 < len(out) else None)
            if i == b.last and after and after.i == i + n not in needle.gaps and after.j > j + n:
                place = after.j - n
                free = before.j + before.n if before else j - b.last + b.first, place
                more = j, place
            elif i + n == b.first and before and before.i + before.n == i not in needle.gaps and before.j + before.n < j:
                place = before.j + before.n
                free = place + n, after.j if after else j + n + b.last - b.first
                more = place + n, j + n
            else:
                continue
            fits = free[1] - free[0] <= b.last - b.first + _BEYOND
            if fits and q[i : i + n] == o[place : place + n] and not are_critical(original, *more):
                out[x] = Run(i, place, n)
    return out


def _stands_for_more(bracket: Bracket, equal: list[Run], needle: Needle, original: Original) -> bool:
    """Whether the original has a few more words beside a bracket that is the same, and no ellipsis stands for them.

    Not where they may turn the sense: nobody expects a word as heavy as "not" behind a bracket that is the same.
    """
    for a, b in pairwise(equal):
        if a.i + a.n == b.i and b.i in (bracket.first, bracket.last):
            left, right = a.j + a.n, b.j
            if 0 < right - left <= _BEYOND and b.i not in needle.gaps and not are_critical(original, left, right):
                return True
    return False


def _stands_there(first: int, last: int, equal: list[Run], needle: Needle) -> bool:
    """Whether a bracket at the quotation's rim stands in the original beside its neighbour, not merely near it.

    `[the panel] met` for "of the panel. It met": the same words stand there by chance.
    """
    places = {run.i + k: run.j + k for run in equal for k in range(run.n)}
    if first == 0 and last in places and last not in needle.gaps:
        return places[last] == places[last - 1] + 1
    if last == needle.n and first - 1 in places and first not in needle.gaps:
        return places[first] == places[first - 1] + 1
    return True
