"""Saved pages: what Chromium writes, what other programs write, and what is damaged."""

from __future__ import annotations

import base64
import quopri
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packing import SAMPLES, emphasised, linked, told
from test_laws import TEXTS, check_laws

from fidelity.read import read, read_file

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document

COUNCIL = (
    "The council met on Monday. Its engineer, Tom Aldous, said that the ferry was not safe, and that nobody should board it"
    " before the hull had been examined."
)
PROSE = "The harbour master keeps a book of every crossing, and in it the words are plain. " * 6


def part(body: str, kind: str = "text/html", *, how: str = "quoted-printable", charset: str = "", more: str = "") -> bytes:
    """A part of a saved page; `more` are further lines of its header."""
    data = body.encode(charset or "utf-8")
    coded = quopri.encodestring(data) if how == "quoted-printable" else base64.encodebytes(data) if how == "base64" else data
    said = f'{kind}; charset="{charset}"' if charset else kind
    return f"Content-Type: {said}\r\nContent-Transfer-Encoding: {how}\r\n{more}\r\n".encode() + coded


def saved(*parts: bytes, header: str = "Date: Tue, 5 Mar 2024 09:30:00 +0100\r\n", closed: bool = True) -> bytes:
    """A saved page of these parts."""
    head = f'From: <Saved by a test>\r\n{header}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----B"\r\n\r\n'
    return head.encode() + b"".join(b"------B\r\n" + one + b"\r\n" for one in parts) + (b"------B--\r\n" if closed else b"")


def page(*parts: bytes) -> Document:
    document = read("a.mhtml", saved(*parts))
    check_laws(document)
    return document


def test_what_chromium_saves_is_read() -> None:
    document = read_file(SAMPLES / "ferry-chromium.mhtml")
    check_laws(document)
    assert [
        ("furniture", "Home Ports"),
        ("heading", "The last crossing"),
        ("paragraph", COUNCIL),
        ("paragraph 1", "The hull has lost a third of its plating. It will not last another winter."),
        ("paragraph 1", "We have said so since 2019."),
        ("paragraph", "His report is on the harbour’s own page. Crossings cost 4 €."),
        ("paragraph", "This was written by a script."),
        ("furniture", "© Harbour Press"),
    ] == told(document)
    assert [("not", "italic"), ("nobody", "bold"), ("winter", "italic")] == emphasised(document)
    assert ("on the harbour’s own page", "https://harbour.example/report?year=2024") == linked(document)[-1]
    meta = document.meta
    assert ("The ferry at Hallow Point – Harbour Press", "Ida Brandt") == (meta.title, meta.author)
    assert ("http://harbour.example/ferry.html", "2026-11-21T16:00:38Z") == (meta.url, meta.snapshot)
    assert ("2024-03-05", "en-gb") == (meta.published, meta.language)
    assert ("Positions count in the page's own HTML, taken out of the file.",) == document.notes


def test_a_position_leads_into_the_markup() -> None:
    document = page(part("<p>One.</p>\r\n<p>Caf&eacute; =3D two.</p>"))
    start, end = document.origin.span(document.text.index("Caf"), len(document.text))
    assert "Caf&eacute; =3D two." == document.source[start:end]


