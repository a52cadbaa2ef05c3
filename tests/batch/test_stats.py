from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from made_run import article, finding, quote, row, write
from run_of_many import articles, write_archive

from fidelity.batch.folder import Run
from fidelity.batch.results import opened
from fidelity.batch.stats import GROUPINGS, By, stats

if TYPE_CHECKING:
    from pathlib import Path

LOUD = {"status": "added", "declared": False, "kinds": ["bold"]}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run.open(
        write(
            tmp_path / "run",
            {
                "articles": [
                    article("a.md", publisher="Gull", author="Ada", published="2025-12-24", month="2025-12"),
                    article("b.md", publisher=" Gull ", author="Bo", published="2026-02", month="2026-02"),
                    article("c.md", publisher="", published="2026", style="ap"),
                    article("d.md", publisher="Tern", author="Ada", month="2026-13", published="2026-13"),
                ],
                "quotes": [
                    quote("a.md", "q1", "exact", original="o1", score=100.0),
                    quote("a.md", "q2", "altered", original="o1", score=80.0),
                    quote("a.md", "q3", "altered", original="o2", score=100.0, marked=True),
                    quote("b.md", "q1", "trimmed", original="o2", score=100.0, marked=True),
                    quote("b.md", "q2", "exact", original="o3", score=100.0),
                    quote("c.md", "q1", "not-found"),
                    quote("c.md", "q2", "unchecked"),
                    quote("d.md", "q1", "exact", original="o1", score=100.0),
                ],
                "findings": [
                    finding("a.md", "q2", "changed-number"),
                    finding("a.md", "q2", "added-words"),
                    finding("b.md", "q1", "hidden-limit"),
                    finding("b.md", "q2", "undeclared-emphasis", allowed_by="comment"),
                    finding("c.md", "q1", "not-found"),
                    finding("c.md", "q2", "unchecked", "info"),
                    finding("d.md", None, "missing-quotation", "warning", original="o9"),
                ],
                "emphasis": [
                    row("emphasis", article="b.md", quote="q2", **LOUD),
                    row("emphasis", article="b.md", quote="q2", nth=2, **LOUD),
                    row("emphasis", article="a.md", quote="q1", **(LOUD | {"declared": True})),
                ],
                "originals": [
                    row("originals", uri="o1", sha256="1", publisher="Coast"),
                    row("originals", uri="o2", sha256="2", url="HTTPS://Example.org/x"),
                ],
            },
        )
    )


def told(run: Run, by: By, *columns: str, top: int | None = None) -> list[tuple[Any, ...]]:
    with opened({"main": run}) as connection:
        found = stats(connection, by, top)
        at = [found.columns.index(name) for name in (by, *columns)]
        return [tuple(row[n] for n in at) for row in found.rows]


def test_verdicts_and_what_is_faithful(run: Run) -> None:
    verdicts = ("articles", "quotations", "exact", "trimmed", "altered", "not_found", "unchecked", "compared", "faithful")
    assert [
        ("Gull", 2, 5, 2, 1, 2, 0, 0, 5, 3),
        ("(not given)", 1, 2, 0, 0, 0, 1, 1, 1, 0),
        ("Tern", 1, 1, 1, 0, 0, 0, 0, 1, 1),
    ] == told(run, "publisher", *verdicts), "an error on a marked trim makes it unfaithful, an accepted error does not"


def test_shares_scores_errors_and_emphasis(run: Run) -> None:
    columns = ("share_faithful", "score", "errors", "warnings", "emphasis_added", "most_frequent_rule")
    assert [
        ("Ada", 0.75, 95.0, 2, 1, 0, "added-words"),
        ("Bo", 0.5, 100.0, 1, 0, 1, "hidden-limit"),
        ("(not given)", 0.0, None, 1, 0, 0, "not-found"),
    ] == told(run, "author", *columns), "of rules found equally often the first by name; infos are not counted"


@pytest.mark.parametrize(
    ("by", "groups", "description"),
    [
        ("original", ["o1", "o2", "(not given)", "o3"], "not found and unchecked: no original"),
        ("source", ["Coast", "(not given)", "example.org"], "the publisher, else the host"),
        ("style", ["strict", "ap"], "the house style"),
        ("month", ["2025-12", "2026-02", "2026-13", "(not given)"], "in their order"),
        ("quarter", ["2025 Q4", "2026 Q1", "(not given)"], "of months that there are"),
        ("year", ["2025", "2026"], "a year is enough"),
        (
            "rule",
            ["added-words", "changed-number", "hidden-limit", "not-found", "missing-quotation", "unchecked"],
            "by errors, then warnings",
        ),
    ],
)
def test_groups_and_their_order(run: Run, by: By, groups: list[str], description: str) -> None:
    assert groups == [row[0] for row in told(run, by)], description


def test_a_finding_without_a_quotation_counts_in_its_article_and_rule(run: Run) -> None:
    assert ("missing-quotation", 1, 0, 0, 1) in told(run, "rule", "articles", "quotations", "errors", "warnings")
    assert ("Tern", 1) in told(run, "publisher", "warnings")


def test_top_are_the_first_but_of_months_the_latest(run: Run) -> None:
    assert ["Gull"] == [row[0] for row in told(run, "publisher", top=1)]
    assert ["2026-02", "2026-13"] == [row[0] for row in told(run, "month", top=2)]


def test_rules_have_no_most_frequent_rule(run: Run) -> None:
    with opened({"main": run}) as connection:
        assert "most_frequent_rule" not in stats(connection, "rule").columns


@pytest.mark.parametrize("by", GROUPINGS)
def test_groups_add_up_to_the_run(tmp_path: Path, by: By) -> None:
    run = Run.open(write_archive(tmp_path / "run", articles(120), chunk=50))
    with opened({"main": run}) as connection:
        ((quotes, errors),) = connection.execute("SELECT sum(quotes), sum(errors) FROM articles").fetchall()
        found = stats(connection, by)
        at = {name: n for n, name in enumerate(found.columns)}
        rows = list(found.rows)
    assert errors == sum(row[at["errors"]] for row in rows)
    if by != "rule":
        assert quotes == sum(row[at["quotations"]] for row in rows)
    assert all(
        row[at["compared"]] == row[at["exact"]] + row[at["trimmed"]] + row[at["altered"]] + row[at["not_found"]] for row in rows
    )
