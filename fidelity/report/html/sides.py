"""The two sides of a quotation as HTML: what differs, what is set off, and the paragraph around it.

Only the report's own places are used; every text passes through `visible` and is escaped. What a sign means must not hang on
its colour: `ins` and `del` get a sign and a line from the style sheet, labels of emphasis and places of lost words are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from fidelity.model import Span
from fidelity.report.marked import Stretch, article_stretches, original_stretches, shortened
from fidelity.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import ReportedAside, ReportedEmphasis, ReportedMatch, ReportedQuote
    from fidelity.report.marked import Role

_SOFT = re.compile(r"(?<!\n)\n(?!\n)| {2,}")
_MANY = re.compile(r"\n{3,}")
_PLACE = Markup('<span class="gone" role="img" aria-label="words left out here">‸</span>')
_TAGS: dict[Role, str] = {"added": "ins", "missing": "del", "moved": "ins", "shown": "span"}
_KINDS = {
    "italic": "italics",
    "bold": "bold",
    "underline": "underlining",
    "highlight": "highlighting",
    "small-caps": "small capitals",
    "letter-spacing": "letter-spacing",
    "caps": "capitals",
}


@dataclass(frozen=True, slots=True)
class _Run:
    """Emphasis on one side: how the words are set there (`kinds`), and a label where the two sides are at odds.

    `is_told`: the article declares it, or nobody can know; it is no reproach.
    """

    span: Span
    kinds: tuple[str, ...]
    label: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    stretch: Stretch | None
    run: _Run | None
    html: Markup


def article_side(quote: ReportedQuote) -> Markup:
    """The quotation in its paragraph, with what only the article has and the places where the original has more."""
    stretches = article_stretches(quote.text, quote.match) if quote.match else []
    inside = _marked(quote.text, stretches, [_here(e) for e in quote.emphasis], quote.asides, "ins")
    return _placed(quote.before, inside, quote.after)


def original_side(match: ReportedMatch, emphasis: Sequence[ReportedEmphasis] = ()) -> Markup:
    """The passage with what only the original has, and the words before and after it."""
    runs = [_there(e, e.there_at) for e in emphasis if e.there_at is not None]
    inside = _marked(match.text, original_stretches(match), runs, (), "del")
    return _placed(_cut_before(match.before), inside, _cut_after(match.after))


def nearest_side(match: ReportedMatch) -> Markup:
    """A passage that is no match, without signs: there is nothing to hold the quotation to."""
    return _placed(_cut_before(match.before), _words(match.text), _cut_after(match.after))


def kinds_of(kinds: Sequence[str]) -> str:
    """`bold, italics`."""
    return ", ".join(_KINDS.get(kind, kind) for kind in kinds)


def _here(emphasis: ReportedEmphasis) -> _Run:
    kinds = kinds_of(emphasis.kinds)
    declared = ", declared" if emphasis.declared else ""
    label = {
        "added": f"{kinds} added{declared}",
        "kept": "",
        "removed": f"{kinds_of(emphasis.original.kinds)} lost{declared}",
        "changed": f"{kinds}, was {kinds_of(emphasis.original.kinds)}",
        "unknown": f"{kinds}: unknown in the original",
    }[emphasis.status]
    return _Run(emphasis.at, () if emphasis.status == "removed" else emphasis.kinds, label, _is_told(emphasis))


def _there(emphasis: ReportedEmphasis, span: Span) -> _Run:
    label = {
        "added": "plain here",
        "kept": "",
        "removed": f"{kinds_of(emphasis.original.kinds)} here",
        "changed": f"{kinds_of(emphasis.original.kinds)} here",
        "unknown": "",
    }[emphasis.status]
    return _Run(span, emphasis.original.kinds, label, _is_told(emphasis))


def _is_told(emphasis: ReportedEmphasis) -> bool:
    return emphasis.declared or emphasis.status == "unknown"


def _placed(before: str, inside: Markup, after: str) -> Markup:
    """The words in question between those around them."""
    context = Markup('<span class="ctx">%s</span>')
    around = [context % _words(part) if visible(part).strip() else Markup() for part in (before, after)]
    return Markup("%s<mark>%s</mark>%s") % (around[0], inside, around[1])


def _marked(text: str, stretches: Sequence[Stretch], runs: Sequence[_Run], asides: Sequence[ReportedAside], tag: str) -> Markup:
    pieces = _pieces(text, stretches, [run for run in runs if run.kinds or run.label], asides)
    out = []
    for stretch, group in groupby(pieces, key=lambda piece: piece.stretch):
        set_so = []
        for run, same in groupby(group, key=lambda piece: piece.run):
            words = Markup().join(piece.html for piece in same)
            set_so.append(_set(words, run) if run else words)
        html = Markup().join(set_so)
        out.append(_signed(html, stretch, tag) if stretch else html)
    return Markup().join(out)


class _Over:
    """Of some spans the first listed that lies over a place; an empty one lies over its own. Places are asked for in order."""

    __slots__ = ("_next", "_open", "_order", "_spans")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=lambda n: spans[n][0])
        self._next = 0
        self._open: list[int] = []

    def first(self, place: int) -> int | None:
        """Its number."""
        while self._next < len(self._order) and self._spans[self._order[self._next]][0] <= place:
            heappush(self._open, self._order[self._next])
            self._next += 1
        while self._open and not self._is_over(self._spans[self._open[0]], place):
            heappop(self._open)
        return self._open[0] if self._open else None

    def _is_over(self, span: Span, place: int) -> bool:
        return place < span[1] or place == span[0] == span[1]


def _pieces(text: str, stretches: Sequence[Stretch], runs: Sequence[_Run], asides: Sequence[ReportedAside]) -> Iterator[_Piece]:
    places = {0, len(text)}
    elsewhere: dict[int, list[Stretch]] = {}
    for s in stretches:
        if s.text is not None:
            elsewhere.setdefault(s.span[0], []).append(s)
    for span in (*(s.span for s in stretches), *(r.span for r in runs), *(a.at for a in asides)):
        places.update(span)
    cuts = sorted(place for place in places if 0 <= place <= len(text))
    shown = [s for s in stretches if s.text is None and s.span[0] < s.span[1]]
    set_so = [r for r in runs if r.span[0] < r.span[1]]
    over, over_runs, over_asides = (
        _Over([s.span for s in shown]),
        _Over([r.span for r in set_so]),
        _Over([a.at for a in asides]),
    )
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        put = elsewhere.get(start, [])
        for stretch in put:
            yield from _put(stretch)
        at = over_asides.first(start)
        aside = None if at is None else asides[at]
        if aside is not None and start == aside.at[0]:
            yield _Piece(None, None, Markup('<span class="ctx">%s</span>') % _words(aside.text))
        if start == end or (aside is not None and start < aside.at[1]) or any(s.span == (start, end) for s in put):
            continue
        covering = None if (at := over.first(start)) is None else shown[at]
        run = None if (at := over_runs.first(start)) is None else set_so[at]
        html = _short(text[start:end], covering) if covering and covering.role != "added" else _words(text[start:end])
        if run is not None and run.label and end >= run.span[1]:
            html += Markup('<small class="how">%s</small>') % run.label
        yield _Piece(covering, run, html)


def _put(stretch: Stretch) -> Iterator[_Piece]:
    """Words that stand on the other side only, or the place where they would stand, with the spaces around them outside."""
    text = stretch.text or ""
    if stretch.role == "place":
        yield _Piece(None, None, _PLACE)
        return
    space = Markup(" ")
    if text[:1].isspace():
        yield _Piece(None, None, space)
    yield _Piece(stretch, None, _short(text.strip(), stretch))
    if text[-1:].isspace():
        yield _Piece(None, None, space)


def _short(text: str, stretch: Stretch) -> Markup:
    tokens = shortened(_soft(text), stretch.role, stretch.marked, (), stressed=False)
    return Markup().join(
        Markup('<span class="gap">%s</span>') % token.text if token.role == "gap" else escape(token.text) for token in tokens
    )


def _signed(html: Markup, stretch: Stretch, tag: str) -> Markup:
    if stretch.role == "shown":
        return Markup('<span class="{}">{}</span>').format("shown" if stretch.marked else "shown open", html)
    name = tag if stretch.role == "moved" else _TAGS[stretch.role]
    classes = " ".join([*(["moved"] if stretch.role == "moved" else []), *(["owned"] if stretch.marked else [])])
    attribute = Markup(' class="%s"') % classes if classes else Markup()
    return Markup("<{0}{1}>{2}</{0}>").format(name, attribute, html)


def _set(html: Markup, run: _Run) -> Markup:
    odd = ["told" if run.is_told else "odd"] if run.label else []
    return Markup('<em class="%s">%s</em>') % (" ".join([*(f"k-{kind}" for kind in run.kinds), *odd]), html)


def _words(text: str) -> Markup:
    return escape(_soft(text))


def _soft(text: str) -> str:
    """Safe to show; a single line end is a space, as paragraphs are set anew, and two stay a paragraph's end."""
    shown = visible(text)
    return _MANY.sub("\n\n", _SOFT.sub(" ", shown)) if "\n" in shown or "  " in shown else shown


def _cut_before(text: str) -> str:
    """What stands before a passage is nearly always cut out of more."""
    return f"… {text}" if text.strip() else ""


def _cut_after(text: str) -> str:
    return f"{text.rstrip()} …" if text.strip() else ""
