"""Letters that pass for others: `pоrt` with a Cyrillic о, `2031` in wide figures, `port` in letters made for formulas.

A reader sees the same word; a search engine, a screen reader and a plagiarism check see another one, or none. Letters are
foreign to a word by its other letters, so a Cyrillic or Greek word among Latin ones is a word and no disguise.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.model import Span

Script = Literal["Latin", "Greek", "Cyrillic", "Armenian", "Cherokee", "other"]

_WORD: Final = re.compile(r"[^\W_]+")
_ALIKE: Final = re.compile("[\u0370-\u058f\u13a0-\u13ff]")
_WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uff66-\uffdc\U00020000-\U0003ffff]")
_MOST: Final = 2 / 3  # share of a text's letters from which on its words are taken to be in one alphabet
_STYLED: Final = (
    (0x1D400, 0x1D7FF),  # made for formulas
    (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A),  # wide, made for East Asian lines
    (0x24B6, 0x24E9), (0x1F130, 0x1F149),  # in circles and squares
    (0x2102, 0x2138),  # ℂ ℋ ℜ
)  # fmt: skip
_RANGES: Final[tuple[tuple[Script, int, int], ...]] = (
    ("Latin", 0x41, 0x24F),
    ("Latin", 0x250, 0x2AF),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
    ("Cherokee", 0x13A0, 0x13FF),
    ("Latin", 0x1D00, 0x1D7F),
    ("Latin", 0x1E00, 0x1EFF),
    ("Greek", 0x1F00, 0x1FFF),
    ("Latin", 0xA722, 0xA7FF),
)


@cache
def _table(name: str) -> Mapping[str, str]:
    """The look-alikes of a table, each with what it looks like."""
    loaded = tomllib.loads(files(__package__).joinpath("lookalikes.toml").read_text(encoding="utf-8"))
    return MappingProxyType({c: plain for plain, others in loaded[name].items() for c in others})


@cache
def _plain(char: str) -> str:
    """What a character looks like; itself if it looks like no other."""
    for name in ("alike", "near", "small_capitals"):
        if found := _table(name).get(char):
            return found
    spelled = unicodedata.normalize("NFKC", char) if is_styled(char) else char
    return spelled if len(spelled) == 1 else char


def plain(text: str) -> str:
    """The text with the letters that it seems to have; as long as it was."""
    return text if text.isascii() else "".join(map(_plain, text))


def script(char: str) -> Script | None:
    """The alphabet of a letter, as far as look-alikes are known there; None for what is no letter."""
    if not char.isalpha() or char in "\u00b5\u00aa\u00ba":  # the micro sign and the ordinals belong to all
        return None
    code = ord(char)
    return next((name for name, first, last in _RANGES if first <= code <= last), "other")


def is_styled(char: str) -> bool:
    """Whether a character is a Latin letter or a figure in a shape of its own: wide, in a circle, made for formulas."""
    code = ord(char)
    return any(first <= code <= last for first, last in _STYLED)


def main_script(text: str) -> Script | None:
    """The alphabet that most letters of a text are of; None where there is none."""
    known: Counter[Script] = Counter()
    for char, times in Counter(text).items():
        if alphabet := script(char):
            known[alphabet] += times
    best = max(known, key=lambda alphabet: known[alphabet], default=None)
    return best if best and known[best] >= _MOST * known.total() else None


def intruders(here: str, there: str, main: Script | None, *, wide: bool = False) -> str:
    """The letters of `here` that pass for those of `there`, each once; none where the two differ in more, or `there` is odd.

    `main` is the alphabet of the text around. Wide letters and figures are at home (`wide`) among East Asian ones.
    """
    if here == there or letters(plain(here)) != letters(plain(there)):
        return ""
    same = letters(here) == letters(there)  # but for shapes: the micro sign is the Greek letter
    return "".join(
        dict.fromkeys(
            c
            for word in _WORD.finditer(here)
            for i, c in enumerate(word[0])
            if c not in there and not (same and not is_styled(c)) and _is_foreign(word[0], i, main, wide=wide)
        )
    )


def _is_foreign(word: str, i: int, main: Script | None, *, wide: bool) -> bool:
    """Whether a letter of a word passes for another one."""
    c = word[i]
    if is_styled(c):
        at_home = wide and ord(c) >= 0xFF00
        return not at_home and len(word) > 1 and _plain(c).isascii()
    if c in _table("small_capitals"):
        return len(word) > 1
    own = script(c)
    if own is None or own == "other":
        return False
    others = {s for d in word if (s := script(d))} - {own}
    if c in _table("near"):
        sides = word[i - 1 : i] + word[i + 1 : i + 2]
        return own != main and len(sides) == 2 and all(d.islower() and script(d) != own for d in sides)
    if not others:  # a whole word in another alphabet
        return main is not None and own != main
    if own == main:
        return False
    return main in others or _plain(c) != c or any(_plain(d) != d for d in word if script(d) != own)


def mixed(text: str) -> list[tuple[Span, str]]:
    """The words of a text in Latin letters that hold letters of another alphabet which pass for Latin ones, and these.

    Only what is the same to the eye counts, and only where every foreign letter of the word is such a one.
    """
    if text.isascii() or _ALIKE.search(text) is None or main_script(plain(text)) != "Latin":
        return []
    out = []
    for word in _WORD.finditer(text):
        foreign = [c for c in word[0] if script(c) not in ("Latin", None)]
        latin = any(script(c) == "Latin" for c in word[0])
        if foreign and latin and all(c in _table("alike") for c in foreign):
            out.append((word.span(), "".join(dict.fromkeys(foreign))))
    return out


def is_east_asian(text: str) -> bool:
    """Whether a text has letters that are as wide as they are high."""
    return _WIDE.search(text) is not None