@pytest.mark.parametrize("how", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize(
    ("charset", "head", "why"),
    [
        ("", "<meta charset=utf-8>", "the page says it"),
        ("utf-8", "", "the header says it"),
        ("windows-1252", "", "an old one"),
        ("iso-8859-1", "", "another one"),
        ("windows-1252", "<meta charset=utf-8>", "the page says what it was before it was saved"),
    ],
)
def test_how_a_page_is_packed_does_not_matter(how: str, charset: str, head: str, why: str) -> None:
    body = f"<html><head>{head}</head><body><p>Zwölf Fähren – 4 mal am Tag</p></body></html>"
    body = body.replace("–", "-") if charset.startswith("iso") else body
    assert page(part(body, how=how, charset=charset)).text.startswith("Zwölf Fähren"), why


@pytest.mark.parametrize("words", ["a", "ab", "abc", "abcd"])
def test_all_of_a_page_in_base64_is_read(words: str) -> None:
    assert words == page(part(words, how="base64")).text


def test_a_charset_that_is_not_true_is_not_believed() -> None:
    data = part("<p>Zw\xf6lf F\xe4hren</p>", how="8bit", charset="windows-1252").replace(b"windows-1252", b"utf-8")
    assert "Zwölf Fähren" == page(data).text


def test_style_sheets_that_were_saved_tell_emphasis_and_what_is_hidden() -> None:
    links = '<link rel="stylesheet" href="cid:css-1@mhtml.blink"><link rel=stylesheet href=http://a.example/b.css>'
    words = '<p>The <span class="x">last</span> <span class="y">ferry</span> <a href="/">left</a>.</p><p class="z">Unseen.</p>'
    body = f"<html><head>{links}</head><body>{words}"
    first = part(".x { font-style: italic }", "text/css", more="Content-Location: cid:css-1@mhtml.blink\r\n")
    second = part(".y { font-weight: bold } .z { display: none } a { text-decoration: underline }", "text/css")
    second = second.replace(b"\r\n\r\n", b"\r\nContent-Location: http://a.example/b.css\r\n\r\n", 1)
    document = page(part(body), first, second, part(".x { font-style: normal }", "text/css"))
    assert "The last ferry left." == document.text
    assert [("last", "italic"), ("ferry", "bold")] == emphasised(document)


def test_a_link_is_not_emphasised_by_its_line_but_by_all_else() -> None:
    style = "<style>a, u { text-decoration: underline } .b { font-weight: bold }</style>"
    document = page(part(f'{style}<p><u>One</u> <a href="/x">two <b>three</b></a> <u>four</u> <a name="y">five</a></p>'))
    assert [("One", "underline"), ("three", "bold"), ("four five", "underline")] == [
        (words, kinds) for words, kinds in emphasised(document)
    ]


def test_the_page_is_the_one_that_the_header_names() -> None:
    first = part("<p>An advertisement.</p>", more="Content-ID: <frame-1>\r\n")
    second = part("<p>The page.</p>", more="Content-ID: <frame-2>\r\nContent-Location: https://a.example/x\r\n")
    data = saved(first, second).replace(b"related;", b'related; start="<frame-2>";')
    document = read("a.mhtml", data)
    assert "The page." == document.text
    assert "https://a.example/x" == document.meta.url


def test_frames_are_read_where_the_page_has_nothing_else() -> None:
    frameset = '<html><frameset><frame src="cid:two"><frame src="http://a.example/one"></frameset></html>'
    one = part("<p>Second part of it.</p>", more="Content-Location: http://a.example/one\r\n")
    two = part("<p>First part of it.</p>", more="Content-ID: <two>\r\n")
    document = page(part(frameset), one, two)
    assert [("paragraph", "First part of it."), ("paragraph", "Second part of it.")] == told(document)


def test_text_in_frames_that_is_not_read_is_noted() -> None:
    document = page(part(f"<p>{PROSE}</p>"), part("<p>Buy.</p>"), part(f"<p>{PROSE}</p>"))
    assert PROSE.strip() == document.text
    assert "Text in 1 frame of the page is not read." == document.notes[-1]


@pytest.mark.parametrize(
    ("header", "title", "url", "snapshot", "why"),
    [
        (
            "Subject: =?utf-8?Q?Zw=C3=B6lf?=\r\nSnapshot-Content-Location: https://a.example/x\r\n",
            "Zwölf",
            "https://a.example/x",
            None,
            "coded words",
        ),
        ("Date: Tue, 5 Mar 2024 09:30:00 +0100\r\n", None, None, "2024-03-05T08:30:00Z", "in UTC"),
        ("Date: Tuesday\r\n", None, None, None, "no date"),
        ("Snapshot-Content-Location: file:///home/x.html\r\n", None, None, None, "a file of somebody's"),
        (
            "Snapshot-Content-Location: https://web.archive.org/web/20200102030405/https://a.example/x\r\n",
            None,
            "https://a.example/x",
            "2020-01-02T03:04:05Z",
            "a copy of a copy",
        ),
    ],
)
def test_what_the_browser_says_of_the_page(
    header: str, title: str | None, url: str | None, snapshot: str | None, why: str
) -> None:
    meta = read("a.mhtml", saved(part("<p>One.</p>"), header=header)).meta
    assert (title, url, snapshot) == (meta.title, meta.url, meta.snapshot), why


def test_a_page_of_one_part_is_read() -> None:
    data = b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>The ferry left.</p>"
    assert "The ferry left." == read("a.mht", data).text


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_line_ends_do_not_matter(end: str) -> None:
    data = (SAMPLES / "ferry-chromium.mhtml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end.encode())
    assert 8 == len(read("a.mhtml", data).blocks)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"The ferry left at nine.", "no saved web page (MHTML), though its name says so"),
        (saved(), "damaged or cut off before its text"),
        (saved(part("words", "text/plain")), "holds no HTML"),
        (saved(part("<p>The ferry <b>left</b> at nine", how="8bit"), closed=False), "cut off in the middle of the page"),
        (saved(part("<html><body></body></html>")), "no words of its own"),
        (saved(part("\0\1\2" * 50, how="base64")), "binary"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n"
            + b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(3000)),
            "damaged or cut off before its text",
        ),
    ],
)
def test_what_is_damaged_is_told(data: bytes, sentence: str) -> None:
    document = read("a.mhtml", data)
    assert sentence in (document.problem or "")
    assert "" == document.text


