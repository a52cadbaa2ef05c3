"""Offset maps: build, compose and slice them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.model import Origin, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_PIECES = 3_000_000
"""Pieces that a text may be put together from: each takes some 200 bytes, whatever it says."""


class TooManyPieces(ValueError):  # noqa: N818 - it says what is wrong
    """A text in more pieces than any article has, which would fill the memory."""

    def __init__(self) -> None:
        super().__init__(
            f"The text is in more than {MOST_PIECES:,} pieces (lines, tags, entities), as no article is; "
            "split the file, or give the one text that is meant."
        )


Segment = tuple[int, int, int]
"""(length in this text, start in the other text, width there)"""


class Builder:
    """Collects a text piece by piece, with what each piece stands for. Neighbouring one-to-one pieces are joined."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._segments: list[Segment] = []
        self.size = 0
        """Code points collected so far: where the next piece will begin."""

    def add(self, text: str, start: int, end: int) -> None:
        """Append `text`, which stands for `[start, end)` of the other text.

        Of equal lengths it maps character by character, else as a whole. Raises ValueError if `start` lies before the end of
        the piece added last, since maps never run backwards.
        """
        if not text:
            return
        width = end - start
        if width < 0:
            raise ValueError(f"a piece cannot stand for [{start}, {end})")
        if self._segments:
            length, there, wide = self._segments[-1]
            if start < there + wide:
                raise ValueError(f"piece at {start} lies before the end of the last one at {there + wide}")
            if length == wide and len(text) == width and there + wide == start:
                self._segments[-1] = (length + width, there, wide + width)
                self._pieces.append(text)
                self.size += len(text)
                return
        self._segments.append((len(text), start, width))
        self._pieces.append(text)
        self.size += len(text)
        if len(self._pieces) > MOST_PIECES:
            raise TooManyPieces

    def finish(self) -> tuple[str, Origin]:
        """The text and its map."""
        return "".join(self._pieces), from_segments(self._segments)


def from_segments(segments: Iterable[Segment]) -> Origin:
    """A map from its segments, in order."""
    here, there, width, at = [], [], [], 0
    for length, start, wide in segments:
        here.append(at)
        there.append(start)
        width.append(wide)
        at += length
    return Origin(tuple(here), tuple(there), tuple(width), at)


def identity(size: int) -> Origin:
    """The map of a text to itself."""
    return Origin((0,), (0,), (size,), size) if size else Origin((), (), (), 0)


def segments(origin: Origin) -> list[Segment]:
    """The segments of a map."""
    ends = [*origin.here, origin.size][1:]
    return [(e - h, t, w) for h, e, t, w in zip(origin.here, ends, origin.there, origin.width, strict=True)]


def compose(outer: Origin, inner: Origin) -> Origin:
    """The map from `outer`'s text to the text that `inner` leads to (`outer` leads to `inner`'s text).

    One-to-one stretches stay one-to-one through both; everything else maps as a whole.
    """
    out: list[Segment] = []
    for length, start, width in segments(outer):
        if not width:  # a place: inside a piece that maps as a whole it is that whole, or the map would run backwards
            at = inner.start(start)
            out += _whole(length, at, max(at, inner.end(start)))
        elif length != width:
            out += _whole(length, *inner.span(start, start + width))
        else:
            at, stop = start, start + width
            for cut in _cuts(inner, at, stop):
                s, e = inner.span(at, cut)
                out += [(cut - at, s, e - s)] if inner.is_even(at) else _whole(cut - at, s, e)
                at = cut
    return from_segments(out)


def _whole(length: int, start: int, end: int) -> list[Segment]:
    """A piece that maps as a whole, even where both lengths happen to be equal: then it is told in two, which differ."""
    width = end - start
    return [(1, start, width), (length - 1, start, width)] if length == width > 1 else [(length, start, width)]


def _cuts(origin: Origin, start: int, stop: int) -> list[int]:
    lo, hi = bisect_right(origin.here, start), bisect_left(origin.here, stop)
    return [*origin.here[lo:hi], stop]


def extract(text: str, spans: Sequence[Span], joint: str = "\n\n") -> tuple[str, Origin]:
    """The stretches `spans` of `text` put together with `joint` between them, and the map back to `text`.

    Raises ValueError if the spans overlap or run backwards.
    """
    builder = Builder()
    last = 0
    for i, (start, end) in enumerate(spans):
        if i:
            builder.add(joint, last, start)
        builder.add(text[start:end], start, end)
        last = end
    return builder.finish()


def is_forward(origin: Origin) -> bool:
    """Whether the map never runs backwards (a law of the house): neither starts nor ends ever decrease."""
    pairs = zip(origin.there, origin.width, strict=True)
    return all(t <= u and t + w <= u + x for (t, w), (u, x) in pairwise(pairs))
