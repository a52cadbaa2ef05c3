"""A mutation: a quotation made from a true passage, and what a right judge must say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from fidelity.selftest.passages import Passage, Text

Group = Literal["critical", "damage", "marking", "presentation"]
Form = Literal["said", "clause", "block"]
SET_APART: tuple[Form, ...] = ("said", "block")
ACCUSED: tuple[Group, ...] = ("critical", "damage")

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Mutation:
    """What was done to a passage.

    `quote` is what stands between the marks, in Markdown. `rules` are those of which one should name the damage;
    `verdicts` those that are right for what was marked. `original` is the original's file if that was changed too.
    """

    passage: Passage
    quote: str
    what: str
    form: Form = "said"
    note: str = ""
    rules: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that a maker of mutations works with: the passages of one text, its language's lists, others to splice with."""

    passages: tuple[Passage, ...]
    words: dict[str, Any]
    others: tuple[Text, ...]
    rng: Random

    def pairs(self, table: str, name: str) -> list[tuple[str, str]]:
        """The pairs of one list, [in the text, put instead]."""
        found = self.words.get(table, {}) if table else self.words
        return [(str(old), str(new)) for old, new in found.get(name, ())]

    def items(self, name: str) -> list[str]:
        """The entries of one list."""
        return [str(x) for x in self.words.get(name, ())]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mutation. It is damage that must be accused, or marked or merely presentational and must not be."""

    name: str
    group: Group
    make: Callable[[Workshop], Iterator[Mutation]]


def places(words: str, pattern: str) -> Iterator[re.Match[str]]:
    """Where words or a phrase of a list stand in a passage; … in it stands for up to five words."""
    whole = re.escape(pattern).replace("…", r"([^\s,;:.!?]+(?:\s[^\s,;:.!?]+){0,4}?)")
    left = r"(?<![\w'’-])" if pattern[0].isalnum() else ""
    right = r"(?![\w-])(?!['’]\w)" if pattern[-1].isalnum() else ""
    return re.finditer(left + whole + right, words)


def put(words: str, start: int, end: int, new: str) -> str:
    """The passage with `new` in place of a stretch, without the blanks that would be left over."""
    joined = words[:start] + new + words[end:]
    if new:
        return joined
    left, right = words[:start].rstrip(), words[end:].lstrip()
    return left + ("" if right[:1] in ",.;:!?" else " ") + right


def ellipsis(words: str, start: int, end: int, mark: str) -> str:
    """The passage with an ellipsis in place of a stretch."""
    left, right = words[:start].rstrip(), words[end:].lstrip()
    return f"{left} {mark}{'' if right[:1] in ',.;:!?' else ' '}{right}".strip()


def inner(words: str, start: int, end: int) -> bool:
    """Whether words of the passage stand on both sides of a stretch."""
    return bool(WORD.search(words[:start])) and bool(WORD.search(words[end:]))


def lone_words(words: str, least: int) -> list[re.Match[str]]:
    """The words of at least so many letters inside a passage, neither first nor last nor with a capital."""
    found = list(WORD.finditer(words))[1:-1]
    return [m for m in found if len(m[0]) >= least and m[0].islower() and words[m.end() : m.end() + 1] in " ,"]
