"""A store of originals: a folder with a SQLite catalogue, which also holds the texts, and beside it the index by words.

The catalogue says what is in the store. A segment of the index counts only once it stands there, in the same transaction as
the texts that it covers, so a store that was killed at any moment is whole: what is not in the catalogue was never added.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from fidelity.archive.choose import address
from fidelity.archive.index import Index, Segment, SegmentError
from fidelity.archive.packing import DamagedError, unpack
from fidelity.model import Document, Meta, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from fidelity.archive.index import Hit, Run
    from fidelity.text.words import Hashes

CATALOGUE = "catalogue.sqlite"
WORDS = "words"
VERSION = 1  # of the catalogue's layout
_PATIENCE = 60.0  # seconds to wait for another process that is writing
_TRIES = 5  # to open an index that is being merged meanwhile
_META = tuple(f.name for f in fields(Meta) if f.name != "originals")
_COLUMNS = ", ".join(["o.id", "o.uri", "o.sha256", "o.text", "t.digest", "t.letters", "o.problem", *(f"o.{n}" for n in _META)])

_STATE = ", ".join(["id", "uri", "sha256", "text", "reader", "problem", *_META])

_AT_ONCE = 500  # values in one query: old builds of SQLite take no more than 999
_TITLED = 1_000_000  # originals of words in titles that are remembered (8 MB), and forgotten when there are more


class StoreError(Exception):
    """The store cannot be used: what is wrong, where, and what to do next."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An original as the catalogue knows it. `number` is its text's, `letters` how long that is in code points."""

    id: int
    uri: str
    sha256: str
    number: int
    digest: str
    letters: int
    problem: str | None
    meta: Meta


