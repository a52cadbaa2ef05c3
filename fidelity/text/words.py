"""Words of a text as numbers, made in bulk with numpy: the ground on which alignment and look-up are fast.

A word is a run of letters and digits; an apostrophe between letters and a point or comma between digits belong to it, so
`don't` and `4.2` are one word each; so are `[T]he` and `judge[s]`, brackets between letters being no break. Case, accents,
zero-width characters and soft hyphens do not count; each CJK ideograph is a word of its own. Every word has a 64-bit hash and
**one private code point** (20 bits of it), so that a text becomes a `str` of words on which `str.find` and rapidfuzz work
unchanged.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Hashes = NDArray[np.uint64]
    Values = NDArray[np.uint32]

# What the table says of a character that is no letter or digit; letters and digits stand as their folded code point.
_BREAK, _DROP, _APOSTROPHE, _POINT, _BRACKET, _EXPAND = 0, 1, 2, 3, 4, 5
_UNKNOWN = 0xFFFFFFFF
_APOSTROPHES = frozenset("'’‘ʼʻ′＇`´\u02bb\u02bd")
_DROPPED = frozenset(
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_SUPERSCRIPTS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")

_CHUNK = 1 << 18  # characters hashed at a time: bounds the memory of the power tables
_BASE = 0x9E3779B97F4A7C15 | 1
_MIX = np.uint64(0xFF51AFD7ED558CCD)


class Words:
    """The words of one text; `codes[i]` is word `i` as one private code point.

    `begins` and `stops` are code points in the text, plain ints to be read one at a time; `packed` is the hashes as bytes,
    eight a word, so that whole stretches are compared at once. `starts`, `ends` and `hashes` are the same as arrays, made
    when they are first used.
    """

    __slots__ = ("_ends", "_hashes", "_starts", "begins", "codes", "packed", "stops")

    def __init__(self, begins: Sequence[int], stops: Sequence[int], packed: bytes | memoryview, codes: str) -> None:
        self.begins, self.stops, self.packed, self.codes = begins, stops, packed, codes
        self._starts: Ints | None = None
        self._ends: Ints | None = None
        self._hashes: Hashes | None = None

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def starts(self) -> Ints:
        """Where each word begins."""
        if self._starts is None:
            self._starts = np.asarray(self.begins, np.int32)
        return self._starts

    @property
    def ends(self) -> Ints:
        """Where each word ends."""
        if self._ends is None:
            self._ends = np.asarray(self.stops, np.int32)
        return self._ends

    @property
    def hashes(self) -> Hashes:
        """A hash of each word."""
        if self._hashes is None:
            self._hashes = np.frombuffer(self.packed, np.uint64)
        return self._hashes


def fold_character(char: str) -> str:
    """A character as it counts in words: letters and digits in lower case without accents; else an empty string."""
    if char in _DROPPED or _is_accent(char):
        return ""
    out = []
    for c in unicodedata.normalize("NFKD", char).casefold():
        bases = (b for b in unicodedata.normalize("NFKD", c) if not _is_accent(b) and unicodedata.category(b)[0] in "LNM")
        out += [_LETTERS.get(base, base) for base in bases]
    return "".join(out)


_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ħ": "h", "ð": "d"}


def letters(text: str) -> str:
    """All letters and digits of `text`, folded: what is left when only wording counts."""
    if text.isascii():
        low = text.lower()
        return low if low.isalnum() else "".join(filter(str.isalnum, low))
    return "".join(map(_folded, text))


@cache
def _folded(char: str) -> str:
    return fold_character(char)


def _is_accent(char: str) -> bool:
    code = ord(char)
    return (
        0x0300 <= code <= 0x036F
        or 0x0591 <= code <= 0x05C7
        or 0x064B <= code <= 0x065F
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE00 <= code <= 0xFE2F
    )


def _is_ideograph(code: int) -> bool:
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def value_of(char: str) -> int:
    """What the table says of a character."""
    if char in _APOSTROPHES:
        return _APOSTROPHE
    if char in ".,":
        return _POINT
    if char in "[]":
        return _BRACKET
    if char in _DROPPED or _is_accent(char):
        return _DROP
    if char in _SUPERSCRIPTS:
        return _EXPAND
    folded = fold_character(char)
    if not folded:
        return _BREAK
    return ord(folded) if len(folded) == 1 else _EXPAND


class _Table:
    """Character -> value, for the basic plane, filled page by page as texts need it."""

    def __init__(self) -> None:
        self.values = np.full(0x10000, _UNKNOWN, dtype=np.uint32)
        self._fill(0)
        self._fill(0x20)

    def _fill(self, page: int) -> None:
        for code in range(page << 8, (page + 1) << 8):
            self.values[code] = 0 if 0xD800 <= code <= 0xDFFF else value_of(chr(code))

    def __call__(self, codes: Values) -> Values:
        if len(codes) and codes.max() > 0xFFFF:
            high = codes > 0xFFFF
            out = self(np.where(high, 0x20, codes).astype(np.uint32))
            for code in np.unique(codes[high]).tolist():
                value = value_of(chr(code))
                out[codes == code] = code if value == _EXPAND and _is_ideograph(code) else value
            return out
        found: Values = np.take(self.values, codes, mode="wrap")  # no code is beyond the table; this mode is twice as fast
        unknown = found == _UNKNOWN
        if unknown.any():
            for page in np.unique(codes[unknown] >> 8).tolist():
                self._fill(page)
            found = np.take(self.values, codes, mode="wrap")
        return found


@cache
def _table() -> _Table:
    return _Table()


@cache
def _powers() -> tuple[Hashes, Hashes]:
    with np.errstate(over="ignore"):
        up = np.cumprod(np.full(_CHUNK * 2, _BASE, dtype=np.uint64), dtype=np.uint64)
        down = np.cumprod(np.full(_CHUNK * 2, pow(_BASE, -1, 1 << 64), dtype=np.uint64), dtype=np.uint64)
    return up, down


def words(text: str) -> Words:
    """The words of `text`, in order. Linear in its length."""
    if len(text) <= _CHUNK:
        return _pack([_chunk(text, 0)])
    parts, start = [], 0
    while start < len(text):
        stop = min(start + _CHUNK, len(text))
        if stop < len(text):
            space = max(text.rfind(" ", start, stop), text.rfind("\n", start, stop))
            stop = space if space > start else stop
        parts.append(_chunk(text[start:stop], start))
        start = stop
    return _pack(parts)


def _pack(parts: list[tuple[Ints, Ints, Hashes]]) -> Words:
    if len(parts) == 1:
        starts, ends, hashes = parts[0]
    else:
        starts = np.concatenate([p[0] for p in parts])
        ends = np.concatenate([p[1] for p in parts])
        hashes = np.concatenate([p[2] for p in parts])
    codes = ((hashes >> np.uint64(44)).astype(np.uint32) + np.uint32(0x10000)).tobytes().decode("utf-32-le")
    if not codes:
        return Words((), (), b"", "")
    return Words(starts.data, ends.data, hashes.data.cast("B"), codes)


def _chunk(text: str, offset: int) -> tuple[Ints, Ints, Hashes]:
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    values = _table()(raw)
    places: Ints | None = None
    split = _ideographs(raw)
    special = _special(values)
    if len(special):
        values, places, split = _settle(raw, values, split, special)
    inside = values != _BREAK
    first, last = _edges(inside, split)
    if not len(first):
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint64)
    up, down = _powers()
    with np.errstate(over="ignore"):
        sums = values * up[: len(values)]
        np.cumsum(sums, out=sums)
        hashes = sums[last]  # breaks add nothing: a word's own sum is what has come since the word before it
        hashes[1:] -= hashes[:-1].copy()
        hashes *= down[first]
        hashes ^= hashes >> np.uint64(32)
        hashes *= _MIX
        hashes ^= hashes >> np.uint64(29)
    starts, ends = (first, last) if places is None else (places[first], places[last])
    return (starts + offset).astype(np.int32), (ends + offset + 1).astype(np.int32), hashes


def _ideographs(raw: Values) -> NDArray[np.bool_] | None:
    if not len(raw) or raw.max() < 0x2E80:
        return None
    cjk = ((raw >= 0x2E80) & (raw <= 0x9FFF)) | ((raw >= 0xF900) & (raw <= 0xFAFF)) | ((raw >= 0x20000) & (raw <= 0x3FFFF))
    return cjk if cjk.any() else None


def _special(values: Values) -> NDArray[np.intp]:
    """Where characters are neither letters nor breaks."""
    return np.flatnonzero((values - 1) < _EXPAND)  # unsigned: breaks wrap round and are not counted


def _edges(inside: NDArray[np.bool_], split: NDArray[np.bool_] | None) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last characters of words."""
    if split is None:
        framed = np.zeros(len(inside) + 2, dtype=bool)
        framed[1:-1] = inside
        bounds = np.flatnonzero(framed[1:] != framed[:-1])
        return bounds[::2], bounds[1::2] - 1
    before = np.concatenate(([False], inside[:-1]))
    after = np.concatenate((inside[1:], [False]))
    opens, closes = inside & ~before, inside & ~after
    opens |= inside & split
    opens[1:] |= inside[1:] & split[:-1] & before[1:]
    closes[:-1] |= inside[:-1] & opens[1:]
    return np.flatnonzero(opens), np.flatnonzero(closes)


