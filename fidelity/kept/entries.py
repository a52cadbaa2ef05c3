"""Entries in a folder: each a file under its key, whole or not there; the least used ones go when there are too many."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

LIMIT = 200_000_000
"""Bytes from which on old entries go."""

_ENTRIES = "results"
_SIGN = b"fidelity-kept/1\n"
_DAY = 86_400  # seconds after which the use of an entry is noted anew
_ABOUT = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# `fidelity check` keeps results here. Delete them freely.\n",
    ".gitignore": "*\n",
}


class Entries:
    """Bytes by key. What is damaged is not there; what cannot be written is not kept."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._written = 0

    def read(self, key: str) -> bytes | None:
        """The bytes under a key; None if there are none, or not those that were written."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                data = file.read()
                used = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        head = len(_SIGN) + hashlib.sha256().digest_size
        if data[:head] != _SIGN + hashlib.sha256(data[head:]).digest():
            return None
        if time.time() - used > _DAY:
            with suppress(OSError):
                os.utime(path)
        return data[head:]

    def write(self, key: str, data: bytes) -> None:
        """Put bytes under a key. Raises OSError."""
        if not self._written:
            _furnish(self._folder)
        put(self._path(key), _SIGN + hashlib.sha256(data).digest() + data)
        self._written += 1

    def trim(self) -> None:
        """Delete the entries that were not used for longest, until four fifths of the limit are left; after writing only."""
        if not self._written:
            return
        with suppress(OSError):
            found = sorted(_files(self._folder / _ENTRIES), key=lambda told: (-told[0], told[2]))
            whole = sum(size for _, size, _ in found)
            room = whole if whole <= self._limit else self._limit * 4 // 5
            for _, size, path in found:
                room -= size
                if room < 0:
                    with suppress(OSError):
                        path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / _ENTRIES / key[:2] / key[2:]


def put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _furnish(folder: Path) -> None:
    """Make the folder, and tell backup programs and git to leave it alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in _ABOUT.items():
        if not (folder / name).exists():
            put(folder / name, text.encode())


def _files(folder: Path) -> list[tuple[float, int, Path]]:
    """When each entry was used last, its length, and where it is."""
    found = []
    with os.scandir(folder) as rooms:
        for room in rooms:
            if room.is_dir(follow_symlinks=False):
                with os.scandir(room) as files:
                    for file in files:
                        with suppress(OSError):
                            told = file.stat(follow_symlinks=False)
                            found.append((told.st_mtime, told.st_size, Path(file.path)))
    return found
