"""Books: what real programs write, what the format allows, and what strangers send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import SAMPLES, book_parts, emphasised, linked, p, packed, r, style, told, word_parts
from test_laws import TEXTS, check_laws

from fidelity import check
from fidelity.read import read, read_file
from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document

COUNCIL = (
    "The council met on Monday. Its engineer, Tom Aldous, said that the ferry was not safe, and that nobody should board it"
    " before the hull had been examined."
)
HULL = "The hull has lost a third of its plating. It will not last another winter."
NOTE = "The hull was last examined in the year 2016, when two plates were renewed."


def book(pages: dict[str, str], metadata: str = "", more: dict[str, bytes | str] | None = None) -> Document:
    document = read("a.epub", packed(book_parts(pages, metadata=metadata, more=more)))
    check_laws(document)
    return document


def test_what_pandoc_writes_is_read() -> None:
    document = read_file(SAMPLES / "ferry-pandoc.epub")
    check_laws(document)
    assert [
        ("heading", "The ferry at Hallow Point"),
        ("paragraph", "Ida Brandt"),
        ("paragraph", "Harbour Press"),
        ("paragraph", "2024-03-05"),
        ("paragraph", "Written for the tests of quote-fidelity"),
        ("heading", "The last crossing"),
        ("paragraph", COUNCIL),
        ("paragraph 1", HULL),
        ("paragraph 1", "We have said so since 2019."),
        ("paragraph", "His report is on the harbour’s own page."),
        ("heading", "What it would cost"),
        ("item", "A new hull: 40,000 crowns"),
        ("item", "A new ferry: 310,000 crowns"),
        *(("cell", words) for words in ("Year", "Passengers", "2022", "9,120", "2023", "8,455")),
        ("paragraph", "The mayor spoke of a great loss and of a small price. Water is H2O, and the pier measures 12 m2."),
        ("code", "tide = 3"),
        ("footnote", NOTE),
    ] == told(document)
    assert [
        ("not", "italic"),
        ("nobody", "bold"),
        ("winter", "italic"),
        ("great loss", "small-caps"),
        ("two", "italic"),
    ] == emphasised(document)
    assert [("on the harbour’s own page", "https://harbour.example/report?year=2024")] == linked(document)
    assert ["1"] == [inline.label for inline in document.inlines if inline.kind == "note-call"]
    meta = document.meta
    assert ("The ferry at Hallow Point", "Ida Brandt", "Harbour Press") == (meta.title, meta.author, meta.publisher)
    assert ("2024-03-05", "en-gb", "https://harbour.example/ferry") == (meta.published, meta.language, meta.url)
    assert ("Positions count in the book's pages (XHTML), put together in reading order.",) == document.notes
    assert document.emphatic


def test_what_libreoffice_writes_is_read() -> None:
    document = read_file(SAMPLES / "ferry-libreoffice.epub")
    check_laws(document)
    words = [said for _, said in told(document)]
    assert ["The ferry at Hallow Point", "The last crossing", COUNCIL, HULL, "We have said so since 2019."] == words[:5]
    assert ("footnote", NOTE) == told(document)[-1]
    assert [
        ("The last crossing", "bold"),
        ("not", "italic"),
        ("nobody", "bold"),
        ("The hull has lost a third of its plating. It will not last another", "italic"),
        (".", "italic"),
        ("We have said so since 2019.", "italic"),
        ("great loss", "small-caps"),
        ("small", "underline"),
        ("nine", "highlight"),
        ("sound", "letter-spacing"),
        ("progress", "caps"),
        ("two", "italic"),
    ] == emphasised(document)
    assert ("The ferry at Hallow Point", "Ida Brandt", "en") == (
        document.meta.title,
        document.meta.author,
        document.meta.language,
    )


def test_a_position_leads_into_the_markup() -> None:
    document = book({"a.xhtml": "<p>One.</p>\n<p>Two &amp; three.</p>", "b.xhtml": "<p>Four.</p>"})
    start, end = document.origin.span(*_span(document, "Two & three"))
    assert "Two &amp; three" == document.source[start:end]
    start, end = document.origin.span(*_span(document, "Four"))
    assert "Four" == document.source[start:end]
    assert 3 == Lines(document.source).position(start).line


def _span(document: Document, words: str) -> tuple[int, int]:
    at = document.text.index(words)
    return at, at + len(words)


def test_pages_stand_in_the_order_of_the_spine_each_once() -> None:
    parts = book_parts({"b.xhtml": "<p>One.</p>", "a.xhtml": "<p>Two.</p>"})
    parts["OPS/book.opf"] = str(parts["OPS/book.opf"]).replace("</spine>", '<itemref idref="i0"/><itemref idref="i9"/></spine>')
    assert "One.\n\nTwo." == read("a.epub", packed(parts)).text


def test_what_a_page_leaves_open_ends_with_it() -> None:
    document = book({"a.xhtml": "<blockquote><p><b>One", "b.xhtml": "<p>Two.</p><blockquote>Three</blockquote>"})
    assert [("paragraph 1", "One"), ("paragraph", "Two."), ("paragraph 2", "Three")] == told(document)
    assert [("One", "bold")] == emphasised(document)


def test_the_table_of_contents_is_furniture() -> None:
    document = book({"nav.xhtml": "<h1>Contents</h1><p>One</p>", "a.xhtml": "<p>One.</p>"})
    assert [("furniture", "Contents"), ("furniture", "One"), ("paragraph", "One.")] == told(document)
    parts = book_parts({"toc.xhtml": "<p>One</p>", "a.xhtml": "<p>One.</p>"})
    guide = '<guide><reference type="toc" href="toc.xhtml#top"/></guide></package>'
    parts["OPS/book.opf"] = str(parts["OPS/book.opf"]).replace("</package>", guide)
    assert [("furniture", "One"), ("paragraph", "One.")] == told(read("a.epub", packed(parts)))


def test_style_sheets_of_the_book_tell_emphasis() -> None:
    links = (
        '<link rel="stylesheet" href="../css/a%20b.css"/><link rel="alternate stylesheet" href="no.css"/>'
        '<link rel="stylesheet" media="print" href="no.css"/><link rel="stylesheet" href="gone.css"/>'
    )
    body = '<p>The <span class="x">last</span> crossing, <a href="#y">seen</a>.</p>'
    page = f"<!DOCTYPE html><html><head>{links}</head><body>{body}</body></html>"
    sheets: dict[str, bytes | str] = {
        "OPS/css/a b.css": ".x { font-style: italic } a { text-decoration: underline }",
        "OPS/text/no.css": ".x { font-weight: bold }",
    }
    document = book({"text/a.xhtml": page}, more=sheets)
    assert [("last", "italic")] == emphasised(document)


def test_entities_and_closed_tags_are_read_as_in_xhtml() -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        "<html><head><title/></head><body><p>Caf&eacute; <a id='x'/>&#8212; <![CDATA[one & two]]> &b;</p></body></html>"
    )
    assert "Café — one & two &b;" == book({"a.xhtml": page}).text


def test_notes_and_their_calls_are_known() -> None:
    page = (
        '<p>Built by hand<a epub:type="noteref" href="#n1">1</a>.</p>'
        '<aside epub:type="footnote" id="n1"><p><a href="#r1">1</a> In 1903.</p></aside>'
    )
    document = book({"a.xhtml": page})
    assert [("paragraph", "Built by hand."), ("footnote", "In 1903.")] == told(document)
    assert ["1"] == [inline.label for inline in document.inlines]


def test_numbers_of_printed_pages_are_not_text() -> None:
    page = '<p>The ferry <span epub:type="pagebreak" id="p12">12</span>left at <a epub:type="pagebreak" id="p13"/>nine.</p>'
    assert "The ferry left at nine." == book({"a.xhtml": page}).text


@pytest.mark.parametrize(
    ("metadata", "field", "expected", "why"),
    [
        ("<dc:title>One</dc:title><dc:title>Sub</dc:title>", "title", "One", "the first title"),
        (
            '<dc:creator opf:role="aut">A</dc:creator><dc:creator opf:role="ill">B</dc:creator><dc:creator>C</dc:creator>',
            "author",
            "A, C",
            "authors, not the illustrator",
        ),
        ('<dc:creator opf:role="edt">E</dc:creator>', "author", "E", "who made it, if nobody wrote it"),
        (
            '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1994</dc:date>',
            "published",
            "1994",
            "when it was published",
        ),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", "published", None, "a date that a program put there"),
        (
            "<dc:identifier>urn:isbn:1</dc:identifier><dc:source>https://a.example/1</dc:source>",
            "url",
            "https://a.example/1",
            "",
        ),
        ("<dc:language>en_GB</dc:language>", "language", "en-gb", "as everywhere"),
        ("<dc:publisher> The\n Press </dc:publisher>", "publisher", "The Press", "in one line"),
    ],
)
def test_what_a_book_says_of_itself(metadata: str, field: str, expected: str | None, why: str) -> None:
    assert expected == getattr(book({"a.xhtml": "<p>One.</p>"}, metadata).meta, field), why


def test_a_book_that_says_nothing_of_itself_is_called_what_its_first_page_is() -> None:
    pages = {f"{n}.xhtml": f"<!DOCTYPE html><html><head><title>{n}</title></head><body>x</body></html>" for n in ("One", "Two")}
    assert "One" == book(pages).meta.title


def test_a_page_that_is_missing_is_noted() -> None:
    parts = book_parts({"a.xhtml": "<p>One.</p>", "b.xhtml": "<p>Two.</p>", "c.xhtml": "x"})
    del parts["OPS/b.xhtml"]
    document = read("a.epub", packed(parts | {"OPS/c.xhtml": b"\0\1\2" * 99}))
    assert "One." == document.text
    assert "The page “OPS/b.xhtml” is missing from the book." == document.notes[1]
    assert document.notes[2].startswith("The page “OPS/c.xhtml” of the book could not be read: The file is binary")


def test_a_book_without_its_container_is_read_by_its_package() -> None:
    parts = book_parts({"a.xhtml": "<p>One.</p>"})
    parts["META-INF/container.xml"] = "<container/>"
    assert "One." == read("a.epub", packed(parts)).text


PARTS = book_parts({"a.xhtml": "<p>The ferry left at nine.</p>"})
PACKAGE = str(PARTS["OPS/book.opf"])
LAUGHS = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


def encryption(method: str, place: str) -> str:
    data = f'<EncryptionMethod Algorithm="{method}"/><CipherData><CipherReference URI="{place}"/></CipherData>'
    return f"<encryption><EncryptedData>{data}</EncryptedData></encryption>"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"OPS/book.opf": LAUGHS + PACKAGE.replace("<metadata", "<x>&c;</x><metadata")}, "declares entities"),
        ({"META-INF/container.xml": LAUGHS + "<container>&c;</container>"}, "declares entities"),
        ({"OPS/book.opf": PACKAGE[:-40]}, "“OPS/book.opf” of the file is damaged or cut off"),
        ({"OPS/book.opf": PACKAGE.replace("<spine>", "<a>" * 900)}, "nested too deeply"),
        ({"OPS/book.opf": PACKAGE.replace("itemref", "nothing")}, "no pages with words in it"),
        ({"OPS/a.xhtml": "<html><body><img src='a.png'/></body></html>"}, "no pages with words in it"),
        ({"OPS/book.opf": PACKAGE.replace("a.xhtml", "../../etc/passwd")}, "no pages with words in it"),
        ({"OPS/a.xhtml": "<p>" + " " * 9_000_000}, "as no text does"),
        (
            {"META-INF/encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/a.xhtml")},
            "protected against copying (DRM)",
        ),
        ({"META-INF/encryption.xml": "<encryption"}, "“META-INF/encryption.xml” of the file is damaged"),
    ],
)
def test_what_is_damaged_or_hostile_is_told(parts: dict[str, bytes | str], sentence: str) -> None:
    document = read("a.epub", packed(PARTS | parts))
    assert sentence in (document.problem or "")
    assert "" == document.text


@pytest.mark.parametrize(
    ("method", "place", "why"),
    [
        ("http://www.idpf.org/2008/embedding", "OPS/a.xhtml", "a font's disguise"),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/font.otf", "a font"),
    ],
)
def test_encrypted_fonts_do_not_matter(method: str, place: str, why: str) -> None:
    document = read("a.epub", packed(PARTS | {"META-INF/encryption.xml": encryption(method, place)}))
    assert "The ferry left at nine." == document.text, why


def test_a_document_type_from_outside_is_not_fetched() -> None:
    doctype = '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN" "http://x.example/oebpkg12.dtd">'
    assert "The ferry left at nine." == read("a.epub", packed(PARTS | {"OPS/book.opf": doctype + PACKAGE})).text


@pytest.mark.parametrize("kept", [0.01, 0.3, 0.7, 0.99])
@pytest.mark.parametrize("name", ["ferry-pandoc.epub", "ferry-libreoffice.epub"])
def test_a_file_that_is_cut_off_is_told(name: str, kept: float) -> None:
    data = (SAMPLES / name).read_bytes()
    assert "damaged or cut off; get it anew" in (read(name, data[: int(kept * len(data))]).problem or "")


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.html", "a", "a.docx"])
def test_a_wrong_name_does_not_matter(name: str) -> None:
    assert "The ferry left at nine." == read(name, packed(PARTS)).text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"The ferry left at nine.", "no EPUB book, though its name says so"),
        (packed({"a.txt": "The ferry left at nine."}), "a ZIP file that holds no book"),
    ],
)
def test_what_is_no_book_is_told(data: bytes, sentence: str) -> None:
    assert sentence in (read("a.epub", data).problem or "")


@given(st.lists(TEXTS, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_book_keeps_the_laws(pages: list[str]) -> None:
    parts = book_parts({f"{n}.xhtml": "" for n in range(len(pages))})
    bodies: dict[str, bytes | str] = {f"OPS/{n}.xhtml": page.encode("utf-8", "replace") for n, page in enumerate(pages)}
    document = read("a.epub", packed(parts | bodies))
    check_laws(document)
    assert document.text.strip() or document.problem


@given(st.integers(0, 5300), st.binary(min_size=1, max_size=8))
@settings(max_examples=120, deadline=None)
def test_no_damage_makes_the_reader_raise(at: int, noise: bytes) -> None:
    data = bytearray((SAMPLES / "ferry-pandoc.epub").read_bytes())
    data[at : at + len(noise)] = noise
    document = read("a.epub", bytes(data))
    check_laws(document)
    assert document.text.strip() or document.problem


def test_a_word_document_that_quotes_a_book_is_compared_with_it(tmp_path: Path) -> None:
    body = p("Ida Brandt writes:") + p(
        r("The hull has lost ") + r("a third", "<w:b/>") + r(" of its plating. It will last another winter."), style="Quote"
    )
    (tmp_path / "article.docx").write_bytes(packed(word_parts(body, styles=style("Quote"))))
    report = check(tmp_path / "article.docx", [SAMPLES / "ferry-pandoc.epub"])
    (article,) = report.articles
    (quote,) = article.quotes
    assert quote.match is not None
    assert quote.match.original.endswith("ferry-pandoc.epub")
    assert (2, 1) == (quote.start.line, quote.start.column)
    assert [("added", "a third"), ("removed", "winter")] == [(e.status, e.text) for e in quote.emphasis]
    assert {"changed-negation", "undeclared-emphasis"} <= {finding.rule for finding in article.findings}
