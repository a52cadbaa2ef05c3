"""Characters that nobody sees are told from those that have work where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text.unseen import is_grave, named, turned, unseen


@pytest.mark.parametrize(
    ("text", "expected", "what"),
    [
        ("har\u200bbour", [3], "a gap without width in a word"),
        ("20\u200b31", [2], "and in a number"),
        ("har\u200b\u200c\u200dbour", [3, 4, 5], "many of them"),
        ("of\u200b Norvik", [], "a place where a line may end"),
        ("and/\u200bor", [], "another"),
        ("har\u00adbour", [], "a soft hyphen"),
        ("می\u200cخواهم", [], "a joiner of Persian"),
        ("👩\u200d💻", [], "a joiner of emoji"),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", [], "the flag of Scotland"),
        ("port\U000e0061", [4], "a tag behind a word"),
        ("\u2067שלום\u2069 port", [], "an isolate beside Hebrew"),
        ("\u2067port\u2069", [0, 5], "an isolate beside nothing of the kind"),
        ("\u202eשלום\u202c", [0], "an override anywhere"),
        ("a\x1b[31m", [1], "what steers a terminal"),
        ("a\tb\nc", [], "white space"),
        ("n\u0336o", [1], "a stroke through a letter"),
        ("=\u0338", [], "a sign of mathematics"),
        ("plain", [], "nothing"),
    ],
)
def test_what_is_not_seen(text: str, expected: list[int], what: str) -> None:
    assert expected == unseen(text), what


@given(st.text(st.sampled_from("ab\u200b\u202e\x1bש \U000e0061\u0336"), max_size=40))
def test_only_characters_that_show_nothing_of_their_own_are_told(text: str) -> None:
    for at in unseen(text):
        assert not text[at].isalnum()
        assert named(text[at]).startswith("U+")
    assert all(text[at] == "\u202e" for at in turned(text))


def test_what_turns_words_or_hides_them_is_grave() -> None:
    assert all(map(is_grave, "\u202e\x1b\U000e0061\u0336"))
    assert not any(map(is_grave, "\u200b\u2067\u3164"))
