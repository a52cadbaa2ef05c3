"""Report -> text, one file a format. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fidelity.model import Report
from fidelity.report.look import Color, Look

__all__ = ["FORMATS", "Color", "Look", "Render"]

Render = Callable[[Report, Look], str]


def _full(report: Report, look: Look) -> str:
    from fidelity.report import full  # noqa: PLC0415 - rich is loaded only where it draws

    return full.render(report, look)


def _concise(report: Report, look: Look) -> str:
    from fidelity.report import concise  # noqa: PLC0415 - each format is loaded only when it is asked for

    return concise.render(report, look)


def _json(report: Report, look: Look) -> str:
    from fidelity.report import json  # noqa: PLC0415 - msgspec is loaded only where it writes

    return json.render(report, look)


def _annotations(report: Report, look: Look) -> str:
    from fidelity.report import web_annotations  # noqa: PLC0415 - each format is loaded only when it is asked for

    return web_annotations.render(report, look)


FORMATS: Mapping[str, Render] = MappingProxyType(
    {"full": _full, "concise": _concise, "json": _json, "annotations": _annotations}
)
"""Each format's name and what draws it; the text ends with a line end."""
