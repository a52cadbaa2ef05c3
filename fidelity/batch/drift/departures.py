"""What one use of a quotation has otherwise than the text on top: the errors by which copying is told.

Alignment is the tool's own (`locate`): an ellipsis, a bracket, a word moved are what they are in a report. Where words stand on
top is counted in its words, so that the same departure has the same key in each witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.batch.drift.evidence import Price, price
from fidelity.locate import find, take_apart
from fidelity.model.drift import Departure
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.batch.drift.ground import Ground
    from fidelity.batch.drift.rows import Stressed, Use
    from fidelity.locate import Needle
    from fidelity.model import Edit, Match, Span
    from fidelity.model.drift import DepartureKind

    Key = tuple[object, ...]

_KINDS: dict[str, DepartureKind] = {"omission": "cut", "insertion": "added", "substitution": "changed", "move": "moved"}


@dataclass(frozen=True, slots=True)
class Feature:
    """A departure with its key, the words on top that it is of, and what it costs to come by it and to be rid of it.

    `departure` is None for what is no departure but tells of descent: a mark that shows one.
    """

    key: Key
    words: Span
    departure: Departure | None
    price: Price


@dataclass(frozen=True, slots=True)
class Reading:
    """All departures of a use, by key. `extent`: from which word on top to which it goes. `stressed`: spans of its text set off."""

    features: dict[Key, Feature]
    extent: Span
    stressed: tuple[Span, ...] = ()

    @property
    def signature(self) -> frozenset[Key]:
        """What two uses of the same reading share."""
        return frozenset(self.features)


def reading(use: Use, ground: Ground) -> Reading:
    """Set a use against the text on top. What is the wording of its own original, another version, is no departure."""
    found = _compared(use.text, ground)
    features = {f.key: f for f in (*found.features, *_edges(found.extent, ground))}
    place = use.place
    if place is not None and ground.original is not None and place.original != ground.original:
        version = _compared(place.text, ground)
        for feature in version.features:
            features.pop(feature.key, None)
            features.pop(("mark", *feature.key), None)
    stressed = []
    for run in use.stressed:
        span = _place_of(run, use, found.needle)
        if span is not None and span[0] < span[1]:
            feature = _stress(run, span, found, ground)
            features[feature.key] = feature
            if run.status != "removed":
                stressed.append(found.needle.span(*span))
    return Reading(features, found.extent, tuple(stressed))


@dataclass(frozen=True, slots=True)
class _Compared:
    needle: Needle
    features: tuple[Feature, ...]
    extent: Span
    on_top: dict[int, int]  # the quotation's words that stand on top, and where


def _compared(text: str, ground: Ground) -> _Compared:
    needle = take_apart(text)
    if not needle.marked and needle.n:
        at = ground.prepared.words.codes.find(needle.words.codes)
        if at >= 0:
            return _Compared(needle, (), (at, at + needle.n), {i: at + i for i in range(needle.n)})
    place = find(needle, ground.prepared) if needle.n else None
    if place is None:
        words = (0, ground.size)
        feature = _feature("changed", words, text, ground.text, ground, shown=False)
        return _Compared(needle, (feature,), words, {})
    return _told(needle, place.match, ground)


def _told(needle: Needle, match: Match, ground: Ground) -> _Compared:
    on_top: dict[int, int] = {}
    for here, there in match.links:
        first, last = int(needle.words.starts.searchsorted(here[0])), int(needle.words.ends.searchsorted(here[1], side="right"))
        begin, end = ground.words(there)
        if last - first == end - begin:
            on_top.update(zip(range(first, last), range(begin, end), strict=True))
    features = [f for edit in match.edits for f in _features(edit, needle, ground)]
    covered = [*on_top.values(), *(w for f in features if f.departure for w in f.words if f.departure.kind == "changed")]
    extent = (min(covered), min(ground.size, max(covered) + 1)) if covered else (0, ground.size)
    for f in features:
        if f.departure and f.departure.kind == "changed" and f.words[1] == extent[1] - 1:
            extent = (extent[0], f.words[1])
    return _Compared(needle, tuple(_longer(features, extent, ground)), extent, on_top)


def _features(edit: Edit, needle: Needle, ground: Ground) -> Iterator[Feature]:
    if edit.kind == "presentation":
        return
    words = ground.words(edit.original)
    here, there = needle.text[slice(*edit.quote)].strip(), ground.text[slice(*edit.original)].strip()
    if edit.kind == "omission" and words[0] >= words[1]:
        return
    kind = _KINDS[edit.kind]
    shown = edit.mark is not None
    feature = _feature(kind, words, here if kind != "cut" else "", there, ground, shown=shown)
    yield feature
    if shown:
        yield Feature(("mark", *feature.key), words, None, price("mark", here, there))


def _feature(kind: DepartureKind, words: Span, here: str, there: str, ground: Ground, *, shown: bool) -> Feature:
    said = letters(here) if kind != "cut" else ""
    whole = kind == "cut" and ground.is_edge(words[0]) and ground.is_edge(words[1])
    cost = price(kind, here, there, shown=shown, is_sentence=whole)
    return Feature((kind, *words, said), words, Departure(kind, here, there, shown), cost)


def _longer(features: Sequence[Feature], extent: Span, ground: Ground) -> Iterator[Feature]:
    """Without an original, words before the first and behind the last word on top may be as true as that is."""
    for f in features:
        d = f.departure
        if (
            ground.original is None
            and d is not None
            and d.kind == "added"
            and f.words[0] in (0, ground.size)
            and f.words[0] in extent
        ):
            at = "before" if f.words[0] == 0 else "after"
            yield Feature(
                ("longer", at, letters(d.text)), f.words, Departure("longer", d.text, "", shown=False), price("longer", "", "")
            )
        else:
            yield f


def _edges(extent: Span, ground: Ground) -> Iterator[Feature]:
    """Where the use begins and ends, if that is not where the text on top does."""
    first, last = extent
    if first > 0:
        cut = ground.between(0, first)
        cost = price("shorter", "", cut, is_sentence=ground.is_edge(first))
        yield Feature(("from", first), (0, first), Departure("shorter", "", cut, shown=False), cost)
    if last < ground.size:
        cut = ground.between(last, ground.size)
        cost = price("shorter", "", cut, is_sentence=ground.is_edge(last))
        yield Feature(("to", last), (last, ground.size), Departure("shorter", "", cut, shown=False), cost)


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


def _stress(run: Stressed, span: Span, found: _Compared, ground: Ground) -> Feature:
    on_top = [found.on_top[i] for i in range(*span) if i in found.on_top]
    words = (min(on_top), max(on_top) + 1) if on_top else (0, 0)
    here = found.needle.text[slice(*found.needle.span(*span))]
    kind: DepartureKind = "emphasised"
    if run.status == "removed":
        kind = "plain"
    elif run.status == "unknown" and ground.original is not None:
        kind = "set-off"
    key: Key = ("plain" if kind == "plain" else "emphasised", *(words if on_top else (letters(here),)))
    whole = span[1] - span[0] >= found.needle.n
    return Feature(key, words, Departure(kind, here, "", run.declared), price(kind, here, "", is_sentence=whole))
