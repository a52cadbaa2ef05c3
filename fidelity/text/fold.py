"""Typographic folding: one plain spelling for what typesetters write in many, with the way back.

Quotation marks and apostrophes become straight, dashes a hyphen, spaces and line breaks one blank; soft hyphens and
characters without width go; a word divided at a line's end is put together; ligatures and other compatibility forms
(NFKC) are spelled out. Case and accents stay: they are told apart later, where it matters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from fidelity.text.origin import Builder, compose, identity

if TYPE_CHECKING:
    from fidelity.model import Origin

DOUBLE_MARKS = frozenset("“”„‟«»″〝〞〟＂❝❞")
SINGLE_MARKS = frozenset("‘’‚‛‹›′`´ʼʻˮ＇❛❜")
DASHES = frozenset("‐‑‒–—―−﹘﹣－⸺⸻")
WITHOUT_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u180e\u200e\u200f")

_DIVIDED = re.compile(r"(?<=[^\W\d_])(?:-|\u2010|\u00ad)[ \t]*(?:\r\n|[\r\n\u2028])[ \t]*(?=[^\W\d_A-Z])|\u00ad\s*")
_ODD = re.compile(r"[^!-~]| {2,}|-(?=[ \t]*[\r\n\u2028])")


@cache
def _spelled(char: str) -> str:
    if char in DOUBLE_MARKS:
        return '"'
    if char in SINGLE_MARKS:
        return "'"
    if char in DASHES:
        return "-"
    if char in WITHOUT_WIDTH:
        return ""
    if char.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded == char else "".join(_spelled(c) for c in folded)


def fold(text: str) -> tuple[str, Origin]:
    """The text folded, and the map back to it. Folding twice changes nothing; linear time."""
    folded, origin = text, identity(len(text))
    while _ODD.search(folded):
        again, step = _once(folded)
        if again == folded:
            break
        folded, origin = again, compose(step, origin)
    return folded, origin


def _once(text: str) -> tuple[str, Origin]:
    if not unicodedata.is_normalized("NFC", text):
        return _compose_accents(text)
    builder = Builder()
    done = 0
    last = ""
    for start, end, new in _pieces(text):
        if start > done:
            builder.add(text[done:start], done, start)
            last = text[start - 1]
        if new and not (new == " " and last == " "):
            builder.add(new, start, end)
            last = new[-1]
        done = end
    builder.add(text[done:], done, len(text))
    return builder.finish()


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """The places where folding changes something: (start, end, what stands there instead)."""
    out: list[tuple[int, int, str]] = []
    i, size = 0, len(text)
    while i < size:
        odd = _ODD.search(text, i)
        if odd is None:
            break
        i = odd.start()
        if divided := _DIVIDED.match(text, i):
            out.append((i, divided.end(), ""))
            i = divided.end()
            continue
        if text[i].isspace():
            end = i + 1
            while end < size and text[end].isspace():
                end += 1
            out.append((i, end, " "))
            i = end
            continue
        new = _spelled(text[i])
        if new != text[i]:
            out.append((i, i + 1, new))
        i += 1
    return out


def _compose_accents(text: str) -> tuple[str, Origin]:
    """Letters followed by combining accents become one character each (NFC)."""
    builder = Builder()
    i = 0
    while i < len(text):
        end = i + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        whole = unicodedata.normalize("NFC", text[i:end])
        while end < len(text) and (longer := unicodedata.normalize("NFC", text[i : end + 1])) != whole + text[end]:
            whole, end = longer, end + 1
        builder.add(whole, i, end)
        i = end
    return builder.finish()
