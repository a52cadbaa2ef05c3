"""Where a web archive can be cut, so that its parts hold together the pages that the whole holds."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from typing import IO, TYPE_CHECKING, Final

import numpy as np

from fidelity.read.payload import LONGEST_HEAD
from fidelity.read.records import Damage, Record, records
from fidelity.read.stretch import WHOLE, Slice, cut_at, targets
from fidelity.read.warc import SCHEMES, STORED, one_pack, unlike_warc

if TYPE_CHECKING:
    from pathlib import Path

_GZIP: Final = b"\x1f\x8b"


def cuts(path: Path, size: int) -> list[Slice]:
    """The slices of about `size` bytes that a web archive can be read in, the last of them for pages that repeat others.

    Heads of records are read, 8 bytes are kept of each page. Pages that only a number tells apart (fetched twice in a second)
    stay in one slice; behind damage, and in what is packed as a whole, nothing is cut. Raises OSError.
    """
    total = path.stat().st_size
    wanted = targets(total, size)
    with path.open("rb") as file, path.open("rb") as again:
        head = again.read(LONGEST_HEAD)
        goal = next(wanted, None)
        if goal is None or not head.startswith((_GZIP, b"WARC/")) or unlike_warc(head) is not None or one_pack(head):
            return [WHOLE]
        borders: list[tuple[int, int]] = []  # a byte, and how many names stand before it
        pages, repeats = array("Q"), array("Q")
        first = total
        is_whole = True
        for record in records(file, total):
            if isinstance(record, Damage):
                is_whole = False
                pages.append(_mark(record))
                continue
            if is_whole and goal is not None and record.offset >= goal and _begins(again, record):
                borders.append((record.offset, len(pages)))
                at = record.offset
                goal = next((target for target in wanted if target > at), None)
            if record.kind in STORED and record.uri.lower().startswith(SCHEMES):
                pages.append(_mark(record))
            elif record.kind == "revisit":
                first = min(first, record.offset)
                repeats.append(_mark(record))
    places = _apart(borders, pages, repeats)
    return [*cut_at((at, 1) for at in places), Slice(first, first)] if places else [WHOLE]


def _begins(file: IO[bytes], record: Record) -> bool:
    """Whether a record begins where it is said to: of several in one pack only the first does."""
    file.seek(record.offset)
    head = file.read(LONGEST_HEAD)
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(31).decompress(head, LONGEST_HEAD)
        except zlib.error:
            return False
    known = (record.fields.get("warc-record-id", ""), record.uri, record.date or "")
    return head.startswith(b"WARC/") and all(value.encode("utf-8", "replace") in head for value in known)


def _mark(record: Record | Damage) -> int:
    name = f"{record.uri}@{record.date}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "little")


def _apart(borders: list[tuple[int, int]], pages: array[int], repeats: array[int]) -> list[int]:
    """The borders that have no two pages of one name on either side; none if a page and one that repeats it have one name."""
    names = np.frombuffer(pages, np.uint64) if pages else np.empty(0, np.uint64)
    if repeats and np.isin(np.frombuffer(repeats, np.uint64), names).any():
        return []
    order = np.argsort(names, kind="stable")
    same = np.flatnonzero(names[order[1:]] == names[order[:-1]])
    left, right = order[same], order[same + 1]
    return [at for at, count in borders if not ((left < count) & (count <= right)).any()]
