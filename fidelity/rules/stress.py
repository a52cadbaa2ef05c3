"""Emphasis carried through the alignment: for each run what became of it, and whether the quoter says so.

Word by word over what the two texts share, then joined to runs. On the original's side a typeface that nearly a whole block
is set in is the block's own; headings and links emphasise nothing. Italics that are only a convention (case names, foreign
words, titles) are no emphasis on either side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from fidelity.model import Run, Stress
from fidelity.rules.convention import is_convention

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.model import Case, Document, Edit, EmphasisStatus, Match, Quote, Span
    from fidelity.rules.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,120})(?<=[^\s*_])\1(?![\w*_])")
_CAPS_WORDS = 4  # letters: shorter words in capitals are taken for abbreviations

_ADDED = frozenset({"emphasis-added", "some-emphasis-added"})
_NOTES = _ADDED | {"emphasis-original", "emphasis-omitted"}


class _Pair(NamedTuple):
    """A word of the quotation and its counterpart in the original, each with its typefaces."""

    quote: Span
    original: Span
    here: frozenset[str]
    there: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Face:
    """How one text is set: runs to look a word up in."""

    starts: tuple[int, ...]
    runs: tuple[Run, ...]

    def of(self, start: int, end: int) -> frozenset[str]:
        """The kinds that cover most of `[start, end)`."""
        kinds: dict[str, int] = {}
        i = bisect_right(self.starts, start) - 1
        for run in self.runs[max(0, i - 4) :]:
            if run.span[0] >= end:
                break
            shared = min(end, run.span[1]) - max(start, run.span[0])
            if shared > 0:
                for kind in run.kinds:
                    kinds[kind] = kinds.get(kind, 0) + shared
        return frozenset(k for k, n in kinds.items() if 2 * n > end - start)


def uncompared(quote: Quote) -> tuple[Stress, ...]:
    """The emphasis of a quotation that could not be compared: what it is set in, and whether a note speaks of it."""
    said = any(d.kind in _NOTES for d in quote.declares)
    return tuple(Stress("unknown", said, run.span, run.kinds, None, ()) for run in quote.emphasis)


def stresses(case: Case, match: Match, vocabulary: Vocabulary, base_share: float) -> tuple[Stress, ...]:
    """Every run of emphasis of the quotation and of the original's passages, with its status."""
    if case.original is None or not match.links:
        return ()
    low, high = min(p[0] for p in match.passages), max(p[1] for p in match.passages)
    there = _original_runs(case.original, low, high)
    capitals = _has_capitals(case.quote.text) or _has_capitals(case.original.text[low:high])
    if not case.quote.emphasis and not there and not capitals:
        return ()
    omitted = any(d.kind == "emphasis-omitted" for d in case.quote.declares)  # then there was some, however much of it
    base = _Base(case.original, there, 2.0 if omitted else base_share)
    faces = (_face(case.quote.emphasis), _face(there))
    replaced = {e.quote for e in match.edits if _is_replaced(e) and e.weight != "minor"}
    pairs = []
    for q, o in _shared(case, match):
        a, b = faces[0].of(*q), faces[1].of(*o)
        own = base.of(o[0])
        if q in replaced and not a:
            b = own  # words that are gone have lost no emphasis
        same = case.quote.text[slice(*q)], case.original.text[slice(*o)]
        pairs.append(_Pair(q, o, *_capitals(*same, a, b ^ own)))
    found = []
    for run in _runs(case, pairs):
        first, last = run[0], run[-1]
        stress = _stress(case, run, (first.quote[0], last.quote[1]), (first.original[0], last.original[1]))
        if stress and not is_convention(stress, case, vocabulary):
            found.append(stress)
    return tuple(found)


def _face(runs: Iterable[Run]) -> _Face:
    ordered = tuple(sorted(runs, key=lambda r: r.span))
    return _Face(tuple(r.span[0] for r in ordered), ordered)


def _original_runs(original: Document, low: int, high: int) -> tuple[Run, ...]:
    """The original's runs near the passages: those of its markup, or the asterisks and underscores of plain text."""
    if not original.emphatic:
        start = max(0, low - 200)
        found = _PLAIN.finditer(original.text, start, min(len(original.text), high + 200))
        return tuple(Run(m.span(2), ("italic" if m[1] == "_" else "bold",)) for m in found)
    links = {link.span for link in original.links}
    headings = [b.span for b in original.blocks if b.kind == "heading" and b.span[0] < high and low < b.span[1]]
    out = []
    for run in original.emphasis:
        if run.span[1] <= low - 4000 or run.span[0] >= high + 4000:
            continue
        if run.span in links or any(s <= run.span[0] and run.span[1] <= e for s, e in headings):
            continue
        kinds = run.kinds
        if "underline" in kinds and any(s <= run.span[0] and run.span[1] <= e for s, e in links):
            kinds = tuple(k for k in kinds if k != "underline")
        if kinds:
            out.append(Run(run.span, kinds))
    return tuple(out)


