"""Which articles a run checks, cut into chunks: by their number and size alone, whoever checks them and how many at once."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fidelity.articles import articles_below
from fidelity.batch.folder import Chunk, RunError, Stretch
from fidelity.formats import CONTAINERS, by_name, is_sought
from fidelity.read import slices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SLICE: Final = 1_000_000  # bytes of a container that are read at once
_SIZES: Final = ((16, 25, 250_000), (48, 100, 1_000_000), (400, 400, 4_000_000))
_LARGEST: Final = (1_000, 16_000_000)
"""Up to which chunk, and how many files and bytes a chunk has there: small ones first, so that a small run too has enough for
several workers; then larger ones, so that a large run is not made of too many files."""


def chunks(files: Iterable[Path]) -> Iterator[Chunk]:
    """The files' articles in chunks, in their order. A container is cut where its articles are."""
    number = size = 0
    held: list[Stretch] = []
    for path in files:
        is_container = by_name(path.name) in CONTAINERS
        for part in slices(path, _SLICE) if is_container else (None,):
            one = Stretch(str(path)) if part is None else Stretch(str(path), part.start, part.stop, part.line)
            held.append(one)
            size += _bytes(path, one)
            most, large = next(((n, b) for last, n, b in _SIZES if number < last), _LARGEST)
            if len(held) >= most or size >= large:
                yield Chunk(number, tuple(held), size)
                number, size, held = number + 1, 0, []
    if held:
        yield Chunk(number, tuple(held), size)


def _bytes(path: Path, part: Stretch) -> int:
    if part.stop is not None:
        return part.stop - part.start
    try:
        return path.stat().st_size - part.start
    except OSError:  # told of when it is read
        return 0


def article_files(given: Sequence[str], listed: Path | None = None) -> Iterator[Path]:
    """The files that are meant: each once, in the order given, those of a folder by name.

    `listed` is a file with a path on each line. Raises RunError for what does not exist; a file named there that is missing is
    told of in the run, so that the others are checked.
    """
    folders: list[Path] = []
    seen: set[str] = set()
    for name in given:
        for place in _places(name):
            if any(_lies_in(place, folder) for folder in folders):
                continue
            if place.is_dir():
                yield from (file for file in _below(place) if not _is_known(file, seen) and not _in_any(file, folders))
                folders.append(place)
            elif not _is_known(place, seen):
                seen.add(os.path.abspath(place))  # noqa: PTH100 - a link is an article of its own name
                yield place
    for place in _listed(listed) if listed is not None else ():
        if not _is_known(place, seen) and not _in_any(place, folders):
            seen.add(os.path.abspath(place))  # noqa: PTH100 - a link is an article of its own name
            yield place


def _is_known(file: Path, seen: set[str]) -> bool:
    return bool(seen) and os.path.abspath(file) in seen  # noqa: PTH100 - a link is an article of its own name


def _in_any(file: Path, folders: Sequence[Path]) -> bool:
    return any(_lies_in(file, folder) for folder in folders)


def _lies_in(file: Path, folder: Path) -> bool:
    return Path(os.path.abspath(file)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100 - links are not followed


def _places(name: str) -> Iterator[Path]:
    here = Path(name)
    if os.path.lexists(here):
        yield here
    elif glob.has_magic(name):
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            raise RunError(f"{name}: nothing has such a name; check the pattern, or name the files")
        yield from (Path(match) for match in matches if "**" not in name or Path(match).is_file())
    else:
        raise RunError(f"{name}: there is no such file or folder; check the name")


def _below(folder: Path) -> Iterator[Path]:
    found = False
    try:
        for file in articles_below(folder, is_sought):
            found = True
            yield file
    except OSError as e:
        raise RunError(f"{e.filename or folder}: cannot be looked into ({e.strerror}); check its permissions") from e
    if not found:
        raise RunError(f"{folder}: the folder holds nothing that could be an article; name another one, or the files")


def _listed(path: Path) -> Iterator[Path]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                if line.strip():
                    yield Path(line.rstrip("\r\n"))
    except OSError as e:
        raise RunError(f"{path}: {e.strerror}; --files-from takes a file with one path on each line") from e
    except UnicodeDecodeError as e:
        raise RunError(f"{path}: not UTF-8; --files-from takes a text file with one path on each line") from e
