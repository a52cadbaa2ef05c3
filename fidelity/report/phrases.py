"""The words that all formats for people share: places, counts, the last line."""

from __future__ import annotations

from fidelity.model import VERDICTS, Position, Report, ReportedArticle, ReportedFinding, ReportedQuote, Summary
from fidelity.report.visible import one_line

NAMES = {"exact": "exact", "trimmed": "trimmed", "altered": "altered", "not-found": "not found", "unchecked": "unchecked"}
_ORDER = {"error": 0, "warning": 1, "info": 2}


def place(uri: str, start: Position, page: int | None = None) -> str:
    """`path:line:column`, as editors and terminals know it, and the page where there are pages."""
    return f"{one_line(uri)}:{start.line}:{start.column}{on(page)}"


def on(page: int | None) -> str:
    """`, page 3`; nothing where there are no pages."""
    return "" if page is None else f", page {page}"


def count(number: int, noun: str) -> str:
    """`1 quotation`, `2 quotations`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def score(value: float | None) -> str:
    """A score to one decimal; a departure never rounds up to 100."""
    if value is None:
        return "no score"
    return f"score {min(value, 99.9):.1f}" if value < 100 else "score 100"


def percent(share: float) -> str:
    """A share to one decimal; short of all never rounds up to 100 %, and more than nothing never down to 0 %."""
    if share in {0, 1}:
        return f"{100 * share:.0f} %"
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def verdicts(counts: dict[str, int]) -> str:
    """`3 exact, 1 not found`, in the order of the verdicts page; what there is none of is left out."""
    return ", ".join(f"{counts[verdict]} {NAMES[verdict]}" for verdict in VERDICTS if counts.get(verdict))


def total(articles: tuple[ReportedArticle, ...]) -> dict[str, int]:
    """The verdicts of all articles together."""
    return {verdict: sum(article.counts.get(verdict, 0) for article in articles) for verdict in VERDICTS}


def standing(findings: tuple[ReportedFinding, ...]) -> list[ReportedFinding]:
    """The findings that nobody has accepted, in the article's order, the gravest first at the same place."""
    return sorted(
        (finding for finding in findings if finding.allowed is None),
        key=lambda finding: (finding.here.start.line, finding.here.start.column, _ORDER[finding.severity]),
    )


def accepted(findings: tuple[ReportedFinding, ...]) -> list[ReportedFinding]:
    """The findings that somebody has accepted, in the article's order."""
    return sorted((f for f in findings if f.allowed), key=lambda f: (f.here.start.line, f.here.start.column))


def needs_attention(quote: ReportedQuote, article: ReportedArticle) -> bool:
    """Whether an editor should look at a quotation: it has findings that stand, or is not known to be faithful."""
    if any(article.findings[i].allowed is None for i in quote.findings):
        return True
    accepted = bool(quote.findings)
    return not accepted and (quote.verdict in {"not-found", "unchecked"} or not quote.marked)


def qualified(quote: ReportedQuote) -> str:
    """What to add to the verdict: whether the reader is shown the departures, and emphasis that exact words were given."""
    departures = [edit for edit in quote.match.edits if edit.kind != "presentation"] if quote.match else []
    parts = []
    match quote.verdict:
        case "trimmed" | "altered" if quote.marked:
            parts.append("every departure marked")
        case "trimmed" | "altered":
            parts.append("marked only in part" if any(edit.mark for edit in departures) else "unmarked")
        case _:
            pass
    if any(run.status == "added" and not run.declared for run in quote.emphasis):
        parts.append("emphasis added")
    return "".join(f", {part}" for part in parts)


def summary(report: Report) -> str:
    """The report in one line."""
    s: Summary = report.summary
    by_verdict = verdicts(total(report.articles))
    unread = sum(article.problem is not None for article in report.articles)
    parts = [
        f"{count(s.articles, 'article')}, {count(s.quotes, 'quotation')}" + (f": {by_verdict}" if by_verdict else ""),
        f"{count(s.errors, 'error')}, {count(s.warnings, 'warning')}, {s.info} info",
    ]
    if s.score is not None:
        parts.append(score(s.score))
    if s.untouched:
        parts.append(f"{count(s.untouched, 'quotation')} not touched by the change, and not looked at")
    if unread:
        parts.append(f"{unread} could not be read")
    return " · ".join(parts)
