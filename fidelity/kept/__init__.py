"""What former runs found, kept by the content of all that decided it, so that what is unchanged is not read again."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from fidelity.archive.folder import OriginalsError
from fidelity.job import Outcome
from fidelity.kept.digests import Digests
from fidelity.kept.entries import Entries
from fidelity.kept.originals import OutOfReachError, is_older, state_of_files, state_of_store
from fidelity.kept.tool import state_of_tool
from fidelity.settings import Settings, fingerprint
from fidelity.styles import StyleError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fidelity.job import Job

__all__ = ["Kept"]

_TOGETHER = 64  # outcomes that wait until the files are looked at once more
_MOST = 1000  # articles in a file from which on it is an archive of its own, and too much to keep


@dataclass(frozen=True, slots=True)
class _Record:
    """An outcome as it is stored, and the state of the originals that front matter named."""

    outcome: Outcome
    named: str


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Record)


class _Waiting(NamedTuple):
    job: Job
    settings: Settings
    outcome: Outcome
    key: str
    began: int


@dataclass(slots=True)
class _Sight:
    """The files as they were seen at one time; what many articles share is looked at once."""

    digests: Digests
    _tool: str | None = None
    _prints: dict[Settings, str] = field(default_factory=dict)
    _originals: dict[tuple[Path, ...], str] = field(default_factory=dict)
    _stores: dict[Path, str] = field(default_factory=dict)

    def key(self, job: Job, settings: Settings) -> str | None:
        """The digest of all that decides the outcome of a job, but for what front matter names; None if nobody can tell."""
        originals = () if job.lines == () else job.originals
        try:
            if isinstance(job.article, tuple):
                content = hashlib.sha256(job.article[1]).hexdigest()
            else:
                content = self.digests.of(job.article)
            told = (
                self.tool(),
                self.settings(settings),
                job.name,
                content,
                sorted(job.fields.items()),
                job.lines,
                job.since,
                [path.as_posix() for path in originals],
                self.originals(originals),
                None if job.archive is None else (job.archive.as_posix(), self.store(job.archive)),
            )
            return hashlib.sha256(_ENCODER.encode(told)).hexdigest()
        except (OSError, OriginalsError, OutOfReachError, StyleError, UnicodeEncodeError):
            return None

    def tool(self) -> str:
        if self._tool is None:
            self._tool = state_of_tool(self.digests)
        return self._tool

    def settings(self, settings: Settings) -> tuple[str, str]:
        if settings not in self._prints:
            self._prints[settings] = fingerprint(settings)
        return settings.style, self._prints[settings]

    def originals(self, paths: Sequence[Path]) -> str:
        wanted = tuple(paths)
        if wanted not in self._originals:
            self._originals[wanted] = state_of_files(wanted, self.digests)
        return self._originals[wanted]

    def store(self, path: Path) -> str:
        if path not in self._stores:
            self._stores[path] = state_of_store(path, self.digests)
        return self._stores[path]


class Kept:
    """The outcomes that are kept in a folder. Whatever cannot be read or written there is as if it had never been kept."""

    def __init__(self, folder: Path) -> None:
        self._entries = Entries(folder)
        self._digests = Digests(folder)
        self._sight = _Sight(self._digests)
        self._keys: dict[int, tuple[str, int]] = {}
        self._waiting: list[_Waiting] = []

    def find(self, job: Job, settings: Settings, today: date | None) -> Outcome | None:
        """What came of a job, if nothing has changed since that could let something else come of it."""
        began = time.time_ns()
        key = self._sight.key(job, settings)
        if key is None:
            return None
        self._keys[id(job)] = key, began
        data = self._entries.read(key)
        if data is None:
            return None
        try:
            record = _DECODER.decode(data)
            if record.named != self._named(job, record.outcome, self._sight):
                return None
        except (msgspec.MsgspecError, OSError, OriginalsError):
            return None
        return record.outcome if record.outcome.holds_on(today) else None

    def keep(self, job: Job, settings: Settings, outcome: Outcome) -> None:
        """Keep what came of a job that was looked for in vain."""
        key, began = self._keys.get(id(job), ("", 0))
        if key and not outcome.passing and len(outcome.articles) <= _MOST:
            self._waiting.append(_Waiting(job, settings, outcome, key, began))
            if len(self._waiting) >= _TOGETHER:
                self._write()

    def close(self) -> None:
        """Write what waits, and let go of what is old if that is much."""
        self._write()
        self._digests.save()
        self._entries.trim()

    def _write(self) -> None:
        """Write what waits, if all that decided it is still as it was before it was read."""
        now = _Sight(self._digests)
        for one in self._waiting:
            if now.key(one.job, one.settings) != one.key:
                continue
            try:
                beside = one.job.beside(one.outcome.named)
                if one.job.lines != () and not is_older(beside, one.began):
                    continue
                record = _Record(one.outcome, self._named(one.job, one.outcome, now))
                self._entries.write(one.key, _ENCODER.encode(record))
            except (OSError, OriginalsError, UnicodeEncodeError):
                continue
        self._waiting.clear()

    @staticmethod
    def _named(job: Job, outcome: Outcome, sight: _Sight) -> str:
        beside = () if job.lines == () else job.beside(outcome.named)
        return sight.originals(beside) if beside else ""
