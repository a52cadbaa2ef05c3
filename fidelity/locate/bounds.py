"""Where a quotation without marks ends: as far as an original has its words.

The author's own sentences, glued to a quoted paragraph or standing between two of them, are cut off; paragraphs that a
broken copy has moved further down are found again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.locate import find, take_apart
from fidelity.locate.shortlist import shortlist
from fidelity.model import Span
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.locate.prepare import Original
    from fidelity.model import Block, Document, Names, Quote

_STOP = re.compile(r"[.!?…][\"'’”»)\]]*(?=\s|[A-ZÄÖÜÉ“\"„«]|$)")
_REACH = 10  # blocks after the lead-in that may hold more of the quotation
_TRIED = 8  # originals in which a sentence is sought
_NEAR = 2000  # characters before and behind a verbatim run that may belong to it
_ALTERED = 1  # sentences in a row that may have been altered beyond recognition
_SHORT = 4  # words: a shorter sentence goes with its neighbour


@dataclass(frozen=True, slots=True)
class Settled:
    """A quotation's stretches; `certain` if an original told them."""

    spans: tuple[Span, ...]
    certain: bool


def settle(document: Document, quotes: Sequence[Quote], originals: Sequence[Original]) -> dict[int, Settled]:
    """New bounds for the announced quotations among `quotes` (by their number); empty spans: nothing is left of one.

    Each sentence that an original has goes to the nearest lead-in before it that quotes from that original; the rest of what
    a lead-in might reach stays as it was guessed.
    """
    out: dict[int, Settled] = {}
    taken: list[Span] = [s for k, q in enumerate(quotes) if q.form != "announced" for s in q.spans]
    held = _Held(document, originals)
    for k, quote in enumerate(quotes):
        if quote.form != "announced":
            continue
        guess = _free([*quote.spans, *quote.reach], taken)
        zone = _zone(document, quote, taken, _next_of_same_source(quote, quotes[k + 1 :]))
        found = _quoted(document, zone, held)
        if found:
            spans = tuple(_merge(document.text, found))
            out[k] = Settled(spans, certain=True)
        else:
            whole = {*quote.spans, *quote.reach}
            left = tuple(s for s in quote.spans if s in guess) or tuple(s for s in guess if s in whole)[:1]
            out[k] = Settled(left, certain=False)
        taken += out[k].spans
    return out


def _quoted(document: Document, zone: Sequence[Span], held: _Held) -> list[Span]:
    """The sentences of a zone that one original holds: from the lead-in on, and in each further block from its beginning.

    A sentence that is not held, between two that are, was altered and belongs to the quotation; what is not held at the end
    of a block is the author's, glued to it; a block that begins with such a sentence ends the quotation.
    """
    starts = {b.span[0] for b in document.blocks}
    found: list[Span] = []
    said: set[str] = set()
    holders: frozenset[int] = frozenset()
    for n, stretch in enumerate(zone):
        if n and (not found or stretch[0] not in starts):
            break
        sentences = _sentences(document.text, stretch)
        words = [letters(document.text[slice(*s)]) for s in sentences]
        last = -1
        for k, sentence in enumerate(sentences):
            holds = held(sentence)
            if holds and (not holders or holds & holders) and k - last <= _ALTERED + 1:
                holders = holds & holders or holds
                last = k
            elif k - last > _ALTERED or (n and last < 0):
                break
        if last < 0:
            break
        if words[0] not in said:  # a broken copy may say a paragraph twice
            found += sentences[: last + 1]
        said.update(words[: last + 1])
    return found


