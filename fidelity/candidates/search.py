"""One quotation and all that bears on which original it is from: what it names, and its best place in each likely one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fidelity.archive.choose import Label, Tie, tie, title_words, told_apart
from fidelity.archive.particulars import contradict, particulars
from fidelity.candidates.noted import in_note
from fidelity.candidates.sources import Sources, is_of_another, is_remembered, meant_in_sentence, said_by_work, said_of_work
from fidelity.candidates.stock import Shelf
from fidelity.locate import Needle, Place, find
from fidelity.locate.prepare import pairs
from fidelity.locate.shortlist import shortlist
from fidelity.model import Document, Quote
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.locate import Original
    from fidelity.text.words import Hashes

_TRIED = 12  # originals that a quotation is aligned with: those that share most with it, and those that it names
_NAMED = 40  # and at most so many that it names
_SHARED = 0.4  # share of a quotation's pairs of words without which an original of a crowd cannot be its source
_LIKE = 0.8  # share of a quotation's words in an original to which no more than a guess leads
_WHOLE = 100.0  # score of a quotation that an original has as it stands


@dataclass(frozen=True, slots=True)
class Search:
    """A quotation beside the originals in hand, by number.

    `ties` says how strongly the article ties the quotation to each. `named` are those that are meant; `spoken_of` those that
    its sentence speaks of though it names no work, `definite` whether as of the one thing that is known.
    """

    article: Document
    quote: Quote
    stock: Shelf
    settings: Settings
    known: Sources
    needle: Needle
    ties: tuple[Tie, ...]
    named: tuple[int, ...]
    places: dict[int, Place]
    spoken_of: tuple[int, ...] = ()
    definite: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the quotation is too short to be told by its words alone."""
        return self.needle.n < self.settings.min_words_short

    def document(self, n: int) -> Document:
        """The document of an original."""
        document = self.stock.originals[n].document
        assert document is not None, self.stock.originals[n].uri
        return document

    def uris(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """The uris of originals."""
        return tuple(self.stock.originals[n].uri for n in numbers)


def search(article: Document, quote: Quote, needle: Needle, stock: Shelf, settings: Settings, known: Sources) -> Search:
    """Find what an article names for a quotation, and where it stands in the likely originals."""
    ties = tuple(tie(quote.names, plate) for plate in stock.labels)
    strongest = max(ties, default=Tie.NONE)  # who is linked is meant, though another's title may sound like it
    named = [n for n, t in enumerate(ties) if t == strongest >= Tie.TITLE]
    if len(named) > 1 and strongest == Tie.TITLE:
        named = told_apart(said_of_work(article, quote), stock.labels, named)
    if strongest == Tie.TITLE:
        said = said_by_work(article, quote)
        named = [n for n in named if not (stock.labels[n].parties and contradict(said, stock.labels[n].particulars))]
    if strongest == Tie.TITLE and stock.is_crowd:
        named = [n for n in named if stock.labels[n].parties or title_words(quote.names.work) == stock.labels[n].title]
    named = named or in_note(article, quote, stock) or _the_only_one(quote, ties, stock)
    tried = {*shortlist(needle.words.hashes, stock.originals, _TRIED), *named[:_NAMED]}
    tried |= set([n for n, t in enumerate(ties) if t >= Tie.TITLE][:_NAMED])
    places = _likely_places(needle, stock, tried, named, settings.min_words_short)
    if named and is_of_another(article, quote):
        named = []
    if named and is_remembered(article, quote):
        named = [n for n in named if n in places and places[n].found]
    if named and (_is_guessed_case(quote, stock) or (stock.is_crowd and (quote.names.lent or quote.names.url))):
        named = [n for n in named if not _may_be_another(quote, ties[n], stock.labels[n]) or _is_like(quote, places.get(n))]
    looked = Search(article, quote, stock, settings, known, needle, ties, tuple(named), places)
    return informed(looked, known)


def informed(looked: Search, known: Sources) -> Search:
    """The same, with what the rest of the article tells of its sources."""
    names = looked.quote.names
    if looked.named or names.work or names.url:
        return replace(looked, known=known)
    spoken_of, definite = meant_in_sentence(looked.article, looked.quote, looked.stock, known)
    more = _places(looked.needle, looked.stock, set(spoken_of[:_NAMED]) - looked.places.keys())
    return replace(looked, known=known, spoken_of=tuple(spoken_of), definite=definite, places=looked.places | more)


def _places(needle: Needle, stock: Shelf, among: set[int]) -> dict[int, Place]:
    return {n: place for n in sorted(among) if (place := find(needle, stock.originals[n]))}


def _likely_places(needle: Needle, stock: Shelf, tried: set[int], named: Sequence[int], short: int) -> dict[int, Place]:
    """The places in the originals that are tried; in a crowd, once one has it all, only in those that could have it too."""
    if not stock.is_crowd or needle.marked or needle.n < short:
        return _places(needle, stock, tried)
    wanted = pairs(needle.words.hashes)
    likely = {n for n in tried if n in named or _shared(wanted, stock.originals[n]) >= _SHARED * len(wanted)}
    places = _places(needle, stock, likely)
    if any(p.found and p.match.score == _WHOLE and not any(e.kind == "move" for e in p.match.edits)
           for n, p in places.items() if n in named or not named):  # fmt: skip
        return places
    return places | _places(needle, stock, tried - likely)


def _shared(wanted: Hashes, original: Original) -> int:
    """How many of a quotation's pairs of words an original has."""
    low, high = original.places(wanted)
    return int(np.count_nonzero(high > low))


def _is_guessed_case(quote: Quote, stock: Shelf) -> bool:
    """Whether no more than a guess leads to a case, and others are in hand: of several, "Id." may mean any."""
    return (
        quote.names.lent and len(stock.originals) > 1 and any(kind == "cite" for kind, _ in particulars(quote.names.work or ""))
    )


def _may_be_another(quote: Quote, bond: Tie, plate: Label) -> bool:
    """Whether an original among many may be another one than is meant, unless it has the words.

    It has but the title of a page that stands elsewhere, or no more than a guess leads to it.
    """
    return quote.names.lent or (bond == Tie.TITLE and plate.address is not None and not plate.parties)


def _is_like(quote: Quote, place: Place | None) -> bool:
    """Whether the words speak for an original that the names alone do not show to be meant."""
    return place is not None and place.found and (not quote.names.lent or place.share >= _LIKE)


def _the_only_one(quote: Quote, ties: Sequence[Tie], stock: Shelf) -> list[int]:
    """Whoever gives a single original means it, unless the article names another source for the quotation."""
    if len(stock.originals) != 1 or stock.unreadable or stock.among > 1:  # the one that a store came up with was not given
        return []
    plate, names = stock.labels[0], quote.names
    another = (names.work and plate.title) or (names.url and plate.address) or (names.publisher and plate.makers)
    return [] if another and not ties[0] else [0]
