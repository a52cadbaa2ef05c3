"""ZIP files of strangers: what may be read is read, and everything else ends in a sentence."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from fidelity.read.zipped import Bounds, ZipTrouble, members

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "The ferry left at nine. "


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_members_are_read_from_memory_and_from_disk(tmp_path: Path) -> None:
    data = packed({"a/one.txt": WORDS, "two.txt": b"2", "empty/": b""})
    (tmp_path / "a.zip").write_bytes(data)
    for source in (data, tmp_path / "a.zip"):
        with members(source) as archive:
            assert ("a/one.txt", "two.txt") == archive.names
            assert "two.txt" in archive
            assert len(WORDS) == archive.size("a/one.txt")
            assert WORDS.encode() == archive.read("a/one.txt")
            with archive.stream("a/one.txt") as stream:
                assert b"The" == stream.read(3)
                assert b" ferry" == stream.read(6)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../up.txt", "leads out of the file"),
        ("a/../../up.txt", "leads out of the file on its way"),
        ("/etc/passwd", "an absolute name"),
        ("C:/x.txt", "a drive"),
        ("a\\..\\x.txt", "as Windows writes it"),
    ],
)
def test_names_that_lead_elsewhere_are_no_members(name: str, why: str) -> None:
    archive = members(packed({name: WORDS, "good.txt": WORDS}))
    assert ("good.txt",) == archive.names, why
    with pytest.raises(ZipTrouble, match="lacks the part"):
        archive.read(name)


def test_symbolic_links_are_no_members() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert members(file.getvalue()).names == ()


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_told(kept: float) -> None:
    data = packed({f"{i}.txt": WORDS * i for i in range(1, 60)})
    with pytest.raises(ZipTrouble, match="damaged or cut off; get it anew"):
        members(data[: int(kept * len(data))])


def test_a_file_whose_beginning_is_lost_is_told() -> None:
    data = packed({"a.txt": bytes(range(256)) * 40, "b.txt": WORDS}, zipfile.ZIP_STORED)
    with pytest.raises(ZipTrouble, match="damaged"):
        members(data[9000:]).read("a.txt")


def test_a_member_whose_bytes_are_wrong_is_told() -> None:
    data = bytearray(packed({"a.txt": WORDS * 50}))
    data[45:60] = b"?" * 15
    with pytest.raises(ZipTrouble, match=r"“a.txt” of the file is damaged"):
        members(bytes(data)).read("a.txt")


def test_a_member_whose_checksum_is_wrong_is_told() -> None:
    data = packed({"a.txt": WORDS}, zipfile.ZIP_STORED).replace(b"ferry", b"fairy")
    with pytest.raises(ZipTrouble, match=r"“a.txt” of the file is damaged"):
        members(data).read("a.txt")


def test_an_encrypted_member_is_told() -> None:
    data = bytearray(packed({"a.txt": WORDS}))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    data[6] |= 1
    with pytest.raises(ZipTrouble, match=r"encrypted .*without a password"):
        members(bytes(data)).read("a.txt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_told(method: int) -> None:
    with pytest.raises(ZipTrouble, match="unusual way"):
        members(packed({"a.txt": WORDS}, method)).read("a.txt")


def test_a_bomb_is_not_unpacked() -> None:
    archive = members(packed({"bomb.xml": b" " * 30_000_000, "good.txt": WORDS}))
    with pytest.raises(ZipTrouble, match=r"“bomb.xml” of the file unpacks to 10.. times its size"):
        archive.read("bomb.xml")
    assert WORDS.encode() == archive.read("good.txt")


def test_a_bomb_that_says_it_is_small_gives_no_more_than_it_says() -> None:
    data = bytearray(packed({"bomb.xml": b" " * 3_000_000}))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(ZipTrouble, match="damaged"):
        members(bytes(data)).read("bomb.xml")


def test_text_that_packs_well_is_read() -> None:
    words = "".join(f"<p>{WORDS}{i % 100}</p>\n" for i in range(60_000)).encode()
    assert words == members(packed({"a.xml": words})).read("a.xml")


@pytest.mark.parametrize(
    ("bounds", "sentence"),
    [
        (Bounds(member=100), "unpacks to more than"),
        (Bounds(total=150), "The file unpacks to more than"),
        (Bounds(members=1), "more than 1 members"),
        (Bounds(directory=60), "more than 20000 members"),
    ],
)
def test_bounds_hold(bounds: Bounds, sentence: str) -> None:
    data = packed({"a.txt": b"a" * 99, "b.txt": b"b" * 101}, zipfile.ZIP_STORED)
    with pytest.raises(ZipTrouble, match=sentence):  # noqa: PT012  (which of the steps raises is the archive's choice)
        archive = members(data, bounds)
        for name in archive.names:
            archive.read(name)


def test_a_list_of_too_many_members_is_not_read() -> None:
    data = packed({str(i): b"" for i in range(30_000)}, zipfile.ZIP_STORED)
    with pytest.raises(ZipTrouble, match="more than 20000 members"):
        members(data)
    assert len(members(data, Bounds(members=30_000)).names) == 30_000


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK\x05\x06" + b"\xff" * 18, b"words " * 40])
def test_what_is_no_zip_file_is_told(data: bytes) -> None:
    with pytest.raises(ZipTrouble, match="damaged or cut off"):
        members(data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ZipTrouble, match="could not be opened"):
        members(tmp_path / "none.zip")
