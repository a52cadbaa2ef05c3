"""The report as JSON, and the schema of that JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from fidelity.model import Report

if TYPE_CHECKING:
    from fidelity.report.look import Look

INDENT = 1


def render(report: Report, look: Look | None = None) -> str:  # noqa: ARG001 - every format is called alike
    """The report, key for key in the order of its types."""
    return written(msgspec.to_builtins(report))


def schema() -> str:
    """The JSON Schema of the report, generated from its types."""
    return written(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "fidelity-report/1"} | msgspec.json.schema(Report)
    )


def written(value: Any) -> str:
    """JSON as all our formats have it: indented, and whole even where a file's name is not UTF-8."""
    return msgspec.json.format(encoded(value), indent=INDENT).decode() + "\n"


def encoded(value: Any) -> bytes:
    """JSON on one line."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_scrubbed(msgspec.to_builtins(value)))


def _scrubbed(value: Any) -> Any:
    r"""The same with lone surrogates (a file name that is not UTF-8) written as `\udcXX`, which UTF-8 can carry."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {key: _scrubbed(item) for key, item in value.items()}
        case list() | tuple():
            return [_scrubbed(item) for item in value]
        case _:
            return value
