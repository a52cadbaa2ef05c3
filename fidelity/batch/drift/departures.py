"""What one use of a quotation has otherwise than the text on top: the errors by which copying is told.

Alignment is the tool's own (`locate`): an ellipsis, a bracket, a word moved are what they are in a report. What is compared
between witnesses are features: a word put in, an end of a cut, a stretch set off. So two departures that overlap, or that stand
side by side and are aligned as one, still show what they have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fidelity.batch.drift.evidence import COPIED, Price, price, word_price
from fidelity.locate import Needle, find, take_apart
from fidelity.model import Span
from fidelity.model.drift import Departure
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.batch.drift.ground import Ground
    from fidelity.batch.drift.rows import Stressed, Use
    from fidelity.model import Edit, Match
    from fidelity.model.drift import DepartureKind

    Key = tuple[object, ...]

_KINDS: dict[str, DepartureKind] = {"omission": "cut", "insertion": "added", "substitution": "changed", "move": "moved"}
_FURTHER = 0.6  # what a further word of one change weighs, beside the first


@dataclass(frozen=True, slots=True)
class Feature:
    """A sign of descent: its key, the words on top that it is of, and what it costs to come by it and to be rid of it."""

    key: Key
    words: Span
    price: Price


@dataclass(frozen=True, slots=True)
class Found:
    """A departure with its features' keys and the words on top that it is of."""

    departure: Departure
    keys: frozenset[Key]
    words: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a use departs in, and its features by key.

    `extent`: from which word on top to which it goes. `stressed`: the spans of its text that are set off.
    """

    found: tuple[Found, ...]
    features: dict[Key, Feature]
    extent: Span
    stressed: tuple[Span, ...] = ()

    @property
    def signature(self) -> frozenset[Key]:
        """What two uses of the same reading share."""
        return frozenset(self.features)

    @property
    def tells(self) -> bool:
        """Whether it departs in more than where it begins and ends, and in more than anybody's slip."""
        return sum(f.price.new for key, f in self.features.items() if key[0] not in ("from", "to")) >= COPIED

    def lost(self, kinds: tuple[str, ...]) -> list[Span]:
        """The words on top in whose place it has others, or none."""
        return [each.words for each in self.found if each.departure.kind in kinds]


def reading(use: Use, ground: Ground) -> Reading:
    """Set a use against the text on top. What is the wording of its own original, another version, is no departure."""
    compared = _compared(use.text, ground)
    parts = [*compared.parts, *_edges(compared.extent, ground)]
    place = use.place
    if place is not None and ground.original is not None and place.original != ground.original:
        version = {key for part in _compared(place.text, ground).parts for key in part[0].keys}
        parts = [part for part in parts if not part[0].keys <= version]
    stressed = []
    for run in use.stressed:
        span = _place_of(run, use, compared.needle)
        if span is not None and span[0] < span[1]:
            parts.append(_stress(run, span, compared, ground))
            if run.status != "removed":
                stressed.append(compared.needle.span(*span))
    features = {feature.key: feature for _, own in parts for feature in own}
    found = sorted((part[0] for part in parts), key=lambda f: (f.words, f.departure.kind, f.departure.text))
    return Reading(tuple(found), features, compared.extent, tuple(stressed))


_Part = tuple[Found, tuple[Feature, ...]]


@dataclass(frozen=True, slots=True)
class _Compared:
    needle: Needle
    parts: tuple[_Part, ...]
    extent: Span
    on_top: dict[int, int]  # the quotation's words that stand on top, and where


def _compared(text: str, ground: Ground) -> _Compared:
    needle = take_apart(text)
    if not needle.marked and needle.n:
        at = ground.prepared.words.codes.find(needle.words.codes)
        if at >= 0:
            on_top = {i: at + i for i in range(needle.n)}
            return _Compared(needle, tuple(_unseen(on_top, needle, ground)), (at, at + needle.n), on_top)
    place = find(needle, ground.prepared) if needle.n else None
    if place is None:
        words = (0, ground.size)
        return _Compared(needle, (_changed(words, text, ground.text, shown=False),), words, {})
    return _told(needle, place.match, ground)


def _told(needle: Needle, match: Match, ground: Ground) -> _Compared:
    on_top: dict[int, int] = {}
    for here, there in match.links:
        first, last = int(needle.words.starts.searchsorted(here[0])), int(needle.words.ends.searchsorted(here[1], side="right"))
        begin, end = ground.words(there)
        if last - first == end - begin:
            on_top.update(zip(range(first, last), range(begin, end), strict=True))
    parts = [part for edit in match.edits if (part := _part(edit, needle, ground))]
    changed = [part[0].words for part in parts if part[0].departure.kind == "changed"]
    begins = [*on_top.values(), *(w[0] for w in changed)]
    ends = [*(w + 1 for w in on_top.values()), *(w[1] for w in changed)]
    extent = (min(begins), max(ends)) if begins else (0, ground.size)
    parts = [*(_longer(part, extent, ground) for part in parts), *_unseen(on_top, needle, ground)]
    return _Compared(needle, tuple(parts), extent, on_top)


