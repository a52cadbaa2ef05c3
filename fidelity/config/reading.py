"""A table of a config taken apart and checked against its types. Whatever cannot be used is an error with its place."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from fidelity.config.keys import TABLES
from fidelity.config.places import Path as Trail
from fidelity.config.places import Places
from fidelity.formats import mistaken_fields
from fidelity.styles import StyleError, is_file, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class ConfigError(ValueError):
    """A config that cannot be used; its message is a sentence for people that begins with file:line:column."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value and where it was said: file, line and column (from 1; code points)."""

    value: Any
    file: str
    line: int
    column: int

    @property
    def where(self) -> str:
        """The place as `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Table:
    """A config file being read: what it is called, where its paths start, and where everything stands in it."""

    name: str
    folder: Path
    places: Places
    prefix: Trail = ()

    def said(self, table: Mapping[str, Any], kind: type[Struct], at: Trail = ()) -> Iterator[tuple[str, Said]]:
        """Every key of a table, those of tables in it by their dotted name. Raises ConfigError for what it cannot be."""
        kinds = _kinds(kind)
        for key, value in table.items():
            here = (*at, key)
            if key not in kinds:
                raise self.error(here, f"there is no key “{key}”{self._in(at)}.{_nearest(key, kinds)}")
            told = self.value(value, kinds[key], here)
            if key in TABLES:
                yield from ((f"{key}.{name}", self.noted(one, (*here, name))) for name, one in told.items())
            else:
                yield key, self.noted(told, here)

    def noted(self, value: Any, at: Trail) -> Said:
        """A value with its place."""
        return Said(value, self.name, *self.places.of((*self.prefix, *at)))

    def error(self, at: Trail, sentence: str) -> ConfigError:
        """What is wrong, with its place."""
        return ConfigError(f"{self.noted(None, at).where}: {sentence}")

    def value(self, value: Any, kind: Any, at: Trail) -> Any:
        """A value as its type wants it: lists as tuples, paths from the config's folder. Raises ConfigError."""
        bare, metas = _bare(kind)
        name = _dotted(at)
        if isinstance(bare, type) and issubclass(bare, Struct):
            return {key: said.value for key, said in self.said(self._table(value, at), bare, at)}
        origin = get_origin(bare)
        if origin is dict:
            of_keys, of_values = get_args(bare)
            return {
                self.value(k, of_keys, (*at, k)): self.value(v, of_values, (*at, k)) for k, v in self._table(value, at).items()
            }
        if origin is tuple:
            if not isinstance(value, list):
                raise self.error(at, f"{name} must be a list, such as {name} = [{_toml(value)}].")
            return tuple(self.value(item, get_args(bare)[0], (*at, n)) for n, item in enumerate(value))
        if origin is Literal:
            return self._one_of(value, get_args(bare), name, at)
        if bare in {int, float}:
            return self._number(value, bare, metas, at)
        if bare is bool:
            if not isinstance(value, bool):
                raise self.error(at, f"{name} must be true or false, without quotation marks.")
            return value
        if not isinstance(value, str) or not value.strip():
            raise self.error(at, f"{name} must be a text in quotation marks.")
        return self._text(value, metas, name, at)

    def _table(self, value: Any, at: Trail) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error(at, f"{_dotted(at)} must be a table: [{_dotted(at)}] and a line for each entry.")
        return value

    def _text(self, value: str, metas: list[Meta], name: str, at: Trail) -> str:
        what = next((m.extra["what"] for m in metas if m.extra), None)
        choices = next(
            (m.extra_json_schema["enum"] for m in metas if m.extra_json_schema and "enum" in m.extra_json_schema), None
        )
        if choices is not None:
            return str(self._one_of(value, choices, str(what), at, name=name))
        if what == "style":
            value = self.path(value) if is_file(value) else value
            try:
                style(value)
            except StyleError as error:
                raise self.error(at, f"{error}") from error
        return self.path(value) if what == "path" else value

    def path(self, value: str) -> str:
        """A path of the config as seen from the working folder."""
        return shown(self.folder / value)

    def _one_of(self, value: Any, choices: Iterable[str], what: str, at: Trail, name: str = "") -> Any:
        known = list(choices)
        if value in known:
            return value
        if name:
            said, hint = f"there is no {what} “{value}”", _nearest(value, known) or f" There are: {', '.join(known)}."
        else:
            said, hint = f"{what} cannot be {_toml(value)}", _nearest(value, known) or f" It may be {', '.join(known)}."
        raise self.error(at, f"{said}.{hint}")

    def _number(self, value: Any, kind: Any, metas: list[Meta], at: Trail) -> Any:
        name = _dotted(at)
        if isinstance(value, bool) or not isinstance(value, int if kind is int else (int, float)):
            raise self.error(at, f"{name} must be a {'whole ' if kind is int else ''}number, without quotation marks.")
        for meta in metas:
            if (
                (meta.ge is not None and value < meta.ge)
                or (meta.gt is not None and value <= meta.gt)
                or (meta.le is not None and not value <= meta.le)
            ):
                least = f"{meta.ge}" if meta.ge is not None else f"above {meta.gt}"
                raise self.error(at, f"{name} cannot be {value}; it must be from {least} to {meta.le}.")
        return kind(value)

    def _in(self, at: Trail) -> str:
        return f" in {_dotted(at)}" if at else ""


def check_fields(table: Table, said: Mapping[str, Said], at: Trail = ()) -> None:
    """Raise ConfigError where the field map of a JSON dump is none."""
    wrong = mistaken_fields({key.partition(".")[2]: one.value for key, one in said.items() if key.startswith("fields.")})
    if wrong is not None:
        raise table.error((*at, "fields"), f"fields: {wrong}.")


def plain(path: Path) -> Path:
    """A whole path without steps back, links left as they are."""
    return Path(os.path.normpath(path.absolute()))


def shown(path: Path) -> str:
    """A path as seen from the working folder, or the whole of it where that is shorter."""
    whole = str(plain(path))
    try:
        seen = os.path.relpath(whole)
    except ValueError:  # another drive
        return whole
    return seen if len(seen) <= len(whole) else whole


def _kinds(kind: type[Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {encoded: hints[name] for name, encoded in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)}


def _bare(kind: Any) -> tuple[Any, list[Meta]]:
    """A type without what is said about it, and without None."""
    metas: list[Meta] = []
    while True:
        if get_origin(kind) is Annotated:
            metas += [one for one in kind.__metadata__ if isinstance(one, Meta)]
            kind = kind.__origin__
        elif get_origin(kind) in {Union, UnionType}:
            (kind,) = (one for one in get_args(kind) if one is not NoneType)
        else:
            return kind, metas


def _nearest(name: Any, names: Iterable[str]) -> str:
    folded = str(name).lower().replace("_", "-")
    near = difflib.get_close_matches(folded, list(names), n=1, cutoff=0.5)
    return f" Did you mean “{near[0]}”?" if near else ""


def _dotted(at: Trail) -> str:
    return ".".join(str(part) for part in at if isinstance(part, str))


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case int() | float():
            return str(value)
        case _:
            return "…"
