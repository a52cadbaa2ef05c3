"""rdjson against the messages that reviewdog knows, and its suggestions put in as reviewdog does: bytes of lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from by_hand import made
from hostile import LOOK, TEXT, article, everything, reports
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from fidelity.report import FORMATS, Look

if TYPE_CHECKING:
    from fidelity.model import Fix, Report

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "rdjson.json").read_text("utf-8")))


def diagnostics(report: Report, look: Look = LOOK) -> Any:
    whole = json.loads(FORMATS["rdjson"](report, look))
    assert [] == [error.message for error in SCHEMA.iter_errors(whole)]
    return whole["diagnostics"]


def put_in(suggestion: Any, text: str) -> str:
    """As reviewdog does: lines by LF, columns in bytes, the end left out."""
    lines = text.encode().split(b"\n")
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    before = [*lines[: start["line"] - 1], lines[start["line"] - 1][: start["column"] - 1]]
    after = [lines[end["line"] - 1][end["column"] - 1 :], *lines[end["line"] :]]
    words: str = suggestion["text"]
    return (b"\n".join(before) + words.encode() + b"\n".join(after)).decode()


def put_right(fix: Fix) -> str:
    text = TEXT
    for edit in sorted(fix.edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span[0]] + edit.text + text[edit.span[1] :]
    return text


def test_a_finding_is_a_diagnostic_with_its_rule_and_the_original() -> None:
    unread, first, *_ = diagnostics(everything())
    assert unread["location"] == {"path": "articles/scan.pdf"}
    assert unread["code"] == {"value": "unreadable"}
    assert first["message"] == "The article says “8” where the original says “9”."
    assert (first["severity"], first["code"]) == ("ERROR", {"value": "changed-number"})
    assert first["location"] == {"path": "articles/harbour.md", "range": {"start": {"line": 20}, "end": {"line": 20}}}
    assert first["related_locations"] == [
        {
            "message": "The passage in the original.",
            "location": {"path": "originals/harbour.html", "range": {"start": {"line": 12}, "end": {"line": 12}}},
        }
    ]
    assert "suggestions" not in first, "the article's text is not at hand"


def test_suggestions_give_the_text_that_the_fixes_give() -> None:
    found = [item["suggestions"] for item in diagnostics(everything()) if "suggestions" in item]
    fixes = [f.fix for f in article().findings if f.fix and f.fix.safety != "display"]
    assert len(found) == len(fixes) == 3
    expected = {put_right(fix) for fix in fixes if fix}
    assert expected == {put_in(suggestion, TEXT) for (suggestion,) in found}


def test_a_suggestion_stands_on_the_lines_of_its_diagnostic() -> None:
    for item in diagnostics(everything()):
        for suggestion in item.get("suggestions", ()):
            for edge in ("start", "end"):
                assert suggestion["range"][edge]["line"] == item["location"]["range"][edge]["line"]


def test_columns_are_bytes_of_utf_8() -> None:
    (item,) = (item for item in diagnostics(everything()) if item["message"] == "今" and "suggestions" in item)
    before = TEXT.splitlines()[2].partition("今")[0].encode()
    assert item["location"]["range"]["start"] == {"line": 3, "column": len(before) + 1}
    assert item["location"]["range"]["end"] == {"line": 3, "column": len(before) + 4}


def test_a_byte_order_mark_is_three_bytes_of_the_first_line() -> None:
    given_article = article()
    finding = next(f for f in given_article.findings if f.fix and f.fix.safety == "unsafe")
    moved = replace(finding, here=replace(finding.here, span=(12, 15)), fix=None)
    report = replace(made(), articles=(replace(given_article, findings=(moved,), quotes=()),))
    (item,) = diagnostics(report, replace(LOOK, texts=lambda _: f"\ufeff{TEXT}"))
    assert item["location"]["range"]["start"]["column"] == len(f"\ufeff{TEXT}"[:12].encode()) + 1


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_valid_diagnostics(report: Report) -> None:
    assert len(diagnostics(report)) == 1 + sum(f.allowed is None for a in report.articles for f in a.findings)
