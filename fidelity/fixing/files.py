"""Fixed sources as files: in the encoding that they were read in, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.read.encoding import encodings

if TYPE_CHECKING:
    from collections.abc import Callable


class NotWritableError(Exception):
    """A file that cannot be written; the message is a sentence for people."""


def encoded(data: bytes, source: str, fixed: str, *, html: bool, references: bool) -> bytes:
    """A fixed source in its file's own encoding. All bytes outside the fixes stay as they are.

    With `references` a character that the encoding lacks becomes a numeric reference. Raises NotWritableError where the file
    cannot be spelt so.
    """
    name = next((n for n in encodings(data, html=html) if _spells(data, source, n)), None)
    if name is None:
        raise NotWritableError("parts of the file could not be made out in its encoding; save it as UTF-8 first")
    try:
        return fixed.encode(name, "xmlcharrefreplace" if references else "strict")
    except UnicodeEncodeError as error:
        raise NotWritableError(f"{name} has no “{fixed[error.start]}”; save the file as UTF-8 first") from error


def _spells(data: bytes, source: str, name: str) -> bool:
    with suppress(UnicodeError, LookupError):
        return source.encode(name) == data
    return False


def save(path: Path, data: bytes, before: bytes | None = None) -> None:
    """Put new bytes in a file's place: written beside it, then moved there, with its mode and owner. Links are followed.

    Raises NotWritableError where that cannot be done, or where the file no longer holds what it did `before`, since somebody
    has written in it; the file is then as it was.
    """
    real = Path(os.path.realpath(path))
    try:
        held = real.stat()
        if not held.st_mode & 0o222 or not os.access(real, os.W_OK):  # whoever may write all files still means it
            raise NotWritableError("it is read-only; change its permissions, or see the changes with --diff")
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _like(beside, held)
            if before is not None:
                _refuse_newer(real, before)
            beside.replace(real)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NotWritableError(f"{error.strerror or error}; nothing was changed") from error
    with suppress(OSError):  # the move itself is kept over a loss of power where the system lets folders be synced
        folder = os.open(real.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _refuse_newer(file: Path, before: bytes) -> None:
    if file.read_bytes() != before:
        raise NotWritableError("somebody has written in it in the meantime; check it again")


def _like(file: Path, held: os.stat_result) -> None:
    """Give a file another's mode and owner."""
    chown: Callable[[Path, int, int], None] | None = getattr(os, "chown", None)
    if chown is not None:
        with suppress(OSError):  # only the system's owner may give files away
            chown(file, held.st_uid, held.st_gid)
    file.chmod(held.st_mode & 0o7777)
