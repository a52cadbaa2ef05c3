"""A segment read from end to end, for a merge: from the file and not through a map, so that memory stays bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from zlib import crc32

import numpy as np

from fidelity.archive.index.collect import HEAPS
from fidelity.archive.index.layout import NUMBER, damaged
from fidelity.archive.index.segment import opened

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from fidelity.text.words import Hashes, Values

_GONE = 0xFFFFFFFF


class Stream:
    """The postings of one segment, heap by heap in order, with the places that its documents have in another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file, self._header, self._numbers = opened(path)
        self._directory: Values = self._read(1 + (1 << self._header.bits))
        if crc32(self._directory.data) != self._header.check_directory:
            self._file.close()
            raise damaged(path, "the checksum of its directory does not fit")
        per_heap = 1 << (self._header.bits - 8)
        edges = self._directory[::per_heap][: HEAPS + 1].astype(np.int64)
        self.sizes: NDArray[np.int64] = edges[1:] - edges[:-1]
        self._places: Hashes = np.zeros(0, np.uint64)
        self._check = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def keep(self, without: NDArray[np.uint32], first: int) -> Values:
        """The numbers of the documents that are kept; in the new segment their places count from `first`."""
        kept = ~np.isin(self._numbers, without)
        self._places = np.full(len(self._numbers), _GONE, dtype=np.uint64)
        self._places[kept] = np.arange(first, first + int(kept.sum()), dtype=np.uint64)
        return self._numbers[kept]

    def read(self, first: int, last: int) -> Hashes:
        """The postings of the heaps `first` up to `last`, with the new places. To be called for all heaps, in order."""
        bits, places = self._header.bits, self._header.places
        a, b = first << (bits - 8), last << (bits - 8)
        edges = self._directory[a : b + 1].astype(np.int64)
        counts = edges[1:] - edges[:-1]
        raw = self._read(int(counts.sum()))
        self._check = crc32(raw.data, self._check)
        packed = raw.astype(np.uint64)
        place = packed & np.uint64((1 << places) - 1)
        if len(place) and int(place.max()) >= len(self._places):
            raise damaged(self.path, "a posting leads to no document")
        moved = self._places[place]
        packed >>= np.uint64(places)
        packed |= np.repeat(np.arange(a, b, dtype=np.uint64) << np.uint64(32 - bits), counts)
        packed <<= np.uint64(32)
        packed |= moved
        kept = moved != _GONE
        return packed if kept.all() else packed[kept]

    def check(self) -> None:
        """Raise SegmentError if what was read is not what was written."""
        if self._check != self._header.check_postings:
            raise damaged(self.path, "the checksum of its postings does not fit")

    def _read(self, count: int) -> Values:
        out: Values = np.fromfile(self._file, dtype=NUMBER, count=count)
        if len(out) != count:
            raise damaged(self.path, "it ends too early")
        return out
