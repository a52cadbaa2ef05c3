"""Quotations without marks: their bounds told by the originals, lost ones noticed, copied passages found."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.archive.choose import Tie, tie
from fidelity.locate import find, take_apart
from fidelity.locate.bounds import around, settle
from fidelity.locate.shortlist import shortlist
from fidelity.locate.verbatim import verbatim
from fidelity.model import Found, Notice, Quote
from fidelity.quotes import find_quotes
from fidelity.quotes.announced import speaks_of_message
from fidelity.text.origin import extract
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.candidates import Shelf
    from fidelity.model import Document, Span
    from fidelity.settings import Settings

_ALONE = 8  # lead-ins that an article is read without one by one
_TRIED = 8  # originals in which words in marks are sought
_ENOUGH = 6  # words in marks that are no chance likeness
_SIGN = re.compile(r"[“”„«»‹›\"\[…]|\.\.\.")  # what quoted paragraphs have and an author's own seldom do


def bounded(article: Document, found: Found, stock: Shelf, settings: Settings) -> Found:
    """The quotations and notices of an article, once the originals in hand have been asked what stands in them.

    An unmarked paragraph after a lead-in that names an original in hand, of which that original has not one sentence, and
    which bears no sign of being quoted, is the author's own: the quotation is missing, and nobody is accused of inventing it.
    A long verbatim run outside every quotation is one that nobody marked.
    """
    settled = settle(article, found.quotes, stock.originals)
    told: dict[Span, tuple[Span, ...]] = {}
    inside = _Inside(article, found.quotes, settings)
    lost: list[Notice] = []
    for n, bounds in settled.items():
        quote = found.quotes[n]
        if quote.lead_in is None:
            continue
        lead = quote.lead_in.span
        if bounds.certain:
            told[lead] = bounds.spans
        elif _is_lost(article, quote, bounds.spans, told, stock, inside):
            told[lead] = ()
            lost.append(Notice("missing-quotation", lead, quote.lead_in.text, quote.names))
        elif bounds.spans != quote.spans:
            told[lead] = bounds.spans
    if told:
        found = find_quotes(article, told, settings)
    quotes = list(found.quotes)
    notices = [*found.notices, *lost]
    quotes += _copied(article, quotes, stock, settings)
    return replace(
        found,
        quotes=tuple(sorted(quotes, key=lambda q: q.spans[0])),
        notices=tuple(sorted(notices, key=lambda n: (n.span, n.rule))),
    )


class _Inside:
    """The quotations in marks of an article without what a lead-in announces.

    The first lead-ins are left out one by one; if there are many, the others are left out all at once.
    """

    def __init__(self, article: Document, quotes: Sequence[Quote], settings: Settings) -> None:
        self._article, self._settings = article, settings
        self._leads = [q.lead_in.span for q in quotes if q.lead_in is not None]
        self._asked = 0
        self._all: tuple[Quote, ...] | None = None

    def __call__(self, lead: Span, told: Mapping[Span, Sequence[Span]]) -> tuple[Quote, ...]:
        self._asked += 1
        if self._asked <= _ALONE:
            return find_quotes(self._article, {**told, lead: ()}, self._settings).quotes
        if self._all is None:
            self._all = find_quotes(self._article, dict.fromkeys(self._leads, ()), self._settings).quotes
        return self._all


def _is_lost(
    article: Document,
    quote: Quote,
    spans: Sequence[Span],
    told: Mapping[Span, Sequence[Span]],
    stock: Shelf,
    inside: _Inside,
) -> bool:
    """Whether what follows a lead-in, which no original has, is the author's prose, and the quotation is missing.

    So it is where nothing is left, where the original that is named is in hand and the words bear no sign of being quoted,
    where they speak of the message that was to be quoted, and where an original has what the words themselves quote in marks.
    """
    if quote.lead_in is None or not spans:
        return not spans
    if not _SIGN.search(quote.text):
        return _named(quote, stock) or speaks_of_message(article, quote.text)
    for other in inside(quote.lead_in.span, told):
        if other.form == "inline" and any(s <= other.spans[0][0] < e for s, e in spans):
            needle = take_apart(other.text)
            near = shortlist(needle.words.hashes, stock.originals, _TRIED) if needle.n >= _ENOUGH else []
            if any((place := find(needle, stock.originals[n])) and place.found for n in near):
                return True
    return False


def _copied(article: Document, quotes: Sequence[Quote], stock: Shelf, settings: Settings) -> list[Quote]:
    """Passages that an original has word for word, without marks or a lead-in."""
    taken = sorted(s for q in quotes for s in q.spans)
    said = [letters(q.text) for q in quotes]  # a broken copy may repeat a quoted paragraph
    own = [b.span for b in article.blocks if b.kind in ("furniture", "code", "heading")]
    out = []
    for run in verbatim(article, stock.copied_from(), settings.unmarked_words):
        if any(s < run[1] and run[0] < e for s, e in (*taken, *own)):
            continue
        spans = around(article, run, stock.originals, (*taken, *own))
        taken += spans
        words, origin = extract(article.text, spans)
        if any(letters(words) in s for s in said):
            continue
        out.append(Quote("unmarked", tuple(spans), words, origin))
    return out


def _named(quote: Quote, stock: Shelf) -> bool:
    return any(tie(quote.names, plate) >= Tie.TITLE for plate in stock.labels)
