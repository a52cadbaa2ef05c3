"""The committed reports are what the tool says now."""

from __future__ import annotations

import pytest
from write_reports import PAIRS, ROOT, reports

REFRESH = "is out of date: run `python tests/write_reports.py`, read the difference, and commit it if it is right"


@pytest.mark.parametrize("pair", PAIRS)
def test_report_is_fresh(pair: str) -> None:
    terminal, json = reports(pair)
    assert (ROOT / f"reports/{pair}.txt").read_bytes().decode() == terminal, f"reports/{pair}.txt {REFRESH}"
    assert (ROOT / f"reports/{pair}.json").read_bytes().decode() == json, f"reports/{pair}.json {REFRESH}"


def test_no_report_is_left_of_a_pair_that_is_gone() -> None:
    assert PAIRS == sorted(path.stem for path in ROOT.glob("reports/*.txt"))
    assert PAIRS == sorted(path.stem for path in ROOT.glob("reports/*.json"))
