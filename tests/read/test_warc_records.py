from __future__ import annotations

import gzip
import hashlib
import sys
import zlib
from base64 import b32encode
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from warc_by_hand import DATE, PAGE, WORDS, documents, packed, page, problems, record, reply

from fidelity.read.payload import dechunked, format_of_page, is_digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document


def only(read: list[Document]) -> Document:
    assert 1 == len(read), [d.uri for d in read]
    return read[0]


def chunked(data: bytes, size: int = 40) -> bytes:
    parts = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_page_has_its_address_the_time_of_the_copy_and_its_own_name(tmp_path: Path) -> None:
    document = only(documents(tmp_path, page()))
    assert f"{tmp_path.as_posix()}/crawl.warc#http://ledger.example/bridge@{DATE}" == document.uri
    assert (WORDS, "Bridge", "http://ledger.example/bridge", DATE) == (
        document.text, document.meta.title, document.meta.url, document.meta.snapshot,
    )  # fmt: skip
    assert hashlib.sha256(PAGE).hexdigest() == document.sha256


def test_the_archive_knows_better_than_the_page_where_and_when_it_was(tmp_path: Path) -> None:
    body = PAGE.replace(b"<title>", b'<link rel="canonical" href="http://elsewhere.example/x"><title>')
    document = only(documents(tmp_path, record("response", reply(body))))
    assert ("http://ledger.example/bridge", DATE) == (document.meta.url, document.meta.snapshot)


def test_two_copies_of_one_second_have_two_names(tmp_path: Path) -> None:
    first, second, third = documents(tmp_path, page() * 3)
    assert [first.uri, f"{first.uri} (2)", f"{first.uri} (3)"] == [first.uri, second.uri, third.uri]


@pytest.mark.parametrize(
    ("kind", "uri", "block", "content_type", "is_read", "why"),
    [
        ("response", "http://e.example/a", reply(), "application/http; msgtype=response", True, "a reply"),
        ("response", "http://e.example/a", reply(), "", True, "a reply that is not called one"),
        ("resource", "http://e.example/a", PAGE, "text/html", True, "a stored file"),
        ("resource", "file:///srv/a.html", PAGE, "text/html", True, "a file of a disk"),
        ("conversion", "http://e.example/a", WORDS.encode(), "text/plain", True, "a page's text, as Common Crawl has it"),
        ("response", "<http://e.example/a>", reply(), "application/http", True, "an address in brackets"),
        ("request", "http://e.example/a", b"GET /a HTTP/1.1\r\n\r\n", "application/http", False, "what was asked"),
        ("metadata", "http://e.example/a", b"fetchTimeMs: 3", "application/warc-fields", False, "a note of the crawler"),
        ("warcinfo", "", b"software: x", "application/warc-fields", False, "who wrote the file"),
        ("resource", "metadata://e.example/log.txt", WORDS.encode(), "text/plain", False, "the log of the crawler"),
        ("resource", "urn:text:http://e.example/a", WORDS.encode(), "text/plain", False, "a text beside its page"),
        ("response", "dns:e.example", b"20240301\ne.example. 60 IN A 1.2.3.4", "text/dns", False, "a look-up"),
    ],
)  # fmt: skip
def test_kinds_of_records(
    tmp_path: Path, kind: str, uri: str, block: bytes, content_type: str, is_read: bool, why: str
) -> None:
    read = documents(tmp_path, record(kind, block, uri, Content_Type=content_type))
    assert is_read == (read[0].text == WORDS), why
    assert (uri.strip("<>") if is_read else None) == read[0].meta.url, why


