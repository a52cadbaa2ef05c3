"""Where a quotation stands in an original: the ladder from identical to aligned, and what differs.

identical -> identical after folding -> seeded, chained and aligned -> nearest passage, below the floor (a hint, never a
match) -> nothing. Every match says which rung held.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from fidelity.locate.align import Alignment, align
from fidelity.locate.brackets import open_brackets
from fidelity.locate.chain import chains
from fidelity.locate.edits import Told, tell
from fidelity.locate.nearly import nearly_exact
from fidelity.locate.needle import Needle, take_apart
from fidelity.locate.prepare import Original, prepare
from fidelity.locate.seed import Run, pieces_in_order, seeds
from fidelity.locate.typography import presentation
from fidelity.model import Match, Rival
from fidelity.text.brief import code_of
from fidelity.text.fold import SINGLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fidelity.model import Document, Rung

__all__ = ["Needle", "Original", "Place", "compare", "find", "prepare", "take_apart"]

_SHORT = 6  # words: below this a quotation needs all its words to be called found
_FLOOR = 0.5  # share of a long quotation's words that must stand in the original
_FLOOR_SHORT = 0.7  # and of one of six words; in between it falls evenly up to sixteen words
_FLOOR_PAIRS = 0.3  # and of its neighbouring pairs of words
_WEAK = 0.3  # share of the words that must be equal before words divided otherwise are looked for
_HOPELESS = 0.2  # share of the pairs that seeds must cover for an alignment to be worth its time
_THIN = 0.1  # and that the chain must have
_JOINERS = SINGLE_MARKS | frozenset("'.,[]")  # what may stand inside a word
_HIDDEN = frozenset({"Mn", "Me", "Cf"})  # accents and characters without width
_IDEOGRAPHS = "\u2e80"  # from here on characters may be words of their own
_SCATTERED = 2.0  # words that must stand together on average
_TOGETHER = 6.0  # and from here on on average no number of jumps makes them chance: nobody writes such a row of phrases
_PER_CUT = 15  # words of a quotation for each unmarked jump beyond the first
_RIVALS = 5  # places named beside the best one
_LEAD, _LEADS, _LEADING = 3, 9, 5  # a word that leads to the places: characters passed over, words looked at, its least length
_LED = 40  # places of that word that are tried, before the text is read instead


class Place:
    """The best place for a quotation in one original; below the floor (`found` false) it is a hint and no match.

    `kept` counts the quotation's words that stand there. The match of a hint is told only when it is asked for. How far a
    match can be believed: `share` is the part of its words that the original has, `run` how many of them stand together on
    average, `cuts` how often it jumps without a mark. Chance likeness is scattered; a quotation is not.
    """

    __slots__ = ("_match", "_tell", "cuts", "found", "kept", "run", "share")

    def __init__(self, kept: int, match: Match | None = None, tell: Callable[[], Match] | None = None) -> None:
        self.found = match is not None
        self.kept = kept
        self.share, self.run, self.cuts = 1.0, float(kept), 0
        self._match = match
        self._tell = tell

    @property
    def match(self) -> Match:
        """The match, or for a hint what it would be."""
        if self._match is None:
            assert self._tell is not None
            self._match = self._tell()
        return self._match


def compare(quote: str, original: str | Document | Original) -> Match | None:
    """Set one quotation against one original: the match, or None if the original does not hold it.

    `original` may be prepared once with `prepare` and used for many quotations. Linear in the quotation, and nearly flat in
    the prepared original. No files, no report: the library's fast path.
    """
    ready = original if isinstance(original, Original) else prepare(original)
    at = _identical(quote, ready)
    if at is not None:
        return at
    place = find(take_apart(quote), ready)
    return place.match if place and place.found else None


def _identical(quote: str, original: Original) -> Match | None:
    """The first rung: the same characters, as whole words."""
    bare = quote.strip()
    places = _whole(bare, original)
    if not places:
        return None
    start = len(quote) - len(quote.lstrip())
    span = (places[0], places[0] + len(bare))
    words = len(bare.split()) if bare.isascii() or max(bare) < _IDEOGRAPHS else len(take_apart(bare).words)
    rivals = tuple(Rival(original.uri, ((p, p + len(bare)),), 100.0) for p in places[1:])
    return Match(original.uri, "identical", (span,), (), (((start, start + len(bare)), span),), words, words, 0, rivals)


def _whole(bare: str, original: Original) -> list[int]:
    """Where `bare` stands in the original as whole words: the first places."""
    out: list[int] = []
    text = original.text
    head = tail = -1
    for at in _all(bare, original):
        if head < 0:
            head = 0 if bare[0].isalnum() else next((k for k, c in enumerate(bare) if c.isalnum()), -1)
            tail = 0 if bare[-1].isalnum() else next((k for k, c in enumerate(reversed(bare)) if c.isalnum()), -1)
            if head < 0:
                return out
        if not (_goes_on(text, at + head, -1) or _goes_on(text, at + len(bare) - 1 - tail, 1)):
            out.append(at)
            if len(out) > _RIVALS:
                break
    return out


def _all(bare: str, original: Original) -> Iterator[int]:
    """Where `bare` stands in the original's text, in order.

    A prepared original has a string of words, five times as short: a long word of the quotation, between two blanks and so a
    word in both, leads to the places.
    """
    text = original.text
    if not bare:
        return
    lead = max(bare[_LEAD:].split(" ", _LEADS)[1:-1], key=len, default="") if original.is_read else ""
    if len(lead) >= _LEADING and lead.isascii() and lead.isalnum():
        offset = bare.find(f" {lead} ") + 1
        words = original.words
        code, at, begins = code_of(lead), -1, words.begins
        for _ in range(_LED):
            at = words.codes.find(code, at + 1)
            if at < 0:
                return
            start = begins[at] - offset
            if start >= 0 and text.startswith(bare, start):
                yield start
        start = begins[at] - offset + 1
    else:
        start = 0
    at = text.find(bare, max(0, start))
    while at >= 0:
        yield at
        at = text.find(bare, at + 1)


def _goes_on(text: str, edge: int, step: int) -> bool:
    """Whether a word may go on beyond its letter at `edge`: `4` in `4.2`, `don` in `don't`. If so, the second rung tells."""
    at = edge + step
    while 0 <= at < len(text) and (text[at] in _JOINERS or unicodedata.category(text[at]) in _HIDDEN):
        at += step
    return 0 <= at < len(text) and text[at].isalnum()


def find(needle: Needle, original: Original) -> Place | None:
    """The best place for a quotation in one original; None if they share nothing worth showing."""
    if not needle.n or not original.words.codes:
        return None
    if not needle.marked and (match := _folded(needle, original)):
        return Place(needle.n, match)
    whole = (None if needle.inner else pieces_in_order(needle, original)) if needle.gaps else nearly_exact(needle, original)
    runs = whole or _of_the_original(seeds(needle, original), needle)
    pairs = max(1, needle.n - 1 - 2 * len(needle.inner) - len(needle.gaps))
    least = _HOPELESS * pairs
    hopeless = not whole and max((r.n - 1 for r in runs), default=0) < least and _covered(runs) < least
    equals = [runs] if whole else chains(runs, needle)
    runs = equals[0] if equals else _lone_words(needle, original)
    if not runs:
        return None
    if needle.n >= _SHORT and (hopeless or (not whole and sum(r.n - 1 for r in runs) < _THIN * pairs)):
        kept = sum(r.n for r in runs)
        return Place(kept, tell=lambda: _match(tell(_aligned(runs, needle, original), needle, original), needle, original))
    alignment = _aligned(runs, needle, original)
    if len(equals) > 1 and alignment.kept < needle.n:  # the words around a phrase tell which of its places is meant
        alignment = _fullest([alignment, *(_aligned(other, needle, original) for other in equals[1:])], needle, original)
    if needle.n >= _SHORT and not whole and alignment.kept + sum(r.n for r in alignment.moved) < _WEAK * needle.n:
        return Place(alignment.kept, tell=lambda: _match(tell(alignment, needle, original), needle, original))
    told = tell(alignment, needle, original)
    match = _match(told, needle, original)
    place = Place(told.kept, match if _holds(told, alignment, needle, original) else None, tell=lambda: match)
    moved = sum(r.n for r in alignment.moved)
    place.share = (told.kept + told.near + moved) / max(1, told.words)
    place.cuts = told.cuts + len(alignment.moved)
    stretches = len(alignment.equal) + len(alignment.moved) - _damages(told)
    place.run = (told.kept + moved) / max(1, stretches)
    if place.found and told.words < _SHORT and needle.gaps and needle.words.codes in original.words.codes:
        place.run = float(told.words)  # they stand together too: only the ellipsis speaks for this place
    many = place.cuts > 1 + told.words // _PER_CUT and place.run < _TOGETHER
    if place.found and needle.n >= _SHORT and (place.run < _SCATTERED or many):
        place.found = False
    return place


def _of_the_original(runs: list[Run], needle: Needle) -> list[Run]:
    """Without those that lie in a bracket: words of the quoter, which stand elsewhere in the original by chance."""
    bracketed = needle.bracketed
    return [r for r in runs if not bracketed.issuperset(range(r.i, r.i + r.n))] if bracketed else runs


def _covered(runs: Sequence[Run]) -> int:
    """How many of the quotation's neighbouring pairs of words any seed covers: no chain can cover more."""
    return len({i for r in runs for i in range(r.i, r.i + r.n - 1)})


