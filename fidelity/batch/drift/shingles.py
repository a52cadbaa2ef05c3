"""The words of many short texts as arrays, and the hashed runs of three words by which alike texts are found.

Memory grows with the words: eight bytes for each of different wordings, and twelve for each run of three.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence


Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

RUN = 3
"""Words of a shingle."""
_BETWEEN = "\n\n"
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """Word hashes of many texts end to end: text `i` has `hashes[starts[i]:starts[i + 1]]`."""

    hashes: Hashes
    starts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Places:
        """How many words each text has."""
        return np.diff(self.starts)

    def of(self, i: int) -> Hashes:
        """The words of one text."""
        return self.hashes[self.starts[i] : self.starts[i + 1]]

    def codes(self, i: int) -> str:
        """The words of one text, each as one private character, for rapidfuzz."""
        return ((self.of(i) >> np.uint64(44)).astype(np.uint32) + np.uint32(0x10000)).tobytes().decode("utf-32-le")

    def digests(self) -> Hashes:
        """A number for each text that hangs on its words and their order alone."""
        places = np.arange(len(self.hashes), dtype=np.uint64) - np.repeat(self.starts[:-1], self.lengths).astype(np.uint64)
        with np.errstate(over="ignore"):
            mixed = scrambled(self.hashes + places * _PRIME)
            sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)))
            return scrambled(sums[self.starts[1:]] - sums[self.starts[:-1]] + self.lengths.astype(np.uint64))

    def picked(self, these: Places) -> Wordings:
        """Some of the texts, in the order asked for."""
        lengths = self.lengths[these]
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        within = np.arange(int(starts[-1])) - np.repeat(starts[:-1], lengths)
        return Wordings(self.hashes[np.repeat(self.starts[:-1][these], lengths) + within], starts)


def wordings(texts: Sequence[str]) -> Wordings:
    """The words of texts, taken apart all at once; linear in their letters."""
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) + len(_BETWEEN) for text in texts], out=offsets[1:])
    found = words(_BETWEEN.join(texts))
    return Wordings(found.hashes, np.searchsorted(found.starts, offsets).astype(np.int64))


def joined(parts: Sequence[Wordings]) -> Wordings:
    """Several batches as one."""
    if not parts:
        return Wordings(np.zeros(0, np.uint64), np.zeros(1, np.int64))
    ends = np.cumsum([0, *(len(part.hashes) for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
    return Wordings(np.concatenate([p.hashes for p in parts]), np.concatenate((*starts, ends[-1:])).astype(np.int64))


def shingles(texts: Wordings) -> tuple[Hashes, Places]:
    """The hash of each run of three words, and which text it stands in, in the texts' order."""
    if len(texts.hashes) < RUN:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), texts.lengths)
    whole = owner[RUN - 1 :] == owner[: 1 - RUN]
    h = texts.hashes
    with np.errstate(over="ignore"):
        mixed = scrambled(h[:-2] * _PRIME + scrambled(h[1:-1]) * np.uint64(3) + scrambled(h[2:] ^ _MIX))
    return mixed[whole], owner[: 1 - RUN][whole]


def scrambled(hashes: Hashes) -> Hashes:
    """The hashes, mixed once more."""
    with np.errstate(over="ignore"):
        mixed = (hashes ^ (hashes >> np.uint64(31))) * _MIX
        return mixed ^ (mixed >> np.uint64(29))
