from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from by_hand import made
from hostile import HOSTILE, LOOK, everything, reports
from hypothesis import given, settings

from fidelity.report import FORMATS
from fidelity.report.csv import COLUMNS, written
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from fidelity.model import Report


def rows(report: Report) -> list[dict[str, str]]:
    text = FORMATS["csv"](report, LOOK)
    assert text.count("\r\n") == text.count("\n") == text.count("\r"), "a row to a line, and lines end as RFC 4180 has it"
    head, *found = csv.reader(StringIO(text, newline=""), strict=True)
    assert tuple(head) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in found)
    return [dict(zip(head, row, strict=True)) for row in found]


def test_a_row_for_each_finding_and_for_each_quotation_without() -> None:
    found = rows(made())
    findings = [f for a in made().articles for f in a.findings]
    without = [q for a in made().articles for q in a.quotes if not q.findings]
    assert len(found) == len(findings) + len(without) + 1, "and one for the article that could not be read"
    assert [row["quotation"] for row in found if not row["rule"]] == [q.text for q in without]


def test_a_row_says_what_and_where_on_both_sides() -> None:
    row = rows(made())[1]
    assert [row[name] for name in ("article", "line", "column", "severity", "rule", "verdict", "marked", "score")] == [
        "articles/harbour.md", "20", "9", "error", "changed-number", "altered", "no", "84.62",
    ]  # fmt: skip
    assert [row[name] for name in ("original", "original_line", "original_column", "original_page")] == [
        "originals/harbour.html", "12", "20", "3",
    ]  # fmt: skip
    assert row["speaker"] == "Ada Lund"
    assert row["passage"] == "The keeper lit the lamp at 9 and said he would not sleep."


def test_what_is_accepted_says_so() -> None:
    assert {"", "comment: house spelling"} == {row["accepted"] for row in rows(made())}


def test_an_unread_article_and_one_without_quotations_have_a_row() -> None:
    assert rows(made())[-1]["rule"] == "unreadable"


def test_no_cell_is_a_formula_and_the_words_are_kept() -> None:
    found = [row["message"] for row in rows(everything()) if row["rule"] == "altered-wording"][1:]
    for message, cell in zip(HOSTILE, found, strict=True):
        assert cell.removeprefix("'") == one_line(message)
    assert {"'+1", "'-1", "'@SUM(1)", "'=1", "'＝1"} < set(found)


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_rows_of_which_none_is_a_formula(report: Report) -> None:
    for row in rows(report):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


@pytest.mark.parametrize(("text", "length"), [("a" * 32_766, 32_766), ("a" * 40_000, 32_766), ("=" + "a" * 40_000, 32_767)])
def test_no_cell_is_longer_than_spreadsheets_bear(text: str, length: int) -> None:
    assert length == len(written(text))
