"""Letters that pass for others are told from letters of words in other alphabets."""

import tomllib
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text.lookalikes import intruders, main_script, mixed, plain, script


@pytest.mark.parametrize(
    ("here", "there", "main", "wide", "expected", "what"),
    [
        ("p\u043ert", "port", "Latin", False, "\u043e", "a Cyrillic letter in a Latin word"),
        ("port", "p\u043ert", "Latin", False, "", "the other text is odd"),
        ("\u0441\u043e\u0440", "cop", "Latin", False, "\u0441\u043e\u0440", "a whole word among Latin ones"),
        ("\u0441\u043e\u0440", "cop", "Cyrillic", False, "", "a Russian word among Russian ones"),
        ("\u043fo\u0440\u0442", "\u043f\u043e\u0440\u0442", "Cyrillic", False, "o", "a Latin letter in a Russian word"),
        ("p\u03b1rt", "part", "Latin", False, "\u03b1", "an alpha between small letters"),
        ("NF\u03baB", "NFkB", "Latin", False, "", "a sign of a science"),
        ("TNF\u03b1", "TNFa", "Latin", False, "", "a sign at a word's end"),
        ("5\u03bcm", "5\u00b5m", "Latin", False, "", "the micro sign is that letter"),
        ("２０", "20", "Latin", False, "２０", "wide figures"),
        ("２０", "20", "other", True, "", "wide figures among East Asian words"),
        ("𝑥", "x", "Latin", False, "", "a variable of a formula"),
        ("𝗉𝗈𝗋𝗍", "port", "Latin", False, "𝗉𝗈𝗋𝗍", "letters made for formulas"),
        ("ﬁne", "fine", "Latin", False, "", "a ligature"),
        ("p\u043ert", "fort", "Latin", False, "", "another word besides"),
        ("caf\u00e9", "cafe", "Latin", False, "", "an accent"),
        ("\u0131\u015f\u0131k", "i\u015fik", "Latin", False, "", "a dotless i"),
    ],
)
def test_intruders(here: str, there: str, main: str | None, wide: bool, expected: str, what: str) -> None:
    assert expected == intruders(here, there, main, wide=wide), what  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected", "what"),
    [
        ("the p\u043ert of Norvik", ["p\u043ert"], "one word"),
        ("the word \u043f\u043e\u0440\u0442 of Norvik", [], "a Russian word"),
        ("the \u0394T of Norvik", [], "a sign that looks like no Latin letter"),
        ("COVID\u043d\u044b\u0439 \u043f\u043e\u0440\u0442 \u0437\u0430\u043a\u0440\u044b\u0442", [], "a Russian text"),
        ("the port of Norvik", [], "nothing but ASCII"),
    ],
)
def test_mixed_words_of_a_latin_text(text: str, expected: list[str], what: str) -> None:
    assert expected == [text[a:b] for (a, b), _ in mixed(text)], what


@given(st.text(max_size=60))
def test_the_plain_text_is_as_long_and_plain(text: str) -> None:
    assert len(text) == len(plain(text))
    assert plain(text) == plain(plain(text))


def test_every_look_alike_of_the_table_is_of_another_alphabet_and_stands_there_once() -> None:
    table = tomllib.loads((files("fidelity.text") / "lookalikes.toml").read_text("utf-8"))
    rows = [(name, key, c) for name, row in table.items() for key, others in row.items() for c in others]
    assert len({c for _, _, c in rows}) == len(rows)
    for name, key, c in rows:
        assert unicodedata.normalize("NFKC", c) == c or c in "ϲϹ", c
        assert "small_capitals" == name or "Latin" != script(c) or c in "ɑɡ", c
        assert key.isupper() == c.isupper() or "small_capitals" == name, f"{key} {c}"


def test_the_main_alphabet_is_that_of_most_letters() -> None:
    assert "Latin" == main_script("the port \u043e 2031")
    assert None is main_script("2031")
    assert None is main_script("ab\u0430\u0431")
