"""Reads tables of documents in Parquet: a row is an entry as a JSON dump has them, its columns are the entry's fields."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyarrow import parquet

from fidelity.read.dump import of_entries
from fidelity.read.entries import Entry, Mistake
from fidelity.read.naming import is_asked_for
from fidelity.read.stretch import WHOLE, Slice, cut_at, targets
from fidelity.read.warc import unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fidelity.model import Document

_TOGETHER: Final = 8_000_000  # bytes of a batch of rows, by the average of the row group
_MOST_ROWS: Final = 256  # of a batch
_BUFFER: Final = 1 << 20  # bytes that are read at once of a column
_LARGEST_LIST: Final = 64_000_000  # bytes of names, and of rows, that a file's description may have
_FREE: Final = 1_000_000_000  # bytes that any table may unpack to
_RATIO: Final = 200  # and this many times its own bytes on top
_ROW: Final = 64  # bytes that a row counts for at least
_DAMAGED: Final = "The file is damaged, or no Parquet file at all; get it anew."
_TROUBLES: Final = (pa.ArrowException, OSError, ValueError, LookupError, TypeError, OverflowError, MemoryError)


def documents(path: Path, fields: Mapping[str, str], part: Slice = WHOLE) -> Iterator[Document]:
    """The rows of a Parquet file that have a text, row group by row group; `fields` is as for JSON dumps.

    Never raises on bad content: what cannot be read is told by its row, counted from 1.
    """
    name = path.as_posix()
    try:
        file = _opened(path, fields)
    except _TROUBLES as error:
        reason = error.strerror if isinstance(error, OSError) else None
        yield unusable(name, f"The file could not be read ({reason}); check its permissions." if reason else _DAMAGED)
        return
    with file:
        found = _entries(file, path.stat().st_size, part, fields)
        yield from of_entries(name, found, fields, None if part.is_whole else part.line, is_json=False)


def cuts(path: Path, size: int) -> list[Slice]:
    """The slices of about `size` bytes that a Parquet file can be read in, whole row groups each. Raises OSError."""
    wanted = targets(path.stat().st_size, size)
    goal = next(wanted, None)
    if goal is None:
        return [WHOLE]
    try:
        with parquet.ParquetFile(path) as file:
            groups = _row_groups(file, path.stat().st_size)
    except _TROUBLES:
        return [WHOLE]
    borders: list[tuple[int, int]] = []
    last = 0
    for start, row in groups:
        if goal is not None and start >= goal and start > last:
            borders.append((start, row))
            reached = start
            goal = next((target for target in wanted if target > reached), None)
        last = max(last, start)
    return cut_at(borders)


def _opened(path: Path, fields: Mapping[str, str]) -> parquet.ParquetFile:
    """The file; texts that a column repeats are kept once, so that a small file cannot fill the memory."""
    bounds = {"thrift_string_size_limit": _LARGEST_LIST, "thrift_container_size_limit": _LARGEST_LIST // 64}
    with parquet.ParquetFile(path, **bounds) as file:
        texts = [c.name for c in file.schema_arrow if is_asked_for(c.name, fields) and _is_text(c.type)]
    return parquet.ParquetFile(path, read_dictionary=texts, buffer_size=_BUFFER, pre_buffer=False, **bounds)


def _entries(file: parquet.ParquetFile, size: int, part: Slice, fields: Mapping[str, str]) -> Iterator[Entry | Mistake]:
    names: list[str] = file.schema_arrow.names
    columns = [c.name for c in file.schema_arrow if is_asked_for(c.name, fields) or pa.types.is_nested(c.type)]
    budget = _FREE + _RATIO * size
    row = 1
    try:
        if not columns and file.metadata.num_rows:
            yield Entry(part.line, 1, dict.fromkeys(names))
            return
        for group, (start, first) in enumerate(_row_groups(file, size)):
            if start < part.start or (part.stop is not None and start >= part.stop):
                continue
            row = first
            for batch in file.iter_batches(_rows_together(file, group), [group], columns):
                values = {name: _timely(batch.column(at)) for at, name in enumerate(batch.schema.names)}
                for at in range(batch.num_rows):
                    entry = dict.fromkeys(names) | {name: _plain(column[at]) for name, column in values.items()}
                    budget -= _ROW + sum(len(value) for value in entry.values() if isinstance(value, str))
                    if budget < 0:
                        yield Mistake(row, 1, "the table unpacks to many times its size, as no text does", end=True)
                        return
                    yield Entry(row, 1, entry)
                    row += 1
    except _TROUBLES as error:
        yield Mistake(row, 1, _why(error), end=True)


def _row_groups(file: parquet.ParquetFile, size: int) -> list[tuple[int, int]]:
    """Where each row group begins in a file of `size` bytes, by what the groups before it unpack to; and its first row.

    The places of columns are not asked for: with some damage, the library ends the program over them.
    """
    groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
    total = max(1, sum(max(0, group.total_byte_size) for group in groups))
    out: list[tuple[int, int]] = []
    row, taken = 1, 0
    for group in groups:
        out.append((size * taken // total, row))
        row += group.num_rows
        taken += max(0, group.total_byte_size)
    return out


def _rows_together(file: parquet.ParquetFile, group: int) -> int:
    """How many rows of a row group are unpacked at once."""
    about = file.metadata.row_group(group)
    return max(1, min(_MOST_ROWS, int(_TOGETHER * about.num_rows // max(1, about.total_byte_size))))


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind) or types.is_large_binary(kind))


def _timely(column: pa.Array[Any]) -> pa.Array[Any]:
    """A column whose times are no finer than Python's are."""
    return column.cast(pa.timestamp("us", column.type.tz), safe=False) if pa.types.is_timestamp(column.type) else column


def _plain(scalar: pa.Scalar[Any]) -> Any:
    """What a field holds, as JSON would have it; None if it cannot be said in Python."""
    try:
        return _as_json(scalar.as_py())
    except (ValueError, OverflowError, LookupError):  # a time of the year 40,000, or in a zone that is nowhere
        return None


def _as_json(value: Any) -> Any:
    match value:
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat().replace("+00:00", "Z")
        case bytes():
            return value.decode("utf-8", "replace")
        case Decimal():
            return float(value)
        case list():
            return [_as_json(member) for member in value]
        case dict():
            return {str(name): _as_json(member) for name, member in value.items()}
        case _:
            return value


def _why(error: BaseException) -> str:
    """What is wrong, in few words."""
    if isinstance(error, MemoryError):
        return "a part of it is too large for the memory there is"
    said = " ".join(str(error).split())[:120]
    return f"the file is damaged there ({said})" if said else "the file is damaged there"
