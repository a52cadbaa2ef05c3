"""What the rules say of one quotation, still in the coordinates of the texts as read."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity.model.document import Span
from fidelity.model.match import Match, Stress, Verdict
from fidelity.model.report import Safety, Severity


@dataclass(frozen=True, slots=True)
class Change:
    """Replace `span` of the article's text by `text`."""

    span: Span
    text: str


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
