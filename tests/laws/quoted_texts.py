"""Originals and quotations for the laws, with the damage that quoters do."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

_PLAIN = """
the a of and in to that was river council bridge report winter survey keeper ferry autumn harbour meeting figure village
orchard ledger station under before little written counted heavy public seven letter morning carried water office
decided paid still walked answer stone window market since early found never should lantern gravel engine northern clerk
"""
_STRANGE = "zebra quince yodel fjord xylem gnome vortex jigsaw pyjama kiosk walrus nougat"
WORDS = _PLAIN.split()
STRANGE = _STRANGE.split()

UNIQUE = [
    "".join(parts)
    for parts in product(("bra", "tel", "mor", "san", "kul", "pid", "ven"), ("do", "ri", "ga", "lu", "she", "fa"), "nmtrksl")
]


@dataclass(frozen=True, slots=True)
class Story:
    """An original's words, and where a quotation is taken from it."""

    words: tuple[str, ...]
    start: int
    end: int

    @property
    def original(self) -> str:
        return _set(self.words)

    @property
    def quoted(self) -> list[str]:
        return list(self.words[self.start : self.end])


def _set(words: tuple[str, ...]) -> str:
    """Sentences of nine words, paragraphs of five sentences."""
    out = []
    for i in range(0, len(words), 9):
        sentence = " ".join(words[i : i + 9])
        out.append(sentence[0].upper() + sentence[1:] + ".")
    return "\n\n".join(" ".join(out[i : i + 5]) for i in range(0, len(out), 5))


@st.composite
def stories(draw: st.DrawFn, shortest: int = 10, longest: int = 40, *, unique: bool = False) -> Story:
    """Words in an order of their own: a common pair of words is rare, so that a passage has one place.

    `unique`: no word comes twice, so that nothing is alike by chance.
    """
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - texts, not secrets
    size = draw(st.integers(120, 260))
    words = tuple(chance.sample(UNIQUE, size) if unique else (chance.choice(WORDS) for _ in range(size)))
    length = draw(st.integers(shortest, longest))
    start = draw(st.integers(0, len(words) - length))
    return Story(words, start, start + length)


@st.composite
def damaged(draw: st.DrawFn, story: Story) -> str:
    """The story's quotation after up to four departures, marked and unmarked."""
    words = story.quoted
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(2, len(words) - 3))
        match draw(st.sampled_from(["drop", "ellipsis", "change", "add", "insert", "replace", "ending"])):
            case "drop":
                del words[at]
            case "ellipsis":
                words[at] = "…"
            case "change":
                words[at] = draw(st.sampled_from(STRANGE))
            case "add":
                words.insert(at, draw(st.sampled_from(STRANGE)))
            case "insert":
                words.insert(at, "[" + draw(st.sampled_from(STRANGE)) + "]")
            case "replace":
                words[at] = "[" + draw(st.sampled_from(STRANGE)) + "]"
            case _:
                words[at] += "s" if words[at][-1].isalpha() else ""
        if len(words) < 8:
            break
    return " ".join(words)
