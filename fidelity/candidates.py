"""One quotation against all originals in hand: which of them it is compared with, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fidelity.archive.choose import Label, Tie, label, mentioned, names_something, tie
from fidelity.locate import Needle, Place, find, prepare, take_apart
from fidelity.locate.prepare import Original
from fidelity.locate.shortlist import likeness, shortlist
from fidelity.model import Case, Document, Match
from fidelity.quotes.respan import respan
from fidelity.text.fold import DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import Edit, How, Quote, Span
    from fidelity.settings import Settings

_MARKS = DOUBLE_MARKS | SINGLE_MARKS | {'"', "'"}
_CLAUSE = 20  # words of a reporting clause at most
_LONG_ENOUGH = 12  # words from which likeness alone says something
_ALL_BUT_WHOLE = 0.95  # share of a quotation's words that an original has, from which it is likely enough
_TRIED = 12  # originals that a quotation is aligned with: those that share most with it, and those that it names
_PARTS = 4  # originals that a splice is looked for in
_BETWEEN = 0.85  # share of a quotation's letters that two originals must hold between them
_WHOLE = 99.9  # score of a quotation that needs no second original to explain it
_HINT = 4  # words in common from which the nearest passage is worth showing
_KIN = 0.6  # share of common pairs of words from which two originals are versions of one text; of one field they share 0.3


@dataclass(slots=True)
class Shelf:
    """The originals in hand, ready to be searched; unreadable ones are kept apart, to say so."""

    originals: list[Original]
    labels: list[Label]
    unreadable: list[Document] = field(default_factory=list)
    _kin: dict[tuple[int, int], bool] = field(default_factory=dict)

    def kin(self, a: int, b: int) -> bool:
        """Whether two originals are versions of one text: a quarter of the smaller one's pairs of words stand in the other."""
        if a == b:
            return True
        key = (min(a, b), max(a, b))
        if key not in self._kin:
            self._kin[key] = likeness(self.originals[a], self.originals[b]) >= _KIN
        return self._kin[key]


def shelf(documents: Sequence[Document]) -> Shelf:
    """Prepare originals, in order of name: the order in which they are given never matters."""
    ordered = sorted(documents, key=lambda d: d.uri)
    usable = [d for d in ordered if not d.problem and d.text.strip()]
    return Shelf([prepare(d) for d in usable], [label(d) for d in usable], [d for d in ordered if d not in usable])


def cases(article: Document, quotes: Iterable[Quote], stock: Shelf, settings: Settings) -> Iterator[Case]:
    """Each quotation set against the originals in hand.

    An interrupted quotation ("…," she said. "…") of which an original has something else between its sentences is two.
    """
    titles = [o.document.meta.title if o.document else None for o in stock.originals]
    spoken = mentioned(article, stock.labels, titles)
    for quote in quotes:
        whole = case(article, quote, stock, settings, spoken)
        parts = _torn(whole)
        if parts:
            yield from cases(article, [respan(article, quote, spans, quote.bounds) for spans in parts], stock, settings)
        else:
            yield whole


