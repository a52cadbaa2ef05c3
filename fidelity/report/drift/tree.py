"""Who stands under whom: the tree of first parents, with those put together that bring nothing new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.model.drift import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.drift import Lineage

TOGETHER = 3
"""Witnesses under one parent that bring nothing new and from which nothing comes, from which on they share a line."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One witness, or several that bring nothing new, with what descends from it. `depth` counts from 0 under the original.

    `lasts` says of each ancestor from the outermost on, and of itself, whether it is the last one under its parent.
    """

    witnesses: tuple[Witness, ...]
    depth: int
    lasts: tuple[bool, ...]


def branches(lineage: Lineage) -> Iterator[Branch]:
    """The tree from the original down, each branch before what descends from it."""
    under: dict[int, list[Witness]] = defaultdict(list)
    for witness in lineage.witnesses:
        under[witness.descent.parents[0]].append(witness)
    todo: list[tuple[list[Witness], tuple[bool, ...]]] = []

    def push(parent: int, lasts: tuple[bool, ...]) -> None:
        groups = _groups(under[parent], under)
        todo.extend((group, (*lasts, n == len(groups) - 1)) for n, group in reversed(list(enumerate(groups))))

    push(0, ())
    while todo:
        group, lasts = todo.pop()
        yield Branch(tuple(group), len(lasts) - 1, lasts)
        if len(group) == 1:
            push(group[0].number, lasts)


def _groups(children: list[Witness], under: dict[int, list[Witness]]) -> list[list[Witness]]:
    quiet = [w for w in children if not w.descent.new and not w.descent.undone and not under[w.number]]
    if len(quiet) < TOGETHER:
        return [[w] for w in children]
    still = {w.number for w in quiet}
    return [*([w] for w in children if w.number not in still), quiet]
