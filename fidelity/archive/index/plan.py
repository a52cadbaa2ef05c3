"""When segments are merged: so that a look-up meets few of them, and an archive that grows daily is not rewritten daily."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.archive.index.layout import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fidelity.archive.index.segment import Segment

_ALIKE = 8  # segments of alike size are merged, into one of the next size
_LEAST = 1 << 16  # postings up to which all segments count as alike small
_REMOVED = 0.25  # share of removed documents from which a segment is written anew without them


def due(segments: Sequence[Segment], without: NDArray[np.uint32] | None = None) -> list[Segment]:
    """The segments that ought to be merged now; empty when all is well. Ask again after each merge.

    Eight of alike size (the largest at most eight times the smallest) become one, so a document is rewritten once for each time
    that the archive has grown eightfold. A segment of which a quarter is removed is due by itself.
    """
    sizes: dict[int, list[Segment]] = {}
    for segment in segments:
        sizes.setdefault(_size(segment.info.postings), []).append(segment)
    for size in sorted(sizes):
        alike = sizes[size][:_ALIKE]
        if len(alike) == _ALIKE and sum(s.info.postings for s in alike) <= MOST:
            return alike
    if without is not None and len(without):
        for segment in segments:
            if np.isin(segment.numbers, without).sum() > _REMOVED * len(segment.numbers):
                return [segment]
    return []


def all_that_fit(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, smallest first, that one segment can hold; empty where no two can be joined."""
    chosen: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (s.info.postings, s.path.name)):
        if sum(s.info.postings for s in chosen) + segment.info.postings > MOST:
            break
        chosen.append(segment)
    return chosen if len(chosen) > 1 else []


def _size(postings: int) -> int:
    """How often the least size must grow eightfold to hold so many."""
    size, most = 0, _LEAST
    while postings > most:
        size, most = size + 1, most * _ALIKE
    return size
