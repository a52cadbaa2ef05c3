"""Quotations without marks, given the bounds that the originals tell; those that a copy has lost become notices."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.archive.choose import Tie, tie
from fidelity.locate.bounds import settle
from fidelity.model import Found, Notice
from fidelity.quotes.respan import respan

if TYPE_CHECKING:
    from fidelity.candidates import Shelf
    from fidelity.model import Document, Quote

_SIGN = re.compile(r"[“”„«»‹›\"\[…]|\.\.\.")  # what quoted paragraphs have and an author's own seldom do


def bounded(article: Document, found: Found, stock: Shelf) -> Found:
    """The quotations and notices of an article, once the originals in hand have been asked where unmarked ones end.

    An unmarked paragraph after a lead-in that names an original in hand, of which that original has not one sentence, and
    which bears no sign of being quoted, is the author's own: the quotation is missing, and nobody is accused of inventing it.
    """
    settled = settle(article, found.quotes, stock.originals)
    quotes: list[Quote] = []
    notices = list(found.notices)
    for n, quote in enumerate(found.quotes):
        bounds = settled.get(n)
        if bounds is None:
            quotes.append(quote)
        elif bounds.certain:
            quotes.append(respan(article, quote, bounds.spans, "certain"))
        elif quote.lead_in and (not bounds.spans or (_named(quote, stock) and not _SIGN.search(quote.text))):
            notices.append(Notice("missing-quotation", quote.lead_in.span, quote.lead_in.text, quote.names))
        elif bounds.spans:
            quotes.append(quote if bounds.spans == quote.spans else respan(article, quote, bounds.spans, quote.bounds))
    return replace(
        found,
        quotes=tuple(sorted(quotes, key=lambda q: q.spans[0])),
        notices=tuple(sorted(notices, key=lambda n: (n.span, n.rule))),
    )


def _named(quote: Quote, stock: Shelf) -> bool:
    return any(tie(quote.names, plate) >= Tie.TITLE for plate in stock.labels)
