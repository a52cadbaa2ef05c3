"""A quotation while it is being found: where its words stand, before names, declarations and emphasis are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity.model import Bounds, Form, Span


@dataclass(slots=True)
class Draft:
    """A quotation in the making. `outer` holds it with its marks; `cite` and `credit` are a block quotation's own source.

    Behind an inline one, `rest` is where the author's sentence goes on and `cited` the citation after that; `shares` says that
    a later quotation of the same sentence stands nearer to it. `among` marks block quotations that stand with others and with
    their citations in one block: how their words are set is seen against those.
    """

    form: Form
    spans: list[Span]
    outer: Span
    mark: str = ""
    bounds: Bounds = "certain"
    whole: bool = False
    lead_in: Span | None = None
    reach: list[Span] = field(default_factory=list)
    joint: str = "\n\n"
    cite: str | None = None
    credit: Span | None = None
    rest: Span = (0, 0)
    cited: Span = (0, 0)
    shares: bool = False
    among: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in: the words that announce a quotation, and the part that they end."""

    span: Span
    part: int
    head: int  # index of the part in which it begins: another one where a page break cuts it
