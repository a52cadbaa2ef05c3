"""Who has it from whom: for each witness the earlier one, or the original, that leaves the fewest departures to be new.

Shared errors show copying; shared truth does not, so a witness with the original's words descends from the original unless it
names another one. What explains equally well is a tie and is told as one. Nobody descends from what came later, and nobody from
himself: of all trees that the dates allow the one with the fewest departures is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fidelity.batch.drift.arborescence import arborescence
from fidelity.batch.drift.dates import When
from fidelity.batch.drift.evidence import COPIED, LONGER, SAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.batch.drift.departures import Key, Reading

ROOT = -1
"""The original, among the parents."""
_TELLING = 1.0  # from which weight on a departure makes two readings worth a comparison
_KIN = 64  # readings that a reading is compared with
_LIST = 256  # readings that share a departure, of which it is looked up
_SCANNED = 64  # dated witnesses of one reading that are looked at
_MEMBERS = 8  # witnesses of one reading that are weighed one by one; the others are counted


_SCALE = 10**9  # what costs weigh before what decides among equals
_UNSURE = 1000


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness, as far as descent is concerned: which reading it has, when, in which article."""

    reading: int
    when: When
    article: str


@dataclass(frozen=True, slots=True)
class Parents:
    """The parents that explain a witness best, the best guess first (ROOT: the original), and how many more are as near.

    `gain` is how much better they do than the original does, what the witness names counted in (`named`: how much that is).
    """

    nodes: tuple[int, ...]
    others: int
    gain: float
    named: float


@dataclass(slots=True)
class _Choice:
    costs: dict[int, float] = field(default_factory=dict)
    more: int = 0  # witnesses of the readings looked at that are not listed
    more_cost: float = 0.0


def parents(
    witnesses: Sequence[Witnessed], readings: Sequence[Reading], named: Mapping[int, Mapping[int, float]]
) -> list[Parents]:
    """The parents of each witness; these stand in the order of the time line.

    `named`: for a witness, those that it links to or names, with what that weighs.
    """
    members = _members(witnesses)
    kin = _kin(readings)
    costs = _Costs(readings)
    choices = [_choice(w, witnesses, costs, members, kin, named.get(w, {})) for w in range(len(witnesses))]
    best = _tree(choices, witnesses)
    return [
        _told(w, best, choices[w], witnesses, members[each.reading], named.get(w, {}), readings)
        for w, each in enumerate(witnesses)
    ]


def cost(child: Reading, parent: Reading | None) -> float:
    """What it takes to come from a parent's reading (None: the original's) to the child's."""
    has = parent.features if parent else {}
    total = sum(f.price.new for key, f in child.features.items() if key not in has)
    if parent is None:
        return total
    first, last = child.extent
    for key, f in has.items():
        if key in child.features or f.price.undo == 0:
            continue
        outside = f.words[1] <= first or f.words[0] >= last
        if not outside and not _covered(f.words, child, key):
            total += f.price.undo
    total += LONGER * (first < parent.extent[0]) + LONGER * (last > parent.extent[1])
    return total


def _covered(words: tuple[int, int], child: Reading, key: Key) -> bool:
    """Whether the child has changed or left out the words that a departure of its parent's was of."""
    if key[0] == "mark":
        return not any(each[0] < max(words[1], words[0] + 1) and words[0] < each[1] for each in child.lost(("cut", "changed")))
    kinds = ("cut",) if key[0] in ("emphasised", "plain") else ("cut", "changed")
    return any(each[0] < max(words[1], words[0] + 1) and words[0] < max(each[1], each[0] + 1) for each in child.lost(kinds))


@dataclass(slots=True)
class _Members:
    """The witnesses of one reading: dated ones by their latest minute, undated ones, and when the dated ones may begin."""

    dated: list[int]
    undated: list[int]
    begins: list[float]

    def before(self, me: Witnessed, witnesses: Sequence[Witnessed], most: int) -> tuple[list[int], int]:
        """Those that may have been there before, surely earlier ones first, undated ones last; and how many there are."""
        found: list[int] = []
        for p in self.dated[:_SCANNED]:
            if len(found) == most:
                break
            if witnesses[p].when.may_precede(me.when):
                found.append(p)
        found += self.undated[: most - len(found)]
        possible = len(self.begins) if me.when.latest is None else bisect_right(self.begins, me.when.latest.timestamp())
        return found, possible + len(self.undated)


def _members(witnesses: Sequence[Witnessed]) -> dict[int, _Members]:
    found: dict[int, _Members] = defaultdict(lambda: _Members([], [], []))
    for w, witness in enumerate(witnesses):
        group = found[witness.reading]
        (group.dated if witness.when.is_known else group.undated).append(w)
        if witness.when.earliest is not None:
            group.begins.append(witness.when.earliest.timestamp())
    for group in found.values():
        group.begins.sort()
    return found


def _kin(readings: Sequence[Reading]) -> list[list[int]]:
    """For each reading those that share a telling departure with it, the nearest first."""
    having: dict[Key, list[int]] = defaultdict(list)
    for r, reading in enumerate(readings):
        for key, f in reading.features.items():
            if f.price.new >= _TELLING and len(having[key]) < _LIST:
                having[key].append(r)
    found = []
    for r, reading in enumerate(readings):
        shared: dict[int, float] = defaultdict(float)
        for key, f in reading.features.items():
            for other in having.get(key, ()):
                shared[other] += f.price.new
        near = sorted(shared, key=lambda other: (-shared[other] + _extra(readings[other], reading), other))
        found.append(near[:_KIN] if r in near[:_KIN] or not shared else [r, *near[: _KIN - 1]])
    return found


