"""A worker of the local engine: a process that checks one chunk after another and tells how far it is.

What it has of a chunk stands in a file, a line for each article, so that a worker that was killed, with its run or alone, is
followed by one that goes on behind the last whole line.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

import msgspec

from fidelity.batch.folder import Done
from fidelity.batch.tables import TABLES, no_rows
from fidelity.batch.work import checked, documents, given_up, holds_one
from fidelity.report.json import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from fidelity.batch.folder import Chunk, Run, Stretch
    from fidelity.batch.tables import Rows
    from fidelity.batch.work import Condemned, Terms
    from fidelity.pipeline import Stocks

    Say = Callable[[str, int, int], None]
    """Told before an article is read and before it is checked: which of both, its number, and the stretch it is of."""

TOLD: Final = 20
"""How many articles that could not be checked are told of by chunk."""
_VERDICTS: Final = ("exact", "trimmed", "altered", "not_found", "unchecked")
_DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of Linux
_REST: Final = "Reading went no further here: {} The rest of the file is left out."


class Line(msgspec.Struct, frozen=True):
    """An article of a chunk in progress: its number in the chunk, and its rows."""

    n: int
    rows: dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Tally:
    """What is counted of a chunk."""

    articles: int = 0
    quotes: int = 0
    errors: int = 0
    unread: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_VERDICTS, 0))
    problems: list[tuple[str, str]] = field(default_factory=list)

    def add(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        """Count an article's rows."""
        for article in rows["articles"]:
            self.articles += 1
            self.quotes += article["quotes"]
            self.errors += article["errors"]
            for verdict in _VERDICTS:
                self.counts[verdict] += article[verdict]
            if article["problem"] is not None:
                self.unread += 1
                if len(self.problems) < TOLD:
                    self.problems.append((article["uri"], article["problem"]))


def work(pipe: Connection, run: Run, terms: Terms, memory: int | None) -> None:
    """Check the chunks that come through the pipe, until nothing more comes. `memory`: bytes that this process may have.

    Told through the pipe: ("reading" or "checking", number in the chunk, stretch, verdicts so far); ("done", Done); ("tired",)
    before it ends to be replaced; ("trouble", sentence) if nothing can be checked at all.
    """
    _dies_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _bound(memory)
    stocks = terms.stocks()
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while (given := pipe.recv()) is not None:
            chunk, condemned = given
            try:
                pipe.send(("done", check_chunk(chunk, run, terms, stocks, condemned, pipe)))
            except (EOFError, BrokenPipeError):
                raise
            except Exception as fault:  # noqa: BLE001 - told by the parent, which ends the run
                pipe.send(("trouble", str(fault) or type(fault).__name__))
                return
            if memory is not None and _held() > memory // 2:
                pipe.send(("tired",))
                return


def check_chunk(
    chunk: Chunk, run: Run, terms: Terms, stocks: Stocks, condemned: Mapping[int, Condemned], pipe: Connection | None = None
) -> Done:
    """Check what is left of a chunk, then write its tables. Raises OSError, OriginalsError or StoreError."""
    began = time.monotonic()
    tally = Tally()
    with run.work(chunk.chunk).open("a+b") as file:
        _lock(file)
        so_far = _whole_lines(file, tally)

        def say(stage: str, n: int, part: int) -> None:
            if pipe is not None:
                pipe.send((stage, n, part, dict(tally.counts)))

        for n, rows in _checked(chunk, so_far, terms, stocks, condemned, say):
            tally.add(rows)
            file.write(encoded({"n": n, "rows": rows}) + b"\n")
            file.flush()
        _write_tables(file, chunk, run)
    return Done(
        chunk.chunk,
        tally.articles,
        tally.quotes,
        tally.counts,
        tally.errors,
        chunk.size,
        round(time.monotonic() - began, 3),
        tuple(tally.problems),
        tally.unread,
    )


def _checked(
    chunk: Chunk, so_far: int, terms: Terms, stocks: Stocks, condemned: Mapping[int, Condemned], say: Say
) -> Iterator[tuple[int, Rows]]:
    """The articles of a chunk from number `so_far` on, with their rows."""
    n = 0
    for k, part in enumerate(chunk.slices):
        if n < so_far and holds_one(part):
            n += 1
            continue
        for rows in _of_part(part, k, n, so_far, terms, stocks, condemned, say):
            if rows is not None:
                yield n, rows
            n += 1


def _of_part(
    part: Stretch,
    k: int,
    n: int,
    so_far: int,
    terms: Terms,
    stocks: Stocks,
    condemned: Mapping[int, Condemned],
    say: Say,
) -> Iterator[Rows | None]:
    """The rows of the articles of the chunk's `k`th stretch, the first of which has number `n`; None for one that has them."""
    articles = documents(part, terms.fields)
    while True:
        known = condemned.get(n)
        if known is not None and known.in_reading and known.part == k:
            file = part.name or part.path
            name = file if holds_one(part) else f"{file}#{part.start or ''}…"
            reason = known.reason if holds_one(part) else _REST.format(known.reason)
            yield given_up(name, reason, part, terms) if n >= so_far else None
            return
        say("reading", n, k)
        article = next(articles, None)
        if article is None:
            return
        if n < so_far:
            yield None
        elif known is not None and not known.in_reading:
            yield given_up(article.uri, known.reason, part, terms)
        else:
            say("checking", n, k)
            yield checked(article, part, terms, stocks)
        n += 1


def _whole_lines(file: IO[bytes], tally: Tally) -> int:
    """How many articles a file of work has, each of which is counted; what was left half-written behind them is cut off."""
    decoder = msgspec.json.Decoder(Line)
    file.seek(0)
    count = whole = 0
    for line in file:
        try:
            told = decoder.decode(line)
        except msgspec.DecodeError:
            break
        if told.n < count or not line.endswith(b"\n"):
            break
        tally.add(told.rows)
        count, whole = told.n + 1, whole + len(line)
    file.truncate(whole)
    file.seek(0, os.SEEK_END)
    return count


def _write_tables(file: IO[bytes], chunk: Chunk, run: Run) -> None:
    from fidelity.batch.parquet import write_rows  # noqa: PLC0415 - loaded where the first chunk is done

    found = no_rows()
    decoder = msgspec.json.Decoder(Line)
    file.seek(0)
    for line in file:
        for table, rows in decoder.decode(line).rows.items():
            found[table] += rows
    found["originals"] = list({(row["uri"], row["sha256"]): row for row in found["originals"]}.values())
    for table in TABLES:
        write_rows(run.file(table, chunk.chunk), table, found[table])


def _lock(file: IO[bytes]) -> None:
    """Wait until no worker of a run that was killed writes to the file any more."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.flock(file, fcntl.LOCK_EX)


def _dies_with_parent() -> None:
    """End with the run: a worker that outlives it would go on working for nobody."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)


def _bound(memory: int | None) -> None:
    if memory is not None and sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on every system

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _held() -> int:
    """The most memory that this process ever had, in bytes."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
