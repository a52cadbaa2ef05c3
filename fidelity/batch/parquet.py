"""Rows to Parquet files, whole or not at all."""

from __future__ import annotations

import os
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fidelity.batch.tables import Column, Row

_KINDS = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
    "spans": pa.list_(pa.struct([pa.field("start", pa.int64(), nullable=False), pa.field("end", pa.int64(), nullable=False)])),
}


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; each field carries what it means as metadata (`meaning`)."""
    return pa.schema([_field(column) for column in TABLES[table]])


def _field(column: Column) -> pa.Field[Any]:
    return pa.field(column.name, _KINDS[column.kind], nullable=column.may_be_null, metadata={"meaning": column.meaning})


def write_rows(path: Path, table: str, rows: Iterable[Row]) -> None:
    """Write a table's rows into a file that then takes its name; on disk when this returns. Raises OSError."""
    beside = path.with_name(f".{path.name}.{token_hex(8)}")  # not the process: two machines may be at it
    try:
        with beside.open("wb") as file:
            parquet.write_table(pa.Table.from_pylist(list(rows), schema(table)), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
