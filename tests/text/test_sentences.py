from __future__ import annotations

import pytest

from fidelity.text.sentences import ends_sentence


@pytest.mark.parametrize(
    ("before", "between", "after", "expected", "why"),
    [
        ("dam", ". ", "The", True, "a full stop and a capital"),
        ("dam", "? ", "The", True, "a question"),
        ("dam", "! ", "The", True, "an exclamation"),
        ("dam", ".” ", "The", True, "the closing mark after the stop"),
        ("dam", ".) ", "The", True, "a parenthesis after the stop"),
        ("dam", "\n\n", "and", True, "a paragraph's end, whatever follows"),
        ("dam", " ", "The", False, "no stop"),
        ("dam", ", ", "and", False, "a comma"),
        ("dam", "; ", "and", False, "a semicolon"),
        ("dam", "\n", "The", False, "a line's end is no sentence's end"),
        ("Dr", ". ", "Hale", False, "an abbreviation"),
        ("No", ". ", "4", False, "an abbreviation before a figure"),
        ("J", ". ", "Hale", False, "an initial"),
        ("dam", ". ", "and", False, "a small letter follows"),
        ("dam", "。", "次", True, "a stop of another script"),
        ("dam", ".", "", True, "the text ends"),
    ],
)
def test_where_a_sentence_ends(before: str, between: str, after: str, expected: bool, why: str) -> None:
    text = "By the " + before + between + after + " stood"[: 6 * bool(after)]
    start = len("By the ") + len(before)
    assert expected == ends_sentence(text, start, start + len(between)), why
