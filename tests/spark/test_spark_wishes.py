from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fidelity.batch.folder import Chunk, RunError, Stretch, is_address
from fidelity.batch.spark import session
from fidelity.batch.spark.hadoop import Place, name_of, named
from fidelity.batch.work import documents
from fidelity.cli.batch import Order
from fidelity.cli.batch_spark import is_for_spark, master_of, state_of
from fidelity.cli.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("engine", "master", "workers", "archive", "tables", "said"),
    [
        ("local", "yarn", None, None, False, "say --engine spark too"),
        ("local", None, None, None, True, "--originals-table is for Spark"),
        ("spark", None, 2, None, False, "--workers 2 is for the local engine"),
        ("spark", None, None, Path("store"), True, "give one of both"),
    ],
)
def test_wishes_that_go_against_each_other_are_told(
    engine: str, master: str | None, workers: int | None, archive: Path | None, tables: bool, said: str
) -> None:
    with pytest.raises(Trouble, match=said):
        master_of(engine, master, workers, archive, tables=tables)


def test_spark_takes_all_cores_here_where_no_master_is_named() -> None:
    assert "local[*]" == master_of("spark", None, None, None, tables=True)
    assert "yarn" == master_of("spark", "yarn", None, None, tables=False)
    assert master_of("local", None, 4, None, tables=False) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hdfs://names:8020/a", True),
        ("s3a://bucket/a.warc.gz", True),
        ("file:/a", True),
        ("file:///a", True),
        ("a/b", False),
        ("C:\\a", False),
        ("file:a", False),
        ("/a://b", False),
    ],
)
def test_what_is_an_address(name: str, expected: bool) -> None:
    assert expected == is_address(name)
    assert expected == is_for_spark(Order(articles=(name,), out="run"))


def test_only_spark_reads_a_table_of_originals() -> None:
    order = Order(articles=("a.md",), out="run", originals_table=("originals",))
    assert is_for_spark(order)
    assert not is_for_spark(order, articles_alone=True)


def test_what_was_fetched_keeps_its_names(tmp_path: Path) -> None:
    place = Place(tmp_path, "hdfs://names/news")
    (tmp_path / "2024").mkdir()
    page = tmp_path / "2024" / "a.md"
    page.write_text("“The weir held all night long,” she said.\n", "utf-8")
    assert "hdfs://names/news/2024/a.md" == name_of(str(page), [Place(tmp_path / "other", "x"), place])
    assert not name_of("elsewhere/a.md", [place])
    chunk = named(Chunk(0, (Stretch(str(page)), Stretch("b.md"))), [place])
    assert ["hdfs://names/news/2024/a.md", ""] == [part.name for part in chunk.slices]
    assert ["hdfs://names/news/2024/a.md"] == [document.uri for document in documents(chunk.slices[0], {})]


def test_the_state_of_a_table_changes_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The weir held.\n", "utf-8")
    before = state_of([str(tmp_path)])
    assert before == state_of([str(tmp_path)])
    (tmp_path / "a.md").write_text("The weir held not.\n", "utf-8")
    assert before != state_of([str(tmp_path)])
    assert state_of(["hdfs://a/b"]) != state_of(["hdfs://a/c"])


def _nothing(_: str) -> None:
    return None


@pytest.mark.parametrize(("java", "said"), [("/nowhere", r"JAVA_HOME \(/nowhere\) holds none"), ("", "none on the PATH")])
def test_without_java_spark_is_not_begun(monkeypatch: pytest.MonkeyPatch, java: str, said: str) -> None:
    present: Callable[[str], object] = lambda _: object()  # noqa: E731 - as if the package were there
    monkeypatch.setattr(session, "find_spec", present)
    monkeypatch.setattr("shutil.which", _nothing)
    monkeypatch.setenv("JAVA_HOME", java)
    with pytest.raises(RunError, match=said), session.session("local[1]"):
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", _nothing)
    with pytest.raises(RunError, match=r"pip install 'quote-fidelity\[spark\]'"), session.session("local[1]"):
        pass
