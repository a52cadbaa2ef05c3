"""Rules about quotations that are not there, or not marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.proof import short

if TYPE_CHECKING:
    from fidelity.model import Document, Notice


def missing_quotation(notice: Notice, document: Document) -> Finding:
    """Report a lead-in that announces a quotation and none follows.

    ## What it finds
    "CNN claims:" and the like, after which the page goes on with something else, or ends.

    ## Why it matters
    The quotation was lost, most likely when the page was converted or scraped.

    ## Example
    A copy of an article whose block quotations were dropped.

    ## Not flagged
    A lead-in whose quotation follows without marks.
    """
    del document
    return Finding("missing-quotation", f"“{short(notice.text)}” announces a quotation, and none follows.", notice.span)


def unbalanced_marks(notice: Notice, document: Document) -> Finding:
    """Report a quotation mark that has no counterpart.

    ## What it finds
    An opening mark that nothing closes in its paragraph or the next, or a closing one that nothing opened.

    ## Why it matters
    Where the quotation ends is then a guess.

    ## Example
    He said: “It is safe, and left.

    ## Not flagged
    A paragraph of a longer quotation, which the next one opens again; apostrophes, feet and inches.
    """
    del document
    return Finding("unbalanced-marks", "This quotation mark has no counterpart.", notice.span)
