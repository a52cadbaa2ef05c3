"""Quotations of the same words that stand in no common original: each goes to the longest text that it is like.

Stock phrases ("at the end of the day") are told by their company: where most texts that share a run of words share little else,
the run proves nothing. Two texts are alike when they share other runs than those, and so many words in order as a quotation
must share with an original to be called found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import LCSseq

from fidelity.batch.drift.postings import groups, pairs, postings
from fidelity.batch.drift.shingles import RUN

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.batch.drift.shingles import Places, Wordings

SHORTEST = 5
"""Words under which a quotation that stands in no original is too short to be told from other people's words."""
_CROWD = 8  # texts that share a run of words, from which on it may be a stock phrase
_SAMPLE = 12  # pairs of them that are looked at
_WHOLE = 0.75  # part of a text's runs of words from which on a common phrase is the text
_KIN = 0.25  # part of those pairs that must be alike, or the run is stock
_FLOOR, _FLOOR_SHORT = 0.5, 0.7  # part of the shorter text's words that both have in order: of sixteen words and more; of six
_FEW, _LONGER = (
    12,
    4,
)  # a text of fewer words must stand in one that is so many times as long word for word: chance has the rest
_WIDE = 2  # times a text's length within which its words must lie in a longer one
_SHARED = 0.25  # part of the shorter text's runs of three words, stock phrases left out


class Likeness:
    """Whether two texts are alike, stock phrases known."""

    def __init__(self, texts: Wordings) -> None:
        self._texts = texts
        self._stock: set[str] = set()
        self.hashes, self.owner = postings(texts)
        self._learn()

    def _learn(self) -> None:
        found: set[str] = set()
        for _, texts in groups(self.hashes, self.owner, _CROWD):
            half = len(texts) // 2
            step = max(1, half // _SAMPLE)
            looked = [(int(texts[k]), int(texts[k + half])) for k in range(0, half, step)][:_SAMPLE]
            common = self._common([self._texts.codes(int(t)) for t in texts[:_CROWD]])
            if sum(self._more(a, b, common) for a, b in looked) < _KIN * len(looked):
                found |= common
        self._stock = found

    def _more(self, a: int, b: int, common: set[str]) -> bool:
        """Whether two texts are alike in more than what all of a crowd have in common, or are hardly more than that."""
        one, other = _runs(self._texts.codes(a)), _runs(self._texts.codes(b))
        is_all = len(common) >= _WHOLE * min(len(one), len(other))
        return self.words(a, b) > 0 and (is_all or bool((one & other) - common))

    @staticmethod
    def _common(codes: list[str]) -> set[str]:
        """The runs of words that all of the texts have."""
        return set.intersection(*(_runs(c) for c in codes))

    def words(self, a: int, b: int) -> int:
        """How many words two texts have in common in order, if they are alike; else 0."""
        one, other = sorted((self._texts.codes(a), self._texts.codes(b)), key=len)
        least = len(one)
        if least < SHORTEST:
            return 0
        if least < _FEW and len(other) > _LONGER * least and one not in other:
            return 0
        other = _nearby(one, other)
        mine, others = _runs(one) - self._stock, _runs(other) - self._stock
        shared = len(mine & others)
        if not shared or shared < _SHARED * min(len(mine), len(others)):
            return 0
        both = int(LCSseq.similarity(one, other))
        floor = _FLOOR + (_FLOOR_SHORT - _FLOOR) * max(0.0, min(1.0, (16 - least) / 10))
        return both if both >= floor * least else 0

    def holds(self, a: int, b: int) -> bool:
        """Whether the shorter of two texts stands in the other one word for word."""
        one, other = sorted((self._texts.codes(a), self._texts.codes(b)), key=len)
        return len(one) >= SHORTEST + RUN and one in other


def same_words(texts: Wordings, placed: int, is_one: Callable[[int, int], bool]) -> Places:
    """For each text the number of the longest text of its kind.

    The first `placed` texts are passages of originals: they are of one kind only where one holds the other word for word, or
    where they are alike and `is_one` says that their originals are versions of one text. The others go to the text that they
    share the most words with, a passage before other quotations.
    """
    kin = Likeness(texts)
    neighbours = _neighbours(*pairs(kin.hashes, kin.owner, len(texts)), len(texts))
    leaders = np.arange(len(texts), dtype=np.int64)
    lengths = texts.lengths
    order = np.lexsort((np.arange(len(texts)), -lengths, np.arange(len(texts)) >= placed))
    seen = np.zeros(len(texts), dtype=bool)
    for i in order.tolist():
        near = sorted({int(leaders[n]) for n in neighbours(i) if seen[n]})
        seen[i] = True
        best, most = i, (0, False)
        for leader in near:
            if i < placed and not (kin.holds(i, leader) or (is_one(i, leader) and kin.words(i, leader))):
                continue
            rank = (kin.words(i, leader), leader < placed)
            if rank[0] and rank > most:
                best, most = leader, rank
        leaders[i] = best
    return leaders


def _neighbours(low: np.ndarray, high: np.ndarray, texts: int) -> Callable[[int], list[int]]:
    """The texts that each text is paired with."""
    ends, others = np.concatenate((low, high)), np.concatenate((high, low))
    order = np.lexsort((others, ends))
    others = others[order]
    starts = np.searchsorted(ends[order], np.arange(texts + 1))

    def of(i: int) -> list[int]:
        found: list[int] = others[starts[i] : starts[i + 1]].tolist()
        return found

    return of


def _nearby(short: str, long: str) -> str:
    """The part of a longer text where most runs of words of a shorter one lie close together.

    Strewn over pages, the words of any sentence can be found in order.
    """
    wide = _WIDE * len(short) + RUN
    if len(long) <= wide:
        return long
    places: list[int] = []
    for run in _runs(short):
        at = long.find(run)
        while at >= 0:
            places.append(at)
            at = long.find(run, at + 1)
    places.sort()
    best, most, last = 0, 0, 0
    for first, start in enumerate(places):
        while last < len(places) and places[last] + RUN <= start + wide:
            last += 1
        if last - first > most:
            best, most = start, last - first
    begin = max(0, best - len(short) // 2)
    return long[begin : begin + wide]


def _runs(codes: str) -> set[str]:
    return {codes[k : k + RUN] for k in range(len(codes) - RUN + 1)}
