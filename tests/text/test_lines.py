from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.model import Position
from fidelity.text.lines import Lines, normalised
from fidelity.text.origin import is_forward

TEXTS = st.text(st.sampled_from("ab \n\r\u2028\u2029\ufeffé"))


def naive(text: str, offset: int) -> Position:
    """Counted from the start, one character after the other."""
    line, column = 1, 1
    for i in range(offset):
        pair = text[i : i + 2] == "\r\n"
        if text[i] in "\n\r\u2028\u2029" and not pair:
            line, column = line + 1, 1
        elif not (i == 0 and text[0] == "\ufeff"):
            column += 1
    return Position(line, column)


@given(TEXTS, st.data())
def test_lines_and_columns_are_those_counted_one_by_one(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert naive(text, offset) == Lines(text).position(offset)


@pytest.mark.parametrize(
    ("text", "offset", "expected", "why"),
    [
        ("ab\ncd", 3, Position(2, 1), "LF"),
        ("ab\r\ncd", 4, Position(2, 1), "CRLF is one line end"),
        ("ab\rcd", 3, Position(2, 1), "CR"),
        ("ab\u2028cd", 3, Position(2, 1), "a line separator"),
        ("ab\u2029cd", 3, Position(2, 1), "a paragraph separator"),
        ("a\x0bb\x0cc", 4, Position(1, 5), "other controls end no line"),
        ("\ufeffab", 1, Position(1, 1), "a byte-order mark takes no column"),
        ("", 0, Position(1, 1), "an empty file has one line"),
        ("ab\n", 3, Position(2, 1), "after the last line end"),
    ],
)
def test_positions(text: str, offset: int, expected: Position, why: str) -> None:
    assert expected == Lines(text).position(offset), why


@given(TEXTS)
def test_normalised_text_has_one_kind_of_line_end_and_the_way_back(text: str) -> None:
    plain, origin = normalised(text)
    bare = text.removeprefix("\ufeff")
    assert re.sub("\r\n|[\r\u2028\u2029]", lambda m: "\n\n" if m[0] == "\u2029" else "\n", bare) == plain
    assert is_forward(origin)
    assert len(plain) == origin.size
    for i, c in enumerate(plain):
        if c != "\n":
            assert c == text[slice(*origin.span(i, i + 1))]