def _extra(other: Reading, reading: Reading) -> float:
    return sum(f.price.undo for key, f in other.features.items() if key not in reading.features)


def _choice(
    w: int,
    witnesses: Sequence[Witnessed],
    costs: _Costs,
    members: Mapping[int, _Members],
    kin: Sequence[list[int]],
    named: Mapping[int, float],
) -> _Choice:
    """What each possible parent costs a witness. Of its own reading only those before it on the time line count."""
    me = witnesses[w]
    found = _Choice({ROOT: costs(me.reading, None)})
    floor = found.costs[ROOT] - COPIED
    for r in kin[me.reading]:
        price = costs(me.reading, r)
        if price > floor:
            continue
        possible, count = members[r].before(me, witnesses, _MEMBERS + 1)
        if r == me.reading:
            possible, count = [p for p in possible if p < w], min(count, w)
        listed = [p for p in possible if witnesses[p].article != me.article][:_MEMBERS]
        found.costs |= dict.fromkeys(listed, price)
        if count > len(possible):
            found.more = (found.more if price == found.more_cost else 0) + count - len(possible)
            found.more_cost = price
    for p, weight in named.items():
        if p != w and witnesses[p].when.may_precede(me.when) and witnesses[p].article != me.article:
            price = costs(me.reading, witnesses[p].reading) - weight
            if price <= floor:
                found.costs[p] = price
    return found


class _Costs:
    """What it takes to come from one reading to another, worked out once."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._readings = readings
        self._known: dict[tuple[int, int | None], float] = {}

    def __call__(self, child: int, parent: int | None) -> float:
        key = (child, parent)
        if key not in self._known:
            self._known[key] = cost(self._readings[child], None if parent is None else self._readings[parent])
        return self._known[key]


def _rank(p: int, me: Witnessed, witnesses: Sequence[Witnessed]) -> tuple[bool, bool, float, int]:
    when = witnesses[p].when
    return not when.precedes(me.when), not when.is_known, when.order.timestamp(), p


def _tree(choices: Sequence[_Choice], witnesses: Sequence[Witnessed]) -> list[int]:
    """The parent of each witness in the tree that costs the least; among equals those surely earlier, dated and early."""
    edges = []
    for w, choice in enumerate(choices):
        me = witnesses[w]
        ordered = sorted(choice.costs, key=lambda p: (p != ROOT, _rank(p, me, witnesses) if p != ROOT else ()))
        for place, p in enumerate(ordered):
            # copying must explain better than the original by COPIED; small numbers decide among equals
            price = choice.costs[p] + (0 if p != ROOT else SAME / 2)
            unsure = 0 if p == ROOT else 1 + (not witnesses[p].when.precedes(me.when)) + (not witnesses[p].when.is_known)
            edges.append((p + 1, w + 1, round(price * 1000) * _SCALE + unsure * _UNSURE + min(place, _UNSURE - 1)))
    chosen = arborescence(len(choices) + 1, edges)
    return [edges[chosen[w + 1]][0] - 1 for w in range(len(choices))]


def _told(
    w: int,
    best: Sequence[int],
    choice: _Choice,
    witnesses: Sequence[Witnessed],
    members: _Members,
    named: Mapping[int, float],
    readings: Sequence[Reading],
) -> Parents:
    """The witness's parent in the tree, and all others that would make as good a tree."""
    parent, me = best[w], witnesses[w]
    gain = choice.costs[ROOT] - choice.costs[parent]
    near = choice.costs[parent] + SAME
    equal = {p for p, price in choice.costs.items() if p not in (ROOT, parent) and price <= near and not _descends(p, w, best)}
    others = choice.more if parent != ROOT and choice.more and choice.more_cost <= near else 0
    tells = readings[me.reading].tells
    outside: list[int] = []
    if parent == ROOT:
        equal = set()
    if tells and (parent == ROOT or (witnesses[parent].reading == me.reading and parent not in named)):
        # whoever has the same reading and may be earlier could change places with it in the tree
        possible, count = members.before(me, witnesses, _MEMBERS + 1)
        own = [p for p in possible if p not in (w, parent) and witnesses[p].article != me.article]
        equal |= set(own)
        others = max(others, count - len(possible))
        if parent != ROOT and not any(witnesses[p].when.precedes(me.when) for p in (parent, *own)):
            outside = [_outside(w, best, witnesses)]
    ordered = sorted(equal, key=lambda p: (round(choice.costs.get(p, 0.0), 3), _rank(p, me, witnesses)))
    kept = [*ordered[: _MEMBERS - 1 - len(outside)], *outside]
    return Parents((parent, *kept), max(0, others) + len(equal) + len(outside) - len(kept), gain, named.get(parent, 0.0))


def _outside(w: int, best: Sequence[int], witnesses: Sequence[Witnessed]) -> int:
    """From whom those have it that have the same reading."""
    p = w
    while p != ROOT and witnesses[p].reading == witnesses[w].reading:
        p = best[p]
    return p


def _descends(p: int, w: int, best: Sequence[int]) -> bool:
    """Whether `p` has its words from `w`."""
    while p != ROOT:
        if p == w:
            return True
        p = best[p]
    return False
