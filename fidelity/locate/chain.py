"""The chain: which seeds, taken in the quotation's order, tell the likeliest story of how it was made.

A weighted chain in which staying on the diagonal is free, leaving words out costs little, and a far or a backward jump
costs about three words. One pass finds cuts, splices and moves alike.
"""

from __future__ import annotations

from bisect import insort
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from fidelity.locate.seed import Run

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle

_JUMP = 3.0  # words: what a jump backwards, or very far ahead, costs


_SAME = 1e-6  # weights that differ by less are the same
_EQUALS = 4  # chains of one weight that are looked at more closely


def chain(runs: list[Run], needle: Needle) -> list[Run]:
    """The best chain, overlaps trimmed, in the quotation's order (in the original it may jump back)."""
    return next(iter(chains(runs, needle)), [])


def chains(runs: list[Run], needle: Needle) -> list[list[Run]]:
    """The best chain, and others that weigh the same (a phrase that stands in several places), the first in the text first."""
    if not runs:
        return []
    gaps = sorted(k for k in needle.gaps if 0 < k < needle.n)
    score: list[float] = []
    back: list[int] = []
    ranked: list[tuple[float, int]] = []  # the best chains first, their scores negative
    own = needle.bracketed()  # the quoter's own words count for nothing, wherever they stand
    for b, run in enumerate(runs):
        i, j, n = run
        stop = i + n
        best, came = float(n - _among(own, i, stop)), -1
        for lost, a in ranked:
            if n - lost < best:
                break  # a link adds no more than the run's words: no chain further down can win
            before = runs[a]
            end = before.i + before.n
            if stop <= end or i <= before.i:
                continue
            start = max(i, end)
            added = stop - start - _cost(end, start, min(end, i), j + start - i - before.j - before.n, gaps)
            value = score[a] + added - (_among(own, start, stop) if own else 0)
            if value > best or (value == best and 0 <= a < came):
                best, came = value, a
        score.append(best)
        back.append(came)
        insort(ranked, (-best, b))
    most = max(score)
    ends = sorted((k for k in range(len(runs)) if score[k] > most - _SAME), key=lambda k: (-score[k], runs[k].j))
    return [_to(at, runs, back) for at in ends[:_EQUALS]]


def _to(at: int, runs: list[Run], back: list[int]) -> list[Run]:
    """The chain that ends with run `at`."""
    out: list[Run] = []
    while at >= 0:
        out.append(runs[at])
        at = back[at]
    return _trim(out[::-1])


def _among(own: frozenset[int], first: int, last: int) -> int:
    return sum(first <= i < last for i in own) if own else 0


def _cost(end: int, start: int, low: int, skip: int, gaps: list[int]) -> float:
    """What it costs to go from one run's end to the next one's first new word, `skip` of the original's words further on.

    `low` is where an ellipsis may stand from on: also before the end of a run that goes on beyond it by chance.
    """
    gap = start - end  # quotation's words in between
    if skip == gap:
        return 0.1
    if skip < 0:
        return _JUMP
    if gaps and any(low <= k <= start for k in gaps):
        return min(0.5, 0.02 * log2(2 + skip))
    return min(_JUMP, 0.4 + 0.35 * log2(1 + abs(skip - gap)))


def _trim(runs: list[Run]) -> list[Run]:
    """Cut overlaps in the quotation off the later run, and overlaps in the original off the shorter one."""
    out: list[Run] = []
    for r in runs:
        run = r
        if out:
            last = out[-1]
            over = last.i + last.n - run.i
            if over > 0:
                run = Run(run.i + over, run.j + over, run.n - over)
            twice = last.j + last.n - run.j
            if 0 < twice < run.n and run.j >= last.j:
                if last.n > run.n or twice >= last.n:
                    run = Run(run.i + twice, run.j + twice, run.n - twice)
                else:
                    out[-1] = Run(last.i, last.j, last.n - twice)
            elif twice >= run.n and run.j >= last.j:
                continue
        if run.n > 0:
            out.append(run)
    return out


def in_order(runs: list[Run]) -> tuple[list[Run], list[Run]]:
    """The heaviest part of a chain that never jumps back, and the rest: the moved runs."""
    if all(a.j + a.n <= b.j for a, b in pairwise(runs)):
        return runs, []
    weight: list[int] = []
    back: list[int] = []
    for b, run in enumerate(runs):
        best, came = run.n, -1
        for a in range(b):
            if runs[a].j + runs[a].n <= run.j and weight[a] + run.n > best:
                best, came = weight[a] + run.n, a
        weight.append(best)
        back.append(came)
    at = max(range(len(runs)), key=lambda k: weight[k])
    kept: set[int] = set()
    while at >= 0:
        kept.add(at)
        at = back[at]
    return [r for k, r in enumerate(runs) if k in kept], [r for k, r in enumerate(runs) if k not in kept]
