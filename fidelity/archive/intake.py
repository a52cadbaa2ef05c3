"""Into the store and out of it: adding in batches, removing, tidying the index, and looking whether all is whole."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

import numpy as np

from fidelity.archive import index
from fidelity.archive.choose import address, title_words
from fidelity.archive.packing import DamagedError, pack, unpack
from fidelity.archive.store import WORDS, StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from fidelity.archive.index import Segment
    from fidelity.archive.store import Entry, Store
    from fidelity.model import Document, Meta
    from fidelity.text.words import Hashes

READER = "1"  # raise it when readers read more or better: what is added again is then read again
_BATCH = 2_000  # documents, and
_LETTERS = 12_000_000  # code points, kept in one transaction: bounds memory, and what an interruption costs

_LEARNT = "text, reader, address, url, title, author, publisher, published, snapshot, language, problem"
"""The columns of an original that may change while its bytes stay the same."""

What = Literal["added", "known", "updated", "changed", "unusable", "unchanged"]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document.

    It was `added`, `known` already, `updated` (other metadata), `changed` (another version of what the store has under the same
    name, kept beside it) or is `unusable` (kept with its `problem`, so that a check can say so). A file may be `unchanged`.
    """

    uri: str
    what: What
    problem: str | None = None


@dataclass(slots=True)
class Health:
    """What `verify` found: how much was looked at, and what is wrong, a sentence each."""

    originals: int = 0
    texts: int = 0
    segments: int = 0
    wrong: list[str] = field(default_factory=list)


def add(store: Store, documents: Iterable[Document]) -> Iterator[Stored]:
    """Add documents, and say of each what became of it once that can no more be lost. Raises StoreError."""
    tidy(store)
    for batch in _batches(documents):
        yield from _add(store, batch)
        _merge(store)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    letters = 0
    for document in documents:
        batch.append(document)
        letters += len(document.text)
        if len(batch) >= _BATCH or letters >= _LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _add(store: Store, batch: Sequence[Document]) -> list[Stored]:
    packed = [pack(d) for d in batch]
    counted = [hashes for _, hashes in index.hashed((n, d.text) for n, d in enumerate(batch))]
    new: dict[int, Hashes] = {}
    out = []
    with store.writing() as db:
        for document, content, said in zip(batch, packed, counted, strict=True):
            row = db.execute("SELECT number FROM texts WHERE digest = ?", (content.digest,)).fetchone()
            if row is None:
                values = (content.digest, content.data, len(document.text), len(said))
                cursor = db.execute("INSERT INTO texts (digest, data, letters, words) VALUES (?, ?, ?, ?)", values)
                number = int(cursor.lastrowid or 0)
                if len(said):
                    new[number] = said
            else:
                number = row[0]
            out.append(_name(db, document, number))
        new = {n: h for n, h in new.items() if db.execute("SELECT 1 FROM texts WHERE number = ?", (n,)).fetchone()}
        if new:
            _write(store, db, new)
    return out


def _name(db: sqlite3.Connection, document: Document, number: int) -> Stored:
    """Put an original's name beside its text."""
    meta = document.meta
    said = (number, READER, address(meta.url), *_of(meta), document.problem)
    before = db.execute(f"SELECT id, sha256, {_LEARNT} FROM originals WHERE uri = ?", (document.uri,)).fetchall()  # noqa: S608
    same = next((row for row in before if row[1] == document.sha256), None)
    if same is not None:
        if tuple(same[2:]) == said:
            return Stored(document.uri, "known", document.problem)
        db.execute(f"UPDATE originals SET ({_LEARNT}) = ({_marks(said)}) WHERE id = ?", (*said, same[0]))  # noqa: S608
        _title(db, same[0], meta.title)
        _forget_unnamed(db, [same[2]])
        return Stored(document.uri, "updated", document.problem)
    row = (document.uri, document.sha256, *said)
    cursor = db.execute(f"INSERT INTO originals (uri, sha256, {_LEARNT}) VALUES ({_marks(row)})", row)  # noqa: S608
    _title(db, int(cursor.lastrowid or 0), meta.title)
    unusable = [row for row in before if row[-1] is not None]  # what could not be read is worth nothing once there is more
    for row in unusable:
        db.execute("DELETE FROM originals WHERE id = ?", (row[0],))
    _forget_unnamed(db, [row[2] for row in unusable])
    if document.problem is not None:
        return Stored(document.uri, "unusable", document.problem)
    return Stored(document.uri, "changed" if len(before) > len(unusable) else "added")


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _of(meta: Meta) -> tuple[str | None, ...]:
    return meta.url, meta.title, meta.author, meta.publisher, meta.published, meta.snapshot, meta.language


def _title(db: sqlite3.Connection, original: int, title: str | None) -> None:
    db.execute("DELETE FROM title_words WHERE original = ?", (original,))
    db.executemany("INSERT INTO title_words VALUES (?, ?)", [(w, original) for w in sorted(title_words(title))])


