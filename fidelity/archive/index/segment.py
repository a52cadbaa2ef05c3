"""A segment opened for look-up: mapped into memory, read-only, by as many processes as like."""

from __future__ import annotations

import mmap
import os
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Self
from zlib import crc32

import numpy as np

from fidelity.archive.index.layout import NUMBER, SIZE, Header, SegmentError, SegmentInfo, damaged, unpack

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from fidelity.text.words import Values

_FLAT = 256  # postings of a bucket that are looked through; in more of them is searched
_TURN = 33  # bits that a posting leaves free, and one that its end may need
_PIECE = 1 << 24  # bytes verified at a time


def opened(path: Path) -> tuple[IO[bytes], Header, Values]:
    """The file, read up to the directory, its header and its documents' numbers. Raises SegmentError if it is not whole."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise SegmentError(f"{path}: this segment of the index by words is missing; build the index again") from None
    except OSError as e:
        raise SegmentError(f"{path}: cannot be read ({e.strerror}); check its permissions") from e
    with ExitStack() as stack:
        stack.enter_context(file)
        header = unpack(file.read(SIZE), os.fstat(file.fileno()).st_size, path)
        numbers: Values = np.fromfile(file, dtype=NUMBER, count=header.documents)
        if len(numbers) != header.documents or crc32(numbers.data) != header.check_numbers:
            raise damaged(path, "the checksum of its list of documents does not fit")
        stack.pop_all()
    return file, header, numbers


class Segment:
    """One segment. Raises SegmentError if the file is missing, cut short, of another format, or its header is damaged.

    The postings are not read through at opening; `verify` does that.
    """

    __slots__ = ("_directory", "_header", "_map", "_postings", "numbers", "path")

    def __init__(self, path: Path) -> None:
        self.path = path
        file, self._header, self.numbers = opened(path)
        with file:
            self._map = mmap.mmap(file.fileno(), self._header.size, access=mmap.ACCESS_READ)
        if hasattr(mmap, "MADV_RANDOM"):
            self._map.madvise(mmap.MADV_RANDOM)
        whole = np.frombuffer(self._map, dtype=NUMBER)
        self._directory: Values = whole[self._header.directory_at // 4 : self._header.postings_at // 4]
        self._postings: Values = whole[self._header.postings_at // 4 :]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. No look-up is possible afterwards."""
        self._directory = self._postings = np.zeros(0, np.uint32)
        self._map.close()

    @property
    def info(self) -> SegmentInfo:
        """What was said when the segment was written."""
        return SegmentInfo(self.path, self._header.documents, self._header.postings, self._header.size)

    def verify(self) -> None:
        """Read the whole file. Raises SegmentError if any byte is not what was written."""
        for name, start, end, wanted in (
            ("directory", self._header.directory_at, self._header.postings_at, self._header.check_directory),
            ("postings", self._header.postings_at, self._header.size, self._header.check_postings),
        ):
            check = 0
            for at in range(start, end, _PIECE):
                check = crc32(self._map[at : min(at + _PIECE, end)], check)
            if check != wanted:
                raise damaged(self.path, f"the checksum of its {name} does not fit")

    def ranges(self, grams: Values) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each gram, where among the postings its own begin and end."""
        bits, places = self._header.bits, self._header.places
        bucket = grams >> np.uint32(32 - bits) if bits < 32 else grams
        starts = self._directory[bucket].astype(np.int64)
        ends = self._directory[bucket.astype(np.int64) + 1].astype(np.int64)
        if (ends < starts).any() or (ends > len(self._postings)).any():
            raise damaged(self.path, "its directory leads nowhere")
        first = (grams & np.uint32((1 << (32 - bits)) - 1)).astype(np.int64) << places
        last = first + (1 << places)
        sizes = ends - starts
        large = sizes > _FLAT
        if large.any():
            low, high = starts.copy(), ends.copy()
            for i in np.flatnonzero(large).tolist():
                bucket_postings = self._postings[starts[i] : ends[i]]
                low[i] += np.searchsorted(bucket_postings, np.uint32(first[i]))
                high[i] = starts[i] + _until(bucket_postings, int(last[i]))
            few = ~large
            low[few], high[few] = self._among(starts[few], sizes[few], first[few], last[few])
        else:
            low, high = self._among(starts, sizes, first, last)
        if ((low < starts) | (high < low) | (high > ends)).any():
            raise damaged(self.path, "its postings are out of order")
        return low, high

    def _among(
        self, starts: NDArray[np.int64], sizes: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The same for small buckets, all at once: their postings, each above its bucket's turn, are in order as a whole."""
        turns = np.arange(len(starts)) << _TURN
        postings = self._postings[flat(starts, sizes)] + np.repeat(turns, sizes)
        found = np.searchsorted(postings, np.concatenate((turns + first, turns + last)))
        shift = starts - (np.cumsum(sizes) - sizes)
        return found[: len(starts)] + shift, found[len(starts) :] + shift

    def places(self, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
        """The places of the documents in stretches of the postings, one stretch after another; `numbers` names them."""
        out = (self._postings[flat(starts, sizes)] & np.uint32((1 << self._header.places) - 1)).astype(np.int64)
        if len(out) and int(out.max()) >= len(self.numbers):
            raise damaged(self.path, "a posting leads to no document")
        return out


def flat(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """All indexes of stretches that begin at `starts`, one stretch after another."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(total)


def _until(postings: Values, last: int) -> int:
    """How many of sorted postings lie before `last`, which may be one more than 32 bits hold."""
    return len(postings) if last > 0xFFFFFFFF else int(np.searchsorted(postings, np.uint32(last)))
