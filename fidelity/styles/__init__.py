"""House styles: for each change whether it is silent, marked or forbidden, and for each rule its severity."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from fidelity.model import Severity

Policy = Literal["silent", "marked", "forbidden"]
Change = Literal[
    "first-letter",
    "punctuation",
    "citation",
    "omission",
    "insertion",
    "replacement",
    "spelling",
    "typo",
    "emphasis-added",
    "emphasis-removed",
    "emphasis-kind",
]
_SEVERITIES = ("error", "warning", "info", "off")


class StyleError(ValueError):
    """A style that does not exist or cannot be used; its message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Style:
    """A house style. A rule that `severity` maps to None is off."""

    name: str
    title: str
    severity: Mapping[str, Severity | None]
    change: Mapping[Change, Policy]
    sources: tuple[str, ...] = ()

    def policy(self, change: Change) -> Policy:
        """What the house says of a change; a change that it does not name must be marked."""
        return self.change.get(change, "marked")


def names() -> tuple[str, ...]:
    """The styles that come with the tool, in alphabetical order."""
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def style(name: str) -> Style:
    """The house style `name`. Raises StyleError if there is none, naming the nearest one."""
    return _load(name, ())


def _load(name: str, chain: tuple[str, ...]) -> Style:
    known = names()
    if name not in known:
        near = _nearest(name, known)
        hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(known)}."
        raise StyleError(f"There is no house style {name!r}; {hint}")
    if name in chain:
        raise StyleError(f"The house style {name!r} extends itself by way of {' > '.join(chain)}.")
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    base = _load(data["extends"], (*chain, name)) if data.get("extends") else None
    return read_style(name, data, base)


def read_style(name: str, data: Mapping[str, Any], base: Style | None = None) -> Style:
    """A style from its table, over the one that it extends. Raises StyleError for a value that is none."""
    severity: dict[str, Severity | None] = dict(base.severity) if base else {}
    for rule, value in data.get("severity", {}).items():
        if value not in _SEVERITIES:
            raise StyleError(f"House style {name!r}: {rule} = {value!r} is no severity; use {', '.join(_SEVERITIES)}.")
        if base and rule not in base.severity:
            near = _nearest(rule, tuple(base.severity))
            raise StyleError(
                f"House style {name!r}: there is no rule {rule!r}" + (f"; did you mean {near!r}?" if near else ".")
            )
        severity[rule] = None if value == "off" else value
    change: dict[Change, Policy] = dict(base.change) if base else {}
    for what, value in data.get("change", {}).items():
        if what not in get_args(Change):
            near = _nearest(what, get_args(Change))
            raise StyleError(
                f"House style {name!r}: there is no change {what!r}" + (f"; did you mean {near!r}?" if near else ".")
            )
        if value not in get_args(Policy):
            raise StyleError(f"House style {name!r}: {what} = {value!r} is no policy; use {', '.join(get_args(Policy))}.")
        change[what] = value
    sources = (*data.get("sources", ()), *(base.sources if base else ()))
    return Style(name, data.get("title", name), MappingProxyType(severity), MappingProxyType(change), sources)


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    return (
        min(known, key=lambda k: (_distance(word.lower(), k), k))
        if known and min(_distance(word.lower(), k) for k in known) <= max(2, len(word) // 2)
        else None
    )


def _distance(a: str, b: str) -> int:
    """Levenshtein distance, for names of a dozen letters."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
