"""A slow, obviously right aligner: a dynamic programme over all words of the original, to hold the fast one to account."""

from __future__ import annotations

import re
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+(?:[.,](?=\d)(?<=\d.)\d+|['’](?=[^\W\d_])[^\W_]+)*")
_FAR = 10_000


class Alignment(NamedTuple):
    """The least number of words changed, added and left out, and the original's words `first` … `last` that are reached."""

    cost: int
    first: int
    last: int


def spelled(text: str) -> list[str]:
    """The words of a text in one plain spelling; for texts without marks of the quoter's."""
    return [w.replace("’", "'").lower() for w in WORD.findall(text)]


def stands_at(quote: list[str], original: list[str]) -> list[int]:
    """All places where the words of a quotation stand one after the other."""
    return [k for k in range(len(original) - len(quote) + 1) if original[k : k + len(quote)] == quote]


def align(quote: list[str], original: list[str], gaps: frozenset[int] = frozenset()) -> Alignment:
    """The best place for a quotation: at a word of `gaps` (the place before it) leaving words out is free.

    Beginning and ending anywhere in the original is free. Of equally good places the first.
    """
    row = [Alignment(0, j, j) for j in range(len(original) + 1)]
    for i, word in enumerate(quote, 1):
        before, row = row, [Alignment(i, 0, 0)]
        for j, other in enumerate(original, 1):
            free = 0 if i in gaps else 1
            options = [
                _more(before[j - 1], 0 if word == other else 1, j),
                _more(before[j], 1, j),
                _more(row[j - 1], free, j),
            ]
            row.append(min(options, key=lambda a: (a.cost, -a.first)))
    return min(row, key=lambda a: (a.cost, a.last - a.first))


def _more(so_far: Alignment, cost: int, j: int) -> Alignment:
    return Alignment(so_far.cost + cost, so_far.first, j)
