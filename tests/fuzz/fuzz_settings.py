"""Fuzz targets for the files that people write: the config, the baseline, the catalogue of originals."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER: Final = Path(tempfile.mkdtemp(prefix="fuzz-settings-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


def config() -> Callable[[bytes], None]:
    """A config is used, or refused with a ConfigError."""
    from fidelity.config import ConfigError, load  # noqa: PLC0415 - imported where the fuzzer watches

    path = _FOLDER / "fidelity.toml"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        try:
            load(path)
        except ConfigError as error:
            assert str(error)  # noqa: PT017 - no test of pytest's

    return run


def catalogue() -> Callable[[bytes], None]:
    """A catalogue is used, or refused with an OriginalsError."""
    from fidelity.archive.folder import CATALOGUE, OriginalsError  # noqa: PLC0415
    from fidelity.archive.folder import catalogue as read  # noqa: PLC0415

    path = _FOLDER / CATALOGUE

    def run(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read(_FOLDER)
        except OriginalsError as error:
            assert str(error)  # noqa: PT017 - no test of pytest's

    return run


def baseline() -> Callable[[bytes], None]:
    """A baseline is used, and written again is the same, or refused with a BaselineError."""
    from fidelity.allow.baseline import BaselineError, read_baseline, written  # noqa: PLC0415

    def run(data: bytes) -> None:
        try:
            found = read_baseline(data.decode("utf-8", "replace"))
        except BaselineError as error:
            assert str(error)  # noqa: PT017 - no test of pytest's
            return
        assert sorted(set(found.entries)) == sorted(set(read_baseline(written(found.entries)).entries))
        assert len(found.entries) == len(list(found.places()))

    return run
