"""`--since COMMIT`: which lines of the articles a change touched, as git tells it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cli.trouble import Trouble
from fidelity.formats import CONTAINERS, PACKED, by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Span
    from fidelity.pipeline import Job

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_PLAIN = ("-c", "diff.relative=false", "-c", "core.fsmonitor=false")
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", "--ignore-submodules")
_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"})  # relative to another folder than ours


def narrowed(jobs: Sequence[Job], commit: str | None) -> list[Job]:
    """The jobs with the lines that the change since a commit touched. Raises Trouble where git cannot tell."""
    if commit is None:
        return list(jobs)
    changes: dict[Path, _Changes] = {}
    tops: dict[Path, Path] = {}
    out = []
    for job in jobs:
        if not isinstance(job.article, Path) or not job.article.exists():  # standard input is nobody's change but yours
            out.append(job)
            continue
        file = Path(os.path.realpath(job.article))
        if file.parent not in tops:
            tops[file.parent] = _top(file.parent)
        top = tops[file.parent]
        if top not in changes:
            changes[top] = _changes(top, commit)
        out.append(replace(job, lines=changes[top].lines(file), since=commit))
    return out


@dataclass(frozen=True, slots=True)
class _Changes:
    """What differs between a commit and the working tree of the repository at `top`."""

    top: Path
    commit: str
    changed: dict[str, str]
    """Path now -> path then."""
    known: frozenset[str]

    def lines(self, file: Path) -> tuple[Span, ...] | None:
        """The lines of a file that were touched, half-open; None where the whole file is new or cannot be told line by line."""
        name = file.relative_to(self.top).as_posix()
        if name not in self.known:
            return None
        if name not in self.changed:
            return ()
        if by_name(file.name) in PACKED or by_name(file.name) in CONTAINERS:
            return None
        paths = dict.fromkeys((self.changed[name], name))
        told = _git(self.top, *_DIFF, "-U0", self.commit, "--", *(f":(top,literal){path}" for path in paths))
        if b"\nBinary files " in told:
            return None
        found = []
        for m in _HUNK.finditer(told):
            first, count = int(m[1]), 1 if m[2] is None else int(m[2])
            found.append((first, first + count) if count else (first + 1, first + 1))
        return tuple(found)


def _changes(top: Path, commit: str) -> _Changes:
    told = _asked(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    if told is None:
        raise Trouble(
            f"--since {commit}: the repository {top} has no such commit. Name one that `git log` lists, or fetch it first "
            "(a shallow clone lacks old ones)."
        )
    name = told.decode("ascii", "replace").strip()
    parts = os.fsdecode(_git(top, *_DIFF, "--name-status", "-z", name, "--")).split("\0")
    changed: dict[str, str] = {}
    at = 0
    while at + 1 < len(parts):
        moved = parts[at][:1] in {"R", "C"}
        changed[parts[at + 2] if moved else parts[at + 1]] = parts[at + 1]
        at += 3 if moved else 2
    known = os.fsdecode(_git(top, "ls-files", "-z", "--full-name", "--", ":(top)")).split("\0")
    return _Changes(top, name, changed, frozenset(known))


def _top(folder: Path) -> Path:
    told = _asked(folder, "rev-parse", "--show-toplevel")
    if told is None or not told.strip():
        raise Trouble(
            f"--since: {folder} is in no git repository, so nobody can tell what was changed there. Leave --since out, or name "
            "articles of a repository."
        )
    return Path(os.path.realpath(os.fsdecode(told.removesuffix(b"\n"))))


def _git(folder: Path, *words: str) -> bytes:
    told = _asked(folder, *words)
    if told is None:
        raise Trouble(f"--since: git could not say what was changed in {folder}. Try `git {' '.join(words[:1])}` there.")
    return told


def _asked(folder: Path, *words: str) -> bytes | None:
    """What git answers; None if it refuses."""
    command = ["git", "-C", str(folder), *_PLAIN, *words]
    env = {k: v for k, v in os.environ.items() if k not in _OF_HOOKS} | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=env)  # noqa: S603 - no shell, and a commit's name stands where no option can
    except OSError as error:
        raise Trouble(f"--since needs git, which cannot be run: {error.strerror}. Install it, or leave it out.") from error
    return done.stdout if done.returncode == 0 else None
