"""The report as rdjson, the diagnostic format of reviewdog (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>).

reviewdog counts columns in bytes of UTF-8 and ends lines with LF, so places with columns, and suggestions, are given where the
article's text is at hand; else whole lines. A suggestion covers the lines of its diagnostic, as the comments of a pull request
want it, and is put in by a person's click.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fidelity.report.findings import UNREADABLE, open_findings, passage, quotes_by_id, unread
from fidelity.report.json import written
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import FixEdit, Report, ReportedArticle, ReportedFinding, ReportedQuote, Span
    from fidelity.report.look import Look

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report, look: Look | None = None) -> str:
    """What stands open, those articles first that could not be read."""
    return written({"source": {"name": report.tool.name}, "diagnostics": list(_diagnostics(report, look))})


def _diagnostics(report: Report, look: Look | None) -> Iterator[dict[str, Any]]:
    for article, problem in unread(report):
        yield {
            "message": one_line(problem),
            "location": {"path": article.uri},
            "severity": SEVERITIES["error"],
            "code": {"value": UNREADABLE},
        }
    last: ReportedArticle | None = None
    for article, finding in open_findings(report):
        if article is not last:
            text = look.texts(article) if look else None
            quotes, last = quotes_by_id(article), article
        quote = quotes.get(finding.quote) if finding.quote else None
        yield _diagnostic(article, finding, quote, text)


def _diagnostic(
    article: ReportedArticle, finding: ReportedFinding, quote: ReportedQuote | None, text: str | None
) -> dict[str, Any]:
    here = finding.here
    lines: dict[str, Any] = {"start": {"line": here.start.line}, "end": {"line": here.end.line}}
    diagnostic: dict[str, Any] = {
        "message": one_line(finding.message),
        "location": {"path": article.uri, "range": lines if text is None else _range(text, here.span)},
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    if finding.fix and finding.fix.safety != "display" and text is not None:
        diagnostic["suggestions"] = [_suggestion(text, here.span, finding.fix.edits)]
    if found := passage(finding, quote):
        diagnostic["related_locations"] = [
            {
                "message": "The nearest passage, no match." if found.is_near else "The passage in the original.",
                "location": {
                    "path": found.original,
                    "range": {"start": {"line": found.start.line}, "end": {"line": found.end.line}},
                },
            }
        ]
    return diagnostic


def _suggestion(text: str, here: Span, edits: Sequence[FixEdit]) -> dict[str, Any]:
    """All the edits as one that reaches over the finding's place too, so that it stands on the same lines."""
    ordered = sorted(edits, key=lambda edit: edit.span)
    start = min(here[0], *(edit.span[0] for edit in ordered))
    end = max(here[1], *(edit.span[1] for edit in ordered))
    pieces, at = [], start
    for edit in ordered:
        pieces += [text[at : edit.span[0]], edit.text]
        at = max(at, edit.span[1])
    return {"range": _range(text, (start, end)), "text": "".join((*pieces, text[at:end]))}


def _range(text: str, span: Span) -> dict[str, dict[str, int]]:
    return {"start": _position(text, span[0]), "end": _position(text, span[1])}


def _position(text: str, offset: int) -> dict[str, int]:
    start = text.rfind("\n", 0, offset) + 1
    before = text[start:offset].encode("utf-8", "surrogatepass")  # a byte-order mark is bytes too
    return {"line": text.count("\n", 0, offset) + 1, "column": len(before) + 1}
