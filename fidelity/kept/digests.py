"""The digests of files, remembered as long as a file looks unchanged."""

from __future__ import annotations

import hashlib
import os
import time
from typing import TYPE_CHECKING

import msgspec

from fidelity.kept.entries import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Signature = tuple[int, ...]
"""What tells a changed file by its looks: length, inode, device, and when its content and its entry were last written."""

FRESH = 2_000_000_000
"""Nanoseconds within which a file might be written again and look the same: the coarsest clock of a file system."""

_NAME = "digests"
_MOST = 20_000  # files remembered
_PIECE = 1 << 20  # bytes read at a time
_KIND = dict[str, tuple[Signature, str]]


class Digests:
    """Digests of files. A file that was written just before it was read is not remembered, as with git's index."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._known = _read(self._path)
        self._new: _KIND = {}

    def of(self, path: Path) -> str:
        """The SHA-256 of a file's content. Raises OSError."""
        return self.told(path, _looks(path), lambda: _digest(path))

    def told(self, path: Path, looks: Signature, tell: Callable[[], str]) -> str:
        """What is to be told of a file that looks so, remembered or asked anew."""
        name = os.path.abspath(path)  # noqa: PTH100 - links are followed when the file is looked at
        known = self._new.get(name) or self._known.get(name)
        if known is not None and known[0] == looks:
            return known[1]
        now = time.time_ns()
        said = tell()
        if is_settled(looks, now):
            self._new[name] = looks, said
        return said

    def save(self) -> None:
        """Remember what was learnt, for other runs; not if that cannot be written."""
        if not self._new:
            return
        rest = _read(self._path) | self._new  # another run may have learnt something meanwhile
        try:
            put(self._path, msgspec.msgpack.encode(dict(list(rest.items())[-_MOST:])))
        except (OSError, UnicodeEncodeError):
            return


def is_settled(looks: Signature, now: int) -> bool:
    """Whether a file that is written after `now` will look otherwise."""
    return max(looks[-2:]) < now - FRESH


def signature(path: Path | str) -> Signature:
    """How a file looks. Raises OSError."""
    told = os.stat(path)  # noqa: PTH116 - thousands of paths
    return told.st_size, told.st_ino, told.st_dev, told.st_mtime_ns, told.st_ctime_ns


_looks = signature


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


def _read(path: Path) -> _KIND:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=_KIND)
    except (OSError, msgspec.MsgspecError):
        return {}
