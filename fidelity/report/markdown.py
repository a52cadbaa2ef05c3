"""The report as a comment on a pull request, for GitHub and GitLab.

The first line is a hidden mark by which a script finds the comment of the last run and puts this one in its place. All that
comes from articles and originals stands in HTML blocks, in which no Markdown is read, with its own markup escaped and with what
would call people, number issues or become a link broken up by `<wbr>`. The gravest comes first; what does not fit into a
comment is counted in its last line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.report.findings import UNREADABLE, gravest_first, passage, quotes_by_id, unread
from fidelity.report.inert import code, escaped, linked, shortened
from fidelity.report.inline_diff import differences
from fidelity.report.phrases import NAMES, count, place, score, summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Report, ReportedArticle, ReportedFinding, ReportedQuote
    from fidelity.report.look import Look

MARK = "<!-- fidelity-report -->"
LIMIT = 65_536
"""Characters that a comment on GitHub may have; counted here in UTF-16 units, which are never fewer."""
TABLE_SHARE = 0.6
"""How much of the comment the table of findings may take, where it does not fit beside the quotations."""
MESSAGE = 400
"""Characters of a message that are shown."""

SIGNS = {"error": "❌ error", "warning": "⚠️ warning", "info": "ℹ️ info"}

_HEAD = "<table>\n<thead><tr><th>Severity</th><th>Where</th><th>What</th></tr></thead>\n<tbody>\n"
_FOOT = "</tbody>\n</table>\n"
_LEGEND = (
    "<p><sub><ins>Inserted</ins> words stand only in the article, <del>struck</del> ones only in the original; "
    "what the article's own brackets and ellipses show is struck and inserted like the rest.</sub></p>\n"
)
_RESERVE = 400  # units for what is said of what did not fit


def render(report: Report, look: Look | None = None) -> str:
    """The comment, whole or cut to what a comment can hold."""
    web = look.web if look else None
    page = _Page(f"{MARK}\n### Quotations: {_verdict(report)}\n\n<p>{escaped(summary(report))}</p>\n")
    rows = [*(_unread(article, problem) for article, problem in unread(report)), *_rows(report, web)]
    quotes = [_quote(article, quote, web) for article, quote in _quotes_to_look_at(report)]
    rows_left = quotes_left = 0
    if rows:
        table_room = int(LIMIT * TABLE_SHARE) if _units("".join((*rows, *quotes))) > LIMIT * 0.9 else LIMIT
        page.add(f"\n{_HEAD}")
        rows_left = page.fill(rows, table_room - len(_FOOT))
        page.add(_FOOT)
    if quotes:
        page.add(f"\n{_LEGEND}")
        quotes_left = page.fill(quotes, LIMIT)
    accepted = sum(finding.allowed is not None for article in report.articles for finding in article.findings)
    page.add("".join(f"\n{line}\n" for line in _last(accepted, rows_left, quotes_left)))
    return page.text


class _Page:
    """The text so far and how long it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._units = _units(text)

    def add(self, text: str) -> None:
        self.text += text
        self._units += _units(text)

    def fill(self, parts: Sequence[str], room: int) -> int:
        """Add whole parts while there is room; how many are left out."""
        kept, units = [], self._units
        for part in parts:
            units += _units(part)
            if units > room - _RESERVE:
                break
            kept.append(part)
        self.add("".join(kept))
        return len(parts) - len(kept)


def _verdict(report: Report) -> str:
    grave = report.summary.errors + sum(1 for _ in unread(report))
    if grave:
        return "something to set right"
    return "something to look at" if report.summary.warnings else "nothing to set right"


def _rows(report: Report, web: str | None) -> Iterator[str]:
    quotes = {id(article): quotes_by_id(article) for article in report.articles}
    for article, finding in gravest_first(report):
        quote = quotes[id(article)].get(finding.quote) if finding.quote else None
        yield _row(article, finding, quote, web)


def _row(article: ReportedArticle, finding: ReportedFinding, quote: ReportedQuote | None, web: str | None) -> str:
    start, end = finding.here.start, finding.here.end
    where = linked(place(article.uri, start), article.uri, start.line, end.line, web)
    found = passage(finding, quote)
    if found is not None:
        what = "nearest passage" if found.is_near else "original"
        where += (
            f"<br>{what} {linked(place(found.original, found.start), found.original, found.start.line, found.end.line, web)}"
        )
    message = f"{code(finding.rule)} {escaped(shortened(finding.message, MESSAGE))}"
    return f"<tr><td>{SIGNS[finding.severity]}</td><td>{where}</td><td>{message}</td></tr>\n"


def _unread(article: ReportedArticle, problem: str) -> str:
    message = f"<code>{UNREADABLE}</code> {escaped(shortened(problem, MESSAGE))}"
    return f"<tr><td>{SIGNS['error']}</td><td>{code(article.uri)}</td><td>{message}</td></tr>\n"


def _quotes_to_look_at(report: Report) -> list[tuple[ReportedArticle, ReportedQuote]]:
    """The quotations with open findings, in the order of their gravest."""
    found: dict[tuple[int, str], tuple[ReportedArticle, ReportedQuote]] = {}
    quotes = {id(article): quotes_by_id(article) for article in report.articles}
    for article, finding in gravest_first(report):
        if finding.quote is not None and finding.quote in quotes[id(article)]:
            found.setdefault((id(article), finding.quote), (article, quotes[id(article)][finding.quote]))
    return list(found.values())


def _quote(article: ReportedArticle, quote: ReportedQuote, web: str | None) -> str:
    """A quotation in one HTML block, its differences in place."""
    told = f"{NAMES[quote.verdict]}, {score(quote.score)}" if quote.score is not None else NAMES[quote.verdict]
    head = f"<b>{told}</b> · {linked(place(article.uri, quote.start), article.uri, quote.start.line, quote.end.line, web)}"
    said = [name for name in (quote.names.speaker, quote.names.publisher) if name]
    head += f" · {escaped(shortened(', '.join(said)))}" if said else ""
    lines = [f"<p>{head}</p>", f"<blockquote>{differences(quote)}</blockquote>"]
    found = quote.match or quote.nearest
    if quote.reason:
        lines.append(f"<p>{escaped(shortened(quote.reason, MESSAGE))}</p>")
    elif quote.match is None and found is not None:
        where = linked(place(found.original, found.start), found.original, found.start.line, found.end.line, web)
        lines.append(f"<p>Nearest passage, no match, {where}: “{escaped(shortened(found.text, MESSAGE))}”</p>")
    return "\n" + "\n".join(lines) + "\n"


def _last(accepted: int, rows: int, quotes: int) -> Iterator[str]:
    if rows or quotes:
        left = [count(rows, "finding")] if rows else []
        left += [f"the words of {count(quotes, 'quotation')}"] if quotes else []
        yield f"<p><b>Not shown, because a comment holds no more: {' and '.join(left)}.</b> The whole report has them.</p>"
    if accepted:
        yield f"<p>{count(accepted, 'accepted finding')} not shown.</p>"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
