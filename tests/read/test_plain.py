from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fidelity.read import read

if TYPE_CHECKING:
    from fidelity.model import Document


def blocks(document: Document) -> list[str]:
    return [document.text[slice(*b.span)] for b in document.blocks]


WRAPPED = """The harbour board met on Tuesday and heard from its engineer that
the new breakwater would be ready a full year later than it had
been promised when the works began in the spring of that year.
   A second engineer, who spoke after him, said that he had warned
of it, and that nobody who had read his letters could be in any
doubt about what they meant and why they had been written so.
"""


@pytest.mark.parametrize(
    ("source", "count", "why"),
    [
        ("One.\n\nTwo.\n", 2, "paragraphs between empty lines"),
        ("A long line. " * 20 + "\n" + "Another long line. " * 20 + "\n", 2, "every line a paragraph"),
        ("Short line:\nAnother one\nThird\n", 3, "short lines are not wrapped text"),
        (WRAPPED, 2, "hard-wrapped, with an indented first line"),
        ("The New Breakwater\n" + WRAPPED, 3, "a heading right above its paragraph"),
        (WRAPPED + " " * 30 + "B\n" + WRAPPED, 5, "a centred heading between two paragraphs"),
        (WRAPPED + "\nthe rest of it\n" + WRAPPED, 4, "a short line in lower case is none"),
        (WRAPPED.replace("   A second", "\x0cA second"), 1, "a form feed inside a paragraph"),
        ("One.\u2029Two.", 2, "a paragraph separator"),
        ("One.\x0c\n\nTwo.", 2, "a form feed"),
    ],
)
def test_paragraphs(source: str, count: int, why: str) -> None:
    assert count == len(read("a.txt", source.encode()).blocks), why


WORDS = ("again", "in public", "at last", "then")


def paged(n: int) -> str:
    """A text with a running head in the middle of a paragraph on each page."""
    return "".join(
        f"The board heard {WORDS[i]} that the works would go on until the autumn of\n"
        f"the next year, and report {i} of the engineer was read to the end be-\n"
        f"{i + 2}                  HARBOUR BOARD v. TOWN\n\n                       Minutes of the Board\n\n"
        "fore anybody was allowed to put a question to him about the cost\n"
        f"of {WORDS[i]}, which had risen once more since they had met in the spring.\n\n"
        for i in range(n)
    )


def test_running_heads_do_not_cut_a_paragraph() -> None:
    document = read("a.txt", paged(4).encode())
    assert 4 == len(document.blocks)
    assert "HARBOUR" not in document.text
    assert all("to the end be-\nfore anybody" in block for block in blocks(document))
    assert any("4 paragraphs" in note for note in document.notes)
    at = document.text.index("fore anybody")
    assert document.source[document.origin.start(at) :].startswith("fore anybody")


def test_a_line_that_stands_once_is_no_running_head() -> None:
    assert "HARBOUR" in read("a.txt", paged(1).encode()).text


def test_a_speaker_of_a_transcript_is_no_running_head() -> None:
    document = read("a.txt", b"THE CHAIR\n\nWe begin.\n\nMR ROE\n\nThank you.\n\n" * 4)
    assert {"paragraph"} == {block.kind for block in document.blocks}


def test_a_refrain_is_kept() -> None:
    source = "One thing.\n\nAnd so it goes on.\n\n" * 5
    assert 5 == read("a.txt", source.encode()).text.count("And so it goes on.")


@pytest.mark.parametrize(
    ("source", "title", "why"),
    [
        ("What is to be done?\n\nText here.", "What is to be done?", "a short first line"),
        ("It is done.\n\nText here.", None, "a sentence is no title"),
        ("Title: The Day\nAuthor: Jo Roe\n\nText.", "The Day", "said by a header"),
    ],
)
def test_title(source: str, title: str | None, why: str) -> None:
    assert title == read("a.txt", source.encode()).meta.title, why


def test_soft_hyphens_and_hard_spaces_stay() -> None:
    assert "a\u00adb\u00a0c" == read("a.txt", "a\u00adb\u00a0c\n".encode()).text


def test_plain_text_carries_no_emphasis() -> None:
    assert not read("a.txt", b"*x*").emphatic
