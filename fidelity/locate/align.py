"""From a chain to a whole alignment: what lies between the runs and at the rims is aligned word by word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from fidelity.locate.chain import in_order
from fidelity.locate.damage import beyond_edges
from fidelity.locate.seed import Run, drawn_near
from fidelity.text.sentences import SENTENCE_END
from fidelity.text.words import letters

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_MOVED = 2  # words: fewer standing elsewhere is chance
_SLACK = 6  # words of the original looked at beyond as many as the quotation has, at a rim or beside a long cut


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
    bracketed = needle.bracketed()
    moved = [m for m in moved if not bracketed.issuperset(range(m.i, m.i + m.n))]  # the quoter's own words come from nowhere
    equal: list[Run] = []
    first, last = main[0], main[-1]
    moved = [m for m in moved if not any(r.j < m.j + m.n and m.j < r.j + r.n for r in main)]
    equal += _rim(0, first.i, max(0, first.j - first.i - _SLACK), first.j, needle, original, moved, left=True)
    for a, b in zip(main, [*main[1:], None], strict=True):
        equal.append(a)
        if b is not None:
            equal += _between(a.i + a.n, b.i, a.j + a.n, b.j, needle, original, moved)
    stop = last.j + last.n
    tail = needle.n - last.i - last.n
    end = min(len(original.words), stop + tail + _SLACK)
    equal += _rim(last.i + last.n, needle.n, stop, end, needle, original, moved, left=False)
    joined = _verified(slide(_join(equal), needle, original), needle, original)
    moved = _verified(_elsewhere(moved, joined), needle, original)
    return Alignment(tuple(joined), tuple(regions(joined, moved, needle, original)), tuple(moved))


def _verified(runs: list[Run], needle: Needle, original: Original) -> list[Run]:
    """The runs without words that have one code point by chance (1 pair in a million) and are not the same."""
    here, there = needle.words.hashes, original.words.hashes
    out: list[Run] = []
    for i, j, n in runs:
        wrong = (here[i : i + n] != there[j : j + n]).nonzero()[0].tolist()
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
            out[-1] = out[-1]._replace(n=out[-1].n + run.n)
        elif run.n:
            out.append(run)
    return out


def _equal(q: str, o: str, i: int, j: int) -> list[Run]:
    """The runs that two short stretches of words share, at the least number of changes."""
    return [
        Run(i + op.src_start, j + op.dest_start, op.src_end - op.src_start)
        for op in Levenshtein.opcodes(q, o)
        if op.tag == "equal"
    ]


def _between(i1: int, i2: int, j1: int, j2: int, needle: Needle, original: Original, moved: list[Run]) -> list[Run]:
    """Equal runs inside a gap. Of a long cut only the words beside its two ends are looked at."""
    out: list[Run] = []
    start = i1
    stops = [*((m.i, m.i + m.n) for m in moved if i1 <= m.i < i2), (i2, i2)]
    for stop, onward in sorted(stops):
        q = needle.words.codes[start:stop]
        cut = next((k - start for k in sorted(needle.gaps) if start <= k <= stop), None)
        if q and j2 > j1:
            o, size = original.words.codes, len(q) + _SLACK
            if cut is not None and j2 - j1 > len(q):
                found = _beside_ellipsis(q, o[j1:j2], start, j1, cut)
            elif j2 - j1 <= 2 * size:
                found = _equal(q, o[j1:j2], start, j1)
            else:
                shift = j2 - size - (j1 + size)
                both = _equal(q, o[j1 : j1 + size] + o[j2 - size : j2], start, j1)
                found = [part for r in both for part in _unfold(r, j1 + size, shift)]
            out += found
            if found:
                j1 = found[-1].j + found[-1].n
        start = onward
    return out


def _beside_ellipsis(q: str, o: str, i: int, j: int, cut: int) -> list[Run]:
    """Equal runs on both sides of an ellipsis after `cut` words: each side is aligned from its own end."""
    size = cut + _SLACK
    before = _outwards(q[:cut], o[:size], i, j, left=False) if cut else []
    taken = before[-1].j + before[-1].n - j if before else 0
    rest, size = q[cut:], len(q) - cut + _SLACK
    start = max(taken, len(o) - size)
    return before + (_outwards(rest, o[start:], i + cut, j + start, left=True) if rest and start < len(o) else [])


def _unfold(run: Run, seam: int, shift: int) -> list[Run]:
    """A run found in two windows set side by side, put back where it stands."""
    if run.j + run.n <= seam:
        return [run]
    if run.j >= seam:
        return [run._replace(j=run.j + shift)]
    head = seam - run.j
    return [Run(run.i, run.j, head), Run(run.i + head, seam + shift, run.n - head)]


def _rim(i1: int, i2: int, j1: int, j2: int, needle: Needle, original: Original, moved: list[Run], *, left: bool) -> list[Run]:
    """Equal runs before the first or after the last run; a lone common word far from it is chance and not taken."""
    stops = [m for m in moved if i1 <= m.i < i2]
    if stops:
        i1, i2 = (max(m.i + m.n for m in stops), i2) if left else (i1, min(m.i for m in stops))
    q, o = needle.words.codes[i1:i2], original.words.codes[j1:j2]
    if not q or not o:
        return []
    bracketed = needle.bracketed()
    found = drawn_near(
        _outwards(q, o, i1, j1, left=left, bracketed=any(i1 <= i < i2 for i in bracketed)),
        q,
        o,
        i1,
        j1,
        i2,
        j2,
        bracketed,
        left=left,
    )
    while found:
        edge = found[0] if left else found[-1]
        far_here = (i2 - edge.i - edge.n) if left else (edge.i - i1)
        far_there = (j2 - edge.j - edge.n) if left else (edge.j - j1)
        matched = sum(r.n for r in found)
        if max(far_here, far_there) <= 2 * matched + 1:
            break
        found = found[1:] if left else found[:-1]
    return found


def _outwards(q: str, o: str, i: int, j: int, *, left: bool, bracketed: bool = False) -> list[Run]:
    """The runs that a rim shares with the words beside it, where the original's outermost words need not be used.

    Only if fewer of them cost less (or with words of the quoter no more): else the whole stretch says more (words left out
    before the quotation's last ones).
    """
    found = _equal(q, o, i, j)
    cost = len(q)
    if found:
        edge = found[0] if left else found[-1]
        near_q = q[edge.i - i :] if left else q[: edge.i + edge.n - i]
        near_o = o[edge.j - j :] if left else o[: edge.j + edge.n - j]
        cost = Levenshtein.distance(near_q, near_o) + len(q) - len(near_q)
    sizes = range(min(len(o), max(1, len(q) - _SLACK)), len(o) + 1)
    least, size = min((Levenshtein.distance(q, o[-n:] if left else o[:n]), -n) for n in sizes)
    if least > cost or (least == cost and (found or not bracketed)):
        return found
    return _equal(q, o[size:], i, j + len(o) + size) if left else _equal(q, o[:-size], i, j)


def slide(equal: list[Run], needle: Needle, original: Original) -> list[Run]:
    """Where a cut could as well stand at the ellipsis beside it (`the … the`), put it there."""
    if not needle.gaps:
        return equal
    q, o = needle.words.codes, original.words.codes
    out = list(equal)
    for k in sorted(needle.gaps):
        for x in range(len(out) - 1):
            a, b = out[x], out[x + 1]
            if a.i + a.n != b.i or b.j <= a.j + a.n:
                continue
            while b.i > k and a.n and q[b.i - 1] == o[b.j - 1]:
                a, b = a._replace(n=a.n - 1), Run(b.i - 1, b.j - 1, b.n + 1)
            while b.i < k and b.n and q[b.i] == o[a.j + a.n]:
                a, b = a._replace(n=a.n + 1), Run(b.i + 1, b.j + 1, b.n - 1)
            if b.i == k:
                out[x], out[x + 1] = a, b
    return [r for r in out if r.n]


def regions(equal: list[Run], moved: list[Run], needle: Needle, original: Original) -> list[Region]:
    """What no equal run covers, on either side, moved words left out."""
    out: list[Region] = []
    i = j = 0
    first = True
    for run in [*equal, None]:
        stop_i = run.i if run else needle.n
        stop_j = run.j if run else j + _at_rim(needle, original, i, stop_i, j, 1)
        if first and run:
            j = run.j - _at_rim(needle, original, 0, stop_i, run.j, -1)
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


def _at_rim(needle: Needle, original: Original, i: int, i2: int, place: int, step: int) -> int:
    """How many of the original's words the quotation's first or last words stand for.

    As many as they are themselves, within the sentence; more or fewer where the same letters are divided otherwise
    (`plain tiffs`).
    """
    if i >= i2:
        return 0
    quoted = letters(needle.text[slice(*needle.span(i, i2))])
    if i2 - i == 1 and i in needle.inner and 0 <= (beside := place if step > 0 else place - 1) < len(original.words):
        before, after = needle.outside(i)
        there = letters(original.text[slice(*original.span(beside, beside + 1))])
        if (before or after) and there.startswith(before) and there.endswith(after):
            return 1
    for count in (i2 - i + d for d in (0, 1, -1, 2, -2)):
        j, j2 = (place, place + count) if step > 0 else (place - count, place)
        if 0 <= j < j2 <= len(original.words) and quoted == letters(original.text[slice(*original.span(j, j2))]):
            return count
    return _same_sentence(original, place, i2 - i, step)


def _same_sentence(original: Original, place: int, most: int, step: int) -> int:
    """How many words, up to `most`, stand in the same sentence before (step -1) or after (1) a place between words."""
    words, count = original.words, 0
    while count < most:
        right = place + count if step > 0 else place - count
        if not 0 < right < len(words):
            if right == 0 and step > 0 and len(words):
                count += 1
                continue
            break
        between = original.text[int(words.ends[right - 1]) : int(words.starts[right])]
        if SENTENCE_END.search(between):
            break
        count += 1
    return count
