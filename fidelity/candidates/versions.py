"""The copies and other versions of an original: when each was taken, and how the quoted passage reads there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fidelity.locate import find, take_apart
from fidelity.model import Version

if TYPE_CHECKING:
    from fidelity.candidates.stock import Shelf
    from fidelity.locate import Place
    from fidelity.locate.prepare import Original
    from fidelity.model import Document, Match, Span

_AROUND = 240  # characters on either side of a passage by which its place in another version is known
_MOST = 60  # versions that are looked at: those nearest in time
_ENOUGH = 12  # words of it from which a place is no chance
_STILL = 0.5  # share of a passage that a version must have for it to read otherwise there, and not to be gone
_LATE = "9999"  # undated copies come last


def when(document: Document) -> str:
    """When a copy was taken, else when it was published; after all dates if neither is known."""
    return document.meta.snapshot or document.meta.published or _LATE


def first_seen(document: Document) -> str:
    """When a text was first published, as far as its copy tells: by which syndicated copies stand in order."""
    return document.meta.published or document.meta.snapshot or _LATE


def distance(document: Document, day: str | None) -> int:
    """How many days lie between a copy and a day; none where either is unknown, so that nothing speaks for one copy."""
    here, there = _day(when(document)), _day(day)
    return abs(here - there) if here is not None and there is not None else 0


def _day(said: str | None) -> int | None:
    try:
        return date.fromisoformat((said or "")[:10]).toordinal()
    except ValueError:
        return None


def versions(best: int, places: dict[int, Place], stock: Shelf) -> tuple[Version, ...]:
    """What the other versions of an original in hand have in place of the passage, earliest first."""
    original, match = stock.originals[best], places[best].match
    assert original.document is not None, original.uri
    day = when(original.document)
    near = sorted(stock.versions(best), key=lambda n: (distance(_document(stock, n), day), n))[:_MOST]
    read: dict[str, tuple[tuple[Span, Span] | None, bool]] = {}
    out = []
    for n in near:
        other = stock.originals[n]
        if other.text not in read:
            read[other.text] = _change(original, match, other)
        here = places[n].match if n in places and places[n].found else None
        out.append(Version(_document(stock, n), here, *read[other.text]))
    return tuple(sorted(out, key=lambda v: (when(v.document), v.document.uri)))


def _document(stock: Shelf, n: int) -> Document:
    document = stock.originals[n].document
    assert document is not None, stock.originals[n].uri
    return document


def _change(original: Original, match: Match, other: Original) -> tuple[tuple[Span, Span] | None, bool]:
    """Where a passage reads otherwise in another version, and whether that can be told at all."""
    told = [_change_of(original, span, other) for span in match.passages]
    return next((change for change, _ in told if change), None), all(known for _, known in told)


def _change_of(original: Original, passage: Span, other: Original) -> tuple[tuple[Span, Span] | None, bool]:
    text = original.text
    if text[slice(*passage)] in other.text:
        return None, True
    low, high = max(0, passage[0] - _AROUND), min(len(text), passage[1] + _AROUND)
    if low:
        low = text.find(" ", low, passage[0]) + 1 or passage[0]
    place = find(take_apart(text[low:high]), other)
    if place is None or not (place.found or place.kept >= _ENOUGH) or not place.match.links:
        return None, False
    links = place.match.links
    if links[0][0][0] + low > passage[0] or links[-1][0][1] + low < passage[1]:  # it ends there, or begins only behind it
        return None, False
    here = [(max(a + low, passage[0]), min(b + low, passage[1])) for (a, b), _ in links]
    lacks_it = sum(max(0, b - a) for a, b in here) < _STILL * (passage[1] - passage[0])
    for edit in place.match.edits:
        start, end = edit.quote[0] + low, edit.quote[1] + low
        inside = start < passage[1] and (end > passage[0] if end > start else start > passage[0])
        if edit.kind != "presentation" and inside and lacks_it:  # what is left of it are words by chance
            return (passage, (edit.original[0], edit.original[0])), True
        if edit.kind != "presentation" and inside:
            return ((max(start, passage[0]), min(end, passage[1])), edit.original), True
    return None, True
