"""The words of a brief text, found one by one: for a quotation that is quicker than numpy, which costs as much for none.

Only texts of plain letters, figures and marks are read so (Latin, Greek and Cyrillic writing); `words` reads all.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from struct import pack
from typing import NamedTuple

from fidelity.text.words import Words, value_of, words

_LONGEST = 700  # characters: from about here on numpy is quicker
_KEPT = 1 << 14  # spellings whose hashes are kept; most words of a text are the same few
_WORD = 30  # characters: longer words are not kept
_LAST = 0x52F  # the end of the Cyrillic letters
_MARKS = (0x2010, 0x2044)  # dashes, quotation marks, ellipses
_BREAK, _APOSTROPHE, _POINT, _BRACKET, _EXPAND = 0, 2, 3, 4, 5
_APOSTROPHE_VALUE = 0x27
_BASE = 0x9E3779B97F4A7C15 | 1
_MIX = 0xFF51AFD7ED558CCD
_ALL = (1 << 64) - 1


class _Alphabet(NamedTuple):
    """`odd` finds a character that is not read here, `inner` a bracket inside a word; `word` parts words and the rest."""

    odd: re.Pattern[str]
    inner: re.Pattern[str]
    word: re.Pattern[str]
    values: dict[str, int]


@cache
def _alphabet() -> _Alphabet:
    kinds: dict[str, list[str]] = {"letter": [], "digit": [], "apostrophe": [], "other": []}
    values: dict[str, int] = {}
    for code in (*range(_LAST + 1), *range(_MARKS[0], _MARKS[1] + 1)):
        char, value = chr(code), value_of(chr(code))
        if value > _EXPAND:
            kinds["digit" if 0x30 <= value <= 0x39 else "letter"].append(char)
            values[char] = value
        elif value == _APOSTROPHE:
            kinds["apostrophe"].append(char)
            values[char] = _APOSTROPHE_VALUE
        elif value in (_BREAK, _POINT, _BRACKET):
            kinds["other"].append(char)
            values[char] = code
    letter, digit, apostrophe, other = (re.escape("".join(chars)) for chars in kinds.values())
    joined = (
        rf"(?<=[{digit}][.,])(?=[{digit}])|(?<=[{letter}][{apostrophe}])(?=[{letter}{digit}])"
        rf"|(?<=[{digit}][{apostrophe}])(?=[{letter}])"
    )
    return _Alphabet(
        re.compile(rf"[^{letter}{digit}{apostrophe}{other}]"),
        re.compile(rf"[\[\]](?<=[{letter}][\[\]])(?=[{letter}])"),
        re.compile(rf"([{letter}{digit}]+(?:[{apostrophe}.,](?:{joined})[{letter}{digit}]+)*)"),
        values,
    )


_known: dict[str, tuple[str, int]] = {}


def few_words(text: str) -> Words:
    """What `words` makes of a text, most quickly of a brief one."""
    if len(text) > _LONGEST:
        return words(text)
    alphabet = _alphabet()
    if alphabet.odd.search(text) or (("[" in text or "]" in text) and alphabet.inner.search(text)):
        return words(text)
    parts = alphabet.word.split(text)
    spelled = parts[1::2]
    bounds = list(accumulate(map(len, parts)))
    try:
        told = [_known[word] for word in spelled]
    except KeyError:
        told = [_known.get(word) or _told(word) for word in spelled]
    if not told:
        return Words((), (), b"", "")
    codes, hashes = zip(*told)  # noqa: B905 - pairs
    return Words(bounds[:-1:2], bounds[1::2], pack(f"={len(told)}Q", *hashes), "".join(codes))


def code_of(word: str) -> str:
    """The private code point of a single word of plain letters and figures."""
    return (_known.get(word) or _told(word))[0]


def _told(word: str) -> tuple[str, int]:
    """The private code point and the hash of a word, as `words` makes them."""
    value = 0
    values = _alphabet().values
    for char in reversed(word):
        value = (value * _BASE + values[char]) & _ALL
    value ^= value >> 32
    value = value * _MIX & _ALL
    value ^= value >> 29
    told = chr(0x10000 + (value >> 44)), value
    if len(word) <= _WORD:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[word] = told
    return told
