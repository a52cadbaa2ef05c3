from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from fidelity.batch.folder import SCHEMA, About, Chunk, Run, Stretch
from fidelity.batch.parquet import schema, write_rows
from fidelity.batch.tables import TABLES, Rows
from fidelity.batch.work import Terms, checked, documents, given_up
from fidelity.batch.worker import check_chunk
from fidelity.pipeline import Stocks, check
from fidelity.report import FORMATS

PAIRS = Path(__file__).parents[2] / "pairs"


def rows_of(article: Path) -> Rows:
    part = Stretch(str(article))
    terms = Terms()
    return checked(next(documents(part, {})), part, terms, Stocks())


ARTICLES = sorted(PAIRS.glob("*/article.*"))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.parent.name)
def test_the_rows_say_what_the_report_says(article: Path) -> None:
    found = rows_of(article)
    report = check(article, article.parent / "originals")
    told: dict[str, Any] = json.loads(FORMATS["json"](report, None))["articles"][0]  # type: ignore[arg-type]
    assert told == json.loads(found["reports"][0]["report"])
    assert [q["id"] for q in told["quotes"]] == [row["id"] for row in found["quotes"]]
    assert [q["verdict"] for q in told["quotes"]] == [row["verdict"] for row in found["quotes"]]
    assert [e["why"] for q in told["quotes"] for e in (q["match"] or {"edits": ()})["edits"]] == [
        e["why"] for e in found["edits"]
    ]
    assert [e["status"] for q in told["quotes"] for e in q["emphasis"]] == [row["status"] for row in found["emphasis"]]
    assert [f["fingerprint"] for f in told["findings"]] == [row["fingerprint"] for row in found["findings"]]
    assert {q["match"]["original"] for q in told["quotes"] if q["match"]} <= {row["uri"] for row in found["originals"]}
    head = found["articles"][0]
    assert told["counts"] == {
        name.replace("_", "-"): head[name] for name in ("exact", "trimmed", "altered", "not_found", "unchecked")
    }
    assert len(told["findings"]) == sum(head[name] for name in ("errors", "warnings", "info", "allowed"))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.parent.name)
def test_every_row_has_the_columns_of_its_table_and_comes_back_from_its_file(article: Path, tmp_path: Path) -> None:
    for table, rows in rows_of(article).items():
        assert all([column.name for column in TABLES[table]] == list(row) for row in rows), table
        write_rows(tmp_path / f"{table}.parquet", table, rows)
        read: pa.Table = parquet.read_table(tmp_path / f"{table}.parquet")
        assert schema(table).names == read.schema.names
        assert rows == read.to_pylist()


def test_what_was_given_up_has_a_row_with_the_reason(tmp_path: Path) -> None:
    found = given_up("a.md", "It took too long.", Stretch("a.md"), Terms())
    assert ["It took too long."] == [row["problem"] for row in found["articles"]]
    assert {"articles"} == {table for table, rows in found.items() if rows}
    write_rows(tmp_path / "articles.parquet", "articles", found["articles"])
    assert found["articles"] == parquet.read_table(tmp_path / "articles.parquet").to_pylist()


def test_a_fault_of_the_program_is_told_of_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise KeyError("weir")

    monkeypatch.setattr("fidelity.batch.work.check_shelved", fault)
    (row,) = rows_of(ARTICLES[0])["articles"]
    assert "KeyError" in row["problem"]
    assert str(ARTICLES[0]) == row["uri"]


def test_too_little_memory_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("fidelity.batch.work.check_shelved", fault)
    (row,) = rows_of(ARTICLES[0])["articles"]
    assert "--memory-limit" in row["problem"]


def test_a_name_that_is_not_utf_8_comes_through(tmp_path: Path) -> None:
    odd = tmp_path / "report-\udce9t\udce9.md"
    try:
        odd.write_text("The report says: “The weir held all night, and the wardens went home at six.”\n", "utf-8")
    except OSError:  # a file system that has no such names has no such trouble
        odd = ARTICLES[0]
    run = Run.begin(tmp_path / "run", About(SCHEMA, "", "", "strict", {}))
    done = check_chunk(Chunk(0, (Stretch(str(odd)),)), run, Terms(), Stocks(), {})
    assert (1, 0) == (done.articles, done.unread)
    assert "report-" in parquet.read_table(run.file("articles", 0)).to_pylist()[0]["uri"]
