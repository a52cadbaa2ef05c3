"""An original, made ready to be searched many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.text.words import Words, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fidelity.model import Document, Span
    from fidelity.text.words import Hashes

_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_HIGH = np.uint64(0xFFFFFFFF00000000)
_LOW = np.uint64(0xFFFFFFFF)


def pairs(hashes: Hashes) -> Hashes:
    """A 32-bit hash of each two neighbouring words, in the upper half of 64 bits (the lower half is empty)."""
    with np.errstate(over="ignore"):
        mixed = (hashes[:-1] * _PAIR) ^ (hashes[1:] >> np.uint64(7)) ^ hashes[1:]
        mixed *= _PAIR
    return mixed & _HIGH


class Original:
    """An original's text with the indexes that alignment needs, each made when it is first used.

    `document` is None for an original that was given as a mere string.
    """

    __slots__ = ("_numbers", "_pairs", "_words", "document", "text", "uri")

    def __init__(self, text: str, uri: str = "", document: Document | None = None) -> None:
        self.text = text
        self.uri = uri
        self.document = document
        self._words: Words | None = None
        self._pairs: Hashes | None = None
        self._numbers: memoryview | None = None

    @property
    def is_read(self) -> bool:
        """Whether its words are known already."""
        return self._words is not None

    @property
    def words(self) -> Words:
        """The words of the text."""
        if self._words is None:
            self._words = words(self.text)
        return self._words

    @property
    def pairs(self) -> Hashes:
        """Sorted: pair hash in the upper half, the first word's number in the lower."""
        if self._pairs is None:
            hashes = self.words.hashes
            if len(hashes) < 2:
                self._pairs = np.zeros(0, np.uint64)
            else:
                packed = pairs(hashes) | np.arange(len(hashes) - 1, dtype=np.uint64)
                packed.sort()
                self._pairs = packed
        return self._pairs

    @property
    def numbers(self) -> memoryview:
        """The lower half of `pairs`: the numbers of their first words."""
        if self._numbers is None:
            self._numbers = (self.pairs & _LOW).astype(np.uint32).data
        return self._numbers

    def span(self, first: int, last: int) -> Span:
        """The stretch of text from word `first` up to word `last` (exclusive)."""
        words = self._words or self.words
        return words.begins[first], words.stops[last - 1]

    def places(self, wanted: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each wanted pair hash: where its stretch in `pairs` begins and ends."""
        index = self.pairs
        return index.searchsorted(wanted), index.searchsorted(wanted | _LOW, "right")


def prepare(original: str | Document) -> Original:
    """Index an original once, to compare many quotations with it."""
    if isinstance(original, str):
        return Original(original)
    return Original(original.text, original.uri, original)
