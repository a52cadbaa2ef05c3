"""Which articles to check, and with which originals: files, folders, globs, pairs, standard input."""

from __future__ import annotations

import glob
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.articles import articles_below, paired
from fidelity.cli.trouble import Trouble
from fidelity.formats import PACKED, TEXTS, mistaken_fields
from fidelity.formats import SUFFIXES as KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = frozenset(suffix for suffix, kind in KNOWN.items() if kind in TEXTS | PACKED)
STDIN = "<stdin>"
"""How `-` reaches this room, and what standard input is called where nobody names it."""


@dataclass(frozen=True, slots=True)
class Named:
    """An article and the originals that the command line gives it; none: the article's own front matter decides."""

    article: Path | tuple[str, bytes]
    originals: tuple[Path, ...]


def named(paths: Sequence[str], originals: Sequence[Path], files_from: Path | None, stdin_name: str | None) -> list[Named]:
    """Every article once, in the order given, those of a folder by name.

    `originals` serve every article; where there are none, an article of a pair has its pair's `originals/`. Raises Trouble
    where there is nothing to check.
    """
    for original in originals:
        if not original.exists():
            raise Trouble(f"{original}: there is no such file or folder. Give --originals the originals, or a folder of them.")
    wanted = [*paths, *(_listed(files_from) if files_from else ())]
    if not wanted:
        raise Trouble(
            "no article was given. Name files or folders, or - for standard input: fidelity check article.md --originals DIR"
        )
    found: dict[str, Named] = {}
    for path in wanted:
        if path == STDIN:
            name = stdin_name or f"{STDIN}.md"
            beside = Path(stdin_name) if stdin_name else None
            found.setdefault(STDIN, Named((name, sys.stdin.buffer.read()), tuple(originals) or paired(beside)))
            continue
        for file in _files(path):
            found.setdefault(os.path.realpath(file), Named(file, tuple(originals) or paired(file)))
    return list(found.values())


def _listed(path: Path) -> list[str]:
    if str(path) == STDIN:
        text = sys.stdin.read()
    else:
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            raise Trouble(f"{path}: {error.strerror}. --files-from takes a file with one path on each line.") from error
        except UnicodeDecodeError as error:
            raise Trouble(f"{path}: not UTF-8. --files-from takes a text file with one path on each line.") from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_article(name: str) -> bool:
    """Whether a file of this name is taken for an article where a folder is given."""
    return Path(name).suffix.lower() in SUFFIXES


def _files(path: str) -> Iterator[Path]:
    here = Path(path)
    if here.is_dir():
        files = list(articles_below(here, is_article))
        if not files:
            raise Trouble(
                f"{path}: the folder holds no article ({', '.join(sorted(SUFFIXES))}). Name another folder, or the files."
            )
        yield from files
    elif not os.path.lexists(here) and glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            raise Trouble(f"{path}: nothing has such a name. Check the pattern, or name the files.")
        for match in matches:
            if Path(match).is_file():
                yield Path(match)
            elif "**" not in path:
                yield from articles_below(Path(match), is_article)
    else:
        yield here  # a file that is missing or unreadable is told of in the report, so that the others are checked


def field_map(pairs: Sequence[str]) -> dict[str, str]:
    """The field map of JSON dumps, out of NAME=FIELD pairs. Raises Trouble if it is none."""
    said = [pair.partition("=") for given in pairs for pair in given.split(",")]
    fields = {name.strip(): path.strip() for name, _, path in said}
    wrong = mistaken_fields(fields)
    if wrong is not None or not all(fields.values()):
        raise Trouble(
            f"--fields {' '.join(pairs)}: {wrong or 'it takes pairs'}. Say which field of a dump is which: --fields text=body"
        )
    return fields
