"""Misread words are told from chosen ones."""

import pytest

from fidelity.text.confusions import is_misread

KNOWN = {"government", "return", "modern", "closed", "define", "public", "barnes", "lawn", "swim"}


@pytest.mark.parametrize(
    ("odd", "clean", "what"),
    [
        ("govemment", "government", "rn run together"),
        ("retum", "return", "the printed form stands elsewhere"),
        ("cledaration", "cleclaration", "d for cl, in a long word"),
        ("vvater", "water", "two v are a w"),
        ("c1ear", "clear", "a figure among letters"),
        ("finaI", "final", "a capital inside a word"),
        ("lt", "It", "a small l for a capital I"),
        ("thc", "the", "a little word that is none"),
        ("tlie", "the", "a little word with three letters for two"),
        ("uot", "not", "a negation is no other word"),
        ("de ne", "define", "a lost ligature leaves a gap"),
        ("rst", "first", "a lost ligature leaves nothing"),
        ("of\ufffdce", "office", "a lost ligature leaves a sign for no sign"),
        ("l998", "1998", "a letter before figures"),
        ("199O", "1990", "a letter after figures"),
        ("l,998", "1,998", "a letter before a grouped number"),
    ],
)
def test_a_misread_form_is_told_whichever_side_it_stands_on(odd: str, clean: str, what: str) -> None:
    assert is_misread(odd, clean, lambda: "en", KNOWN.__contains__), what
    assert is_misread(clean, odd, lambda: "en", KNOWN.__contains__), what


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("1993", "1998", "figures are never exchanged"),
        ("4.2", "42", "a point is never lost"),
        ("1B", "18", "a billion"),
        ("2l", "21", "litres"),
        ("IO", "10", "no figure is left"),
        ("modem", "modern", "both are words"),
        ("dosing", "closing", "both are words, in any form"),
        ("arc", "are", "both are little words"),
        ("bad", "had", "a word for a little word"),
        ("oat", "float", "what is left is a word"),
        ("armed", "affirmed", "what is left without a gap is a word"),
        ("AI", "Al", "a name and an abbreviation"),
        ("Bames", "Barnes", "names are names"),
        ("now", "not", "letters that are not alike"),
        ("may", "must", "other words"),
        ("lawm", "lawn", "letters that are not in the table"),
        ("сlear", "clear", "a letter of another script is no misreading"),
    ],
)
def test_a_chosen_word_is_not_excused(one: str, other: str, what: str) -> None:
    assert not is_misread(one, other, lambda: "en", KNOWN.__contains__), what
    assert not is_misread(other, one, lambda: "en", KNOWN.__contains__), what


def test_a_short_form_that_the_texts_use_elsewhere_is_a_word() -> None:
    assert is_misread("return", "retum", lambda: "en", {"return"}.__contains__)
    assert not is_misread("return", "retum", lambda: "en", {"return", "retum"}.__contains__)
