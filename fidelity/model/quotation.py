"""A quotation as it stands in an article: its words, its marks, what it names and what it declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fidelity.model.document import Origin, Run, Span

Form = Literal["inline", "block", "announced", "unmarked"]
Bounds = Literal["certain", "uncertain"]
DeclarationKind = Literal[
    "emphasis-added",  # "(emphasis added)", "[emphasis mine]": emphasis in the quotation is the quoter's
    "some-emphasis-added",  # some of it is
    "emphasis-original",  # "(italics in original)": it is the original's
    "emphasis-omitted",  # the original's emphasis was left out
    "cleaned-up",  # "(cleaned up)": marks, brackets, case and citations may go, words may not
    "internal-marks-omitted",  # "(internal quotation marks omitted)"
    "citation-omitted",
    "footnote-omitted",
    "alteration-original",  # brackets and ellipses are the original's
    "translation",  # "(my translation)": the words cannot be compared
]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the quoter says of the quotation. `span` counts in the article's text."""

    kind: DeclarationKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The words that announce a quotation ("CNN claims:"). `span` counts in the article's text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """Whom and what the words around a quotation name as its source.

    `lent` says that `work` and `url` are no more than a guess: those of an earlier quotation, to which these words seem to
    lead back, or those of a case that is named nearby, or by "Id.", and not right behind the quotation with its volume.
    """

    speaker: str | None = None
    publisher: str | None = None
    work: str | None = None
    url: str | None = None
    date: str | None = None
    lent: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the author presents as somebody else's.

    `spans` count in the article's text: the words without their outer marks, one span for each stretch (the author's words
    may stand between). `text` is those stretches put together; `origin` leads from `text` to the article's text.
    `emphasis` counts in `text` and is relative to the quotation's own base style (a block set wholly in italics has none).
    `reach` are further stretches of the article that may belong to a quotation without marks: the original decides.
    `mark` is the opening mark (`“`, `>` …; "" where there is none). `whole` is true where the quotation is set as sentences
    of its own (a block, or after a colon), false where it is part of the author's sentence.
    """

    form: Form
    spans: tuple[Span, ...]
    text: str
    origin: Origin
    bounds: Bounds = "certain"
    mark: str = ""
    whole: bool = False
    lead_in: LeadIn | None = None
    names: Names = field(default_factory=Names)
    declares: tuple[Declaration, ...] = ()
    emphasis: tuple[Run, ...] = ()
    reach: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about an article's quotations that is not a quotation: a lead-in with nothing after it, marks that do not pair.

    `rule` is the rule that reports it; `span` counts in the article's text.
    """

    rule: Literal["missing-quotation", "unbalanced-marks"]
    span: Span
    text: str
    names: Names = field(default_factory=Names)


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found in one article. `notes` say what was not looked at, a sentence each."""

    quotes: tuple[Quote, ...]
    notices: tuple[Notice, ...] = ()
    notes: tuple[str, ...] = ()
