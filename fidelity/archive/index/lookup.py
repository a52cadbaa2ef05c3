"""A quotation looked up: the documents that share most of its rare grams, best first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fidelity.archive.index.grams import LENGTH, grams
from fidelity.archive.index.layout import SegmentError
from fidelity.archive.index.segment import flat

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from fidelity.archive.index.segment import Segment
    from fidelity.text.words import Hashes, Values

    Counts = NDArray[np.int64]

_UNIT = 256  # weights are whole numbers of this part, so that sums do not depend on their order
_RAREST = 12  # the weight of a gram that one document holds; each doubling of the documents takes one off
_LEAST = 0.5
_FIRST_LOOK = 3  # grams of a block that are looked up first: few blocks have them all
_OF_BLOCK = 6  # its rarest grams, all of which a document must hold
_TOO_MANY = 20_000  # documents of a gram that are not looked through
_NUMBER, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Hit(NamedTuple):
    """A document that may hold the quotation. `weight` ranks the hits of one look-up; between two it says nothing."""

    number: int
    weight: float


class Run(NamedTuple):
    """Words of a text, `start` up to `end`, of which documents may hold many in a row: their numbers, None for too many."""

    start: int
    end: int
    numbers: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of the index a look-up reads. The rarest grams are read first."""

    common: int = 4000
    """A gram that more documents hold says little of where a quotation is from: it is left out if there is enough without."""
    enough: int = 12
    """This many of the quotation's grams are read even if they are common, so that no quotation is lost for being ordinary."""
    postings: int = 8192
    """Once that is done, no more postings than this are read."""
    most: int = 200_000
    """More common postings than this are never read, but for a quotation's rarest gram."""


