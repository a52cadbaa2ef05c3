"""Which of the originals that hold a quotation, or seem to, decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.candidates.evidence import is_convincing
from fidelity.candidates.versions import distance, first_seen, when
from fidelity.candidates.voice import discord, is_secondhand, placed
from fidelity.model import Edit, Match
from fidelity.rules.edition import is_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.candidates.search import Search
    from fidelity.locate import Needle, Original, Place

_PARTS = 4  # originals that a splice is looked for in
_BETWEEN = 0.85  # share of a quotation's letters that two originals must hold between them
_RARE = 2  # further places of two words in the original that vouches for them
_NEAR = 4  # words from which a short quotation with one wrong word is told from chance, in the original that is named
_LEFT_OUT = 2  # words between those of a short quotation that may be left out


def found(search: Search) -> list[int]:
    """The originals that hold the quotation, as far as they may decide; of a short one those that the article vouches for."""
    places = search.places
    holding = [n for n, p in places.items() if p.found and (n in search.named or is_convincing(search, n))]
    if not holding and not search.is_short and not search.stock.is_crowd:
        return _spliced(places, search.needle, search.settings.splice_words)
    return _vouched(search, holding) or _nearly(search) if search.is_short else holding


def _vouched(search: Search, holding: Sequence[int]) -> list[int]:
    """Those originals with a short quotation that the article shows to be its sources, here or by its other quotations."""
    strict = [n for n in holding if n in search.named or search.ties[n] or n in search.known.spoken]
    if strict or search.needle.n < 2:
        return strict
    told = [n for n in holding if n in search.spoken_of]
    if search.stock.is_crowd:
        return told  # among many, a few words stand in texts that the article quotes elsewhere by mere chance
    quoted = {n for _, n in search.known.quoted}
    rare = [n for n in holding if search.needle.n > 2 or len(search.places[n].match.rivals) <= _RARE]
    sources = told or [n for n in rare if any(search.stock.kin(n, m) for m in quoted)]
    if sources and not all(search.stock.kin(sources[0], n) for n in sources):
        last = search.known.before(search.quote.spans[0][0])
        sources = [n for n in sources if last is not None and search.stock.kin(last, n)]
    return sources


def _nearly(search: Search) -> list[int]:
    """The original that the article names, and has a short quotation but for one word, at one place."""
    made = [n for n in quoted_from(search) if search.ties[n]]
    return [n for n in (*search.named, *search.spoken_of, *made) if search.needle.n >= _NEAR and is_near(search, n)][:1]


def quoted_from(search: Search) -> list[int]:
    """The originals that a short quotation is likely to be from: named here, or the only one that the article keeps quoting."""
    quoted = sorted({n for _, n in search.known.quoted})
    names = search.quote.names
    alone = len(search.known.quoted) > 1 and all(search.stock.kin(quoted[0], n) for n in quoted)
    alone = alone and not (names.work or names.url or names.publisher or names.speaker)
    return [*search.named, *search.spoken_of, *(n for n in quoted if alone or search.ties[n])]


def near(search: Search) -> tuple[int, Match] | None:
    """Of the originals that a short quotation is likely to be from, the first that has it but for a word or two, and where."""
    for n in quoted_from(search):
        if is_near(search, n):
            return n, search.places[n].match
        match = gapped(search.needle, search.stock.originals[n])
        if match is not None:
            return n, match
    return None


def is_near(search: Search, n: int) -> bool:
    """Whether an original has the words of a short quotation in order at one place, but for one; or one or two more between.

    Of three words none may be wrong.
    """
    place, needle = search.places.get(n), search.needle
    if place is None or needle.marked or needle.n < 3:
        return False
    edits = [e for e in place.match.edits if e.kind != "presentation"]
    if len(edits) != 1:
        return False
    if edits[0].kind == "omission":
        return place.match.kept == needle.n and place.match.omitted <= _LEFT_OUT
    alone = len(search.document(n).text[slice(*edits[0].original)].split()) <= 1
    return needle.n >= _NEAR and edits[0].kind != "move" and place.match.kept == needle.n - 1 and alone


def gapped(needle: Needle, original: Original) -> Match | None:
    """Where all words of a short quotation stand in order, with one or two others between: what the aligner may pass over."""
    if needle.marked or needle.n < 3:
        return None
    wanted, there = needle.words.hashes, original.words.hashes
    for first in np.flatnonzero(there == wanted[0]).tolist():
        window = there[first : first + needle.n + _LEFT_OUT].tolist()
        at = [0]
        for word in wanted[1:].tolist():
            at.append(next((k for k in range(at[-1] + 1, len(window)) if window[k] == word), -1))
            if at[-1] < 0:
                break
        cuts = [k for k in range(1, len(at)) if at[k] != at[k - 1] + 1]
        if at[-1] < 0 or len(at) < needle.n or len(cuts) != 1:
            continue
        cut = cuts[0]
        halves = ((0, cut, first), (cut, needle.n, first + at[cut] - cut))
        links = tuple((needle.span(a, b), original.span(a + move, b + move)) for a, b, move in halves)
        place = links[0][0][1]
        edit = Edit("omission", (place, place), (links[0][1][1], links[1][1][0]))
        omitted = at[cut] - at[cut - 1] - 1
        span = (links[0][1][0], links[1][1][1])
        return Match(original.uri, "aligned", (span,), (edit,), links, needle.n, needle.n, omitted)
    return None


def holding_a_part(places: dict[int, Place], whole: Sequence[int], splice_words: int) -> list[int]:
    """Originals not called found that hold a whole stretch of the quotation, those with the most of it first."""
    likely = [n for n, p in places.items() if n not in whole and p.kept >= splice_words]
    order = sorted(likely, key=lambda n: (-places[n].kept, n))[:_PARTS]
    return [n for n in order if places[n].match.links]


def _linked(match: Match, k: int) -> range:
    """The characters of the quotation that its link number `k` covers; empty if there is no such link."""
    return range(*match.links[k][0]) if k < len(match.links) else range(0)


def _spliced(places: dict[int, Place], needle: Needle, splice_words: int) -> list[int]:
    """Of two originals that hold the quotation only between them, the one that holds more."""
    likely = holding_a_part(places, (), splice_words)
    letters_in = {n: {c for k in range(len(places[n].match.links)) for c in _linked(places[n].match, k)} for n in likely}
    whole = sum(int(e) - int(s) for s, e in zip(needle.words.starts, needle.words.ends, strict=True))
    for a in likely:
        for b in likely:
            both = sum(needle.text[c].isalnum() for c in letters_in[a] | letters_in[b])
            if a != b and both >= _BETWEEN * whole:
                return [a]
    return []


def matches(search: Search, among: Sequence[int]) -> dict[int, Match]:
    """The match in each original, at that of equal places which suits the quotation best."""
    originals = search.stock.originals
    return {n: placed(search.places[n].match, search.needle, search.quote, originals[n]) for n in among}


def best_of(search: Search, told: dict[int, Match], secondhand: frozenset[int]) -> int:
    """The original that decides.

    One that the article names, or a version of it, comes before all others: a copyist's copy must not hide an alteration.
    Among versions, the one of which the quotation is truest decides. Between equally true ones: what the article speaks of,
    then what has the words in its own voice and set like the quotation, then the first to publish them, in the copy that is
    nearest to the article's date.
    """
    stock, day = search.stock, search.article.meta.published
    equal: dict[int, bool] = {}

    def is_said(n: int) -> bool:
        if n not in equal:
            rest = [search.document(m) for m in told if m != n and stock.kin(n, m)]
            equal[n] = bool(rest) and is_named(search.article, search.quote, search.document(n), rest)
        return equal[n]

    of_named = [n for n in told if any(stock.kin(n, m) for m in search.named)] if any(n in search.named for n in told) else []
    among = of_named or list(told)
    seen: dict[str, str] = {}
    for n in among:
        page = stock.labels[n].address or search.stock.originals[n].uri
        seen[page] = min(first_seen(search.document(n)), seen.get(page, "~"))

    def order(n: int) -> tuple[object, ...]:
        document = search.document(n)
        ties = search.ties[n] + (n in search.known.spoken or n in search.spoken_of) / 2
        page = seen[stock.labels[n].address or document.uri]
        return (
            *faithfulness(told[n]), -(n in search.named), not is_said(n), -ties, n in secondhand,
            discord(told[n], search.quote, document),
            page, distance(document, day), when(document), document.uri,
        )  # fmt: skip

    return min(among, key=order)


def faithfulness(match: Match) -> tuple[float, int]:
    """How true: the score first, then how many edits there are that are more than presentation."""
    return -round(match.score, 6), sum(e.kind != "presentation" for e in match.edits)


def quoting(search: Search, told: dict[int, Match]) -> frozenset[int]:
    """Those originals that only quote the passage themselves."""
    return frozenset(n for n, match in told.items() if is_secondhand(match, search.document(n)))
