"""What fonts say of emphasis, and what PDFs say of themselves."""

from __future__ import annotations

import pytest
from pdf_by_hand import Sheet, made

from fidelity.read import read
from fidelity.read.pdf.about import about, is_title
from fidelity.read.pdf.fonts import face
from fidelity.read.pdf.glyphs import spelled


@pytest.mark.parametrize(
    ("name", "kinds", "why"),
    [
        ("Times-Roman", set(), "plain"),
        ("ABCDEF+TimesNewRomanPS-BoldItalicMT", {"bold", "italic"}, "a subset, two kinds"),
        ("Arial,Bold", {"bold"}, "a comma"),
        ("MinionPro-It", {"italic"}, "It"),
        ("MinionPro-BoldIt", {"bold", "italic"}, "BoldIt"),
        ("ITCGaramondStd-Bk", set(), "ITC is no It"),
        ("NimbusRomNo9L-Medi", {"bold"}, "URW's bold"),
        ("NimbusRomNo9L-ReguItal", {"italic"}, "URW's italic"),
        ("Helvetica-Oblique", {"italic"}, "oblique"),
        ("Gotham-Black", {"bold"}, "black"),
        ("StoneSerif-Semi", {"bold"}, "semi"),
        ("HelveticaNeue-Medium", set(), "medium is no bold"),
        ("CMTI10", {"italic"}, "TeX's italic"),
        ("WXYZAB+CMBXTI10", {"bold", "italic"}, "TeX's bold italic"),
        ("CMCSC10", {"small-caps"}, "TeX's small capitals"),
        ("SFTI1000", {"italic"}, "TeX's italic, cm-super"),
        ("CMMI10", set(), "letters of formulas"),
        ("LMRoman10-Italic", {"italic"}, "Latin Modern"),
        ("GaramondSC", {"small-caps"}, "SC"),
        ("Didot-SmallCaps", {"small-caps"}, "small caps in words"),
        ("Blackadder", set(), "a family that begins with a kind"),
    ],
)
def test_names_of_fonts(name: str, kinds: set[str], why: str) -> None:
    assert kinds == face(name, 32, 0, 0).kinds, why


@pytest.mark.parametrize(
    ("name", "flags", "weight", "angle", "kinds", "why"),
    [
        ("F1", 1 << 6, 0, 0, {"italic"}, "a flag"),
        ("F1", 0, 0, -12, {"italic"}, "a slant"),
        ("F1", 1 << 18, 0, 0, {"bold"}, "forced bold"),
        ("F1", 0, 700, 0, {"bold"}, "wide stems where the name says nothing"),
        ("Rockwell-Regular", 0, 700, 0, set(), "wide stems where it says plain"),
        ("CMMI10", 1 << 6, 0, -14, set(), "formulas slant by nature"),
    ],
)
def test_flags_of_fonts(name: str, flags: int, weight: int, angle: int, kinds: set[str], why: str) -> None:
    assert kinds == face(name, flags, weight, angle).kinds, why


def test_slanted_and_stroked_letters_are_emphasis() -> None:
    sheet = Sheet()
    sheet.put(72, 700, "The lamp was lit ", font="T", size=12)
    sheet.put(160, 700, "every evening", font="T", size=12, turn="1 0 0.25 1")
    sheet.put(232, 700, "and", font="T", size=12)
    sheet.drawn.append(b"2 Tr\n")
    sheet.put(255, 700, "never once", font="T", size=12)
    sheet.drawn.append(b"0 Tr\n")
    sheet.put(312, 700, "went out.", font="T", size=12)
    document = read("a.pdf", made(sheet))
    found = [(r.kinds, document.text[slice(*r.span)]) for r in document.emphasis]
    assert [(("italic",), "every evening"), (("bold",), "never once")] == found


def test_invisible_text_under_a_scan_tells_no_emphasis() -> None:
    sheet = Sheet()
    sheet.picture()
    sheet.drawn.append(b"3 Tr\n")
    for n in range(6):
        sheet.column(72, 700 - 40 * n, "The lamp was lit every evening, and it never once went out in all those years.")
    document = read("scan.pdf", made(sheet))
    assert document.problem is None
    assert not document.emphatic
    assert document.text.count("never once") == 6


@pytest.mark.parametrize(
    ("code", "pictures", "letters", "why"),
    [
        (0xF761, False, "a", "a small capital"),
        (0xF7E9, False, "é", "one with an accent"),
        (0xF738, False, "8", "an old figure"),
        (0xF0B7, True, "•", "a sign"),
        (0xF041, False, "A", "a font with codes of its own"),
        (0xFB03, False, "ffi", "a ligature"),
        (0xE123, False, "", "known to nobody"),
        (0x41, False, "A", "itself"),
    ],
)
def test_letters_under_private_numbers(code: int, pictures: bool, letters: str, why: str) -> None:
    assert letters == spelled(code, pictures=pictures), why


@pytest.mark.parametrize(
    ("title", "good"),
    [
        ("The Books of the Lamp", True),
        ("Inquiry", True),
        ("Microsoft Word - lamp final.doc", False),
        ("lamp_final_v2.indd", False),
        ("untitled", False),
        ("PowerPoint Presentation", False),
        ("10-1234_5ab7", False),
        ("", False),
    ],
)
def test_titles_that_are_none(title: str, good: bool) -> None:
    assert good == is_title(title)


def test_the_information_dictionary() -> None:
    told = {"Title": "The Books of the Lamp", "Author": "Ada Lindqvist", "CreationDate": "D:20140312093000+01'00'"}
    meta = about(lambda tag: told.get(tag, ""), "en-GB", b"")
    assert ("The Books of the Lamp", "Ada Lindqvist", "2014-03-12T09:30:00+01:00", "en-gb") == (
        meta.title,
        meta.author,
        meta.published,
        meta.language,
    )


def test_the_packet_fills_what_the_dictionary_lacks() -> None:
    packet = (
        b"<x:xmpmeta><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>The Lamp &amp; the Books</rdf:li></rdf:Alt></dc:title>"
        b"<dc:creator><rdf:Seq><rdf:li>Ada Lindqvist</rdf:li><rdf:li>Per Holm</rdf:li></rdf:Seq></dc:creator>"
        b"<dc:date>2014-03-12</dc:date></x:xmpmeta>"
    )
    meta = about(lambda tag: {"Title": "untitled", "Author": "user", "CreationDate": "D:20200101"}.get(tag, ""), "", packet)
    assert ("The Lamp & the Books", "Ada Lindqvist; Per Holm", "2014-03-12") == (meta.title, meta.author, meta.published)


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("D:2014", "2014"),
        ("D:201403", "2014-03"),
        ("20140312", "2014-03-12"),
        ("D:20149912", "2014"),
        ("yesterday", None),
        ("D:0000", None),
    ],
)
def test_dates(date: str, iso: str | None) -> None:
    assert iso == about(lambda tag: date if tag == "CreationDate" else "", "", b"").published