class Index:
    """Segments that are looked up as one. Results do not depend on how the documents are spread over them.

    Raises SegmentError if two segments hold the same document.
    """

    def __init__(self, segments: Sequence[Segment], reach: Reach | None = None) -> None:
        self.segments = tuple(segments)
        self.reach = reach or Reach()
        self._removed = np.zeros(0, np.uint32)
        self._masks: list[NDArray[np.bool_] | None] = [None] * len(self.segments)
        _check(self.segments)

    def __len__(self) -> int:
        """How many documents, removed ones included."""
        return sum(len(s.numbers) for s in self.segments)

    def look_up(self, hashes: Hashes, limit: int = 20, without: Collection[int] | Values = ()) -> list[Hit]:
        """The documents that share most with a quotation, given the hashes of its words: at most `limit`, best first.

        Documents `without` are left out as if they were not there. Of equals, the lower number comes first. A document is found
        by three words in a row that it shares; a quotation of fewer words finds nothing. Raises SegmentError if a segment
        proves to be damaged.
        """
        return self.look_up_many([hashes], limit, without)[0]

    def look_up_many(self, asked: Sequence[Hashes], limit: int = 20, without: Collection[int] | Values = ()) -> list[list[Hit]]:
        """The same for several quotations at once, which costs less than one after another."""
        out: list[list[Hit]] = [[] for _ in asked]
        wanted = [np.unique(grams(hashes)) for hashes in asked]
        every = np.concatenate(wanted) if wanted else np.zeros(0, np.uint32)
        if not len(every) or not self.segments or limit < 1:
            return out
        found = self._found(every, without)
        held = _sum([f.counts for f in found])
        edges = np.cumsum([0, *map(len, wanted)]).tolist()
        chosen = [self._rarest(held[a:b]) + a for a, b in pairwise(edges)]
        taken = np.concatenate(chosen)
        weights = _weights()[np.minimum(held[taken], len(_weights()) - 1)]
        cuts = np.cumsum([0, *map(len, chosen)])
        parts = [(f.documents(taken, weights), np.concatenate(([0], np.cumsum(f.counts[taken])))[cuts]) for f in found]
        for k, hits in enumerate(out):
            pieces = [piece for part, at in parts if len(piece := part[at[k] : at[k + 1]])]
            if pieces:
                hits.extend(_best(np.concatenate(pieces), limit))
        return out

    def runs(self, hashes: Hashes, least: int, without: Collection[int] | Values = ()) -> list[Run]:
        """Where in a text, given the hashes of its words, documents may hold `least` words in a row.

        Looked at are blocks half as long, so that each such run has a whole one in it, wherever it begins; a document that has
        a run holds all grams of that block. So what is not told here holds none; what is told may not either.
        """
        size = max(1, (least - LENGTH + 2) // 2)
        text = grams(hashes)
        count = len(text) // size
        if not count or not self.segments:
            return []
        blocks = text[: count * size].reshape(count, size)
        first = self._found(np.ascontiguousarray(blocks[:, :: max(1, size // _FIRST_LOOK)]).ravel(), without)
        seen = _sum([f.counts for f in first]).reshape(count, -1)
        alive = np.flatnonzero((seen > 0).all(axis=1))
        if not len(alive):
            return []
        found = self._found(blocks[alive].ravel(), without)
        held = _sum([f.counts for f in found]).reshape(len(alive), size)
        out = []
        for k in np.flatnonzero((held > 0).all(axis=1)).tolist():
            rare = np.argsort(held[k], kind="stable")[:_OF_BLOCK]
            common: Values | None = None
            for gram in (k * size + rare[held[k][rare] <= _TOO_MANY]).tolist():
                holding = np.concatenate([f.numbers(gram) for f in found if f.counts[gram]])
                common = holding if common is None else np.intersect1d(common, holding, assume_unique=True)
                if not len(common):
                    break
            if common is None or len(common):
                at = int(alive[k]) * size
                out.append(Run(max(0, at - least), at + size + least, None if common is None else frozenset(common.tolist())))
        return out

    def _found(self, wanted: Values, without: Collection[int] | Values) -> list[_Found]:
        self._leave_out(without)
        return [_Found(s, mask, wanted) for s, mask in zip(self.segments, self._masks, strict=True)]

    def _leave_out(self, without: Collection[int] | Values) -> None:
        """Remember which places of each segment are removed: the same ones are asked for again and again."""
        removed = without if isinstance(without, np.ndarray) else np.array(sorted(without), dtype=np.uint32)
        if np.array_equal(removed, self._removed):
            return
        masks = [np.isin(s.numbers, removed) for s in self.segments]
        self._masks = [m if m.any() else None for m in masks]
        self._removed = removed.copy()

    def _rarest(self, held: Counts) -> Counts:
        """Which grams are read, by how many documents hold each."""
        order = np.argsort(held, kind="stable")
        order = order[np.searchsorted(held[order], 1) :]
        ordered = held[order]
        read = np.cumsum(ordered)
        rank = np.arange(len(order))
        first = (rank < self.reach.enough) & ((read <= self.reach.most) | (rank == 0))
        then = (ordered <= self.reach.common) & (read <= self.reach.postings)
        chosen: Counts = order[first | then]
        return chosen


class _Found:
    """What one segment has of the grams looked for: `counts` documents for each, removed ones left out."""

    __slots__ = ("_live", "_segment", "_starts", "counts")

    def __init__(self, segment: Segment, removed: NDArray[np.bool_] | None, wanted: Values) -> None:
        self._segment = segment
        self._starts, ends = segment.ranges(wanted)
        self.counts = ends - self._starts
        self._live: Counts | None = None
        if removed is not None:
            places = segment.places(self._starts, self.counts)
            live = ~removed[places]
            self._live = places[live]
            self.counts = np.bincount(np.repeat(np.arange(len(wanted)), self.counts)[live], minlength=len(wanted))
            self._starts = np.cumsum(self.counts) - self.counts

    def documents(self, taken: Counts, weights: Hashes) -> Hashes:
        """For each document that holds a gram of those taken: its number above, the gram's weight below."""
        starts, sizes = self._starts[taken], self.counts[taken]
        places = self._segment.places(starts, sizes) if self._live is None else self._live[flat(starts, sizes)]
        out = self._segment.numbers[places].astype(np.uint64)
        out <<= _NUMBER
        out |= np.repeat(weights, sizes)
        return out

    def numbers(self, gram: int) -> Values:
        """The documents that hold one gram."""
        starts, sizes = self._starts[gram : gram + 1], self.counts[gram : gram + 1]
        places = self._segment.places(starts, sizes) if self._live is None else self._live[flat(starts, sizes)]
        return self._segment.numbers[places]


def _sum(counts: Sequence[Counts]) -> Counts:
    total: Counts = counts[0] if len(counts) == 1 else np.sum(counts, axis=0)
    return total


def _best(held: Hashes, limit: int) -> list[Hit]:
    """The documents with the greatest sums of weights."""
    held.sort()
    numbers = held >> _NUMBER
    starts = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
    ranked = np.add.reduceat(held & _LOW, starts)
    ranked <<= _NUMBER
    ranked |= _LOW - numbers[starts]  # of equals, the lower number first
    if len(ranked) > limit:
        ranked = np.partition(ranked, len(ranked) - limit)[-limit:]
    ranked.sort()
    return [Hit(0xFFFFFFFF - (r & 0xFFFFFFFF), (r >> 32) / _UNIT) for r in reversed(ranked.tolist())]


def _check(segments: Sequence[Segment]) -> None:
    """Raise SegmentError if two segments hold the same document."""
    numbers = np.concatenate([s.numbers for s in segments]) if segments else np.zeros(0, np.uint32)
    known, count = np.unique(numbers, return_counts=True)
    if len(known) < len(numbers):
        twice = known[count > 1][0]
        names = [str(s.path) for s in segments if twice in s.numbers]
        raise SegmentError(f"{names[0]}: document {twice} stands in {names[-1]} too; build the index again")


@cache
def _weights() -> Hashes:
    """The weight of a gram by how many documents hold it."""
    held = np.arange(1, 1 << _RAREST)
    values = np.maximum(_RAREST - np.log2(held), _LEAST)
    return np.concatenate(([0], np.rint(values * _UNIT))).astype(np.uint64)
