"""The lineages as JSON (`fidelity-drift/1`): the nouns of `fidelity.model.drift`, field for field; keys are never missing.

One object: `schema`, `tool`, `summary` (what was looked at), `lineages` (all, unless fewer are asked for). Numbers of witnesses
count from 1 in each lineage, in the order of their dates; among `parents` 0 is the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from fidelity import __version__
from fidelity.report.json import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.drift import DriftSummary, Lineage
    from fidelity.report.look import Look

SCHEMA = "fidelity-drift/1"


def begin(summary: DriftSummary, _look: Look, most: int | None) -> _Json:
    """Begin a document."""
    return _Json(summary, most)


class _Json:
    def __init__(self, summary: DriftSummary, most: int | None) -> None:
        self._summary, self._most, self._drawn = summary, most, 0

    def head(self) -> Iterator[str]:
        tool = {"name": "fidelity", "version": __version__}
        yield f'{{"schema": {_encoded(SCHEMA)},\n"tool": {_encoded(tool)},\n'
        yield f'"summary": {_encoded(self._summary)},\n"lineages": ['

    def lineage(self, lineage: Lineage) -> Iterator[str]:
        if self._most is None or self._drawn < self._most:
            yield f"{',' if self._drawn else ''}\n{_encoded(lineage)}"
            self._drawn += 1

    def foot(self) -> Iterator[str]:
        yield "\n]}\n"


def _encoded(value: object) -> str:
    return encoded(msgspec.to_builtins(value)).decode()