@pytest.mark.parametrize(
    ("status", "content_type", "uri", "body", "is_read", "why"),
    [
        ("200 OK", "text/html", "http://e.example/a", PAGE, True, "a page"),
        ("200", "TEXT/HTML", "http://e.example/a", PAGE, True, "no phrase, capitals"),
        ("200 OK", "text/plain", "http://e.example/a", WORDS.encode(), True, "plain text"),
        ("200 OK", "text/plain", "http://e.example/a.md", f"*{WORDS}*".encode(), True, "Markdown by its address"),
        ("200 OK", "application/xhtml+xml", "http://e.example/a", PAGE, True, "XHTML"),
        ("200 OK", "", "http://e.example/a", PAGE, True, "the server says nothing: it begins as a page does"),
        ("200 OK", "application/octet-stream", "http://e.example/a.txt", WORDS.encode(), True, "by its address"),
        ("200 OK", "application/pdf", "http://e.example/a", PAGE, True, "a page that is called a PDF"),
        ("200 OK", "text/xml", "http://e.example/feed", b"<?xml version='1.0'?><rss>x</rss>", False, "a feed"),
        ("200 OK", "image/png", "http://e.example/a.png", b"\x89PNG", False, "a picture"),
        ("200 OK", "text/html", "http://e.example/a.png", b"\x89PNG\r\n\x1a\n", False, "a picture that is called a page"),
        ("200 OK", "text/css", "http://e.example/a.css", b"p {}", False, "a style"),
        ("200 OK", "application/json", "http://e.example/a", b"{}", False, "data"),
        ("200 OK", "text/plain", "http://e.example/a.js", b"var x = 1", False, "a script that is called a text"),
        ("200 OK", "text/plain", "http://e.example/robots.txt", b"User-agent: *", False, "rules for crawlers"),
        ("200 OK", "text/html", "http://e.example/a", b" \n", False, "nothing"),
        ("301 Moved", "text/html", "http://e.example/a", PAGE, False, "moved"),
        ("404 Not Found", "text/html", "http://e.example/a", PAGE, False, "an error page"),
        ("503 Busy", "text/html", "http://e.example/a", PAGE, False, "trouble at the server"),
        ("206 Part", "text/html", "http://e.example/a", PAGE, False, "a part of a page"),
    ],
)  # fmt: skip
def test_replies(tmp_path: Path, status: str, content_type: str, uri: str, body: bytes, is_read: bool, why: str) -> None:
    read = documents(tmp_path, record("response", reply(body, status, content_type), uri))
    assert is_read == (read[0].text == WORDS), why
    if not is_read:
        assert "a web archive without a page whose words could be read: 1 " in problems(read), why


def test_a_reply_whose_head_has_no_end_is_none(tmp_path: Path) -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: " + b"<p>words " * 20_000
    assert "1 without a reply of the server" in problems(documents(tmp_path, record("response", endless)))


def test_what_there_is_instead_of_pages_is_told(tmp_path: Path) -> None:
    picture = record("response", reply(b"\x89PNG", content_type="image/png"), "http://e.example/a.png")
    gone = record("response", reply(PAGE, "404 Not Found"), "http://e.example/gone")
    read = documents(tmp_path, picture + gone + gone)
    assert problems(read).endswith(": 1 images, scripts and other files, 2 replies of status 404.")


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (gzip.compress(PAGE), {"Content-Encoding": "gzip"}, "gzip"),
        (gzip.compress(PAGE), {"content-encoding": "X-GZIP"}, "its old name"),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}, "deflate as the standard has it"),
        (zlib.compress(PAGE)[2:-4], {"Content-Encoding": "deflate"}, "deflate as some servers have it"),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}, "Brotli"),
        (zstandard.ZstdCompressor().compress(PAGE), {"Content-Encoding": "zstd"}, "Zstandard"),
        (brotli.compress(gzip.compress(PAGE)), {"Content-Encoding": "gzip, br"}, "packed twice"),
        (PAGE, {"Content-Encoding": "gzip"}, "unpacked by whoever stored it"),
        (PAGE, {"Content-Encoding": "br"}, "unpacked, too"),
        (PAGE, {"Content-Encoding": "identity"}, "not packed"),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}, "in chunks"),
        (chunked(gzip.compress(PAGE), 7), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}, "both"),
        (PAGE, {"Transfer-Encoding": "chunked"}, "put together by whoever stored it"),
    ],
)  # fmt: skip
def test_packed_pages(tmp_path: Path, body: bytes, headers: dict[str, str], why: str) -> None:
    document = only(documents(tmp_path, record("response", reply(body, **headers))))
    assert (WORDS, ()) == (document.text, document.notes), why
    assert hashlib.sha256(PAGE).hexdigest() == document.sha256, why