class _Base:
    """The typefaces that a block of the original is wholly set in."""

    def __init__(self, original: Document, runs: tuple[Run, ...], share: float) -> None:
        self.original, self.runs, self.share = original, runs, share
        self.blocks = sorted(b.span for b in original.blocks)
        self.known: dict[Span, frozenset[str]] = {}

    def of(self, at: int) -> frozenset[str]:
        if not self.runs or self.share > 1:
            return frozenset()
        i = bisect_right(self.blocks, (at, len(self.original.text) + 1)) - 1
        if i < 0 or self.blocks[i][1] <= at:
            return frozenset()
        block = self.blocks[i]
        if block not in self.known:
            total = sum(map(str.isalnum, self.original.text[slice(*block)]))
            kinds: dict[str, int] = {}
            for run in self.runs:
                start, end = max(run.span[0], block[0]), min(run.span[1], block[1])
                if start < end:
                    letters = sum(map(str.isalnum, self.original.text[start:end]))
                    for kind in run.kinds:
                        kinds[kind] = kinds.get(kind, 0) + letters
            self.known[block] = frozenset(k for k, n in kinds.items() if total and n >= self.share * total)
        return self.known[block]


def _shared(case: Case, match: Match) -> list[tuple[Span, Span]]:
    """Word by word what the two texts share, replaced words among them, in the quotation's order."""
    assert case.original is not None
    out: list[tuple[Span, Span]] = []
    text, other = case.quote.text, case.original.text
    for (a, b), (c, d) in match.links:
        here = [(m.start(), m.end()) for m in _WORD.finditer(text, a, b)]
        there = [(m.start(), m.end()) for m in _WORD.finditer(other, c, d)]
        if len(here) == len(there):
            out += zip(here, there, strict=True)
        else:
            out += _by_letters(text, (a, b), here, other, (c, d))
    out += [(e.quote, e.original) for e in match.edits if _is_replaced(e)]
    return sorted(out)


def _is_replaced(edit: Edit) -> bool:
    return edit.kind == "substitution" and edit.quote[0] < edit.quote[1] and edit.original[0] < edit.original[1]


def _by_letters(text: str, span: Span, here: Sequence[Span], other: str, there: Span) -> list[tuple[Span, Span]]:
    """Words whose counterparts are divided otherwise, matched by how many letters stand before them."""
    letters = [i for i in range(*there) if other[i].isalnum()]
    if not letters:
        return []
    place = {i: n for n, i in enumerate(i for i in range(*span) if text[i].isalnum())}
    last = len(letters) - 1
    return [((a, b), (letters[min(place[a], last)], letters[min(place[b - 1], last)] + 1)) for a, b in here]


def _has_capitals(text: str) -> bool:
    return any(len(w) >= _CAPS_WORDS and w.isupper() for w in text.split())


def _capitals(here: str, there: str, kinds: frozenset[str], other: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds on both sides, with capitals where one side shouts a word that the other one writes small."""
    if here.casefold() != there.casefold():
        return kinds, other
    if here.isupper() and len(here) >= _CAPS_WORDS and there[:1].islower():
        kinds |= {"caps"}
    elif here == there:
        other |= kinds & {"caps"}  # shouted on both sides
    elif there.isupper() and len(there) >= _CAPS_WORDS and here.islower():
        other |= {"caps"}
    return kinds, other


def _runs(case: Case, pairs: list[_Pair]) -> list[list[_Pair]]:
    """Neighbouring words that are set alike on both sides."""
    out: list[list[_Pair]] = []
    last: _Pair | None = None
    for pair in pairs:
        if not pair.here and not pair.there:
            last = None
            continue
        joined = last is not None and not _WORD.search(case.quote.text, last.quote[1], pair.quote[0])
        if joined and last is not None and (last.here, last.there) == (pair.here, pair.there):
            out[-1].append(pair)
        else:
            out.append([pair])
        last = pair
    return out


def _stress(case: Case, run: list[_Pair], quote: Span, original: Span) -> Stress | None:
    assert case.original is not None
    here, there = run[0].here, run[0].there
    status = _status(case, here, there)
    declared = {d.kind for d in case.quote.declares}
    match status:
        case "added":
            said = bool(declared & _ADDED)
        case "kept":
            said = "emphasis-original" in declared
        case "removed":
            said = "emphasis-omitted" in declared
        case _:
            said = bool(declared & _NOTES)
    ends = original if original[0] < original[1] else run[0].original
    return Stress(status, said, quote, tuple(sorted(here)), ends, tuple(sorted(there)))


def _status(case: Case, here: frozenset[str], there: frozenset[str]) -> EmphasisStatus:
    assert case.original is not None
    if here and there:
        return "kept" if here & there else "changed"
    if here:
        believed = any(d.kind in _ADDED for d in case.quote.declares)  # nothing in a plain copy speaks against it
        return "added" if case.original.emphatic or here == {"caps"} or believed else "unknown"
    return "removed" if case.article.emphatic or there == {"caps"} else "unknown"
