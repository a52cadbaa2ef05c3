"""Letters that fonts keep under private numbers, and what else stands for a letter without being it."""

from __future__ import annotations

from typing import Final

_SMALL: Final = {0xF761 + i: chr(0x61 + i) for i in range(26)}  # Adobe's corporate use: small capitals
_SMALL_ACCENTED: Final = {0xF700 + code: chr(code) for code in range(0xE0, 0xFF) if code != 0xF7}
_OLD_FIGURES: Final = {0xF730 + i: chr(0x30 + i) for i in range(10)}
_OTHERS: Final = {
    0x0002: "-",  # what PDFium gives for a hyphen at a line's end
    0xFFFE: "-",
    0x00A0: " ",
    0xF001: "fi",
    0xF002: "fl",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0xF6E1: ",",
    0xF6E2: "-",
    0xF6E4: "-",
    0xF6E7: ".",
    0xF6D9: "©",
    0xF6DA: "®",
    0xF6DB: "™",
    0xF8E9: "©",
    0xF8E8: "®",
    0xF8EA: "™",
    0xF8FF: "",  # the mark of a maker of computers
}
LETTERS: Final = _SMALL | _SMALL_ACCENTED | _OLD_FIGURES | _OTHERS
"""Code point -> the letters that are meant."""

SMALL_CAPITALS: Final = frozenset(_SMALL) | frozenset(_SMALL_ACCENTED)
BULLET: Final = "•"


def spelled(code: int, *, pictures: bool) -> str:
    """Give the letters that a code stands for, "" for none. `pictures`: the font draws signs (Wingdings, Symbol)."""
    known = LETTERS.get(code)
    if known is not None:
        return known
    if 0xF020 <= code <= 0xF0FF:  # a font with codes of its own, put where it cannot be mistaken
        low = code - 0xF000
        return BULLET if pictures or low > 0x7E else chr(low)
    if code < 0x20 or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code in {0xFFFD, 0xFFFF, 0xFEFF}:
        return ""
    return chr(code)


def is_unknown(code: int) -> bool:
    """Whether a code says of no letter which it is."""
    return (
        (code < 0x20 and code not in {2, 9, 10, 13})
        or code in {0xFFFD, 0xFFFF}
        or (0xE000 <= code <= 0xF8FF and code not in LETTERS)
    )