@pytest.mark.parametrize(
    ("body", "headers", "said", "why"),
    [
        (b"\x1f\x8b" + PAGE, {"Content-Encoding": "gzip"}, "The packed page is damaged", "no gzip behind its sign"),
        (b"\0" + PAGE, {"Content-Encoding": "br"}, "The packed page is damaged", "no Brotli"),
        (PAGE, {"Content-Encoding": "rot13"}, "packed in a way that is not known here (“rot13”)", "nobody's way"),
    ],
)
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, body: bytes, headers: dict[str, str], said: str, why: str) -> None:
    document = only(documents(tmp_path, record("response", reply(body, **headers))))
    assert said in (document.problem or ""), why
    assert "http://ledger.example/bridge" == document.meta.url, why


@pytest.mark.parametrize(("library", "coding"), [("brotli", "br"), ("zstandard", "zstd")])
def test_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, coding: str) -> None:
    body = brotli.compress(PAGE) if coding == "br" else zstandard.ZstdCompressor().compress(PAGE)
    monkeypatch.setitem(sys.modules, library, None)
    document = only(documents(tmp_path, record("response", reply(body, Content_Encoding=coding))))
    assert "install the extra: pip install 'quote-fidelity[warc]'." in (document.problem or "")


def test_without_the_extra_the_file_says_which_one_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    for name in ("a.warc.gz", "a.wacz"):
        document = only(documents(tmp_path, page(), name))
        assert "a web archive" in (document.problem or "")
        assert "install the extra: pip install 'quote-fidelity[warc]'." in (document.problem or "")


@pytest.mark.parametrize(
    ("body", "headers", "why"),
    [
        (gzip.compress(PAGE * 40)[:-30], {"Content-Encoding": "gzip"}, "a packed page without its end"),
        (chunked(PAGE)[:-9], {"Transfer-Encoding": "chunked"}, "the last chunk is missing"),
    ],
)
def test_pages_that_break_off_are_read_with_a_note(tmp_path: Path, body: bytes, headers: dict[str, str], why: str) -> None:
    document = only(documents(tmp_path, record("response", reply(body, **headers))))
    assert WORDS in document.text, why
    assert "is missing" in document.notes[0], why


@pytest.mark.parametrize(
    ("served", "own", "encoding", "notes", "why"),
    [
        ("iso-8859-2", "", "iso-8859-2", 0, "the server alone says it"),
        ("windows-1251", "utf-8", "cp1251", 0, "the server comes before the page"),
        ("iso-8859-1", "", "utf-8", 1, "UTF-8 is told by its bytes"),
        ("utf-8", "iso-8859-2", "iso-8859-2", 1, "the server is wrong, the page is right"),
        ("no-such-thing", "koi8-r", "koi8-r", 0, "the server says nothing that is known"),
    ],
)
def test_the_encoding_that_the_server_declares(
    tmp_path: Path, served: str, own: str, encoding: str, notes: int, why: str
) -> None:
    words = (
        "Łąka kwitnie wiosną."
        if encoding == "iso-8859-2"
        else "Мост закрыт на зиму."
        if encoding != "utf-8"
        else "Café – naïve."
    )
    body = f"<html><meta charset='{own}'><p>{words}</p></html>".encode(encoding)
    document = only(documents(tmp_path, record("response", reply(body, content_type=f"text/html; charset={served}"))))
    assert (words, notes) == (document.text, len(document.notes)), (why, document.notes)


@pytest.mark.parametrize(
    ("date", "digest", "same_id", "is_found", "why"),
    [
        (DATE, "", False, True, "by address and date"),
        ("2020-01-01T00:00:00Z", "sha1:ABC", False, True, "by digest"),
        ("", "SHA1:abc", False, True, "by digest, in other letters"),
        ("", "", True, True, "by the record's name"),
        ("2020-01-01T00:00:00Z", "sha1:XYZ", False, False, "by nothing"),
    ],
)
def test_pages_that_had_not_changed(tmp_path: Path, date: str, digest: str, same_id: bool, is_found: bool, why: str) -> None:
    uri = "http://ledger.example/bridge"
    again = record(
        "revisit", reply(b"", "304 Not Modified"), uri, WARC_Date="2024-04-01T12:00:00Z", WARC_Record_ID="<urn:uuid:2>",
        WARC_Refers_To_Target_URI=uri if date else "", WARC_Refers_To_Date=date, WARC_Payload_Digest=digest,
        WARC_Refers_To=f"<urn:uuid:response-{uri}>" if same_id else "",
    )  # fmt: skip
    first = page(WARC_Payload_Digest="sha1:ABC")
    for data in (first + again, again + first, packed(again, first)):
        one, other = documents(tmp_path, data)
        assert (WORDS, DATE) == (one.text, one.meta.snapshot), why
        assert (WORDS if is_found else "", "2024-04-01T12:00:00Z", uri) == (other.text, other.meta.snapshot, other.meta.url), (
            why
        )
        assert is_found == (other.problem is None), why


