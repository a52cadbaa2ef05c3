"""Where articles lie: those of a folder, and the pair that an article is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


ORIGINALS = "originals"
"""The folder beside an article that holds its originals: together they are a pair."""


def articles_below(folder: Path, is_article: Callable[[str], bool]) -> Iterator[Path]:
    """The articles of a folder by name: of a pair its `article.*` alone, nothing of `originals/` or of a folder with a dot.

    Links are not followed. Raises OSError for a folder that cannot be read.
    """
    if (folder / ORIGINALS).is_dir():
        articles = sorted(file for file in folder.glob("article.*") if is_article(file.name) and file.is_file())
        if articles:
            yield from articles
            return
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    is_set_of_pairs = any(_is_pair(entry) for entry in entries)
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if entry.name != ORIGINALS:
                yield from articles_below(entry, is_article)
        elif is_article(entry.name) and not is_set_of_pairs:
            yield entry


def paired(article: Path | None) -> tuple[Path, ...]:
    """The folder of originals beside an article, if it has one."""
    if article is None:
        return ()
    beside = article.parent / ORIGINALS
    return (beside,) if beside.is_dir() else ()


def _is_pair(folder: Path) -> bool:
    return (folder / ORIGINALS).is_dir() and any(folder.glob("article.*"))
