"""The report as SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>), for code scanning and viewers.

Accepted findings are results with a suppression; what could not be read is a notification of the tool. Messages are plain text:
what viewers would take for a link or for a place to fill in is set apart by a space; the one link is ours, to the original.
Fixes are given where the article's text is at hand, so that their places are lines and columns like all others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fidelity.model import Report
from fidelity.report.address import address, in_project, is_relative
from fidelity.report.findings import UNREADABLE, passage, quotes_by_id, unread
from fidelity.report.json import written
from fidelity.report.look import Look
from fidelity.report.sarif_rules import LEVELS, described, rule
from fidelity.report.visible import one_line
from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Allowed, Fix, Position, ReportedArticle, ReportedFinding, ReportedQuote
    from fidelity.report.findings import Passage

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
NOTIFICATIONS = (
    (UNREADABLE, "An article could not be read."),
    ("note", "Something that the reader of an article could not do."),
)
KINDS = {"comment": "inSource", "baseline": "external"}
"""Where a finding was accepted, and what SARIF calls such a suppression."""
SHOWN = 300
"""Characters of the original's passage that a related location repeats."""

RELATED = 1
"""The number of the related location, of which there is one, in a result's message."""

_LINK = re.compile(r"\](?=\()")
_PLACEHOLDER = re.compile(r"\{(?=\d+\})")


def render(report: Report, look: Look | None = None) -> str:
    """One run, its rules in the manual's order, its results in the articles' order."""
    run = _Run(report, look or Look())
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.whole()]})


