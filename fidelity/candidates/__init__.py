"""One quotation against all originals in hand: which of them it is compared with, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.archive.choose import Tie, label, mentioned, names_something, tie
from fidelity.archive.particulars import contradict
from fidelity.candidates.deciding import best_of, faithfulness, found, holding_a_part, matches, near, quoting
from fidelity.candidates.evidence import is_source
from fidelity.candidates.search import Search, informed, search
from fidelity.candidates.sources import Sources, is_elsewhere, is_remembered, said_of_work, sources
from fidelity.candidates.stock import Shelf, shelf
from fidelity.candidates.versions import versions
from fidelity.candidates.voice import discord, quoted_share
from fidelity.locate import take_apart
from fidelity.model import Case, Document
from fidelity.quotes.limits import too_much
from fidelity.quotes.respan import respan
from fidelity.text.fold import DOUBLE_MARKS, SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import Edit, How, Match, Quote, Span
    from fidelity.settings import Settings

__all__ = ["Shelf", "case", "cases", "shelf"]

_MARKS = DOUBLE_MARKS | SINGLE_MARKS | {'"', "'"}
_CLAUSE = 20  # words of a reporting clause at most
_WHOLE = 99.9  # score of a quotation that needs no second original to explain it
_NEAR = 300  # characters around a passage in which its speaker is named
_QUOTED = 0.5  # share of a stretch that a text quotes which is not its own voice
_FEW = 90.0  # score of a quotation of which another text that quotes it has all but a few words
_HINT = 4  # words in common from which the nearest passage is worth showing


def cases(article: Document, quotes: Iterable[Quote], stock: Shelf, settings: Settings) -> Iterator[Case]:
    """Each quotation set against the originals in hand, in the article's order.

    Where the long ones stand tells of the article's sources, and so of the short ones and of those that nothing was found for.
    An interrupted quotation ("…," she said. "…") of which an original has something else between its sentences is two.
    """
    titles = [o.document.meta.title if o.document else None for o in stock.originals]
    known = Sources(mentioned(article, stock.labels, titles))
    looked = [_looked_up(article, quote, stock, settings, known) for quote in quotes]
    first = [_decided(one) if not isinstance(one, Search) or not one.is_short else None for one in looked]
    known = sources(known.spoken, [case for case in first if case is not None], stock)
    for one, found_at_once in zip(looked, first, strict=True):
        if found_at_once is not None and (found_at_once.match is not None or not isinstance(one, Search)):
            yield from _untorn(found_at_once, stock, settings, known)
        elif isinstance(one, Search):
            yield from _untorn(_decided(informed(one, known)), stock, settings, known)


def _untorn(whole: Case, stock: Shelf, settings: Settings, known: Sources) -> Iterator[Case]:
    """A case, or those of its halves if the quotation turns out to be two; each may be torn once more."""
    parts = _torn(whole)
    if not parts:
        yield whole
        return
    for spans in parts:
        quote = respan(whole.article, whole.quote, spans, whole.quote.bounds)
        yield from _untorn(case(whole.article, quote, stock, settings, known), stock, settings, known)


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


def case(article: Document, quote: Quote, stock: Shelf, settings: Settings, known: Sources | None = None) -> Case:
    """What the rules need to judge a quotation: the best match, its rivals in other originals, or why there is none.

    `known` is what the rest of the article tells of its sources.
    """
    return _decided(_looked_up(article, quote, stock, settings, known or Sources()))


def _looked_up(article: Document, quote: Quote, stock: Shelf, settings: Settings, known: Sources) -> Search | Case:
    """Where a quotation stands; a case at once where it cannot be compared."""
    if not stock.originals:
        return Case(quote, article, reason=_nothing_in_hand(stock))
    needle = take_apart(quote.text)
    if not needle.n:
        return Case(quote, article, reason="it holds no words that could be compared")
    marks = (
        sum(map(len, needle.gaps.values())) + sum(map(len, needle.inner.values())) + len(needle.brackets) + len(needle.asides)
    )
    if reason := too_much(quote, marks, settings):
        return Case(quote, article, reason=reason)
    return search(article, quote, needle, stock, settings, known)


def _decided(looked: Search | Case) -> Case:
    if isinstance(looked, Case):
        return looked
    holding = found(looked)
    return _found(looked, holding) if holding else _not_found(looked)


def _found(looked: Search, holding: Sequence[int]) -> Case:
    told = matches(looked, holding)
    secondhand = quoting(looked, told)
    best = best_of(looked, told, secondhand)
    match, document, stock = told[best], looked.document(best), looked.stock
    is_hearsay = best in secondhand and _is_hearsay(looked, best, match)
    if is_hearsay and _parts(looked, best, match):
        reason = f"its original is not in hand: {document.meta.title or document.uri} only quotes the words, and otherwise"
        return Case(looked.quote, looked.article, original=document, nearest=match, reason=reason)
    is_named = looked.ties[best] >= Tie.TITLE or best in looked.spoken_of
    how: How = "named" if is_named else "given" if len(stock.originals) == 1 and stock.among <= 1 else "retrieved"
    order = sorted((n for n in told if n != best), key=lambda n: (*faithfulness(told[n]), stock.originals[n].uri))
    whole = match.score >= _WHOLE and not any(e.kind == "move" for e in match.edits)
    less = [] if whole else holding_a_part(looked.places, holding, looked.settings.splice_words)
    own = [n for n in order if n not in secondhand and not stock.kin(n, best)] if best in secondhand else []
    voices = [n for n in own if n in looked.named or not stock.is_crowd]  # among many, another's like words prove nothing
    return Case(
        looked.quote,
        looked.article,
        replace(match, how=how),
        document,
        named=looked.uris(looked.named),
        others=tuple((told[n], looked.document(n)) for n in order),
        parts=tuple((looked.places[n].match, looked.document(n)) for n in less if n != best),
        makers=looked.uris([n for n, t in enumerate(looked.ties) if t == Tie.MAKER]),
        versions=versions(best, looked.places, stock),
        secondhand=frozenset(looked.uris(sorted(secondhand))),
        primary=(told[voices[0]], looked.document(voices[0])) if voices else None,
        is_hearsay=is_hearsay,
    )


def _is_hearsay(looked: Search, best: int, match: Match) -> bool:
    """Whether a text that only quotes the words may quote otherwise than the article's own source has them.

    So it is where the article names another source, or does not otherwise quote from that text. What reports the speaker whom
    the article names is no hearsay.
    """
    quote, document = looked.quote, looked.document(best)
    if best in looked.named:
        return False
    surname = (quote.names.speaker or "").split()[-1:]
    if surname and surname[0] in document.text[max(0, match.passages[0][0] - _NEAR) : match.passages[-1][1] + _NEAR]:
        return False
    return not is_source(looked, best) or is_elsewhere(looked.article, quote, looked.ties)


def _parts(looked: Search, best: int, match: Match) -> bool:
    """Whether a quotation departs from what such a text quotes too far to be compared with it.

    Without a mark, that is: where the text speaks itself around what it quotes, or in more than a few words.
    """
    quote, document = looked.quote, looked.document(best)
    edits = [e for e in match.edits if e.kind != "presentation" and e.mark is None]
    if any(quoted_share(document, e.original) < _QUOTED for e in edits):
        return True
    return match.score < _FEW or (not quote.declares and discord(match, quote, document) > 0)


def _not_found(looked: Search) -> Case:
    quote, stock, places = looked.quote, looked.stock, looked.places
    named = looked.named or (looked.spoken_of if looked.definite else ())
    close = near(looked) if looked.is_short else None
    hint = max(places, key=lambda n: (n in named or n in looked.spoken_of, places[n].kept, -n), default=None)
    nearest = places[hint].match if hint is not None and places[hint].kept >= _HINT else None
    if close is not None:
        hint, nearest = close
    document = looked.document(hint) if nearest is not None and hint is not None else None
    lost = _unread(quote, stock)
    holding = [n for n, p in places.items() if p.found]
    if looked.is_short:
        reason = "it is too short to tell" + (": such words stand in many places" if holding else "")
    elif not named and lost:
        reason = f"its original could not be read: {_why(lost)}"
    elif any(t >= Tie.TITLE for t in looked.ties) and is_remembered(looked.article, quote):
        reason = "its original is not in hand, or it is not the one last cited: none of those given has its words"
    elif not named:
        one = ": none of those given is the one it names, and none has its words" if names_something(quote) else ""
        reason = "its original is not in hand" + (one or ": none of those given has its words")
    elif _is_another(looked, named):
        reason = f"its original is not in hand: {looked.document(named[0]).meta.title} is another one of that name"
    else:
        reason = None
    uris = looked.uris(named)
    return Case(
        quote, looked.article, original=document, nearest=nearest, reason=reason, named=uris, is_close=close is not None
    )


def _is_another(looked: Search, named: Sequence[int]) -> bool:
    """Whether what is said of the work contradicts all originals of its name: "the report of 2012" and those of other years."""
    if any(looked.ties[n] != Tie.TITLE for n in named):
        return False
    said = said_of_work(looked.article, looked.quote)
    return all(contradict(said, looked.stock.labels[n].particulars) for n in named)


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
