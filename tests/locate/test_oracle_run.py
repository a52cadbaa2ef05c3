"""The run against the oracle, in little; and the oracle itself on cases that can be counted by hand."""

from __future__ import annotations

import pytest
from oracle_cases import KINDS, Token, case
from oracle_run import disagreement, run, too_many
from slow_alignment import FALLING, UNIT, best

_TEXT = "the mill by the river may not be sold before the winter of next year unless the town agrees"
ORIGINAL = _TEXT.split()


def taken(text: str) -> list[Token]:
    """Tokens of a text: `…` an ellipsis, `[x]` a bracket, `x+` a word with another ending in brackets."""
    out = []
    for part in text.split():
        kind = "gap" if part == "…" else "bracket" if part[0] == "[" else "letters" if part[-1] == "+" else "word"
        out.append(Token(kind, () if kind == "gap" else (part.strip("[]+"),), part))  # type: ignore[arg-type]
    return out


@pytest.mark.parametrize(
    ("quote", "cost", "kept", "why"),
    [
        ("the river may not be sold", 0, 6, "it stands there"),
        ("the river must not be sold", 1, 5, "a word changed"),
        ("the river may be sold", 1, 5, "a word left out"),
        ("the river may not ever be sold", 1, 6, "a word added"),
        ("the mill by the river sold before the winter", 3, 9, "three words left out"),
        ("the mill by the river the town agrees", 3, 8, "many words left out: a jump"),
        ("the town agrees the mill by the river", 3, 8, "halves in the other order: a jump"),
        ("the mill … the town agrees", 0, 5, "an ellipsis"),
        ("the town agrees … the mill", 2, 3, "an ellipsis does not go back"),
        ("the mill [factory] by the river", 0, 5, "a bracket that adds"),
        ("the mill by the river [cannot] be sold", 0, 7, "a bracket that replaces"),
        ("the mill by the river may not be so+ before the winter", 0, 11, "an ending in a bracket"),
        ("zebra quince fjord", 3, 0, "nothing"),
    ],
)
def test_the_oracle_counts_as_one_counts_by_hand(quote: str, cost: int, kept: int, why: str) -> None:
    found = best(taken(quote), ORIGINAL)
    assert (cost * UNIT, kept) == (found.cost, found.kept), why


def test_by_falling_prices_many_words_left_out_cost_little_more_than_a_few() -> None:
    three, many = (best(taken(q), ORIGINAL, FALLING).cost for q in ("mill by the river sold before", "mill by the town agrees"))
    assert UNIT < three < many < 3 * UNIT


def test_search_and_alignment_agree_with_the_oracle() -> None:
    table = run(600, 7)
    assert list(KINDS) == list(table)
    assert [] == too_many(table), "\n".join(line.first for line in table.values() if line.first)


def test_a_case_told_of_another_original_is_a_disagreement() -> None:
    it = case(1, 0)
    assert not disagreement(it)[0]
    assert disagreement(it._replace(words=it.words[::-1]))[0]
