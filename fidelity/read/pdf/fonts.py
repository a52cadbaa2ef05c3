"""What a font's name, flags and slant say of how its letters are set."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fidelity.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

ITALIC_FLAG: Final = 1 << 6
SMALL_CAPS_FLAG: Final = 1 << 17
FORCE_BOLD_FLAG: Final = 1 << 18
FIXED_FLAG: Final = 1
BOLD_WEIGHT: Final = 650  # of 100 … 900, as told by the width of stems; asked only where the name says nothing
LEAST_ANGLE: Final = 4  # degrees

_SUBSET = re.compile(r"^(?:[A-Z]{6}|\d{6})\+")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_TEX = re.compile(r"([A-Z]{3,6}|[a-z]{3,6})\d{1,4}(?:-[\w-]{1,20})?")


@dataclass(frozen=True, slots=True)
class Face:
    """How a font sets its letters. `named`: its name or flags can be believed to say so; `fixed`: all letters are as wide."""

    family: str
    kinds: frozenset[Kind] = frozenset()
    named: bool = False
    fixed: bool = False
    formula: bool = False


@cache
def _table() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads((files("fidelity.read.pdf") / "fonts.toml").read_text("utf-8"))
    lists = {name: frozenset(words) for name, words in data.items() if isinstance(words, list)}
    return (
        lists | {"formulas": frozenset(data["formulas"]["begin"])} | {f"tex:{k}": frozenset(v) for k, v in data["tex"].items()}
    )


@cache
def face(name: str, flags: int, weight: int, angle: int) -> Face:
    """Tell how a font sets letters; `name` as the file has it, `angle` in degrees, `weight` 100 to 900 (0: unknown)."""
    table = _table()
    bare = _SUBSET.sub("", name)
    parts = [part.lower() for part in _PART.findall(bare)]
    joined = "".join(parts)
    fixed = bool(flags & FIXED_FLAG) or not table["typewriter"].isdisjoint(parts) or joined.startswith(("cmtt", "sftt"))
    if any(joined.startswith(begin) for begin in table["formulas"]):
        return Face(bare, named=True, fixed=fixed, formula=True)
    tex = _TEX.fullmatch(bare)
    if tex and (known := table.get(f"tex:{tex[1].lower()}")) is not None:
        return Face(tex[1].lower(), _kinds(known), named=True, fixed=fixed)
    found = {kind for kind in ("italic", "bold", "small-caps") if not table[kind].isdisjoint(parts)}
    if "small" in parts and "caps" in parts:
        found.add("small-caps")
    said = bool(found) or not table["plain"].isdisjoint(parts)
    if flags & ITALIC_FLAG or abs(angle) >= LEAST_ANGLE:
        found.add("italic")
    if flags & SMALL_CAPS_FLAG:
        found.add("small-caps")
    if flags & FORCE_BOLD_FLAG or (not said and weight >= BOLD_WEIGHT):
        found.add("bold")
    family = re.split(r"[-,]", bare)[0].lower()
    return Face(family, _kinds(found), named=len(joined) > 3 and joined != "glyphlessfont", fixed=fixed)


def _kinds(names: frozenset[str] | set[str]) -> frozenset[Kind]:
    order: tuple[Kind, ...] = ("italic", "bold", "small-caps")
    return frozenset(kind for kind in order if kind in names)
