from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from made_run import ABOUT, article, finding, quote, write
from msgspec import structs

from fidelity.batch.compare import Comparison, differences
from fidelity.batch.folder import Run
from fidelity.batch.results import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE = {
    "articles": [article("a.md"), article("b.md"), article("gone.md"), article("dark.md")],
    "quotes": [
        quote("a.md", "q1", "exact", original="o1", original_sha256="s1", score=100.0),
        quote("a.md", "q2", "altered", original="o1", original_sha256="s1", score=80.0),
        quote("a.md", "q3", "trimmed", original="o2", original_sha256="t1", score=90.0),
        quote("a.md", "q4", "exact", original="o3", original_sha256="u1", original_url="https://e.org/x", score=100.0),
        quote("b.md", "old", "exact"),
        quote("b.md", "same", "exact"),
        quote("gone.md", "q1", "exact"),
    ],
    "findings": [
        finding("a.md", "q2", "changed-number"),
        finding("a.md", "q3", "unmarked-omission", allowed_by="comment"),
        finding("a.md", "q3", "hidden-detail", "info"),
        finding("gone.md", "q1", "added-words"),
    ],
}
TWO = {
    "articles": [
        article("a.md"),
        article("b.md", sha256="edited"),
        article("new.md"),
        article("dark.md", problem="The file is a picture."),
    ],
    "quotes": [
        quote("a.md", "q1", "altered", original="o1", original_sha256="s2", score=70.0),
        quote("a.md", "q2", "exact", original="o1", original_sha256="s2", score=100.0),
        quote("a.md", "q3", "trimmed", original="o2", original_sha256="t2", score=90.0),
        quote("a.md", "q4", "not-found"),
        quote("b.md", "young", "exact"),
        quote("b.md", "same", "exact"),
        quote("new.md", "q1", "altered"),
    ],
    "findings": [
        finding("a.md", "q1", "altered-wording"),
        finding("a.md", "q3", "unmarked-omission"),
        finding("a.md", "q3", "hidden-detail", "warning"),
        finding("new.md", "q1", "added-words"),
        finding("new.md", "q1", "cut-condition", "warning"),
        finding("b.md", "young", "changed-name", allowed_by="baseline"),
    ],
}


@pytest.fixture
def compared(tmp_path: Path) -> Iterator[Comparison]:
    runs = {"earlier": Run.open(write(tmp_path / "1", ONE)), "later": Run.open(write(tmp_path / "2", TWO))}
    with opened(runs) as connection:
        yield Comparison(connection)


def told(compared: Comparison, name: str, *columns: str) -> list[tuple[Any, ...]]:
    found = getattr(compared, name)()
    return [tuple(row[found.columns.index(column)] for column in columns) for row in found.rows]


def test_articles(compared: Comparison) -> None:
    assert [
        ("changed", "dark.md", "The file is a picture."),
        ("changed", "b.md", None),
        ("gone", "gone.md", None),
        ("new", "new.md", None),
    ] == told(compared, "articles", "change", "article", "later_problem")


def test_verdicts_that_changed_come_first_the_gravest_on_top(compared: Comparison) -> None:
    assert [
        ("changed", "a.md", "q4", "exact", "not-found", False),
        ("changed", "a.md", "q1", "exact", "altered", True),
        ("changed", "a.md", "q2", "altered", "exact", True),
        ("changed", "a.md", "q3", "trimmed", "trimmed", True),
        ("gone", "b.md", "old", "exact", None, False),
        ("gone", "gone.md", "q1", "exact", None, False),
        ("new", "new.md", "q1", None, "altered", False),
        ("new", "b.md", "young", None, "exact", False),
    ] == told(compared, "quotations", "change", "article", "quote", "earlier_verdict", "later_verdict", "original_changed")


def test_a_changed_original_is_seen_under_another_name_of_the_same_address(tmp_path: Path) -> None:
    given = {"original": "old.html", "original_sha256": "1", "original_url": "https://e.org/x"}
    one = write(tmp_path / "1", {"articles": [article("a")], "quotes": [quote("a", "q", "exact", **given)]})
    given |= {"original": "new.html", "original_sha256": "2"}
    two = write(tmp_path / "2", {"articles": [article("a")], "quotes": [quote("a", "q", "altered", **given)]})
    with opened({"earlier": Run.open(one), "later": Run.open(two)}) as connection:
        assert [(True,)] == told(Comparison(connection), "quotations", "original_changed")


def test_new_errors_are_those_that_did_not_stand_before(compared: Comparison) -> None:
    assert [
        ("a.md", "altered-wording", "new", True),
        ("new.md", "added-words", "new", True),
        ("a.md", "unmarked-omission", "changed", True),
        ("b.md", "changed-name", "new", False),
        ("new.md", "cut-condition", "new", False),
        ("a.md", "hidden-detail", "changed", False),
        ("a.md", "changed-number", "gone", False),
        ("gone.md", "added-words", "gone", False),
    ] == told(compared, "findings", "article", "rule", "change", "new_error"), "an allowance taken back makes an error new"


def test_the_counts(compared: Comparison) -> None:
    assert {
        "articles": {"new": 1, "gone": 1, "changed": 2},
        "quotations": {"new": 2, "gone": 2, "changed": 4, "verdicts": 3, "verdicts_since_the_original_changed": 2},
        "findings": {"new": 4, "gone": 2, "changed": 2, "new_errors": 3},
    } == compared.summary()


def test_a_run_compared_with_itself_has_no_change(tmp_path: Path) -> None:
    run = Run.open(write(tmp_path / "1", ONE))
    with opened({"earlier": run, "later": run}) as connection:
        same = Comparison(connection)
        assert {0} == {number for counts in same.summary().values() for number in counts.values()}
        assert [] == [row for name in ("articles", "quotations", "findings") for row in told(same, name, "change")]
    assert [] == differences(run, run)


def test_what_the_runs_were_made_with(tmp_path: Path) -> None:
    inputs = {"order": {"articles": ["news"], "out": "1"}, "archive": {"path": "store", "state": "sha256:1"}}
    one = write(tmp_path / "1", {}, about=structs.replace(ABOUT, inputs=inputs))
    inputs = {"order": {"articles": ["news"], "out": "2"}, "archive": {"path": "store", "state": "sha256:2"}, "config": None}
    about = structs.replace(ABOUT, tool="9.9", style="ap", settings="sha256:1", inputs=inputs)
    two = write(tmp_path / "2", {}, about=about, finished=False)
    assert ["version", "style", "settings", "archive.state", "finished"] == [
        d.what for d in differences(Run.open(one), Run.open(two))
    ], "where a run was written to is no difference"
