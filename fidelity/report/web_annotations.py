"""The report as W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): one for each quotation that has a match.

The target is the original's passage, one for each piece between ellipses; the bodies are the article's words, the verdict, how
near it is and what was found. Selectors of one target are alternatives, each good alone: a client takes the one that it knows.

- TextQuoteSelector: the passage's words as read;
- TextPositionSelector: code points of the original's text as read (`Document.text`: white space collapsed, blocks two line ends
  apart, calls of notes gone), and not of a browser's DOM nor of the file on disk;
- FragmentSelector: the text directive that the link of the report has, where the original has a web address.

Names are made of hashes alone: the same quotation of the same original has the same name in every report.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from fidelity.report.address import address
from fidelity.report.json import written
from fidelity.report.phrases import NAMES, count, score, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report, ReportedArticle, ReportedMatch, ReportedQuote
    from fidelity.report.look import Look

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
DIRECTIVES = "https://wicg.github.io/scroll-to-text-fragment/"

_NAMES = UUID("5d3c0b6e-6b0c-5c8e-9a53-8f6f1f0d7a11")  # the name space of our names, drawn once
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """The annotations as one collection, in the order of the articles and their quotations."""
    found = [note for article in report.articles for note in _annotations(article, report)]
    name = _name("collection", report.settings.fingerprint, *(note["id"] for note in found))
    whole: dict[str, Any] = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"{count(len(found), 'quotation')} set beside the originals",
        "generator": _generator(report),
        "total": len(found),
    }
    if found:
        page = _name("page", name)
        whole["first"] = {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": found}
        whole["last"] = page
    return written(whole)


def _annotations(article: ReportedArticle, report: Report) -> Iterator[dict[str, Any]]:
    for quote in article.quotes:
        if quote.match is not None:
            targets = _targets(quote.match)
            yield {
                "id": _name("annotation", article.uri, quote.id, quote.match.original),
                "type": "Annotation",
                "motivation": "assessing",
                "generator": _generator(report),
                "body": _bodies(article, quote),
                "target": targets if len(targets) > 1 else targets[0],
            }


def _bodies(article: ReportedArticle, quote: ReportedQuote) -> list[dict[str, Any]]:
    marked = "every departure marked" if quote.marked else "not every departure marked"
    standing_here = standing(tuple(article.findings[i] for i in quote.findings))
    said = f"{NAMES[quote.verdict]}, {score(quote.score)}" + (f", {marked}" if quote.verdict in {"trimmed", "altered"} else "")
    words: dict[str, Any] = {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": address(article.uri),
        "selector": {"type": "TextQuoteSelector", "exact": quote.text},
    }
    return [
        words,
        _text("tagging", quote.verdict),
        _text("describing", f"{said}."),
        *(_text("commenting", f"{finding.severity} {finding.rule}: {finding.message}") for finding in standing_here),
    ]


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _targets(match: ReportedMatch) -> list[dict[str, Any]]:
    """The passages; that which came before and after is known of the first and the last in the original's order."""
    spans = match.text_passages
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    directives = match.link.partition(":~:")[2].split("&") if match.link else []
    found = []
    for number, ((start, end), words) in enumerate(zip(spans, _pieces(match), strict=True)):
        selectors: list[dict[str, Any]] = [
            {"type": "TextQuoteSelector", "exact": words, **_around(match, first=start == first, last=end == last)},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ]
        if len(directives) == len(spans):
            value = f":~:{directives[number]}"
            selectors.append({"type": "FragmentSelector", "conformsTo": DIRECTIVES, "value": value})
        found.append(_target(match, selectors))
    return found


def _target(match: ReportedMatch, selectors: list[dict[str, Any]]) -> dict[str, Any]:
    target: dict[str, Any] = {"type": "SpecificResource", "source": address(match.url or match.original)}
    state = _when(match.snapshot) if match.snapshot else {}
    if match.url:
        state["cached"] = address(match.original)
    if state:
        target["state"] = {"type": "TimeState", **state}
    return target | {"selector": selectors}


def _around(match: ReportedMatch, *, first: bool, last: bool) -> dict[str, str]:
    prefix = {"prefix": match.before} if first and match.before else {}
    return prefix | ({"suffix": match.after} if last and match.after else {})


def _pieces(match: ReportedMatch) -> Iterator[str]:
    """The match's text taken apart at the joints between its passages."""
    sizes = [end - start for start, end in match.text_passages]
    joint = (len(match.text) - sum(sizes)) // max(1, len(sizes) - 1)
    at = 0
    for size in sizes:
        yield match.text[at : at + size]
        at += size + joint


def _when(snapshot: str) -> dict[str, str]:
    """The time of a copy in UTC; a day alone is the time from its beginning to its end. Archives write UTC where no zone is."""
    try:
        if _DAY.fullmatch(snapshot):
            day = date.fromisoformat(snapshot)
            ends = (datetime.combine(day, time.min, UTC), datetime.combine(day, time(23, 59, 59), UTC))
            return {"sourceDateStart": _utc(ends[0]), "sourceDateEnd": _utc(ends[1])}
        return {"sourceDate": _utc(datetime.fromisoformat(snapshot))}
    except (ValueError, OverflowError):  # no date, or one whose time in UTC no calendar has
        return {}


def _utc(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _generator(report: Report) -> dict[str, str]:
    return {"type": "Software", "name": f"{report.tool.name} {report.tool.version}"}


def _name(*parts: str) -> str:
    return uuid5(_NAMES, "\0".join(parts).encode("utf-8", "backslashreplace").decode()).urn
