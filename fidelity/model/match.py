"""Where a quotation stands in an original, and each way in which the two differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.model.document import Span

EditKind = Literal["presentation", "omission", "insertion", "substitution", "move"]
Weight = Literal["none", "minor", "material", "critical"]
Mark = Literal["ellipsis", "brackets", "sic", "declaration"]
Rung = Literal["identical", "folded", "aligned"]
How = Literal["named", "retrieved", "given"]
Verdict = Literal["exact", "trimmed", "altered", "not-found", "unchecked"]
EmphasisStatus = Literal["added", "kept", "removed", "changed", "unknown"]

VERDICTS: tuple[Verdict, ...] = ("exact", "trimmed", "altered", "not-found", "unchecked")


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference. `quote` counts in the quotation's text, `original` in the original's; an empty span is a place.

    Edits stand in the quotation's order and do not overlap there. What no edit covers is the same on both sides. `mark` is
    what shows the difference to the reader (the ellipsis, the brackets), or None. `weight` and `why` (a rule's name) are
    given by the rules that weigh it; the aligner leaves them "none" and None, but for presentation edits, whose `why` says
    which fold was needed: "quote-marks", "dash", "space", "case", "hyphenation", "accents", "ligature", "zero-width",
    "punctuation", "note-call", "number-format", "brackets" (those of the original), "bracketed-same", "sic",
    "empty-ellipsis", "edge-ellipsis"; and what copying did to one of the texts: "page-break" (a running head, page number or
    notes between its lines), "ocr" (letters that a machine misread).
    """

    kind: EditKind
    quote: Span
    original: Span
    mark: Mark | None = None
    weight: Weight = "none"
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """Another place in the originals that is as near, or nearly."""

    original: str
    passages: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation set against one original.

    `original` is the document's uri. `passages` count in the original's text, in the quotation's order, one for each
    stretch between ellipses or cuts. `words` and `kept` count the quoted words (brackets and notes left out) and those of
    them that stand in the original in order; `omitted` the original's words left out without a mark. `links` are pairs of
    spans (quotation, original) that are the same, in the quotation's order: the way from one text to the other.
    """

    original: str
    rung: Rung
    passages: tuple[Span, ...]
    edits: tuple[Edit, ...]
    links: tuple[tuple[Span, Span], ...]
    words: int
    kept: int
    omitted: int
    rivals: tuple[Rival, ...] = ()
    how: How = "given"

    @property
    def score(self) -> float:
        """`100 x M / (Q + O)`, the score of the verdicts page."""
        whole = self.words + self.omitted
        return 100.0 * self.kept / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Stress:
    """One run of emphasis, carried through the alignment. `quote` counts in the quotation's text, `original` in the original's.

    For removed emphasis `quote` is where the same words stand without it; for added emphasis `original` likewise.
    """

    status: EmphasisStatus
    declared: bool
    quote: Span
    kinds: tuple[str, ...]
    original: Span | None
    original_kinds: tuple[str, ...]
