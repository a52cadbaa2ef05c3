"""Where in its article a comment stands, and so which quotations it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.model import Span
from fidelity.text.lines import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.model import Comment, Document, Quote

_ASIDES = re.compile(r"\([^()\[\]]{0,200}\)|\[[^()\[\]]{0,200}\]")  # (emphasis added), a citation: they belong to the quotation
_TAG = re.compile(r"<[^<>]{0,500}>")
_BEHIND = 400  # characters between a quotation and a comment directly behind it, asides among them
_PASSED_OVER = frozenset({"furniture", "code", "heading"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a comment speaks of: quotations by number, and the stretch of the file in which findings without one count."""

    quotes: frozenset[int]
    stretch: Span | None


class Places:
    """An article's paragraphs and quotations by their places in the file."""

    def __init__(self, document: Document, quotes: Sequence[Quote]) -> None:
        self._document = document
        self._quotes = quotes
        span = document.origin.span
        self._hulls = [span(q.spans[0][0], q.spans[-1][1]) if q.spans else (0, 0) for q in quotes]
        self._leads = [span(*q.lead_in.span) if q.lead_in else None for q in quotes]
        self._blocks = [b for b in document.blocks if b.kind != "furniture"]
        self._extents = [span(*b.span) for b in self._blocks]
        self._lines = _Lines(document.source, document.comments)

    def scope(self, comment: Comment) -> Scope:
        """What a comment speaks of: the quotation that it stands in or directly behind, else what follows.

        On a line of its own it speaks of the quotation or paragraph that follows, unless it stands right under one and a blank
        line comes next. In a line it speaks of the next quotation of its paragraph, else of the whole paragraph.
        """
        start, end = comment.span
        around = [n for n, (s, e) in enumerate(self._hulls) if s < start and end < e]
        if around:
            n = min(around, key=lambda n: self._hulls[n][1] - self._hulls[n][0])
            return self._one(n, self._block_at(start))
        alone, under = self._lines.stands(comment.span)
        here = self._block_around(start)
        if not alone and not self._lines.opens(start):
            here = self._before(start) if here is None else here
            behind = self._behind(start)
            if behind is not None:
                return self._one(behind, here)
        if here is not None:
            following = self._next_quote(end, here) if self._extents[here][0] < start else None
            return self._paragraph(here) if following is None else self._one(following, here)
        if under and (last := self._before(start)) is not None and self._blocks[last].kind != "heading":
            return self._paragraph(last)
        follows = self._after(end)
        if follows is None:
            follows = self._before(start)
        return Scope(frozenset(), None) if follows is None else self._paragraph(follows)

    def _one(self, quote: int, block: int | None) -> Scope:
        return Scope(frozenset({quote}), None if block is None else self._extents[block])

    def _paragraph(self, number: int) -> Scope:
        """A paragraph with the quotations in it; a block quotation whole; what it announces belongs to it."""
        block = self._blocks[number]
        numbers = [n for n, b in enumerate(self._blocks) if b.quote == block.quote] if block.quote else [number]
        stretch = self._extents[numbers[0]][0], self._extents[numbers[-1]][1]
        return Scope(frozenset(self._touching(stretch)), stretch)

    def _touching(self, stretch: Span) -> Iterable[int]:
        start, end = stretch
        for n, (s, e) in enumerate(self._hulls):
            lead = self._leads[n]
            if (s < end and start < e) or (lead is not None and start <= lead[0] < end):
                yield n

    def _behind(self, start: int) -> int | None:
        """The quotation right behind which a place stands, with nothing between but marks, stops and asides."""
        near = [n for n, (_, e) in enumerate(self._hulls) if start - 3 * _BEHIND < e <= start]
        if not near:
            return None
        n = max(near, key=lambda n: (self._hulls[n][1], self._hulls[n][0]))
        caret = self._caret(start)
        between = self._document.text[self._quotes[n].spans[-1][1] : caret]
        if len(between) > _BEHIND or "\n\n" in between.rstrip():
            return None
        return None if any(c.isalnum() for c in _ASIDES.sub("", between)) else n

    def _caret(self, offset: int) -> int:
        """Where in the text a place of the file is."""
        origin = self._document.origin
        return bisect_left(range(origin.size), offset, key=origin.start)

    def _next_quote(self, end: int, block: int) -> int | None:
        ahead = [n for n, (s, _) in enumerate(self._hulls) if end <= s < self._extents[block][1]]
        return min(ahead, key=lambda n: self._hulls[n], default=None)

    def _block_around(self, start: int) -> int | None:
        """The paragraph whose words stand on both sides."""
        n = bisect_right(self._extents, start, key=lambda extent: extent[0]) - 1
        return n if n >= 0 and start < self._extents[n][1] else None

    def _block_at(self, start: int) -> int | None:
        here = self._block_around(start)
        return self._before(start) if here is None else here

    def _before(self, start: int) -> int | None:
        n = bisect_right(self._extents, start, key=lambda extent: extent[0]) - 1
        return n if n >= 0 else None

    def _after(self, end: int) -> int | None:
        first = bisect_left(self._extents, end, key=lambda extent: extent[0])
        for n in range(first, len(self._blocks)):
            if self._blocks[n].kind not in _PASSED_OVER or any(True for _ in self._touching(self._extents[n])):
                return n
        return None


class _Lines:
    """The lines around comments."""

    def __init__(self, source: str, comments: Iterable[Comment]) -> None:
        self._source = source
        pieces, at = [], 0
        for s, e in sorted(comment.span for comment in comments):
            pieces += [source[at:s], "".join(c if c in "\r\n\u2028\u2029" else " " for c in source[s:e])]
            at = e
        self._bare = "".join([*pieces, source[at:]])
        self._starts = [0, *(m.end() for m in LINE_END.finditer(source))]

    def _words(self, text: str, line: int) -> str:
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(text)
        return text[self._starts[line] : end].strip(" \t\r\n\f\u2028\u2029\ufeff>")

    def opens(self, start: int) -> bool:
        """Whether no words stand before a place on its line."""
        line = bisect_right(self._starts, start) - 1
        return not _TAG.sub("", self._bare[self._starts[line] : start]).strip(" \t\f\ufeff>*+-")

    def stands(self, span: Span) -> tuple[bool, bool]:
        """Whether comments stand alone on the lines of a span; and if so, whether right under words with a blank line next."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (span[0], max(span[0], span[1] - 1)))
        lines = [self._words(self._bare, line) for line in range(first, last + 1)]
        if any(_TAG.sub("", words).strip(" *+-") for words in lines):
            return False, False
        above, below = first - 1, last + 1
        while above >= 0 and not self._words(self._bare, above) and self._words(self._source, above):
            above -= 1
        while below < len(self._starts) and not self._words(self._bare, below) and self._words(self._source, below):
            below += 1
        over = self._words(self._bare, above) if above >= 0 else ""
        over = over if over.startswith("</") else _TAG.sub("", over)
        next_ = self._words(self._bare, below) if below < len(self._starts) else ""
        closing = any(words.startswith("</") for words in lines) or next_.startswith("</")
        return True, bool(over or closing) and (not next_ or closing)
