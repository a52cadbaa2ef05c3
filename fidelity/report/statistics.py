"""How often each verdict was given and each rule had something to say, over all articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from fidelity.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report

_GRAVITY = ("error", "warning", "info")


def statistics(report: Report) -> str:
    """A table for people: verdicts in their order, and rules by how often they found something; what is accepted apart."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    quotes = [quote for article in report.articles for quote in article.quotes]
    verdicts = Counter(quote.verdict for quote in quotes)
    findings = [finding for article in report.articles for finding in article.findings]
    rules = Counter((f.severity, f.rule) for f in findings if f.allowed is None)
    accepted = Counter(f.rule for f in findings if f.allowed is not None)
    wide = len(str(max(len(quotes), len(findings))))
    yield "Verdicts"
    yield from (f"  {verdicts[verdict]:>{wide}}  {verdict}" for verdict in get_args(Verdict) if verdicts[verdict])
    if not quotes:
        yield "  no quotations"
    yield "Findings"
    for (severity, rule), often in sorted(rules.items(), key=lambda item: (-item[1], _GRAVITY.index(item[0][0]), item[0][1])):
        yield f"  {often:>{wide}}  {severity:<8}  {rule}"
    yield from (f"  {often:>{wide}}  accepted  {rule}" for rule, often in sorted(accepted.items(), key=lambda i: (-i[1], i[0])))
    if not findings:
        yield "  none"
