"""Files of any file system that Hadoop knows (`hdfs://`, `s3a://`, `file:`): fetched once, by the executors, beside the run.

From then on they are files as others are: planned, cut into slices and read by whoever checks them. Their articles and
originals keep the names that they have where they came from.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pyarrow as pa

from fidelity.archive.folder import CATALOGUE
from fidelity.batch.folder import RunError
from fidelity.batch.spark.session import watched
from fidelity.batch.spark.task import put
from fidelity.formats import is_sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyspark.sql import SparkSession

    from fidelity.batch.folder import Chunk

_LARGEST: Final = (1 << 31) - 1  # bytes of a file that Spark can hand over
_BATCH: Final = "spark.sql.execution.arrow.maxRecordsPerBatch"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of fetched files, and what the names of what lies in it begin with where it came from."""

    root: Path
    base: str


def fetched(spark: SparkSession, uris: Iterable[str], folder: Path) -> dict[str, Place]:
    """Where the files of each address are, once they have been fetched into a folder that all machines see. Raises RunError."""
    out = {}
    for uri in dict.fromkeys(uris):
        root = folder / sha256(uri.encode()).hexdigest()[:16]
        whole = root.with_suffix(".whole")
        if not whole.exists():
            root.mkdir(parents=True, exist_ok=True)
            try:
                put(whole, _fetch(spark, uri, root).encode())
            except RunError as error:
                raise RunError(f"{uri}: cannot be fetched ({str(error).rstrip('.')})") from error
        out[uri] = Place(root, re.sub(r"^file:(?://)?", "", whole.read_text("utf-8")))
    return out


def _fetch(spark: SparkSession, uri: str, root: Path) -> str:
    """Fetch what is at an address; what all names of it begin with."""
    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(uri)
    sizes = {path: size for path, size in watched(spark, found.select("path", "length").collect) if _is_wanted(path)}
    if not sizes:
        raise RunError("there is no file that could be read")
    large = sorted(path for path, size in sizes.items() if size > _LARGEST)
    if large:
        raise RunError(f"{large[0]} has more than 2 GB, which Spark cannot hand over as one file; split it")
    base: str = os.path.commonpath([path.rpartition("/")[0] for path in sizes])
    before = spark.conf.get(_BATCH) or "10000"
    spark.conf.set(_BATCH, "1")  # a file at a time
    try:
        copies = found.select("path", "content").mapInArrow(partial(_copied, base=base, root=root), "path string")
        watched(spark, copies.count)
    finally:
        spark.conf.set(_BATCH, before)
    return base


def _is_wanted(path: str) -> bool:
    name = path.rpartition("/")[2]
    return is_sought(name) or name == CATALOGUE


def _copied(batches: Iterator[pa.RecordBatch], base: str, root: Path) -> Iterator[pa.RecordBatch]:
    """Write files (`path`, `content`) below a folder, as they lie below theirs."""
    for batch in batches:
        for path, content in zip(batch.column("path").to_pylist(), batch.column("content").to_pylist(), strict=True):
            if _is_wanted(path):
                target = root / path.removeprefix(base).lstrip("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                put(target, content)
        yield pa.RecordBatch.from_arrays([batch.column("path")], ["path"])


def named(chunk: Chunk, places: Iterable[Place]) -> Chunk:
    """A chunk whose articles are named after where their files came from."""
    parts = tuple(msgspec.structs.replace(part, name=name_of(part.path, places)) for part in chunk.slices)
    return msgspec.structs.replace(chunk, slices=parts)


def name_of(path: str, places: Iterable[Place]) -> str:
    """The full name that a fetched file had; nothing if it was not fetched. A `file:` address is a path."""
    for place in places:
        if Path(path).is_relative_to(place.root):
            return f"{place.base}/{Path(path).relative_to(place.root).as_posix()}"
    return ""


__all__ = ["Place", "fetched", "name_of", "named"]
