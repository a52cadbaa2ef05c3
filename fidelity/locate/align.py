"""From a chain to a whole alignment: what lies between the runs and at the rims is aligned word by word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from fidelity.locate.chain import in_order
from fidelity.locate.damage import beyond_edges
from fidelity.locate.gaps import beside_ellipsis, lost_pieces, slide
from fidelity.locate.rim import SLACK, rim, stand_for
from fidelity.locate.seed import Run, equal_runs

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_PLACES = 8  # of words that have moved, at which they may stand
_MOVED = 2  # words: fewer standing elsewhere is chance


class Region(NamedTuple):
    """Words `i1` … `i2` of the quotation stand against `j1` … `j2` of the original, and differ."""

    i1: int
    i2: int
    j1: int
    j2: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Equal runs and regions between them, in the quotation's order; `moved` runs stand elsewhere in the original."""

    equal: tuple[Run, ...]
    regions: tuple[Region, ...]
    moved: tuple[Run, ...] = ()

    @property
    def kept(self) -> int:
        """How many words are the same, in order."""
        return sum(r.n for r in self.equal)


def align(runs: list[Run], needle: Needle, original: Original) -> Alignment:
    """The alignment that a chain of runs implies. `runs` is not empty."""
    main, moved = in_order(runs)
    main = beyond_edges(main, needle, original)
    if moved:
        moved = _put_elsewhere(_of_the_original(moved, needle), main, needle, original)
    equal: list[Run] = []
    first, last = main[0], main[-1]
    equal += rim(0, first.i, max(0, first.j - first.i - SLACK), first.j, needle, original, moved, left=True)
    for a, b in zip(main, [*main[1:], None], strict=True):
        equal.append(a)
        if b is not None and b.i > a.i + a.n and b.j > a.j + a.n:
            equal += _between(a.i + a.n, b.i, a.j + a.n, b.j, needle, original, moved)
    stop = last.j + last.n
    tail = needle.n - last.i - last.n
    end = min(len(original.words.codes), stop + tail + SLACK)
    equal += rim(last.i + last.n, needle.n, stop, end, needle, original, moved, left=False)
    joined = _verified(slide(_join(lost_pieces(equal, moved, needle, original)), moved, needle, original), needle, original)
    moved = _verified(_elsewhere(moved, joined), needle, original) if moved else moved
    return Alignment(tuple(joined), tuple(regions(joined, moved, needle, original)), tuple(moved))


def _of_the_original(moved: list[Run], needle: Needle) -> list[Run]:
    """The moved runs without a part of a bracket at their rims: the quoter's own words come from nowhere."""
    if not needle.brackets:
        return moved
    out: list[Run] = []
    for run in moved:
        start, stop = run.i, run.i + run.n
        for b in needle.brackets:
            if b.first < start < b.last:
                start = b.last
            if b.first < stop < b.last:
                stop = b.first
        if stop - start >= _MOVED and not needle.bracketed.issuperset(range(start, stop)):
            out.append(Run(start, run.j + start - run.i, stop - start))
    return out


def _put_elsewhere(moved: list[Run], main: list[Run], needle: Needle, original: Original) -> list[Run]:
    """The moved runs, each at a place whose words are not told already; without those that stand nowhere else."""
    out: list[Run] = []
    told = [(r.j, r.j + r.n) for r in main]
    for run in moved:
        words = needle.words.codes[run.i : run.i + run.n]
        places = [run.j, *_first_places(words, original.words.codes)]
        at = next((p for p in places if not any(start < p + run.n and p < stop for start, stop in told)), -1)
        if at >= 0:
            out.append(run._replace(j=at))
            continue
        parts = _left_of((run.j, run.j + run.n), told)
        out += [Run(run.i + a - run.j, a, b - a) for a, b in parts if b - a >= _MOVED][:1]
    return out


def _first_places(words: str, text: str) -> list[int]:
    out: list[int] = []
    at = text.find(words)
    while at >= 0 and len(out) < _PLACES:
        out.append(at)
        at = text.find(words, at + 1)
    return out


def _verified(runs: list[Run], needle: Needle, original: Original) -> list[Run]:
    """The runs without words that have one code point by chance (1 pair in a million) and are not the same."""
    here, there = needle.words.packed, original.words.packed
    out: list[Run] = []
    for run in runs:
        i, j, n = run
        if here[8 * i : 8 * (i + n)] == there[8 * j : 8 * (j + n)]:
            out.append(run)
            continue
        wrong = [k for k in range(n) if here[8 * (i + k) : 8 * (i + k + 1)] != there[8 * (j + k) : 8 * (j + k + 1)]]
        edges = [-1, *wrong, n]
        out += [Run(i + a + 1, j + a + 1, b - a - 1) for a, b in pairwise(edges) if b - a > 1]
    return out


