"""What the articles of a chunk ask of the archive, found out by asking: an executor's part of each round.

The articles are read once, and what they would ask a store is kept; from then on only the questions are asked again, each time
of a portion that knows more.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from fidelity.archive.store import Store
from fidelity.batch.folder import RunError
from fidelity.batch.spark.originals import META
from fidelity.batch.spark.portion import COUNTS, LISTS, TITLES, PortionStocks
from fidelity.batch.spark.task import Order, check_here, mark, own_folder, put, unfit
from fidelity.batch.tables import TABLES
from fidelity.pipeline import Stocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from fidelity.batch.folder import Chunk
    from fidelity.batch.spark.portion import Wanted
    from fidelity.candidates import Shelf

    Round = Callable[[int, pa.Table, Order], Iterable[pa.RecordBatch]]

_CALLS: Final = "calls"
_ENTRIES: Final = "entries.jsonl"
ASKED: Final = pa.schema([("chunk", pa.int64()), ("kind", pa.string()), ("number", pa.int64()), ("text", pa.string())])
DDL: Final = "chunk bigint, kind string, number bigint, text string"
"""What a round gives: what a chunk asks for next. Of the kind `sentence` is what went wrong."""


class _EnoughError(Exception):
    """The questions are known; the article is not checked yet."""


class _Noted(Stocks):
    """Notes down what is asked of it, in a file of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path = folder / f"{os.getpid()}.{_CALLS}"

    def __call__(self, *args: Any, **named: Any) -> Shelf:
        """Nothing but a note."""
        with self._path.open("ab") as file:
            pickle.dump((args, named), file)
        raise _EnoughError


def place(order: Order, chunk: int) -> Path:
    """The folder of a chunk's portion."""
    return order.path / "work" / "portions" / f"{chunk:06}"


def act(batches: Iterator[pa.RecordBatch], round_: Round, order: Order) -> Iterator[pa.RecordBatch]:
    """A round for the chunks of a partition, whose rows come chunk by chunk."""
    wrong = unfit(order)
    for chunk, table in by_chunk(batches):
        if wrong is not None:
            yield rows(chunk, "sentence", texts=[wrong])
            return
        try:
            yield from round_(chunk, table, order)
        except RunError as error:
            yield rows(chunk, "sentence", texts=[str(error)])


