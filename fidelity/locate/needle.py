"""A quotation taken apart for the search: its words, and the quoter's marks among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from fidelity.model import Span
from fidelity.text.editorial import Editorial, marks
from fidelity.text.words import Words, letters, words


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket that holds whole words: the quotation's words `first` up to `last` (exclusive; equal: no word)."""

    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Needle:
    """A quotation's words and marks. Word positions count in `text`; `n` words.

    `gaps` maps a place between words (0 … n) to the ellipses that stand there. `brackets` hold whole words, `inner` maps a
    word to the marks within it (`judge[s]`). `asides` are marks that stand for no words: [sic], note calls.
    """

    text: str
    words: Words
    gaps: dict[int, tuple[Editorial, ...]] = field(default_factory=dict)
    brackets: tuple[Bracket, ...] = ()
    inner: dict[int, tuple[Editorial, ...]] = field(default_factory=dict)
    asides: tuple[Editorial, ...] = ()

    @property
    def n(self) -> int:
        """How many words."""
        return len(self.words.codes)

    @property
    def marked(self) -> bool:
        """Whether the quoter left any mark."""
        return bool(self.gaps or self.brackets or self.inner or self.asides)

    def bracketed(self) -> frozenset[int]:
        """The words that stand in brackets."""
        return frozenset(i for b in self.brackets for i in range(b.first, b.last))

    def pieces(self) -> list[Span]:
        """The stretches of words between ellipses."""
        cuts = [0, *sorted(k for k in self.gaps if 0 < k < self.n), self.n]
        return [(a, b) for a, b in pairwise(cuts) if b > a]

    def outside(self, word: int) -> tuple[str, str]:
        """The folded letters of a word before its first bracket and after its last."""
        start, end = int(self.words.starts[word]), int(self.words.ends[word])
        inner = self.inner[word]
        start, end = min(start, inner[0].span[0]), max(end, inner[-1].span[1])
        return letters(self.text[start : inner[0].span[0]]), letters(self.text[inner[-1].span[1] : end])

    def span(self, first: int, last: int) -> Span:
        """The stretch of text from word `first` up to word `last` (exclusive), brackets that belong to them included."""
        start, end = int(self.words.starts[first]), int(self.words.ends[last - 1])
        for w in (first, last - 1):
            for mark in self.inner.get(w, ()):
                start, end = min(start, mark.span[0]), max(end, mark.span[1])
        return start, end


def take_apart(text: str) -> Needle:
    """Read a quotation's words and marks. Linear time."""
    found = marks(text)
    if not found:
        return Needle(text, words(text))
    plain, places = _plain(text, found)
    bare = words(plain)
    if places is not None and len(bare):
        bare = Words(places[bare.starts], places[bare.ends - 1] + 1, bare.hashes, bare.codes)
    starts, ends = bare.starts, bare.ends
    gaps: dict[int, tuple[Editorial, ...]] = {}
    inner: dict[int, tuple[Editorial, ...]] = {}
    brackets, asides = [], []
    for mark in found:
        at, stop = mark.span
        if mark.kind == "ellipsis":
            k = int(np.searchsorted(starts, at))
            gaps[k] = (*gaps.get(k, ()), mark)
        elif mark.kind != "bracket":
            asides.append(mark)
        elif mark.word:
            w = int(np.searchsorted(ends, mark.word[0], side="right"))
            if w < len(starts) and starts[w] < mark.word[1]:
                inner[w] = (*inner.get(w, ()), mark)
        else:
            first, last = int(np.searchsorted(starts, at)), int(np.searchsorted(starts, stop))
            brackets.append(Bracket(first, last, mark.span))
    return Needle(text, bare, gaps, tuple(brackets), inner, tuple(asides))


def _plain(text: str, found: tuple[Editorial, ...]) -> tuple[str, np.ndarray[tuple[int], np.dtype[np.int32]] | None]:
    """The text with brackets inside words taken out and asides blanked; positions of what is left (None: unmoved)."""
    pieces, keep, at = [], [], 0
    moved = False
    for mark in found:
        start, end = mark.span
        if mark.kind in ("sic", "note") or mark.kind == "ellipsis":
            pieces.append(text[at:start] + " " * (end - start))
            keep.append(np.arange(at, end, dtype=np.int32))
            at = end
        elif mark.word:
            moved = True
            pieces.append(text[at:start] + text[start + 1 : end - 1])
            keep += [np.arange(at, start, dtype=np.int32), np.arange(start + 1, end - 1, dtype=np.int32)]
            at = end
    pieces.append(text[at:])
    keep.append(np.arange(at, len(text), dtype=np.int32))
    return "".join(pieces), np.concatenate(keep) if moved else None
