"""Quotations that are all but exact: the common case, told without seeds and chain."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.locate.seed import Run, drawn_near, equal_runs

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_QUARTER = 4  # words of a stretch that must stand whole for a quotation to be called nearly exact
_LONGEST = 4000  # words: to hold a quotation against its window takes the square of them
_SLACK = 3  # words beside it that may have been added or left out
_EDGE = 2  # words at its rims by which its end is known
_NEAREST = (0, 1, -1, 2, -2, 3, -3)  # words by which a rim may have been shifted
_ELSEWHERE = 3  # words changed or left out close together beyond which another place may be a better story: what a jump costs
_STANDS = 3  # words that stand together and so part two changes


def nearly_exact(needle: Needle, original: Original) -> list[Run] | None:
    """The runs of a quotation that is all but exact: some quarter of it stands whole in the original, and the rest beside it.

    None if there is no such place: then seeds and chain must tell. Only for quotations without ellipses; words of the
    quoter's, in brackets, are equal only where they stand between the same neighbours.
    """
    o, n, own = original.words.codes, needle.n, needle.bracketed
    q = needle.words.codes
    if own:
        q = "".join("\0" if i in own else code for i, code in enumerate(q))
    if n - len(own) < 2 * _QUARTER or n > _LONGEST:
        return None
    once, shifts = _stretches(q, o)
    if not shifts or len(shifts) > _QUARTER:
        return None
    if len(shifts) > 1 and not own and (parted := _parted(once, q, o)):
        return parted
    best: list[Run] = []
    most = n - len(own) - max(2, n // 8) - 1
    for shift in sorted(shifts):
        runs = _beside(q, o, shift, own)
        kept = sum(r.n for r in runs)
        if kept > most:
            best, most = runs, kept
    closed = _closed_up(best, q, o)
    return (_with_own(closed, needle, o) if own else closed) or None


def _stretches(q: str, o: str) -> tuple[list[Run], set[int]]:
    """The quarters of a quotation that stand whole in one place, and by how much those are shifted that stand in one or two.

    A quarter that stands in more places tells none.
    """
    size = max(_QUARTER, len(q) // 4)
    once: list[Run] = []
    shifts: set[int] = set()
    for i in range(0, len(q) - size + 1, size):
        words = q[i : i + size]
        at = o.find(words)
        if at >= 0:
            again = o.find(words, at + 1)
            if again < 0:
                shifts.add(at - i)
                once.append(Run(i, at, size))
            elif o.find(words, again + 1) < 0:
                shifts.update((at - i, again - i))
    return once, shifts


def _beside(q: str, o: str, shift: int, own: frozenset[int]) -> list[Run]:
    """The runs of a quotation that stands about there; none where it is too much changed, or something may be cut out."""
    start, stop = _rims(q, o, shift)
    window = max(0, shift - _SLACK) if start is None else start, max(0, shift + len(q) + _SLACK) if stop is None else stop
    runs = equal_runs(q, o[slice(*window)], 0, window[0])
    if not runs or _may_jump(runs, own):
        return []
    first, last = (len(q) - len(q.lstrip("\0")), len(q.rstrip("\0"))) if own else (0, len(q))
    if runs[0].i != first or runs[-1].i + runs[-1].n != last:
        return []
    if (start is None and 0 < window[0] == runs[0].j) or (stop is None and runs[-1].j + runs[-1].n == window[1] < len(o)):
        return []  # the window may have cut off what belongs to it
    return runs


def _parted(once: list[Run], q: str, o: str) -> list[Run] | None:
    """The runs of a quotation all of whose words stand in the original, in order, with something left out between them.

    `once` are stretches that stand in one place only. None if a word is over.
    """
    runs: list[Run] = []
    end = there = 0
    for i, j, n in once:
        shift = j - i
        if runs and shift == there - end:
            continue
        start, stop = i, i + n
        while start > end and start + shift > there and q[start - 1] == o[start + shift - 1]:
            start -= 1
        while stop < len(q) and q[stop] == o[stop + shift : stop + shift + 1]:
            stop += 1
        if start != end or start + shift < there:
            return None
        runs.append(Run(start, start + shift, stop - start))
        end, there = stop, stop + shift
    return runs if end == len(q) else None


def _rims(q: str, o: str, shift: int) -> tuple[int | None, int | None]:
    """Where the quotation's first two words stand in the original, and where its last two end, near that diagonal."""
    first, last, end = q[:_EDGE], q[-_EDGE:], shift + len(q)
    start = next((shift + by for by in _NEAREST if shift + by >= 0 and o.startswith(first, shift + by)), None)
    stop = next((end + by for by in _NEAREST if end + by >= _EDGE and o.endswith(last, 0, end + by)), None)
    return start, stop


def _with_own(runs: list[Run], needle: Needle, o: str) -> list[Run]:
    """With the brackets whose words stand in the original between the same neighbours."""
    q, out = needle.words.codes, list(runs)
    for b in needle.brackets:
        for x, run in enumerate(out):
            size = b.last - b.first
            if run.i + run.n == b.first and q[b.first : b.last] == o[run.j + run.n : run.j + run.n + size]:
                after = out[x + 1] if x + 1 < len(out) else None
                if after and (after.i, after.j) == (b.last, run.j + run.n + size):
                    out[x : x + 2] = [Run(run.i, run.j, run.n + size + after.n)]
                elif b.last == needle.n:
                    out[x] = run._replace(n=run.n + size)
            elif run.i == b.last and not b.first and run.j >= size and q[:size] == o[run.j - size : run.j]:
                out[x] = Run(0, run.j - size, run.n + size)
            else:
                continue
            break
    return out


def _may_jump(runs: list[Run], own: frozenset[int]) -> bool:
    """Whether so much is changed close together that words from another place may be a better story."""
    price = 0
    for a, b in pairwise(runs):
        here = b.i - a.i - a.n
        if own:
            here -= sum(i in own for i in range(a.i + a.n, b.i))
        price = max(here, b.j - a.j - a.n) + (price if a.n < _STANDS else 0)
        if price > _ELSEWHERE:
            return True
    return False


def _closed_up(runs: list[Run], q: str, o: str) -> list[Run]:
    """With every run as near to the longest one as it can stand (`the … the flood`)."""
    if len(runs) < 2:
        return runs
    k = max(range(len(runs)), key=lambda x: runs[x].n)
    start, anchor, stop = runs[0].j, runs[k], runs[-1].j + runs[-1].n
    i, j = anchor.i + anchor.n, anchor.j + anchor.n
    before = drawn_near(runs[:k], q, o[start : anchor.j], 0, start, anchor.i, anchor.j, left=True)
    return [*before, anchor, *drawn_near(runs[k + 1 :], q[i:], o[j:stop], i, j, len(q), stop, left=False)]