@pytest.mark.parametrize("kept", [0.1, 0.2, 0.5, 0.6])
def test_a_file_that_is_cut_off_in_its_page_is_told(kept: float) -> None:
    data = (SAMPLES / "ferry-chromium.mhtml").read_bytes()
    assert "cut off" in (read("a.mhtml", data[: int(kept * len(data))]).problem or "")


def test_a_file_that_is_cut_off_behind_its_page_is_read() -> None:
    data = (SAMPLES / "ferry-chromium.mhtml").read_bytes()
    document = read("a.mhtml", data[: len(data) * 97 // 100])
    assert 8 == len(document.blocks)
    assert "The file is cut off behind the page's own text." == document.notes[-1]


@pytest.mark.parametrize("name", ["a", "a.html", "a.pdf", "a.docx"])
def test_a_page_with_another_name_is_known_by_its_header(name: str) -> None:
    assert 8 == len(read(name, (SAMPLES / "ferry-chromium.mhtml").read_bytes()).blocks)


def test_a_page_saved_with_its_files_is_the_page_alone(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "page" / "ferry.html", tmp_path / "Ferry.html")
    (tmp_path / "Ferry_files").mkdir()
    shutil.copy(SAMPLES / "page" / "ferry.css", tmp_path / "Ferry_files" / "ferry.css")
    document = read_file(tmp_path / "Ferry.html")
    assert ("heading", "The last crossing") == told(document)[1]
    assert [("nobody", "bold"), ("winter", "italic")] == emphasised(document)


@given(TEXTS, st.sampled_from(["quoted-printable", "base64"]))
@settings(max_examples=100, deadline=None)
def test_every_page_keeps_the_laws(text: str, how: str) -> None:
    body = text.encode("utf-8", "replace").decode()
    document = read("a.mhtml", saved(part(f"<meta charset=utf-8><p>{body}</p>", how=how)))
    check_laws(document)
    assert document.text.strip() or document.problem


@given(st.integers(0, 3200), st.binary(min_size=1, max_size=8))
@settings(max_examples=120, deadline=None)
def test_no_damage_makes_the_reader_raise(at: int, noise: bytes) -> None:
    data = bytearray((SAMPLES / "ferry-chromium.mhtml").read_bytes())
    data[at : at + len(noise)] = noise
    document = read("a.mhtml", bytes(data))
    check_laws(document)
    assert document.text.strip() or document.problem
