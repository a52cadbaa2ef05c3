"""Which quotations are of the same passage of an original: those that share at least half of the shorter one's letters.

The longest goes first and gathers the shorter ones, so that quotations which follow and overlap one another along a speech make
no endless chain. Each place of an original is looked up in a grid; the time grows as quotations times the passages at a place.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from fidelity.batch.drift.gathering import Gathered
    from fidelity.batch.drift.shingles import Places
    from fidelity.model import Span

SHARE = 0.5
"""Part of the shorter of two quotations that both must have."""
_CELL = 256  # code points of a cell of the grid


def same_passage(run: Gathered) -> Places:
    """For each quotation the number of the longest one of its passage; -1 where it stands in no original."""
    leaders = np.full(len(run.original), -1, dtype=np.int64)
    placed = np.flatnonzero(run.original >= 0)
    lengths = run.spans[:, 1] - run.spans[:, 0]
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
    size = sums[run.bounds[1:]] - sums[run.bounds[:-1]]
    order = placed[np.lexsort((placed, -size[placed], run.original[placed]))]
    edges = np.flatnonzero(np.diff(run.original[order])) + 1
    for group in np.split(order, edges):
        _one_original(run, group, leaders)
    return leaders


def _one_original(run: Gathered, group: Places, leaders: Places) -> None:
    grid: dict[int, list[int]] = defaultdict(list)
    spans_of: dict[int, list[Span]] = {}
    for i in group.tolist():
        spans = [(int(s), int(e)) for s, e in run.spans[run.bounds[i] : run.bounds[i + 1]]]
        cells = sorted({cell for s, e in spans for cell in range(s // _CELL, max(s, e - 1) // _CELL + 1)})
        near = sorted({leader for cell in cells for leader in grid[cell]})
        best, most = i, (0, 0)
        own = sum(e - s for s, e in spans)
        for leader in near:
            shared = overlap(spans, spans_of[leader])
            rank = (shared, -_apart(spans, spans_of[leader]))
            if shared >= SHARE * own and rank > most:
                best, most = leader, rank
        leaders[i] = best
        if best == i:
            spans_of[i] = spans
            for cell in cells:
                grid[cell].append(i)


def overlap(these: list[Span], those: list[Span]) -> int:
    """How many code points two lists of spans have in common."""
    return sum(max(0, min(e, f) - max(s, t)) for s, e in these for t, f in those)


def _apart(these: list[Span], those: list[Span]) -> int:
    """How far apart two quotations begin and end."""
    first = abs(min(s for s, _ in these) - min(s for s, _ in those))
    return first + abs(max(e for _, e in these) - max(e for _, e in those))
