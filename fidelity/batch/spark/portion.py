"""A chunk's portion of an archive that no machine holds whole: what its articles can ask for, and asked as a store is.

The code that looks for originals is the store's own, so it finds what it would find there: it asks a portion, which has the
same answers to the questions of this chunk. What is asked and not yet known is noted down, and the next round of joins answers
it.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fidelity.archive.index import Index, Segment
from fidelity.archive.store import Store
from fidelity.model import Document, Origin
from fidelity.pipeline import Stocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from fidelity.archive.store import Entry
    from fidelity.candidates import Shelf
    from fidelity.text.words import Values

    Numbers = NDArray[np.int64]

COUNTS: Final = "counts.npz"
LISTS: Final = "lists.npz"
TITLES: Final = "titles.json"
ABOUT: Final = "about.json"
_NONE: Final = np.zeros(0, np.uint32)


@dataclass(slots=True)
class Wanted:
    """What a portion was asked: grams, titles and addresses; the grams whose lists were read; originals by id and by text."""

    grams: list[Any] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)
    titles: set[tuple[str, ...]] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    """The numbers of the texts of the originals that were chosen."""


class Postings(Segment):
    """Grams with how many texts hold each, and for some of them which. Looks like a segment of the index by words.

    Without `counts` every gram seems to be held by one text; without a list, all its texts seem to be one.
    """

    __slots__ = ("_counted", "_edges", "_grams", "_listed", "_starts", "wanted")

    def __init__(
        self, counts: tuple[Values, Numbers] | None, lists: tuple[Values, Numbers, Values] | None, wanted: Wanted
    ) -> None:
        self.path = Path()
        self.wanted = wanted
        self._counted = counts is not None
        self._grams, sizes = counts or (_NONE, np.zeros(0, np.int64))
        self._edges: Numbers = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))
        self.numbers = np.zeros(1, np.uint32)
        self._starts: Numbers | None = None
        if lists is not None:
            listed, bounds, numbers = lists
            self.numbers, self._listed = np.unique(numbers, return_inverse=True)
            self._starts = np.zeros(len(self._grams), np.int64)
            self._starts[np.searchsorted(self._grams, listed)] = bounds[:-1]

    def close(self) -> None:
        """Nothing is held open."""

    def ranges(self, grams: Values) -> tuple[Numbers, Numbers]:
        """For each gram, where among the postings its own begin and end."""
        self.wanted.grams.append(np.unique(grams))
        if not self._counted:
            starts = grams.astype(np.int64)
            return starts, starts + 1
        if not len(self._grams):
            nothing = np.zeros(len(grams), np.int64)
            return nothing, nothing
        at = np.minimum(np.searchsorted(self._grams, grams), len(self._grams) - 1)
        is_held = self._grams[at] == grams
        return np.where(is_held, self._edges[at], 0), np.where(is_held, self._edges[at + 1], 0)

    def places(self, starts: Numbers, sizes: Numbers) -> Numbers:
        """The places of the documents in stretches of the postings."""
        asked = sizes > 0
        total = int(sizes.sum())
        if not self._counted or not total:
            return np.zeros(total, np.int64)
        at = np.searchsorted(self._edges, starts[asked], side="right") - 1
        self.wanted.lists.append(np.unique(self._grams[at]))
        if self._starts is None:
            return np.zeros(total, np.int64)
        moved = self._starts[at] + (starts[asked] - self._edges[at])
        ends = np.cumsum(sizes[asked])
        return np.asarray(self._listed[np.repeat(moved - (ends - sizes[asked]), sizes[asked]) + np.arange(total)], np.int64)


class Portion(Store):
    """A store that has the answers to one chunk's questions, as far as they are in its folder.

    `catalogue` is a store's with the originals asked for, and their texts if `is_whole`.
    """

    def __init__(self, folder: Path, catalogue: Path | None = None, *, is_whole: bool = False) -> None:
        super().__init__(folder, sqlite3.connect(":memory:") if catalogue is None else Store.open(catalogue).connection)
        self.wanted = Wanted()
        self._is_known, self._is_whole = catalogue is not None, is_whole
        self._titles: dict[tuple[str, ...], list[int]] = {tuple(said): ids for said, ids in _told(folder / TITLES, [])}
        self._index = Index([Postings(_counts(folder), _lists(folder), self.wanted)])
        self._count = int(_told(folder.parent / ABOUT, {"originals": 0})["originals"])

    @property
    def count(self) -> int:
        """How many originals the whole archive has."""
        return self._count

    @property
    def index(self) -> Index:
        """The grams of the chunk's articles."""
        return self._index

    @property
    def removed(self) -> Values:
        """None are."""
        return _NONE

    def entries(self, where: str = "", values: Sequence[object] = ()) -> list[Entry]:
        """The originals of which a condition holds."""
        wanted: dict[str, set[Any]] = {
            "o.id": self.wanted.ids,
            "o.text": self.wanted.texts,
            "o.address": self.wanted.addresses,
        }
        wanted[where.partition(" ")[0]].update(values)
        return super().entries(where, values) if self._is_known else []

    def with_title_words(self, words: Iterable[str], most: int) -> list[Entry]:
        """The originals whose titles have the most of these words."""
        return self.of_ids(self.ids_with_title_words(words, most))

    def ids_with_title_words(self, words: Iterable[str], most: int) -> list[int]:
        """Their ids, those with the most first."""
        said = tuple(sorted(set(words)))
        self.wanted.titles.add(said)
        return self._titles.get(said, [])[:most]

    def told_apart(self, entries: Sequence[Entry]) -> list[Entry]:
        """Entries with the uris that their documents have; none while they are only asked for."""
        self.wanted.documents.update(e.number for e in entries)
        return super().told_apart(entries) if self._is_whole else []

    def document(self, entry: Entry) -> Document:
        """An original as it was read; an empty one while it is only asked for."""
        self.wanted.documents.add(entry.number)
        return super().document(entry) if self._is_whole else Document(entry.uri, "", "", "", Origin((), (), (), 0))

    def close(self) -> None:
        """Close the catalogue."""
        self.connection.close()


class PortionStocks(Stocks):
    """What a worker gets originals from: the portion of its chunk."""

    def __init__(self, folder: Path, catalogue: Path | None = None, *, is_whole: bool = True) -> None:
        super().__init__()
        self.portion = Portion(folder, catalogue, is_whole=is_whole)

    def __call__(self, *args: Any, **named: Any) -> Shelf:
        """The shelf for an article."""
        archive = args[1] if len(args) > 1 else named["archive"]
        self._stores[archive] = self.portion
        return super().__call__(*args, **named)


def _told(path: Path, otherwise: Any) -> Any:
    return json.loads(path.read_bytes()) if path.exists() else otherwise


def _counts(folder: Path) -> tuple[Values, Numbers] | None:
    if not (folder / COUNTS).exists():
        return None
    with np.load(folder / COUNTS) as kept:
        return kept["grams"], kept["counts"]


def _lists(folder: Path) -> tuple[Values, Numbers, Values] | None:
    if not (folder / LISTS).exists():
        return None
    with np.load(folder / LISTS) as kept:
        return kept["grams"], kept["bounds"], kept["numbers"]