def around(document: Document, run: Span, originals: Sequence[Original], taken: Sequence[Span]) -> list[Span]:
    """A verbatim run with the sentences beside it, before and behind, that the same original holds too, if altered."""
    held = _Held(document, originals)
    holders = held(run)
    blocks = [b.span for b in document.blocks if b.span[0] < run[1] + _NEAR and b.span[1] > run[0] - _NEAR]
    sentences = [s for block in blocks for s in _sentences(document.text, block)]
    inside = [k for k, s in enumerate(sentences) if s[0] < run[1] and run[0] < s[1]]
    if not inside:
        return [run]
    spans = [run]
    for order in (range(inside[0] - 1, -1, -1), range(inside[-1] + 1, len(sentences))):
        for k in order:
            sentence = sentences[k]
            if any(s < sentence[1] and sentence[0] < e for s, e in taken) or not held(sentence) & holders:
                break
            spans.append(sentence)
    return _merge(document.text, sorted(spans))


class _Held:
    """Which originals hold a sentence; each sentence is looked up once."""

    def __init__(self, document: Document, originals: Sequence[Original]) -> None:
        self._text, self._originals = document.text, originals
        self._known: dict[Span, frozenset[int]] = {}

    def __call__(self, sentence: Span) -> frozenset[int]:
        if sentence not in self._known:
            needle = take_apart(self._text[slice(*sentence)])
            tried = shortlist(needle.words.hashes, self._originals, _TRIED) if needle.n >= _SHORT else []
            places = [(n, find(needle, self._originals[n])) for n in tried]
            self._known[sentence] = frozenset(n for n, p in places if p and p.found)
        return self._known[sentence]


def _next_of_same_source(quote: Quote, later: Sequence[Quote]) -> int | None:
    """Where the next quotation is announced that may be from the same source: this one cannot reach beyond it."""
    for other in later:
        if other.form == "announced" and other.lead_in and _may_be_same(quote.names, other.names):
            return other.lead_in.span[0]
    return None


def _may_be_same(a: Names, b: Names) -> bool:
    """Whether two lead-ins may name one source: one work, or one publisher, whose name may be given in short."""
    if a.work and b.work:
        return a.work == b.work
    if a.publisher and b.publisher:
        one, two = (set(n.casefold().split()) for n in (a.publisher, b.publisher))
        return one <= two or two <= one
    return True


def _zone(document: Document, quote: Quote, taken: Sequence[Span], limit: int | None) -> list[Span]:
    """The stretches in which the quotation may stand: the blocks after its lead-in, up to a heading or the limit."""
    start = quote.lead_in.span[1] if quote.lead_in else quote.spans[0][0]
    out: list[Span] = []
    for block in _blocks_from(document, start):
        if block.kind == "furniture":
            continue
        if block.kind == "heading" or block.quote or len(out) >= _REACH or (limit is not None and block.span[0] >= limit):
            break
        span = (max(start, block.span[0]), block.span[1] if limit is None else min(limit, block.span[1]))
        if span[1] > span[0] and document.text[slice(*span)].strip():
            out.append(span)
    return _free(out, taken)


def _blocks_from(document: Document, start: int) -> Iterator[Block]:
    return (b for b in document.blocks if b.span[1] > start)


def _free(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of `spans` outside `taken`."""
    out: list[Span] = []
    for start, end in sorted(spans):
        at = start
        for s, e in sorted(taken):
            if s < end and at < e:
                if s > at:
                    out.append((at, s))
                at = max(at, e)
        if at < end:
            out.append((at, end))
    return out


def _sentences(text: str, span: Span) -> list[Span]:
    """The sentences of a stretch; a very short one (or what only looks like one: `U.S.`) goes with its neighbour."""
    out: list[Span] = []
    at, stop = span
    while at < stop:
        m = _STOP.search(text, at, stop)
        end = m.end() if m else stop
        start = at
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            if out and min(len(text[slice(*s)].split()) for s in (out[-1], (start, end))) < _SHORT:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
        at = max(end, at + 1)
    return out


def _merge(text: str, spans: Sequence[Span]) -> list[Span]:
    """Neighbouring sentences of one paragraph put together."""
    out: list[Span] = []
    for start, end in spans:
        if out and not text[out[-1][1] : start].strip() and "\n\n" not in text[out[-1][1] : start]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
