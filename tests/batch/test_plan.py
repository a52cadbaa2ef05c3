from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fidelity.batch.folder import RunError
from fidelity.batch.plan import article_files, chunks

if TYPE_CHECKING:
    from pathlib import Path


def put(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("The ferry stops at dusk.\n", "utf-8")


def names(folder: Path, *given: str, listed: Path | None = None) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in article_files([str(folder / one) for one in given], listed)]


def test_a_folder_gives_its_articles_by_name_and_nothing_else(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b.md",
        "a.html",
        "c.jsonl",
        "notes.json",
        "picture.png",
        ".hidden/x.md",
        "set/pair/article.md",
        "set/pair/originals/o.md",
    )
    assert ["a.html", "b.md", "c.jsonl", "set/pair/article.md"] == names(tmp_path, ".")


def test_what_is_named_twice_is_checked_once(tmp_path: Path) -> None:
    put(tmp_path, "a/1.md", "a/2.md", "b/3.md")
    assert ["a/1.md", "a/2.md", "b/3.md"] == names(tmp_path, "a", "a/1.md", "b/3.md", "b", "b/*.md")
    assert ["a/2.md", "a/1.md"] == names(tmp_path, "a/2.md", "a")


def test_a_list_names_one_file_on_each_line_and_a_missing_one_is_kept_to_be_told_of(tmp_path: Path) -> None:
    put(tmp_path, "1.md", "2.md")
    listed = tmp_path / "list"
    listed.write_text(f"{tmp_path / '2.md'}\n\n{tmp_path / 'gone.md'}\n{tmp_path / '2.md'}\n", "utf-8")
    assert ["1.md", "2.md", "gone.md"] == names(tmp_path, "1.md", listed=listed)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("gone.md", "there is no such file or folder"),
        ("*.md", "nothing has such a name"),
        ("empty", "holds nothing that could be"),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, given: str, sentence: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError, match=sentence):
        list(article_files([str(tmp_path / given)]))


def test_chunks_are_small_at_first_and_keep_the_order(tmp_path: Path) -> None:
    put(tmp_path, *(f"{n:04}.md" for n in range(1000)))
    found = list(chunks(article_files([str(tmp_path)])))
    assert [25] * 16 + [100] * 6 == [len(chunk.slices) for chunk in found]
    assert [*range(22)] == [chunk.chunk for chunk in found]
    assert sorted(tmp_path.iterdir()) == [tmp_path / part.path for chunk in found for part in chunk.slices]
    assert [25 * len("The ferry stops at dusk.\n")] * 16 == [chunk.size for chunk in found[:16]]


def test_a_large_container_is_cut_into_many(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    articles = [{"text": f"Article {n}. " + "The weir held. " * 200} for n in range(1500)]
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
    found = list(chunks([file]))
    parts = [part for chunk in found for part in chunk.slices]
    assert len(found) > 3
    assert file.stat().st_size == sum(chunk.size for chunk in found)
    assert [part.stop for part in parts[:-1]] == [part.start for part in parts[1:]]
