"""The report: what every format is drawn from, field for field the JSON contract `fidelity-report/1`.

All spans count in code points of the decoded files as they are on disk; lines and columns count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.model.document import Span
from fidelity.model.match import EditKind, EmphasisStatus, How, Mark, Rung, Verdict, Weight
from fidelity.model.quotation import Bounds, DeclarationKind, Form

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe", "display"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ReportedLeadIn:
    """The words that announce a quotation."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class ReportedNames:
    """Whom and what the article names as the source."""

    speaker: str | None
    publisher: str | None
    work: str | None
    url: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class ReportedDeclaration:
    """What the quoter declares."""

    kind: DeclarationKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an edit."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class ReportedEdit:
    """One difference between the quotation and the original.

    `at` counts in `ReportedQuote.text`, `there_at` in `ReportedMatch.text`: where the edit stands in the words as shown. An
    empty span is a place. Where the match's text leaves out what lies between two passages, `there_at` is the empty span
    of the joint.
    """

    kind: EditKind
    weight: Weight
    mark: Mark | None
    quote: Side
    original: Side
    why: str | None
    at: Span
    there_at: Span


@dataclass(frozen=True, slots=True)
class ReportedRival:
    """Another place that is as near."""

    original: str
    passages: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class ReportedMatch:
    """Where the quotation stands in an original; `page` counts from 1, null where the original has no pages.

    `link` opens the original's page on the web at the passages; null where it has no address, or none that leads there and
    nowhere else. `text_passages` are the passages in code points of the original's text as read (`Document.text`).
    """

    original: str
    sha256: str
    url: str | None
    snapshot: str | None
    how: How
    rung: Rung
    passages: tuple[Span, ...]
    start: Position
    end: Position
    text: str
    before: str
    after: str
    link: str | None
    rivals: tuple[ReportedRival, ...]
    edits: tuple[ReportedEdit, ...]
    page: int | None
    text_passages: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OriginalEmphasis:
    """The original's side of a run of emphasis."""

    span: Span | None
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedEmphasis:
    """One run of emphasis and what became of it.

    `at` counts in `ReportedQuote.text`, `there_at` in `ReportedMatch.text` (null where the original has no such place).
    """

    status: EmphasisStatus
    declared: bool
    kinds: tuple[str, ...]
    span: Span
    text: str
    original: OriginalEmphasis
    at: Span
    there_at: Span | None


@dataclass(frozen=True, slots=True)
class Here:
    """Where a finding stands in the article; `page` where the article has pages."""

    span: Span
    start: Position
    end: Position
    page: int | None


@dataclass(frozen=True, slots=True)
class There:
    """Where the matter stands in an original; `page` where the original has pages."""

    original: str
    span: Span
    start: Position
    end: Position
    page: int | None


@dataclass(frozen=True, slots=True)
class FixEdit:
    """Replace the article's `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would put a finding right, and how far it can be trusted."""

    safety: Safety
    edits: tuple[FixEdit, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who has accepted a finding, and why."""

    by: Literal["comment", "baseline"]
    reason: str


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """One thing that an editor should look at."""

    rule: str
    severity: Severity
    message: str
    quote: str | None
    here: Here
    there: There | None
    fix: Fix | None
    fingerprint: str
    allowed: Allowed | None


@dataclass(frozen=True, slots=True)
class ReportedAside:
    """The author's own words inside a quotation, marks and all; they stand in place of `at`, a span of the quotation's text."""

    at: Span
    text: str


@dataclass(frozen=True, slots=True)
class ReportedQuote:
    """One quotation, judged. `page` counts from 1, null where the article has no pages.

    `before` and `after` are the article's words around it in its paragraph, marks and all, cut short if they are long; where it
    opens its paragraph, `before` is the end of the paragraph before and the two line ends. With `asides` between the stretches
    they show it in its place.
    """

    id: str
    form: Form
    spans: tuple[Span, ...]
    start: Position
    end: Position
    text: str
    bounds: Bounds
    lead_in: ReportedLeadIn | None
    names: ReportedNames
    declares: tuple[ReportedDeclaration, ...]
    verdict: Verdict
    reason: str | None
    marked: bool
    score: float | None
    match: ReportedMatch | None
    nearest: ReportedMatch | None
    emphasis: tuple[ReportedEmphasis, ...]
    findings: tuple[int, ...]
    page: int | None
    before: str
    after: str
    asides: tuple[ReportedAside, ...]


@dataclass(frozen=True, slots=True)
class ReportedArticle:
    """One article and all its quotations, in the article's order.

    `problem` is why the article could not be read (then it has no quotations): what is wrong and what to do next.
    """

    uri: str
    sha256: str
    title: str | None
    published: str | None
    language: str | None
    score: float | None
    counts: dict[str, int]
    notes: tuple[str, ...]
    quotes: tuple[ReportedQuote, ...]
    findings: tuple[ReportedFinding, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class Tool:
    """Which program wrote the report."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class ReportedSettings:
    """Under which settings."""

    style: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The report in one line. `untouched` quotations were not looked at, since a change did not touch them (`--since`)."""

    articles: int
    quotes: int
    score: float | None
    errors: int
    warnings: int
    info: int
    untouched: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    schema: str
    tool: Tool
    settings: ReportedSettings
    articles: tuple[ReportedArticle, ...]
    summary: Summary
