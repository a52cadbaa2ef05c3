"""Which of many originals are worth aligning: those that share the most, and the rarest, pairs of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.locate.prepare import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.locate.prepare import Original
    from fidelity.text.words import Hashes


def shortlist(hashes: Hashes, originals: Sequence[Original], most: int) -> list[int]:
    """The numbers of at most `most` originals, in their own order; all of them if they are no more than that.

    A pair counts by how rare it is in the original: one that stands there five times a fifth.
    """
    count = len(originals)
    if count <= most or len(hashes) < 3:
        return list(range(count))
    wanted = pairs(hashes)
    shared = []
    for original in originals:
        lo, hi = original.places(wanted)
        hits = hi - lo
        shared.append(float((1.0 / hits[hits > 0]).sum()) if len(hits) else 0.0)
    order = sorted(range(count), key=lambda n: (-shared[n], n))
    return sorted(n for n in order[:most] if shared[n] > 0)


def likeness(a: Original, b: Original) -> float:
    """The share of the smaller original's pairs of words that stand in the other one too, 0 to 1."""
    x, y = (np.unique(o.pairs >> np.uint64(32)) for o in (a, b))
    return len(np.intersect1d(x, y, assume_unique=True)) / max(1, min(len(x), len(y)))
