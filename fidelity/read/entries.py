"""The entries of a JSON file, one after another, however large it is: an object a line, a list of objects, or a list in one."""

from __future__ import annotations

import codecs
import json
import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.read.stretch import Stretch

_STEP: Final = 1_000_000  # bytes that are read at once
_KEPT: Final = 65_536  # characters that are kept in memory though they have been read
_NEAR: Final = 16  # characters before the end of what was read in which a mistake may be one of not having read on
_FREE: Final = 1_000_000_000  # bytes that any packed file may unpack to
_RATIO: Final = 200  # and this many times its own bytes on top
_BORDER: Final = re.compile(rb"\}(?P<line>[ \t\r]{0,16}\n)[ \t\r\n\x1e]{0,64}\{")
_LONGEST_BORDER: Final = 100  # bytes
_BETWEEN: Final = re.compile("[ \t\r\n,\x1e\ufeff]*")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PACKED: Final = b"\x1f\x8b"
_DAMAGED: Final = "the file is damaged or breaks off there ({})"


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a file. `line` is where it begins; `nth` counts the values that begin on that line."""

    line: int
    nth: int
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is no object of JSON, and why. Reading goes on at the next line, unless this is the `end`."""

    line: int
    nth: int
    why: str
    end: bool = False


class _Refusal(Exception):  # noqa: N818 - it never leaves this module
    """Why a value cannot be read; `is_large` says that it is one only because of its size."""

    def __init__(self, why: str, *, is_large: bool = False) -> None:
        super().__init__(why)
        self.is_large = is_large


def entries(file: IO[bytes] | Stretch, size: int, largest: int, first: int = 1) -> Iterator[Entry | Mistake]:
    """Every object of a JSON file of `size` bytes, plain or packed with gzip; none may have more than `largest` characters.

    The line at which the file stands has the number `first`.
    """
    line = nth = 0
    is_told = True
    try:
        window = _Window(file, size, largest, first)
        while window.goes_on():
            sign = window.sign
            if sign in "[]}":
                window.step()
                continue
            nth = nth + 1 if window.line == line else 1
            line = window.line
            is_told = False
            try:
                value = window.value()
            except _Refusal as refusal:
                if refusal.is_large and sign == "{" and window.enter():
                    continue
                window.next_line(line)
                is_told = True
                yield Mistake(line, nth, str(refusal))
                continue
            is_told = True
            if isinstance(value, dict):
                yield Entry(line, nth, value)
            else:
                yield Mistake(line, nth, "it is no object with named fields")
    except _Break as broken:
        yield Mistake(broken.line, nth + is_told if broken.line == line else 1, str(broken), end=True)


