from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.model import Block, Document, Span
from fidelity.text.around import REACH, around, asides
from fidelity.text.origin import extract, identity


def document(text: str) -> Document:
    blocks, at = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block((at, at + len(part))))
        at += len(part) + 2
    return Document("a.md", text, "0" * 64, text, identity(len(text)), tuple(blocks))


def spans_of(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple((text.index(part), text.index(part) + len(part)) for part in parts)


@pytest.mark.parametrize(
    ("text", "part", "expected", "why"),
    [
        ("He said: “We sail.” Then he left.", "We sail.", ("He said: “", "” Then he left."), "in its sentence"),
        ("One.\n\nHe said “go”.\n\nThree.", "go", ("He said “", "”."), "no further than its paragraph"),
        (
            "The report says:\n\nWe sail.\n\nHe left.",
            "We sail.",
            ("The report says:\n\n", ""),
            "a block has its lead-in before it",
        ),
        ("One.\n\nTwo.\n\n“Go,” he said.", "Go,", ("Two.\n\n“", "” he said."), "an opening mark alone is no context"),
        ("We sail.", "We sail.", ("", ""), "nothing else there"),
    ],
)
def test_around(text: str, part: str, expected: tuple[str, str], why: str) -> None:
    assert expected == around(document(text), spans_of(text, part)), why


def test_long_paragraphs_are_cut_between_words() -> None:
    text = f"{'before ' * 99}“We sail.”{' after' * 99}"
    before, after = around(document(text), spans_of(text, "We sail."))
    assert before.startswith("… before")
    assert after.endswith("after …")
    assert REACH >= len(before) - 2 > REACH - 20
    assert REACH >= len(after) - 2 > REACH - 20


@pytest.mark.parametrize("joint", ["\n\n", " "])
def test_asides_stand_at_the_joints(joint: str) -> None:
    text = "“We sail,” he said, “at dawn,” and went on: “or never.”"
    spans = spans_of(text, "We sail,", "at dawn,", "or never.")
    words, _ = extract(text, spans, joint)
    found = asides(document(text), spans, words)
    assert ["” he said, “", "” and went on: “"] == [aside for _, aside in found]
    assert [joint, joint] == [words[slice(*at)] for at, _ in found]


def test_paragraphs_of_one_block_have_no_aside_between_them() -> None:
    text = "One.\n\nTwo."
    spans = spans_of(text, "One.", "Two.")
    assert () == asides(document(text), spans, text)


@given(st.text(st.sampled_from("ab .\n“字"), min_size=1), st.data())
def test_what_is_around_is_the_text_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before, after = around(document(text), ((start, end),))
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)
