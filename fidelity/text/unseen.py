"""Characters that nobody sees and that change what is seen, found or copied: turned lines, gaps without width, hidden tags."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TURNS: Final = "\u202a-\u202e\u2066-\u2069"
_NO_WIDTH: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
_STEERING: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_STRUCK: Final = "\u0334-\u0338"
_TAGS: Final = "\U000e0001\U000e0020-\U000e007f"

_SUSPECT = re.compile(f"[{_TURNS}{_NO_WIDTH}{_STEERING}{_STRUCK}{_TAGS}]")
_TURNED = re.compile(f"[{_TURNS}]")
_OVERRIDES: Final = "\u202d\u202e"
_SCRIPTS: Final = (range(0x30, 0x3A), range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0x250), range(0x370, 0x590))
_FLAG: Final = "\U0001f3f4"  # whose tags say which country's it is


def unseen(text: str) -> list[int]:
    """The places of characters that are not seen where they stand and have no work there.

    Joiners have work in the scripts that join letters, embeddings in lines that run both ways, tags in flags.
    """
    if text.isascii() and text.isprintable():
        return []
    found = [m.start() for m in _SUSPECT.finditer(text)]
    if not found:
        return []
    two_ways = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return [at for at in found if not _has_work(text, at, two_ways=two_ways)]


def _has_work(text: str, at: int, *, two_ways: bool) -> bool:
    char = text[at]
    if char in _OVERRIDES or unicodedata.category(char) == "Cc":
        return False
    if _TURNED.match(char):
        return two_ways
    if char >= "\U000e0000":
        return _FLAG in text[max(0, at - 8) : at]
    if "\u0334" <= char <= "\u0338":
        return not _is_letter(text[at - 1 : at])
    return not (_is_letter(_beside(text, at, -1)) and _is_letter(_beside(text, at, 1)))


def _beside(text: str, at: int, step: int) -> str:
    """The next character on a side that has width, up to a few characters away."""
    for i in range(at + step, at + step * 9, step):
        if not 0 <= i < len(text):
            return ""
        if not _SUSPECT.match(text, i):
            return text[i]
    return ""


def _is_letter(char: str) -> bool:
    """Whether a character is a figure or a letter of a script that is written letter by letter."""
    return bool(char) and any(ord(char) in script for script in _SCRIPTS)


def turned(text: str) -> list[int]:
    """The places of the characters that change a line's direction."""
    return [] if text.isascii() else [m.start() for m in _TURNED.finditer(text)]


def is_grave(char: str) -> bool:
    """Whether a character turns words round, steers a terminal, hides letters or strikes them out."""
    return char in _OVERRIDES or char >= "\U000e0000" or "\u0334" <= char <= "\u0338" or unicodedata.category(char) == "Cc"


def named(char: str) -> str:
    """A character by code point and name: U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'a control character')}"