def _part(edit: Edit, needle: Needle, ground: Ground) -> _Part | None:
    words = ground.words(edit.original)
    here, there = needle.text[slice(*edit.quote)].strip(), ground.text[slice(*edit.original)].strip()
    shown = edit.mark is not None
    if edit.kind == "presentation" or (edit.kind == "omission" and words[0] >= words[1]):
        return None
    if edit.kind == "omission":
        return _cut(words, there, ground, shown=shown)
    if edit.kind == "move":
        feature = Feature(("moved", *words), words, price("moved", here, there))
        return Found(Departure("moved", here, there, shown), frozenset([feature.key]), words), (feature,)
    return _changed(words, here, there, shown=shown, kind=_KINDS[edit.kind])


def _cut(words: Span, there: str, ground: Ground, *, shown: bool) -> _Part:
    """Words left out: its two ends, each half the weight."""
    whole = price("cut", "", there, shown=shown, is_sentence=ground.is_edge(words[0]) and ground.is_edge(words[1]))
    half = Price(whole.new / 2, whole.undo / 2)
    features = [Feature(("cut from", words[0]), words, half), Feature(("cut to", words[1]), words, half)]
    if shown:
        features.append(Feature(("mark", *words), words, price("mark", "", "")))
    departure = Departure("cut", "", there, shown)
    return Found(departure, frozenset(f.key for f in features), words), tuple(features)


def _changed(words: Span, here: str, there: str, *, shown: bool, kind: DepartureKind = "changed") -> _Part:
    """Words put in, in the place of others or of none: a feature for each."""
    own = take_apart(here).words
    said = [letters(here[s:e]) for s, e in zip(own.starts.tolist(), own.ends.tolist(), strict=True)]
    replaced = [letters(w) for w in there.split()]
    features: list[Feature] = []
    for n, word in enumerate(said):
        cost = word_price(word, replaced, shown=shown)
        part = _FURTHER if n else 1.0
        features.append(Feature(("word", word, said[:n].count(word)), words, Price(cost.new * part, cost.undo * part)))
    if not features:  # signs alone
        features.append(Feature((kind, *words, here), words, price("mark", here, there)))
    if shown:
        features.append(Feature(("mark", *words), words, price("mark", here, there)))
    return Found(Departure(kind, here, there, shown), frozenset(f.key for f in features), words), tuple(features)


def _longer(part: _Part, extent: Span, ground: Ground) -> _Part:
    """Without an original, words before the first and behind the last word on top may be as true as that is."""
    found, _ = part
    at = found.words[0]
    if ground.original is not None or found.departure.kind != "added" or at not in (0, ground.size) or at not in extent:
        return part
    feature = Feature(("longer", at, letters(found.departure.text)), found.words, price("longer", "", ""))
    return Found(Departure("longer", found.departure.text, "", shown=False), frozenset([feature.key]), found.words), (feature,)


def _unseen(on_top: dict[int, int], needle: Needle, ground: Ground) -> Iterator[_Part]:
    """Cuts over words of the original that no quotation of the run shows."""
    places = {there: here for here, there in on_top.items()}
    for joint in ground.joints:
        if joint - 1 in places and joint in places:
            yield _cut((joint, joint), "…", ground, shown=places[joint] in needle.gaps)


def _edges(extent: Span, ground: Ground) -> Iterator[_Part]:
    """Where the use begins and ends, if that is not where the text on top does."""
    first, last = extent
    for key, words, at in ((("from", first), (0, first), first), (("to", last), (last, ground.size), last)):
        if words[0] < words[1]:
            cut = ground.between(*words)
            feature = Feature(key, words, price("shorter", "", cut, is_sentence=ground.is_edge(at)))
            yield Found(Departure("shorter", "", cut, shown=False), frozenset([key]), words), (feature,)


def _place_of(run: Stressed, use: Use, needle: Needle) -> Span | None:
    """Which of the quotation's words are set off; among several such words those that lie where the run lies in the file."""
    words = take_apart(run.text).words.codes
    if not words:
        return None
    codes, places = needle.words.codes, []
    at = codes.find(words)
    while at >= 0:
        places.append(at)
        at = codes.find(words, at + 1)
    if not places:
        return None
    length = max(1, use.span[1] - use.span[0])
    where = (run.start - use.span[0]) / length * max(1, len(needle.text))
    first = min(places, key=lambda p: (abs(float(needle.words.starts[p]) - where), p))
    return first, first + len(words)


def _stress(run: Stressed, span: Span, found: _Compared, ground: Ground) -> _Part:
    on_top = [found.on_top[i] for i in range(*span) if i in found.on_top]
    words = (min(on_top), max(on_top) + 1) if on_top else (0, 0)
    here = found.needle.text[slice(*found.needle.span(*span))]
    kind: Literal["emphasised", "set-off", "plain"] = "emphasised"
    if run.status == "removed":
        kind = "plain"
    elif run.status == "unknown" and ground.original is not None:
        kind = "set-off"
    key: Key = ("plain" if kind == "plain" else "emphasised", *(words if on_top else (letters(here),)))
    whole = span[1] - span[0] >= found.needle.n
    feature = Feature(key, words, price(kind, here, "", is_sentence=whole))
    return Found(Departure(kind, here, "", run.declared), frozenset([key]), words), (feature,)
