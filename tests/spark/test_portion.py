from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import made_archive
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from fidelity.archive.store import Store
from fidelity.batch.folder import SCHEMA, About, Chunk, Run, RunError
from fidelity.batch.local import Limits
from fidelity.batch.plan import article_files, chunks
from fidelity.batch.spark.asking import act, by_chunk, first, fourth, last, second, third
from fidelity.batch.spark.engine import Marks, ordered, portions
from fidelity.batch.spark.originals import is_let_through, postings, read_units, sieve, units
from fidelity.batch.spark.portion import ABOUT, Postings, Wanted
from fidelity.batch.spark.task import check, mark, put
from fidelity.batch.tables import TABLES
from fidelity.batch.work import Terms
from fidelity.batch.worker import check_chunk
from fidelity.gather import store_originals
from fidelity.pipeline import Stocks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from fidelity.batch.spark.asking import Round
    from fidelity.batch.spark.task import Order

ABOUT_RUN = About(SCHEMA, "fidelity 0.1.0", "sha256:" + "0" * 64, "strict", {})


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Originals and articles, the originals in a store too, and what a worker of the local engine makes of them."""
    folder = tmp_path_factory.mktemp("made")
    originals, articles = made_archive.write(folder, originals=40, articles=8)
    with Store.create(folder / "store") as store:
        list(store_originals(store, [originals]))
    run = planned(folder / "local", articles)
    for chunk in run.plan():
        check_chunk(chunk, run, Terms(archive=folder / "store"), Stocks(), {})
    return folder


def planned(path: Path, articles: Path) -> Run:
    run = Run.begin(path, ABOUT_RUN)
    run.write_plan(chunks(article_files([str(articles)])))
    return run


def rows_in(run: Path) -> dict[str, list[Any]]:
    return {table: [parquet.read_table(file).to_pylist() for file in sorted((run / table).iterdir())] for table in TABLES}


def acted(round_: Round, order: Order, tables: Iterable[pa.Table]) -> list[dict[str, Any]]:
    batches = [batch for table in tables for batch in table.to_batches()]
    found: list[dict[str, Any]] = pa.Table.from_batches(list(act(iter(batches), round_, order))).to_pylist()
    return found


def numbers(told: list[dict[str, Any]], kind: str) -> list[int]:
    return [row["number"] for row in told if row["kind"] == kind]


def test_a_portion_finds_what_the_store_finds(archive: Path) -> None:
    """The rounds by hand, each answered out of the store itself."""
    run = planned(archive / "portions", archive / "articles")
    chunk = next(run.plan())
    order = ordered(run, Terms(archive=archive / "store"), Limits())
    put_about(run, archive)
    with Store.open(archive / "store") as store:
        db = store.connection
        told = acted(first, order, [pa.table({"chunk": [0], "packed": [pickle.dumps(chunk)]})])
        grams = np.array(numbers(told, "gram"), np.uint32)
        held = np.sum([np.subtract(*s.ranges(grams)[::-1]) for s in store.index.segments], axis=0)
        titles = {row["text"]: [e.id for e in title_hits(store, row["text"])] for row in told if row["kind"] == "title"}
        assert len(grams) > 100
        assert titles
        some = held > 0
        told = acted(
            second,
            order,
            [pa.table({"chunk": [0] * int(some.sum()), "gram": grams[some].astype(np.int64), "held": held[some]})],
        )
        wanted = numbers(told, "list")
        assert 0 < len(wanted) <= some.sum()
        answers = [
            {"chunk": 0, "kind": "list", "gram": gram, "text": None, "numbers": texts_with(store, gram)} for gram in wanted
        ]
        answers += [{"chunk": 0, "kind": "title", "gram": 0, "text": text, "numbers": ids} for text, ids in titles.items()]
        told = acted(third, order, [pa.Table.from_pylist(answers)])
        entries = catalogue_of(db, "o.id", numbers(told, "id")) | catalogue_of(db, "o.text", numbers(told, "text"))
        places = [row["text"] for row in told if row["kind"] == "address"] + [
            e["address"] for e in entries.values() if e["address"]
        ]
        entries |= catalogue_of(db, "o.address", places)
        known = len(db.execute("SELECT id FROM originals").fetchall())
        assert 0 < len(entries) < known
        told = acted(
            fourth, order, [pa.table({"chunk": [0] * len(entries), "entry": [json.dumps(e) for e in entries.values()]})]
        )
        chosen = numbers(told, "document")
        data = [db.execute("SELECT data FROM texts WHERE number = ?", (n,)).fetchone()[0] for n in chosen]
        ready = pa.table({"chunk": [0] * len(chosen), "number": chosen, "data": data})
        acted(lambda chunk_, table, order_: last(chunk_, table, order_, {0: chunk}), order, [ready])
    assert mark(run.path, 0).exists()
    assert rows_in(archive / "local") == rows_in(run.path)
    verdicts = {row["verdict"] for rows in rows_in(run.path)["quotes"] for row in rows}
    assert {"exact", "trimmed", "altered"} <= verdicts


def put_about(run: Run, archive: Path) -> None:
    (run.path / "work" / "portions").mkdir()
    with Store.open(archive / "store") as store:
        put(run.path / "work" / "portions" / ABOUT, json.dumps({"originals": store.count}).encode())


def title_hits(store: Store, text: str) -> list[Any]:
    return store.with_title_words(text.split(" "), 8)


def texts_with(store: Store, gram: int) -> list[int]:
    found: list[int] = []
    for segment in store.index.segments:
        starts, ends = segment.ranges(np.array([gram], np.uint32))
        found += segment.numbers[segment.places(starts, ends - starts)].tolist()
    return sorted(found)


def catalogue_of(db: sqlite3.Connection, column: str, values: list[Any]) -> dict[int, dict[str, Any]]:
    names = (
        "id",
        "uri",
        "sha256",
        "number",
        "digest",
        "letters",
        "problem",
        "address",
        "url",
        "title",
        "publisher",
        "snapshot",
    )
    told = ", ".join(
        {"number": "o.text", "digest": "t.digest", "letters": "t.letters"}.get(name, f"o.{name}") for name in names
    )
    marks = ",".join("?" * len(values))
    query = f"SELECT {told} FROM originals o JOIN texts t ON t.number = o.text WHERE {column} IN ({marks})"  # noqa: S608 - ours
    return {row[0]: dict(zip(names, row, strict=True)) for row in db.execute(query, values)}


def test_an_executor_checks_chunks_as_the_local_engine_does(archive: Path) -> None:
    run = planned(archive / "executor", archive / "articles")
    order = ordered(run, Terms(archive=archive / "store"), Limits())
    assert [] == list(check(run.plan(), order))
    with run.journal() as journal:
        seen: list[int] = []
        marks = Marks(run, journal, lambda standing: seen.append(standing.articles))
        marks.expect(list(run.plan()))
    assert [8, 8] == seen
    assert rows_in(archive / "local") == rows_in(run.path)
    assert set(run.done) == set(Run.open(run.path).done)


def test_an_executor_leaves_alone_what_is_done_and_says_what_it_misses(archive: Path) -> None:
    run = planned(archive / "half", archive / "articles")
    order = ordered(run, Terms(archive=archive / "nothing-here"), Limits())
    assert ["no store here" in said for said in check(run.plan(), order)] == [True]
    put(mark(run.path, 0), b"{}")
    assert [] == list(check(run.plan(), order))
    (run.path / "work" / "token").write_text("another", "utf-8")
    assert ["does not see this run" in said for said in check(run.plan(), order)] == [True]
    mark(run.path, 0).unlink()
    with run.journal() as journal:
        marks = Marks(run, journal, lambda _: None)
        with pytest.raises(RunError, match="go on with --resume"):
            marks.expect(list(run.plan()))


def test_originals_are_read_in_the_order_and_with_the_grams_of_a_store(archive: Path) -> None:
    told = [pickle.dumps(unit) for unit in units([archive / "originals"], {})]
    read = pa.Table.from_batches(list(read_units(iter(pa.table({"unit": told}).to_batches()))))
    rows = sorted(read.to_pylist(), key=lambda row: (row["unit"], row["nth"]))
    with Store.open(archive / "store") as store:
        kept = store.connection.execute(
            "SELECT o.uri, o.sha256, t.digest, t.letters, o.address, o.title, o.problem FROM originals o "
            "JOIN texts t ON t.number = o.text ORDER BY o.id"
        ).fetchall()
        assert kept == [
            tuple(row[name] for name in ("uri", "sha256", "digest", "letters", "address", "title", "problem")) for row in rows
        ]
        firsts = {row["digest"]: (n, row["grams"]) for n, row in reversed(list(enumerate(rows)))}
        given_ = pa.table({"number": [n for n, _ in firsts.values()], "grams": [held for _, held in firsts.values()]})
        found = pa.Table.from_batches(list(postings(iter(given_.to_batches()))))
        every, counts = np.unique(found["gram"].to_numpy(), return_counts=True)
        held = np.sum([np.subtract(*s.ranges(every.astype(np.uint32))[::-1]) for s in store.index.segments], axis=0)
        assert counts.tolist() == held.tolist()


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2**32 - 1), max_size=40), st.lists(st.integers(0, 2**32 - 1), max_size=40))
def test_a_sieve_lets_all_of_its_own_through(own: list[int], others: list[int]) -> None:
    mask = np.frombuffer(sieve(np.array(own, np.int64)), np.uint8)
    assert is_let_through(mask, np.array(own, np.uint32)).all()
    assert is_let_through(mask, np.array(others, np.uint32)).sum() <= len(others)


def test_a_sieve_holds_most_others_back() -> None:
    every = np.arange(0, 2**32, 4099, dtype=np.uint32)
    mask = np.frombuffer(sieve(every[::50].astype(np.int64)), np.uint8)
    assert 0.02 <= is_let_through(mask, every).mean() < 0.2


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), max_size=8), st.integers(1, 4))
def test_rows_come_chunk_by_chunk_however_they_are_batched(sizes: list[tuple[int, int]], size: int) -> None:
    given_ = sorted({chunk: n for chunk, n in sizes if n}.items())
    flat = [chunk for chunk, n in given_ for _ in range(n)]
    batches = [pa.record_batch({"chunk": pa.array(flat[at : at + size], pa.int64())}) for at in range(0, len(flat), size)]
    assert given_ == [
        (chunk, len(table)) for chunk, table in by_chunk([*batches, pa.record_batch({"chunk": pa.array([], pa.int64())})])
    ]


@settings(max_examples=40)
@given(
    st.dictionaries(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 50), min_size=1, max_size=5, unique=True), min_size=1)
)
def test_postings_look_like_a_segment(held: dict[int, list[int]]) -> None:
    grams = np.array(sorted(held), np.uint32)
    counts = np.array([len(held[g]) for g in sorted(held)], np.int64)
    listed = grams[::2]
    bounds = np.concatenate(([0], np.cumsum(counts[::2]))).astype(np.int64)
    lists = np.array([n for g in listed.tolist() for n in sorted(held[g])], np.uint32)
    segment = Postings((grams, counts), (listed, bounds, lists), Wanted())
    asked = np.concatenate((listed[::-1], np.array([1], np.uint32)))
    starts, ends = segment.ranges(asked)
    known = [sorted(held.get(g, [])) for g in asked.tolist()]
    assert [len(texts) for texts in known] == (ends - starts).tolist()
    kept = [texts if g in listed.tolist() else [] for g, texts in zip(asked.tolist(), known, strict=True)]
    at = np.array([bool(texts) for texts in kept])
    read = segment.numbers[segment.places(starts[at], (ends - starts)[at])].tolist()
    assert [n for texts in kept for n in texts] == read
    assert np.array_equal(np.unique(listed), np.unique(np.concatenate(segment.wanted.lists)))


@settings(max_examples=40)
@given(st.integers(0, 300), st.integers(1, 64))
def test_partitions_hold_every_chunk_once_in_order(count: int, cores: int) -> None:
    given_ = [Chunk(n, ()) for n in range(count)]
    parts = portions(given_, cores)
    assert given_ == [chunk for part in parts for chunk in part]
    assert all(0 < len(part) <= 16 for part in parts)
    assert len(parts) >= min(count, 8 * cores) or count == 0