def _aligned(runs: list[Run], needle: Needle, original: Original) -> Alignment:
    return open_brackets(align(runs, needle, original), needle, original)


def _fullest(alignments: list[Alignment], needle: Needle, original: Original) -> Alignment:
    """The first of those alignments that keep most words; between equals those that are only divided otherwise count."""
    most = max(a.kept for a in alignments)
    best = [a for a in alignments if a.kept == most]
    return best[0] if len(best) == 1 else max(best, key=lambda a: tell(a, needle, original).kept)


def _folded(needle: Needle, original: Original) -> Match | None:
    """The second rung: the same words."""
    codes, text = needle.words.codes, original.words.codes
    places: list[int] = []
    at = text.find(codes)
    packed, wanted = original.words.packed, needle.words.packed
    while at >= 0 and len(places) <= _RIVALS:
        if packed[8 * at : 8 * (at + needle.n)] == wanted:
            places.append(at)
        at = text.find(codes, at + 1)
    if not places:
        return None
    spans = [original.span(p, p + needle.n) for p in places]
    edits = presentation(needle, original, 0, places[0], needle.n)
    link = (needle.span(0, needle.n), spans[0])
    rivals = tuple(Rival(original.uri, (s,), 100.0) for s in spans[1:])
    return Match(original.uri, "folded", (spans[0],), tuple(edits), (link,), needle.n, needle.n, 0, rivals)


