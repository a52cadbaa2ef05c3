"""The report as GitLab's Code Quality report (<https://docs.gitlab.com/ci/testing/code_quality/>): what stands open."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from fidelity.report.address import in_project
from fidelity.report.findings import UNREADABLE, open_findings, unread
from fidelity.report.json import written
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Position, Report
    from fidelity.report.look import Look

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info", UNREADABLE: "blocker"}


def render(report: Report, look: Look | None = None) -> str:
    """The list of issues, those of unreadable articles first; paths are those from the project's root."""
    return written(list(_issues(report, look.folder if look else "")))


def _issues(report: Report, folder: str) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()

    def fingerprint(*parts: str) -> str:
        """Of the file and the finding: the same finding in two files is two issues, and no two are alike."""
        key = "\0".join(parts)
        seen[key] += 1
        return hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest()

    for article, problem in unread(report):
        path = in_project(article.uri, folder)
        yield {
            "type": "issue",
            "check_name": UNREADABLE,
            "description": one_line(problem),
            "fingerprint": fingerprint(path, UNREADABLE),
            "severity": SEVERITIES[UNREADABLE],
            "location": {"path": path, "lines": {"begin": 1}},
        }
    for article, finding in open_findings(report):
        path, start, end = in_project(article.uri, folder), finding.here.start, finding.here.end
        yield {
            "type": "issue",
            "check_name": finding.rule,
            "description": one_line(finding.message),
            "fingerprint": fingerprint(path, finding.fingerprint),
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": path,
                "lines": {"begin": start.line, "end": end.line},
                "positions": {"begin": _position(start), "end": _position(end)},
            },
        }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
