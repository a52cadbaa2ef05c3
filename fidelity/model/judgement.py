"""What the rules say of one quotation, still in the coordinates of the texts as read."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity.model.document import Document, Span
from fidelity.model.match import Match, Stress, Verdict
from fidelity.model.quotation import Quote
from fidelity.model.report import Safety, Severity


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `span` of the article's text by `text`; with `kinds`, set the span so instead (`text` is then what it holds)."""

    span: Span
    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would put a finding right."""

    safety: Safety
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should look at.

    `here` counts in the article's text, `there` in the text of the original whose uri stands with it. `severity` is set only
    where a rule has more than one (`hidden-limit`); else the style gives it.
    """

    rule: str
    message: str
    here: Span
    there: tuple[str, Span] | None = None
    severity: Severity | None = None
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with all that it rests on. `match` has its edits weighed; `nearest` is only for what was not found."""

    verdict: Verdict
    marked: bool
    score: float | None
    reason: str | None = None
    match: Match | None = None
    nearest: Match | None = None
    emphasis: tuple[Stress, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Version:
    """A copy or another version of the original that decides.

    `match` is how the quotation stands there; None if it does not. `change` is where the passage itself reads otherwise: a span
    of the deciding original and the span of this one that stands in its place. Without it the passage is the same here, or
    this copy lacks all that surrounds it (`known` is then false).
    """

    document: Document
    match: Match | None = None
    change: tuple[Span, Span] | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules may look at for one quotation.

    `match` is the best place found for it, in `original`; `nearest` the best one below the floor, a hint and never a match.
    `reason` says why it could not be compared (then there is no match). `named` are the uris of the originals in hand that
    the article names for it; `others` are further originals that hold it, best first, with their documents; `parts` are
    originals that hold only some of it. `makers` are the uris of originals whose publisher or author the article names for it.
    `versions` are the copies and other versions of `original` in hand, earliest first, whether they hold the quotation or not.
    `secondhand` are the uris of those originals that hold it and only quote it themselves. `primary` is, where `original` only
    quotes it, the original in hand that has it in its own voice. `is_close` says of a quotation too short to tell that
    `nearest`, in an original that the article quotes, has its words but for one, or with one or two more between.
    `is_hearsay`: `original` only quotes the words, and the article does not name it; whoever departs from it is not accused.
    """

    quote: Quote
    article: Document
    match: Match | None = None
    original: Document | None = None
    nearest: Match | None = None
    reason: str | None = None
    named: tuple[str, ...] = ()
    others: tuple[tuple[Match, Document], ...] = ()
    parts: tuple[tuple[Match, Document], ...] = ()
    makers: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    secondhand: frozenset[str] = frozenset()
    primary: tuple[Match, Document] | None = None
    is_close: bool = False
    is_hearsay: bool = False
