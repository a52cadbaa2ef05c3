"""Which texts may be alike: those that share a run of three words, in bounded lists.

Of neighbouring runs of words only the least hash is kept (winnowing: Schleimer, Wilkerson and Aiken, "Winnowing: local
algorithms for document fingerprinting", SIGMOD 2003), so that any six words in common still show. A run of words that thousands
of texts share gives not millions of pairs but a few for each text: with the first of the list, and with its neighbours in two
orders that bring alike texts together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fidelity.batch.drift.shingles import RUN, scrambled, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from fidelity.batch.drift.shingles import Hashes, Places, Wordings

WINDOW = 4
"""Shingles of which at least one is kept."""
ALL_PAIRS = 6
"""Texts of a list up to which each is paired with each."""
_BLOCK = 1 << 15  # texts taken apart at a time


def postings(texts: Wordings) -> tuple[Hashes, NDArray[np.int32]]:
    """The kept shingles that at least two texts share, and which texts, ordered by shingle and then by text."""
    hashes, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for first in range(0, len(texts), _BLOCK):
        block = texts.picked(np.arange(first, min(first + _BLOCK, len(texts))))
        found, owner = _winnowed(block)
        hashes.append(found)
        owners.append((owner + first).astype(np.int32))
    kept, owner = np.concatenate(hashes), np.concatenate(owners)
    order = np.lexsort((owner, kept))
    kept, owner = kept[order], owner[order]
    same = np.zeros(len(kept) + 1, dtype=bool)
    same[1:-1] = kept[1:] == kept[:-1]
    shared = same[1:] | same[:-1]
    return kept[shared], owner[shared].astype(np.int32)


def _winnowed(block: Wordings) -> tuple[Hashes, Places]:
    """Shingles and their texts, only the least of each window; of a text with fewer shingles than a window, all."""
    hashes, owner = shingles(block)
    keep = np.zeros(len(hashes), dtype=bool)
    if len(hashes) >= WINDOW:
        last = len(hashes) - WINDOW + 1
        least = np.minimum.reduce([hashes[k : k + last] for k in range(WINDOW)])
        whole = owner[WINDOW - 1 :] == owner[:last]
        for k in range(WINDOW):
            keep[k : k + last] |= whole & (hashes[k : k + last] == least)
    keep |= (block.lengths - RUN + 1 < WINDOW)[owner]
    pairs = (
        np.unique(np.stack((hashes[keep], owner[keep].astype(np.uint64))), axis=1)
        if keep.any()
        else np.zeros((2, 0), np.uint64)
    )
    return pairs[0], pairs[1].astype(np.int64)


def lists(hashes: Hashes) -> NDArray[np.int64]:
    """Where each shingle's list begins, and the end of the last one."""
    edges = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
    return np.concatenate((np.zeros(1, np.int64), edges, np.array([len(hashes)]))).astype(np.int64)


def pairs(hashes: Hashes, owner: NDArray[np.int32], texts: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs of texts worth a look, the lower number first, each once, in order."""
    found = [np.zeros(0, np.uint64)]
    bounds = lists(hashes)
    sizes = np.diff(bounds)
    small = np.repeat(sizes <= ALL_PAIRS, sizes)
    found += [_stepped(hashes[small], owner[small], step) for step in range(1, ALL_PAIRS)]
    big, own = hashes[~small], owner[~small]
    found.append(_with_first(big, own))
    least = np.full(texts, np.iinfo(np.uint64).max, dtype=np.uint64)
    np.minimum.at(least, owner, scrambled(hashes))
    for key in (least, _second(hashes, owner, least, texts)):
        order = np.lexsort((own, key[own], big))
        found += [_stepped(big[order], own[order], step) for step in (1, 2)]
    every = np.unique(np.concatenate(found))
    return (every >> np.uint64(32)).astype(np.int32), (every & np.uint64(0xFFFFFFFF)).astype(np.int32)


def _second(hashes: Hashes, owner: NDArray[np.int32], least: Hashes, texts: int) -> Hashes:
    """The second least hash of each text."""
    second = np.full(texts, np.iinfo(np.uint64).max, dtype=np.uint64)
    mixed = scrambled(hashes)
    above = mixed > least[owner]
    np.minimum.at(second, owner[above], mixed[above])
    return second


def _stepped(hashes: Hashes, owner: NDArray[np.int32], step: int) -> Hashes:
    """Texts that stand `step` apart in the same list."""
    same = hashes[step:] == hashes[:-step]
    return _packed(owner[:-step][same], owner[step:][same])


def _with_first(hashes: Hashes, owner: NDArray[np.int32]) -> Hashes:
    """Each text of a list with the list's first."""
    if not len(hashes):
        return np.zeros(0, np.uint64)
    bounds = lists(hashes)
    firsts = np.repeat(owner[bounds[:-1]], np.diff(bounds))
    other = firsts != owner
    return _packed(firsts[other], owner[other])


def _packed(these: NDArray[np.int32], those: NDArray[np.int32]) -> Hashes:
    low, high = np.minimum(these, those), np.maximum(these, those)
    different = low != high
    return np.unique((low[different].astype(np.uint64) << np.uint64(32)) | high[different].astype(np.uint64))


def groups(hashes: Hashes, owner: NDArray[np.int32], least: int) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """The shingles that at least `least` texts share, with the texts."""
    bounds = lists(hashes)
    for k in np.flatnonzero(np.diff(bounds) >= least).tolist():
        yield int(hashes[bounds[k]]), owner[bounds[k] : bounds[k + 1]]
