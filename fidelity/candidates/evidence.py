"""What suffices to call an original that the article does not name the source of a quotation.

Likeness alone is weak evidence, and the weaker the more originals were searched: texts of one field share phrases, and quote
third texts in their own way.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.archive.choose import Tie
from fidelity.candidates.noted import SAME_AGAIN
from fidelity.candidates.sources import is_elsewhere, is_later
from fidelity.candidates.voice import quoted_share

if TYPE_CHECKING:
    from fidelity.candidates.search import Search
    from fidelity.locate import Place
    from fidelity.model import Edit, Match

_LONG_ENOUGH = 12  # words from which likeness alone says something
_ALL_BUT_WHOLE = 0.95  # share of a quotation's words that an original has, from which it is likely enough
_ONE_PLACE = 0.7  # and where it stands at one place of an original that the article quotes
_TOGETHER = 3  # words that stand together in an original that the article quotes, where it names a paper that passed them on
_MOST_OF_IT = 6  # words in one piece that say so too, if the sentence speaks of that original
_AT_LEAST = 6  # words that must stand there for either
_BEYOND_DOUBT = 10  # words of which all but one stand together, so that no chance and no other text explains them
_WRONG = 2  # words that may be others, one for each ten
_LEFT_OUT = 3  # words that may be left out without a mark
_LEFT_OUT_THERE = 12  # and where it is of whom the article names, has all the words, and some together on either side
_APART = 60  # words that an ellipsis may pass over
_PIECE = 3  # words on either side of an ellipsis that passes over more than a few
_FEW = 12
_WHOLE = 8  # words of a quotation in pieces
_TAIL = 20  # characters behind a quotation in which an "Id." begins
_QUOTED = 0.3  # share of a passage that a text may quote and still be its source


def is_source(search: Search, n: int) -> bool:
    """Whether anything in the article but the words themselves speaks for an original."""
    told = n in search.named or search.ties[n] or n in search.spoken_of or n in search.known.spoken
    return bool(told) or _is_quoted(search, n)


def is_convincing(search: Search, n: int) -> bool:
    """Whether an original that the article does not name may decide.

    What is only like the quotation is a hint. The more so where the article names another source, where nothing in it speaks
    for this one, or where it was found among many.
    """
    place, names = search.places[n], search.quote.names
    if search.stock.is_crowd:
        return _is_beyond_doubt(search, n)
    if place.share >= _ALL_BUT_WHOLE and not place.cuts:  # nothing is changed, and little left out
        return place.run >= 2
    short = search.needle.n < _LONG_ENOUGH
    if (names.work or names.url) and not place.cuts and _is_quoted(search, n) and place.run >= _TOGETHER:
        return place.share >= (0.85 if short else 0.8)
    if names.work or names.url or not is_source(search, n):
        return place.share >= (0.85 if short else 0.8) and place.run >= 4 and place.cuts <= (0 if short else 1)
    if _is_at_one_place(search, n, place):
        return True
    return place.share >= (0.8 if short else 0.7) and place.run >= 3 and place.cuts <= 2


def _is_quoted(search: Search, n: int) -> bool:
    return any(search.stock.kin(n, m) for m in {m for _, m in search.known.quoted})


def _is_at_one_place(search: Search, n: int, place: Place) -> bool:
    """Whether most of a quotation stands in one sentence or so of an original that the article quotes."""
    if place.cuts or place.kept < _AT_LEAST:
        return False
    if n in search.spoken_of and place.run >= _MOST_OF_IT:
        return True
    return place.share >= _ONE_PLACE and place.run >= 2


def _is_beyond_doubt(search: Search, n: int) -> bool:
    """Whether one of many originals must be the source: nearly all of the words, at one place, in its own voice.

    Without a departure a match accuses nobody; but the pieces around an ellipsis must belong together.
    """
    match, needle = search.places[n].match, search.needle
    departures = [e for e in match.edits if e.kind != "presentation" and e.mark is None]
    if not _hangs_together(search, n, match):
        return False
    if not departures:
        return True
    quote, document = search.quote, search.document(n)
    if needle.n < _BEYOND_DOUBT or quote.names.work or quote.names.url or is_later(document, search.article):
        return False
    if any(e.kind == "move" for e in departures) or match.kept < needle.n - min(_WRONG, needle.n // _BEYOND_DOUBT):
        return False
    if _left_out(search, n, departures) > (_LEFT_OUT_THERE if _is_cut_there(search, n, departures) else _LEFT_OUT):
        return False
    if any(quoted_share(document, span) >= _QUOTED for span in match.passages):
        return False
    if not is_elsewhere(search.article, quote, search.ties):
        return True
    end = quote.spans[-1][1]
    last = search.known.before(quote.spans[0][0])
    again = n in search.known.spoken or SAME_AGAIN.match(search.article.text[end : end + _TAIL]) is not None
    return again and last is not None and search.stock.kin(last, n)


def _is_cut_there(search: Search, n: int, edits: list[Edit]) -> bool:
    """Whether the article names who wrote or published an original, and it has all the words with others between them."""
    match = search.places[n].match
    pieces = [len(search.quote.text[slice(*here)].split()) for here, _ in match.links]
    whole = match.kept == search.needle.n and all(e.kind == "omission" for e in edits)
    return search.ties[n] >= Tie.MAKER and whole and min(pieces) >= _PIECE


def _left_out(search: Search, n: int, edits: list[Edit]) -> int:
    """How many words are left out without a mark, or a note that citations were."""
    if any(d.kind in ("citation-omitted", "footnote-omitted") for d in search.quote.declares):
        return 0
    text = search.document(n).text
    return sum(len(text[slice(*e.original)].split()) for e in edits if e.kind == "omission")


def _hangs_together(search: Search, n: int, match: Match) -> bool:
    """Whether the pieces of a quotation stand near each other, or are long enough to be told each by itself."""
    text = search.document(n).text
    marked = [e for e in match.edits if e.kind == "omission" and e.mark is not None]
    jumps = [len(text[slice(*e.original)].split()) for e in marked]
    if not jumps:
        return True
    if max(jumps) > _APART or match.kept < _WHOLE:
        return False
    ends = [0, *(e.quote[0] for e in marked), len(search.quote.text)]
    pieces = [
        sum(len(search.quote.text[slice(*here)].split()) for here, _ in match.links if a <= here[0] < b)
        for a, b in pairwise(ends)
    ]
    return max(jumps) <= _FEW or min(pieces) >= _PIECE
