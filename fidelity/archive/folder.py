"""Originals in files and folders, with what an `originals.toml` beside them says of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.archive.grounds import leads_out, project
from fidelity.formats import is_sought, mistaken_fields
from fidelity.model import Meta
from fidelity.text.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

CATALOGUE = "originals.toml"
_KEYS = frozenset(f.name for f in fields(Meta)) - {"originals"} | {"fields"}


class OriginalsError(Exception):
    """The originals cannot be used as they were given: what is wrong, where, and what to do next."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a catalogue says of a file: `meta` wins over what the file says; `fields` are where a dump keeps what is needed."""

    meta: Meta = field(default_factory=Meta)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One file that holds an original, or many. `meta` and `fields` are what the catalogue beside it says of it."""

    path: Path
    meta: Meta = field(default_factory=Meta)
    fields: Mapping[str, str] = field(default_factory=dict)


def sources(paths: Iterable[Path]) -> list[Source]:
    """The original files among `paths`: files as they are, folders with all readable formats in them, in order of name.

    Raises OriginalsError for a path that does not exist, a folder without originals, and a catalogue that cannot be read.
    """
    out: dict[Path, Source] = {}
    catalogues: dict[Path, dict[str, Known]] = {}
    for path in paths:
        for file in files_at(path):
            known = catalogues.setdefault(file.parent, {}) or catalogue(file.parent)
            catalogues[file.parent] = known
            said = known.get(file.name, Known())
            out.setdefault(file, Source(file, said.meta, said.fields))
    return list(out.values())


def files_at(path: Path) -> list[Path]:
    """The original files at a path: itself, or all in a folder by name. Raises OriginalsError."""
    try:
        if path.is_symlink() and leads_out(path, project(path.parent)):
            raise OriginalsError(f"{path}: a link that leads out of the project; name what it leads to with --originals")
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if is_sought(p.name) and p.is_file() and not _hidden(p, path))
            root = project(path)
            out = next((p for p in found if p.is_symlink() and leads_out(p, root)), None)
            if out is not None:
                raise OriginalsError(
                    f"{out}: a link that leads out of the project, which is not followed; "
                    "copy the file there, or take the link away and name the file with --originals"
                )
            if not found:
                raise OriginalsError(f"{path}: no originals in this folder; put .html, .md, .txt, .docx or .pdf files there")
            return found
        if not path.exists():
            raise OriginalsError(f"{path}: no such file or folder; check the path given with --originals")
    except OSError as e:
        raise OriginalsError(f"{path}: cannot be read ({e.strerror}); check its permissions") from e
    except ValueError as e:
        raise OriginalsError(f"{path}: no file can have such a name; check the path given with --originals") from e
    return [path]


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def catalogue(folder: Path) -> dict[str, Known]:
    """What `originals.toml` in a folder says of each file; empty if there is none. Raises OriginalsError if it is wrong."""
    path = folder / CATALOGUE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as e:
        raise OriginalsError(f"{path}: cannot be read ({e}); save it as UTF-8 text") from e
    try:
        data = read_toml(text)
    except tomllib.TOMLDecodeError as e:
        raise OriginalsError(f"{path}: not valid TOML: {e}") from e
    out = {}
    for name, entry in data.items():
        if not isinstance(entry, dict):
            raise OriginalsError(f"{path}: '{name}' must be a table, [\"{name}\"], with keys like url and title")
        unknown = sorted(set(entry) - _KEYS)
        if unknown:
            raise OriginalsError(f"{path}: ['{name}'] has an unknown key '{unknown[0]}'; known are {', '.join(sorted(_KEYS))}")
        said: dict[str, Any] = {k: str(v) for k, v in entry.items() if k != "fields"}
        out[name] = Known(Meta(**said), _field_map(path, name, entry.get("fields", {})))
    return out


def _field_map(path: Path, name: str, given: Any) -> dict[str, str]:
    """The field map of a dump. Raises OriginalsError if it is wrong."""
    example = '{text = "body", title = "meta.headline"}'
    if not isinstance(given, dict) or not all(isinstance(v, str) and v for v in given.values()):
        raise OriginalsError(f"{path}: ['{name}'] fields must be a table of names, such as fields = {example}")
    wrong = mistaken_fields(given)
    if wrong is not None:
        raise OriginalsError(f"{path}: ['{name}'] fields: {wrong}")
    return dict(given)


def merged(said: Meta, known: Meta) -> Meta:
    """What a document says of itself, overruled by what the catalogue knows."""
    return Meta(**{f.name: getattr(known, f.name) or getattr(said, f.name) for f in fields(Meta)})
