"""Report -> text, one file a format. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from fidelity.model import Report
from fidelity.report.look import Color, Look, RulePage

__all__ = ["FORMATS", "Color", "Look", "Render", "RulePage"]

Render = Callable[[Report, Look], str]


def _in(module: str) -> Render:
    """What draws a format; its module, and what that needs, is loaded only when the format is asked for."""

    def render(report: Report, look: Look) -> str:
        drawn = import_module(f"fidelity.report.{module}").render(report, look)
        assert isinstance(drawn, str)
        return drawn

    return render


FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "full": _in("full"),
        "concise": _in("concise"),
        "json": _in("json"),
        "json-lines": _in("json_lines"),
        "sarif": _in("sarif"),
        "github": _in("github"),
        "gitlab": _in("gitlab"),
        "rdjson": _in("rdjson"),
        "junit": _in("junit"),
        "markdown": _in("markdown"),
        "csv": _in("csv"),
        "html": _in("html"),
        "annotations": _in("web_annotations"),
    }
)
"""Each format's name and what draws it; the text ends with a line end."""
