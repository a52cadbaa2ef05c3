"""Fixed files: their own encoding, mode and links; whole, or as they were."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fidelity.fixing import NotWritableError, encoded, save
from fidelity.read import read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "data", "more", "why"),
    [
        ("a.md", "Größe\r\nund\n".encode(), "…".encode(), "UTF-8, mixed line ends"),
        ("a.md", "Größe".encode("utf-8-sig"), "…".encode(), "a byte-order mark"),
        ("a.md", "Größe der Boote".encode("utf-16"), "…".encode("utf-16")[2:], "UTF-16"),
        ("a.txt", "Größe der Schiffe und Boote".encode("cp1252"), b"\x85", "a guessed encoding"),
        ("a.html", '<meta charset="latin1"><p>Größe'.encode("cp1252"), b"\x85", "a declared one, as browsers read it"),
        ("a.html", '<meta charset="koi8-r"><p>Что'.encode("koi8-r"), b"&#8230;", "a character that the encoding lacks"),
    ],
)
def test_encodings(name: str, data: bytes, more: bytes, why: str) -> None:
    source = read(name, data).source
    html = name.endswith("html")
    assert data == encoded(data, source, source, html=html, references=html), why
    assert data + more == encoded(data, source, source + "…", html=html, references=html), why


def test_a_character_that_plain_text_cannot_spell() -> None:
    data = "Größe der Schiffe und Boote".encode("cp1252")
    source = read("a.txt", data).source
    with pytest.raises(NotWritableError, match="UTF-8"):
        encoded(data, source, source + "→", html=False, references=False)


def test_a_file_that_was_not_wholly_made_out_is_left_alone() -> None:
    data = "Die Größe der Boote änderte sich über Jahre häufig".encode() + b"\xff"
    source = read("a.md", data).source
    with pytest.raises(NotWritableError, match="could not be made out"):
        encoded(data, source, source + "!", html=False, references=True)


def test_mode_and_links_are_kept(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "link.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    save(link, b"new")
    assert b"new" == file.read_bytes()
    assert link.is_symlink()
    assert 0o640 == file.stat().st_mode & 0o777
    assert ["a.md", "link.md"] == sorted(path.name for path in tmp_path.iterdir()), "nothing is left beside it"


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")
    file.chmod(0o444)
    with pytest.raises(NotWritableError, match="read-only"):
        save(file, b"new")
    assert b"old" == file.read_bytes()


def test_a_write_that_fails_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritableError, match="No space left"):
        save(file, b"new")
    assert b"old" == file.read_bytes()
    assert ["a.md"] == [path.name for path in tmp_path.iterdir()]
