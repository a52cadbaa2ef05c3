"""A slow, obviously right aligner that knows the quoter's marks and moved words: the oracle of `oracle_run.py`.

A dynamic programme over the quotation's words and all places of the original. A word changed or added costs one, words left
out cost one each (or, by the chain's own prices, the less for each the more they are), and going to any other place, back or
far ahead, three: a jump, as the chain has it. An ellipsis goes ahead for nothing. A bracket stands for nothing or for a few
of the original's words. Beginning and ending anywhere is free.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from oracle_cases import Token

    Row = NDArray[np.int64]

UNIT = 1 << 20  # one changed word; of alignments that cost the same, the one with the most words kept: each takes 1 off
JUMP = 3  # words
BEYOND = 3  # words of the original that a bracket may stand for beyond as many as it has itself
_FAR = 1 << 50

Prices = tuple[int, ...]
"""What leaving out no, one, two … words costs; more of them cost a jump."""
EVEN: Prices = tuple(n * UNIT for n in range(JUMP))
FALLING: Prices = (0, *(int(min(JUMP, 0.4 + 0.35 * log2(1 + n)) * UNIT) for n in range(1, 180)))
"""The prices that the chain is documented to have."""


class Best(NamedTuple):
    """The least cost in units, the most words that can be kept at that cost, and which: (token, the original's word)."""

    cost: int
    kept: int
    pairs: tuple[tuple[int, int], ...]


def best(tokens: list[Token], words: list[str], prices: Prices = EVEN) -> Best:
    """The best alignment of a quotation with an original."""
    row = np.zeros(len(words) + 1, np.int64)
    rows: list[tuple[Row, Row]] = []
    same = [_same(token, words) for token in tokens]
    for token, equal in zip(tokens, same, strict=True):
        gone = _gone_on(row, token, prices)
        row = _taken(gone, token, equal)
        rows.append((gone, row))
    least = int(row.min())
    pairs = tuple(_way_back(rows, tokens, same, int(row.argmin()), prices))
    return Best(least + len(pairs), len(pairs), pairs)


def cost_between(
    tokens: list[Token], words: list[str], prices: Prices | None = EVEN, *, rim: Literal["left", "right", ""] = ""
) -> int:
    """The least cost of tokens against words of the original, of which none is kept; at a rim not all words need be used.

    Without prices each word left out costs one, however many there are.
    """
    row = np.full(len(words) + 1, 0 if rim == "left" else _FAR, np.int64)
    row[0] = 0
    for token in tokens:
        equal = _same(token, words) if token.kind == "letters" else np.zeros(len(words), np.int64)
        row = _taken(_gone_on(row, token, prices), token, equal)
    return int(row.min() if rim == "right" else _left_out(row, prices)[-1])


def _same(token: Token, words: list[str]) -> Row:
    """What the original's words are to a token: 2 the same, 1 what a marked ending stands for, 0 others."""
    if token.kind == "word":
        return np.array([2 * (w == token.keys[0]) for w in words], np.int64)
    if token.kind == "letters":
        return np.array([int(w.startswith(token.keys[0])) for w in words], np.int64)
    return np.zeros(len(words), np.int64)


def _gone_on(row: Row, token: Token, prices: Prices | None) -> Row:
    """Before a token: words left out, or a jump. An ellipsis leaves out what it likes."""
    if token.kind == "gap":
        ahead: Row = np.minimum(np.minimum.accumulate(row), row.min() + JUMP * UNIT)
        return ahead
    return _left_out(row, prices)


def _left_out(row: Row, prices: Prices | None) -> Row:
    if prices is None:
        places = np.arange(len(row)) * UNIT
        every: Row = np.minimum.accumulate(row - places) + places
        return every
    out: Row = np.minimum(row, row.min() + JUMP * UNIT)
    for left, price in enumerate(prices[1 : len(row)], 1):
        out[left:] = np.minimum(out[left:], row[:-left] + price)
    return out


def _taken(row: Row, token: Token, equal: Row) -> Row:
    """After a token: a word stands for one word or for none, a bracket for none or for some."""
    if token.kind == "gap":
        return row
    if token.kind == "bracket":
        out = row.copy()
        for stands_for in range(1, min(len(token.keys) + BEYOND, len(row) - 1) + 1):
            out[stands_for:] = np.minimum(out[stands_for:], row[:-stands_for])
        return out
    out = row + UNIT
    step = np.where(equal == 2, -1, np.where(equal == 1, 0, UNIT))
    out[1:] = np.minimum(out[1:], row[:-1] + step)
    return out


def _way_back(
    rows: list[tuple[Row, Row]], tokens: list[Token], same: list[Row], j: int, prices: Prices
) -> list[tuple[int, int]]:
    """Which words were kept on the way to place `j` after the last token."""
    pairs: list[tuple[int, int]] = []
    for i in range(len(tokens) - 1, -1, -1):
        gone, row = rows[i]
        token = tokens[i]
        if token.kind in ("word", "letters"):
            if j and same[i][j - 1] == 2 and row[j] == gone[j - 1] - 1:
                pairs.append((i, j - 1))
                j -= 1
            elif row[j] != gone[j] + UNIT:
                j -= 1
        elif token.kind == "bracket":
            j = next(j - k for k in range(j + 1) if row[j] == gone[j - k])
        if i:
            before = rows[i - 1][1]
            j = _came_from(before, gone[j], j, tokens[i], prices)
    return pairs[::-1]


def _came_from(before: Row, cost: int, j: int, token: Token, prices: Prices) -> int:
    if before[j] == cost:
        return j
    if token.kind == "gap":
        for k in range(j - 1, -1, -1):
            if before[k] == cost:
                return k
    else:
        for left, price in enumerate(prices[1 : j + 1], 1):
            if before[j - left] + price == cost:
                return j - left
    return int(before.argmin())
