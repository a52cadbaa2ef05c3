"""The folder of a run: what it is of, the plan, the journal of what is done, and the tables.

What the journal does not tell did not happen: a table's file of a chunk counts once the chunk stands there.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self

import msgspec

from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEMA: Final = "fidelity-run/1"
_ABOUT: Final = "run.json"
_PLAN: Final = "plan.jsonl"
_JOURNAL: Final = "journal.jsonl"
_WORK: Final = "work"
_LOCK: Final = "lock"


_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]{0,30}://|file:/")


def is_address(name: str) -> bool:
    """Whether a name is an address in a file system that Hadoop knows (`hdfs://…`), and no path."""
    return _ADDRESS.match(name) is not None


class RunError(Exception):
    """A run that cannot be begun, gone on with or read: what is wrong, where, and what to do next."""


class Stretch(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of articles, or of a container the bytes from `start` to `stop`; `line` is the first one's number there.

    `name` is what its articles are named after where the file is but a copy.
    """

    path: str
    start: int = 0
    stop: int | None = None
    line: int = 1
    name: str = ""


class Chunk(msgspec.Struct, frozen=True):
    """Articles that are checked by one worker and whose rows stand together in a file of each table."""

    chunk: int
    slices: tuple[Stretch, ...]
    size: int = 0
    """Bytes."""


class Done(msgspec.Struct, frozen=True):
    """A chunk that is done: how many articles and quotations it has, of each verdict how many, and what could not be read."""

    chunk: int
    articles: int
    quotes: int
    counts: dict[str, int]
    errors: int = 0
    size: int = 0
    seconds: float = 0.0
    problems: tuple[tuple[str, str], ...] = ()
    """The first articles that could not be checked, each with the reason."""
    unread: int = 0
    """How many those are in all."""


class About(msgspec.Struct, frozen=True):
    """What a run is of; the same inputs checked under the same settings give the same, whenever and by however many."""

    schema: str
    tool: str
    settings: str
    style: str
    inputs: dict[str, Any]
    engine: str = "local"
    planned: int | None = None
    """How many chunks there are, once the plan is written."""
    size: int = 0
    """How many bytes they have."""
    finished: bool = False


