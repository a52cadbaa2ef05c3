"""Texts of strangers made safe to print: what would steer a terminal or reorder a line is shown instead of sent."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")
_COMMAND = re.compile(r"(?m)^((?:[^\S\n]|\x1b\[[0-9;]*m)*+:):|##(?=\[|vso\[|teamcity\[)")


def visible(text: str) -> str:
    """The text with control characters as pictures (␛) or code points (⟨U+202E⟩); tabs and odd line ends as plain ones.

    The joiners of Arabic, Indic scripts and emoji stay: they steer nothing. Soft hyphens go.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", " ")
    text = re.sub("[\r\u2028\u2029\x85]", "\n", text)
    return _UNSAFE.sub(lambda m: _shown(m[0]), text)


def one_line(text: str) -> str:
    """The same on one line."""
    return _SPACES.sub(" ", visible(text)).strip()


def unheard(text: str) -> str:
    """A report as CI systems may log it: what they would take for a command looks like one, and is none.

    GitHub hears `::` at the beginning of a line and `##[` anywhere, Azure `##vso[`, TeamCity `##teamcity[`. Widths stay.
    """
    return _COMMAND.sub(lambda m: f"{m[1]}꞉" if m[1] else "#♯", text)


def _shown(c: str) -> str:
    if c == "\u00ad":
        return ""
    if c < " ":
        return chr(0x2400 + ord(c))
    if c == "\x7f":
        return "␡"
    assert unicodedata.category(c) in {"Cc", "Cf", "Cn", "Cs"}
    return f"⟨U+{ord(c):04X}⟩"
