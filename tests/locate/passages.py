"""Originals and what quoters make of them, for the tests of the search and of the alignment."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import strategies as st

_FEW = (
    "the a of not able notable no table 4.2 42 4 2 3,000 don't dont judge judges river mill water law may must line north"
    " northline café cafe 10 … ... [the] [x] [T]he judge[s] [sic] [1] [] — - “river” ‘mill’ river. mill, 1 ¹"
)
FEW = _FEW.split(" ")
"""Words and marks that are easily taken for one another, to be put together in all ways."""

_OPENINGS = (
    "the harbour board", "a retired pilot", "our oldest neighbour", "the new ferry company", "an engineer from the north",
    "the second report", "her brother", "no witness", "every farmer in the valley", "the town clerk",
)  # fmt: skip
_VERBS = (
    "said on Tuesday that", "had never believed that", "wrote in 1987 that", "may have learned that", "denied that",
    "explained at some length why", "could not remember when", "was told that", "hoped that", "warned for years that",
)  # fmt: skip
_REST = (
    "the dam would hold 4,200 tons of water", "seven of the twelve pumps had stopped", "nobody paid for the repairs",
    "the bridge must be closed before winter", "the maps were drawn by hand", "the price of salt rose by 3.5 percent",
    "the school had been moved uphill", "the old road was not safe", "all boats were counted at noon", "the mill burned down",
)  # fmt: skip
_TAILS = ("", " after the flood", " in spite of the letters", ", and few objected", ", as far as anyone knew", " without delay")


@dataclass(frozen=True, slots=True)
class Passage:
    """An original and the part of it that is quoted."""

    original: str
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.original[self.start : self.end]

    @property
    def words(self) -> list[str]:
        return self.text.split()


def prose(seed: int, sentences: int) -> str:
    """Sentences that look natural, each with a figure of its own; five to a paragraph."""
    chance = random.Random(seed)  # noqa: S311 - texts, not secrets
    out = []
    for n in range(sentences):
        parts = (chance.choice(_OPENINGS), chance.choice(_VERBS), chance.choice(_REST), chance.choice(_TAILS))
        sentence = f"{parts[0]} {parts[1]} {parts[2]}{parts[3]}"
        sentence += f" near lock {chance.randrange(100, 1000)}." if chance.random() < 0.6 else "."
        out.append(sentence[0].upper() + sentence[1:] + ("\n\n" if n % 5 == 4 else " "))
    return "".join(out).strip()


@st.composite
def passages(draw: st.DrawFn, shortest: int = 12, longest: int = 45) -> Passage:
    """A part of natural-looking prose, from word to word."""
    text = prose(draw(st.integers(0, 10_000)), draw(st.integers(12, 40)))
    starts = [i for i in range(len(text)) if not text[i].isspace() and (i == 0 or text[i - 1].isspace())]
    size = draw(st.integers(shortest, longest))
    first = draw(st.integers(0, max(0, len(starts) - size - 1)))
    last = min(first + size, len(starts) - 1)
    return Passage(text, starts[first], len(text[: starts[last]].rstrip()))


def jumbles(shortest: int = 0, longest: int = 40) -> st.SearchStrategy[str]:
    """Texts of few words that recur, with marks among them."""
    return st.lists(st.sampled_from(FEW), min_size=shortest, max_size=longest).map(" ".join)


@st.composite
def cuttings(draw: st.DrawFn) -> tuple[str, str]:
    """A jumble, and a jumble that is mostly taken from it."""
    original = draw(st.lists(st.sampled_from(FEW), min_size=1, max_size=50))
    quote: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(original) - 1))
        quote += original[start : start + draw(st.integers(1, 12))]
        quote += draw(st.lists(st.sampled_from(FEW), max_size=2))
    return " ".join(quote), " ".join(original)


_BETWEEN = (" ", " … ", " [...] ", " [the town's] ", "[the old one] ", " [and\n]", " [sic] ", " zither ", ". . . . ")


@st.composite
def rearranged(draw: st.DrawFn) -> tuple[str, str]:
    """Pieces of prose in any order, with what a quoter sets between them, and the prose."""
    original = prose(draw(st.integers(0, 10_000)), draw(st.integers(4, 12)))
    words = original.split()
    quote = ""
    for _ in range(draw(st.integers(2, 5))):
        start = draw(st.integers(0, len(words) - 2))
        quote += draw(st.sampled_from(_BETWEEN)) if quote else ""
        quote += " ".join(words[start : start + draw(st.integers(1, 9))])
    return quote, original
