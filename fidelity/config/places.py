"""Where in a TOML file each key and each item of a list stands, which Python's own reader does not tell."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[^,\]}#\n]*")
_STRINGS = (
    ('"""', re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}', re.DOTALL)),
    ("'''", re.compile(r"'''(?:[^']|'(?!''))*+'{3,5}", re.DOTALL)),
    ('"', re.compile(r'"(?:[^"\\\n]|\\.)*+"')),
    ("'", re.compile(r"'[^'\n]*'")),
)


@dataclass(slots=True)
class Places:
    """`line:column` (from 1, in code points) of each key by its path; lists are counted through: `("per-file", 0, "style")`."""

    text: str
    found: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _at: int = 0
    _tables: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> tuple[int, int]:
        """The place of a path, or of the nearest thing that it is a part of."""
        while path and path not in self.found:
            path = path[:-1]
        return self.found.get(path, (1, 1))

    def read(self) -> None:
        """Go through the text, which must be valid TOML."""
        table: Path = ()
        self._skip(_BETWEEN)
        while self._at < len(self.text):
            if self.text.startswith("[[", self._at):
                table = self._header(2)
            elif self.text[self._at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
            self._skip(_BETWEEN)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self._at)
        assert found is not None, "the text is valid TOML"
        self._at = found.end()
        return found[0]

    def _header(self, signs: int) -> Path:
        start = self._at
        self._at += signs
        names = self._key()
        self._at += signs
        path: Path = ()
        for n, name in enumerate(names, 1):
            path += (name,)
            if n == len(names) and signs == 2:
                self._tables[path] = self._tables.get(path, -1) + 1
            self._note(path, start)
            if path in self._tables:
                path += (self._tables[path],)
                self._note(path, start)
        return path

    def _key(self) -> list[str]:
        names = []
        while True:
            self._skip(_SPACE)
            quoted = self._string()
            names.append(tomllib.loads(f"key = {quoted}")["key"] if quoted is not None else self._skip(_BARE_KEY))
            self._skip(_SPACE)
            if self.text[self._at : self._at + 1] != ".":
                return names
            self._at += 1

    def _pair(self, table: Path) -> None:
        start, path = self._at, table
        for name in self._key():
            path += (name,)
            self._note(path, start)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        if self._string() is not None:
            return
        match self.text[self._at]:
            case "[":
                self._items(path, "]")
            case "{":
                self._items(path, "}")
            case _:
                self._skip(_PLAIN)

    def _items(self, path: Path, end: str) -> None:
        """The items of a list, or the pairs of a table on one line."""
        self._at += 1
        n = 0
        while True:
            self._skip(_BETWEEN)
            if self.text[self._at] == end:
                self._at += 1
                return
            if self.text[self._at] == ",":
                self._at += 1
            elif end == "}":
                self._pair(path)
            else:
                self._note((*path, n), self._at)
                self._value((*path, n))
                n += 1

    def _string(self) -> str | None:
        for sign, pattern in _STRINGS:
            if self.text.startswith(sign, self._at):
                return self._skip(pattern)
        return None

    def _note(self, path: Path, at: int) -> None:
        line = self.text.count("\n", 0, at) + 1
        self.found.setdefault(path, (line, at - self.text.rfind("\n", 0, at)))


def places(text: str) -> Places:
    """Every place in a text that is valid TOML, with line ends of one character."""
    found = Places(text)
    found.read()
    return found
