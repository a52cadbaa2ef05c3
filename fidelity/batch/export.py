"""A run's tables as one file each, for programs that do not read many Parquet files, or none."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa
from pyarrow import parquet

from fidelity.batch.parquet import schema
from fidelity.batch.results import answer, batches
from fidelity.batch.tables import TABLES
from fidelity.report.rows import as_csv, as_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import duckdb

    from fidelity.batch.folder import Run

Form = Literal["csv", "parquet", "jsonl"]
FORMS: tuple[Form, ...] = get_args(Form)
_ROWS = 1024  # at once
_GROUP = 32 << 20  # bytes of a row group, as they lie in memory


def export(connection: duckdb.DuckDBPyConnection, run: Run, folder: Path, form: Form) -> list[tuple[Path, int]]:
    """Write every table into a folder, which is made if need be: the files, and how many rows each has. Raises OSError.

    A file is there whole or not at all. In the chunks' order, which is that of the articles.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_table(connection, run, table, folder / f"{table}.{form}", form) for table in TABLES]


def _table(connection: duckdb.DuckDBPyConnection, run: Run, table: str, path: Path, form: Form) -> tuple[Path, int]:
    distinct = table == "originals"  # a row of theirs stands in many chunks
    sql = f'SELECT * FROM "{table}"{" ORDER BY ALL" if distinct else ""}'  # noqa: S608 - a table of ours
    with _whole(path) as beside:
        if form == "parquet":
            given = batches(connection, sql) if distinct else _in_files(run.tables[table])
            return path, _parquet(beside, table, given)
        found = answer(connection, sql)
        rows = _Counted(found.rows)
        draw = as_csv if form == "csv" else as_json_lines
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(draw(found.columns, rows))
    return path, rows.count


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _in_files(files: Iterable[Path]) -> Iterator[pa.RecordBatch]:
    for path in files:
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(_ROWS)


def _parquet(path: Path, table: str, given: Iterable[pa.RecordBatch]) -> int:
    """Write batches into one file of row groups that are neither tiny nor larger than memory; how many rows there were."""
    count = held = 0
    waiting: list[pa.RecordBatch] = []
    form = schema(table)
    with parquet.ParquetWriter(path, form, compression="zstd") as writer:
        for batch in given:
            waiting.append(pa.RecordBatch.from_arrays(batch.columns, schema=form))
            held += batch.nbytes
            count += batch.num_rows
            if held > _GROUP:
                writer.write_table(pa.Table.from_batches(waiting, form))
                waiting, held = [], 0
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, form))
    return count


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside it to write into, which then takes its name, or is taken away if something goes wrong."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield beside
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