def test_pictures_and_errors_that_had_not_changed_are_no_loss(tmp_path: Path) -> None:
    picture = record("revisit", reply(b"", content_type="image/png"), "http://e.example/a.png", WARC_Payload_Digest="sha1:P")
    gone = record("revisit", reply(b"", "404 Not Found"), "http://e.example/gone", WARC_Payload_Digest="sha1:G")
    assert WORDS == only(documents(tmp_path, picture + gone + page())).text


def test_a_digest_that_is_not_the_pages_is_told(tmp_path: Path) -> None:
    right = "sha1:" + b32encode(hashlib.sha1(PAGE, usedforsecurity=False).digest()).decode()
    block = "sha256:" + hashlib.sha256(reply()).hexdigest()
    good = page(WARC_Payload_Digest=right, WARC_Block_Digest=block)
    assert () == only(documents(tmp_path, good)).notes
    forged = good.replace(b"frost is over", b"frost is here")
    changed = only(documents(tmp_path, forged))
    assert "frost is here" in changed.text
    assert "it was changed or damaged after it was stored" in changed.notes[0]
    assert (
        "after it was fetched" in only(documents(tmp_path, page(words="Other words here.", WARC_Payload_Digest=right))).notes[0]
    )


@pytest.mark.parametrize("body", [gzip.compress(PAGE, mtime=0), PAGE])
def test_the_digest_of_the_body_may_be_taken_at_any_stage(tmp_path: Path, body: bytes) -> None:
    headers = {"Content-Encoding": "gzip" if body != PAGE else "", "Transfer-Encoding": "chunked"}
    for stage in (chunked(body), body, PAGE):
        digest = "sha1:" + hashlib.sha1(stage, usedforsecurity=False).hexdigest()
        read = only(documents(tmp_path, record("response", reply(chunked(body), **headers), WARC_Payload_Digest=digest)))
        assert () == read.notes


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"WARC_Truncated": "length"}, "The crawler cut the page off (it was longer than the crawler takes)"),
        ({"WARC_Truncated": "disconnect"}, "the connection broke"),
        ({"WARC_Segment_Number": "1"}, "The page goes on in another record"),
    ],
)
def test_pages_that_are_not_whole_are_noted(tmp_path: Path, fields: dict[str, str], said: str) -> None:
    document = only(documents(tmp_path, page(**fields)))
    assert said in document.notes[0]
    assert WORDS == document.text


@pytest.mark.parametrize(
    ("data", "joined", "why"),
    [
        (b"3\r\nabc\r\n0\r\n\r\n", (b"abc", True), "one chunk"),
        (b"3\nabc\n2\nde\n0\n", (b"abcde", True), "bare line ends"),
        (b"3\r\nabc\r\n5\r\nde", (b"abcde", False), "broken off in a chunk"),
        (b"3\r\nabc\r\n", (b"abc", False), "broken off between chunks"),
        (b"3\r\nabcdef", None, "no chunks: what looks like a length is a word"),
        (b"<html>", None, "a page"),
        (b"", None, "nothing"),
    ],
)
def test_chunks(data: bytes, joined: tuple[bytes, bool] | None, why: str) -> None:
    assert joined == dechunked(data), why


@pytest.mark.parametrize("digest", ["", "sha1:", "sha1", "crc32:abcd", "sha1:éé", "sha1:" + "*" * 32])
def test_a_digest_that_cannot_be_made_out_accuses_nobody(digest: str) -> None:
    assert is_digest_of(digest, b"x")


def test_a_signature_comes_before_what_the_server_says() -> None:
    assert "pdf" == format_of_page("text/html", "http://e.example/a", b"%PDF-1.7 ...")
    assert "docx" == format_of_page(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "http://e.example/a", b"PK broken"
    )
    assert None is format_of_page("text/html", "http://[bad", b"\xff\xd8\xff")
