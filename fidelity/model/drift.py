"""How a quotation changed as it passed from article to article: field for field the JSON contract `fidelity-drift/1`.

A quotation's uses are its witnesses, numbered from 1 in the order of their dates; 0 is the original. What a witness has
otherwise than the original are its departures; they are what its descent is told by, since shared errors show copying and
shared truth does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DepartureKind = Literal["cut", "changed", "added", "moved", "emphasised", "set-off", "plain", "shorter", "longer"]
"""`cut`: words left out inside; `set-off`: emphasised, and whether the original does so is not known (its copy carries none);
`plain`: the original's emphasis is gone; `shorter`: it starts later or ends earlier than the passage, which is no reproach;
`longer`: it has more than the reading on top at an edge (only where no original is in hand)."""
Confidence = Literal["strong", "likely", "weak", "open"]
"""`strong`: several rare changes in common, or a link; `likely`: one; `weak`: one that two people may make independently;
`open`: the words cannot tell."""
PieceRole = Literal["same", "new", "gone", "mark"]
Evidence = Literal["shared", "links", "names", "own", "verbatim", "undated", "same-day"]
ORIGINAL = 0
"""The number of the original among the parents of a witness."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which a witness departs from the original.

    `text` is what it has, `original` what stands there on top, `shown` whether the witness's own mark (ellipsis, brackets, a
    declaration) shows it.
    """

    kind: DepartureKind
    text: str
    original: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a witness's words set against its parent's: `gone` is what only the parent has, `mark` stands for words."""

    role: PieceRole
    text: str
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a parent is given: what kind of evidence, and in words."""

    kind: Evidence
    text: str


@dataclass(frozen=True, slots=True)
class Descent:
    """From whom a witness has its words: from one of `parents`, the best guess first; 0 is the original.

    `others` counts further witnesses that are as near and not listed. `confidence` is that of the whole list. `new` are the
    departures that came in with this witness, `undone` those of its parent that it does not have.
    """

    parents: tuple[int, ...]
    others: int
    confidence: Confidence
    reasons: tuple[Reason, ...]
    new: tuple[Departure, ...]
    undone: tuple[Departure, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """One use of a quotation. `earliest` and `latest` bound its date (ISO, to the day or the minute), null where it has none.

    `reading` numbers the different readings of the quotation from 1. `pieces` are its words set against its first parent's.
    """

    number: int
    article: str
    quote: str
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    earliest: str | None
    latest: str | None
    line: int
    column: int
    lead_in: str | None
    text: str
    verdict: str
    original: str | None
    reading: int
    departures: tuple[Departure, ...]
    pieces: tuple[Piece, ...]
    descent: Descent


@dataclass(frozen=True, slots=True)
class Spread:
    """A departure, who has it, and who had it first: the earliest by date, more than one where the dates cannot tell.

    `undated` counts those that have it and may be earlier, having no date.
    """

    departure: Departure
    witnesses: tuple[int, ...]
    first: tuple[int, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class First:
    """Who was the first to trim, alter or emphasise the quotation; more than one where the dates cannot tell."""

    what: Literal["trimmed", "altered", "emphasised"]
    witnesses: tuple[int, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Source:
    """An original that the quotation was set against."""

    uri: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A quotation with all its uses. `text` is the original's passage as far as the run shows it.

    Without an original in hand `sources` is empty, and `text` is the reading that explains the others with the fewest changes,
    the earliest among equals: a guess (`hypothesis`), held by the witnesses in `root`. `sources` begins with the original on
    top; copies and other versions of it follow.
    """

    number: int
    text: str
    hypothesis: bool
    root: tuple[int, ...]
    sources: tuple[Source, ...]
    readings: int
    articles: int
    undated: int
    firsts: tuple[First, ...]
    spreads: tuple[Spread, ...]
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class DriftSummary:
    """What was looked at: all quotations of the run, those that stand in a lineage told of, and how many lineages there are.

    `finished` is false where the run is not: then only what it has done so far counts. `left_out` are lineages with fewer
    readings than asked for.
    """

    run: str
    finished: bool
    original: str | None
    min_variants: int
    quotes: int
    too_short: int
    lineages: int
    left_out: int
    witnesses: int
