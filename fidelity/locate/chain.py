"""The chain: which seeds, taken in the quotation's order, tell the likeliest story of how it was made.

A weighted chain in which staying on the diagonal is free, leaving words out costs little, and a far or a backward jump
costs about three words. One pass finds cuts, splices and moves alike.
"""

from __future__ import annotations

from bisect import insort
from itertools import accumulate, pairwise
from math import log2
from typing import TYPE_CHECKING

from fidelity.locate.seed import Run

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle

_JUMP = 3.0  # words: what a jump backwards, or very far ahead, costs


_PAIR = 2
_FEW = 8  # runs: fewer are linked as they are
_ALONE = 48  # words: from here on 2 * _cost(x) > _cost(2 * x) + 2
_BLOCK = 172  # words: from here on to go forth costs as much as a jump
_PRICES = [0.1, *(min(_JUMP, 0.4 + 0.35 * log2(1 + k)) for k in range(1, _BLOCK + 1))]
_PRICES += _PRICES[:0:-1]  # from its end for steps back
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
    own = needle.bracketed  # the quoter's own words count for nothing, wherever they stand
    if not gaps and len(runs) > _FEW and any(r.n > _PAIR + _among(own, r.i, r.i + r.n) for r in runs):
        runs = _in_company(runs)
    score, back = _far_and_near(runs, own) if not gaps else _weighed(runs, gaps, own)
    most = max(score)
    ends = sorted((k for k in range(len(runs)) if score[k] > most - _SAME), key=lambda k: (-score[k], runs[k].j))
    return [_to(at, runs, back) for at in ends[:_EQUALS]]


def _weighed(runs: list[Run], gaps: list[int], own: frozenset[int]) -> tuple[list[float], list[int]]:
    """For each run the weight of the best chain that ends with it, and the run before it there (-1: none)."""
    score: list[float] = []
    back: list[int] = []
    ranked: list[tuple[float, int]] = []  # the best chains first, their scores negative
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
    return score, back


def _far_and_near(runs: list[Run], own: frozenset[int]) -> tuple[list[float], list[int]]:
    """The same for a quotation without ellipses: there only runs on diagonals near each other cost less than a jump.

    So of all runs before one those that are near are looked at, and of the others the best until none can be better.
    """
    score: list[float] = []
    back: list[int] = []
    ranked: list[tuple[float, int]] = []
    quoters = [0, *accumulate(i in own for i in range(max(r.i + r.n for r in runs)))]  # of the words before each place
    near: dict[int, list[tuple[int, int, int, int]]] = {}  # by diagonal: first word, end, diagonal, number
    for b, (i, j, n) in enumerate(runs):
        stop, shift = i + n, j - i
        block = shift // _BLOCK
        best, came = float(n - quoters[stop] + quoters[i]), -1
        for lost, a in ranked:
            if n - _JUMP - lost < best:
                break
            first, _, size = runs[a]
            end = first + size
            if stop <= end or i <= first:
                continue
            start = i if i > end else end  # noqa: FURB136 - a call costs as much as all else here
            value = score[a] + (stop - start - _JUMP) - (quoters[stop] - quoters[start])
            if value > best or (value == best and 0 <= a < came):
                best, came = value, a
        for beside in (block - 1, block, block + 1):
            for first, end, other, a in near.get(beside, ()):
                if stop <= end or i <= first:
                    continue
                start = i if i > end else end  # noqa: FURB136 - a call costs as much as all else here
                apart = shift - other
                if apart and (apart + start < end or not -_BLOCK <= apart <= _BLOCK):
                    continue  # a jump
                value = score[a] + (stop - start - _PRICES[apart]) - (quoters[stop] - quoters[start])
                if value > best or (value == best and 0 <= a < came):
                    best, came = value, a
        score.append(best)
        back.append(came)
        insort(ranked, (-best, b))
        near.setdefault(block, []).append((i, stop, shift, b))
    return score, back


def _in_company(runs: list[Run]) -> list[Run]:
    """The runs without pairs of words that stand so far from all others that a link to them costs more than they weigh.

    Where a run weighs more than they do no best chain has one. (Leaving such a pair out of a chain saves the links to it, at
    least twice `_cost` of the distance, loses two words, and costs one link, at most `_cost` of twice the distance.)
    """
    order = sorted(range(len(runs)), key=lambda k: runs[k].j - runs[k].i)
    shifts = [runs[k].j - runs[k].i for k in order]
    kept: list[int] = []
    for x, k in enumerate(order):
        i, _, n = runs[k]
        if n > _PAIR or _has_company(x, i, shifts, order, runs):
            kept.append(k)
    return [runs[k] for k in sorted(kept)]


def _has_company(x: int, i: int, shifts: list[int], order: list[int], runs: list[Run]) -> bool:
    """Whether a run that may come before or after the pair of words at `i` is near it."""
    for step in (-1, 1):
        y = x + step
        while 0 <= y < len(order) and -_ALONE < shifts[y] - shifts[x] < _ALONE:
            first, _, n = runs[order[y]]
            if (first < i and first + n < i + _PAIR) or (first > i and first + n > i + _PAIR):
                return True
            y += step
    return False


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
