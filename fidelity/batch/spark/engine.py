"""The driver: hands chunks out to the executors, and writes down in the journal what they have done."""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import partial
from typing import IO, TYPE_CHECKING, Final

import msgspec

from fidelity.batch.folder import Done, RunError, Standing, is_address
from fidelity.batch.local import ended_by_signals, locked
from fidelity.batch.plan import article_files, chunks
from fidelity.batch.spark.hadoop import fetched, named
from fidelity.batch.spark.session import watched
from fidelity.batch.spark.task import DONE, TOKEN, Order, check, put
from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pyspark.sql import SparkSession

    from fidelity.batch.folder import Chunk, Run
    from fidelity.batch.local import Limits
    from fidelity.batch.work import Terms

_TURNS: Final = 8  # partitions for each core, so that all are busy to the end
_MOST: Final = 16  # chunks of a partition, so that not too much is done again when an executor dies


def check_all(
    run: Run, terms: Terms, spark: SparkSession, limits: Limits, told: Callable[[Standing], None] = lambda _: None
) -> None:
    """Check what is left of a run. Raises RunError; what is done by then stays done.

    A KeyboardInterrupt (of which SIGTERM is made one) cancels Spark's jobs and comes through.
    """
    with working(run, told) as marks:
        left = [chunk for chunk in run.plan() if chunk.chunk not in run.done]
        if left:
            parts = portions(left, spark.sparkContext.defaultParallelism)
            handed_out = spark.sparkContext.parallelize(parts, len(parts))
            work = partial(_check_portions, order=ordered(run, terms, limits))
            complain(watched(spark, lambda: handed_out.mapPartitions(work).collect(), marks.look))
            marks.expect(left)


def _check_portions(given: Iterable[Sequence[Chunk]], order: Order) -> Iterator[str]:
    return check((chunk for portion in given for chunk in portion), order)


def plan(run: Run, articles: Sequence[str], listed: Path | None, spark: SparkSession) -> None:
    """Plan a run of which some articles lie in file systems that only Hadoop knows: they are fetched first. Raises RunError."""
    places = fetched(spark, filter(is_address, articles), run.path.absolute() / "work" / "fetched")
    names = [str(places[name].root) if name in places else name for name in articles]
    run.write_plan(named(chunk, list(places.values())) for chunk in chunks(article_files(names, listed)))


def portions(left: Sequence[Chunk], cores: int) -> list[tuple[Chunk, ...]]:
    """The chunks as partitions: enough of them for all cores, and none of too many chunks."""
    most = min(_MOST, max(1, len(left) // max(1, cores * _TURNS)))
    return [tuple(left[at : at + most]) for at in range(0, len(left), most)]


def ordered(run: Run, terms: Terms, limits: Limits) -> Order:
    """What executors are told of a run, and a token in its folder, by which they know it."""
    token = secrets.token_hex(16)
    work = run.path / "work"
    work.mkdir(exist_ok=True)
    put(work / TOKEN, token.encode())
    return Order(run.path, run.about, terms, limits, os.getcwd(), token)  # noqa: PTH109 - as it is called, links and all


def complain(sentences: Iterable[str]) -> None:
    """Raise RunError for the first thing that executors say is wrong."""
    for sentence in sentences:
        raise RunError(sentence.rstrip("."))


class Marks:
    """The marks that executors leave of chunks that are done, and the journal in which they are noted."""

    def __init__(self, run: Run, journal: IO[bytes], told: Callable[[Standing], None]) -> None:
        self._run, self._journal, self._told = run, journal, told
        self._sum = Standing.of(run)
        self.look()

    def look(self) -> None:
        """Note what is new."""
        with contextlib.suppress(FileNotFoundError), os.scandir(self._run.path / "work") as entries:
            found = sorted(int(e.name.removesuffix(DONE)) for e in entries if e.name.endswith(DONE) and e.name[0] != ".")
            for chunk in found:
                if chunk not in self._run.done:
                    done = msgspec.json.decode((self._run.path / "work" / f"{chunk:06}{DONE}").read_bytes(), type=Done)
                    self._run.tell(self._journal, done)
                    self._sum = self._sum.with_(done)
        self._told(self._sum)

    def expect(self, chunks: Sequence[Chunk]) -> None:
        """Raise RunError if one of these chunks is not done, now that all should be."""
        self.look()
        missing = [chunk.chunk for chunk in chunks if chunk.chunk not in self._run.done]
        if missing:
            raise RunError(f"{self._run.path}: Spark left {len(missing)} chunks undone; go on with --resume")


@contextlib.contextmanager
def working(run: Run, told: Callable[[Standing], None]) -> Iterator[Marks]:
    """Keep the run for this process, and note what executors do. What killed ones left half-written is taken away."""
    with locked(run), run.journal() as journal, ended_by_signals():
        marks = Marks(run, journal, told)
        try:
            yield marks
        finally:
            marks.look()
        for table in TABLES:
            for stray in (run.path / table).glob(".*.parquet.*"):
                stray.unlink(missing_ok=True)