@dataclass(slots=True)
class Run:
    """A run's folder, opened."""

    path: Path
    about: About
    done: dict[int, Done] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a run to read it, finished or not. Raises RunError."""
        try:
            about = msgspec.json.decode((path / _ABOUT).read_bytes(), type=About)
        except FileNotFoundError as e:
            raise RunError(f"{path}: no run here; `fidelity batch ARTICLES --archive STORE --out {path}` makes one") from e
        except OSError as e:
            raise RunError(f"{path / _ABOUT}: cannot be read ({e.strerror}); check its permissions") from e
        except msgspec.DecodeError as e:
            raise RunError(f"{path / _ABOUT}: not what a run says of itself ({e}); begin the run anew in another folder") from e
        if about.schema != SCHEMA:
            raise RunError(f"{path}: a run of the form {about.schema}; this program reads {SCHEMA}: update it")
        return cls(path, about, {done.chunk: done for done in _told(path / _JOURNAL)})

    @classmethod
    def begin(cls, path: Path, about: About) -> Self:
        """Make the folder of a new run. Raises RunError if there is something else, or it cannot be made."""
        if path.exists() and not path.is_dir():
            raise RunError(f"{path}: a file, not a folder; give another name for the run")
        if path.is_dir() and not all(map(_is_left_behind, path.iterdir())):
            raise RunError(f"{path}: a folder with other things in it; give a new folder for the run")
        run = cls(path, about)
        try:
            for stray in path.glob(f".{_ABOUT}.*"):
                stray.unlink(missing_ok=True)
            for name in (*TABLES, _WORK):
                (path / name).mkdir(parents=True, exist_ok=True)
            run.say(about)
        except OSError as e:
            raise RunError(f"{path}: the run cannot be made ({e.strerror}); choose a folder that you may write to") from e
        return run

    def finish(self) -> None:
        """Write down that all is done, and take away what only a run in progress needs."""
        shutil.rmtree(self.path / _WORK, ignore_errors=True)
        (self.path / _LOCK).unlink(missing_ok=True)
        self.say(msgspec.structs.replace(self.about, finished=True))

    def take_back(self) -> None:
        """Take away a run that could not even be planned."""
        shutil.rmtree(self.path, ignore_errors=True)

    @property
    def is_finished(self) -> bool:
        """Whether all its articles are checked."""
        return self.about.finished

    @property
    def tables(self) -> dict[str, list[Path]]:
        """The Parquet files of each table, in the order of the chunks."""
        return {name: [self.file(name, chunk) for chunk in sorted(self.done)] for name in TABLES}

    def file(self, table: str, chunk: int) -> Path:
        """The file of a chunk's rows of a table."""
        return self.path / table / f"{chunk:06}.parquet"

    def work(self, chunk: int) -> Path:
        """The file that holds what a chunk in progress has so far."""
        return self.path / _WORK / f"{chunk:06}.jsonl"

    def say(self, about: About) -> None:
        """Write down what the run is of."""
        _write(self.path / _ABOUT, [msgspec.json.format(msgspec.json.encode(about), indent=1), b"\n"])
        self.about = about

    def write_plan(self, chunks: Iterable[Chunk]) -> None:
        """Write the plan down, and that there is one. Raises OSError."""
        count = size = 0

        def lines() -> Iterator[bytes]:
            nonlocal count, size
            for chunk in chunks:
                count, size = count + 1, size + chunk.size
                yield msgspec.json.encode(chunk) + b"\n"

        _write(self.path / _PLAN, lines())
        self.say(msgspec.structs.replace(self.about, planned=count, size=size))

    def plan(self) -> Iterator[Chunk]:
        """The chunks, one by one. Raises RunError."""
        decoder = msgspec.json.Decoder(Chunk)
        try:
            with (self.path / _PLAN).open("rb") as file:
                for line in file:
                    yield decoder.decode(line)
        except (OSError, msgspec.DecodeError) as e:
            raise RunError(f"{self.path / _PLAN}: the plan cannot be read ({e}); begin the run anew in another folder") from e

    @property
    def lock(self) -> Path:
        """The file that whoever works on the run holds locked."""
        return self.path / _LOCK

    def journal(self) -> IO[bytes]:
        """The journal, opened to be written on; a line that a killed run left half-written is taken away first."""
        path = self.path / _JOURNAL
        whole = b"".join(msgspec.json.encode(done) + b"\n" for done in self.done.values())
        if not path.exists() or path.read_bytes() != whole:
            _write(path, [whole])
        return path.open("ab")

    def tell(self, journal: IO[bytes], done: Done) -> None:
        """Note that a chunk is done; it counts when this returns."""
        journal.write(msgspec.json.encode(done) + b"\n")
        journal.flush()
        os.fsync(journal.fileno())
        self.done[done.chunk] = done


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is: chunks, articles, quotations, verdicts, how many articles could not be checked, errors, bytes."""

    chunks: int
    planned: int
    articles: int
    quotes: int
    counts: dict[str, int]
    unread: int
    errors: int
    size: int

    @classmethod
    def of(cls, run: Run) -> Self:
        """How far a run is by its journal."""
        begun = cls(0, run.about.planned or 0, 0, 0, {}, 0, 0, 0)
        for done in run.done.values():
            begun = begun.with_(done)
        return begun

    def with_(self, done: Done) -> Self:
        """The same with one chunk more."""
        return replace(
            self,
            chunks=self.chunks + 1,
            articles=self.articles + done.articles,
            quotes=self.quotes + done.quotes,
            counts={name: self.counts.get(name, 0) + n for name, n in done.counts.items()},
            unread=self.unread + done.unread,
            errors=self.errors + done.errors,
            size=self.size + done.size,
        )


def _told(journal: Path) -> Iterator[Done]:
    """What the journal tells, up to a line that was left half-written."""
    decoder = msgspec.json.Decoder(Done)
    if not journal.exists():
        return
    with journal.open("rb") as file:
        for line in file:
            try:
                yield decoder.decode(line)
            except msgspec.DecodeError:
                return


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole, on disk when this returns."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _is_left_behind(entry: Path) -> bool:
    """Whether an entry of a folder is of a run that was killed while it was being made: nothing is lost with it."""
    if entry.is_dir():
        return entry.name in (*TABLES, _WORK) and not any(entry.iterdir())
    return entry.name.startswith(f".{_ABOUT}.")
