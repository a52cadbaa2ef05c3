"""The descent of a witness in words: from whom, how sure, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.batch.drift.evidence import LIKELY, STRONG
from fidelity.batch.drift.stemma import ROOT
from fidelity.model.drift import ORIGINAL, Confidence, Departure, Descent, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fidelity.batch.drift.dates import When
    from fidelity.batch.drift.departures import Reading
    from fidelity.batch.drift.naming import Pointer
    from fidelity.batch.drift.stemma import Parents

_SAID = 3  # shared departures that are put in words
_WORDS = 12
_WEAKER: dict[Confidence, Confidence] = {"strong": "likely", "likely": "weak", "weak": "weak", "open": "open"}
_SHARED = {
    "cut": "both leave out {there}",
    "changed": "both have {here} for {there}",
    "added": "both add {here}",
    "moved": "both move {here}",
    "emphasised": "both emphasise {here}",
    "set-off": "both set off {here}",
    "plain": "both drop the emphasis of {here}",
    "shorter": "both leave {there} out at the edge",
    "longer": "both have {here} besides",
}


def descent(
    n: int,
    found: Parents,
    mine: Reading,
    theirs: Reading | None,
    dates: Sequence[When],
    pointed: Mapping[int, Pointer],
    rivals: int,
    *,
    hypothesis: bool,
) -> Descent:
    """What is told of witness `n`.

    `theirs` is its first parent's reading, None for the original's; `rivals` counts witnesses with the same reading that may be
    earlier than it.
    """
    has = theirs.features if theirs else {}
    parent = found.nodes[0]
    if parent == ROOT:
        reasons, confidence = _from_original(mine, rivals)
    else:
        shared = [each for each in mine.found if each.keys & has.keys()]
        shared.sort(key=lambda each: -sum(mine.features[key].price.new for key in each.keys & has.keys()))
        reasons = [*_pointing(pointed, parent), *_shared([each.departure for each in shared])]
        confidence = _grade(found.gain)
        if not dates[parent].precedes(dates[n]):
            reasons.append(_order(dates[parent], dates[n]))
            confidence = _WEAKER[confidence]
        if hypothesis and parent not in pointed:
            confidence = _WEAKER[confidence]  # which of two readings is the change is itself a guess
    return Descent(
        tuple(ORIGINAL if p == ROOT else p + 1 for p in found.nodes),
        found.others,
        confidence,
        tuple(reasons),
        tuple(each.departure for each in mine.found if not each.keys <= has.keys()),
        tuple(each.departure for each in theirs.found if not each.keys & mine.features.keys()) if theirs else (),
    )


def _from_original(mine: Reading, rivals: int) -> tuple[list[Reason], Confidence]:
    if not mine.tells:
        said = "its words are those on top: they do not tell whether it has them from there or from another article"
        return [Reason("verbatim", said)], "open"
    if rivals:
        who = "another article has" if rivals == 1 else f"{rivals} other articles have"
        return [Reason("undated", f"{who} the same changes, and may be earlier: the dates do not tell")], "weak"
    return [
        Reason("own", "no earlier article has its changes; the rest it may have from the original or from any faithful article")
    ], "likely"


def _grade(gain: float) -> Confidence:
    return "strong" if gain >= STRONG else "likely" if gain >= LIKELY else "weak"


def _pointing(pointed: Mapping[int, Pointer], parent: int) -> Iterator[Reason]:
    pointer = pointed.get(parent)
    if pointer is not None:
        verb = "links to it" if pointer.how == "links" else "names it as its source"
        yield Reason(pointer.how, f"it {verb}: {short(pointer.what)}")


def _shared(departures: Sequence[Departure]) -> Iterator[Reason]:
    for d in departures[:_SAID]:
        said = _SHARED[d.kind].format(here=f"“{short(d.text)}”", there=f"“{short(d.original)}”")
        yield Reason("shared", said)
    if len(departures) > _SAID:
        yield Reason("shared", f"and {len(departures) - _SAID} more in common")


def _order(parent: When, child: When) -> Reason:
    if parent.is_known and child.is_known:
        return Reason("same-day", "their dates do not tell which of the two was first")
    return Reason("undated", "one of the two has no date: which was first is not known")


def short(text: str) -> str:
    """The first words of a longer text and its last ones."""
    words = text.split()
    if len(words) <= _WORDS:
        return " ".join(words)
    return f"{' '.join(words[: _WORDS // 2])} … {' '.join(words[-_WORDS // 3 :])}"
