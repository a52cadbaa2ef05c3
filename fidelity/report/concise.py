"""One line for each finding: `file:line:column: severity rule message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.report.phrases import place, standing, summary
from fidelity.report.visible import one_line, unheard

if TYPE_CHECKING:
    from fidelity.model import Report, ReportedArticle, ReportedFinding
    from fidelity.report.look import Look


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """The findings in the articles' order, one line each, and the summary as the last line."""
    lines = [line for article in report.articles for line in _lines(article)]
    return unheard("\n".join([*lines, summary(report)]) + "\n")


def _lines(article: ReportedArticle) -> list[str]:
    if article.problem is not None:
        return [f"{one_line(article.uri)}:1:1: error unreadable {one_line(article.problem)}"]
    return [
        f"{place(article.uri, finding.here.start)}: {finding.severity} {finding.rule} "
        f"{one_line(finding.message)}{_pages(finding)}"
        for finding in standing(article.findings)
    ]


def _pages(finding: ReportedFinding) -> str:
    """Name the pages, of article and original, where they have any."""
    pages = [f"page {finding.here.page}"] if finding.here.page is not None else []
    if finding.there is not None and finding.there.page is not None:
        pages.append(f"page {finding.there.page} of {one_line(finding.there.original)}")
    return f" ({'; '.join(pages)})" if pages else ""
