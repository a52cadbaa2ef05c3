"""The order in which a page is read: columns side by side, with what stands across them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.read.pdf.fragments import Fragment

GUTTER: Final = 0.75  # of the size of letters: between columns
LEAST_LINES: Final = 3  # of a column
LEAST_STARTS: Final = 3  # fragments that begin where a column does
PROSE: Final = 16  # letters in a column's middling line; cells of tables have fewer
LAST_STEP: Final = 1.5  # of the size: between the lines of one paragraph
LARGE: Final = 1.25  # of the size: a heading across columns is so much larger
CLEAR: Final = 1.2  # of the heading's size: so much is free above and below its baseline
MOST_EDGES: Final = 16  # edges tried in one region
ALIGNED: Final = 2.0  # points
MOST: Final = 6_000  # fragments: a page of more is no page of columns
DEEPEST: Final = 12  # regions within regions


def regions(found: Sequence[Fragment], depth: int = 0) -> Iterator[list[Fragment]]:
    """Give the fragments of each column, or stretch across columns, in the order in which they are read."""
    split = _split(found) if depth < DEEPEST and 2 * LEAST_LINES <= len(found) <= MOST else None
    if split is None:
        if found:
            yield list(found)
        return
    for part in split:
        yield from regions(part, depth + 1)


def _split(found: Sequence[Fragment]) -> tuple[list[Fragment], ...] | None:
    """Part a region into what is above two columns, a short heading across them, the columns, and what is below.

    None if it has no columns.
    """
    size = median([f.size for f in found])
    margin = min(f.x0 for f in found)
    starts = Counter(round(f.x0 / ALIGNED) for f in found if f.x0 > margin + 4 * size)
    edges = [key for key, n in starts.most_common(MOST_EDGES) if n + starts[key - 1] + starts[key + 1] >= LEAST_STARTS]
    best: tuple[int, float, float, float] | None = None
    for key in edges:
        edge = (
            min(f.x0 for f in found if round(f.x0 / ALIGNED) in {key - 1, key}) - 0.1
            if starts[key - 1]
            else (key - 0.5) * ALIGNED
        )
        for lines, top, bottom in _bands(found, edge, GUTTER * size):
            if best is None or (lines, -edge) > (best[0], -best[1]):
                best = lines, edge, top, bottom
    if best is None:
        return None
    _, edge, top, bottom = best
    heading = [f for f in found if f.base == top]
    if any(f.x0 < edge < f.x1 for f in heading):
        top, heading = _last_line(found, edge, top), []
    apart = {id(f) for f in heading}
    above = [f for f in found if f.base >= top and id(f) not in apart]
    below = [f for f in found if f.base <= bottom]
    inside = [f for f in found if bottom < f.base < top]
    return above, heading, [f for f in inside if f.x0 < edge], [f for f in inside if f.x0 >= edge], below


def _last_line(found: Sequence[Fragment], edge: float, top: float) -> float:
    """Give the baseline at which what stands across both columns ends: its last line may be too short to reach across."""
    across = [f for f in found if f.base == top]
    for last in across:
        for f in found:
            if (
                f.x0 < edge
                and abs(f.x0 - last.x0) <= ALIGNED
                and 0 < last.base - f.base <= LAST_STEP * f.size
                and abs(f.size - last.size) <= 0.02 * f.size
                and not any(o.x0 >= edge and abs(o.base - f.base) <= 0.5 * f.size for o in found)
            ):
                return f.base
    return top


def _bands(found: Sequence[Fragment], edge: float, gutter: float) -> Iterator[tuple[int, float, float]]:
    """Give the stretches in which nothing crosses the gutter before `edge`, and text stands on both sides.

    Each with the number of lines of the shorter side, and the baselines of what ends it above and below.
    """
    ordered = sorted(found, key=lambda f: f.base)
    right = [f.base for f in ordered if f.x0 >= edge]
    if len(right) < LEAST_LINES or len(ordered) - len(right) < LEAST_LINES:
        return
    large = gutter * LARGE / GUTTER
    crossing = [
        f.base
        for f in ordered
        if f.x0 < edge and (f.x1 > edge - gutter or (f.size >= large and _is_alone(f.base, CLEAR * f.size, right)))
    ]
    bases = [f.base for f in ordered]
    for bottom, top in pairwise([float("-inf"), *crossing, float("inf")]):
        inside = ordered[bisect_right(bases, bottom) : bisect_left(bases, top)]
        if len(inside) < 2 * LEAST_LINES:
            continue
        left_lines = _line_lengths([f for f in inside if f.x0 < edge])
        right_lines = _line_lengths([f for f in inside if f.x0 >= edge])
        lines = min(len(left_lines), len(right_lines))
        if lines >= LEAST_LINES and min(median(left_lines), median(right_lines)) >= PROSE:
            yield lines, top, bottom


def _is_alone(base: float, free: float, right: Sequence[float]) -> bool:
    """Whether a large heading stands across both columns, though too short to reach: nothing stands beside it on the right."""
    first, last = bisect_left(right, base - free), bisect_right(right, base + free)
    return first == last and 0 < first < len(right)


def _line_lengths(ordered: Sequence[Fragment]) -> list[int]:
    """Count the letters of each line."""
    lines: list[int] = []
    base = float("-inf")
    for fragment in ordered:
        if fragment.base - base > 0.5 * fragment.size:
            lines.append(0)
            base = fragment.base
        lines[-1] += len(fragment.letters)
    return lines
