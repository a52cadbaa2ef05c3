"""The report's findings and articles as formats for machines go through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.model import Position
from fidelity.report.phrases import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report, ReportedArticle, ReportedFinding, ReportedQuote

UNREADABLE = "unreadable"
"""What formats call the trouble of an article that could not be read, beside the names of rules."""
_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the matter of a finding stands in an original, and the words there; `is_near` where it is only the nearest."""

    original: str
    start: Position
    end: Position
    words: str | None
    is_near: bool


def unread(report: Report) -> Iterator[tuple[ReportedArticle, str]]:
    """The articles that could not be read, each with what is wrong."""
    for article in report.articles:
        if article.problem is not None:
            yield article, article.problem


def open_findings(report: Report) -> Iterator[tuple[ReportedArticle, ReportedFinding]]:
    """The findings that nobody has accepted, in the articles' order."""
    for article in report.articles:
        for finding in standing(article.findings):
            yield article, finding


def gravest_first(report: Report) -> list[tuple[ReportedArticle, ReportedFinding]]:
    """The same, errors before warnings before the rest."""
    return sorted(open_findings(report), key=lambda pair: _ORDER[pair[1].severity])


def quotes_by_id(article: ReportedArticle) -> dict[str, ReportedQuote]:
    """The article's quotations by their names."""
    return {quote.id: quote for quote in article.quotes}


def passage(finding: ReportedFinding, quote: ReportedQuote | None) -> Passage | None:
    """What the finding points to in an original, else the whole passage of its quotation, else the nearest one."""
    found = (quote.match or quote.nearest) if quote else None
    if there := finding.there:
        words = found.text if found is not None and found.original == there.original else None
        return Passage(there.original, there.start, there.end, words, is_near=False)
    if quote is None or found is None:
        return None
    return Passage(found.original, found.start, found.end, found.text, is_near=quote.match is None)
