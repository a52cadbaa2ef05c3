"""The Python door to a whole check: `fidelity.check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.check import Job, run
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.model import Report


def check(article: str | Path, originals: str | Path | Iterable[str | Path] = (), settings: Settings | None = None) -> Report:
    """Check one article file against originals (files or folders), as `fidelity check` does.

    An article that cannot be read stands in the report with its `problem`. Raises OriginalsError for originals that do not
    exist or a catalogue beside them that is wrong.
    """
    given = [originals] if isinstance(originals, str | Path) else originals
    job = Job(Path(article), tuple(Path(o) for o in given))
    return run([job], settings or Settings())
