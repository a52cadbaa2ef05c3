"""House styles: for each change whether it is silent, marked or forbidden, and for each rule its severity."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fidelity.styles.changes import CHANGES, Change, Policy
from fidelity.styles.reading import FORMS, Source, Style, StyleError, nearest, read_style
from fidelity.text.toml import read_toml

__all__ = ["CHANGES", "FORMS", "Change", "Policy", "Source", "Style", "StyleError", "is_file", "names", "read_style", "style"]


@cache
def names() -> tuple[str, ...]:
    """The styles that come with the tool, in alphabetical order."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def is_file(name: str) -> bool:
    """Whether a style is a project's own file, and not one of those that come with the tool."""
    return name.endswith(".toml")


def style(name: str) -> Style:
    """The house style `name`, or that of the file at this path. Raises StyleError if it does not exist or cannot be used."""
    return _own(name, _bytes(name, name), ()) if is_file(name) else _shipped(name, ())


@cache
def _shipped(name: str, chain: tuple[str, ...]) -> Style:
    if name not in names():
        near = nearest(name, names())
        hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(names())}, or the path of a .toml file."
        raise StyleError(f"There is no house style {name!r}; {hint}")
    text = files(__package__).joinpath(f"{name}.toml").read_bytes()
    return _read(name, text, name, None, chain)


@cache
def _own(path: str, content: bytes, chain: tuple[str, ...]) -> Style:
    return _read(path, content, Path(path).stem, path, chain)


def _read(key: str, content: bytes, name: str, path: str | None, chain: tuple[str, ...]) -> Style:
    where = f"House style {path or name}"
    if key in chain:
        raise StyleError(f"{where} extends itself by way of {' > '.join(chain)}.")
    try:
        data = read_toml(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StyleError(f"{where} is not valid TOML: {error}.") from error
    return read_style(name, data, _base(data.get("extends", "strict" if path else None), path, where, (*chain, key)), path)


def _base(extends: Any, path: str | None, where: str, chain: tuple[str, ...]) -> Style | None:
    if extends is None:
        return None
    if not isinstance(extends, str):
        raise StyleError(f"{where}: extends must be the name of a style, such as 'strict'.")
    try:
        if is_file(extends):
            other = str(Path(path or "").parent / extends)
            return _own(other, _bytes(other, extends), chain)
        return _shipped(extends, chain)
    except StyleError as error:
        if path and not is_file(extends) and extends not in names():
            raise StyleError(f"{where}: extends: {str(error)[0].lower()}{str(error)[1:]}") from error
        raise


def _bytes(path: str, shown: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise StyleError(f"The house style {shown!r} cannot be read: {error.strerror}. Check the path.") from error
