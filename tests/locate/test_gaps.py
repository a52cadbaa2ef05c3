"""Ellipses: nothing is left out unmarked beside one, and pieces of lone words behind one are found."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fidelity.locate import compare
from fidelity.locate.needle import take_apart
from fidelity.locate.prepare import prepare
from fidelity.locate.rim import outwards

ORIGINAL = (
    "Every farmer in the valley knew that the mill burned down after the flood. No witness heard that the barn burned down, "
    "as far as the clerk could tell. The keeper closed the gates in spite of the rain. Her sister wrote that the school moved "
    "uphill before the frost. In the end the ferry company resigned."
)

CASES = [
    (
        "knew that the mill zither down … as far as the clerk could tell",
        [None, "ellipsis"],
        "a word beside it",
    ),
    ("closed the gates in spite of […] the scho\u00adol moved uphill", ["ellipsis"], "a word that follows by chance"),
    ("The keeper closed the old gates […] resigned", [None, "ellipsis"], "one word behind it"),
    ("The keeper closed the gates in spite of […] ferry boats resigned", ["ellipsis", None], "a changed piece behind it"),
    ("Farmer […] closed the gates in spite of the deep rain", ["ellipsis", None], "one word before it"),
]


@pytest.mark.parametrize(("quote", "marks", "why"), CASES, ids=[c[-1] for c in CASES])
def test_what_an_ellipsis_hides(quote: str, marks: list[str | None], why: str) -> None:
    match = compare(quote, ORIGINAL)
    assert match, why
    assert marks == [e.mark for e in match.edits if e.kind != "presentation"], why


PLACES = [
    (
        "[w]e … find that a carrier must weigh",
        "We are told much. We do not find that a carrier must weigh it.",
        "do not",
        "nearest",
    ),
    ("the claims are … new", "The claims are new. But the claims are not new.", "not", "something is left out there"),
    ("are … new", "We say the claims are new. They are not new.", "not", "so in short ones that stand together too"),
    ("the claims are … new", "The claims are new. The claims are old. So is the new one.", "", "but not over a sentence's end"),
]


@pytest.mark.parametrize(("quote", "original", "hidden", "why"), PLACES, ids=[p[-1] for p in PLACES])
def test_of_two_places_the_one_that_an_ellipsis_speaks_for(quote: str, original: str, hidden: str, why: str) -> None:
    match = compare(quote, original)
    assert match, why
    assert [hidden] == [original[slice(*e.original)].strip() for e in match.edits if e.mark == "ellipsis"], why


def test_lone_words_that_stand_apart_only_are_not_found() -> None:
    assert compare("are … new", "We say so. They are not new.") is None


def test_an_ellipsis_beside_another_is_not_drawn_over_it() -> None:
    quote = "closed the gates … the school moved … the ferry company resigned"
    match = compare(quote, ORIGINAL)
    assert match
    assert ["ellipsis", "ellipsis"] == [e.mark for e in match.edits if e.kind == "omission"]


def test_a_piece_that_stands_nowhere_is_added() -> None:
    match = compare("The keeper closed the gates in spite […] quagga", ORIGINAL)
    assert match
    assert "insertion" in [e.kind for e in match.edits]


def test_outwards_needs_no_word_beyond_those_it_uses() -> None:
    needle, original = take_apart("the barn"), prepare("the barn burned down as far as anyone knew")
    found = outwards(needle.words.codes, original.words.codes, 0, 0, left=False)
    assert [(0, 0, 2)] == [tuple(r) for r in found]


def test_a_piece_that_stands_elsewhere_is_not_sought_again() -> None:
    original = "The old mill was sold in spring, the miller said, and nobody was told. He said that the mill was shut again."
    match = compare("the mill was shut again … and nobody was told. He said", original)
    assert match
    moved = [e for e in match.edits if e.kind == "move"]
    assert [original[slice(*e.original)] for e in moved] == ["the mill was shut again"]
    assert all(a.quote[1] <= b.quote[0] for a, b in pairwise(match.edits)), "no words are told twice"


GLUED = [
    ("The mill[the old one] was sold in spring", 8),
    ("The mill [the old one]was sold in spring", 9),
    ("The [old and\nbig]mill was sold in spring", 4),
]


@pytest.mark.parametrize(("quote", "start"), GLUED)
def test_a_bracket_of_several_words_is_no_part_of_the_word_it_touches(quote: str, start: int) -> None:
    match = compare(quote, "It is true. The mill was sold in spring, the miller said.")
    assert match
    assert [(e.kind, e.mark, e.quote[0]) for e in match.edits] == [("insertion", "brackets", start)]
    assert match.kept == match.words == 6