def _settle(
    raw: Values, values: Values, split: NDArray[np.bool_] | None, special: NDArray[np.intp]
) -> tuple[Values, Ints | None, NDArray[np.bool_] | None]:
    """Resolve the characters that depend on their neighbours, drop those without width, spell out ligatures.

    `values` are changed in place.
    """
    places: NDArray[np.int64] | None = None
    brackets = special[values[special] == _BRACKET]
    if len(brackets):
        values[brackets] = np.where(_between_letters(values, brackets), _DROP, _BREAK)
    kinds = values[special]
    gone = kinds == _DROP
    if gone.any():
        places = np.flatnonzero(values != _DROP)
        raw, values = raw.take(places), values.take(places)
        split = None if split is None else split.take(places)
        special = (special - np.cumsum(gone))[~gone]
        kinds = kinds[~gone]
    if (kinds == _EXPAND).any():
        raw, values, places, split = _expand(raw, values, places, split)
        special = _special(values)
        kinds = values[special]
    at = special[(kinds == _APOSTROPHE) | (kinds == _POINT)]
    if len(at):
        inner = at[(at > 0) & (at < len(values) - 1)]
        left, right, own = values[inner - 1], values[inner + 1], values[inner]
        digits = _digit(left) & _digit(right)
        joins = np.where(own == _POINT, digits, (left > _EXPAND) & (right > _EXPAND) & ~digits)
        if split is not None:  # an ideograph is a word of its own, whatever stands beside it
            joins &= ~(split[inner - 1] | split[inner + 1])
        joined = inner[joins]
        points = raw[joined]
        values[at] = _BREAK
        values[joined] = np.where((points == 0x2E) | (points == 0x2C), points, 0x27)
    return values, None if places is None else places.astype(np.int32), split


