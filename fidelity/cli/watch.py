"""`fidelity check --watch`: the check again whenever something that it goes by has changed."""

from __future__ import annotations

import os
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cli.articles import STDIN
from fidelity.cli.config import plan
from fidelity.cli.trouble import Trouble, tell
from fidelity.config import shown
from fidelity.formats import TEXTS, by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.cli.checking import Wishes

_PAUSE = 0.4  # seconds between two looks

Seen = dict[str, tuple[int, int]]


def watch(wishes: Wishes, check: Callable[[Wishes], int], pause: float = _PAUSE) -> int:
    """Check now and after every change, until somebody interrupts. Raises Trouble if the very first check cannot be made."""
    if STDIN in wishes.articles or str(wishes.files_from) == STDIN:
        raise Trouble("--watch looks at files, and standard input is none. Name the articles.")
    if wishes.fix:
        raise Trouble("--watch and --fix exclude each other: who writes should see what is written. Give one of them.")
    before = _seen(wishes)
    try:
        check(wishes)
        while True:
            sys.stdout.flush()
            before, what = _changed(wishes, before, pause)
            tell(f"{what} changed; checking again. Ctrl-C ends it.")
            try:
                check(wishes)
            except Trouble as error:
                tell(str(error))
    except KeyboardInterrupt:
        return 0


def _changed(wishes: Wishes, before: Seen, pause: float) -> tuple[Seen, str]:
    """Wait for a change; what is there now, and the first thing that is not as it was."""
    while True:
        time.sleep(pause)
        try:
            now = _seen(wishes)
        except Trouble:  # a config half written, an original that is gone: told by the check, once
            now = {path: stamp for path in before if (stamp := _stamp(path))} | _configs(wishes)
        if now != before:
            different = sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
            return now, shown(Path(different[0]))


def _seen(wishes: Wishes) -> Seen:
    """When each file was written, and its length, of all that a check goes by."""
    todo = plan(wishes)
    paths: set[Path] = {todo.baseline} if todo.baseline is not None else set()
    for job in todo.jobs:
        paths |= {job.article} if isinstance(job.article, Path) else set()
        named = _named(job.article) if isinstance(job.article, Path) else ()
        paths |= {path for original in (*job.originals, *job.beside(named)) for path in _below(original)}
        paths |= set(_below(job.archive)) if job.archive is not None else set()
        if job.settings is not None and job.settings.style.endswith(".toml"):
            paths.add(Path(job.settings.style))
    seen = {str(path): stamp for path in paths if (stamp := _stamp(path))}
    return seen | _configs(wishes)


def _named(article: Path) -> tuple[str, ...]:
    """The originals that an article's front matter names."""
    stamp = _stamp(article)
    return () if stamp is None or by_name(article.name) not in TEXTS else _front(article, stamp)


@lru_cache(maxsize=10_000)
def _front(article: Path, _stamp: tuple[int, int]) -> tuple[str, ...]:
    """The same, read once for each state of the file."""
    from fidelity.read import read_file  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return read_file(article).meta.originals


def _configs(wishes: Wishes) -> Seen:
    """The configs that count, and those that would if they were there."""
    folders = {Path(path).absolute() if Path(path).is_dir() else Path(path).absolute().parent for path in wishes.articles}
    near = {above for folder in folders | {Path.cwd()} for above in (folder, *folder.parents)}
    named = {wishes.config} if wishes.config is not None else set()
    paths = named | {folder / name for folder in near for name in ("fidelity.toml", "pyproject.toml")}
    return {str(path): stamp for path in paths if (stamp := _stamp(path))}


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, _, files in os.walk(path):
        yield from (Path(folder, file) for file in files)


def _stamp(path: str | Path) -> tuple[int, int] | None:
    try:
        told = os.stat(path)  # noqa: PTH116 - thousands of paths, and pathlib's own object for each is slower
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size
