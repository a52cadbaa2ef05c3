"""Words read one by one are the words that numpy reads, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text import brief
from fidelity.text.brief import code_of, few_words
from fidelity.text.words import Words, words

LETTERS = "abcdeßéñœﬁøŁžаяшλωςЙΆ北京語אבגد०१٢ıª½µ"
OTHERS = " \n.,;:'’`´\"-–—[]()\u00ad\u200b\u0301…¹²0123456789"


def told(found: Words) -> tuple[list[int], list[int], bytes, str]:
    return list(found.begins), list(found.stops), bytes(found.packed), found.codes


@given(st.text(st.sampled_from(LETTERS + OTHERS), max_size=60))
def test_words_of_texts_in_mixed_writing(text: str) -> None:
    assert told(words(text)) == told(few_words(text))


@given(st.text(st.characters(max_codepoint=0x2100), max_size=40))
def test_words_of_texts_of_any_characters(text: str) -> None:
    assert told(words(text)) == told(few_words(text))


@given(st.text(st.sampled_from(LETTERS + OTHERS), max_size=40))
def test_arrays_and_plain_figures_say_the_same(text: str) -> None:
    found = few_words(text)
    assert told(found)[:3] == (found.starts.tolist(), found.ends.tolist(), found.hashes.tobytes())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "nothing"),
        ("don't 4.2 1,000.5 5'4 a'4 4'a U.S. a''b", "points and apostrophes that join, and that do not"),
        ("[T]he judge[s] met [the panel] on [4]th", "brackets inside words and between them"),
        ("word " * 400, "a text that is not brief"),
    ],
)
def test_words_of_a_text(text: str, what: str) -> None:
    assert told(words(text)) == told(few_words(text)), what


def test_a_word_is_the_same_after_the_known_ones_were_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief, "_KEPT", 3)
    text = "one two three four five six one two three four five six"
    assert told(words(text)) == told(few_words(text))


def test_one_word_by_itself() -> None:
    assert words("inquiry").codes == code_of("inquiry")
