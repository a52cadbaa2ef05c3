"""Lineages of quotations -> text, one file a format. Nothing here decides anything.

A format is drawn in stretches, so that a report of many lineages is never whole in memory: its head, each lineage, its foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Protocol

from fidelity.model.drift import DriftSummary, Lineage
from fidelity.report.look import Look

__all__ = ["FORMATS", "USUAL", "Drawing"]


class Drawing(Protocol):
    """A format at work: `lineage` gives nothing for what is not drawn, `foot` says how many those are."""

    def head(self) -> Iterator[str]:
        """What stands before the lineages."""

    def lineage(self, lineage: Lineage) -> Iterator[str]:
        """One lineage."""

    def foot(self) -> Iterator[str]:
        """What stands behind them."""


Begin = Callable[[DriftSummary, Look, int | None], Drawing]
"""Begins a drawing, of so many lineages at most; None: as many as suit the format."""


def _in(module: str) -> Begin:
    """What draws a format; its module, and what that needs, is loaded only when the format is asked for."""

    def begin(summary: DriftSummary, look: Look, most: int | None) -> Drawing:
        drawing: Drawing = import_module(f"fidelity.report.drift.{module}").begin(summary, look, most)
        return drawing

    return begin


FORMATS: Mapping[str, Begin] = MappingProxyType({"full": _in("full"), "json": _in("json"), "html": _in("html")})
"""Each format's name and what begins it."""

USUAL: Mapping[str, int | None] = MappingProxyType({"full": 20, "json": None, "html": 100})
"""How many lineages each format draws unless more are asked for; None: all."""
