"""Originals in files and folders, with what an `originals.toml` beside them says of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.formats import is_sought
from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOGUE = "originals.toml"
_KEYS = frozenset(f.name for f in fields(Meta)) - {"originals"}


class OriginalsError(Exception):
    """The originals cannot be used as they were given: what is wrong, where, and what to do next."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that holds an original. `meta` is what the catalogue beside it says of it, and wins."""

    path: Path
    meta: Meta = field(default_factory=Meta)


def sources(paths: Iterable[Path]) -> list[Source]:
    """The original files among `paths`: files as they are, folders with all readable formats in them, in order of name.

    Raises OriginalsError for a path that does not exist, a folder without originals, and a catalogue that cannot be read.
    """
    out: dict[Path, Source] = {}
    catalogues: dict[Path, dict[str, Meta]] = {}
    for path in paths:
        for file in _files(path):
            known = catalogues.setdefault(file.parent, {}) or catalogue(file.parent)
            catalogues[file.parent] = known
            out.setdefault(file, Source(file, known.get(file.name, Meta())))
    return list(out.values())


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if is_sought(p.name) and p.is_file() and not _hidden(p, path))
            if not found:
                raise OriginalsError(f"{path}: no originals in this folder; put .html, .md, .txt, .docx or .pdf files there")
            return found
        if not path.exists():
            raise OriginalsError(f"{path}: no such file or folder; check the path given with --originals")
    except OSError as e:
        raise OriginalsError(f"{path}: cannot be read ({e.strerror}); check its permissions") from e
    return [path]


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def catalogue(folder: Path) -> dict[str, Meta]:
    """What `originals.toml` in a folder says of each file; empty if there is none. Raises OriginalsError if it is wrong."""
    path = folder / CATALOGUE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as e:
        raise OriginalsError(f"{path}: cannot be read ({e}); save it as UTF-8 text") from e
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise OriginalsError(f"{path}: not valid TOML: {e}") from e
    out = {}
    for name, entry in data.items():
        if not isinstance(entry, dict):
            raise OriginalsError(f"{path}: '{name}' must be a table, [\"{name}\"], with keys like url and title")
        unknown = sorted(set(entry) - _KEYS)
        if unknown:
            raise OriginalsError(f"{path}: ['{name}'] has an unknown key '{unknown[0]}'; known are {', '.join(sorted(_KEYS))}")
        said: dict[str, Any] = {k: str(v) for k, v in entry.items()}
        out[name] = Meta(**said)
    return out


def merged(said: Meta, known: Meta) -> Meta:
    """What a document says of itself, overruled by what the catalogue knows."""
    return Meta(**{f.name: getattr(known, f.name) or getattr(said, f.name) for f in fields(Meta)})
