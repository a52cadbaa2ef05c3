"""What a rule function sees of one quotation, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.model import Case, Document, Finding, Match, Notice, Stale, Stress
from fidelity.rules.house import change_of, may_be_silent
from fidelity.rules.register import Family
from fidelity.rules.vocabulary import Vocabulary
from fidelity.rules.weigh import Weighed
from fidelity.settings import Settings
from fidelity.styles import Style

if TYPE_CHECKING:
    from fidelity.model import DeclarationKind, Edit, Severity, Span
    from fidelity.styles import Change

_SHOWN = 60  # characters of a text that a message repeats


@dataclass(frozen=True, slots=True)
class Proof:
    """A quotation with its edits weighed and its emphasis compared. Without a match there are neither."""

    case: Case
    settings: Settings
    style: Style
    vocabulary: Vocabulary
    match: Match | None = None
    weighed: tuple[Weighed, ...] = ()
    stresses: tuple[Stress, ...] = ()

    @property
    def quote(self) -> str:
        """The quotation's words."""
        return self.case.quote.text

    @property
    def original(self) -> str:
        """The original's text; empty where there is none."""
        return self.case.original.text if self.case.original else ""

    def declares(self, *kinds: DeclarationKind) -> bool:
        """Whether the quoter declares one of these."""
        return any(d.kind in kinds for d in self.case.quote.declares)

    def here(self, span: Span) -> Span:
        """A span of the quotation as a span of the article; a place is widened to the word before it."""
        start, end = span
        if start == end:
            text = self.quote
            start = max(text.rfind(" ", 0, max(0, start - 1)), text.rfind("\n", 0, max(0, start - 1))) + 1
            end = max(end, start + 1)
        return self.case.quote.origin.span(start, min(end, len(self.quote)))

    def whole(self) -> Span:
        """The whole quotation, as a span of the article."""
        spans = self.case.quote.spans
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)

    def there(self, span: Span) -> tuple[str, Span] | None:
        """A span of the original with the original's uri."""
        return (self.match.original, span) if self.match else None

    def quoted(self, edit: Edit) -> str:
        """The quotation's words of an edit, short enough to be shown."""
        return short(self.quote[slice(*edit.quote)])

    def hidden(self, edit: Edit) -> str:
        """The original's words of an edit, short enough to be shown."""
        return short(self.original[slice(*edit.original)])

    def minds(self, edit: Edit) -> bool:
        """Whether the house minds an edit: one without a mark, unless it may be silent; a marked one only if forbidden."""
        policy = self.style.policy(change_of(edit, self.original))
        return policy == "forbidden" if edit.mark else not may_be_silent(edit, self.original, self.style)

    def minds_form(self, change: Change, *, shown: bool) -> bool:
        """Whether the house minds a change of marks or emphasis that a mark or a declaration shows, or does not."""
        policy = self.style.policy(change)
        return policy == "forbidden" or (policy == "marked" and not shown)

    def gravity(self, change: Change, own: Severity | None = None) -> Severity | None:
        """The severity of a finding about a change: what the house says of the change, else `own`, else the rule's (None).

        What the house forbids is an error unless it says otherwise.
        """
        forbidden = self.style.policy(change) == "forbidden"
        return self.style.weight.get(change) or own or ("error" if forbidden else None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it is called, where it belongs, its manual page, and what finds it.

    `check` looks at a judged quotation; rules about what is no quotation have none and are reported from notices, and the one
    about allowances from what is `stale`.
    """

    name: str
    family: Family
    manual: str
    check: Callable[[Proof], Iterator[Finding]] | None = None
    notice: Callable[[Notice, Document], Finding] | None = None
    stale: Callable[[Stale], str] | None = None


def short(text: str) -> str:
    """A text on one line, cut in the middle where it is long."""
    line = " ".join(text.split())
    if len(line) <= _SHOWN:
        return line
    half = _SHOWN // 2
    return line[:half].rsplit(" ", 1)[0] + " … " + line[-half:].split(" ", 1)[-1]