def by_chunk(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each chunk."""
    held: list[pa.RecordBatch] = []
    current: int | None = None
    for batch in batches:
        chunks = batch.column("chunk").to_numpy()
        edges = [0, *(np.flatnonzero(np.diff(chunks)) + 1).tolist(), len(chunks)] if len(chunks) else [0]
        for start, stop in pairwise(edges):
            chunk = int(chunks[start])
            if current is not None and chunk != current:
                yield current, pa.Table.from_batches(held)
                held = []
            current = chunk
            held.append(batch.slice(start, stop - start))
    if current is not None:
        yield current, pa.Table.from_batches(held)


def rows(chunk: int, kind: str, numbers: Any = None, texts: Iterable[str] | None = None) -> pa.RecordBatch:
    """Rows of ASKED of one kind."""
    values = pa.array(np.zeros(0, np.int64) if numbers is None else numbers, pa.int64())
    said = pa.array([] if texts is None else list(texts), pa.string())
    size = max(len(values), len(said))
    values = pa.nulls(size, pa.int64()) if numbers is None else values
    said = pa.nulls(size, pa.string()) if texts is None else said
    return pa.RecordBatch.from_arrays(
        [pa.array(np.full(size, chunk)), pa.array([kind] * size, pa.string()), values, said], schema=ASKED
    )


def first(chunk: int, table: pa.Table, order: Order) -> Iterable[pa.RecordBatch]:
    """Read the articles (the chunk stands in `packed`); what they ask for: grams, titles, addresses."""
    folder = place(order, chunk)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _CALLS).exists():
        put(folder / _CALLS, _noted(pickle.loads(table.column("packed")[0].as_py()), order))  # noqa: S301 - the driver's
    wanted = asked(folder)
    yield rows(chunk, "gram", _union(wanted.grams))
    yield rows(chunk, "title", texts=[" ".join(said) for said in sorted(wanted.titles)])
    yield rows(chunk, "address", texts=sorted(wanted.addresses))


def second(chunk: int, table: pa.Table, order: Order) -> Iterable[pa.RecordBatch]:
    """With how many texts hold each gram: the grams whose texts are asked for."""
    folder = place(order, chunk)
    told = table.filter(pa.compute.greater_equal(table["gram"], 0)) if len(table) else table
    grams = told["gram"].to_numpy().astype(np.uint32)
    inorder = np.argsort(grams)
    _save(folder / COUNTS, grams=grams[inorder], counts=told["held"].to_numpy()[inorder])
    yield rows(chunk, "list", _union(asked(folder).lists))


def third(chunk: int, table: pa.Table, order: Order) -> Iterable[pa.RecordBatch]:
    """With the texts that hold each gram and the originals of each title: the originals that are asked for."""
    folder = place(order, chunk)
    lists = sorted((r["gram"], r["numbers"]) for r in table.filter(pa.compute.equal(table["kind"], "list")).to_pylist())
    titles = sorted(
        (r["text"].split(" "), r["numbers"]) for r in table.filter(pa.compute.equal(table["kind"], "title")).to_pylist()
    )
    _save(
        folder / LISTS,
        grams=np.array([gram for gram, _ in lists], np.uint32),
        bounds=np.cumsum([0, *(len(numbers) for _, numbers in lists)]).astype(np.int64),
        numbers=np.concatenate([np.array(numbers, np.uint32) for _, numbers in lists] or [np.zeros(0, np.uint32)]),
    )
    put(folder / TITLES, json.dumps(titles).encode())
    wanted = asked(folder)
    yield rows(chunk, "id", sorted(wanted.ids))
    yield rows(chunk, "text", sorted(wanted.texts))
    yield rows(chunk, "address", texts=sorted(wanted.addresses))


def fourth(chunk: int, table: pa.Table, order: Order) -> Iterable[pa.RecordBatch]:
    """With what is known of those originals: which are chosen, by the numbers of their texts."""
    folder = place(order, chunk)
    put(folder / _ENTRIES, "\n".join(sorted(e for e in table["entry"].to_pylist() if e)).encode())
    scratch = own_folder("catalogue")
    try:
        _catalogue(scratch / "store", folder, {})
        yield rows(chunk, "document", sorted(asked(folder, scratch / "store").documents))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def last(chunk: int, table: pa.Table, order: Order, chunks: dict[int, Chunk]) -> Iterable[pa.RecordBatch]:
    """With their texts: the check."""
    if mark(order.path, chunk).exists():
        return
    folder = place(order, chunk)
    scratch = own_folder("catalogue")
    try:
        texts = {r["number"]: r["data"] for r in table.to_pylist() if r["data"] is not None}
        _catalogue(scratch / "store", folder, texts)
        stocks = partial(PortionStocks, folder, scratch / "store")
        check_here((chunks[chunk],), order, replace(order.terms, stocks=stocks))
        yield rows(chunk, "done", [0])
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _noted(chunk: Chunk, order: Order) -> bytes:
    """What the articles of a chunk ask for, found out by a worker that is watched as for a check."""
    scratch = own_folder("asking")
    try:
        for name in (*TABLES, "work"):
            (scratch / "run" / name).mkdir(parents=True)
        check_here((chunk,), replace(order, path=scratch / "run"), replace(order.terms, stocks=partial(_Noted, scratch)))
        return b"".join(pickle.dumps(call) for file in sorted(scratch.glob(f"*.{_CALLS}")) for call in _calls(file))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def asked(folder: Path, catalogue: Path | None = None) -> Wanted:
    """What the articles of a portion ask for, as much of it as is known."""
    stocks = PortionStocks(folder, catalogue, is_whole=False)
    for args, named in _calls(folder / _CALLS):
        stocks(*args, **named)
    return stocks.portion.wanted


def _calls(path: Path) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """What was asked, up to what a worker that was killed left half-written."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - written by an executor of this run
            except (EOFError, pickle.UnpicklingError):
                return


def _catalogue(path: Path, folder: Path, texts: dict[int, bytes]) -> None:
    """A store's catalogue of the originals that a portion knows of, and of these texts."""
    entries = [json.loads(line) for line in (folder / _ENTRIES).read_text("utf-8").split("\n") if line]
    columns = ("id", "uri", "sha256", "number", "address", "problem", *META)
    with Store.create(path) as store:
        store.connection.execute("PRAGMA foreign_keys = OFF")
        with store.writing() as db:
            for number, e in {e["number"]: e for e in entries}.items():
                db.execute(
                    "INSERT INTO texts VALUES (?, ?, ?, ?, 0)", (number, e["digest"], texts.get(number, b""), e["letters"])
                )
            names = ", ".join("text" if name == "number" else name for name in columns)
            marks = ", ".join("?" * len(columns))
            db.executemany(
                f"INSERT INTO originals ({names}, reader) VALUES ({marks}, '')",  # noqa: S608 - names of ours
                [tuple(e.get(name) for name in columns) for e in sorted(entries, key=lambda e: e["id"])],
            )


def _union(parts: list[Any]) -> Any:
    return np.unique(np.concatenate(parts)).astype(np.int64) if parts else np.zeros(0, np.int64)


def _save(path: Path, **arrays: Any) -> None:
    held = io.BytesIO()
    np.savez(held, **arrays)
    put(path, held.getvalue())
