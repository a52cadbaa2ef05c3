"""The index done slowly and obviously: a dictionary of runs of three words, and small archives for both to be asked about."""

from __future__ import annotations

from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from fidelity.archive.index import Index, Reach, Segment, write
from fidelity.archive.index.grams import grams
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from fidelity.text.words import Hashes

Archive = dict[int, list[int]]

VOCABULARY = words(" ".join(f"word{n}" for n in range(12))).hashes
"""Few words, so that small archives repeat themselves; a text is a list of places in it."""

texts = st.lists(st.integers(0, len(VOCABULARY) - 1), max_size=30)
archives = st.dictionaries(st.integers(0, 2**32 - 1), texts, max_size=25)
quotations = st.lists(st.integers(0, len(VOCABULARY) - 1), max_size=14)
reaches = st.builds(Reach, *(st.integers(1, most) for most in (6, 4, 12, 12)))


def hashed(text: Sequence[int]) -> Hashes:
    return VOCABULARY[np.array(text, dtype=np.intp)]


def segment(path: Path, archive: Archive, numbers: Iterable[int] | None = None) -> Segment:
    """A segment over an archive, or some documents of it."""
    return Segment(write(path, ((n, hashed(archive[n])) for n in (archive if numbers is None else numbers))).path)


def index(path: Path, archive: Archive, reach: Reach | None = None) -> Index:
    return Index([segment(path, archive)], reach)


def look_up(
    archive: Archive, quotation: Sequence[int], reach: Reach, limit: int, without: Collection[int] = ()
) -> list[tuple[int, float]]:
    """What the index should answer."""
    held: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for number, text in archive.items():
        if number not in without:
            for gram in _grams(text):
                held[gram].add(number)
    ranked = sorted((len(held[g]), _hash(g), g) for g in set(_grams(quotation)) if held[g])
    weights: dict[int, int] = defaultdict(int)
    read = 0
    for rank, (count, _, gram) in enumerate(ranked):
        read += count
        needed = rank < reach.enough and (read <= reach.most or rank == 0)
        if needed or (count <= reach.common and read <= reach.postings):
            for number in held[gram]:
                weights[number] += round(256 * max(12 - log2(count), 0.5))
    best = sorted((-weight, number) for number, weight in weights.items())[:limit]
    return [(number, -weight / 256) for weight, number in best]


def _grams(text: Sequence[int]) -> list[tuple[int, ...]]:
    return list(zip(text, text[1:], text[2:], strict=False))


def _hash(gram: tuple[int, ...]) -> int:
    return int(grams(hashed(gram))[0])
