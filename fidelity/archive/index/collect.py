"""Postings on their way into a segment: collected from many documents, held in memory as far as allowed, else on disk.

A posting in the making is 64 bits, the gram above the document's place. Nothing is compared: as they come, postings are dealt
to 256 heaps by their gram's upper byte, and `ordered` sorts one heap at a time by its digits. Numpy does so in a quarter of the
time that a comparing sort takes.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from fidelity.archive.index.grams import grams_of_many

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from fidelity.text.words import Hashes

HEAPS = 256
_BATCH = 1 << 18  # words dealt at a time: what a processor's cache holds
_GRAM = np.uint64(32)
_WORD = 8  # bytes of a posting in the making


class _Batch(NamedTuple):
    """Postings dealt to heaps: heap `h` lies from `bounds[h]` to `bounds[h + 1]`."""

    postings: Hashes
    bounds: NDArray[np.int64]


class Collector:
    """Takes in documents and gives back their postings heap by heap.

    `memory` bounds the bytes of postings held; what is more goes to an unnamed file in `folder`, of which even a killed process
    leaves nothing behind.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self.numbers: list[int] = []
        self.sizes = np.zeros(HEAPS, np.int64)
        self._folder, self._memory = folder, memory
        self._waiting: list[Hashes] = []
        self._words = 0
        self._batches: list[_Batch] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self._spilled: list[NDArray[np.int64]] = []

    def add(self, number: int, hashes: Hashes) -> None:
        """Take in the document `number` with the hashes of its words."""
        self.numbers.append(number)
        self._waiting.append(hashes)
        self._words += len(hashes)
        if self._words >= _BATCH:
            self._deal()

    def finish(self) -> None:
        """All documents have been added."""
        self._deal()

    def read(self, first: int, last: int) -> Hashes:
        """The postings of the heaps `first` up to `last` (exclusive); equal grams in the order of their documents."""
        parts = [self._from_file(bounds, heap) for heap in range(first, last) for bounds in self._spilled]
        parts += [b.postings[b.bounds[heap] : b.bounds[heap + 1]] for heap in range(first, last) for b in self._batches]
        return np.concatenate(parts) if parts else np.zeros(0, np.uint64)

    def close(self) -> None:
        """Give back memory and disk."""
        self._batches.clear()
        if self._file:
            self._file.close()

    def _deal(self) -> None:
        if not self._waiting:
            return
        found, counts = grams_of_many(self._waiting)
        places = np.arange(len(self.numbers) - len(self._waiting), len(self.numbers), dtype=np.uint64)
        self._waiting, self._words = [], 0
        if not len(found):
            return
        heaps = (found >> np.uint32(24)).astype(np.uint8)
        postings = found.astype(np.uint64)
        postings <<= _GRAM
        postings |= np.repeat(places, counts)
        count = np.bincount(heaps, minlength=HEAPS)
        self.sizes += count
        self._batches.append(_Batch(postings[np.argsort(heaps, kind="stable")], np.concatenate(([0], np.cumsum(count)))))
        self._held += postings.nbytes
        if self._held > self._memory:
            self._spill()

    def _spill(self) -> None:
        if self._file is None:
            self._file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by close()
        start = self._file.seek(0, 2)
        bounds = [start]
        for heap in range(HEAPS):
            piece = np.concatenate([b.postings[b.bounds[heap] : b.bounds[heap + 1]] for b in self._batches])
            self._file.write(piece.data)
            bounds.append(bounds[-1] + piece.nbytes)
        self._spilled.append(np.array(bounds, dtype=np.int64))
        self._batches.clear()
        self._held = 0

    def _from_file(self, bounds: NDArray[np.int64], heap: int) -> Hashes:
        assert self._file is not None
        self._file.seek(int(bounds[heap]))
        out = np.empty(int(bounds[heap + 1] - bounds[heap]) // _WORD, dtype=np.uint64)
        self._file.readinto(out.data)  # type: ignore[attr-defined]
        return out


def ordered(postings: Hashes) -> Hashes:
    """Sorted by gram, each posting once. Postings of one gram must come in the order of their documents."""
    for shift in (32, 48):
        digits = (postings >> np.uint64(shift)).astype(np.uint16)
        postings = postings[np.argsort(digits, kind="stable")]
    new = np.ones(len(postings), dtype=bool)
    np.not_equal(postings[1:], postings[:-1], out=new[1:])
    return postings if new.all() else postings[new]
