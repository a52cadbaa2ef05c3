"""The lineage as a picture: time from left to right, an edge from each use to the one that it has the words from.

Only places, classes and words are made here; the template writes them, the style sheet has the colours. What a shape or a line
means is also said in words beside it, and everything in the picture stands in the time line below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fidelity.report.drift import words
from fidelity.report.drift.tree import branches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model.drift import Lineage, Witness

ROWS = 80
"""Branches that are drawn."""
WIDTH = 1000
_LEFT, _RIGHT = 120, 640
"""Between which the dates are spread; names stand to the right of each node."""
_ROW, _TOP = 26, 56
_LETTER = 6.4  # width of a letter of a label
_NAME = 30
_STEP = 26  # how far to the right of its parent a use without a date stands
_SHAPES = (("altered", ("altered",)), ("trimmed", ("trimmed",)), ("emphasised", ("emphasised", "set off", "emphasis lost")))


@dataclass(frozen=True, slots=True)
class Node:
    """A use, or several that bring nothing new: its place, its shape's class and path, and what is said of it."""

    x: int
    y: int
    shape: str
    path: str
    label: str
    title: str
    is_dated: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a parent to a child, with the kind of change beside it where there is room, else behind the child's name."""

    path: str
    confidence: str
    label: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A date of the scale."""

    x: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn. `left` counts branches that are not."""

    width: int
    height: int
    root: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[Tick, ...]
    title: str
    description: str
    left: int


def picture(lineage: Lineage) -> Picture:
    """The picture of a lineage."""
    found = list(branches(lineage))
    drawn = found[:ROWS]
    scale = _Scale(lineage.witnesses)
    root = Node(
        24, _TOP, "root", _shape("root", 24, _TOP), words.short(words.top(lineage), 4), words.top(lineage), is_dated=True
    )
    place: dict[int, tuple[int, int]] = {0: (24, _TOP)}
    nodes, edges = [], []
    for row, branch in enumerate(drawn, 1):
        witness = branch.witnesses[0]
        px, py = place[witness.descent.parents[0]]
        y = _TOP + row * _ROW
        x = scale(witness)
        is_dated = x is not None
        if x is None or x < px + 10:
            x = max(px + (_STEP if not is_dated else 10), _LEFT - _STEP if not is_dated else 0)
        place[witness.number] = (x, y)
        node = _node(branch.witnesses, x, y, is_dated=is_dated)
        nodes.append(node)
        edges.append(_edge(witness, (px, py), (x, y), node, len(branch.witnesses)))
    title = f"Lineage of “{words.short(lineage.text)}”"
    description = (
        f"{words.uses(lineage)}, {words.dates(lineage)}. A tree from the original at the left, with {len(drawn)} uses "
        "or groups of them; the time line below says the same in words."
    )
    return Picture(
        WIDTH,
        _TOP + (len(drawn) + 1) * _ROW,
        root,
        tuple(nodes),
        tuple(edges),
        scale.ticks,
        title,
        description,
        len(found) - len(drawn),
    )


class _Scale:
    """Where a date stands."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        days = [_day(w) for w in witnesses if w.latest is not None]
        self._first = min(days, default=date.min)
        self._span = max(1, (max(days, default=date.min) - self._first).days)
        self.ticks = self._ticks() if days else ()

    def __call__(self, witness: Witness) -> int | None:
        return self._at(_day(witness)) if witness.latest is not None else None

    def _at(self, day: date) -> int:
        return _LEFT + round((_RIGHT - _LEFT) * (day - self._first).days / self._span)

    def _ticks(self) -> tuple[Tick, ...]:
        if self._span == 1:
            return (Tick(_LEFT, self._first.isoformat(), "start"),)
        parts = 4 if self._span >= 4 else 1
        days = [self._first + timedelta(days=self._span * n // parts) for n in range(parts + 1)]
        return tuple(Tick(self._at(day), day.isoformat(), "middle") for day in days)


def _day(witness: Witness) -> date:
    """The day by which a use is placed: the last one that its date allows."""
    assert witness.latest is not None
    return date.fromisoformat(witness.latest[:10])


def _node(witnesses: Sequence[Witness], x: int, y: int, *, is_dated: bool) -> Node:
    witness = witnesses[0]
    if len(witnesses) > 1:
        title = f"{words.numbers([w.number for w in witnesses])}: nothing new"
        return Node(x, y, "same", _shape("same", x, y), f"{len(witnesses)} uses, nothing new", title, is_dated)
    kinds = words.brings(witness)
    shape = next((name for name, own in _SHAPES if any(kind in kinds for kind in own)), "same")
    name = words.name(witness)
    label = f"{witness.number} {name if len(name) <= _NAME else f'{name[: _NAME - 1].rstrip()}…'}"
    title = f"{witness.number} {name}, {words.date(witness)}: {kinds}; {words.descent(witness.descent)}"
    return Node(x, y, shape, _shape(shape, x, y), label, title, is_dated)


def _edge(witness: Witness, parent: tuple[int, int], child: tuple[int, int], node: Node, many: int) -> Edge:
    (px, py), (x, y) = parent, child
    label = "" if many > 1 else words.brings(witness).replace("nothing new", "")
    confidence = witness.descent.confidence
    path = f"M{px} {py + 7}V{y}H{x - 8}"
    if x - px - 20 > len(label) * _LETTER:
        return Edge(path, confidence, label, x - 12, y - 4, "end")
    return Edge(path, confidence, label, x + 14 + round(len(node.label) * _LETTER * 1.12) + 8, y + 4, "start")


def _shape(kind: str, x: int, y: int) -> str:
    """A circle for the original and for what brings nothing new; a diamond for altered words, a square for a cut.

    A triangle is for emphasis.
    """
    match kind:
        case "altered":
            return f"M{x - 7} {y}L{x} {y - 7}L{x + 7} {y}L{x} {y + 7}Z"
        case "trimmed":
            return f"M{x - 5} {y - 5}H{x + 5}V{y + 5}H{x - 5}Z"
        case "emphasised":
            return f"M{x - 6} {y + 5}L{x} {y - 6}L{x + 6} {y + 5}Z"
        case _:
            r = 7 if kind == "root" else 5
            return f"M{x - r} {y}A{r} {r} 0 1 1 {x + r} {y}A{r} {r} 0 1 1 {x - r} {y}Z"
