"""Which text to put on top where no original is in hand: a hypothesis, made as editors of lost originals make theirs.

A reading is chosen that explains the others with the fewest changes, the earliest among equals. Then it is mended place by
place: where most of the others agree against it, theirs is taken; and words that it lacks count for more than words that it
has, since quotations are cut more often than they are added to. Neither proves anything: a misquotation that everybody copied
wins.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from fidelity.batch.drift.dates import when
from fidelity.batch.drift.departures import reading
from fidelity.batch.drift.ground import Ground
from fidelity.batch.drift.stemma import cost
from fidelity.text.editorial import marks
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.batch.drift.departures import Reading
    from fidelity.batch.drift.rows import Use
    from fidelity.model import Span

_TRIED = 4
"""Readings that are tried as the root."""
_HELD = 40
"""Readings that each is held against: the most frequent."""
_ROUNDS = 3
_MENDED: dict[str, float] = {"changed": 1.0, "added": 0.5, "longer": 0.0}
"""For each kind of departure, how many uses must have it to be taken, as a share of those that have the words on top."""
_VOTERS = 200  # readings that are asked, the most frequent
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
    best = min(zip(prices, range(len(tried)), grounds, strict=True), key=lambda each: (round(each[0], 3), each[1]))[2]
    for _ in range(_ROUNDS):
        mended = _mended(best, [groups[c][0] for c in frequent[:_VOTERS]], [len(groups[c]) for c in frequent[:_VOTERS]])
        if mended is None:
            break
        best = mended
    return best


def _mended(ground: Ground, held: Sequence[Use], counts: Sequence[int]) -> Ground | None:
    """The text with what most of the others have in its place; None where they have nothing against it."""
    found = [reading(use, ground) for use in held]
    votes: dict[tuple[Span, str, str], int] = defaultdict(int)
    for each, count in zip(found, counts, strict=True):
        for one in each.found:
            if one.departure.kind in _MENDED:
                votes[one.words, one.departure.kind, one.departure.text] += count
    put: list[tuple[Span, str]] = []
    for ((first, last), kind, text), count in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        against = sum(n for each, n in zip(found, counts, strict=True) if _keeps(each, (first, last)))
        free = all(last < s or e < first for (s, e), _ in put)
        if free and count > _MENDED[kind] * against:
            put.append(((first, last), text))
    return Ground(_with(ground, put), None) if put else None


def _keeps(found: Reading, words: Span) -> bool:
    """Whether a use has the words on top as they are there, and on either side of them."""
    first, last = found.extent
    inside = first <= max(0, words[0] - 1) and (words[1] < last or (words[1] == last and words[0] < words[1]))
    return inside and not any(s <= words[1] and words[0] <= e for s, e in found.lost(("cut", "changed", "added", "moved")))


def _with(ground: Ground, put: Sequence[tuple[Span, str]]) -> str:
    """The text with words put in, in the place of others or between two."""
    text, starts, ends = ground.text, ground.prepared.words.starts, ground.prepared.words.ends
    for (first, last), said in sorted(put, reverse=True):
        if first < last:
            begin, end = int(starts[first]), int(ends[last - 1])
            if text[begin - 1 : begin] == "[" and text[end : end + 1] == "]":
                begin, end = begin - 1, end + 1
            text = f"{text[:begin]}{said}{text[end:]}"
        elif first == 0:
            text = f"{said} {text}"
        elif first >= ground.size:
            text = f"{text} {said}"
        else:
            begin, end = int(ends[first - 1]), int(starts[first])
            between = text[begin:end]
            text = f"{text[:begin]} {said} {text[end:]}" if marks(between) else f"{text[:end]}{said} {text[end:]}"
    return text


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
