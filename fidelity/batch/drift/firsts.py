"""Who had each departure, and who had it first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from fidelity.model.drift import Departure, DepartureKind, First, Spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.batch.drift.dates import When
    from fidelity.batch.drift.departures import Key, Reading
    from fidelity.model import Span

    _Change = tuple[DepartureKind, Span, frozenset[Key]]

_TELLS: dict[Literal["trimmed", "altered", "emphasised"], tuple[DepartureKind, ...]] = {
    "trimmed": ("cut",),
    "altered": ("changed", "added", "moved"),
    "emphasised": ("emphasised",),
}
_EDGES: tuple[DepartureKind, ...] = ("shorter",)


def spreads(readings: Sequence[Reading], dates: Sequence[When]) -> tuple[Spread, ...]:
    """Each departure with its witnesses (numbered from 1), the most widespread first; where a use begins and ends is none."""
    having: dict[_Change, list[int]] = defaultdict(list)
    departures: dict[_Change, Departure] = {}
    for w, reading in enumerate(readings):
        for each in reading.found:
            if each.departure.kind not in _EDGES:
                key = (each.departure.kind, each.words, each.keys)
                if not having[key] or having[key][-1] != w:
                    having[key].append(w)
                departures.setdefault(key, each.departure)
    found = []
    for key, witnesses in having.items():
        first, undated = earliest(witnesses, dates)
        found.append(Spread(departures[key], tuple(w + 1 for w in witnesses), tuple(w + 1 for w in first), undated))
    return tuple(
        sorted(found, key=lambda s: (-len(s.witnesses), s.first, s.departure.kind, s.departure.text, s.departure.original))
    )


def firsts(found: Sequence[Spread], dates: Sequence[When]) -> tuple[First, ...]:
    """Who was the first to trim, to alter and to emphasise; what nobody did is left out."""
    told = []
    for what, kinds in _TELLS.items():
        witnesses = sorted({w - 1 for s in found if s.departure.kind in kinds for w in s.witnesses})
        if witnesses:
            first, undated = earliest(witnesses, dates)
            told.append(First(what, tuple(w + 1 for w in first), undated))
    return tuple(told)


def earliest(witnesses: Sequence[int], dates: Sequence[When]) -> tuple[list[int], int]:
    """Those of the witnesses before whom surely no other of them was, and how many undated ones there are besides.

    Where none has a date they are all of them.
    """
    dated = [w for w in witnesses if dates[w].is_known]
    if not dated:
        return list(witnesses), 0
    soonest = min((dates[w] for w in dated), key=lambda d: d.order)
    return [w for w in dated if not soonest.precedes(dates[w])], len(witnesses) - len(dated)