def _elsewhere(moved: list[Run], equal: list[Run]) -> list[Run]:
    """The moved runs, without the original's words that are told already; a single word left over is no move."""
    told = [(r.j, r.j + r.n) for r in equal]
    out: list[Run] = []
    for run in sorted(moved, key=lambda r: (-r.n, r)):
        free = max(_left_of((run.j, run.j + run.n), told), key=lambda s: s[1] - s[0], default=(0, 0))
        if free[1] - free[0] >= _MOVED:
            out.append(Run(run.i + free[0] - run.j, free[0], free[1] - free[0]))
            told.append(free)
    return sorted(out)


def _left_of(span: tuple[int, int], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a stretch of words that no stretch of `taken` covers, in order."""
    out: list[tuple[int, int]] = []
    at, stop = span
    for start, end in sorted(taken):
        if start < stop and at < end:
            if at < start:
                out.append((at, start))
            at = max(at, end)
    if at < stop:
        out.append((at, stop))
    return out


def _join(runs: list[Run]) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        if out and out[-1].i + out[-1].n == run.i and out[-1].j + out[-1].n == run.j:
            out[-1] = Run(out[-1].i, out[-1].j, out[-1].n + run.n)
        elif run.n:
            out.append(run)
    return out


def _between(i1: int, i2: int, j1: int, j2: int, needle: Needle, original: Original, moved: list[Run]) -> list[Run]:
    """Equal runs inside a gap. Of a long cut only the words beside its two ends are looked at."""
    out: list[Run] = []
    start = i1
    stops = [*((m.i, m.i + m.n) for m in moved if i1 <= m.i < i2), (i2, i2)]
    for stop, onward in sorted(stops):
        q = needle.words.codes[start:stop]
        cut = next((k - start for k in sorted(needle.gaps) if start <= k <= stop), None)
        if q and j2 > j1:
            o, size = original.words.codes, len(q) + SLACK
            if cut is not None and j2 - j1 > len(q):
                found = beside_ellipsis(q, o[j1:j2], start, j1, cut)
            elif j2 - j1 <= 2 * size:
                found = equal_runs(q, o[j1:j2], start, j1)
            else:
                shift = j2 - size - (j1 + size)
                both = equal_runs(q, o[j1 : j1 + size] + o[j2 - size : j2], start, j1)
                found = [part for r in both for part in _unfold(r, j1 + size, shift)]
            out += found
            if found:
                j1 = found[-1].j + found[-1].n
        start = onward
    return out


def _unfold(run: Run, seam: int, shift: int) -> list[Run]:
    """A run found in two windows set side by side, put back where it stands."""
    if run.j + run.n <= seam:
        return [run]
    if run.j >= seam:
        return [run._replace(j=run.j + shift)]
    head = seam - run.j
    return [Run(run.i, run.j, head), Run(run.i + head, seam + shift, run.n - head)]


def regions(equal: list[Run], moved: list[Run], needle: Needle, original: Original) -> list[Region]:
    """What no equal run covers, on either side, moved words left out."""
    out: list[Region] = []
    i = j = 0
    first = True
    for run in [*equal, None]:
        stop_i = run.i if run else needle.n
        stop_j = run.j if run else j + stand_for(needle, original, i, stop_i, j, 1)
        if first and run:
            j = run.j - stand_for(needle, original, 0, stop_i, run.j, -1)
        cuts = sorted((m.i, m.i + m.n) for m in moved if i <= m.i < stop_i)
        for a, b in cuts:
            part = a - i
            if part:
                out.append(Region(i, a, j, min(stop_j, j + part)))
                j = min(stop_j, j + part)
            i = b
        if i < stop_i or (j < stop_j and not first and run):
            out.append(Region(i, stop_i, j, stop_j))
        if run:
            i, j = run.i + run.n, run.j + run.n
        first = False
    holes = [(m.j, m.j + m.n) for m in moved]
    return [part for region in out for part in _around(region, holes)] if holes else out


def _around(region: Region, holes: list[tuple[int, int]]) -> list[Region]:
    """A region without the original's words that are told as moved: the quoted words go with the longest part left."""
    i1, i2, j1, j2 = region
    parts = _left_of((j1, j2), holes)
    if parts == [(j1, j2)] or j1 == j2:
        return [region]
    if not parts:
        return [Region(i1, i2, j1, j1)] if i1 < i2 else []
    most = max(range(len(parts)), key=lambda k: parts[k][1] - parts[k][0])
    return [Region(i1 if k <= most else i2, i1 if k < most else i2, a, b) for k, (a, b) in enumerate(parts)]
