from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))

from made_run import article, finding, quote, write

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture
def batch(newsroom: Path) -> Path:
    return write(
        newsroom / "RUN",
        {
            "articles": [article("a.md", author="Ada", quotes=2), article("b \x1b[31m\u202e.md", author="=cmd()", quotes=1)],
            "quotes": [
                quote("a.md", "q1", "exact", passages=[{"start": 3, "end": 9}], score=100.0),
                quote("a.md", "q2", "altered", score=80.0),
                quote("b \x1b[31m\u202e.md", "q1", "unchecked"),
            ],
            "findings": [finding("a.md", "q2", "changed-number")],
        },
    )


def test_a_query_as_a_table(fidelity: Run, batch: Path) -> None:
    done = fidelity("query", "--run", str(batch), "SELECT article, verdict, passages FROM quotes ORDER BY 1, id")
    assert (0, b"") == (done.returncode, done.stderr)
    lines = done.stdout.decode().splitlines()
    assert ["article", "verdict", "passages"] == lines[0].split()
    assert ["a.md", "exact", "3-9"] == lines[2].split()
    assert "3 rows" == lines[-1]
    assert "\x1b" not in done.stdout.decode()
    assert "b ␛[31m⟨U+202E⟩.md" in done.stdout.decode()


def test_a_query_as_csv_and_json(fidelity: Run, batch: Path) -> None:
    sql = "SELECT author, sum(quotes) AS n FROM articles GROUP BY 1 ORDER BY 2 DESC"
    done = fidelity("query", "--run", str(batch), sql, "--output-format", "json")
    assert [{"author": "Ada", "n": 2}, {"author": "=cmd()", "n": 1}] == json.loads(done.stdout)
    done = fidelity("query", "--run", str(batch), sql, "--output-format", "csv")
    assert [["author", "n"], ["Ada", "2"], ["'=cmd()", "1"]] == list(csv.reader(StringIO(done.stdout.decode(), newline="")))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nam FROM quotes", "line 1, column 8"),
        ("COPY quotes TO 'x.csv'", "a run is only read"),
        ("SELECT * FROM read_csv('right.md')", "outside the run"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("", "the SQL is empty"),
    ],
)
def test_a_query_that_cannot_be_answered_is_a_sentence(fidelity: Run, batch: Path, sql: str, said: str) -> None:
    done = fidelity("query", "--run", str(batch), sql)
    assert (2, b"") == (done.returncode, done.stdout)
    assert said in done.stderr.decode()
    assert 1 == done.stderr.decode().count("\n")
    assert not (batch.parent / "x.csv").exists()


def test_a_long_table_says_that_there_is_more(fidelity: Run, batch: Path) -> None:
    done = fidelity("query", "--run", str(batch), "SELECT range FROM range(501)")
    assert done.stdout.endswith(b"the first 500 rows\n")
    assert b"--output-format csv" in done.stderr
    assert fidelity("query", "--run", str(batch), "SELECT range FROM range(500)").stdout.endswith(b"500 rows\n")


@pytest.mark.parametrize("words", [("query", "--run", "nix", "SELECT 1"), ("stats", "nix", "--by", "rule")])
def test_where_there_is_no_run(fidelity: Run, words: tuple[str, ...]) -> None:
    done = fidelity(*words)
    assert 2 == done.returncode
    assert "nix: no run here" in done.stderr.decode()


def test_an_unfinished_run_is_said_to_be_one(fidelity: Run, newsroom: Path) -> None:
    write(newsroom / "HALF", {"articles": [article("a.md")]}, finished=False)
    done = fidelity("query", "--run", "HALF", "SELECT count(*) AS n FROM articles", "--output-format", "json")
    assert [{"n": 1}] == json.loads(done.stdout)
    assert "not finished; this is of the 1 part of 2" in done.stderr.decode()


def test_stats(fidelity: Run, batch: Path) -> None:
    text = fidelity("stats", str(batch), "--by", "author", "--width", "120").stdout.decode()
    assert ["Ada", "2", "1", "0", "1", "0", "0", "50.0", "%", "90", "1", "0", "changed-number"] == text.splitlines()[-3].split()
    rows = json.loads(fidelity("stats", str(batch), "--by", "author", "--top", "1", "--output-format", "json").stdout)
    assert [("Ada", 2, 0.5)] == [(row["author"], row["quotations"], row["share_faithful"]) for row in rows]


@pytest.mark.parametrize("words", [("--by", "moon"), (), ("--by", "rule", "--top", "0"), ("--by", "rule", "--width", "3")])
def test_stats_that_cannot_be_understood(fidelity: Run, batch: Path, words: tuple[str, ...]) -> None:
    done = fidelity("stats", str(batch), *words)
    assert (2, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(b"fidelity: ")


def test_export(fidelity: Run, batch: Path, newsroom: Path) -> None:
    done = fidelity("export", str(batch), "--to", "out", "--output-format", "jsonl")
    assert 0 == done.returncode
    assert "quotes.jsonl: 3 rows" in done.stdout.decode()
    lines = (newsroom / "out" / "quotes.jsonl").read_text("utf-8").splitlines()
    assert ["q1", "q2", "q1"] == [json.loads(line)["id"] for line in lines]
    done = fidelity("export", str(batch), "--to", "right.md", "--output-format", "csv")
    assert 2 == done.returncode
    assert "right.md: the tables could not be written" in done.stderr.decode()


def test_without_the_extra_it_is_named(fidelity: Run, batch: Path, newsroom: Path) -> None:
    (newsroom / "duckdb.py").write_text("raise ImportError(name='duckdb')\n", "utf-8")
    done = fidelity("query", "--run", str(batch), "SELECT 1", PYTHONPATH=f"{newsroom}:{Path(__file__).parents[2]}")
    assert 2 == done.returncode
    assert "pip install 'quote-fidelity[batch]' (duckdb is missing)" in done.stderr.decode()