class Store:
    """A store, opened. Many processes may read while one writes; a second writer waits for the first."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._opened: tuple[tuple[str, ...], Index] | None = None
        self._stamp: tuple[int, int] | None = None
        self._known: dict[str, Any] = {}
        self._titled: dict[str, NDArray[np.int64]] = {}

    @classmethod
    def create(cls, path: Path) -> Self:
        """Open the store at `path` to write, and make it if nothing is there. Raises StoreError."""
        if path.exists() and not path.is_dir():
            raise StoreError(f"{path}: a file, not a store; a store is a folder, give another name")
        if path.is_dir() and not (path / CATALOGUE).exists() and any(path.iterdir()):
            raise StoreError(f"{path}: a folder with other things in it; give a new folder for the store")
        try:
            (path / WORDS).mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise StoreError(f"{path}: the store cannot be made ({e.strerror}); choose a folder that you may write to") from e
        store = cls(path, _connect(path / CATALOGUE, "rwc"))
        with store.writing():
            if not store.connection.execute("PRAGMA user_version").fetchone()[0]:
                for statement in _statements():
                    store.connection.execute(statement)
                store.connection.execute(f"PRAGMA user_version = {VERSION}")
        store.expect_version()
        return store

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at `path` to read. Raises StoreError if there is none, or one that cannot be read."""
        if not (path / CATALOGUE).is_file():
            raise StoreError(f"{path}: no store here; `fidelity archive add PATH --archive {path}` makes one")
        store = cls(path, _connect(path / CATALOGUE, "rw"))
        store.expect_version()
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the catalogue."""
        self.connection.close()

    def expect_version(self) -> None:
        """Raise StoreError for a catalogue that this program does not know."""
        try:
            version = self.connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as e:
            raise StoreError(f"{self.path / CATALOGUE}: not a catalogue, or damaged ({e}); restore it from a copy") from e
        if version != VERSION:
            raise StoreError(f"{self.path}: a store of version {version}; this program reads version {VERSION}: update it")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the store for one writer: all of it is kept, or nothing. Raises StoreError."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as e:
            raise StoreError(f"{self.path}: cannot be written to ({e}); try again when nothing else writes to it") from e
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except sqlite3.DatabaseError as e:
            self._roll_back()
            raise StoreError(f"{self.path}: could not be written ({e}); free some space or check the disk") from e
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    # What is in the store

    def entries(self, where: str = "", values: Sequence[object] = ()) -> list[Entry]:
        """The originals of which a condition holds (on `o`, the original, and `t`, its text), in the order they were added."""
        query = f"SELECT {_COLUMNS} FROM originals o JOIN texts t ON t.number = o.text"  # noqa: S608 - conditions are written here
        rows = self.connection.execute(f"{query} {where and 'WHERE ' + where} ORDER BY o.id", tuple(values))
        return [_entry(row) for row in rows]

    def state(self) -> str:
        """`sha256:` and the digest of all that the catalogue says: another one if anything was added, removed or learnt."""
        whole = hashlib.sha256()
        for row in self.connection.execute(f"SELECT {_STATE} FROM originals ORDER BY id"):  # noqa: S608 - names written here
            whole.update(repr(row).encode("utf-8", "backslashreplace"))
        return f"sha256:{whole.hexdigest()}"

    @property
    def count(self) -> int:
        """How many originals there are."""
        known = self._remembered()
        if "count" not in known:
            known["count"] = int(self.connection.execute("SELECT count(*) FROM originals").fetchone()[0])
        return int(known["count"])

    def _remembered(self) -> dict[str, Any]:
        """What has been asked of the catalogue before, as long as nobody has changed it since."""
        stamp = (self.connection.execute("PRAGMA data_version").fetchone()[0], self.connection.total_changes)
        if stamp != self._stamp or self.connection.in_transaction:
            self._stamp = None if self.connection.in_transaction else stamp  # what is changed in one may yet be taken back
            self._known, self._titled = {}, {}
        return self._known

    def named(self, name: str) -> list[Entry]:
        """The originals that a person means by a name: a uri, an address, a whole title, or the beginning of a digest."""
        wanted = "o.uri = ? OR o.url = ? OR o.title = ? OR (length(?) >= 6 AND (o.sha256 LIKE ? OR t.digest LIKE ?))"
        start = f"{name.lower()}%" if name.isalnum() else ""
        return self.entries(wanted, (name, name, name, name, start, start))

    def at_address(self, address: str) -> list[Entry]:
        """The originals at a web address (as `choose.address` gives it): all snapshots of a page."""
        return self.entries("o.address = ?", (address,))

    def at_addresses(self, addresses: Iterable[str]) -> dict[str, list[Entry]]:
        """The same for several addresses at once; those where nothing is are left out."""
        out: dict[str, list[Entry]] = {}
        for entry in self._among("o.address", sorted(set(addresses))):
            out.setdefault(address(entry.meta.url) or "", []).append(entry)
        return out

    def with_title_words(self, words: Iterable[str], most: int) -> list[Entry]:
        """The originals whose titles have the most of these words, at most `most`; the rarer a word, the more it counts."""
        return self.of_ids(self.ids_with_title_words(words, most))

    def ids_with_title_words(self, words: Iterable[str], most: int) -> list[int]:
        """Their ids, those with the most first."""
        held = [ids for word in sorted(set(words)) if len(ids := self._with_word(word))]
        if not held:
            return []
        ids, at = np.unique(np.concatenate(held), return_inverse=True)
        weights = np.bincount(at, np.concatenate([np.full(len(these), 1.0 / len(these)) for these in held]))
        found: list[int] = ids[np.argsort(-weights, kind="stable")[:most]].tolist()
        return found

    def _with_word(self, word: str) -> NDArray[np.int64]:
        """The ids of the originals with a word in their titles, in order."""
        self._remembered()
        if word not in self._titled:
            rows = self.connection.execute("SELECT original FROM title_words WHERE word = ? ORDER BY original", (word,))
            found = np.array([row[0] for row in rows], np.int64)
            if sum(map(len, self._titled.values())) + len(found) > _TITLED:
                self._titled.clear()
            self._titled[word] = found
        return self._titled[word]

    def of_ids(self, ids: Sequence[int]) -> list[Entry]:
        """The originals with these ids."""
        return self._among("o.id", ids)

    def of_texts(self, numbers: Sequence[int]) -> list[Entry]:
        """The originals of these texts."""
        return self._among("o.text", numbers)

    def _among(self, column: str, values: Sequence[object]) -> list[Entry]:
        """The originals of which a column has one of some values, in the order they were added."""
        parts = [values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE)]
        found = [e for part in parts for e in self.entries(f"{column} IN ({','.join('?' * len(part))})", part)]
        return found if len(parts) < 2 else sorted(found, key=lambda e: e.id)

    def document(self, entry: Entry) -> Document:
        """An original as it was read. One whose text is damaged says so as its `problem`.

        Of several versions of one file all but the newest have the beginning of their digest behind their uri.
        """
        return self.decoded(self.told_apart([entry])[0])

    def told_apart(self, entries: Sequence[Entry]) -> list[Entry]:
        """Entries with the uris that their documents have: of the versions of one file only the newest goes by its name."""
        uris = sorted({e.uri for e in entries})
        newest: dict[str, int] = {}
        for at in range(0, len(uris), _AT_ONCE):
            part = uris[at : at + _AT_ONCE]
            query = f"SELECT uri, max(id) FROM originals WHERE uri IN ({','.join('?' * len(part))}) GROUP BY uri"  # noqa: S608
            newest.update(self.connection.execute(query, part))
        return [e if newest.get(e.uri) == e.id else replace(e, uri=f"{e.uri}@{e.sha256[:12]}") for e in entries]

    def decoded(self, entry: Entry) -> Document:
        """The document of an entry under the uri that the entry has."""
        row = self.connection.execute("SELECT data FROM texts WHERE number = ?", (entry.number,)).fetchone()
        try:
            content = unpack(row[0]) if row else None
        except DamagedError:
            content = None
        if content is None:
            return _lost(entry, "Its text in the store is damaged; `fidelity archive verify` says more.")
        return replace(content, uri=entry.uri, sha256=entry.sha256, meta=entry.meta)

    # The index by words

    def look_up(self, hashes: Hashes, limit: int) -> list[Hit]:
        """The texts (by number) that share the most, and the rarest, runs of words with these, best first."""
        return self.index.look_up(hashes, limit, self.removed)

    def look_up_many(self, asked: Sequence[Hashes], limit: int) -> list[list[Hit]]:
        """The same for several quotations at once."""
        return self.index.look_up_many(asked, limit, self.removed)

    def runs(self, hashes: Hashes, least: int) -> list[Run]:
        """Where in a text documents may hold `least` words in a row."""
        return self.index.runs(hashes, least, self.removed)

    @property
    def segments(self) -> tuple[str, ...]:
        """The names of the index's segments."""
        known = self._remembered()
        if "segments" not in known:
            known["segments"] = tuple(row[0] for row in self.connection.execute("SELECT name FROM segments ORDER BY name"))
        names: tuple[str, ...] = known["segments"]
        return names

    @property
    def index(self) -> Index:
        """The index as it stands in the catalogue now. Raises StoreError if a segment of it is missing or damaged."""
        for _ in range(_TRIES):
            names = self.segments
            if self._opened is None or self._opened[0] != names:
                try:
                    self._opened = names, Index([Segment(self.path / WORDS / name) for name in names])
                except SegmentError as e:
                    if self.segments != names:
                        continue  # it was merged away after its name was read
                    raise StoreError(f"{e}: `fidelity archive verify --repair` does that") from e
                self.__dict__.pop("removed", None)
            return self._opened[1]
        raise StoreError(f"{self.path}: a part of the index is missing; `fidelity archive verify --repair` makes it anew")

    @cached_property
    def removed(self) -> NDArray[np.uint32]:
        """The numbers of texts that are no more in the catalogue but still in the index, sorted."""
        return self.fresh_removed()

    def fresh_removed(self) -> NDArray[np.uint32]:
        """The same, asked anew."""
        return np.array([row[0] for row in self.connection.execute("SELECT number FROM removed ORDER BY number")], np.uint32)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open the catalogue. WAL lets readers read while one writes; FULL means that what is committed survives a power cut."""
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        with closing(connection.cursor()) as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.DatabaseError as e:
        raise StoreError(f"{path}: not a catalogue, or damaged, or not readable ({e}); check it, or restore a copy") from e
    return connection


def _statements() -> list[str]:
    text = files("fidelity.archive").joinpath("schema.sql").read_text("utf-8")
    lines = (line.split("--")[0] for line in text.splitlines())
    return [s for s in "\n".join(lines).split(";") if s.strip()]


def _entry(row: Sequence[Any]) -> Entry:
    id_, uri, sha256, number, digest, letters, problem, *meta = row
    return Entry(id_, uri, sha256, number, digest, letters, problem, Meta(**dict(zip(_META, meta, strict=True))))


def _lost(entry: Entry, problem: str) -> Document:
    return Document(entry.uri, "", entry.sha256, "", Origin((), (), (), 0), meta=entry.meta, problem=problem)
