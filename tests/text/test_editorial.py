from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text.editorial import marks


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("a … b", ["…"], "one character"),
        ("a… b", ["…"], "glued to the word before"),
        ("a ... b", ["..."], "three dots"),
        ("a . . . b", [". . ."], "three dots with blanks"),
        ("a .\u00a0.\u00a0. b", [".\u00a0.\u00a0."], "three dots with hard blanks"),
        ("a. . . . b", [". . . ."], "four dots: a stop and an ellipsis"),
        ("a .... b", ["...."], "four dots without blanks"),
        ("a […] b", ["[…]"], "in brackets"),
        ("a [...] b", ["[...]"], "dots in brackets"),
        ("a [. . .] b", ["[. . .]"], "spaced dots in brackets"),
        ("a [ … ] b", ["[ … ]"], "blanks inside the brackets"),
        ("a (…) b", ["(…)"], "in parentheses"),
        ("a (...) b", ["(...)"], "dots in parentheses"),
        ("a * * * b", ["* * *"], "asterisks"),
        ("a *** b", ["***"], "asterisks without blanks"),
        ("a\n........\nb", ["........"], "a line of dots"),
        ("a .. b", [".."], "two dots, as some houses set them"),
        ("… a …", ["…", "…"], "at both ends"),
        ("a. b", [], "a full stop"),
        ("a.b.c", [], "points inside an address"),
        ("a (b) c", [], "a parenthesis is the original's"),
        ("a * b", [], "one asterisk"),
        ("a **b** c", [], "asterisks glued to words"),
        ("e.g. the U.S. law", [], "points of abbreviations"),
        ("a, b; c - d", [], "no mark at all"),
    ],
)
def test_ellipses(text: str, expected: list[str], why: str) -> None:
    found = marks(text)
    assert expected == [text[slice(*m.span)] for m in found], why
    assert {"ellipsis"} >= {m.kind for m in found}, why


@pytest.mark.parametrize(
    ("text", "kind", "inner", "word", "why"),
    [
        ("the [panel] said", "bracket", "panel", None, "whole words"),
        ("the [old panel] said", "bracket", "old panel", None, "more than one"),
        ("[T]he panel", "bracket", "T", "[T]he", "a changed letter"),
        ("two judge[s] sat", "bracket", "s", "judge[s]", "an ending"),
        ("un[der]stood it", "bracket", "der", "un[der]stood", "inside a word"),
        ("he walk[] on", "bracket", "", "walk[]", "letters dropped"),
        ("he [] on", "bracket", "", None, "nothing in the brackets"),
        ("a [b [c] d] e", "bracket", "b [c] d", None, "nested brackets count as one"),
        ("a [it is] b", "bracket", "it is", None, "not mistaken for a mark of another kind"),
        ("recieved [sic] it", "sic", "sic", None, "sic"),
        ("recieved (sic) it", "sic", "sic", None, "sic in parentheses"),
        ("recieved [Sic!] it", "sic", "Sic!", None, "sic with a mark of its own"),
        ("it [!] was", "sic", "!", None, "an exclamation in brackets"),
        ("the dam.[12] It", "note", "12", None, "a note call"),
        ("the dam [note 3] It", "note", "note 3", None, "a note call in words"),
        ("the dam[†] It", "note", "†", None, "a dagger"),
    ],
)
def test_brackets(text: str, kind: str, inner: str, word: str | None, why: str) -> None:
    (mark,) = marks(text)
    assert kind == mark.kind, why
    assert inner == mark.inner, why
    assert word == (mark.word and text[slice(*mark.word)]), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a [b", "never closed"),
        ("a] b", "never opened"),
        ("", "nothing"),
        ("a (sick) b", "another word"),
        ("(b)", "a parenthesis"),
    ],
)
def test_what_is_no_mark(text: str, why: str) -> None:
    assert marks(text) == (), why


@given(st.text(st.sampled_from("ab.…[]()* \u00a0!sic1‥")) | st.text())
def test_marks_stand_in_order_and_apart(text: str) -> None:
    at = 0
    for mark in marks(text):
        assert at <= mark.span[0] < mark.span[1] <= len(text)
        at = mark.span[1]
        if mark.word:
            assert mark.word[0] <= mark.span[0] < mark.span[1] <= mark.word[1]


def test_long_rows_of_dots_and_brackets_take_no_time() -> None:
    assert len(marks(". " * 20_000)) == 1
    assert marks("[" * 3000) == ()
