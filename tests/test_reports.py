"""The committed reports are what the tool says now."""

from __future__ import annotations

import pytest
from write_reports import PAIRS, ROOT, SHOWN, reports, with_report

REFRESH = "is out of date: run `python tests/write_reports.py`, read the difference, and commit it if it is right"


@pytest.mark.parametrize("pair", PAIRS)
def test_report_is_fresh(pair: str) -> None:
    terminal, json = reports(pair)
    assert (ROOT / f"reports/{pair}.txt").read_bytes().decode() == terminal, f"reports/{pair}.txt {REFRESH}"
    assert (ROOT / f"reports/{pair}.json").read_bytes().decode() == json, f"reports/{pair}.json {REFRESH}"


def test_no_report_is_left_of_a_pair_that_is_gone() -> None:
    assert PAIRS == sorted(path.stem for path in ROOT.glob("reports/*.txt"))
    assert PAIRS == sorted(path.stem for path in ROOT.glob("reports/*.json"))


def test_readme_shows_what_the_tool_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == with_report(readme, reports(SHOWN)[0]), f"README.md {REFRESH}"
