"""What the formats for people say of a lineage: names, dates, changes and descents in words. All of it is made visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model.drift import ORIGINAL
from fidelity.report.phrases import count
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model.drift import Departure, Descent, DriftSummary, First, Lineage, Source, Spread, Witness

SHOWN = 12
"""Witnesses that are named one by one."""
_KEPT = 14
_DONE = {"trimmed": "trim", "altered": "alter", "emphasised": "emphasise"}
KINDS = {
    "cut": "trimmed",
    "changed": "altered",
    "added": "altered",
    "moved": "altered",
    "emphasised": "emphasised",
    "set-off": "set off",
    "plain": "emphasis lost",
    "shorter": "shorter",
    "longer": "longer",
}
"""In one word what a departure does."""


def short(text: str, most: int = _KEPT) -> str:
    """A text on one line, its middle left out where it is long."""
    words = one_line(text).split()
    if len(words) <= most:
        return " ".join(words)
    return f"{' '.join(words[: most // 2])} … {' '.join(words[-(most // 2) :])}"


def name(witness: Witness) -> str:
    """By what a reader knows the article: who published it, else its author, its title, its file."""
    return one_line(witness.publisher or witness.author or witness.title or witness.article)


def date(witness: Witness) -> str:
    """The date as far as it is known."""
    if witness.earliest is None or witness.latest is None:
        return "no date"
    first, last = witness.earliest, witness.latest
    if first[:10] == last[:10]:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4]


def dates(lineage: Lineage) -> str:
    """From when to when."""
    known = [w for w in lineage.witnesses if w.earliest is not None]
    if not known:
        return "no date is known"
    first, last = date(known[0]), date(known[-1])
    said = first if first == last else f"{first} to {last}"
    return said + (f", {lineage.undated} without a date" if lineage.undated else "")


def uses(lineage: Lineage) -> str:
    """`17 uses in 16 articles, 6 readings`."""
    number = len(lineage.witnesses)
    return f"{count(number, 'use')} in {count(lineage.articles, 'article')}, {count(lineage.readings, 'reading')}"


def top(lineage: Lineage) -> str:
    """What the text on top is."""
    if not lineage.hypothesis:
        return "Original"
    return "No original in hand. A guess at it, from the readings below"


def source(found: Source) -> str:
    """An original's name and particulars."""
    said = [found.title and f"“{one_line(found.title)}”", found.author, found.publisher, found.published]
    return " · ".join([one_line(found.uri), *(one_line(part) for part in said if part)])


def numbers(witnesses: Sequence[int], *, last: str = "and") -> str:
    """`3, 5 and 8`; of many the first ones."""
    named = ["the original" if w == ORIGINAL else str(w) for w in witnesses[:SHOWN]]
    if len(witnesses) > SHOWN:
        return f"{', '.join(named)} … ({len(witnesses)} in all)"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} {last} {named[-1]}"


def departure(found: Departure) -> str:
    """What a departure does, with its words."""
    here, there = f"“{short(found.text)}”", f"“{short(found.original)}”"
    said = {
        "cut": f"leaves out {there}" if found.original != "…" else "leaves out words that no article of the run shows",
        "changed": f"{here} for {there}",
        "added": f"adds {here}",
        "moved": f"moves {here}",
        "emphasised": f"emphasises {here}",
        "set-off": f"sets off {here} (whether the original does is not known)",
        "plain": f"drops the emphasis of {here}",
        "shorter": f"goes without {there} at its edge",
        "longer": f"has {here} besides",
    }[found.kind]
    marks = {"cut", "changed", "added", "moved", "emphasised", "set-off", "plain"}
    return said + ((", shown" if found.shown else "") if found.kind in marks else "")


def first(found: First, lineage: Lineage) -> tuple[str, str]:
    """Who was the first to do something: the label, and the rest of the sentence."""
    who = [lineage.witnesses[w - 1] for w in found.witnesses[:3]]
    named = " or ".join(f"{w.number} {name(w)}, {date(w)}" for w in who)
    if len(found.witnesses) > 3:
        named += f", or another of {len(found.witnesses)}"
    why = "; the dates do not tell which" if len(found.witnesses) > 1 else ""
    undated = f"; {count(found.undated, 'use')} without a date may be earlier" if found.undated else ""
    guess = ", by that guess" if lineage.hypothesis else ""
    return f"First to {_DONE[found.what]}{guess}", f"{named}{why}{undated}"


def spread(found: Spread) -> str:
    """How far a departure went."""
    many = count(len(found.witnesses), "use")
    if len(found.witnesses) == 1:
        return f"{departure(found.departure)}: only {found.witnesses[0]}"
    begun = numbers(found.first, last="or")
    return f"{departure(found.departure)}: {many}, first {begun}; {numbers(found.witnesses)}"


def descent(found: Descent) -> str:
    """From whom, and how sure that is."""
    if found.confidence == "open":
        return "from the original, or from anyone who quotes it faithfully"
    parents = numbers(found.parents, last="or")
    more = f" or {count(found.others, 'other')}" if found.others else ""
    return f"from {parents}{more}: {found.confidence}"


def reasons(found: Descent) -> str:
    """Why."""
    return "; ".join(one_line(reason.text) for reason in found.reasons)


def brings(witness: Witness) -> str:
    """In a few words what came in with a witness."""
    kinds = list(dict.fromkeys(KINDS[d.kind] for d in witness.descent.new))
    undone = ["something put right"] if witness.descent.undone else []
    return ", ".join([*kinds, *undone]) or "nothing new"


def summary(found: DriftSummary) -> str:
    """The report in one line."""
    parts = [f"{count(found.lineages, 'quotation')} with {found.witnesses} of the run's {found.quotes} uses"]
    if found.left_out:
        parts.append(f"{found.left_out} with fewer than {found.min_variants} readings left out")
    if found.too_short:
        parts.append(f"{found.too_short} too short to be compared without an original")
    if not found.finished:
        parts.append("the run is not finished: this is what it has so far")
    return " · ".join(parts)


def cautions() -> Iterator[str]:
    """What words can show, and what they cannot."""
    yield "Shared changes show copying; shared faithful words do not."
    yield "Strong, likely and weak rank the evidence and are no proof."
