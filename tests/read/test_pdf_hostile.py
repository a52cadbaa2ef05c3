"""PDFs that cannot be read: each ends in a sentence, and none in a crash or a wait without end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_by_hand import Sheet, forms, made, pdf, stream

from fidelity.model import Document, Origin
from fidelity.read import read
from fidelity.read.pdf.worker import Worker

SAMPLES = Path(__file__).parent / "samples" / "pdf"
WORDS = "The lamp at the head of the mole was lit at nine by the keeper's daughter."
DAMAGED = "The PDF is damaged or cut short; give another copy, or open it in a viewer and save it anew."


def written() -> Sheet:
    sheet = Sheet()
    for n in range(6):
        sheet.column(72, 700 - 60 * n, WORDS)
    return sheet


def pictured() -> Sheet:
    sheet = Sheet()
    sheet.picture()
    return sheet


def stamped() -> Sheet:
    sheet = pictured()
    sheet.put(72, 20, "Scanned for the archive")
    return sheet


@pytest.mark.parametrize(
    ("sheets", "pages"),
    [
        ([pictured()] * 12, "12 pages of pictures"),
        ([pictured()], "1 page that is a picture"),
        ([stamped()] * 2, "2 pages of pictures"),
        ([pictured(), Sheet()], "1 page that is a picture"),
    ],
)
def test_no_text_layer(sheets: list[Sheet], pages: str) -> None:
    document = read("scan.pdf", made(*sheets))
    assert f"The PDF has no text layer ({pages}); run OCR over it, or give another copy." == document.problem


def test_some_pages_without_text_layer_are_named() -> None:
    document = read("scan.pdf", made(written(), pictured(), written(), pictured(), pictured()))
    assert document.problem is None
    assert "Pages 2 and 4–5 have no text layer (pictures only), and what stands there was not read." in document.notes
    assert len(document.pages) == 5


def test_empty_pages_are_no_pictures() -> None:
    document = read("empty.pdf", made(Sheet(), Sheet()))
    assert (
        document.problem == "The PDF has no words in it, only drawings or empty pages; run OCR over it, or give another copy."
    )


@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_cut_short(part: float) -> None:
    data = (SAMPLES / "notice.pdf").read_bytes()
    document = read("notice.pdf", data[: int(part * len(data))])
    assert document.problem is not None
    assert "give another copy" in document.problem


def test_not_a_pdf() -> None:
    assert read("a.pdf", b"\x00\x01\x02 nothing of the kind").problem == DAMAGED


def test_page_tree_that_leads_back_to_itself() -> None:
    data = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9999999/Kids[2 0 R 2 0 R]>>"])
    document = read("loop.pdf", data)
    assert document.problem is not None
    assert "damaged" in document.problem


def test_pages_that_are_missing_are_named() -> None:
    data = made(written(), written(), written()).replace(b"/Kids[5 0 R 7 0 R 9 0 R]", b"/Kids[5 0 R 99 0 R 9 0 R]")
    document = read("gap.pdf", data)
    assert document.problem is None
    assert document.text.count("keeper's daughter") == 12


def test_fonts_that_do_not_say_their_letters() -> None:
    chars = b"<</Type/CMap>>"
    cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <e000> endbfrange"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</R 5 0 R>>>>>>",
        stream(b"BT /R 12 Tf 72 600 Td (Wbs nyy gung jr xabj) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Odd/ToUnicode 6 0 R>>",
        stream(cmap, chars[2:-2]),
    ]
    document = read("odd.pdf", pdf(objects))
    assert document.problem == "The PDF's fonts do not say which letters they draw; run OCR over it, or give another copy."


def empty() -> Document:
    return Document("a.pdf", "", "", "", Origin((), (), (), 0))


def test_a_page_without_end_is_given_up_and_the_next_file_is_read() -> None:
    worker = Worker()
    try:
        endless = worker.read(empty(), forms(deep=40, each=2), patience=3)
        assert endless.problem is not None
        assert "one page took longer than 3 seconds" in endless.problem
        assert "keeper's daughter" in worker.read(empty(), made(written())).text
    finally:
        worker.stop()


def test_a_process_that_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.pdf.worker._START", "raise SystemExit(3)")
    worker = Worker()
    try:
        problem = worker.read(empty(), made(written())).problem
    finally:
        worker.stop()
    assert problem is not None
    assert "made the PDF library fail" in problem


@given(st.lists(st.tuples(st.integers(9, 20_000), st.integers(0, 255)), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_wrong_byte_makes_the_reader_raise(changes: list[tuple[int, int]]) -> None:
    data = bytearray((SAMPLES / "notice.pdf").read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    document = read("notice.pdf", bytes(data), hint="pdf")
    assert document.text.strip() or document.problem
