"""What the bytes of a segment mean.

    header       64 bytes: magic, format, sizes, checksums
    numbers      4 bytes a document: its number in the catalogue; within the segment a document goes by its place here
    directory    4 bytes a bucket and 4: where the postings of each bucket begin. A bucket is the upper bits of a gram
    postings     4 bytes each: the gram's lower bits above the document's place, sorted by gram, then by place

All little-endian. A bucket needs as many bits as a place, so that lower bits and place fit in the 32 of a posting.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from fidelity.archive.index.grams import LENGTH

FORMAT = 1  # raise it whenever a segment of before could not be read rightly: also when words or grams are hashed otherwise
SIZE = 64  # bytes of the header
NUMBER = np.dtype("<u4")
MOST = 2**32 - 1  # postings in a segment, and documents

_MAGIC = b"FidWords"
_HEADER = struct.Struct("<8sIBBBxIxxxxQIII12x")
_CHECK = struct.Struct("<I")
_LEAST_BITS = 8  # of a bucket, so that the postings can be cut by a gram's upper byte
_SHARE = 5  # two to this power of postings share a bucket, give or take


class SegmentError(Exception):
    """A file of the index that cannot be used: which, what is wrong with it, what to do."""


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A segment as it was written. `size` is bytes; a posting says that a document holds a gram."""

    path: Path
    documents: int
    postings: int
    size: int


class Header(NamedTuple):
    """The sizes and checksums of a segment. `bits` are those of a bucket, `places` those of a document's place."""

    bits: int
    places: int
    documents: int
    postings: int
    check_numbers: int = 0
    check_directory: int = 0
    check_postings: int = 0

    @property
    def directory_at(self) -> int:
        """Where in the file the directory begins."""
        return SIZE + 4 * self.documents

    @property
    def postings_at(self) -> int:
        """Where in the file the postings begin."""
        return self.directory_at + 4 * ((1 << self.bits) + 1)

    @property
    def size(self) -> int:
        """The bytes of the whole file."""
        return self.postings_at + 4 * self.postings

    def pack(self) -> bytes:
        """The header's bytes."""
        sizes = (self.bits, self.places, self.documents, self.postings)
        checks = (self.check_numbers, self.check_directory, self.check_postings)
        body = _HEADER.pack(_MAGIC, FORMAT, LENGTH, *sizes, *checks)
        body = body.ljust(SIZE - _CHECK.size, b"\0")
        return body + _CHECK.pack(crc32(body))


def planned(documents: int, postings: int) -> Header:
    """The header for a segment of so many documents and at most so many postings, checksums still empty."""
    places = max(1, (documents - 1).bit_length())
    bits = min(32, max(_LEAST_BITS, places, postings.bit_length() - _SHARE))
    return Header(bits, places, documents, postings)


def unpack(raw: bytes, size: int, path: Path) -> Header:
    """The header of a file of `size` bytes that begins with `raw`. Raises SegmentError if it cannot be a whole segment."""
    if raw[: len(_MAGIC)] != _MAGIC:
        what = "is empty" if not raw else "is no segment of the index by words"
        raise SegmentError(f"{path}: this file {what}; build the index again")
    if len(raw) < SIZE:
        raise damaged(path, f"it ends after {size:,} bytes, within its own header")
    kind, length = struct.unpack_from("<IB", raw, len(_MAGIC))
    if kind != FORMAT:
        raise SegmentError(
            f"{path}: this segment has format {kind}, and this version of fidelity reads format {FORMAT}; build the index again"
        )
    if crc32(raw[: SIZE - _CHECK.size]) != _CHECK.unpack_from(raw, SIZE - _CHECK.size)[0] or length != LENGTH:
        raise damaged(path, "the checksum of its header does not fit")
    header = Header(*_HEADER.unpack_from(raw)[3:])
    if size != header.size:
        raise damaged(path, f"it has {size:,} bytes and should have {header.size:,}")
    return header


def damaged(path: Path, why: str) -> SegmentError:
    """The error for a segment whose bytes are not those that were written."""
    return SegmentError(f"{path}: this segment of the index by words is damaged: {why}; build the index again")
