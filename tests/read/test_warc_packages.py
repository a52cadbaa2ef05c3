"""Web archives packed as WACZ."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from warc_by_hand import WORDS, documents, packed, page, problems, record, reply

from fidelity.read import read_all

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document

ONE = packed(page("http://e.example/1", "Words of the first page, as stored."))
TWO = packed(page("http://e.example/2", "Words of the second page, as stored."))
TEXTS = ["Words of the first page, as stored.", "Words of the second page, as stored."]


def description(parts: dict[str, bytes]) -> bytes:
    listed = [{"path": n, "hash": "sha256:" + hashlib.sha256(d).hexdigest(), "bytes": len(d)} for n, d in parts.items()]
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": listed}).encode()


def wacz(
    folder: Path, parts: dict[str, bytes], *, described: bytes | None = None, extra: dict[str, bytes] | None = None
) -> Path:
    path = folder / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
        package.writestr("datapackage.json", description(parts) if described is None else described)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return path


def texts(read: list[Document]) -> list[str]:
    return [d.text for d in read if d.problem is None]


def test_all_records_of_all_files_are_read(tmp_path: Path) -> None:
    read = list(read_all(wacz(tmp_path, {"archive/a.warc.gz": ONE, "archive/b.warc": page("http://e.example/2", TEXTS[1])})))
    assert TEXTS == texts(read)
    assert () == read[0].notes + read[1].notes


def test_a_page_fetched_again_may_have_its_words_in_another_file(tmp_path: Path) -> None:
    again = record(
        "revisit", reply(b""), "http://e.example/1", WARC_Date="2024-05-01T00:00:00Z", WARC_Payload_Digest="sha1:ABC"
    )
    first = page("http://e.example/1", WARC_Payload_Digest="sha1:ABC")
    read = list(read_all(wacz(tmp_path, {"archive/a.warc.gz": packed(again), "archive/b.warc.gz": packed(first)})))
    assert [WORDS, WORDS] == texts(read)
    assert ["2024-03-01T12:00:00Z", "2024-05-01T00:00:00Z"] == [d.meta.snapshot for d in read]


def test_titles_come_from_the_list_of_pages_where_a_page_has_none(tmp_path: Path) -> None:
    untitled = record("response", reply(f"<p>{WORDS}".encode()), "http://e.example/3")
    pages = b'{"format": "json-pages-1.0"}\n{"url": "http://e.example/3", "title": " The\\nbridge "}\nnot json\n["x"]\n'
    pages += b'{"url": "http://e.example/bridge", "title": "Not this one"}\n{"url": 3, "title": null}'
    parts = {"archive/a.warc.gz": packed(page(), untitled), "pages/pages.jsonl": pages}
    assert ["Bridge", "The bridge"] == [d.meta.title for d in read_all(wacz(tmp_path, parts))]


def test_a_file_that_was_changed_is_told_by_its_digest(tmp_path: Path) -> None:
    described = description({"archive/a.warc.gz": TWO, "archive/b.warc.gz": TWO})
    first, second = read_all(wacz(tmp_path, {"archive/a.warc.gz": ONE, "archive/b.warc.gz": TWO}, described=described))
    assert TEXTS == [first.text, second.text]
    said = (
        "“archive/a.warc.gz” does not have the digest that the WACZ file gives: it was changed or damaged after it was stored."
    )
    assert (said,) == first.notes
    assert () == second.notes


def test_the_description_is_checked_with_its_seal(tmp_path: Path) -> None:
    parts = {"archive/a.warc.gz": ONE}
    right = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(description(parts)).hexdigest()}
    signed = right | {"signedData": {"signature": "x", "publicKey": "y"}}
    for seal in (right, signed):
        (document,) = read_all(wacz(tmp_path, parts, extra={"datapackage-digest.json": json.dumps(seal).encode()}))
        assert () == document.notes
    wrong = right | {"hash": "sha256:" + "0" * 64}
    (document,) = read_all(wacz(tmp_path, parts, extra={"datapackage-digest.json": json.dumps(wrong).encode()}))
    assert "does not have the digest that seals it" in document.notes[0]


@pytest.mark.parametrize("described", [b"", b"[1]", b"{", b'{"resources": 3}', b'{"resources": [{"path": 1}, 2]}'])
def test_a_strange_description_keeps_nobody_from_reading(tmp_path: Path, described: bytes) -> None:
    assert TEXTS[:1] == texts(list(read_all(wacz(tmp_path, {"archive/a.warc.gz": ONE}, described=described))))


def test_what_leads_out_of_the_package_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    outside = {"../archive/evil.warc.gz": TWO, "archive/../../evil.warc.gz": TWO, "/archive/evil.warc.gz": TWO}
    assert TEXTS[:1] == texts(list(read_all(wacz(tmp_path, {"archive/a.warc.gz": ONE} | outside))))
    assert ["crawl.wacz"] == [p.name for p in tmp_path.iterdir()]


def test_a_package_with_a_password_is_told(tmp_path: Path) -> None:
    path = wacz(tmp_path, {"archive/a.warc.gz": ONE})
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(sign, at + 1)) >= 0:
            data[at + offset] |= 1
    path.write_bytes(bytes(data))
    assert "is encrypted" in problems(list(read_all(path)))


def test_a_damaged_file_in_the_package_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = wacz(tmp_path, {"archive/a.warc.gz": ONE, "archive/b.warc.gz": TWO})
    data = path.read_bytes()
    at = data.index(ONE) + len(ONE) // 2
    path.write_bytes(data[:at] + b"\x55\xaa" + data[at + 2 :])
    read = list(read_all(path))
    assert TEXTS[1:] == texts(read)
    assert "damaged" in problems(read)


def test_a_package_in_the_package_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/a.warc", b"WARC/1.0\r\n" + bytes(30_000_000))
        package.writestr("archive/b.warc.gz", TWO, zipfile.ZIP_STORED)
        package.writestr("datapackage.json", b"{}")
    read = list(read_all(path))
    assert TEXTS[1:] == texts(read)
    assert "times its size" in problems(read)


@pytest.mark.parametrize(
    ("data", "said", "why"),
    [
        (b"no zip at all", "ZIP file", "a text"),
        (b"PK\x03\x04" + bytes(40), "damaged or cut off", "the first bytes of one"),
        (b"", "ZIP file", "nothing"),
    ],
)
def test_what_is_no_package(tmp_path: Path, data: bytes, said: str, why: str) -> None:
    assert said in problems(documents(tmp_path, data, "crawl.wacz")), why


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"pages/pages.jsonl": b"{}"}, "a WACZ file that holds no records"),
        ({"one.wacz": b"x"}, "holds other WACZ files; unpack it and give those"),
        ({"archive/a.warc.gz": b"<html>"}, "“archive/a.warc.gz” in the file is not read: The file is no web archive"),
        ({"archive/a.warc.gz": ONE[:-30]}, "breaks off"),
    ],
)
def test_packages_without_records_to_read(tmp_path: Path, parts: dict[str, bytes], said: str) -> None:
    assert said in problems(list(read_all(wacz(tmp_path, parts))))
