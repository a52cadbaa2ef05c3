"""Who has it from whom: for each witness the earlier one, or the original, that explains its departures with the fewest new ones.

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
from fidelity.batch.drift.evidence import COPIED, LONGER, SAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.batch.drift.dates import When
    from fidelity.batch.drift.departures import Key, Reading

ROOT = -1
"""The original, among the parents."""
_TELLING = 1.0  # from which weight on a departure makes two readings worth a comparison
_KIN = 64  # readings that a reading is compared with
_LIST = 256  # readings that share a departure, of which it is looked up
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
    """The parents of each witness; these stand in the order of the time line. `named`: for a witness, those that it links to or names, with what that weighs."""
    members = _members(witnesses)
    kin = _kin(readings)
    choices = [_choice(w, witnesses, readings, members, kin, named.get(w, {})) for w in range(len(witnesses))]
    best = _tree(choices, witnesses)
    return [
        _told(w, best, choices[w], witnesses, members[each.reading], named.get(w, {}), readings) for w, each in enumerate(witnesses)
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


def _members(witnesses: Sequence[Witnessed]) -> dict[int, list[int]]:
    """The witnesses of each reading by the first minute at which they may have been there."""
    found: dict[int, list[int]] = defaultdict(list)
    for w, witness in enumerate(witnesses):
        found[witness.reading].append(w)
    for group in found.values():
        group.sort(key=lambda w: (_begins(witnesses[w].when), w))
    return found


def _begins(when: When) -> float:
    return when.earliest.timestamp() if when.earliest else float("-inf")


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
    readings: Sequence[Reading],
    members: Mapping[int, list[int]],
    kin: Sequence[list[int]],
    named: Mapping[int, float],
) -> _Choice:
    """What each possible parent costs a witness. Of its own reading only those before it on the time line count."""
    me = witnesses[w]
    mine = readings[me.reading]
    found = _Choice({ROOT: cost(mine, None)})
    floor = found.costs[ROOT] - COPIED
    for r in kin[me.reading]:
        price = cost(mine, readings[r])
        if price > floor:
            continue
        listed = 0
        for p in _earlier(members[r], me, witnesses):
            if witnesses[p].article == me.article or (r == me.reading and p >= w):
                continue
            if listed == _MEMBERS:
                found.more = found.more + 1 if found.more and price == found.more_cost else 1
                found.more_cost = price
                continue
            found.costs[p] = price
            listed += 1
    for p, weight in named.items():
        if p != w and witnesses[p].when.may_precede(me.when) and witnesses[p].article != me.article:
            price = cost(mine, readings[witnesses[p].reading]) - weight
            if price <= floor:
                found.costs[p] = price
    return found


def _earlier(group: Sequence[int], me: Witnessed, witnesses: Sequence[Witnessed]) -> list[int]:
    """Those of a reading's witnesses that may have been there before: surely earlier ones first, undated ones last."""
    if me.when.latest is None:
        possible = list(group)
    else:
        end = bisect_right(group, me.when.latest.timestamp(), key=lambda w: _begins(witnesses[w].when))
        possible = list(group[:end])
    return sorted(possible, key=lambda p: _rank(p, me, witnesses))


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
    members: Sequence[int],
    named: Mapping[int, float],
    readings: Sequence[Reading],
) -> Parents:
    """The witness's parent in the tree, and all others that would make as good a tree."""
    parent, me = best[w], witnesses[w]
    gain = choice.costs[ROOT] - choice.costs[parent]
    near = choice.costs[parent] + SAME
    equal = {p for p, price in choice.costs.items() if p not in (ROOT, parent) and price <= near and not _descends(p, w, best)}
    others = choice.more if parent != ROOT and choice.more and choice.more_cost <= near else 0
    tells = any(f.price.new >= COPIED for f in readings[me.reading].features.values())
    outside: list[int] = []
    if parent == ROOT:
        equal = set()
    if tells and (parent == ROOT or (witnesses[parent].reading == me.reading and parent not in named)):
        # whoever has the same reading and may be earlier could change places with it in the tree
        own = [p for p in _earlier(members, me, witnesses) if p not in (w, parent) and witnesses[p].article != me.article]
        equal |= set(own[:_MEMBERS])
        others = max(others, len(own) - _MEMBERS)
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
