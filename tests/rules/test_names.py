"""Which words are names: capitals that no sentence beginning explains."""

from __future__ import annotations

import pytest

from fidelity.rules.names import names_in
from fidelity.rules.vocabulary import vocabulary, words_in

NAMES = [
    ("en", "The report by Keller was read in Leeds.", ["Keller", "Leeds"], "inside a sentence"),
    ("en", "Bridges are old. Then Dr. Mercer came.", ["Dr", "Mercer"], "the first word is none, a title is part of one"),
    ("en", "He asked whether I had seen the NATO paper.", ["NATO"], "I is none, an abbreviation is"),
    ("en", "THE WHOLE LINE IS IN CAPITALS", [], "a line in capitals"),
    ("en", "“Locks leak,” she said.", [], "after a mark"),
    ("en", "Keller left. They saw that Keller was right.", ["Keller", "Keller"], "at the beginning, and inside elsewhere"),
    ("de", "Der Rat hörte Frau Keller am Abend.", ["Frau", "Keller"], "after a title, among nouns with capitals"),
    ("de", "Die Stadt kauft das Land am Fluss.", [], "nouns are no names"),
    ("fr", "Le maire de Vauclair a signé.", ["Vauclair"], "a town"),
    ("es", "La comisión oyó a Carmen Robledo.", ["Carmen", "Robledo"], "first name and surname"),
]


@pytest.mark.parametrize(("language", "text", "names", "why"), NAMES, ids=[f"{r[0]}: {r[-1]}" for r in NAMES])
def test_names(language: str, text: str, names: list[str], why: str) -> None:
    assert names == names_in(text, words_in(text, language), vocabulary(language)), why


def test_the_other_text_can_tell_that_a_first_word_is_a_name() -> None:
    text = "Rivers was wrong."
    words = words_in(text, "en")
    assert [] == names_in(text, words, vocabulary("en"))
    assert ["Rivers"] == names_in(text, words, vocabulary("en"), other="They say that Rivers was wrong.")
