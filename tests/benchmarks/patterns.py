"""Every regular expression of the package against strings made to hurt it; run as a script, it lists those that are slow.

Patterns are found by looking into all modules, and into the tables that they make for each language. Each is tried on runs of
its own letters with an end that does not fit, at two sizes, in processor time, and as it is used (one that is
only matched at a place is not searched for): where four times the text costs more than nine times as much, the pattern is not
linear. An ASCII string of 20,000 characters is more than any stretch that most of them see.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import sys
import time
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = 5_000, 20_000
WORTH = 0.02  # seconds at the large size from which on growth is looked at
STEEP = 9.0
_PIECES = (
    " ",
    "\n",
    "a",
    "A",
    "1",
    ".",
    ",",
    "-",
    "(",
    "[",
    "“",
    '"',
    "…",
    "*",
    "a ",
    "A ",
    "A. ",
    "1 ",
    ". ",
    " \n",
    "“a ",
    "(a ",
    "a, ",
    "Aa ",
    "\u00ad\n",
)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern over text, by the place where it stands."""
    import fidelity  # noqa: PLC0415

    found: dict[str, re.Pattern[str]] = {}
    for info in pkgutil.walk_packages(fidelity.__path__, "fidelity."):
        if info.name.endswith("__main__") or ".spark" in info.name:
            continue
        try:
            module = importlib.import_module(info.name)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("fidelity"):
                raise
            continue  # what an extra needs that is not installed
        for name, value in vars(module).items():
            found |= dict(_inside(f"{info.name}.{name}", value))
    from fidelity.quotes import notes  # noqa: PLC0415
    from fidelity.quotes.phrases import phrases  # noqa: PLC0415
    from fidelity.text.lexicon import LANGUAGES  # noqa: PLC0415

    for code in LANGUAGES:
        found |= dict(_inside(f"phrases.{code}", phrases(code)))
        found |= dict(_inside(f"declarations.{code}", notes._words(code)))  # noqa: SLF001 - a table of patterns
    unique = {p.pattern: (place, p) for place, p in reversed(found.items()) if isinstance(p.pattern, str)}
    return dict(sorted(unique.values(), key=lambda item: item[0]))


def _inside(place: str, value: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(f"{place}[{key!r}]", item) if not isinstance(item, dict) else ()
    elif isinstance(value, list | tuple):
        for n, item in enumerate(value):
            yield from _inside(f"{place}[{n}]", item) if isinstance(item, re.Pattern | tuple) else ()
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(f"{place}.{field.name}", getattr(value, field.name))


def letters_of(pattern: re.Pattern[str]) -> list[str]:
    """Some characters that a pattern speaks of."""
    out: dict[str, None] = {}

    def walk(item: Any) -> None:
        if isinstance(item, tuple) and len(item) == 2 and str(item[0]) == "LITERAL":
            out.setdefault(chr(item[1]))
        elif isinstance(item, tuple | list | parser.SubPattern):
            for inner in item:
                walk(inner)

    walk(parser.parse(pattern.pattern, pattern.flags))
    return list(out)[:12]


def strings(pattern: re.Pattern[str]) -> Iterator[str]:
    """Pieces that are repeated."""
    own = letters_of(pattern)
    yield from dict.fromkeys((*_PIECES, *own, *(c + " " for c in own), *(c + "a" for c in own)))


@cache
def _matched() -> frozenset[str]:
    """The names of patterns that the package only matches at one place; of a module's own ones with the module's."""
    used: dict[str, set[str]] = {}
    for module in sorted((Path(__file__).parents[2] / "fidelity").rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and id(node) in called:
                name = getattr(node.value, "id", None) or getattr(node.value, "attr", None)
                used.setdefault(_of(module, str(name)), set()).add(node.attr)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                used.setdefault(_of(module, str(getattr(node, "id", None) or getattr(node, "attr", ""))), set())
    return frozenset(name for name, how in used.items() if how and how <= {"match", "fullmatch"})


def _of(module: Path, name: str) -> str:
    stem = module.parent.name if module.name == "__init__.py" else module.stem
    return f"{stem}.{name}" if name.startswith("_") else name


def cost(pattern: re.Pattern[str], text: str, *, search: bool = True) -> float:
    """Seconds of processor time for looking through a text, or at its beginning."""
    began = time.process_time()
    if not search:
        pattern.match(text)
        return time.process_time() - began
    for n, _ in enumerate(pattern.finditer(text)):
        if n > len(text):
            break
    return time.process_time() - began


def steepest(place: str, pattern: re.Pattern[str]) -> tuple[float, float, str]:
    """The steepest growth, the time at the large size, and the piece that makes it."""
    worst = (0.0, 0.0, "")
    *_, module, name = ("", *re.sub(r"\[.*", "", place).split("."))
    search = _of(Path(f"{module}.py"), name) not in _matched()
    for piece in strings(pattern):
        for end in ("\x00", "x"):
            tried = [(piece * (size // len(piece) + 1))[:size] + end for size in (SMALL, LARGE)]
            small = cost(pattern, tried[0], search=search)
            if small > 2.0:
                return STEEP * 2, small, piece
            large = cost(pattern, tried[1], search=search)
            if large > WORTH:
                worst = max(worst, (large / max(small, 1e-4), large, piece))
    return worst


def main() -> None:
    """List the patterns that are not linear; of all, or of the modules whose names are given."""
    listed = {place: p for place, p in patterns().items() if place.startswith(tuple(sys.argv[1:]) or "")}
    steep = 0
    for place, pattern in listed.items():
        growth, seconds, piece = steepest(place, pattern)
        if growth > STEEP:
            steep += 1
            cause = f"x{growth:.0f} for 4 times the text, {seconds:.2f} s at {LARGE:,} of {piece!r}"
            print(f"{place}: {cause}: {pattern.pattern[:90]}", flush=True)  # noqa: T201
    print(f"{len(listed)} patterns, {steep} not linear")  # noqa: T201


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
