"""A quotation taken apart for the search: its words, and the quoter's marks among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from fidelity.model import Span
from fidelity.text.brief import few_words
from fidelity.text.editorial import Editorial, marks
from fidelity.text.words import Words, letters

_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that holds whole words: the quotation's words `first` up to `last` (exclusive; equal: no word)."""

    first: int
    last: int
    span: Span


class Needle:
    """A quotation's words and marks. Word positions count in `text`; `n` words.

    `gaps` maps a place between words (0 … n) to the ellipses that stand there. `brackets` hold whole words, `inner` maps a
    word to the marks within it (`judge[s]`). `asides` are marks that stand for no words: [sic], note calls. `marked` says
    whether the quoter left any mark, `bracketed` which words stand in brackets. Never changed once made.
    """

    __slots__ = ("asides", "bracketed", "brackets", "gaps", "inner", "marked", "n", "text", "words")

    def __init__(
        self,
        text: str,
        words: Words,
        gaps: dict[int, tuple[Editorial, ...]] | None = None,
        brackets: tuple[Bracket, ...] = (),
        inner: dict[int, tuple[Editorial, ...]] | None = None,
        asides: tuple[Editorial, ...] = (),
    ) -> None:
        self.text, self.words, self.n = text, words, len(words.codes)
        self.gaps, self.brackets, self.inner, self.asides = gaps or {}, brackets, inner or {}, asides
        self.marked = bool(gaps or brackets or inner or asides)
        self.bracketed = frozenset(i for b in brackets for i in range(b.first, b.last)) if brackets else _NONE

    def pieces(self) -> list[Span]:
        """The stretches of words between ellipses."""
        cuts = [0, *sorted(k for k in self.gaps if 0 < k < self.n), self.n]
        return [(a, b) for a, b in pairwise(cuts) if b > a]

    def outside(self, word: int) -> tuple[str, str]:
        """The folded letters of a word before its first bracket and after its last."""
        start, end = self.words.begins[word], self.words.stops[word]
        inner = self.inner[word]
        start, end = min(start, inner[0].span[0]), max(end, inner[-1].span[1])
        return letters(self.text[start : inner[0].span[0]]), letters(self.text[inner[-1].span[1] : end])

    def span(self, first: int, last: int) -> Span:
        """The stretch of text from word `first` up to word `last` (exclusive), brackets that belong to them included."""
        start, end = self.words.begins[first], self.words.stops[last - 1]
        if not self.inner:
            return start, end
        for w in (first, last - 1):
            for mark in self.inner.get(w, ()):
                start, end = min(start, mark.span[0]), max(end, mark.span[1])
        return start, end


def take_apart(text: str) -> Needle:
    """Read a quotation's words and marks. Linear time."""
    found = marks(text)
    if not found:
        return Needle(text, few_words(text))
    plain, places = _plain(text, found)
    bare = few_words(plain)
    if places is not None and bare.codes:
        begins, stops = [places[at] for at in bare.begins], [places[at - 1] + 1 for at in bare.stops]
        bare = Words(begins, stops, bare.packed, bare.codes)
    begun, stopped = bare.begins, bare.stops
    gaps: dict[int, tuple[Editorial, ...]] = {}
    inner: dict[int, tuple[Editorial, ...]] = {}
    brackets, asides = [], []
    for mark in found:
        at, stop = mark.span
        if mark.kind == "ellipsis":
            k = bisect_left(begun, at)
            gaps[k] = (*gaps.get(k, ()), mark)
        elif mark.kind != "bracket":
            asides.append(mark)
        elif mark.word:
            w = bisect_right(stopped, mark.word[0])
            while w + 1 < len(begun) and stopped[w] <= at and begun[w + 1] < mark.word[1]:
                w += 1  # a note's number before it is a word of its own: `²[T]he`
            if w < len(begun) and begun[w] < mark.word[1]:
                inner[w] = (*inner.get(w, ()), mark)
        else:
            brackets.append(Bracket(bisect_left(begun, at), bisect_left(begun, stop), mark.span))
    return Needle(text, bare, gaps, tuple(brackets), inner, tuple(asides))


def _plain(text: str, found: tuple[Editorial, ...]) -> tuple[str, list[int] | None]:
    """The text without brackets in words, and with asides and the brackets round words of their own blanked.

    With it the positions of what is left (None: unmoved).
    """
    pieces: list[str] = []
    keep: list[int] = []
    at = 0
    moved = False
    for mark in found:
        start, end = mark.span
        if mark.kind in ("sic", "note", "ellipsis"):
            pieces.append(text[at:start] + " " * (end - start))
            keep += range(at, end)
            at = end
        elif mark.word:
            moved = True
            pieces.append(text[at:start] + text[start + 1 : end - 1])
            keep += range(at, start)
            keep += range(start + 1, end - 1)
            at = end
        else:  # words of its own: no letters of the word that it touches (`the mill[which is old] was sold`)
            pieces.append(f"{text[at:start]} {text[start + 1 : end - 1]} ")
            keep += range(at, end)
            at = end
    pieces.append(text[at:])
    keep += range(at, len(text))
    return "".join(pieces), keep if moved else None
