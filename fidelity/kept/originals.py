"""The state of originals: digests that change with everything that a check sees of them."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from fidelity.archive.folder import CATALOGUE, files_at
from fidelity.kept.digests import is_settled, signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fidelity.kept.digests import Digests, Signature

STORE = "catalogue.sqlite"


class OutOfReachError(Exception):
    """Nobody can tell the state of something."""


def state_of_files(paths: Iterable[Path], digests: Digests) -> str:
    """The digest of the originals at these paths, their names and their catalogues. Raises OriginalsError or OSError."""
    whole = hashlib.sha256()
    folders: dict[Path, None] = {}
    for path in paths:
        for file in files_at(path):
            folders[file.parent] = None
            whole.update(f"{file.as_posix()}\0{digests.of(file)}\n".encode("utf-8", "surrogateescape"))
    for folder in folders:
        catalogue = folder / CATALOGUE
        said = digests.of(catalogue) if os.path.lexists(catalogue) else "none"
        whole.update(f"{catalogue.as_posix()}\0{said}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def state_of_store(path: Path, digests: Digests) -> str:
    """The digest of what a store's catalogue says. Raises OSError, or OutOfReachError if it cannot be asked."""
    return digests.told(path / STORE, _looks(path / STORE), lambda: _asked(path))


def is_older(paths: Iterable[Path], than: int) -> bool:
    """Whether nothing at these paths, files and folders, was written after a time or just before it. Raises OSError."""
    return all(is_settled(signature(path), than) for path in _all(paths))


def _all(paths: Iterable[Path]) -> Iterator[Path | str]:
    for path in paths:
        yield path
        yield path.parent / CATALOGUE if os.path.lexists(path.parent / CATALOGUE) else path.parent
        for folder, _, files in os.walk(path):
            yield folder
            yield from (os.path.join(folder, file) for file in files)  # noqa: PTH118 - thousands of paths


def _looks(catalogue: Path) -> Signature:
    """How a catalogue looks: what was written and not yet taken over stands beside it, and counts unless it is empty."""
    own = signature(catalogue)
    try:
        beside = signature(f"{catalogue}-wal")
    except FileNotFoundError:
        return own
    if not beside[0]:  # left by who only reads
        return own
    return (*own[:3], *beside[:3], max(own[3], beside[3]), max(own[4], beside[4]))


def _asked(path: Path) -> str:
    from fidelity.archive.store import Store, StoreError  # noqa: PLC0415 - loads numpy; only when the store has changed

    try:
        with Store.open(path) as store:
            return store.state()
    except StoreError as error:
        raise OutOfReachError from error
