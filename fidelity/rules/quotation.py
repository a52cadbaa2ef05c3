"""Rules about quotations that are not there, or not marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.proof import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Document, Notice
    from fidelity.rules.proof import Proof


def unmarked_quotation(proof: Proof) -> Iterator[Finding]:
    """Report words of an original that the article gives as its own.

    ## What it finds
    A long stretch (25 words and more) that an original in hand has word for word, without quotation marks, block or lead-in.

    ## Why it matters
    The reader takes somebody else's words for the author's. Whether they were borrowed, and by whom, only a person can tell.

    ## Example
    Two sentences of a press release in the middle of a news article.

    ## Not flagged
    Quotations of every form; a passage that the article quotes elsewhere; an article that is itself a copy of the original.
    """
    if proof.case.quote.form != "unmarked" or proof.match is None or proof.case.original is None:
        return
    title = proof.case.original.meta.title or proof.case.original.uri
    message = f"These words stand in {short(title)}, and nothing marks them as a quotation."
    yield Finding("unmarked-quotation", message, proof.whole(), proof.there(proof.match.passages[0]))


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
