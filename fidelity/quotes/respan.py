"""A quotation with other bounds, once an original has told where it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.quotes.emphasis import emphasis
from fidelity.text.origin import extract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Bounds, Document, Quote, Span


def respan(document: Document, quote: Quote, spans: Sequence[Span], bounds: Bounds) -> Quote:
    """The same quotation over other stretches of the article; its words and emphasis are read anew."""
    words, origin = extract(document.text, spans)
    runs = emphasis(document, spans, words, block=quote.form != "inline")
    return replace(quote, spans=tuple(spans), text=words, origin=origin, emphasis=runs, bounds=bounds, reach=())
