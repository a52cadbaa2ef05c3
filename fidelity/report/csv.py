"""The report as CSV (RFC 4180): a row for each finding, and one for each quotation and article that has none.

UTF-8 without a byte-order mark: programs read it as it is; in a spreadsheet, import it as text in UTF-8. Each row is one line.
Accepted findings are listed too, and say so. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from fidelity.report.findings import UNREADABLE
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Position, Report, ReportedArticle, ReportedFinding, ReportedQuote
    from fidelity.report.look import Look

COLUMNS = (
    "article",
    "line",
    "column",
    "end_line",
    "end_column",
    "page",
    "severity",
    "rule",
    "message",
    "accepted",
    "verdict",
    "marked",
    "score",
    "form",
    "speaker",
    "publisher",
    "work",
    "quotation",
    "original",
    "original_line",
    "original_column",
    "original_page",
    "passage",
    "link",
    "fingerprint",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

_MOST = 32_767  # characters of a cell that the common spreadsheets take

Cell = str | int | float | bool | None
Row = dict[str, Cell]


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """The table with its head, in the articles' order."""
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([written(row.get(name)) for name in COLUMNS] for article in report.articles for row in _article(article))
    return page.getvalue()


def written(cell: Cell) -> str:
    """A cell as every table of ours has it: on one line, visible, no formula, and no longer than spreadsheets bear."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case str():
            text = one_line(cell[: 2 * _MOST])
            text = text if len(text) < _MOST else f"{text[: _MOST - 3]} …"
            return f"'{text}" if text.startswith(_FORMULA) else text
        case _:
            return str(cell)


def _article(article: ReportedArticle) -> Iterator[Row]:
    if article.problem is not None:
        yield {"article": article.uri, "severity": "error", "rule": UNREADABLE, "message": article.problem}
        return
    told: set[int] = set()
    for quote in article.quotes:
        told.update(quote.findings)
        for number in quote.findings:
            yield _quote(article, quote) | _finding(article.findings[number])
        if not quote.findings:
            yield _quote(article, quote)
    for number, finding in enumerate(article.findings):
        if number not in told:
            yield _finding(finding) | {"article": article.uri}
    if not article.quotes and not article.findings:
        yield {"article": article.uri, "message": "no quotations were found"}


def _quote(article: ReportedArticle, quote: ReportedQuote) -> Row:
    row: Row = {
        "article": article.uri,
        **_places(quote.start, quote.end, quote.page),
        "message": quote.reason,
        "verdict": quote.verdict,
        "marked": quote.marked,
        "score": quote.score,
        "form": quote.form,
        "speaker": quote.names.speaker,
        "publisher": quote.names.publisher,
        "work": quote.names.work,
        "quotation": quote.text,
    }
    if match := quote.match:
        row |= _there(match.original, match.start, match.page) | {"passage": match.text, "link": match.link}
    return row


def _finding(finding: ReportedFinding) -> Row:
    row: Row = {
        **_places(finding.here.start, finding.here.end, finding.here.page),
        "severity": finding.severity,
        "rule": finding.rule,
        "message": finding.message,
        "accepted": f"{finding.allowed.by}: {finding.allowed.reason}" if finding.allowed else None,
        "fingerprint": finding.fingerprint,
    }
    there = finding.there
    return row | (_there(there.original, there.start, there.page) if there else {})


def _places(start: Position, end: Position, page: int | None) -> Row:
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column, "page": page}


def _there(original: str, start: Position, page: int | None) -> Row:
    return {"original": original, "original_line": start.line, "original_column": start.column, "original_page": page}
