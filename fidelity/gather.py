"""Originals from files into a store. A file that is stored whole and has not changed since is not read again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.archive import intake
from fidelity.archive.folder import merged, sources
from fidelity.archive.intake import Stored
from fidelity.read import read_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from fidelity.archive.store import Store
    from fidelity.model import Document

_TOGETHER = 500  # originals after which the files that are stored whole are remembered
_PIECE = 1 << 20  # bytes read at a time for a digest


def store_originals(store: Store, paths: Sequence[Path], fields: Mapping[str, str] | None = None) -> Iterator[Stored]:
    """Put the originals at these paths into a store; say of each what became of it, once that can no more be lost.

    `fields` is the field map of JSON dumps for which a catalogue has none. Raises OriginalsError, StoreError, and OSError for a
    file that vanishes meanwhile.
    """
    read: list[tuple[int, tuple[str, str, str]]] = []  # files, each with how many originals there were once it had been read
    unchanged: list[str] = []
    count = 0

    def documents() -> Iterator[Document]:
        nonlocal count
        for source in sources(paths):
            names = source.fields or fields or {}
            file = (source.path.as_posix(), _digest(source.path), f"{source.meta} {sorted(names.items())}")
            if intake.is_done(store, *file):
                unchanged.append(file[0])
                continue
            for document in read_all(source.path, names):
                count += 1
                yield replace(document, meta=merged(document.meta, source.meta))
            read.append((count, file))

    marked = 0
    for told, stored in enumerate(intake.add(store, documents()), 1):
        yield stored
        if told % _TOGETHER == 0:
            whole = [file for n, file in read[marked:] if n <= told]
            intake.done(store, whole)
            marked += len(whole)
    intake.done(store, [file for _, file in read[marked:]])
    yield from (Stored(name, "unchanged") for name in unchanged)


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()
