"""JUnit XML against the schema of Jenkins' xUnit plugin, and read by junitparser, as CI servers would."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from by_hand import made
from hostile import HOSTILE, LOOK, URI, everything, reports
from hypothesis import given, settings
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite
from xmlschema import XMLSchema

from fidelity.report import FORMATS
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from fidelity.model import Report

SCHEMA = XMLSchema(Path(__file__).parent / "schemas" / "junit-10.xsd")


def suites(report: Report) -> list[TestSuite]:
    text = FORMATS["junit"](report, LOOK)
    assert [] == [error.reason for error in SCHEMA.iter_errors(text)]
    whole = JUnitXml.fromstring(text.encode())
    assert isinstance(whole, JUnitXml)
    found = [suite for suite in whole if isinstance(suite, TestSuite)]
    every: list[JUnitXml | TestSuite] = [whole, *found]
    for one in every:
        told = (one.tests, one.failures, one.errors)
        one.update_statistics()  # type: ignore[no-untyped-call]  # the library has no annotations
        assert told == (one.tests, one.failures, one.errors), "the counts are those of the cases"
    return found


def result(case: TestCase) -> type | None:
    kinds = [type(item) for item in case.result]
    assert len(kinds) <= 1, "a case has one outcome"
    return kinds[0] if kinds else None


def test_an_article_is_a_suite_and_a_quotation_a_case() -> None:
    report = everything()
    found = suites(report)
    assert [one_line(article.uri) for article in report.articles] == [suite.name for suite in found]
    harbour = list(found[0])
    assert len(harbour) == len(report.articles[0].quotes) + 1, "and the lead-in without a quotation"
    assert harbour[0].name == "1. “Nobody was at the wheel.”"
    assert [None, Failure, Failure, None] == [result(case) for case in harbour[:4]]


def test_a_failure_tells_the_error_and_both_sides() -> None:
    (failure,) = list(suites(made())[0])[1].result
    assert failure.type == "changed-number"
    assert failure.message == "The article says “8” where the original says “9”."
    assert failure.text.splitlines() == [
        "articles/harbour.md:20:9: error changed-number The article says “8” where the original says “9”.",
        "Verdict: altered, score 84.6",
        "Article: The keeper lit the lamp at 8 and said that he would [never] sleep.",
        "Original (originals/harbour.html:12:5): The keeper lit the lamp at 9 and said he would not sleep.",
    ]


def test_warnings_are_output_and_no_failure() -> None:
    case = list(suites(made())[0])[3]
    assert result(case) is None
    assert case.system_out == "articles/harbour.md:40:9: warning cut-condition The next words limit it: “but only in winter”."


def test_the_unchecked_is_skipped_and_the_unread_an_error() -> None:
    found = suites(everything())
    (skipped,) = list(found[0])[8].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "no original is named or found"
    (error,) = next(iter(found[2])).result
    assert isinstance(error, Error)
    assert error.type == "unreadable"
    assert (found[2].tests, found[2].errors) == (1, 1)
    assert [suite.skipped for suite in found] == [1, 0, 0, 1]


def test_hostile_texts_arrive_as_text() -> None:
    suite = suites(everything())[3]
    assert suite.name == one_line(URI)
    text = next(iter(suite)).result[0].text
    for message in HOSTILE:
        assert one_line(message).replace("\ufffe", "⟨U+FFFE⟩").replace("\uffff", "⟨U+FFFF⟩") in text, ascii(message)


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_well_formed_xml_with_a_case_for_each_quotation(report: Report) -> None:
    whole, unread = suites(report)
    loose = [f for f in report.articles[0].findings[4:] if not f.allowed]
    assert whole.tests == len(report.articles[0].quotes) + len(loose)
    assert unread.errors == 1
