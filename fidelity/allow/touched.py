"""Which quotations a change touched, by the lines of the article that it changed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.model import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fidelity.model import Document, Quote, ReportedArticle, Span


class Touched:
    """The places of an article that a change touched.

    `lines` are half-open and count from 1, a line ending with a line feed, as `git diff` counts. An empty one `[n, n)` is where
    lines were taken out, between lines n - 1 and n: what stands on either side is touched.
    """

    def __init__(self, document: Document, lines: Sequence[Span]) -> None:
        starts = [0]
        at = document.source.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = document.source.find("\n", at + 1)
        starts.append(len(document.source) + 1)
        last = len(starts) - 1
        wide = [(a - 1, a + 1) if a == b else (a, b) for a, b in lines]
        self._stretches = sorted((starts[min(last, max(0, a - 1))], starts[min(last, max(0, b - 1))]) for a, b in wide)
        self._document = document

    def touches(self, span: Span) -> bool:
        """Whether a span of the file was touched."""
        return any(s < max(span[1], span[0] + 1) and span[0] < e for s, e in self._stretches)

    def quote(self, quote: Quote) -> bool:
        """Whether a quotation was touched: its paragraphs, what announces it, or the author's words between its stretches."""
        spans = [*quote.spans, *([quote.lead_in.span] if quote.lead_in else []), *(d.span for d in quote.declares)]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        return any(self.touches(self._document.origin.span(*b)) for b in self._paragraphs(start, end))

    def _paragraphs(self, start: int, end: int) -> list[Span]:
        blocks = self._document.blocks
        n = max(0, bisect_right(blocks, start, key=lambda block: block.span[0]) - 1)
        found = [(start, end)]
        while n < len(blocks) and blocks[n].span[0] < end:
            if blocks[n].span[1] > start:
                found.append(blocks[n].span)
            n += 1
        return found


def narrowed(
    reported: ReportedArticle, kept: Sequence[bool], score: float | None, touched: Touched, since: str
) -> ReportedArticle:
    """The article with the quotations that are `kept` alone, and the findings that belong to them or that were touched.

    `score` is the one over these; a note says how many were not looked at.
    """
    quotes = [quote for quote, keep in zip(reported.quotes, kept, strict=True) if keep]
    names = {quote.id for quote in quotes}
    numbers = [
        n
        for n, f in enumerate(reported.findings)
        if (f.quote in names if f.quote is not None else touched.touches(f.here.span))
    ]
    new = {old: n for n, old in enumerate(numbers)}
    left = len(reported.quotes) - len(quotes)
    return replace(
        reported,
        score=score,
        counts={v: sum(q.verdict == v for q in quotes) for v in VERDICTS},
        notes=(*reported.notes, *_notes(left, len(reported.quotes), since)),
        quotes=tuple(replace(quote, findings=tuple(new[n] for n in quote.findings)) for quote in quotes),
        findings=tuple(reported.findings[n] for n in numbers),
    )


def _notes(left: int, of: int, since: str) -> Collection[str]:
    if not left:
        return ()
    were = "was" if left == 1 else "were"
    return (f"{left} of {of} quotations {were} not looked at: the change since {since} does not touch them.",)
