from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from by_hand import made
from hostile import LOOK, everything, reports
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from fidelity.report import FORMATS

if TYPE_CHECKING:
    from fidelity.model import Report

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "gitlab-code-quality.json").read_text("utf-8")))


def issues(report: Report) -> Any:
    found = json.loads(FORMATS["gitlab"](report, LOOK))
    assert [] == [error.message for error in SCHEMA.iter_errors(found)]
    return found


def test_is_what_gitlab_asks_for() -> None:
    unread, first, *_ = issues(everything())
    assert (unread["check_name"], unread["severity"]) == ("unreadable", "blocker")
    assert unread["location"] == {"path": "articles/scan.pdf", "lines": {"begin": 1}}
    assert (first["check_name"], first["severity"]) == ("changed-number", "critical")
    assert first["location"]["lines"] == {"begin": 20, "end": 20}
    assert first["location"]["positions"]["begin"] == {"line": 20, "column": 9}


def test_each_open_finding_is_an_issue_and_no_two_are_alike() -> None:
    found = issues(everything())
    open_ones = [f for a in everything().articles for f in a.findings if not f.allowed]
    assert len(found) == len(open_ones) + 1
    assert len({issue["fingerprint"] for issue in found}) == len(found)


def test_an_issue_keeps_its_fingerprint_where_others_come_and_go() -> None:
    report = made()
    fewer = replace(report.articles[0], findings=report.articles[0].findings[3:])
    before, after = issues(report), issues(replace(report, articles=(fewer,)))
    assert {issue["fingerprint"] for issue in after} < {issue["fingerprint"] for issue in before}


def test_the_same_finding_in_another_file_is_another_issue() -> None:
    first = made().articles[0]
    found = issues(replace(made(), articles=(first, replace(first, uri="articles/copy.md"), first)))
    assert len({issue["fingerprint"] for issue in found}) == len(found)


def test_files_are_named_from_the_root() -> None:
    found = json.loads(FORMATS["gitlab"](everything(), replace(LOOK, folder="desk/news/")))
    assert {"desk/news/articles/scan.pdf", "desk/news/articles/harbour.md"} < {issue["location"]["path"] for issue in found}


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_valid_issues(report: Report) -> None:
    assert len(issues(report)) == 1 + sum(f.allowed is None for a in report.articles for f in a.findings)