def _torn(whole: Case) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The two halves of an interrupted quotation, if the original has more between them and a new sentence begins there."""
    quote, match = whole.quote, whole.match
    if quote.form != "inline" or len(quote.spans) < 2 or match is None:
        return None
    for k in range(1, len(quote.spans)):
        (_, before), (after, _) = quote.spans[k - 1 : k + 1]
        begins = whole.article.text[after : after + 1].isupper()
        for edit in match.edits:
            start, end = quote.origin.span(*edit.quote)
            here = start <= after and end >= before - 1 and edit.kind in ("omission", "move") and edit.mark is None
            if begins and here and not _is_interrupted_too(whole, edit):
                return quote.spans[:k], quote.spans[k:]
    return None


def _is_interrupted_too(whole: Case, edit: Edit) -> bool:
    """Whether the original too has only a reporting clause there, between a closing and an opening mark."""
    text = whole.original.text if whole.original else ""
    start, end = edit.original
    near = text[max(0, start - 3) : end + 3]
    return sum(c in _MARKS for c in near) > 1 and len(text[start:end].split()) <= _CLAUSE


def case(article: Document, quote: Quote, stock: Shelf, settings: Settings, spoken: frozenset[int] = frozenset()) -> Case:
    """What the rules need to judge a quotation: the best match, its rivals in other originals, or why there is none.

    `spoken` are the originals that the article speaks of anywhere, by number: a short quotation may be from them.
    """
    if not stock.originals:
        return Case(quote, article, reason=_nothing_in_hand(stock))
    needle = take_apart(quote.text)
    if not needle.n:
        return Case(quote, article, reason="it holds no words that could be compared")
    ties = [tie(quote.names, plate) for plate in stock.labels]
    places: dict[int, Place] = {}
    tried = {*shortlist(needle.words.hashes, stock.originals, _TRIED), *(n for n, t in enumerate(ties) if t >= Tie.TITLE)}
    for n in sorted(tried):
        place = find(needle, stock.originals[n])
        if place:
            places[n] = place
    strongest = max(ties, default=Tie.NONE)  # who is linked is meant, though another's title may sound like it
    named = [n for n, t in enumerate(ties) if t == strongest >= Tie.TITLE] or _meant(quote, ties, stock)
    found = [n for n, p in places.items() if p.found and (n in named or _is_convincing(p, quote, needle.n))]
    found = found or _spliced(places, needle, settings)
    uris = tuple(stock.originals[n].uri for n in named)
    if found:
        best = _best(found, named, places, [t + (n in spoken) / 2 for n, t in enumerate(ties)], stock)
        if needle.n >= settings.min_words_short or best in named or ties[best] or best in spoken:
            return _found(article, quote, stock, places, found, best, uris, ties, settings)
        return Case(quote, article, reason="it is too short to tell: such words stand in many places", named=uris)
    return _not_found(article, quote, stock, places, named, needle.n, settings)


def _is_convincing(place: Place, quote: Quote, words: int) -> bool:
    """Whether an original that the article does not name may decide.

    Texts of one field share phrases, and quote third texts in their own way: what is only like the quotation is a hint. The
    more so where the article names another source.
    """
    if place.share >= _ALL_BUT_WHOLE and not place.cuts:  # nothing is changed, and little left out
        return place.run >= 2
    short = words < _LONG_ENOUGH
    if quote.names.work or quote.names.url:
        return place.share >= (0.85 if short else 0.8) and place.run >= 4 and place.cuts <= (0 if short else 1)
    return place.share >= (0.8 if short else 0.7) and place.run >= 3 and place.cuts <= 2


def _meant(quote: Quote, ties: Sequence[Tie], stock: Shelf) -> list[int]:
    """Whoever gives a single original means it, unless the article names another source for the quotation."""
    if len(stock.originals) != 1 or stock.unreadable:
        return []
    plate, names = stock.labels[0], quote.names
    another = (names.work and plate.title) or (names.url and plate.address) or (names.publisher and plate.makers)
    return [] if another and not ties[0] else [0]


def _unread(quote: Quote, stock: Shelf) -> Document | None:
    """The unreadable original that a quotation may be from: one it names, or any if it names nothing."""
    tied = [d for d in stock.unreadable if tie(quote.names, label(d))]
    return next(iter(tied or ([] if names_something(quote) else stock.unreadable)), None)


def _why(document: Document) -> str:
    return (document.problem or f"{document.uri} is empty").rstrip(".")


def _nothing_in_hand(stock: Shelf) -> str:
    if stock.unreadable:
        return f"its original could not be read: {_why(stock.unreadable[0])}"
    return "no original is in hand; name some with --originals"


def _holding_a_part(places: dict[int, Place], found: Sequence[int], settings: Settings) -> list[int]:
    """Originals not called found that hold a whole stretch of the quotation, those with the most of it first."""
    likely = [n for n, p in places.items() if n not in found and p.kept >= settings.splice_words]
    order = sorted(likely, key=lambda n: (-places[n].kept, n))[:_PARTS]
    return [n for n in order if places[n].match.links]


def _linked(match: Match, k: int) -> range:
    """The characters of the quotation that its link number `k` covers; empty if there is no such link."""
    return range(*match.links[k][0]) if k < len(match.links) else range(0)


def _spliced(places: dict[int, Place], needle: Needle, settings: Settings) -> list[int]:
    """Of two originals that hold the quotation only between them, the one that holds more."""
    likely = _holding_a_part(places, (), settings)
    letters_in = {n: {c for k in range(len(places[n].match.links)) for c in _linked(places[n].match, k)} for n in likely}
    whole = sum(int(e) - int(s) for s, e in zip(needle.words.starts, needle.words.ends, strict=True))
    for a in likely:
        for b in likely:
            both = sum(needle.text[c].isalnum() for c in letters_in[a] | letters_in[b])
            if a != b and both >= _BETWEEN * whole:
                return [a]
    return []


def _best(found: Sequence[int], named: Sequence[int], places: dict[int, Place], ties: Sequence[float], stock: Shelf) -> int:
    """The original that decides.

    One that the article names, or a version of it, comes before all others: a copyist's copy must not hide an alteration.
    Among versions, the one of which the quotation is truest decides.
    """
    of_named = [n for n in found if any(stock.kin(n, m) for m in named)] if any(n in named for n in found) else []
    return min(of_named or found, key=lambda n: (*_faithfulness(places[n].match), -ties[n], stock.originals[n].uri))


def _faithfulness(match: Match) -> tuple[float, int]:
    """How true: the score first, then how many edits there are that are more than presentation."""
    return -round(match.score, 6), sum(e.kind != "presentation" for e in match.edits)


def _found(
    article: Document,
    quote: Quote,
    stock: Shelf,
    places: dict[int, Place],
    found: Sequence[int],
    best: int,
    named: tuple[str, ...],
    ties: Sequence[Tie],
    settings: Settings,
) -> Case:
    uri = stock.originals[best].uri
    how: How = "named" if ties[best] >= Tie.TITLE else "given" if len(stock.originals) == 1 else "retrieved"
    order = sorted((n for n in found if n != best), key=lambda n: (*_faithfulness(places[n].match), stock.originals[n].uri))
    others = tuple((places[n].match, doc) for n in order if (doc := stock.originals[n].document))
    document = stock.originals[best].document
    match = replace(places[best].match, how=how)
    assert document is not None, uri
    whole = match.score >= _WHOLE and not any(e.kind == "move" for e in match.edits)
    less = [] if whole else _holding_a_part(places, found, settings)
    parts = tuple((places[n].match, doc) for n in less if n != best and (doc := stock.originals[n].document))
    makers = tuple(o.uri for o, t in zip(stock.originals, ties, strict=True) if t == Tie.MAKER)
    return Case(quote, article, match, document, named=named, others=others, parts=parts, makers=makers)


def _not_found(
    article: Document,
    quote: Quote,
    stock: Shelf,
    places: dict[int, Place],
    named: Sequence[int],
    words: int,
    settings: Settings,
) -> Case:
    uris = tuple(stock.originals[n].uri for n in named)
    hint = max(places, key=lambda n: (n in named, places[n].kept, -n), default=None)
    nearest = places[hint].match if hint is not None and places[hint].kept >= _HINT else None
    document = stock.originals[hint].document if nearest is not None and hint is not None else None
    lost = _unread(quote, stock)
    if words < settings.min_words_short:
        reason = "it is too short to tell"
    elif not named and lost:
        reason = f"its original could not be read: {_why(lost)}"
    elif not named:
        reason = "its original is not in hand: none of those given is the one it names, and none has its words"
    else:
        reason = None
    return Case(quote, article, original=document, nearest=nearest, reason=reason, named=uris)
