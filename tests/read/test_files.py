from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fidelity.formats import format_of
from fidelity.read import read, read_file


@pytest.mark.parametrize(
    ("data", "text", "notes", "why"),
    [
        ("é “x”".encode(), "é “x”", 0, "UTF-8"),
        ("é “x”".encode("utf-8-sig"), "é “x”", 0, "UTF-8 with its mark"),
        ("é “x”".encode("utf-16"), "é “x”", 0, "UTF-16 with its mark"),
        ("\ufeffé “x”".encode("utf-32-be"), "é “x”", 0, "UTF-32"),
        (
            "Das wäre schön, sagte er über die größte Straße.".encode("cp1252"),
            "Das wäre schön, sagte er über die größte Straße.",
            1,
            "a guess",
        ),
        ("plain words".encode("utf-16-le"), "plain words", 1, "UTF-16 without a mark"),
        ("é ".encode() * 60 + b"\xff", "é " * 60 + "\ufffd", 1, "one damaged byte"),
    ],
)
def test_encodings(data: bytes, text: str, notes: int, why: str) -> None:
    document = read("a.txt", data)
    assert (text, notes, None) == (document.text, len(document.notes), document.problem), why
    assert hashlib.sha256(data).hexdigest() == document.sha256


@pytest.mark.parametrize(
    ("uri", "data", "text", "line", "column", "why"),
    [
        ("a.md", b"He said:\n\n'The \xff\xfe boats'", "He said:\n\n'The ÿþ boats'", 3, 6, "a guess"),
        ("a.txt", b"\xff\xfeWords 'quoted' here", "ÿþWords 'quoted' here", 1, 1, "no UTF-16, whatever its first bytes"),
        ("a.md", "“Boats”\nhad ".encode() + b"\xffcome", "“Boats”\nhad \ufffdcome", 2, 5, "UTF-8 with one bad byte"),
        ("a.html", b"<meta charset=utf-8>\n<p>caf\xe9 here", "café here", 2, 7, "a page that is not what it declares"),
    ],
)  # fmt: skip
def test_bad_bytes_are_noted_and_the_text_kept(uri: str, data: bytes, text: str, line: int, column: int, why: str) -> None:
    document = read(uri, data)
    assert (text, None) == (document.text, document.problem), why
    assert f"line {line}, column {column})" in document.notes[-1]


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape", "idna", "base64", "no-such-thing"])
def test_a_declared_encoding_that_no_page_is_in(encoding: str) -> None:
    assert "\\ud800 x" == read("a.html", f"<meta charset={encoding}><p>\\ud800 x".encode()).text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=koi8-r>", "koi8-r"),
        ('<meta http-equiv=x content="text/html; charset=iso-8859-2">', "iso-8859-2"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
    ],
)
def test_declared_encodings(head: str, encoding: str) -> None:
    words = "łąka" if encoding == "iso-8859-2" else "слово"
    document = read("a.html", f"{head}<p>{words}".encode(encoding))
    assert (words, ()) == (document.text, document.notes)


def test_a_byte_order_mark_counts_in_the_source() -> None:
    document = read("a.md", b"\xef\xbb\xbfword")
    assert ("\ufeffword", 1) == (document.source, document.origin.start(0))


@pytest.mark.parametrize(
    ("data", "said", "why"),
    [
        (b"", "empty", "nothing"),
        (b" \n\t", "empty", "only white space"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", "a picture"),
        (bytes(range(256)) * 4, "binary", "all bytes"),
        (b"%PDF-1.7 x", "PDF", "a PDF"),
        (b"\xff\xfe\xfd\xfc" * 30, "binary", "begins like UTF-16"),
        (bytes(range(0x90, 0xC0)) * 9, "not text", "signs that no text is made of"),
        (b"PK\x03\x04abc", "ZIP", "an archive"),
        (b"\x01\x02\x03\x04" * 50, "binary", "control characters"),
    ],
)
def test_what_is_no_text_has_a_problem(data: bytes, said: str, why: str) -> None:
    document = read("a.txt", data)
    assert document.problem is not None, why
    assert said in document.problem
    assert ("", ()) == (document.text, document.blocks)


@pytest.mark.parametrize(
    ("uri", "data", "kind", "why"),
    [
        ("a.MD", b"x", "markdown", "suffix in capitals"),
        ("https://e.example/a.html?x=1#y", b"x", "html", "an address"),
        ("a", b"\xef\xbb\xbf <!DOCTYPE html><p>x", "html", "looks like HTML"),
        ("a.dat", b"<!-- saved --><html>", "html", "a comment first"),
        ("a", b"plain words", "text", "anything else"),
    ],
)
def test_formats(uri: str, data: bytes, kind: str, why: str) -> None:
    assert kind == format_of(uri, data), why


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "a.md"
    good.write_bytes(b"*x*")
    assert ("x", None) == (read_file(good).text, read_file(good).problem)
    assert "no such file" in (read_file(tmp_path / "b.md").problem or "")
    assert "folder" in (read_file(tmp_path).problem or "")
    assert "could not be opened" in (read_file("a\0b").problem or "")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = tmp_path / "a.md"
    shut.write_bytes(b"x")

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "may not be read" in (read_file(shut).problem or "")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.LARGEST_FILE", 2)
    (tmp_path / "a.md").write_bytes(b"xyz")
    assert "larger" in (read_file(tmp_path / "a.md").problem or "")
    assert "larger" in (read("a.md", b"xyz").problem or "")
