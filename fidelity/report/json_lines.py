"""The report as JSON Lines (<https://jsonlines.org/>), for streams and for reports too large to hold.

Every line is an object that says which schema it is of and what it is: first a line of type "article" for each article, with
the keys that it has in the JSON report; last one line of type "summary" with the tool, the settings and the summary.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from fidelity.report.json import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report
    from fidelity.report.look import Look

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """A line for each article and one for the summary; in strings, what some readers take for a line's end is escaped."""
    return "".join(_LINE_ENDS.sub(_escaped, encoded(item).decode()) + "\n" for item in _items(report))


def _items(report: Report) -> Iterator[dict[str, Any]]:
    for article in report.articles:
        yield {"schema": report.schema, "type": "article"} | msgspec.to_builtins(article)
    whole = {"tool": report.tool, "settings": report.settings, "summary": report.summary}
    yield {"schema": report.schema, "type": "summary"} | {name: msgspec.to_builtins(part) for name, part in whole.items()}


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
