"""How the report on an archive names things, and how sure it says a share is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fidelity.report.phrases import percent

if TYPE_CHECKING:
    from fidelity.model.overview import Figures, Groups, Interval, Step


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of group is called: one, many, the folder of its list, and what its list says."""

    one: str
    many: str
    folder: str
    none: str
    about: str


KINDS: Final[dict[Groups, Kind]] = {
    "original": Kind(
        "original",
        "Originals",
        "originals/",
        "No original: not found, or not compared",
        "What was quoted: each original with how its quotations fare.",
    ),
    "source": Kind(
        "source",
        "Sources",
        "sources/",
        "Source not known",
        "Who was quoted: the publishers of the originals, or the hosts of their addresses.",
    ),
    "publisher": Kind(
        "publisher", "Publishers", "publishers/", "Publisher not given", "Who quotes: the publishers that the articles name."
    ),
    "author": Kind("author", "Authors", "authors/", "Author not given", "Who wrote: the authors that the articles name."),
    "rule": Kind("rule", "Rules", "rules/", "", "Which rules found something, errors first."),
}
STEPS: Final[dict[Step, str]] = {"month": "months", "quarter": "quarters", "year": "years"}


def rate(figures: Figures) -> str:
    """`12 of 40 (30.0 %)`: unfaithful ones of the compared."""
    if not figures.compared:
        return "none compared"
    return f"{figures.unfaithful:,} of {figures.compared:,} ({percent(figures.unfaithful / figures.compared)})"


def interval(given: Interval | None) -> str:
    """`18.1 to 45.4 %`."""
    return "" if given is None else f"{100 * given.low:.1f} to {100 * given.high:.1f} %"


def between(given: Interval | None) -> str:
    """`at least 18.1 %`: the end of the interval that a rank goes by."""
    return "" if given is None else f"at least {100 * given.low:.1f} %"
