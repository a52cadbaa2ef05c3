"""Opens ZIP files of strangers: nothing is written or unpacked beyond bounds, and what is wrong is said in a sentence."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BufferedReader, BytesIO, RawIOBase
from typing import IO, TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MB: Final = 1_000_000
_DAMAGED: Final = "The file is a ZIP file that is damaged or cut off; get it anew."
_END: Final = b"PK\x05\x06"  # the end record, with which the directory of a ZIP file is found
_END_SIZE: Final = 22
_END_64: Final = b"PK\x06\x06"
_LONGEST_COMMENT: Final = 65_535
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # others can ask for gigabytes before the first byte
_ENCRYPTED: Final = 0x1 | 0x40
_LINK: Final = 0o120000
_TYPE: Final = 0o170000
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_TROUBLES: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)


class ZipTrouble(Exception):  # noqa: N818 - trouble is the newsroom's word
    """Why a ZIP file, or a member of it, is not read: a sentence for people."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is taken from one ZIP file. All sizes in bytes."""

    members: int = 20_000
    directory: int = 4 * _MB
    """The list of members, which is read whole."""
    member: int = 128 * _MB
    """One member, unpacked."""
    total: int = 512 * _MB
    """All that is read of the file, unpacked."""
    ratio: int = 250
    """Unpacked to packed size, for members of more than a megabyte: text packs 3 to 40 times smaller, bombs 1000 times."""


class Members:
    """The members of a ZIP file that may be read: files under plain relative names; the rest is as if it were not there."""

    def __init__(self, file: IO[bytes], archive: zipfile.ZipFile, bounds: Bounds) -> None:
        self._file = file
        self._archive = archive
        self._bounds = bounds
        self._read = 0
        self._infos = {info.filename: info for info in archive.infolist() if _is_plain(info)}
        self.names: tuple[str, ...] = tuple(self._infos)
        """The members' names, in the order of the directory."""

    def __contains__(self, name: str) -> bool:
        """Whether there is a member of this name."""
        return name in self._infos

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
        self._file.close()

    def size(self, name: str) -> int:
        """The unpacked size of a member, as the directory says. Raises KeyError if there is none of this name."""
        return self._infos[name].file_size

    def read(self, name: str) -> bytes:
        """All of a member. Raises ZipTrouble if it is not there, is too large, encrypted or damaged."""
        with self.stream(name) as stream:
            return stream.read()

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a member for reading from front to end; any read may raise ZipTrouble."""
        info = self._infos.get(name)
        if info is None:
            raise ZipTrouble(f"The file lacks the part “{shown(name)}”; get it anew, or save it again.")
        self._check(info)
        try:
            packed = self._archive.open(info)
        except (*_TROUBLES, RuntimeError) as error:
            raise _damage(name) from error
        with packed:
            raw = _Guarded(packed, name, self)
            yield BufferedReader(raw, 65_536)

    def count(self, size: int) -> None:
        """Add to what has been read of this file. Raises ZipTrouble if it is too much."""
        self._read += size
        if self._read > self._bounds.total:
            raise ZipTrouble(f"The file unpacks to more than {self._bounds.total // _MB} MB; give the one text that is meant.")

    def _check(self, info: zipfile.ZipInfo) -> None:
        name, bounds = shown(info.filename), self._bounds
        if info.flag_bits & _ENCRYPTED:
            raise ZipTrouble(f"The file is encrypted (“{name}”); save a copy without a password.")
        if info.compress_type not in _METHODS:
            raise ZipTrouble(f"The part “{name}” of the file is packed in an unusual way; save the file again.")
        if info.file_size > bounds.member:
            raise ZipTrouble(f"The part “{name}” of the file unpacks to more than {bounds.member // _MB} MB; it is not read.")
        if info.file_size > max(_MB, bounds.ratio * info.compress_size):
            times = info.file_size // max(1, info.compress_size)
            raise ZipTrouble(
                f"The part “{name}” of the file unpacks to {times} times its size, as no text does; it is not read."
            )


class _Guarded(RawIOBase):
    """A member being read; what goes wrong is told as ZipTrouble, and what is read is counted."""

    def __init__(self, packed: IO[bytes], name: str, members: Members) -> None:
        super().__init__()
        self._packed = packed
        self._name = name
        self._members = members

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._packed.read(len(buffer))
        except _TROUBLES as error:
            raise _damage(self._name) from error
        self._members.count(len(data))
        buffer[: len(data)] = data
        return len(data)


def members(source: bytes | Path, bounds: Bounds | None = None) -> Members:
    """Open a ZIP file in memory or on disk. Raises ZipTrouble if it is none, is damaged, or holds too many members."""
    bounds = bounds or Bounds()
    try:
        file: IO[bytes] = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    except OSError as error:
        raise ZipTrouble(f"The file could not be opened ({error.strerror}); check its name and folder.") from error
    try:
        if directory_size(file) > bounds.directory:
            raise _crowd(bounds)
        archive = zipfile.ZipFile(file)
        if len(archive.filelist) > bounds.members:
            raise _crowd(bounds)
    except ZipTrouble:
        file.close()
        raise
    except _TROUBLES as error:
        file.close()
        raise ZipTrouble(_DAMAGED) from error
    return Members(file, archive, bounds)


def directory_size(file: IO[bytes]) -> int:
    """How many bytes the list of members takes, by the end record; 0 if there is none. What is to be read can so be bounded."""
    size = file.seek(0, SEEK_END)
    start = max(0, size - _LONGEST_COMMENT - _END_SIZE)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        return 0
    length = int(struct.unpack_from("<L", tail, at + 12)[0])
    if length == 0xFFFFFFFF:
        long = tail.rfind(_END_64, 0, at)
        return int(struct.unpack_from("<Q", tail, long + 40)[0]) if 0 <= long <= len(tail) - 48 else size
    return length


def shown(name: str) -> str:
    """A member's name as it may stand in a sentence: printable, and not too long."""
    plain = "".join(char if char.isprintable() else "\ufffd" for char in name)
    return plain if len(plain) <= 80 else plain[:79] + "…"


def _is_plain(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    return not (
        info.is_dir()
        or (info.external_attr >> 16) & _TYPE == _LINK
        or name.startswith("/")
        or "\\" in name
        or _DRIVE.match(name)
        or ".." in name.split("/")
    )


def _damage(name: str) -> ZipTrouble:
    return ZipTrouble(f"The part “{shown(name)}” of the file is damaged; get the file anew.")


def _crowd(bounds: Bounds) -> ZipTrouble:
    return ZipTrouble(f"The file is a ZIP file of more than {bounds.members} members; give the one text that is meant.")
