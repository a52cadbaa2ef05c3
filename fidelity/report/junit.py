"""The report as JUnit XML: an article is a test suite, a quotation a test case, for CI servers that draw test results.

A quotation with an error is a failure, one that could not be compared is skipped; its warnings and the rest are its output.
What was found beside the quotations is a test case of its own. An article that could not be read is an error.

Only what the schema of Jenkins' xUnit plugin knows is used: it turns away what has more, such as the line of a case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fidelity.report.findings import UNREADABLE
from fidelity.report.phrases import NAMES, place, score, standing
from fidelity.report.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Report, ReportedArticle, ReportedFinding, ReportedQuote
    from fidelity.report.look import Look

NAME = 60
"""Characters of a quotation that name its test case."""

_NO_XML = re.compile("[\ufffe\uffff]")
_SUMS = {"failure": "failures", "error": "errors"}
_COUNTED = {"testsuites": _SUMS, "testsuite": _SUMS | {"skipped": "skipped"}}


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """One `testsuites` with the counts of all; no times, so that the same report gives the same bytes."""
    root = Element("testsuites", name=_line(report.tool.name))
    for article in report.articles:
        _suite(root, article)
    _count(root)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n'


def _suite(root: Element, article: ReportedArticle) -> None:
    suite = SubElement(root, "testsuite", name=_line(article.uri), file=_line(article.uri))
    if article.problem is not None:
        case = _case(suite, article, "the article can be read")
        SubElement(case, "error", type=UNREADABLE, message=_line(article.problem))
    told: set[int] = set()
    for number, quote in enumerate(article.quotes, 1):
        told.update(quote.findings)
        case = _case(suite, article, f"{number}. “{_short(quote.text)}”")
        _judged(case, article, quote, standing(tuple(article.findings[i] for i in quote.findings)))
    for finding in standing(tuple(f for i, f in enumerate(article.findings) if i not in told)):
        case = _case(suite, article, f"{finding.rule}, {place(article.uri, finding.here.start)}")
        _told(case, [finding], article, "")
    if article.notes:
        SubElement(suite, "system-out").text = "\n".join(f"note: {_line(note)}" for note in article.notes)
    _count(suite)


def _judged(case: Element, article: ReportedArticle, quote: ReportedQuote, findings: Sequence[ReportedFinding]) -> None:
    sides = [f"Verdict: {NAMES[quote.verdict]}, {score(quote.score)}", f"Article: {_line(quote.text)}"]
    if found := quote.match or quote.nearest:
        what = "Original" if quote.match else "Nearest passage, no match"
        sides.append(_safe(f"{what} ({place(found.original, found.start)}): {one_line(found.text)}"))
    failed = _told(case, findings, article, "\n".join(sides))
    if quote.verdict == "unchecked" and not failed:
        case.insert(0, Element("skipped", message=_line(quote.reason or "unchecked")))


def _told(case: Element, findings: Sequence[ReportedFinding], article: ReportedArticle, sides: str) -> bool:
    """Put the findings under their test case; whether they make it fail."""
    errors = [finding for finding in findings if finding.severity == "error"]
    rest = [finding for finding in findings if finding.severity != "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        failure = SubElement(case, "failure", type=errors[0].rule, message=f"{_line(errors[0].message)}{more}")
        failure.text = "\n".join([*(_finding(error, article) for error in errors), *([sides] if sides else [])])
    if rest:
        SubElement(case, "system-out").text = "\n".join(_finding(finding, article) for finding in rest)
    return bool(errors)


def _finding(finding: ReportedFinding, article: ReportedArticle) -> str:
    return _safe(
        f"{place(article.uri, finding.here.start)}: {finding.severity} {finding.rule} {one_line(finding.message)}",
    )


def _case(suite: Element, article: ReportedArticle, name: str) -> Element:
    return SubElement(suite, "testcase", name=_line(name), classname=_line(article.uri))


def _count(element: Element) -> None:
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for kind, plural in _COUNTED[element.tag].items():
        element.set(plural, str(sum(1 for _ in element.iter(kind))))


def _short(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= NAME else f"{words[:NAME].rstrip()}…"


def _line(text: str) -> str:
    return _safe(one_line(text))


def _safe(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return _NO_XML.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", visible(text))
