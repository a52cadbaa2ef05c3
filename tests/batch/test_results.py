from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Any

import pyarrow.dataset
import pytest
from duckdb import connect
from made_run import article, finding, quote, row, write
from pyarrow import parquet

from fidelity.batch.folder import Run, RunError
from fidelity.batch.results import QueryError, answer, ask, opened
from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    spans = [{"start": 3, "end": 9}, {"start": 12, "end": 20}]
    original = row("originals", uri="o.html", sha256="s1", publisher="The Coast")
    return write(
        tmp_path / "run [1] it's*",
        {
            "articles": [article("a.md", quotes=2, notes=["read as latin-1"])],
            "quotes": [
                quote("a.md", "q1", "exact", original="o.html", passages=spans, score=100.0),
                quote("a.md", "q2", "altered", original="o.html", score=81.5),
            ],
            "findings": [finding("a.md", "q2", "changed-number")],
            "originals": [original],
        },
        {"articles": [article("b.md", quotes=1)], "quotes": [quote("b.md", "q1", "unchecked")], "originals": [original]},
    )


@pytest.fixture
def database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened({"main": Run.open(folder)}) as connection:
        yield connection


def told(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return list(ask(connection, sql).rows)


def test_the_chunks_are_one_table_in_their_order(database: duckdb.DuckDBPyConnection) -> None:
    assert [("a.md", "q1"), ("a.md", "q2"), ("b.md", "q1")] == told(database, "SELECT article, id FROM quotes")


def test_every_table_has_the_documented_columns(database: duckdb.DuckDBPyConnection) -> None:
    for table, columns in TABLES.items():
        assert tuple(column.name for column in columns) == ask(database, f"FROM {table}").columns


def test_a_table_without_rows_is_there(tmp_path: Path) -> None:
    with opened({"main": Run.open(write(tmp_path / "none"))}) as connection:
        for table, columns in TABLES.items():
            found = ask(connection, f"FROM {table}")
            assert (tuple(c.name for c in columns), []) == (found.columns, list(found.rows))
        assert [(None,)] == told(connection, "SELECT sum(kinds[1]::INTEGER) FROM emphasis")


def test_originals_stand_there_once(database: duckdb.DuckDBPyConnection) -> None:
    assert [("o.html", "The Coast")] == told(database, "SELECT uri, publisher FROM originals")


def test_spans_lists_and_sums(database: duckdb.DuckDBPyConnection) -> None:
    assert [([{"start": 3, "end": 9}, {"start": 12, "end": 20}],)] == told(
        database, "SELECT passages FROM quotes WHERE passages IS NOT NULL"
    )
    ((number, share, notes),) = told(database, "SELECT sum(quotes), 2.5::DECIMAL(4, 2), max(notes) FROM articles")
    assert (3, int, 2.5, ["read as latin-1"]) == (number, type(number), share, notes)


def test_columns_of_one_name_are_told_apart(database: duckdb.DuckDBPyConnection) -> None:
    found = ask(database, "SELECT a.uri, o.uri, 1 AS uri_2 FROM articles a, originals o LIMIT 1")
    assert ("uri", "uri_2", "uri_2_2") == found.columns


@pytest.mark.parametrize(
    ("sql", "where", "why"),
    [
        ("SELECT nam\nFROM quotes", "line 1, column 8", "nam"),
        ("SELECT 'ä',\n  foo", "line 2, column 3", "foo"),
        ("selec 1", "line 1, column 1", "selec"),
        ("SELECT 1 FROM quote", "line 1, column 15", "quotes"),
        ("SELECT text::INTEGER FROM quotes", "line 1", "INT32"),
        ("SELECT 'abc", "line 1, column 8", "unterminated"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_with_its_place(
    database: duckdb.DuckDBPyConnection, sql: str, where: str, why: str
) -> None:
    with pytest.raises(QueryError) as error:
        told(database, sql)
    assert where in str(error.value)
    assert why in str(error.value)
    assert "\n" not in str(error.value)


def test_an_error_among_the_last_rows_is_a_sentence_too(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="Could not convert"):
        told(database, "SELECT CASE WHEN range = 299999 THEN 'x' ELSE '1' END::INTEGER FROM range(300000)")


@pytest.mark.parametrize(
    "sql",
    [
        "COPY quotes TO '{0}/out.csv'",
        "COPY (SELECT 1) TO '{1}' (FORMAT parquet, USE_TMP_FILE false)",
        "EXPLAIN ANALYZE COPY quotes TO '{1}'",
        "EXPORT DATABASE '{0}/out'",
        "ATTACH '{0}/out.db'",
        "CREATE TABLE t AS SELECT 1",
        "INSERT INTO quotes SELECT * FROM quotes",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "SELECT 1; COPY quotes TO '{0}/out.csv'",
        "SELECT * FROM read_csv('{0}/secret.csv')",
        "SELECT * FROM '{0}/secret.csv'",
        "SELECT * FROM read_text('{0}/secret.csv')",
        "SELECT * FROM read_blob('{0}/*')",
        "SELECT * FROM glob('{0}/*')",
        "SELECT * FROM sniff_csv('{0}/secret.csv')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "SELECT * FROM connect",
        "PIVOT quotes ON verdict",
        "",
        "-- nothing",
    ],
)
def test_nothing_else_is_read_written_or_set(database: duckdb.DuckDBPyConnection, folder: Path, sql: str) -> None:
    outside = folder.parent
    (outside / "secret.csv").write_text("secret\n1\n", "utf-8")
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    inside = folder / "quotes" / "000000.parquet"
    with pytest.raises(QueryError):
        told(database, sql.format(*(str(path).replace("'", "''") for path in (outside, inside))))
    assert kept == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert ["secret.csv"] == [path.name for path in outside.iterdir() if path != folder]
    assert [(3,)] == told(database, "SELECT count(*) FROM quotes"), "the database goes on"


def test_the_database_itself_is_shut_off_from_files(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret\n1\n", "utf-8")
    for sql in (f"FROM read_csv('{tmp_path}/secret.csv')", f"COPY (SELECT 1) TO '{tmp_path}/out.csv'"):
        with pytest.raises(Exception, match="Permission"):
            database.execute(sql)
    with pytest.raises(Exception, match="locked"):
        database.execute("SET enable_external_access = true")


def test_two_runs_side_by_side(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"articles": [article("c.md")]})
    with opened({"one": Run.open(folder), "two": Run.open(other)}) as connection:
        assert [(2, 1)] == told(connection, "SELECT (SELECT count(*) FROM one.articles), (SELECT count(*) FROM two.articles)")


def test_what_a_killed_run_has_not_noted_does_not_count(folder: Path) -> None:
    journal = folder / "journal.jsonl"
    first = journal.read_bytes().splitlines(keepends=True)[0]
    journal.write_bytes(first + b'{"chunk":1,"arti')
    with opened({"main": Run.open(folder)}) as connection:
        assert [("a.md",)] == told(connection, "SELECT uri FROM articles")


@pytest.mark.parametrize("table", ["quotes", "originals"])
def test_a_file_that_is_gone_or_damaged_is_named(folder: Path, table: str) -> None:
    file = folder / table / "000000.parquet"
    file.write_bytes(b"PAR1 no more")
    with pytest.raises(RunError, match=table), opened({"main": Run.open(folder)}):
        pass
    file.unlink()
    with pytest.raises(RunError, match="gone"), opened({"main": Run.open(folder)}):
        pass


def test_memory_stays_bounded_while_rows_are_read(database: duckdb.DuckDBPyConnection) -> None:
    found = answer(database, "SELECT range, repeat('x', 1000) FROM range(100000000)")
    assert [0, 1, 2] == [next(found.rows)[0] for _ in range(3)], "rows come before all of 100 GB was made"


def test_several_answers_can_be_read_by_turns(database: duckdb.DuckDBPyConnection) -> None:
    one, two = answer(database, "SELECT range FROM range(9000)"), answer(database, "SELECT -range FROM range(9000)")
    assert {0} == {a[0] + b[0] for a, b in zip(one.rows, two.rows, strict=True)}


def test_ctrl_c_ends_a_long_query(database: duckdb.DuckDBPyConnection) -> None:
    main = threading.main_thread().ident
    assert main is not None
    threading.Timer(0.5, signal.pthread_kill, (main, signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):  # while it is begun or while it is read, as the version of the database has it
        list(ask(database, "SELECT count(*) FROM range(10000000000) AS t(n) WHERE hash(n) % 7 = 3").rows)
    assert list(ask(database, "SELECT 1").rows) == [(1,)]


def test_other_readers_of_parquet_read_a_folder_as_documented(folder: Path) -> None:
    quotes = pyarrow.dataset.dataset(folder / "quotes", format="parquet")
    names = [column.name for column in TABLES["quotes"]]
    assert (names, 3) == (quotes.schema.names, quotes.count_rows())
    assert b"the quoted words" == quotes.schema.field("text").metadata[b"meaning"]
    assert names == parquet.read_table(folder / "quotes").column_names
    path = str(folder / "quotes").replace("[", "[[]").replace("*", "[*]").replace("'", "''")
    assert [(3, 1)] == connect().execute(f"FROM '{path}/*.parquet' SELECT count(*), count(passages)").fetchall()
