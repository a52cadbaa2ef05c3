"""What the tool knows of a language: one TOML file each, which someone who is no programmer can correct.

A file has sections; a section has named lists of words, phrases or patterns. `lexicon("en").get("weigh", "negation")`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's lists. `sections[section][name]` is a list, in the file's order."""

    language: str
    sections: Mapping[str, Mapping[str, tuple[str, ...]]]

    def get(self, section: str, name: str) -> tuple[str, ...]:
        """The list `name` of `section`; empty where the language has none."""
        return self.sections.get(section, {}).get(name, ())


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language (`de`, or `de-at`); an unknown language has an empty one."""
    base = language.lower().split("-")[0].split("_")[0]
    if base not in LANGUAGES:
        return Lexicon(base, MappingProxyType({}))
    data = tomllib.loads(files(__package__).joinpath(f"{base}.toml").read_text(encoding="utf-8"))
    return Lexicon(base, {s: {k: tuple(v) for k, v in part.items()} for s, part in data.items()})
