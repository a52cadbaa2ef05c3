"""Quotations from the originals of the benchmark, exact and damaged, and what is a right answer.

Sentences come round again, so the original that a damaged quotation was taken from may not be the nearest to it, nor the only
one. Right is each original that the quotation fits as well as its own: no more words to change, leave out or add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_corpus import Corpus, Tokens

CUT = " […] "


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, its words (piece by piece if it was trimmed), and how many of them differ in the original it is from."""

    text: str
    pieces: tuple[NDArray[np.uint64], ...]
    distance: int

    def fits(self, original: NDArray[np.uint64]) -> bool:
        """Whether an original holds the quotation as well as its own."""
        return distance(self.pieces, original) <= self.distance


def distance(pieces: tuple[NDArray[np.uint64], ...], original: NDArray[np.uint64]) -> int:
    """The fewest words to change, leave out or add so that each piece stands somewhere in the original."""
    total = 0
    places = np.arange(len(original) + 1)
    for piece in pieces:
        row = np.zeros(len(original) + 1, dtype=np.int64)
        for word in piece:
            above = row + 1
            above[1:] = np.minimum(above[1:], row[:-1] + (original != word))
            row = np.minimum.accumulate(above - places) + places
        total += int(row.min())
    return total


class Quoter:
    """Takes quotations from a corpus of so many originals."""

    def __init__(self, corpus: Corpus, documents: int, seed: int) -> None:
        self.corpus, self.documents = corpus, documents
        self.chance = np.random.default_rng((seed, 3))

    def quotations(self, form: str, count: int) -> list[Quotation]:
        """As many quotations of one form."""
        least, most, damage = FORMS[form]
        return [self._one(least, most, damage) for _ in range(count)]

    def _one(self, least: int, most: int, damage: Callable[[Tokens, Quoter], str]) -> Quotation:
        while True:
            tokens = self.corpus.original(int(self.chance.integers(self.documents)))
            length = int(self.chance.integers(least, most + 1))
            start = int(self.chance.integers(max(1, len(tokens) - length)))
            passage = tokens[start : start + length]
            if least <= len(words(self.corpus.source.text(passage))) <= most:
                text = damage(passage, self)
                pieces = tuple(words(piece).hashes for piece in text.split(CUT))
                return Quotation(text, pieces, distance(pieces, words(self.corpus.source.text(tokens)).hashes))

    def word(self) -> int:
        """Some content word."""
        content = self.corpus.source.content
        return int(content[self.chance.integers(len(content))])


def _exact(passage: Tokens, quoter: Quoter) -> str:
    return quoter.corpus.source.text(passage)


def _trimmed(passage: Tokens, quoter: Quoter) -> str:
    """A stretch from the middle left out and marked so; a dozen words stay."""
    cut = int(quoter.chance.integers(3, len(passage) - 12))
    start = int(quoter.chance.integers(3, len(passage) - cut - 2))
    text = quoter.corpus.source.text
    return text(passage[:start]) + CUT + text(passage[start + cut :])


def _altered(share: float) -> Callable[[Tokens, Quoter], str]:
    def damage(passage: Tokens, quoter: Quoter) -> str:
        """A share of the words changed, left out or added, one at least."""
        hit = quoter.chance.random(len(passage)) < share
        hit[quoter.chance.integers(len(passage))] = True
        out: list[int] = []
        for token, is_hit in zip(passage.tolist(), hit.tolist(), strict=True):
            what = int(quoter.chance.integers(3)) if is_hit else -1
            if what != 1:
                out.append(quoter.word() if what == 0 else token)
            if what == 2:
                out.append(quoter.word())
        return quoter.corpus.source.text(np.array(out))

    return damage


def _edited(passage: Tokens, quoter: Quoter) -> str:
    """One word changed."""
    out = passage.copy()
    out[quoter.chance.integers(len(out))] = quoter.word()
    return quoter.corpus.source.text(out)


FORMS: dict[str, tuple[int, int, Callable[[Tokens, Quoter], str]]] = {
    "exact, 12-60 words": (12, 60, _exact),
    "trimmed": (20, 60, _trimmed),
    "10 % altered": (12, 60, _altered(0.10)),
    "25 % altered": (12, 60, _altered(0.25)),
    "6-11 words, exact": (6, 11, _exact),
    "6-11 words, one changed": (6, 11, _edited),
}