def _forget_unnamed(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Drop those of these texts that no original has any more; the index leaves them out from now on."""
    for number in sorted(set(numbers)):
        if db.execute("SELECT 1 FROM originals WHERE text = ?", (number,)).fetchone() is None:
            db.execute("DELETE FROM texts WHERE number = ?", (number,))
            db.execute("INSERT OR IGNORE INTO removed VALUES (?)", (number,))


def _write(store: Store, db: sqlite3.Connection, new: dict[int, Hashes]) -> None:
    name = _fresh()
    info = index.write(store.path / WORDS / name, sorted(new.items()))
    db.execute("INSERT INTO segments VALUES (?, ?)", (name, info.documents))


def _fresh() -> str:
    """A name that no segment ever had: a reader that holds an old list must not open another file under it."""
    return f"{secrets.token_hex(8)}.words"


def is_done(store: Store, path: str, sha256: str, said: str) -> bool:
    """Whether all originals of a file are stored as this version of the reader reads them, and nothing else is said of it."""
    row = store.connection.execute("SELECT sha256, said FROM files WHERE path = ?", (path,)).fetchone()
    return row is not None and tuple(row) == (sha256, f"{READER} {said}")


def done(store: Store, files: Iterable[tuple[str, str, str]]) -> None:
    """Remember that all originals of these files (path, SHA-256, what is said of it) are stored."""
    with store.writing() as db:
        db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", [(p, h, f"{READER} {said}") for p, h, said in files])


def remove(store: Store, entries: Sequence[Entry]) -> None:
    """Take originals out, and the texts that nothing else names."""
    with store.writing() as db:
        for entry in entries:
            db.execute("DELETE FROM originals WHERE id = ?", (entry.id,))
            db.execute("DELETE FROM files WHERE path IN (?, ?)", (entry.uri, entry.uri.partition("#")[0]))
        _forget_unnamed(db, [e.number for e in entries])
    store.__dict__.pop("removed", None)


def _merge(store: Store) -> None:
    """Merge segments while the index's plan wants some merged; removed texts leave it at that."""
    _merge_while(store, index.due)


def compact(store: Store) -> None:
    """Merge the index into as few parts as it can have: a look-up costs something for each. Raises StoreError."""
    _merge_while(store, lambda segments, _: index.all_that_fit(segments))


def _merge_while(store: Store, due: Callable[[Sequence[Segment], NDArray[np.uint32]], list[Segment]]) -> None:
    while True:
        with store.writing() as db:
            gone = store.fresh_removed()
            chosen = due([index.Segment(store.path / WORDS / name) for name in store.segments], gone)
            if not chosen:
                return
            old = [(segment.path.name,) for segment in chosen]
            name = _fresh()
            info = index.merge([segment.path for segment in chosen], store.path / WORDS / name, gone)
            db.executemany("DELETE FROM segments WHERE name = ?", old)
            db.execute("INSERT INTO segments VALUES (?, ?)", (name, info.documents))
            dropped = np.intersect1d(gone, np.concatenate([segment.numbers for segment in chosen]))
            db.executemany("DELETE FROM removed WHERE number = ?", [(int(n),) for n in dropped])
        _unlink(store, [path for (path,) in old])


def tidy(store: Store) -> None:
    """Delete segment files that the catalogue does not know: an interrupted writer left them."""
    with store.writing():
        known = set(store.segments)
        stray = [p.name for p in (store.path / WORDS).iterdir() if p.name not in known]
        _unlink(store, stray)


def _unlink(store: Store, names: Iterable[str]) -> None:
    for name in names:
        try:
            (store.path / WORDS / name).unlink(missing_ok=True)
        except OSError:  # another process reads it, and this system does not let it go: the next writer tidies up
            continue


def rebuild(store: Store) -> None:
    """Make the index by words anew from the texts."""
    with store.writing() as db:
        old = store.segments
        db.execute("DELETE FROM segments")
        db.execute("DELETE FROM removed")
        numbers = (row[0] for row in db.execute("SELECT number FROM texts WHERE words > 0 ORDER BY number").fetchall())
        while chunk := list(islice(numbers, _BATCH)):
            _write(store, db, dict(index.hashed((n, text) for n in chunk if (text := _text(db, n)) is not None)))
    _unlink(store, old)
    _merge(store)


def _text(db: sqlite3.Connection, number: int) -> str | None:
    try:
        return unpack(db.execute("SELECT data FROM texts WHERE number = ?", (number,)).fetchone()[0]).text
    except DamagedError:
        return None


def verify(store: Store) -> Health:
    """Read everything in the store again, and compare it with its digests."""
    health = Health()
    db = store.connection
    for (said,) in db.execute("PRAGMA integrity_check").fetchmany(20):
        if said != "ok":
            health.wrong.append(f"the catalogue is damaged: {said}")
    for (number,) in db.execute("SELECT number FROM texts ORDER BY number").fetchall():
        digest, data = db.execute("SELECT digest, data FROM texts WHERE number = ?", (number,)).fetchone()
        health.texts += 1
        try:
            unpack(data, digest)
        except DamagedError:
            names = [row[0] for row in db.execute("SELECT uri FROM originals WHERE text = ? ORDER BY uri", (number,))]
            health.wrong.append(f"{', '.join(names[:3])}: its text is damaged; remove it and add it again")
    health.originals = db.execute("SELECT count(*) FROM originals").fetchone()[0]
    lost = db.execute("SELECT uri FROM originals WHERE text NOT IN (SELECT number FROM texts)").fetchall()
    health.wrong += [f"{uri}: its text is missing; remove it and add it again" for (uri,) in lost]
    health.wrong += _index_faults(store, health)
    return health


def _index_faults(store: Store, health: Health) -> list[str]:
    wrong = []
    covered = 0
    for name in store.segments:
        path = store.path / WORDS / name
        health.segments += 1
        try:
            with index.Segment(path) as segment:
                segment.verify()
                covered += segment.info.documents
        except (index.SegmentError, OSError) as error:
            wrong.append(f"{error}: `fidelity archive verify --repair` does that")
    count = store.connection.execute("SELECT count(*) FROM texts WHERE words > 0").fetchone()[0]
    if not wrong and covered < count:
        wrong.append(f"the index covers {covered} of {count} texts; `verify --repair` makes it anew")
    return wrong


__all__ = ["Health", "StoreError", "Stored", "add", "rebuild", "remove", "tidy", "verify"]
