from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fidelity.archive.folder import OriginalsError, catalogue, merged, sources
from fidelity.model import Meta

if TYPE_CHECKING:
    from pathlib import Path


def put(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_gives_its_readable_files_in_order_of_name(tmp_path: Path) -> None:
    put(tmp_path / "b", one_md="x", two_txt="x")
    put(tmp_path, z_html="x", a_txt="x", picture_png="x", originals_toml="")
    names = [s.path.relative_to(tmp_path).as_posix() for s in sources([tmp_path])]
    assert ["a.txt", "b/one.md", "b/two.txt", "z.html"] == names


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path / ".git", one_md="x")
    put(tmp_path, a_txt="x")
    (tmp_path / ".draft.md").write_text("x")
    assert [tmp_path / "a.txt"] == [s.path for s in sources([tmp_path])]


def test_hidden_counts_from_the_folder_given(tmp_path: Path) -> None:
    folder = put(tmp_path / ".cache" / "originals", a_txt="x")
    assert [folder / "a.txt"] == [s.path for s in sources([folder])]


def test_a_file_is_taken_as_it_is_and_none_twice(tmp_path: Path) -> None:
    put(tmp_path, a_txt="x", odd_xyz="x")
    odd = tmp_path / "odd.xyz"
    assert [odd, tmp_path / "a.txt"] == [s.path for s in sources([odd, tmp_path, tmp_path / "a.txt"])]


def test_the_catalogue_beside_a_file_says_what_it_is(tmp_path: Path) -> None:
    put(tmp_path, a_txt="x", b_txt="x", originals_toml='["a.txt"]\ntitle = "The Dam"\npublished = 1987-03-02\n')
    first, second = sources([tmp_path])
    assert Meta(title="The Dam", published="1987-03-02") == first.meta
    assert Meta() == second.meta


def test_the_catalogue_says_where_a_dump_keeps_its_texts(tmp_path: Path) -> None:
    put(
        tmp_path,
        a_jsonl="{}",
        originals_toml='["a.jsonl"]\npublisher = "Ledger"\nfields = {text = "body", title = "meta.head"}\n',
    )
    (source,) = sources([tmp_path])
    assert (Meta(publisher="Ledger"), {"text": "body", "title": "meta.head"}) == (source.meta, source.fields)


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("= 1", "not valid TOML", "no TOML"),
        ('title = "x"', "must be a table", "a key outside a table"),
        ('["a.txt"]\ntittle = "x"', "unknown key 'tittle'; known are", "a misspelt key"),
        ('["a.txt"]\noriginals = ["x"]', "unknown key 'originals'", "a key for articles only"),
        ('["a.txt"]\nfields = "body"', "fields must be a table of names", "a map that is none"),
        ('["a.txt"]\nfields = {text = 1}', "fields must be a table of names", "a number for a name"),
        ('["a.txt"]\nfields = {txt = "body"}', "no 'txt' to be mapped; there are text, title", "a misspelt field"),
    ],
)
def test_a_wrong_catalogue_ends_in_a_sentence(tmp_path: Path, text: str, what: str, why: str) -> None:
    put(tmp_path, a_txt="x", originals_toml=text)
    with pytest.raises(OriginalsError) as caught:
        sources([tmp_path])
    assert what in str(caught.value), why
    assert str(tmp_path / "originals.toml") in str(caught.value), why


def test_a_catalogue_in_another_encoding_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "originals.toml").write_bytes(b'["a.txt"]\ntitle = "caf\xe9"')
    with pytest.raises(OriginalsError, match="save it as UTF-8 text"):
        catalogue(tmp_path)


def test_a_missing_path_and_an_empty_folder_end_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OriginalsError, match="no such file or folder; check the path"):
        sources([tmp_path / "nowhere"])
    with pytest.raises(OriginalsError, match="no originals in this folder; put"):
        sources([tmp_path])


def test_what_the_catalogue_knows_wins() -> None:
    said = Meta(title="Home", author="A. Reed", originals=("x.txt",))
    known = Meta(title="The Dam", url="https://ledger.example/dam")
    expected = Meta(title="The Dam", author="A. Reed", url="https://ledger.example/dam", originals=("x.txt",))
    assert expected == merged(said, known)
