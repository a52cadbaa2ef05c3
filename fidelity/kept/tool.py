"""The state of the program itself: its own files, what it reads and compares with, and the Python that runs it."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import fidelity
from fidelity.kept.originals import OutOfReachError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.kept.digests import Digests

_NOT_ASKED = {"__pycache__", "cli", "report"}  # who decides nothing
DEPENDENCIES: Final = frozenset(
    {
        "brotli",
        "fastwarc",
        "msgspec",
        "numpy",
        "pyarrow",
        "pypdfium2",
        "pyromark",
        "pyyaml",
        "rapidfuzz",
        "resiliparse",
        "turbohtml",
        "zstandard",
    }
)
"""Distributions by whose version a check may end otherwise, or on which it depends what can be read at all."""


def state_of_tool(digests: Digests) -> str:
    """The digest of all that makes this program check as it does. Raises OutOfReachError or OSError if nobody can tell."""
    whole = hashlib.sha256(f"{fidelity.__version__} {sys.version} {unicodedata.unidata_version}\n".encode())
    home = Path(fidelity.__file__).parent
    files = list(_files(home))
    if not files:  # out of a ZIP file
        raise OutOfReachError
    for file in files:
        whole.update(f"{file.relative_to(home).as_posix()} {digests.of(file)}\n".encode())
    for name in sorted(set(_installed())):
        whole.update(f"{name}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def _files(home: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(home):
        folders[:] = sorted(name for name in folders if name not in _NOT_ASKED)
        yield from (Path(folder, file) for file in sorted(files))


def _installed() -> Iterator[str]:
    """The dependencies with their versions, as the names of what was installed tell them."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names alone
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and name.partition("-")[0].lower() in DEPENDENCIES:
                yield name