def _lone_words(needle: Needle, original: Original) -> list[Run]:
    """Without a common pair of words: a quotation of one or two words, bracket or ellipsis between."""
    if needle.n > 3:
        return []
    for i in range(needle.n):
        at = original.words.codes.find(needle.words.codes[i])
        if at >= 0:
            return [Run(i, at, 1)]
    return []


def _match(told: Told, needle: Needle, original: Original) -> Match:
    rung: Rung = "folded" if all(e.kind == "presentation" for e in told.edits) and not needle.gaps else "aligned"
    return Match(
        original.uri,
        rung,
        tuple(told.passages),
        tuple(told.edits),
        tuple(told.links),
        told.words,
        told.kept,
        told.omitted,
    )


def _holds(told: Told, alignment: Alignment, needle: Needle, original: Original) -> bool:
    """Whether enough of the quotation stands in the original to call it found."""
    words = told.words
    if words < _SHORT:
        longest = max((r.n for r in alignment.equal), default=0)
        together = longest >= 2 or needle.n == 1 or needle.words.codes in original.words.codes
        return told.kept == words > 0 and told.omitted == 0 and together and not told.changed
    in_pairs = sum(r.n - 1 for r in alignment.equal) + sum(r.n - 1 for r in alignment.moved) + _damages(told)
    moved = sum(r.n for r in alignment.moved)
    floor = _FLOOR + (_FLOOR_SHORT - _FLOOR) * max(0.0, min(1.0, (16 - words) / 10))
    return (told.kept + told.near + moved) / words >= floor and in_pairs / max(1, words - 1) >= _FLOOR_PAIRS


def _damages(told: Told) -> int:
    """How often a copy's damage parts words that stand together: no likeness is scattered by that."""
    return sum(e.why in ("ocr", "page-break") for e in told.edits)
