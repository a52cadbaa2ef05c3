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


def unmarked_quotation(notice: Notice, document: Document) -> Finding:
    """Report words of an original that stand in the article without quotation marks.

    ## What it finds
    A verbatim run of an original, without marks or lead-in.

    ## Why it matters
    The reader takes the words for the author's.

    ## Example
    A paragraph of a press release in the running text.

    ## Not flagged
    Short runs that anybody might write.
    """
    del document
    return Finding("unmarked-quotation", f"“{short(notice.text)}” stands in an original word for word.", notice.span)


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
    return Finding("unbalanced-marks", f"A quotation mark near “{short(notice.text)}” has no counterpart.", notice.span)
