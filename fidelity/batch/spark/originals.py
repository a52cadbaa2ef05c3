"""Originals too many for a store: read once, by the executors, into a table of what was read and of its grams."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from fidelity.archive.choose import address, title_words
from fidelity.archive.folder import merged, sources
from fidelity.archive.index.grams import grams
from fidelity.archive.packing import pack
from fidelity.batch.spark.hadoop import name_of
from fidelity.batch.work import renamed
from fidelity.formats import CONTAINERS, by_name
from fidelity.model import Meta
from fidelity.read import Slice, read_slice, slices
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from fidelity.batch.spark.hadoop import Place
    from fidelity.model import Document

_SLICE: Final = 8_000_000  # bytes of a container that are read at once
_ROWS: Final = 64  # documents of a batch
META: Final = tuple(f.name for f in fields(Meta) if f.name != "originals")
SCHEMA: Final = pa.schema(
    [
        ("unit", pa.int64()),
        ("nth", pa.int64()),
        ("uri", pa.string()),
        ("sha256", pa.string()),
        ("digest", pa.string()),
        ("letters", pa.int64()),
        ("problem", pa.string()),
        *((name, pa.string()) for name in META),
        ("address", pa.string()),
        ("titled", pa.list_(pa.string())),
        ("grams", pa.binary()),
        ("data", pa.binary()),
    ]
)
"""An original as it was read: which of its `unit` it is, what a store's catalogue says of it, its grams, its packed text."""
DDL: Final = ", ".join(
    f"{f.name} {'array<string>' if pa.types.is_list(f.type) else {'int64': 'bigint'}.get(str(f.type), str(f.type))}"
    for f in SCHEMA
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of originals, or a stretch of one, and what a catalogue beside it says. `nth` is its place among all."""

    nth: int
    path: str
    part: Slice
    meta: Meta
    fields: Mapping[str, str]
    name: str = ""


def units(paths: Iterable[Path], given: Mapping[str, str], places: Sequence[Place] = ()) -> Iterator[Unit]:
    """What there is to be read, in the order in which a store would be given it. Raises OriginalsError.

    `places` are folders of fetched files, whose originals keep the names that they had.
    """
    nth = 0
    for source in sources(paths):
        is_container = by_name(source.path.name) in CONTAINERS
        for part in slices(source.path, _SLICE) if is_container else (Slice(),):
            name = name_of(str(source.path), places)
            yield Unit(nth, str(source.path), part, source.meta, source.fields or given, name)
            nth += 1


def read_units(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The originals of units (pickled, in a column `unit`), as rows of SCHEMA."""
    rows: list[dict[str, Any]] = []
    for batch in batches:
        for packed in batch.column("unit"):
            unit: Unit = pickle.loads(packed.as_py())  # noqa: S301 - written by the driver of this run
            for nth, read in enumerate(read_slice(unit.path, unit.part, unit.fields)):
                document = renamed(read, unit.path, unit.name)
                rows.append(row(unit.nth, nth, replace(document, meta=merged(document.meta, unit.meta))))
                if len(rows) >= _ROWS:
                    yield pa.RecordBatch.from_pylist(rows, SCHEMA)
                    rows = []
    yield pa.RecordBatch.from_pylist(rows, SCHEMA)


def row(unit: int, nth: int, document: Document) -> dict[str, Any]:
    """An original as a row of SCHEMA."""
    packed = pack(document)
    said = {name: getattr(document.meta, name) for name in META}
    return {
        "unit": unit,
        "nth": nth,
        "uri": document.uri,
        "sha256": document.sha256,
        "digest": packed.digest,
        "letters": len(document.text),
        "problem": document.problem,
        **said,
        "address": address(document.meta.url),
        "titled": sorted(title_words(document.meta.title)),
        "grams": np.unique(grams(words(document.text).hashes)).tobytes(),
        "data": packed.data,
    }


def postings(batches: Iterator[pa.RecordBatch], sieve: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
    """Rows of `number` and `grams` as rows of `gram` and `number`, one for each gram; those that a sieve lets through."""
    mask = None if sieve is None else np.frombuffer(bytes(sieve), np.uint8)
    for batch in batches:
        numbers = batch.column("number").to_numpy()
        held = [np.frombuffer(packed.as_buffer(), np.uint32) for packed in batch.column("grams")]
        every = np.concatenate(held) if held else np.zeros(0, np.uint32)
        owner = np.repeat(numbers, [len(h) for h in held])
        if mask is not None:
            through = is_let_through(mask, every)
            every, owner = every[through], owner[through]
        yield pa.RecordBatch.from_arrays([pa.array(every.astype(np.int64)), pa.array(owner)], ["gram", "number"])


def sieve(asked: Any) -> bytes:
    """A set of grams as bits, eight for each of them or more, so that most others are let fall before anything is shuffled."""
    bits = max(16, min(30, int(np.ceil(np.log2(max(1, len(asked)))) + 3)))
    mask = np.zeros(1 << (bits - 3), np.uint8)
    at = np.asarray(asked, np.uint32) >> np.uint32(32 - bits)
    np.bitwise_or.at(mask, at >> np.uint32(3), np.left_shift(1, at & np.uint32(7)).astype(np.uint8))
    return mask.tobytes()


def is_let_through(mask: Any, every: Any) -> Any:
    """Which grams a sieve lets through: all of its own, and few others."""
    bits = int(np.log2(len(mask))) + 3
    at = every >> np.uint32(32 - bits)
    return (mask[at >> np.uint32(3)] >> (at & np.uint32(7)).astype(np.uint8)) & 1 == 1
