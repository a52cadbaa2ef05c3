"""Web archives that are damaged, broken off, hostile, or none at all: told in sentences, and the rest is read."""

from __future__ import annotations

import gzip
import random
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_laws import check_laws
from warc_by_hand import PAGE, WORDS, documents, packed, page, problems, record, reply

from fidelity.read import read_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fidelity.model import Document

THREE = [page(f"http://e.example/{n}", f"Words of the page {n}, as it was stored.") for n in range(3)]
TEXTS = [f"Words of the page {n}, as it was stored." for n in range(3)]


def texts(read: list[Document]) -> list[str]:
    return [d.text for d in read if d.problem is None]


@pytest.mark.parametrize("whole", [b"".join(THREE), packed(*THREE), gzip.compress(b"".join(THREE), mtime=0)])
def test_wherever_a_file_breaks_off_it_is_told_and_the_records_before_are_read(tmp_path: Path, whole: bytes) -> None:
    ends = {len(b"".join(THREE[:n])) for n in range(4)} | {len(packed(*THREE[:n])) for n in range(4)}
    for cut in range(1, len(whole), 7):
        read = documents(tmp_path, whole[:cut])
        found = texts(read)
        assert TEXTS[: len(found)] == found
        if not {cut, cut + 1, cut + 2, cut + 3, cut + 4} & ends:  # between records nothing shows that more were to follow
            assert any(d.problem is not None for d in read), cut


def test_the_page_that_a_break_struck_is_named(tmp_path: Path) -> None:
    whole = b"".join(THREE)
    last = documents(tmp_path, whole[:-40])[-1]
    assert "http://e.example/2" == last.meta.url
    assert f"breaks off in the record at byte {len(b''.join(THREE[:2]))}; get it anew." in (last.problem or "")


@pytest.mark.parametrize("pack", ["plain", "gzip", "zstd"])
def test_behind_damage_reading_goes_on(tmp_path: Path, pack: str) -> None:
    packs: dict[str, Callable[[bytes], bytes]] = {"plain": bytes, "gzip": packed, "zstd": zstandard.ZstdCompressor().compress}
    first, second, third = (packs[pack](r) for r in THREE)
    at = 0 if pack == "plain" else 60
    broken = second[:at] + bytes(b ^ 0x55 for b in second[at : at + 40]) + second[at + 40 :]
    read = documents(tmp_path, first + broken + third)
    assert [TEXTS[0], TEXTS[2]] == texts(read)
    assert "damaged" in problems(read)
    assert f"Reading went on at byte {len(first + broken)}." in problems(read)


def test_a_record_longer_than_it_says_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    short = record("response", reply(), "http://e.example/short", Content_Length="60")
    read = documents(tmp_path, short + THREE[0])
    assert TEXTS[0] in texts(read)
    assert "The file is damaged behind byte 0; get it anew. Reading went on at byte" in problems(read)


@pytest.mark.parametrize("length", ["-5", "many", "", "99999999999999999999", "1e3"])
def test_lengths_that_are_none(tmp_path: Path, length: str) -> None:
    read = documents(tmp_path, THREE[0] + record("response", reply(), Content_Length=length) + THREE[1])
    assert TEXTS[0] in texts(read)
    assert problems(read)


def test_one_pack_over_all_records_is_read_with_a_note(tmp_path: Path) -> None:
    read = documents(tmp_path, gzip.compress(b"".join(THREE), mtime=0), "crawl.warc.gz")
    assert TEXTS == texts(read)
    assert ("The file is packed as a whole, not record by record: it can only be read from front to end.",) == read[0].notes
    assert () == documents(tmp_path, packed(*THREE), "crawl.warc.gz")[0].notes
    assert TEXTS == texts(documents(tmp_path, zstandard.ZstdCompressor().compress(b"".join(THREE)), "crawl.warc.zst"))


@pytest.mark.parametrize("is_packed", [False, True])
def test_zstandard_with_the_dictionary_that_the_file_begins_with(tmp_path: Path, is_packed: bool) -> None:
    pieces: list[bytes | bytearray | memoryview[int]] = [
        page(f"http://e.example/{n}", f"Some {n} other words of page {n * 7}.") for n in range(300)
    ]
    dictionary = zstandard.train_dictionary(2048, pieces)
    data = dictionary.as_bytes()
    if is_packed:
        data = zstandard.ZstdCompressor().compress(data)
    frame = struct.pack("<II", 0x184D2A5D, len(data)) + data
    machine = zstandard.ZstdCompressor(dict_data=dictionary)
    read = documents(tmp_path, frame + b"".join(machine.compress(r) for r in THREE), "crawl.warc.zst")
    assert TEXTS == texts(read)


