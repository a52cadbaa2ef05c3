"""The values of numbers, in figures and in the words of seven languages."""

from __future__ import annotations

import pytest

from fidelity.rules.numbers import figures, spelled, values
from fidelity.rules.vocabulary import words_in

FIGURES = [
    ("42", 42.0, "whole"),
    ("4.2", 4.2, "with a point"),
    ("4,2", 4.2, "with a comma"),
    ("3,000", 3000.0, "English thousands"),
    ("3.000", 3000.0, "German thousands"),
    ("1,234,567.8", 1234567.8, "thousands and a fraction"),
    ("5k", 5000.0, "with a suffix"),
    ("3bn", 3e9, "billions in short"),
    ("12th", 12.0, "an ordinal keeps its value"),
    ("twelve", None, "no figures"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "value", "why"), FIGURES, ids=[row[-1] for row in FIGURES])
def test_figures(text: str, value: float | None, why: str) -> None:
    assert value == figures(text), why


SAME = [
    ("en", "two hundred and five", "205", "hundreds and units"),
    ("en", "forty-two", "42", "hyphened"),
    ("en", "4.2 million", "4,200,000", "figures before a scale"),
    ("en", "nineteen eighty-four", "1984", "a year"),
    ("en", "three thousand two hundred", "3,200", "thousands and hundreds"),
    ("de", "einundzwanzig", "21", "a compound"),
    ("de", "zweitausenddreihundert", "2.300", "a long compound"),
    ("de", "1,5 Mrd", "1500000000", "a scale in short"),
    ("fr", "quatre-vingt-dix-sept", "97", "four times twenty"),
    ("fr", "mille neuf cent quatre-vingts", "1980", "a year"),
    ("fr", "vingt et un", "21", "and one"),
    ("fr", "10 pour cent", "10 %", "pour cent is no hundred"),
    ("es", "10 por ciento", "10 %", "por ciento is no hundred"),
    ("es", "treinta y uno", "31", "and one"),
    ("es", "dos mil millones", "2000 millones", "thousands of millions"),
    ("it", "10 per cento", "10 %", "per cento is no hundred"),
    ("it", "ventuno", "21", "an elided ten"),
    ("it", "tremilacinquecento", "3.500", "a long compound"),
    ("it", "mille e cento", "1.100", "a thousand and a hundred"),
    ("nl", "vijfentwintig", "25", "a compound"),
    ("nl", "tweeëntwintig", "22", "with a diaeresis"),
    ("pt", "cento e vinte e um", "121", "joined by and"),
    ("pt", "dois mil milhões", "2 bilhões", "one value, two ways of counting"),
]


@pytest.mark.parametrize(("language", "one", "other", "why"), SAME, ids=[f"{r[0]}: {r[-1]}" for r in SAME])
def test_one_value_in_two_writings(language: str, one: str, other: str, why: str) -> None:
    a, b = values(words_in(one, language), language), values(words_in(other, language), language)
    assert 1 == len(a), why
    assert a == b, why


OTHERS = [
    ("en", "thirteen", "thirty", "look-alikes"),
    ("en", "42", "24", "swapped figures"),
    ("en", "4.2", "42", "a point lost"),
    ("en", "two million", "two billion", "scales"),
    ("de", "vierzehn", "vierzig", "look-alikes"),
    ("fr", "soixante", "soixante-dix", "sixty and seventy"),
    ("es", "mil", "millón", "thousand and million"),
    ("it", "sedici", "seicento", "look-alikes"),
    ("nl", "veertien", "veertig", "look-alikes"),
    ("pt", "seis", "sessenta", "look-alikes"),
]


@pytest.mark.parametrize(("language", "one", "other", "why"), OTHERS, ids=[f"{r[0]}: {r[-1]}" for r in OTHERS])
def test_other_values(language: str, one: str, other: str, why: str) -> None:
    assert values(words_in(one, language), language) != values(words_in(other, language), language), why


def test_two_numbers_side_by_side_stay_two() -> None:
    assert [3.0, 4.0] == values(words_in("three four", "en"), "en")
    assert [10.0, 0.0] == values(words_in("10 000", "en"), "en")


def test_ordinals_are_apart_from_cardinals() -> None:
    assert [-3.0] == values(words_in("the third lock", "en"), "en")
    assert [-10.0] == values(words_in("el décimo informe", "es"), "es")


def test_words_that_are_no_numbers() -> None:
    assert spelled("hunderl", "de") is None
    assert spelled("bevend", "nl") is None
    assert [] == values(words_in("nothing of the kind", "en"), "en")
