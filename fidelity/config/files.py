"""Finding and reading the config file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fidelity.config.keys import Keys, PerFile
from fidelity.config.places import Path as Trail
from fidelity.config.places import places
from fidelity.config.reading import ConfigError, Said, Table, check_fields, plain, shown
from fidelity.text.toml import read_toml

NAME = "fidelity.toml"
PROJECT = "pyproject.toml"
_TABLE: Trail = ("tool", "fidelity")
_WHERE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Some:
    """What some articles have different: globs from a folder, and what is said of the files that they mean; no globs: all."""

    folder: Path
    paths: tuple[str, ...]
    said: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Config:
    """A config with all that it extends: what it says by dotted key, and of which files it says something else."""

    path: Path
    said: Mapping[str, Said]
    some: tuple[Some, ...] = ()


def nearest(folder: Path) -> Path | None:
    """The config nearest to a folder, in it or above: fidelity.toml, else a pyproject.toml with a table for us."""
    start = plain(folder)
    for here in (start, *start.parents):
        if _is_there(here / NAME):
            return here / NAME
        project = here / PROJECT
        if _is_there(project) and _concerns_us(project):
            return project
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False


def _concerns_us(project: Path) -> bool:
    """Whether a pyproject.toml has our table; one that nobody can read does if it looks so, for that must be told."""
    try:
        text = project.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return False
    if "fidelity" not in text:
        return False
    try:
        return _ours(read_toml(text)) is not None
    except tomllib.TOMLDecodeError:
        return "tool.fidelity" in text


def _ours(data: Mapping[str, Any]) -> Any:
    tool = data.get("tool", {})
    return tool.get("fidelity") if isinstance(tool, dict) else None


def load(path: Path) -> Config:
    """A config and what it extends. Raises ConfigError if it cannot be used."""
    return _load(plain(path), ())


def _load(path: Path, chain: tuple[Path, ...]) -> Config:
    name = shown(path)
    if path.resolve() in chain:
        raise ConfigError(f"{name}: it extends itself by way of {' > '.join(map(shown, chain))}. Take one extend away.")
    table, data = _table(path, name)
    own = dict(data)
    listed = own.pop("per-file", None) or ()
    said = dict(table.said(own, Keys))
    check_fields(table, said)
    if not isinstance(listed, list | tuple) or not all(isinstance(one, dict) for one in listed):
        raise table.error(("per-file",), "per-file must be a list of tables: [[per-file]] and its keys, for each.")
    some = tuple(_some(table, one, ("per-file", n)) for n, one in enumerate(listed))
    extended = said.pop("extend", None)
    if extended is None:
        return Config(path, said, some)
    other = Path(extended.value)
    if not other.is_file():
        raise ConfigError(f"{extended.where}: there is no file {extended.value} to extend. Check the path.")
    base = _load(plain(other), (*chain, path.resolve()))
    return Config(path, {**base.said, **said}, (*base.some, Some(table.folder, (), said), *some))


def _some(table: Table, data: Mapping[str, Any], at: Trail) -> Some:
    said = dict(table.said(data, PerFile, at))
    check_fields(table, said, at)
    if "paths" not in said:
        raise table.error(at, 'a [[per-file]] must say which files it means: paths = ["letters/**"].')
    return Some(table.folder, said.pop("paths").value, said)


def _table(path: Path, name: str) -> tuple[Table, Mapping[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(
            f"{name}: the config cannot be read: {error.strerror}. Check the path and its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: the config is not UTF-8. Save it as UTF-8 text.") from error
    try:
        data = read_toml(text)
        found = places(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        where = _WHERE.search(said)
        place = f"{where[1]}:{where[2]}" if where else f"{text.count(chr(10)) + 1}:1"
        sentence = said[: where.start()] if where else said.removesuffix(" (at end of document)")
        raise ConfigError(f"{name}:{place}: this is not valid TOML: {sentence}.") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: the config is nested too deeply.") from error
    if path.name != PROJECT:
        return Table(name, path.parent, found), data
    ours = _ours(data)
    if not isinstance(ours, dict):
        raise ConfigError(f"{name}: it has no table [tool.fidelity]. Add one, or name another file.")
    return Table(name, path.parent, found, _TABLE), ours