@pytest.mark.parametrize(
    ("name", "data", "said", "why"),
    [
        ("a.warc", PAGE, "no web archive, though its name says so", "a page"),
        ("a.warc.gz", gzip.compress(PAGE, mtime=0), "no web archive, though its name says so", "a packed page"),
        ("a.warc.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 40, "damaged from its first record on", "no pack"),
        ("a.warc.zst", b"\x28\xb5\x2f\xfd nothing", "The file is damaged behind byte 0", "no frame"),
        ("a.warc", b"", "The file is empty", "nothing"),
        ("a.warc.gz", gzip.compress(b"\r\n\r\n", mtime=0), "The file is empty", "nothing, packed"),
        ("a.arc", b"filedesc://a.arc 0.0.0.0 2004 text/plain 76\n", "The file is an ARC file, from before WARC", "ARC"),
        ("a.arc.gz", gzip.compress(b"filedesc://a.arc 0.0.0.0 2004", mtime=0), "convert it: warcio recompress", "ARC, packed"),
        ("a.warc", b"PK\x03\x04 a zip", "no web archive, though its name says so", "a ZIP file"),
        ("a.warc", b"WARC/1.0\r\n\r\n", "breaks off in the record at byte 0", "a head without fields"),
    ],
)
def test_what_is_no_web_archive(tmp_path: Path, name: str, data: bytes, said: str, why: str) -> None:
    read = documents(tmp_path, data, name)
    assert [(tmp_path / name).as_posix()] == [d.uri for d in read], why
    assert said in problems(read), why


def test_records_under_another_name_are_not_mistaken_for_a_text(tmp_path: Path) -> None:
    assert "holds many documents; save it under a name that says so" in problems(documents(tmp_path, THREE[0], "a.txt"))


def test_a_page_above_the_bound_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.warc.LARGEST_FILE", 1_000_000)
    vast = record("response", reply(b"<p>" + b"word " * 400_000), "http://e.example/vast")
    wide = record(
        "response", reply(gzip.compress(b"word " * 400_000, mtime=0), Content_Encoding="gzip"), "http://e.example/wide"
    )
    for data in (THREE[0] + vast + wide + THREE[1], packed(THREE[0], vast, wide, THREE[1])):
        read = documents(tmp_path, data)
        assert TEXTS[:2] == texts(read)
        assert {"http://e.example/vast", "http://e.example/wide"} == {d.meta.url for d in read if d.problem}
        assert "The page is larger than 1 MB; it is not read." in problems(read)
        assert "The page unpacks to more than 1 MB; it is not read." in problems(read)


def test_a_bomb_is_left_before_it_fills_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.records._FREE", 1_000_000)
    head = record("resource", b"", "http://e.example/a.png", Content_Type="image/png", Content_Length="900000000")
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = machine.compress(head.rstrip() + b"\r\n\r\n") + b"".join(machine.compress(bytes(1_000_000)) for _ in range(60))
    read = documents(tmp_path, packed(THREE[0]) + bomb + machine.flush() + packed(THREE[1]), "a.warc.gz")
    assert TEXTS[0] in texts(read)
    assert "unpacks to many times the file's size, as no page does" in problems(read)


def test_a_head_without_end_is_no_trap(tmp_path: Path) -> None:
    read = documents(tmp_path, packed(THREE[0]) + gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 5_000_000, mtime=0), "a.warc.gz")
    assert [TEXTS[0]] == texts(read)
    assert "damaged behind byte" in problems(read)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    changes=st.integers(1, 8),
    whole=st.sampled_from([b"".join(THREE), packed(*THREE), b"".join(map(zstandard.ZstdCompressor().compress, THREE))]),
)
def test_no_damage_makes_the_reader_raise(tmp_path: Path, seed: int, changes: int, whole: bytes) -> None:
    dice = random.Random(seed)  # noqa: S311 - damage, no secret
    data = bytearray(whole)
    for _ in range(changes):
        at = dice.randrange(len(data))
        data[at : at + dice.randrange(3)] = dice.randbytes(dice.randrange(4))
        data = data or bytearray(b"x")
    path = tmp_path / "a.warc"
    path.write_bytes(bytes(data))
    read = list(read_all(path))
    assert read
    assert len(read) == len({d.uri for d in read}) or all(d.problem for d in read if d.uri == path.as_posix())
    for document in read:
        check_laws(document)
        assert document.text.strip() or document.problem


def test_words_stay_the_same_however_the_file_is_packed(tmp_path: Path) -> None:
    read = [documents(tmp_path, data)[0] for data in (page(), packed(page()), zstandard.ZstdCompressor().compress(page()))]
    assert [WORDS] * 3 == [d.text for d in read]
    assert 1 == len(set(read))
