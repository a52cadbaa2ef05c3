"""The records of a WARC file, one after another, and where the file is damaged or breaks off."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.read.stretch import Stretch

_STEP: Final = 16_000_000  # bytes that are passed over at once
_FREE: Final = 1_000_000_000  # bytes that any file may unpack to
_RATIO: Final = 200  # and this many times its own bytes on top: pages pack 4 to 40 times smaller, bombs 1000 times and more
_TRIES: Final = 200  # places at which reading is taken up again behind damage
_MARKS: Final = (
    (b"\x1f\x8b", b"\x1f\x8b\x08"),
    (b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd"),
    (b"WARC/", b"\nWARC/1."),
)
"""How a file begins -> how a record of it does; a Zstandard file with a dictionary cannot be entered in its middle."""
_DATE: Final = re.compile(r"[0-9TZ:.+-]{4,40}")
_ONCE: Final = frozenset({"warc-type", "warc-target-uri", "warc-record-id", "content-length"})


class RecordTrouble(Exception):  # noqa: N818 - trouble is the newsroom's word
    """Why a record cannot be read: a sentence for people."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which a file is damaged or breaks off. `uri` and `date` are of the record that it struck, if that is known."""

    problem: str
    uri: str | None = None
    date: str | None = None


class Record:
    """One record: its fields, and its block, which is there until the next record is asked for."""

    __slots__ = ("_raw", "_rest", "_twice", "date", "fields", "kind", "offset", "size", "uri")

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        fields: dict[str, str] = {}
        self._twice = False
        for written, value in raw.headers.items():
            name = written.lower()
            self._twice = self._twice or (name in fields and name in _ONCE)
            fields.setdefault(name, value.strip())
        self.fields: Mapping[str, str] = fields
        self.kind = self.fields.get("warc-type", "").lower()
        uri = fields.get("warc-target-uri", "").strip("<>")  # wget writes them with brackets
        self.uri = uri if uri.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in uri)
        date = fields.get("warc-date", "")
        self.date = date if _DATE.fullmatch(date) else None
        self.size = int(raw.content_length)
        self.offset = int(raw.stream_pos)
        self._rest = self.size

    @property
    def is_whole(self) -> bool:
        """Whether its fields say once how long it is: those of a record cut off among them may not, or go on in another's."""
        return not self._twice and self.fields.get("content-length", "").isdecimal()

    def read(self, size: int) -> bytes:
        """The next bytes of the block, at most `size`. Raises RecordTrouble where the file breaks off or is damaged."""
        wanted = min(size, self._rest)
        parts = []
        while wanted:
            try:
                part = self._raw.reader.read(wanted)
            except OSError as error:
                raise RecordTrouble(_damaged(self.offset)) from error
            if not part:
                raise RecordTrouble(_broken(self.offset))
            parts.append(part)
            wanted -= len(part)
            self._rest -= len(part)
        return b"".join(parts)

    def skip(self, bound: int) -> None:
        """Pass over what is left of the block. Raises RecordTrouble where that is not there, or is above `bound` bytes."""
        while self._rest:
            if self.taken > bound:
                raise RecordTrouble(
                    f"The record at byte {self.offset} unpacks to many times the file's size, as no page does; get it anew."
                )
            try:
                step = self._raw.reader.consume(min(_STEP, self._rest))
            except OSError as error:
                raise RecordTrouble(_damaged(self.offset)) from error
            if not step:
                raise RecordTrouble(_broken(self.offset))
            self._rest -= step

    @property
    def taken(self) -> int:
        """How many bytes of the block have been read or passed over."""
        return self.size - self._rest


class Counted:
    """A stream that can only be read from front to end, and knows where it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes have been read."""
        return self._at


def records(file: IO[bytes] | Stretch | Counted, size: int) -> Iterator[Record | Damage]:
    """Every record of a WARC file of `size` bytes, plain or packed with gzip or Zstandard; damage where it stands among them.

    Behind damage, reading is taken up again at the next record that can be made out, if `file` can be read from any place.
    """
    begun = file.tell()
    tries = 0
    trouble: Damage | None = None
    while True:
        last = begun - 1
        broken = None
        for item in _from_here(file, size):
            if isinstance(item, Damage):
                broken = item
                break
            if trouble is not None:
                yield Damage(f"{trouble.problem} Reading went on at byte {begun}.", trouble.uri, trouble.date)
                trouble = None
            last = item.offset
            yield item
        if broken is None and trouble is None:
            return
        trouble = trouble or broken
        assert trouble is not None
        begun = -1 if isinstance(file, Counted) or tries >= _TRIES else _next(file, max(last, begun) + 1)
        tries += 1
        if begun < 0:
            yield Damage(f"{trouble.problem} Nothing after it could be read.", trouble.uri, trouble.date)
            return
        assert not isinstance(file, Counted)
        file.seek(begun)


def _from_here(file: IO[bytes] | Stretch | Counted, size: int) -> Iterator[Record | Damage]:
    """The records from where the file stands on, up to the first damage."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - the extra `warc`, loaded for the first web archive

    budget = _FREE + _RATIO * size
    last: Record | None = None
    start = file.tell()
    try:
        for raw in ArchiveIterator(file, parse_http=False):  # type: ignore[arg-type]
            record = last = Record(raw)
            if not record.is_whole:
                break
            yield record
            record.skip(budget)
            budget -= record.taken
    except RecordTrouble as error:
        assert last is not None
        yield Damage(str(error), last.uri or None, last.date)
        return
    except OSError:
        at = max(start, last.offset if last else 0)
        yield Damage(f"The file is damaged behind byte {at}; get it anew.")
        return
    if last is not None and not last.is_whole:
        yield Damage(_broken(last.offset), last.uri or None, last.date)
    elif not isinstance(file, Counted) and _is_cut(file, start, last.offset if last else start):
        yield Damage("The file breaks off at its end, where a record was to follow; get it anew.")


def _is_cut(file: IO[bytes] | Stretch, start: int, last: int) -> bool:
    """Whether the last pack of a file packed with gzip is without its end; a pack begins at `start`, and mostly at `last`."""
    file.seek(last)
    data = file.read(_STEP)
    if not data.startswith(_MARKS[0][1]):
        file.seek(start)
        data = file.read(_STEP)
    if not data.startswith(_MARKS[0][1]):
        return False
    machine = zlib.decompressobj(31)
    while data:
        try:
            while not machine.eof and data:
                machine.decompress(data, _STEP)
                data = machine.unconsumed_tail
        except zlib.error:
            return True
        data = machine.unused_data if machine.eof else file.read(_STEP)
        if machine.eof:
            data = data or file.read(_STEP)
            if not data.startswith(_MARKS[0][1][: len(data)]) or not data:
                return False  # its end, filled up with zeros or not
            machine = zlib.decompressobj(31)
    return not machine.eof


def _next(file: IO[bytes] | Stretch, start: int) -> int:
    """Where the next record may begin, at or behind `start`; -1 if there is none."""
    file.seek(0)
    head = file.read(5)
    mark = next((mark for sign, mark in _MARKS if head.startswith(sign)), None)
    if mark is None:
        return -1
    file.seek(start)
    before = b""
    at = start
    while data := file.read(1_000_000):
        found = (before + data).find(mark)
        if found >= 0:
            return at - len(before) + found + (mark[0] == 10)
        at += len(data)
        before = (before + data)[-len(mark) + 1 :]
    return -1


def _broken(offset: int) -> str:
    return f"The file breaks off in the record at byte {offset}; get it anew."


def _damaged(offset: int) -> str:
    return f"The file is damaged in the record at byte {offset}; get it anew."