@dataclass(slots=True)
class _Run:
    """What the parts of a run point to by number: rules and files."""

    report: Report
    look: Look
    rules: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def whole(self) -> dict[str, Any]:
        self._number()
        manual = self.look.manual
        suppressed = any(finding.allowed for article in self.report.articles for finding in article.findings)
        results = [item for article in self.report.articles for item in self._results(article, suppressed=suppressed)]
        tool, settings = self.report.tool, self.report.settings
        return {
            "tool": {
                "driver": {
                    "name": tool.name,
                    "version": tool.version,
                    "semanticVersion": tool.version,
                    "rules": [rule(name, manual.get(name)) for name in self.rules],
                    "notifications": [described(name, text) for name, text in NOTIFICATIONS],
                }
            },
            "automationDetails": {"id": f"{tool.name}/{one_line(settings.style)}/"},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\r", "\n", "\u2028", "\u2029"],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the project."}}},
            "invocations": [
                {
                    "executionSuccessful": not any(True for _ in unread(self.report)),
                    "toolExecutionNotifications": list(self._notifications()),
                }
            ],
            "artifacts": list(self.files.values()),
            "results": results,
            "properties": {
                "style": settings.style,
                "settings": settings.fingerprint,
                "score": self.report.summary.score,
                "quotations": self.report.summary.quotes,
            },
        }

    def _number(self) -> None:
        """Give every rule and every file its number: those of the manual first, the articles before the originals."""
        manual = self.look.manual
        used = {finding.rule for article in self.report.articles for finding in article.findings}
        for name in (*manual, *sorted(used - set(manual))):
            self.rules[name] = len(self.rules)
        for article in self.report.articles:
            self._file(article.uri, article.sha256 if article.problem is None else "", "analysisTarget")
        for article in self.report.articles:
            for match in (match for quote in article.quotes for match in (quote.match, quote.nearest) if match):
                self._file(match.original, match.sha256)
            for finding in article.findings:
                if finding.there:
                    self._file(finding.there.original)

    def _file(self, uri: str, sha256: str = "", role: str = "") -> None:
        known = self.files.setdefault(
            uri, {"location": _location(in_project(uri, self.look.folder)) | {"index": len(self.files)}}
        )
        if role:
            known["roles"] = [role]
        if sha256 and "hashes" not in known:
            known["hashes"] = {"sha-256": sha256}

    def _place(self, uri: str, region: dict[str, Any] | None = None) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": self.files[uri]["location"]}
        return {"physicalLocation": physical | ({"region": region} if region else {})}

    def _notifications(self) -> Iterator[dict[str, Any]]:
        names = [name for name, _ in NOTIFICATIONS]
        for article in self.report.articles:
            told = [("note", "note", note) for note in article.notes]
            if article.problem is not None:
                told = [(UNREADABLE, "error", article.problem), *told]
            for name, level, text in told:
                yield {
                    "descriptor": {"id": name, "index": names.index(name)},
                    "level": level,
                    "message": {"text": _plain(text)},
                    "locations": [self._place(article.uri)],
                }

    def _results(self, article: ReportedArticle, *, suppressed: bool) -> Iterator[dict[str, Any]]:
        quotes = quotes_by_id(article)
        lines: Lines | None = None
        for finding in article.findings:
            quote = quotes.get(finding.quote) if finding.quote else None
            found = passage(finding, quote)
            result: dict[str, Any] = {
                "ruleId": finding.rule,
                "ruleIndex": self.rules[finding.rule],
                "level": LEVELS[finding.severity],
                "message": {"text": _message(finding.message, found)},
                "locations": [self._place(article.uri, _region(finding.here.start, finding.here.end))],
            }
            if found:
                result["relatedLocations"] = [self._related(found)]
            result["partialFingerprints"] = {"fidelity/v1": finding.fingerprint}
            if finding.fix and finding.fix.safety != "display" and (lines := lines or self._lines(article)):
                result["fixes"] = [self._fix(article, finding.fix, finding, lines)]
            if suppressed:
                result["suppressions"] = _suppressions(finding.allowed)
            yield result | ({"properties": _properties(quote)} if quote else {})

    def _lines(self, article: ReportedArticle) -> Lines | None:
        text = self.look.texts(article)
        return None if text is None else Lines(text)

    def _related(self, found: Passage) -> dict[str, Any]:
        words = one_line(found.words or "")
        words = words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"
        what = "The nearest passage, no match" if found.is_near else "The passage in the original"
        message = f"{what}: “{words}”" if words else f"{what}."
        place = self._place(found.original, _region(found.start, found.end))
        return {"id": RELATED} | place | {"message": {"text": _plain(message)}}

    def _fix(self, article: ReportedArticle, fix: Fix, finding: ReportedFinding, lines: Lines) -> dict[str, Any]:
        return {
            "description": {"text": f"Put {finding.rule} right ({fix.safety} fix)."},
            "artifactChanges": [
                {
                    "artifactLocation": self.files[article.uri]["location"],
                    "replacements": [
                        {
                            "deletedRegion": _region(*map(lines.position, edit.span)),
                            "insertedContent": {"text": edit.text},
                        }
                        for edit in fix.edits
                    ],
                }
            ],
        }


def _location(uri: str) -> dict[str, Any]:
    reference = address(uri)
    return {"uri": reference} | ({"uriBaseId": ROOT} if is_relative(reference) else {})


def _region(start: Position, end: Position) -> dict[str, Any]:
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _plain(text: str) -> str:
    return _PLACEHOLDER.sub("{ ", _LINK.sub("] ", one_line(text))) or "(no message)"


def _message(text: str, found: Passage | None) -> str:
    """The message with a link to its related location, which viewers show where a message speaks of it."""
    link = f" ([{'nearest passage' if found.is_near else 'original'}]({RELATED}))" if found else ""
    return f"{_plain(text)}{link}"


def _suppressions(allowed: Allowed | None) -> list[dict[str, str]]:
    if allowed is None:
        return []
    return [{"kind": KINDS[allowed.by], "status": "accepted", "justification": one_line(allowed.reason)}]


def _properties(quote: ReportedQuote) -> dict[str, Any]:
    return {"quotation": quote.id, "verdict": quote.verdict, "score": quote.score}
