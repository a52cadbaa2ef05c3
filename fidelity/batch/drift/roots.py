"""Which reading to put on top where no original is in hand: the one that explains the others with the fewest changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.batch.drift.dates import when
from fidelity.batch.drift.departures import reading
from fidelity.batch.drift.ground import Ground
from fidelity.batch.drift.stemma import cost
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.batch.drift.rows import Use

_TRIED = 4
"""Readings that are tried as the root."""
_HELD = 40
"""Readings that each is held against: the most frequent."""
_EXTRA = 3.0  # words that the root lacks must have come from somewhere


def chosen(uses: Sequence[Use]) -> Ground:
    """The root: among the earliest, the longest and the most frequent readings the cheapest, the earliest among equals."""
    groups: dict[str, list[Use]] = {}
    for use in uses:
        groups.setdefault(words(use.text).codes, []).append(use)
    codes = list(groups)
    earliest = sorted(codes, key=lambda c: (min(_date(use) for use in groups[c]), -len(c), c))
    longest = sorted(codes, key=lambda c: (-len(c), earliest.index(c)))
    frequent = sorted(codes, key=lambda c: (-len(groups[c]), earliest.index(c)))
    tried = list(dict.fromkeys((*earliest[:2], longest[0], frequent[0])))[:_TRIED]
    held = [groups[c][0] for c in frequent[:_HELD]]
    grounds = [Ground(groups[c][0].text, None) for c in tried]
    prices = [_price(ground, held) for ground in grounds]
    return min(zip(prices, range(len(tried)), grounds, strict=True), key=lambda each: (round(each[0], 3), each[1]))[2]


def _date(use: Use) -> float:
    return when(use.published).order.timestamp()


def _price(ground: Ground, held: Sequence[Use]) -> float:
    """What it takes to come from the ground to all the readings, each from the one that is nearest to it."""
    found = [reading(use, ground) for use in held]
    total = 0.0
    for n, child in enumerate(found):
        beyond = sum(_EXTRA for key in child.features if key[0] == "longer")
        total += beyond + min(cost(child, None), *(cost(child, parent) for parent in found[:n]), float("inf"))
    return total
