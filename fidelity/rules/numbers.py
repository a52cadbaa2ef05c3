"""The values of numbers, in figures and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fidelity.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.rules.vocabulary import Word

_FIGURES = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]*)")
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "mrd": 1e9, "tn": 1e12}
_TEN, _TENS, _HUNDRED, _THOUSAND = 10.0, 20.0, 100.0, 1000.0
_JOINTS = ("and", "und", "et", "y", "e", "en")
_ONE = ("uno", "una", "un", "um", "uma", "une", "one")
_PER = ("por", "per", "pour")  # "pour cent" is no hundred
_COMPOUND_LANGUAGES = ("de", "nl", "it")  # dreihundertzwanzig is one word


@cache
def _values(language: str) -> Mapping[str, float]:
    return {form: float(value) for value, forms in lexicon(language).sections.get("numbers", {}).items() for form in forms}


@cache
def _ordinals(language: str) -> Mapping[str, int]:
    return {form: int(value) for value, forms in lexicon(language).sections.get("ordinals", {}).items() for form in forms}


def figures(text: str) -> float | None:
    """The value of a number in figures; a lone separator before three figures is one of thousands."""
    m = _FIGURES.fullmatch(text)
    if not m:
        return None
    groups = re.split(r"[.,]", m[1])
    if len(groups) > 1 and all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3:
        value = float("".join(groups))
    elif len(groups) == 1:
        value = float(groups[0])
    else:
        value = float("".join(groups[:-1]) + "." + groups[-1])
    return value * _SUFFIX.get(m[2], 1.0)


def spelled(word: str, language: str) -> float | None:
    """The value of one word; compounds (zweiundzwanzig, driehonderd) are taken apart."""
    values = _values(language)
    if word in values:
        return values[word]
    if language not in _COMPOUND_LANGUAGES or len(word) < 6:
        return None
    return _compound(word, values, 4)


def _compound(word: str, values: Mapping[str, float], depth: int) -> float | None:
    if word in values:
        return values[word]
    if not depth:
        return None
    for scale in sorted((w for w, v in values.items() if v in (100.0, 1000.0) and w in word), key=lambda w: -values[w]):
        head, _, tail = word.partition(scale)
        one = 1.0 if not head or head in ("ein", "een") else _compound(head, values, depth - 1)
        tail = tail.removeprefix("und") if tail.startswith("und") else tail
        rest = 0.0 if not tail else _compound(tail, values, depth - 1)
        if one is not None and rest is not None:
            return one * values[scale] + rest
    for joint in ("und", "en", "ën"):
        at = word.find(joint, 2)
        while at > 0:
            unit, ten = word[:at], word[at + len(joint) :]
            low = 1.0 if unit in ("ein", "een") else values.get(unit)
            if low is not None and low < 10 and values.get(ten, 0.0) in (20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0):
                return low + values[ten]
            at = word.find(joint, at + 1)
    for cut in range(3, len(word) - 2):  # trentadue, ventuno
        tens, low = values.get(word[:cut]), 1.0 if word[cut:] in ("un", "uno") else values.get(word[cut:])
        tens = (
            tens if tens is not None else next((v for w, v in values.items() if w[:-1] == word[:cut] and 20 <= v < 100), None)
        )
        if tens is not None and 20 <= tens < 100 and low is not None and low < 10:
            return tens + low
    return None


def values(words: Sequence[Word], language: str) -> list[float]:
    """The numbers that a run of words names, in order. Ordinals count as negative values, apart from all cardinals."""
    sums = _Sums([], language)
    before = ""
    for word in words:
        text = word.text
        value = figures(text)
        is_figure = value is not None
        if value is None and before not in _PER:
            value = spelled(text, language)
        if value is None and text in _ONE and before in _JOINTS and sums.running and sums.last >= _TENS:
            value = 1.0  # treinta y uno
        if value is not None:
            sums.add(value, is_figure=is_figure)
        elif not (sums.running and text in _JOINTS):
            sums.close()
            ordinal = _ordinals(language).get(text)
            if ordinal is not None:
                sums.found.append(-float(ordinal))
        before = text
    sums.close()
    return sums.found


@dataclass(slots=True)
class _Sums:
    """Numbers being added up from their words: `total` the thousands and more, `part` what is below."""

    found: list[float]
    language: str
    total: float = 0.0
    part: float = 0.0
    last: float = 0.0
    running: bool = False

    def close(self) -> None:
        """The number is over."""
        if self.running:
            self.found.append(self.total + self.part)
        self.total = self.part = self.last = 0.0
        self.running = False

    def add(self, value: float, *, is_figure: bool) -> None:
        """One more word of the number, or the first of another."""
        if is_figure:
            self.close()
            self.part = value
        elif value == _HUNDRED and self.running:
            self.part = (self.part or 1.0) * value
        elif value >= _THOUSAND and not self.running:
            self.total = value
        elif value >= _THOUSAND and self.part:
            self.total, self.part = self.total + self.part * value, 0.0
        elif value >= _THOUSAND:  # dos mil millones
            self.total = self.total * value if self.total < value else self.total + value
        elif value == _TENS and self.last == 4 and self.language == "fr":
            self.part += 76
        elif self.running and value < _HUNDRED and 0 < self.last < _TEN and self.last <= value:
            self.close()  # "three four" are two numbers
            self.part = value
        elif self.language == "en" and _TEN <= value < _HUNDRED and _TEN <= self.part < _HUNDRED:
            self.part = self.part * _HUNDRED + value  # nineteen eighty-four
        else:
            self.part += value
        self.last = value
        self.running = True
