"""The report as workflow commands of GitHub Actions, which the runner turns into annotations of the files in a pull request.

GitHub shows ten annotations of a kind for a step. So the gravest come first, the summary is one of the ten notices, and notices
beyond the ten are only counted: they would be shown nowhere but in the log.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.report.address import in_project
from fidelity.report.findings import UNREADABLE, gravest_first, passage, quotes_by_id, unread
from fidelity.report.phrases import place, summary
from fidelity.report.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.model import Here, Report, ReportedFinding, ReportedQuote
    from fidelity.report.look import Look

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
"""How many annotations of a kind GitHub shows for a step."""

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _DATA | {":": "%3A", ",": "%2C"}


def render(report: Report, look: Look | None = None) -> str:
    """A command to a line; the last one is the summary. Files are named from the project's root, as the runner wants them."""
    folder = look.folder if look else ""
    notices = [finding for _, finding in gravest_first(report) if COMMANDS[finding.severity] == "notice"]
    beyond = len(notices) - (SHOWN - 1)
    more = f" · {beyond} more of severity info are not listed here" if beyond > 0 else ""
    lines = [*_commands(report, folder), command("notice", f"{summary(report)}{more}", {"title": "fidelity"})]
    return "\n".join(lines) + "\n"


def command(name: str, message: str, properties: Mapping[str, str | int]) -> str:
    """One command with all that could end or steer it escaped (`%`, line ends; in properties `:` and `,` too)."""
    told = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value != "")
    return f"::{name}{' ' if told else ''}{told}::{_escaped(message, _DATA)}"


def _commands(report: Report, folder: str) -> Iterator[str]:
    for article, problem in unread(report):
        yield command("error", one_line(problem), {"file": _file(article.uri, folder), "title": UNREADABLE})
    quotes = {id(article): quotes_by_id(article) for article in report.articles}
    notices = 0
    for article, finding in gravest_first(report):
        name = COMMANDS[finding.severity]
        notices += name == "notice"
        if notices < SHOWN or name != "notice":
            where: dict[str, str | int] = {"file": _file(article.uri, folder), **_region(finding.here), "title": finding.rule}
            quote = quotes[id(article)].get(finding.quote) if finding.quote else None
            yield command(name, _message(finding, quote), where)


def _message(finding: ReportedFinding, quote: ReportedQuote | None) -> str:
    found = passage(finding, quote)
    if found is None:
        return one_line(finding.message)
    what = "nearest passage" if found.is_near else "original"
    return f"{one_line(finding.message)} ({what}: {place(found.original, found.start)})"


def _region(here: Here) -> dict[str, int]:
    """Lines, and columns where the place is on one line: the runner drops the columns of others."""
    region = {"line": here.start.line, "endLine": here.end.line}
    if here.start.line == here.end.line:
        region |= {"col": here.start.column, "endColumn": here.end.column}
    return region


def _file(uri: str, folder: str) -> str:
    """The path; the runner takes a leading `=` for its own."""
    uri = in_project(uri, folder)
    return visible(f"./{uri}" if uri.startswith("=") else uri)


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return re.sub("[%\r\n:,]", lambda m: table.get(m[0], m[0]), text)
