"""What a run has found, as tables of an embedded database: its Parquet files, read where they lie, and nothing else.

The database holds no data of its own and may touch nothing but the files of the runs that it was opened for: no other file is
read, none is written but what DuckDB spills (into a folder that is taken away), no extension is loaded, and
no network is used.
"""

from __future__ import annotations

import glob
import json
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from fidelity.batch.folder import RunError
from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from fidelity.batch.folder import Run

_Found = TypeVar("_Found")

MEMORY = "1GB"
"""What the database may hold in memory; beyond it, sorting and joining spill to disk."""
_THREADS = 4
_BATCH = 2048  # rows that are in Python's hands at once
_KINDS = {
    "string": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "strings": "VARCHAR[]",
    "spans": 'STRUCT("start" BIGINT, "end" BIGINT)[]',
}
_KIND = re.compile(r"^(?P<kind>[A-Za-z ]+?) Error: ")
_LINE = re.compile(r"\n{1,9}LINE (?P<line>[0-9]+): .*", re.DOTALL)


class QueryError(Exception):
    """The SQL cannot be answered; the message says what is wrong and where, for people."""


class Answer:
    """The rows that a query found, once, in their order, a few at a time; `columns` are named so that no two are alike."""

    def __init__(self, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
        self.columns = _distinct(columns)
        self.rows = rows


@contextmanager
def opened(runs: Mapping[str, Run], memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of runs as views, each run's in the schema that names it (`main` needs no name in SQL).

    `memory` is what the database may hold; beyond it, it spills. Raises RunError if a file of a run is gone or damaged.
    """
    files = [path for run in runs.values() for each in run.tables.values() for path in each]
    for path in files:
        if not path.is_file():
            raise RunError(f"{path}: this file of the run is gone; put it back, or begin the run anew in another folder")
    with tempfile.TemporaryDirectory(prefix="fidelity-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "python_enable_replacements": "false",
                "errors_as_json": "true",
                "threads": str(min(_THREADS, os.cpu_count() or 1)),
                "memory_limit": memory,
                "temp_directory": spill,
            },
        )
        try:
            _confine(connection, files)
            for schema, run in runs.items():
                connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
                _views(connection, schema, run)
            connection.execute("SET lock_configuration = true")
            yield connection
        finally:
            connection.close()


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer to a stranger's query, which may be one SELECT. Raises QueryError, also while the rows are read."""
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise _told(error, sql) from error
    if not statements:
        raise QueryError('the SQL is empty. Try: "SELECT verdict, count(*) FROM quotes GROUP BY verdict"')
    kind = statements[0].type
    if len(statements) > 1:
        raise QueryError(f"these are {len(statements)} statements. Give one query at a time")
    if kind != duckdb.StatementType.SELECT:
        name = str(kind).rpartition(".")[2]
        if kind == duckdb.StatementType.MULTI:
            raise QueryError("this is no single query. Write a PIVOT as SELECT * FROM (PIVOT … ON … IN (…) USING …)")
        raise QueryError(
            f"a run is only read, and this is no query ({name}). Begin with SELECT, WITH, FROM, DESCRIBE or SUMMARIZE"
        )
    try:
        return answer(connection, sql)
    except QueryError as error:
        raise _placed(connection, sql) or error from error


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer to a query of ours, or to one that `ask` has looked at."""
    reader, found = _asked(connection, sql)

    def rows() -> Iterator[tuple[Any, ...]]:
        for batch in found:
            yield from zip(*(_plain(column.to_pylist()) for column in batch.columns), strict=True)

    return Answer(reader.schema.names, rows())


def batches(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[pa.RecordBatch]:
    """The answer in Arrow's form, as it comes. Several can be under way: each has a cursor of its own."""
    return _asked(connection, sql)[1]


def _asked(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[pa.RecordBatchReader, Iterator[pa.RecordBatch]]:
    cursor = connection.cursor()

    def begun() -> pa.RecordBatchReader:
        relation = cursor.sql(sql)
        assert relation is not None
        return relation.to_arrow_reader(_BATCH)

    def rest() -> Iterator[pa.RecordBatch]:
        while (batch := _waited_for(cursor, lambda: next(reader, None), sql)) is not None:
            yield batch

    reader = _waited_for(cursor, begun, sql)
    return reader, rest()


def _waited_for(cursor: duckdb.DuckDBPyConnection, work: Callable[[], _Found], sql: str) -> _Found:
    """What the database finds, in a thread of its own: while it works, it hears no Ctrl-C, and this one does."""
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(work)
        try:
            return working.result()
        except KeyboardInterrupt:
            cursor.interrupt()  # else the thread would be waited for
            raise
        except (duckdb.Error, OSError, RuntimeError) as error:
            raise _told(error, sql) from error


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def _views(connection: duckdb.DuckDBPyConnection, schema: str, run: Run) -> None:
    for table, files in run.tables.items():
        try:
            connection.execute(f'CREATE VIEW "{schema}"."{table}" AS {_select(table, files)}')
        except duckdb.Error as error:
            raise RunError(f"{run.path / table}: a file of the run is damaged; begin the run anew in another folder") from error


def _confine(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> None:
    """From here on the database reaches these files and nothing else. What looks like a pattern in a path is written as one."""
    names = sorted({name for path in paths for name in (_absolute(path), glob.escape(_absolute(path)))})
    connection.execute(f"SET allowed_paths = [{', '.join(map(text, names))}]")
    connection.execute("SET enable_external_access = false")


def _select(table: str, files: Sequence[Path]) -> str:
    """Rows of a table out of its files; originals, which stand in many chunks, each once. No file, no rows."""
    if not files:
        columns = ", ".join(f'NULL::{_KINDS[column.kind]} AS "{column.name}"' for column in TABLES[table])
        return f"SELECT {columns} WHERE false"
    names = ", ".join(text(glob.escape(_absolute(path))) for path in files)
    distinct = "DISTINCT " if table == "originals" else ""
    return f"SELECT {distinct}* FROM read_parquet([{names}])"  # noqa: S608 - quoted


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay as they are: the same name is allowed and read


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number where one comes again."""
    found: dict[str, None] = {}
    for name in names:
        free, number = name, 2
        while free in found:
            free, number = f"{name}_{number}", number + 1
        found[free] = None
    return tuple(found)


def _plain(values: list[Any]) -> list[Any]:
    """Sums, which are decimals in the database, as the numbers that they are."""
    if not any(isinstance(value, Decimal) for value in values):
        return values
    return [_number(value) if isinstance(value, Decimal) else value for value in values]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _placed(connection: duckdb.DuckDBPyConnection, sql: str) -> QueryError | None:
    """The same fault with its place, which the database tells only of what is executed."""
    asked = "EXPLAIN "
    try:
        connection.execute(f"{asked}{sql}")
    except duckdb.Error as error:
        return _told(error, sql, len(asked))
    return None


def _told(error: Exception, sql: str, skip: int = 0) -> QueryError:
    """What the database complains of, as a sentence with the line and column of the query, before which it saw `skip` bytes.

    Raises KeyboardInterrupt if it complains of that.
    """
    if isinstance(error, duckdb.InterruptException) or "query interrupted" in str(error).lower():
        raise KeyboardInterrupt from error
    said = str(error)
    kind = match["kind"] if (match := _KIND.match(said)) else ""
    said = said[match.end() :] if match else said
    place = ""
    try:
        details = json.loads(said)
        said = details["exception_message"]
        position = int(details["position"]) - skip if "position" in details else None
    except (ValueError, KeyError, TypeError):
        position = None
    if position is not None and position >= 0:
        before = sql.encode()[:position].decode(errors="ignore")
        place = f", line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
    if kind == "Permission":
        return QueryError(
            f"the query reaches for something outside the run{place}; it may read the run's tables and nothing else"
        )
    if kind == "Out of Memory":
        return QueryError("the answer does not fit in memory and on the disk of temporary files. Ask for less, or group first")
    said = "; ".join(line.strip(" !.") for line in _LINE.sub("", said).splitlines() if line.strip())
    return QueryError(f"the SQL cannot be answered{place}: {said}")


__all__ = ["MEMORY", "Answer", "QueryError", "answer", "ask", "batches", "opened", "text"]