def borders(file: IO[bytes], size: int, near: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Bytes of a JSON file of `size` bytes, and the numbers of their lines, at which one entry has ended and another begins.

    `near` says where they are wanted, in order. Only an object a line, plainly stored, can be cut: between a closing and an
    opening brace on two lines there is a comma in all other JSON. What stands between is only counted in lines.
    """
    file.seek(0)
    head = file.read(_STEP).removeprefix(_MARKS[0][0]).lstrip(b" \t\r\n\x1e")
    if not head.startswith(b"{"):
        return
    counted, line = 0, 1
    for wanted in near:
        if wanted <= counted:
            continue
        at = _border(file, max(counted, wanted - 2))  # an entry may begin at the very byte
        if at is None or at >= size:
            return
        file.seek(counted)
        while counted < at:
            data = file.read(min(_STEP, at - counted))
            if not data:
                return
            line += data.count(b"\n")
            counted += len(data)
        yield at, line


def _border(file: IO[bytes], start: int) -> int | None:
    """Where the first entry begins at or behind `start` that stands behind the line end of another."""
    file.seek(start)
    before = b""
    while data := file.read(_STEP):
        window = before + data
        if m := _BORDER.search(window):
            return start + m.end("line")
        start += max(0, len(window) - _LONGEST_BORDER)
        before = window[-_LONGEST_BORDER:]
    return None


class _Break(Exception):  # noqa: N818 - it never leaves this module
    """Why nothing more can be read of a file, from which line on."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


class _Window:
    """The part of a file that is in memory, from the value that is read next on."""

    def __init__(self, file: IO[bytes] | Stretch, size: int, largest: int, first: int) -> None:
        self._file = file
        self._largest = largest
        self._budget = _FREE + _RATIO * size
        head = file.read(_STEP)
        self._unpacking = zlib.decompressobj(31) if head.startswith(_PACKED) else None
        self._waiting = b""
        self.line = first
        try:
            data = self._unpacked(head)
        except (zlib.error, EOFError) as error:
            raise _Break(_DAMAGED.format(error), first) from error
        name = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
        self._decoder = codecs.getincrementaldecoder(name)("replace")
        self._scan = json.JSONDecoder().raw_decode
        self._text = self._decoder.decode(data)
        self._at = 0
        self._ended = not head
        self._trouble: str | None = None

    @property
    def sign(self) -> str:
        """The character that is next."""
        return self._text[self._at]

    def step(self, to: int | None = None) -> None:
        """Go on by a character, or to an offset in what is in memory."""
        to = self._at + 1 if to is None else to
        self.line += self._text.count("\n", self._at, to)
        self._at = to

    def goes_on(self) -> bool:
        """Go to the next value; False at the end of the file."""
        while True:
            m = _BETWEEN.match(self._text, self._at)
            self.step(m.end() if m else self._at)
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def value(self) -> Any:
        """The value that begins here; leaves the window behind it, or where it was. Raises _Refusal."""
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except json.JSONDecodeError as error:
                is_short = error.msg.startswith("Unterminated string") or error.pos >= len(self._text) - _NEAR
                if self._at > max(_KEPT, len(self._text) // 16):  # a mistake is told at the cost of all that stands before it
                    self._text, self._at = self._text[self._at :], 0
                if not is_short or self._ended:
                    raise _Refusal(f"it is not JSON ({error.msg}, column {error.colno})") from error
            except RecursionError as error:
                raise _Refusal("it is nested too deeply") from error
            except ValueError as error:
                raise _Refusal("it has a number that is too long") from error
            else:
                if isinstance(value, str | list | dict) or end < len(self._text) or self._ended:
                    self.step(end)
                    return value
            if len(self._text) - self._at > self._largest:
                raise _Refusal(f"it is larger than {self._largest // 1_000_000} MB", is_large=True)
            self._more()

    def enter(self) -> bool:
        """Go into an object too large to be read whole, up to the first list of objects in it; False if there is none."""
        self.step()
        while self.goes_on():
            if self.sign in "]}":
                self.step()
                continue
            try:
                name = self.value()
            except _Refusal:
                return False
            if not isinstance(name, str) or not self.goes_on() or self.sign != ":":
                return False
            self.step()
            if not self.goes_on():
                return False
            if self.sign == "[" and self._follows() == "{":
                self.step()
                return True
            try:
                self.value()
            except _Refusal as refusal:
                if not refusal.is_large or self.sign != "{":
                    return False
                self.step()
        return False

    def _follows(self) -> str:
        """The character behind the next one, blanks left out."""
        m = _BETWEEN.match(self._text, self._at + 1)
        end = m.end() if m else 0
        return self._text[end : end + 1] if end < len(self._text) or not self._more() else self._follows()

    def next_line(self, line: int) -> None:
        """Go behind the end of a line."""
        while self.line <= line:
            end = self._text.find("\n", self._at)
            self.step(end + 1 if end >= 0 else len(self._text))
            if end < 0 and not self._more():
                return

    def _more(self) -> bool:
        """Read on; False if there is nothing more. At least as much again, so that a long value is not begun too often."""
        if self._trouble is not None:
            raise _Break(self._trouble, self.line)
        wanted = max(_STEP, len(self._text) - self._at)
        parts = [self._text[self._at :]]
        self._at = 0
        got = 0
        while got < wanted and not self._ended and self._trouble is None:
            raw = self._waiting or self._file.read(_STEP)
            self._waiting = b""
            self._ended = not raw
            try:
                data = self._decoder.decode(self._unpacked(raw), final=self._ended)
            except (zlib.error, EOFError) as error:
                data, self._ended, self._trouble = "", False, _DAMAGED.format(error)
            got += len(data)
            parts.append(data)
            if self._budget < 0:
                self._trouble = "the file unpacks to many times its size, as no text does"
        self._text = "".join(parts)
        return got > 0 or not self._ended

    def _unpacked(self, raw: bytes) -> bytes:
        if self._unpacking is None:
            return raw
        if not raw:
            if not self._unpacking.eof:
                raise EOFError("its last part is missing")
            return b""
        if self._unpacking.eof:  # gzip files may be put one behind another, and filled up with zeros
            if not raw.startswith(_PACKED[: len(raw)]):
                return b""
            self._unpacking = zlib.decompressobj(31)
        data = self._unpacking.decompress(raw, 16 * _STEP)
        self._waiting = self._unpacking.unconsumed_tail or self._unpacking.unused_data
        self._budget -= len(data)
        return data
