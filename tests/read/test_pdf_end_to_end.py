"""From an article and a PDF to the report: verdicts, emphasis, and the page of each place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fidelity.pipeline import check_article
from fidelity.read import read, read_file
from fidelity.settings import Settings

if TYPE_CHECKING:
    from fidelity.model import ReportedArticle

SAMPLES = Path(__file__).parent / "samples" / "pdf"


def checked(article: str, sample: str) -> ReportedArticle:
    return check_article(read("article.md", article.encode()), [read_file(SAMPLES / f"{sample}.pdf")], Settings())


@pytest.mark.parametrize(
    ("sample", "quotation", "page", "kept", "why"),
    [
        (
            "paper",
            "a second sum, which is always the larger of the two, stands under the name of dredging. The harbour was not",
            1,
            [],
            "over a page, a running head and a note",
        ),
        (
            "notice",
            "the water was his by an old right, that the right is older than the survey, and that he would use it again",
            1,
            [],
            "over a page, without spaces in the file",
        ),
        (
            "paper",
            "and in the eighth it *did not read them at all*. A member who wished to see the vouchers",
            2,
            ["italic"],
            "italics of TeX",
        ),
        ("paper", "they were kept by *one and the same clerk*, whose hand is easy to read", 1, ["italic"], "over a line's end"),
        (
            "council",
            "no paper in which anybody **questioned that opinion** before the winter of the great storm",
            1,
            ["bold"],
            "bold by LibreOffice",
        ),
        (
            "bulletin",
            "including *those that had been closed* since the war, and he waited at each of them",
            1,
            ["italic"],
            "italics by Chromium, in a narrow column",
        ),
        (
            "notice",
            "he makes an entry only when he has been **told to open it in writing**, and that he had been told so",
            1,
            ["bold"],
            "bold by groff",
        ),
    ],
)
def test_faithful_quotations_over_lines_columns_and_pages(
    sample: str, quotation: str, page: int, kept: list[str], why: str
) -> None:
    quote = checked(f"As they write: “{quotation}”.\n", sample).quotes[0]
    assert quote.match is not None
    assert ("exact", True, page) == (quote.verdict, quote.marked, quote.match.page), why
    assert [("kept", kind) for kind in kept] == [(run.status, kind) for run in quote.emphasis for kind in run.kinds]


def test_unfaithful_ones_are_found_out() -> None:
    article = (
        "They say: “The county wrote five times. The first letter was answered with an apology, the second with a promise”.\n\n"
        "And: “all of it went into the engine, the hull and *the wages of five men*, and the ferry ran on time”.\n"
    )
    report = checked(article, "paper")
    assert ["altered", "exact"] == [quote.verdict for quote in report.quotes]
    found = {finding.rule: finding for finding in report.findings if finding.severity == "error"}
    assert {"changed-number", "undeclared-emphasis"} == set(found)
    there = found["changed-number"].there
    assert there is not None
    assert 2 == there.page


def test_an_article_may_be_a_pdf() -> None:
    original = read("minutes.txt", b"I was given the papers at noon and the ship with the contractor's agent left at two.")
    report = check_article(read_file(SAMPLES / "council.pdf"), [original], Settings())
    block = next(quote for quote in report.quotes if quote.form == "block")
    assert block.text.startswith("I was given the papers at noon")
    assert 1 == block.page
    assert block.lead_in is not None


def test_an_original_without_text_layer_is_the_reason() -> None:
    scan = read_file(SAMPLES / "locked.pdf")
    article = read("a.md", "They say: “It has agreed to say nothing as long as it is looked after”.".encode())
    quote = check_article(article, [scan], Settings()).quotes[0]
    assert "unchecked" == quote.verdict
    assert quote.reason is not None
    assert "password" in quote.reason
