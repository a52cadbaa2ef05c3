"""PDFs by real programs: the text that comes out, block by block, and what is set apart in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fidelity.read import read, read_file

if TYPE_CHECKING:
    from fidelity.model import Document

SAMPLES = Path(__file__).parent / "samples" / "pdf"

EMPHASIS = {
    "paper": [
        ("italic", "one\nand the same clerk"),
        ("bold", "same week"),
        ("italic", "THE FERRY AT NORRHAVEN"),
        ("italic", "did not read them at all"),
        ("italic", "The money was not stolen"),
    ],
    "council": [
        ("italic", "two of\nthe three pilots"),
        ("bold", "questioned that opinion"),
        ("small-caps", "Falkenberg"),
        ("italic", "do not share this\nview"),
    ],
    "bulletin": [("italic", "those that\nhad been closed"), ("bold", "only one driver left")],
    "notice": [
        ("italic", "Ester Nyberg"),
        ("italic", "the railway’s\nman was drunk"),
        ("bold", "told to open it in writing"),
        ("italic", "not recovered\nsince"),
    ],
}
CALLS = {
    "paper": [("1", "out a line."), ("2", "one of his reports.")],
    "council": [("1", "could not be reached.")],
    "bulletin": [],
    "notice": [("1", "three of them.")],
}
LINKS = {
    "paper": [],
    "council": [("https://harbour.example/estimates", "his estimates")],
    "bulletin": [("https://tram.example/letter", "our\nletter")],
    "notice": [],
}
ABOUT = {
    "paper": ("Who Paid for the Ferry at Norrhaven?", None, None),
    "council": ("Report of the Harbour Committee", "Harbour Committee", "en-gb"),
    "bulletin": ("Bulletin of the Tramway Society", None, "en"),
    "notice": ("The Level of the Lake in the Dry Years", None, None),
}
SECOND_PAGE = {
    "paper": "the name of dredging.",
    "council": "What the repair will cost",
    "notice": "right, that the right is older",
}


def shown(document: Document) -> str:
    parts = []
    for block in document.blocks:
        quote = f" quote {block.quote}" if block.quote else ""
        words = document.text[slice(*block.span)]
        parts.append(f"[{block.kind}, page {document.page(block.span[0])}{quote}]\n{words}")
    return "\n\n".join(parts) + "\n"


@pytest.fixture(scope="module", params=sorted(EMPHASIS))
def sample(request: pytest.FixtureRequest) -> tuple[str, Document]:
    return request.param, read_file(SAMPLES / f"{request.param}.pdf")


def test_blocks_come_out_in_reading_order(sample: tuple[str, Document]) -> None:
    name, document = sample
    assert document.problem is None
    assert (SAMPLES / f"{name}.txt").read_text("utf-8") == shown(document)


def test_blocks_hold_all_words_in_order(sample: tuple[str, Document]) -> None:
    _, document = sample
    last = 0
    for block in document.blocks:
        start, end = block.span
        assert last <= start < end
        assert "" == document.text[last:start].strip()
        last = end
    assert last == len(document.text)
    for run in document.emphasis:
        assert any(b.span[0] <= run.span[0] < run.span[1] <= b.span[1] for b in document.blocks)
        assert document.text[slice(*run.span)] == document.text[slice(*run.span)].strip()


def test_emphasis_comes_from_fonts(sample: tuple[str, Document]) -> None:
    name, document = sample
    assert document.emphatic
    assert EMPHASIS[name] == [(",".join(r.kinds), document.text[slice(*r.span)]) for r in document.emphasis]


def test_note_calls_are_not_in_the_text(sample: tuple[str, Document]) -> None:
    name, document = sample
    found = [(i.label, document.text[: i.span[0]]) for i in document.inlines]
    assert [label for label, _ in CALLS[name]] == [label for label, _ in found]
    assert all(text.endswith(before) for (_, before), (_, text) in zip(CALLS[name], found, strict=True))


def test_links_come_from_annotations(sample: tuple[str, Document]) -> None:
    name, document = sample
    assert LINKS[name] == [(link.url, document.text[slice(*link.span)]) for link in document.links]


def test_what_the_file_says_of_itself(sample: tuple[str, Document]) -> None:
    name, document = sample
    meta = document.meta
    assert ABOUT[name] == (meta.title, meta.author, meta.language)
    assert meta.published is not None
    assert meta.published.startswith("2014-03-12" if name == "paper" else "2026-11-21")


def test_pages_begin_where_they_begin(sample: tuple[str, Document]) -> None:
    name, document = sample
    assert document.pages[0] == 0
    if name in SECOND_PAGE:
        assert document.text[document.pages[1] :].startswith(SECOND_PAGE[name])


def test_positions_count_in_the_text(sample: tuple[str, Document]) -> None:
    _, document = sample
    assert document.text == document.source
    assert document.origin.span(10, 20) == (10, 20)
    assert any("count in the text" in note for note in document.notes)


def test_locked_with_the_empty_password_opens() -> None:
    assert read_file(SAMPLES / "bulletin.pdf").text == read_file(SAMPLES / "no-copying.pdf").text


def test_locked_with_a_password_is_a_sentence() -> None:
    document = read_file(SAMPLES / "locked.pdf")
    assert document.problem == "The PDF is locked with a password; save a copy without one."
    assert document.text == ""


def test_the_suffix_does_not_matter() -> None:
    data = (SAMPLES / "notice.pdf").read_bytes()
    assert read("notice.txt", data).text == read("notice.pdf", data).text
    assert read("page.pdf", b"<!doctype html><p>Four bells rang.</p>").text == "Four bells rang."
