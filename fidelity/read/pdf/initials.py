"""Large initials, which reach down over several lines, put before the word that they begin."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.read.pdf.fragments import Fragment

LARGE: Final = 1.7  # of the size of the text
LETTERS: Final = 2  # an initial, and a quotation mark before it
NEAR: Final = 1.0  # of the size: between an initial and its word
TOP: Final = (0.45, 0.95)  # of the initial's size: how high above its baseline its word stands


def with_initials(found: Sequence[Fragment]) -> list[Fragment]:
    """Give the fragments of a column with each large initial put to its word."""
    size = median([f.size for f in found]) if found else 0.0
    out = list(found)
    for initial in found:
        if len(initial.letters) > LETTERS or initial.size < LARGE * size or not initial.letters[-1].isalpha():
            continue
        beside = [
            f
            for f in out
            if f.size < initial.size / LARGE
            and -0.3 * f.size <= f.x0 - initial.x1 <= NEAR * f.size
            and TOP[0] * initial.size <= f.base - initial.base + f.size * 0.1 <= TOP[1] * initial.size
        ]
        if not beside or not any(_is_below(f, initial) for f in out):
            continue
        word = max(beside, key=lambda f: f.base)
        first = word.x0
        word.letters = [*initial.letters, *word.letters]
        word.lefts = [*(first for _ in initial.letters), *word.lefts]
        word.rights = [*(first for _ in initial.letters), *word.rights]
        out = [f for f in out if f is not initial]
    return out


def _is_below(line: Fragment, initial: Fragment) -> bool:
    """Whether a line stands beside the lower part of an initial."""
    small = line.size < initial.size / LARGE
    return small and line.x0 > initial.x0 and -0.1 * line.size <= line.base - initial.base < TOP[0] * initial.size
