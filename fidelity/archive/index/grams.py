"""Grams: each run of three neighbouring words as one number, the terms of the index.

Three words rather than four: of a quotation of six to eleven words in which one was changed, a run of four is often nowhere
left, one of three nearly always. Every run is kept, none is thinned out, so that no quotation falls between two grams.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fidelity.text.words import Hashes, Values

LENGTH = 3  # words in a gram
_FIRST, _SECOND, _THIRD = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)
_UPPER = np.uint64(32)


def grams(hashes: Hashes) -> Values:
    """The grams of a text by the hashes of its words, in its order: two fewer than words."""
    if len(hashes) < LENGTH:
        return np.zeros(0, np.uint32)
    halves = (hashes >> _UPPER).astype(np.uint32)
    out: Values = halves[:-2] * _FIRST
    out += halves[1:-1] * _SECOND
    out += halves[2:] * _THIRD
    return out


def grams_of_many(texts: Sequence[Hashes]) -> tuple[Values, NDArray[np.intp]]:
    """The grams of many texts one after another, and how many each has. No gram reaches from one text into the next."""
    lengths = np.fromiter((len(t) for t in texts), dtype=np.intp, count=len(texts))
    counts = np.maximum(lengths - (LENGTH - 1), 0)
    every = grams(np.concatenate(texts)) if texts else np.zeros(0, np.uint32)
    inside = np.ones(len(every), dtype=bool)
    ends = np.cumsum(lengths)
    for back in range(1, LENGTH):
        last = ends[lengths >= back] - back
        inside[last[last < len(every)]] = False
    return every[inside], counts
