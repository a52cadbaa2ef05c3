"""All uses of one quotation: by the passage of an original in hand, and by the words where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fidelity.batch.drift.alike import SHORTEST, same_words
from fidelity.batch.drift.passages import same_passage
from fidelity.batch.drift.shingles import joined

if TYPE_CHECKING:
    from fidelity.batch.drift.gathering import Gathered
    from fidelity.batch.drift.shingles import Places


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """For each quotation the number of its cluster, -1 for none; those with the most readings that depart come first.

    A cluster has uses in at least two articles, and `least` readings; `left_out` counts those with fewer readings. `too_short`
    counts the quotations that stand in no original and have too few words to be told from other people's.
    """

    of: NDArray[np.int32]
    count: int
    left_out: int
    too_short: int


def clusters(run: Gathered, least: int, *, only: str | None = None) -> Clusters:
    """Cluster the quotations of a run; with `only`, those clusters alone in which something stands in that original."""
    leaders = same_passage(run)
    loose = leaders < 0
    short = loose & (run.words.lengths < SHORTEST)
    heads = np.unique(leaders[~loose])
    digests = run.words.digests()
    mine = np.flatnonzero(loose & ~short)
    _, first, which = np.unique(digests[mine], return_index=True, return_inverse=True)
    singles = mine[first]
    texts = joined([run.passages.picked(heads), run.words.picked(singles)])
    kinds = same_words(texts, len(heads), _SameAddress(run, heads))
    of = np.full(len(leaders), -1, dtype=np.int64)
    of[~loose] = kinds[np.searchsorted(heads, leaders[~loose])]
    of[mine] = kinds[len(heads) + which]
    return _ranked(run, of, digests, least, only, int(short.sum()))


class _SameAddress:
    """Whether two passages stand in versions of one original: they lie under the same address."""

    def __init__(self, run: Gathered, heads: Places) -> None:
        self._run, self._heads = run, heads

    def __call__(self, a: int, b: int) -> bool:
        first, second = (int(self._run.original[self._heads[i]]) for i in (a, b))
        if first == second:
            return False  # two passages of one original are two quotations, however alike
        url = self._run.urls[first]
        return url is not None and url == self._run.urls[second]


def _ranked(run: Gathered, of: Places, digests: NDArray[np.uint64], least: int, only: str | None, short: int) -> Clusters:
    """Clusters numbered by how many readings they have that depart, how many in all, how many uses, and where they begin."""
    placed = np.flatnonzero(of >= 0)
    numbers, which = np.unique(of[placed], return_inverse=True)
    uses = np.bincount(which, minlength=len(numbers))
    signs = digests[placed] ^ run.signs[placed]
    variants = _different(which, signs, len(numbers))
    departs = run.departs[placed]
    departing = _different(which[departs], signs[departs], len(numbers))
    keep = _different(which, run.article[placed], len(numbers)) >= 2
    if only is not None:
        wanted = np.zeros(len(numbers), dtype=bool)
        wanted[which[_in_original(run, placed, only)]] = True
        keep &= wanted
    left_out = int((keep & (variants < least)).sum())
    keep &= variants >= least
    first = np.full(len(numbers), len(of))
    np.minimum.at(first, which, placed)
    order = np.lexsort((first, -uses, -variants, -departing))
    rank = np.full(len(numbers), -1, dtype=np.int32)
    kept = order[keep[order]]
    rank[kept] = np.arange(len(kept), dtype=np.int32)
    told = np.full(len(of), -1, dtype=np.int32)
    told[placed] = rank[which]
    return Clusters(told, len(kept), left_out, short)


def _different(which: Places, signs: NDArray[np.uint64], count: int) -> Places:
    """How many different signs each cluster has."""
    pairs = np.unique(np.stack((which.astype(np.uint64), signs)), axis=1)[0].astype(np.int64)
    return np.bincount(pairs, minlength=count)


def _in_original(run: Gathered, placed: Places, only: str) -> NDArray[np.bool_]:
    numbers = [n for n, uri in enumerate(run.originals) if only in (uri, run.urls[n])]
    return np.isin(run.original[placed], numbers)
