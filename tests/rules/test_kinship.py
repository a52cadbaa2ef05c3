"""How two words are related: spelling, inflection, slip, or not at all."""

from __future__ import annotations

import pytest

from fidelity.rules.kinship import is_inflection, is_variant, kinship
from fidelity.rules.vocabulary import vocabulary

KIN = [
    ("en", "lock", "lock", "same", "one word"),
    ("en", "colour", "color", "spelling", "British and American"),
    ("en", "organise", "organize", "spelling", "-ise and -ize"),
    ("en", "faults", "fault", "inflection", "plural"),
    ("en", "stopped", "stop", "inflection", "a doubled consonant"),
    ("en", "went", "go", "inflection", "irregular"),
    ("en", "recieve", "receive", "typo", "ie and ei"),
    ("en", "statue", "statute", "other", "another word"),
    ("en", "legal", "illegal", "other", "the opposite"),
    ("en", "casual", "causal", "other", "another word of the same letters"),
    ("de", "häuser", "haus", "inflection", "plural with an umlaut"),
    ("de", "dass", "daß", "spelling", "old and new spelling"),
    ("fr", "maire", "mairie", "other", "the mayor and his office"),
    ("fr", "finie", "fini", "inflection", "the feminine"),
    ("es", "informes", "informe", "inflection", "plural"),
    ("es", "ley", "leyes", "inflection", "plural of a consonant"),
    ("it", "banche", "banca", "inflection", "plural with h"),
    ("nl", "boeken", "boek", "inflection", "plural"),
    ("pt", "facto", "fato", "spelling", "Portugal and Brazil"),
    ("pt", "nações", "nação", "inflection", "plural of -ão"),
    ("pt", "mandado", "mandato", "other", "a look-alike"),
]


@pytest.mark.parametrize(("language", "here", "there", "kin", "why"), KIN, ids=[f"{r[0]}: {r[-1]}" for r in KIN])
def test_kinship(language: str, here: str, there: str, kin: str, why: str) -> None:
    known = vocabulary(language)
    assert kin == kinship(here, there, known, lambda _: True), why
    assert kin == kinship(there, here, known, lambda _: True), f"{why}, the other way round"


def test_a_slip_is_a_word_that_nobody_else_writes() -> None:
    words = vocabulary("en")
    assert "typo" == kinship("negotiattions", "negotiations", words, lambda w: w == "negotiations")
    assert "other" == kinship("conversation", "conservation", words, lambda _: True)


def test_short_words_are_no_variants_of_each_other() -> None:
    assert not is_variant("or", "our", vocabulary("en"))
    assert not is_inflection("a", "an", vocabulary("en"))
