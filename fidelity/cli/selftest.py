"""`fidelity selftest`: what the judge catches and whom it accuses, printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fidelity.archive.folder import OriginalsError
from fidelity.cli.output import Progress, write
from fidelity.cli.trouble import Trouble, known
from fidelity.selftest import selftest

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = ("full", "json")


def run_selftest(pairs: Path | None, seed: int, count: int, output_format: str) -> int:
    """Run the self-test, print its outcome, and give 0, or 1 if the judge does not do what it promises."""
    known(output_format, _FORMATS, "report format", where=f"Formats: {', '.join(_FORMATS)}.")
    if count < 1:
        raise Trouble(f"--count {count}: there is nothing to try; give 1 or more.")
    progress = Progress()
    try:
        outcome = selftest(pairs, seed=seed, count=count, progress=progress)
    except OriginalsError as error:
        raise Trouble(f"{error}.") from error
    finally:
        progress.clear()
    write(outcome.full() if output_format == "full" else json.dumps(outcome.data(), ensure_ascii=False, indent=2) + "\n")
    return 0 if outcome.passed else 1
