"""Segments written: from documents, or from segments that become one. Memory stays bounded however much comes in."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

import numpy as np

from fidelity.archive.index.collect import HEAPS, Collector, ordered
from fidelity.archive.index.layout import MOST, NUMBER, SIZE, SegmentError, SegmentInfo, planned
from fidelity.archive.index.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import IO

    from numpy.typing import NDArray

    from fidelity.text.words import Hashes, Values

_MEMORY = 256 << 20  # bytes of postings held while documents are collected
_CHUNK = 1 << 18  # postings sorted at a time, or a single heap if that is more
_PLACE = np.uint64(0xFFFFFFFF)


class _Source(Protocol):
    """Where postings come from: `sizes` of its heaps at most, and the postings of some."""

    @property
    def sizes(self) -> NDArray[np.int64]: ...

    def read(self, first: int, last: int, /) -> Hashes: ...


def write(path: Path, documents: Iterable[tuple[int, Hashes]], memory: int = _MEMORY) -> SegmentInfo:
    """Write a segment over documents: each with its number and the hashes of its words (see `hashed`).

    The file appears under its name whole and safe on disk, or not at all; a killed process may leave `NAME.part`. Documents
    of fewer than three words are listed but cannot be found. `memory` is bytes; about 60 MB come on top. Raises SegmentError if
    a number comes twice or has more than 32 bits, or there is too much for one segment.
    """
    collector = Collector(path.parent, memory)
    try:
        for number, hashes in documents:
            if not 0 <= number <= MOST:
                raise SegmentError(f"{path}: document {number} cannot be numbered so; numbers go from 0 to {MOST:,}")
            collector.add(number, hashes)
        collector.finish()
        return _compose(path, np.array(collector.numbers, dtype=np.uint32), [collector])
    finally:
        collector.close()


def merge(paths: Sequence[Path], out: Path, without: NDArray[np.uint32] | None = None) -> SegmentInfo:
    """Write one segment in the place of several, leaving the documents `without` out (a sorted array of numbers).

    The old files stay: the catalogue lets go of them when it has recorded the new one. Raises SegmentError if one of them is
    damaged, if two hold the same document, or if together they are too much for one segment; then nothing is written.
    """
    gone = np.zeros(0, np.uint32) if without is None else without
    with ExitStack() as stack:
        streams = [stack.enter_context(Stream(path)) for path in paths]
        numbers: list[Values] = []
        place = 0
        for stream in streams:
            kept = stream.keep(gone, place)
            numbers.append(kept)
            place += len(kept)
        return _compose(out, np.concatenate(numbers) if numbers else np.zeros(0, np.uint32), streams, streams)


def _compose(path: Path, numbers: Values, sources: Sequence[_Source], checked: Sequence[Stream] = ()) -> SegmentInfo:
    """Write the segment of the documents `numbers`, with postings from `sources`; `checked` are asked for errors at the end."""
    sizes = sum((s.sizes for s in sources), np.zeros(HEAPS, np.int64))
    _check(path, numbers, int(sizes.sum()))
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            info = _fill(file, path, numbers, sources, sizes)
            for stream in checked:
                stream.check()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return info


def _check(path: Path, numbers: Values, postings: int) -> None:
    if len(numbers) > MOST or postings > MOST:
        raise SegmentError(
            f"{path}: {postings:,} words are too many for one segment of the index; write or merge fewer at once"
        )
    known, count = np.unique(numbers, return_counts=True)
    if len(known) < len(numbers):
        raise SegmentError(f"{path}: document {known[count > 1][0]} comes twice; each must stand in one segment, once")


def _fill(file: IO[bytes], path: Path, numbers: Values, sources: Sequence[_Source], sizes: NDArray[np.int64]) -> SegmentInfo:
    header = planned(len(numbers), int(sizes.sum()))
    rest = 32 - header.bits
    low = np.uint64((1 << rest) - 1)
    counts = np.zeros((1 << header.bits) + 1, dtype=NUMBER)
    file.write(bytes(SIZE))
    listed = numbers.astype(NUMBER).tobytes()
    file.write(listed)
    file.seek(header.postings_at)
    total = check = 0
    per_heap = 1 << (header.bits - 8)
    for first, last in _chunks(sizes):
        parts = [s.read(first, last) for s in sources] or [np.zeros(0, np.uint64)]
        postings = ordered(np.concatenate(parts) if len(parts) > 1 else parts[0])
        buckets = (postings >> np.uint64(64 - header.bits)).astype(np.intp) - first * per_heap
        counts[1 + first * per_heap : 1 + last * per_heap] = np.bincount(buckets, minlength=(last - first) * per_heap)
        packed = (postings >> np.uint64(32)) & low
        packed <<= np.uint64(header.places)
        packed |= postings & _PLACE
        raw = packed.astype(NUMBER)
        file.write(raw.data)
        check = crc32(raw.data, check)
        total += len(raw)
    directory = np.cumsum(counts, dtype=np.uint64).astype(NUMBER).tobytes()
    file.seek(header.directory_at)
    file.write(directory)
    header = header._replace(
        postings=total, check_numbers=crc32(listed), check_directory=crc32(directory), check_postings=check
    )
    file.truncate(header.size)
    file.seek(0)
    file.write(header.pack())
    return SegmentInfo(path, len(numbers), total, header.size)


def _chunks(sizes: NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    """Heaps to sort together: as many as fit, one at least."""
    first, held = 0, 0
    for heap, size in enumerate(sizes.tolist()):
        if held and held + size > _CHUNK:
            yield first, heap
            first, held = heap, 0
        held += size
    yield first, HEAPS


def _sync_folder(folder: Path) -> None:
    """Make the new name safe on disk, where folders can be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
