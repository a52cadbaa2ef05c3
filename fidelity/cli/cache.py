"""Where `fidelity check` keeps what it found: in the platform's folder for such things, unless somebody says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cli.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.config import Said
    from fidelity.kept import Kept

VARIABLE = "FIDELITY_CACHE_DIR"


def place(given: Path | None, said: Mapping[str, Said]) -> tuple[Path | None, str | None]:
    """The folder, and who said so (None: nobody); no folder where the user has no home.

    The command line comes first, then the environment, then the config.
    """
    if given is not None:
        return given, "--cache-dir"
    if variable := os.environ.get(VARIABLE):
        return Path(variable), VARIABLE
    if "cache-dir" in said:
        return Path(said["cache-dir"].value), said["cache-dir"].where
    return _of_platform(), None


def _of_platform() -> Path | None:
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named, "fidelity")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "fidelity"


def opened(folder: Path | None) -> Kept | None:
    """What is kept in a folder. Raises Trouble for one that is none."""
    if folder is None:
        return None
    if folder.exists() and not folder.is_dir():
        raise Trouble(f"--cache-dir: {folder} is a file, not a folder. Give a folder, or --no-cache.")
    from fidelity.kept import Kept  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return Kept(folder)
