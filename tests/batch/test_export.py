from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from made_run import article, quote, row, write
from pyarrow import parquet
from run_of_many import articles, write_archive

from fidelity.batch.export import FORMS, Form, export
from fidelity.batch.folder import Run
from fidelity.batch.results import QueryError, opened
from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run.open(write_archive(tmp_path / "run", articles(60), chunk=25))


def exported(run: Run, folder: Path, form: Form) -> dict[str, int]:
    with opened({"main": run}) as connection:
        return {path.stem: rows for path, rows in export(connection, run, folder, form)}


@pytest.mark.parametrize("form", FORMS)
def test_every_table_is_one_file_with_every_row(run: Run, tmp_path: Path, form: Form) -> None:
    counts = exported(run, tmp_path / "out", form)
    assert {f"{table}.{form}" for table in TABLES} == {path.name for path in (tmp_path / "out").iterdir()}
    of = {t: sum(parquet.read_metadata(file).num_rows for file in files) for t, files in run.tables.items() if t != "originals"}
    originals = {uri for file in run.tables["originals"] for uri in parquet.read_table(file)["uri"].to_pylist()}
    assert of | {"originals": len(originals)} == counts


def test_parquet_is_what_the_chunks_have(run: Run, tmp_path: Path) -> None:
    exported(run, tmp_path / "out", "parquet")
    for table in TABLES:
        whole = parquet.read_table(tmp_path / "out" / f"{table}.parquet")
        parts = [row for file in run.tables[table] for row in parquet.read_table(file).to_pylist()]
        if table == "originals":
            parts = sorted({one["uri"]: one for one in parts}.values(), key=lambda one: str(one["uri"]))
        assert parts == whole.to_pylist()
        assert parquet.read_schema(run.tables[table][0]).equals(whole.schema, check_metadata=True)


def test_json_lines_are_what_the_chunks_have(run: Run, tmp_path: Path) -> None:
    exported(run, tmp_path / "out", "jsonl")
    for table in ("quotes", "findings", "emphasis"):
        lines = [json.loads(line) for line in (tmp_path / "out" / f"{table}.jsonl").read_text("utf-8").splitlines()]
        assert [row for file in run.tables[table] for row in parquet.read_table(file).to_pylist()] == lines


def test_csv_is_one_line_a_row_and_no_formula(tmp_path: Path) -> None:
    hostile = {
        "text": "=1+1\r\nnext\x1b[31m",
        "work": "@SUM(1)",
        "passages": [{"start": 1, "end": 2}],
        "declares": ["sic", "=x"],
    }
    path = write(tmp_path / "run", {"articles": [article("-a")], "quotes": [quote("-a", "q", "exact", **hostile)]})
    exported(Run.open(path), tmp_path / "out", "csv")
    data = (tmp_path / "out" / "quotes.csv").read_bytes()
    assert 2 == data.count(b"\n") == data.count(b"\r\n")
    head, line = csv.reader(data.decode().splitlines())
    told = dict(zip(head, line, strict=True))
    assert ("'-a", "'=1+1 next␛[31m", "'@SUM(1)") == (told["article"], told["text"], told["work"])
    assert ("[[1,2]]", '["sic","=x"]', "yes", "") == (told["passages"], told["declares"], told["marked"], told["original"])


def test_the_same_run_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for form in FORMS:
        exported(run, tmp_path / "one", form)
        exported(run, tmp_path / "two", form)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_what_cannot_be_finished_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = write(tmp_path / "run", {"articles": [article("a")]}, {"articles": [article("b")]})
    run = Run.open(path)
    out = tmp_path / "out"
    exported(run, out, "csv")
    before = (out / "articles.csv").read_bytes()
    with opened({"main": run}) as connection:
        run.tables["articles"][1].write_bytes(b"PAR1 no more")
        with pytest.raises(QueryError):
            export(connection, run, out, "csv")
    assert before == (out / "articles.csv").read_bytes()
    assert {f"{table}.csv" for table in TABLES} == {one.name for one in out.iterdir()}, "nothing half-written is left"


def test_large_rows_go_into_groups_of_rows_of_a_bounded_size(tmp_path: Path) -> None:
    long = "x" * 100_000
    rows = [row("reports", article=f"{n}", report=f"{n} {long}") for n in range(800)]
    path = write(tmp_path / "run", {"reports": rows[:400]}, {"reports": rows[400:]})
    exported(Run.open(path), tmp_path / "out", "parquet")
    file = parquet.ParquetFile(tmp_path / "out" / "reports.parquet")
    assert 1 < file.metadata.num_row_groups
    assert [one["report"] for one in rows] == file.read()["report"].to_pylist()