def _between_letters(values: Values, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the characters at `at` stand between two letters, as the brackets of `[T]he` and `judge[s]` do."""
    wide = np.concatenate((np.zeros(1, values.dtype), values, np.zeros(1, values.dtype)))
    left, right = wide[at], wide[at + 2]
    return (left > _EXPAND) & (right > _EXPAND) & ~_digit(left) & ~_digit(right)


def _digit(values: Values) -> NDArray[np.bool_]:
    return (values >= 0x30) & (values <= 0x39)


def _expand(
    raw: Values, values: Values, places: NDArray[np.int64] | None, split: NDArray[np.bool_] | None
) -> tuple[Values, Values, NDArray[np.int64], NDArray[np.bool_] | None]:
    at = np.flatnonzero(values == _EXPAND).tolist()
    spelled = [_spell(chr(int(raw[i]))) for i in at]
    count = np.ones(len(values), dtype=np.int64)
    count[at] = [max(1, len(s)) for s in spelled]
    offsets = np.cumsum(count) - count
    out = np.repeat(values, count)
    for i, spelling in zip(at, spelled, strict=True):
        out[offsets[i] : offsets[i] + max(1, len(spelling))] = [ord(c) for c in spelling] or [_BREAK]
    wide = np.zeros(len(values), dtype=bool) if split is None else split.copy()
    wide[at] = [chr(int(raw[i])) in _SUPERSCRIPTS for i in at]  # `㎏` and its like are letters in a square, no ideographs
    before = np.flatnonzero(wide)
    splits = np.zeros(len(out), dtype=bool)
    splits[offsets[before]] = True
    base = np.arange(len(values)) if places is None else places
    return np.repeat(raw, count), out, np.repeat(base, count), splits if len(before) else None


def _spell(char: str) -> str:
    return unicodedata.normalize("NFKD", char) if char in _SUPERSCRIPTS else fold_character(char)
