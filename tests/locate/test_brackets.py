"""Brackets: what stands in them is the quoter's, and what they stand for is told as theirs."""

from __future__ import annotations

import pytest

from fidelity.locate import compare, take_apart

ORIGINAL = (
    "The ferry was late, and people objected at the pier. Seven of the twelve pumps had stopped in spite of the letters. "
    "She kept papers in the box in the hall for years, and the dam would hold. It was not the mayor who paid. "
    "The clerk wrote that the board may close the gate before winter, and the keeper agreed at once with that plan."
)

Told = list[tuple[str, str | None, str, str]]

CASES: list[tuple[str, str, Told]] = [
    (
        "beside the word itself",
        "Seven of [the] the twelve pumps had stopped in spite of the letters",
        [("insertion", "brackets", "[the]", "")],
    ),
    (
        "beside the word itself, near the end",
        "Seven of the twelve pumps had stopped in spite of the [the] letters",
        [("insertion", "brackets", "[the]", "")],
    ),
    (
        "for a word more",
        "The ferry was late, [and] objected at the pier. Seven of the twelve pumps",
        [("substitution", "brackets", "[and]", "and people")],
    ),
    (
        "for several",
        "Seven of the twelve pumps [stopped] spite of the letters",
        [("substitution", "brackets", "[stopped]", "had stopped in")],
    ),
    (
        "with common words beside it",
        "The ferry was late [he] at the pier. Seven of the twelve pumps had stopped",
        [("substitution", "brackets", "[he]", "and people objected")],
    ),
    (
        "with words beside it that recur",
        "She kept [them] in the hall for years, and the dam would hold",
        [("substitution", "brackets", "[them]", "papers in the box")],
    ),
    (
        "but not for a hidden “not”",
        "It was [the] mayor who paid. The clerk wrote that the board may close",
        [("omission", None, "", "not"), ("presentation", "brackets", "[the]", "the")],
    ),
    (
        "nor for a hidden “may”",
        "The clerk wrote that the [board] close the gate before winter, and the keeper agreed at once",
        [("presentation", "brackets", "[board]", "board"), ("omission", None, "", "may")],
    ),
    (
        "where the same words stand",
        "Seven of the [twelve] pumps had stopped in spite of [the] letters",
        [("presentation", "brackets", "[twelve]", "twelve"), ("presentation", "brackets", "[the]", "the")],
    ),
    (
        "at both rims",
        "[The] board may close the gate before winter, and the keeper [agreed]",
        [("presentation", "brackets", "[The]", "the"), ("presentation", "brackets", "[agreed]", "agreed")],
    ),
]


@pytest.mark.parametrize(("why", "quote", "told"), CASES, ids=[c[0] for c in CASES])
def test_what_a_bracket_stands_for(why: str, quote: str, told: Told) -> None:
    match = compare(quote, ORIGINAL)
    assert match, why
    assert told == [(e.kind, e.mark, quote[slice(*e.quote)], ORIGINAL[slice(*e.original)]) for e in match.edits], why


@pytest.mark.parametrize("quote", ["²[T]he ferry was late, and people objected", "³[]The ferry was late, and people objected"])
def test_a_bracket_belongs_to_the_word_that_it_is_in(quote: str) -> None:
    needle = take_apart(quote)
    assert [1] == list(needle.inner)
    assert needle.span(0, 1) == (0, 1)
    assert needle.span(1, 2) == (1, quote.index(" "))
