"""The elements that are open at one place of a page, outermost first. However many they are, a tag costs little."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from fidelity.read import css
    from fidelity.read.parts import Opened

DEEPEST: Final = 512
"""Elements that may be open at one time, as in Chromium; what is nested deeper is read as if it stood there."""

TOO_DEEP: Final = f"Elements are nested more than {DEEPEST} deep: what is nested deeper is read as if it were not."


class Stack:
    """The open elements; those too deep to be kept are only counted, so that their end tags end nothing else."""

    def __init__(self) -> None:
        self._open: list[Opened] = []
        self._count: Counter[str] = Counter()
        self._deeper: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, tag: str) -> bool:
        """Whether an element of this name is open."""
        return self._count[tag] > 0

    def push(self, opened: Opened) -> None:
        """Open one more."""
        self._open.append(opened)
        self._count[opened.tag] += 1

    def where(self, ended: AbstractSet[str], limits: AbstractSet[str]) -> int | None:
        """The place of the innermost element of these names, if none of `limits` is open in it."""
        if not any(self._count[tag] for tag in ended):
            return None
        for i in range(len(self._open) - 1, -1, -1):
            name = self._open[i].tag
            if name in ended:
                return i
            if name in limits:
                return None
        return None

    def cut(self, i: int) -> Iterator[Opened]:
        """Close the elements from a place on, innermost first."""
        self._deeper.clear()
        while len(self._open) > i:
            opened = self._open.pop()
            self._count[opened.tag] -= 1
            yield opened

    def innermost(self, count: int) -> list[css.Element]:
        """So many of the innermost elements."""
        return [(opened.tag, opened.attrs) for opened in islice(self._open, max(0, len(self._open) - count), None)]

    def pass_over(self, tag: str) -> None:
        """Count an element that is too deep to be opened."""
        self._deeper[tag] += 1

    def was_passed_over(self, tag: str) -> bool:
        """Whether an end tag is that of an element that was too deep to be opened."""
        if not self._deeper[tag]:
            return False
        self._deeper[tag] -= 1
        return True
