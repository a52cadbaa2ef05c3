"""A region where the two texts differ, told word by word.

A small dynamic programme over the words of both sides. What an ellipsis or a bracket allows is nearly free; words that are
put together or divided at another place (`contribu tions`) are one; like words pair with like.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from fidelity.text.lexicon import LANGUAGES, lexicon
from fidelity.text.words import letters

if TYPE_CHECKING:
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

_OMIT, _ADD, _CHANGE = 0.6, 0.8, 1.0
_OUTSIDE = 0.3  # a word before the first quoted one or after the last: nobody left it out
_OPEN = 0.02  # a word left out where an ellipsis stands
_BESIDE = 0.15  # a word left out beside a bracket: the bracket stands for it
_ADD_BRACKETED, _CHANGE_BRACKETED = 0.3, 0.5
_JOIN = 0.01  # times the words of both sides: two small joins say more than one large one
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CELLS = 6000  # a larger region is paired word by word from its ends


class Step(NamedTuple):
    """The quotation's words `i` … `i2` against the original's `j` … `j2`; `joined`: the same letters, divided otherwise."""

    i: int
    i2: int
    j: int
    j2: int
    joined: bool = False


def settle(needle: Needle, original: Original, i1: int, i2: int, j1: int, j2: int) -> list[Step]:
    """The steps from (i1, j1) to (i2, j2), in order; every word of both sides is in one of them."""
    m, n = i2 - i1, j2 - j1
    if not m or not n:
        return [Step(i1, i2, j1, j2)] if m or n else []
    if m * n > _CELLS:
        return _from_the_ends(needle, original, i1, i2, j1, j2)
    quoted = [letters(word) for word in _spelled(needle, i1, i2)]
    if needle.inner and any(i in needle.inner for i in range(i1, i2)):
        quoted = [_bare(needle, i, w) for i, w in enumerate(quoted, i1)]
    other = [letters(word) for word in _spelled(original, j1, j2)]
    if m == n == 1:
        same = quoted == other and i1 not in needle.bracketed and _same_numbers(needle, original, i1, i2, j1, j2)
        return [Step(i1, i2, j1, j2, same)]
    return _programme(needle, original, quoted, other, i1, j1)


def _spelled(side: Needle | Original, first: int, last: int) -> list[str]:
    text, begins, stops = side.text, side.words.begins, side.words.stops
    return [text[begins[k] : stops[k]] for k in range(first, last)]


def _bare(needle: Needle, i: int, word: str) -> str:
    return letters(needle.text[slice(*needle.span(i, i + 1))]) if i in needle.inner else word


def _same_numbers(needle: Needle, original: Original, i1: int, i2: int, j1: int, j2: int) -> bool:
    """Whether both sides have the same numbers: 4.2 and 42, or 4 2 and 42, have the same letters and are not the same."""
    return _NUMBER.findall(_text(needle, i1, i2)) == _NUMBER.findall(_text(original, j1, j2))


_PREFIXES = frozenset({"non", "in", "un", "sin", "sans", "ne"})  # `non named` and `nonnamed` say the same


@cache
def _negations() -> frozenset[str]:
    every = (w for language in LANGUAGES for w in lexicon(language).get("weigh", "negation"))
    return frozenset(letters(w) for w in every if " " not in w) - _PREFIXES


def _same_sense(needle: Needle, original: Original, i1: int, i2: int, j1: int, j2: int) -> bool:
    """Whether the same letters, divided otherwise, say the same: `not able` and `notable` do not, `can not` and `cannot` do."""
    if not _same_numbers(needle, original, i1, i2, j1, j2):
        return False
    sides: tuple[tuple[Needle | Original, int, int], ...] = ((needle, i1, i2), (original, j1, j2))
    firsts = [_text(side, first, first + 1).lower() for side, first, _ in sides]
    if firsts[0] == firsts[1]:
        return True
    for (side, first, last), word in zip(sides, firsts, strict=True):
        if last - first > 1 and letters(word) in _negations():
            between = side.text[side.words.stops[first] : side.words.begins[first + 1]]
            if between.isspace():
                return False
    return True


def _text(side: Needle | Original, first: int, last: int) -> str:
    return side.text[side.words.begins[first] : side.words.stops[last - 1]]


def _programme(needle: Needle, original: Original, quoted: list[str], other: list[str], i1: int, j1: int) -> list[Step]:
    m, n = len(quoted), len(other)
    bracketed = needle.bracketed
    omit = [_omission_cost(needle, bracketed, i1 + i) for i in range(m + 1)]
    if i1 == 0:
        omit[0] = min(omit[0], _OUTSIDE)
    if i1 + m == needle.n:
        omit[m] = min(omit[m], _OUTSIDE)
    add = [_ADD_BRACKETED if i1 + i in bracketed else _ADD for i in range(m)]
    quoted_ends, other_ends = [w[-1:] for w in quoted], [w[-1:] for w in other]
    cost = [[0.0] * (n + 1) for _ in range(m + 1)]
    came: list[list[tuple[int, int]]] = [[(0, 0)] * (n + 1) for _ in range(m + 1)]
    for j in range(1, n + 1):
        cost[0][j], came[0][j] = cost[0][j - 1] + omit[0], (0, 1)
    for i in range(1, m + 1):
        row, above, ways, left_out, added = cost[i], cost[i - 1], came[i], omit[i], add[i - 1]
        word, end = quoted[i - 1], quoted_ends[i - 1]
        plain = i1 + i - 1 not in bracketed and i1 + i - 1 not in needle.inner
        row[0], ways[0] = above[0] + added, (1, 0)
        for j in range(1, n + 1):
            best, move = row[j - 1] + left_out, (0, 1)
            if (value := above[j] + added) < best:
                best, move = value, (1, 0)
            there = other[j - 1]
            if not plain:
                price = _change_cost(needle, bracketed, i1 + i - 1, word, there)
            else:
                similar = Indel.normalized_similarity(word, there)
                price = _CHANGE - 0.8 * similar if 0.5 < similar < 1.0 else _CHANGE  # the same letters: a join, see below
            if (value := above[j - 1] + price) < best:
                best, move = value, (1, 1)
            if end == other_ends[j - 1]:
                for a, b in _joins(quoted, other, i, j):
                    if bracketed and not bracketed.isdisjoint(range(i1 + i - a, i1 + i)):
                        continue  # a bracket's words are the quoter's
                    if (value := cost[i - a][j - b] + _JOIN * a * b) < best:
                        best, move = value, (-a, -b)
            row[j], ways[j] = best, move
    steps: list[Step] = []
    i, j = m, n
    while i or j:
        a, b = came[i][j]
        joined = a < 0
        a, b = abs(a), abs(b)
        steps.append(Step(i1 + i - a, i1 + i, j1 + j - b, j1 + j, joined))
        i, j = i - a, j - b
    steps.reverse()
    return [s if not s.joined or _same_sense(needle, original, *s[:4]) else s._replace(joined=False) for s in steps]


def _omission_cost(needle: Needle, bracketed: frozenset[int], place: int) -> float:
    if place in needle.gaps:
        return _OPEN
    if place in bracketed or place - 1 in bracketed or any(b.first == b.last == place for b in needle.brackets):
        return _BESIDE
    return _OMIT


def _change_cost(needle: Needle, bracketed: frozenset[int], i: int, quoted: str, other: str) -> float:
    """What it costs to take a word with brackets for another."""
    if i in bracketed:
        return _CHANGE_BRACKETED * (1 - 0.5 * Indel.normalized_similarity(quoted, other))
    left, right = needle.outside(i)
    return 0.05 if other.startswith(left) and other.endswith(right) else _CHANGE


def _joins(quoted: list[str], other: list[str], i: int, j: int) -> list[tuple[int, int]]:
    """Which last `a` words of one side and `b` of the other have the same letters; their last letter is."""
    out = []
    for a, b in ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2)):
        if i >= a and j >= b:
            x, y = "".join(quoted[i - a : i]), "".join(other[j - b : j])
            if x == y and x:
                out.append((a, b))
    return out


def _from_the_ends(needle: Needle, original: Original, i1: int, i2: int, j1: int, j2: int) -> list[Step]:
    """A large region: its words are paired from the left up to an ellipsis, and from the right beyond it."""
    m, n = i2 - i1, j2 - j1
    cut = next((k for k in sorted(needle.gaps) if i1 <= k <= i2), i2 if m <= n else i1)
    left = min(cut - i1, n)
    right = min(i2 - cut, n - left)
    steps = [Step(i1 + k, i1 + k + 1, j1 + k, j1 + k + 1) for k in range(left)]
    middle = Step(i1 + left, i2 - right, j1 + left, j2 - right)
    if middle.i < middle.i2 or middle.j < middle.j2:
        steps.append(middle)
    steps += [Step(i2 - k, i2 - k + 1, j2 - k, j2 - k + 1) for k in range(right, 0, -1)]
    del original
    return steps


def alike(steps: list[Step]) -> list[list[Step]]:
    """Steps grouped by what they do: change, add, leave out."""
    out: list[list[Step]] = []
    for step in steps:
        kind = (step.i < step.i2, step.j < step.j2)
        if out and (out[-1][-1].i < out[-1][-1].i2, out[-1][-1].j < out[-1][-1].j2) == kind:
            out[-1].append(step)
        else:
            out.append([step])
    return out
