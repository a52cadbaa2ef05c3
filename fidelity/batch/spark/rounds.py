"""Articles checked against originals that no store holds: the rounds of questions and answers, and then the check."""

from __future__ import annotations

import json
import pickle
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fidelity.batch.folder import is_address
from fidelity.batch.spark import joins
from fidelity.batch.spark.asking import DDL, act, first, fourth, last, second, third
from fidelity.batch.spark.engine import complain, ordered, working
from fidelity.batch.spark.hadoop import fetched
from fidelity.batch.spark.originals import DDL as READ
from fidelity.batch.spark.originals import postings, read_units, sieve, units
from fidelity.batch.spark.portion import ABOUT
from fidelity.batch.spark.session import watched
from fidelity.batch.spark.task import put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from fidelity.batch.folder import Chunk, Run, Standing
    from fidelity.batch.local import Limits
    from fidelity.batch.spark.asking import Round
    from fidelity.batch.spark.hadoop import Place
    from fidelity.batch.spark.task import Order
    from fidelity.batch.work import Terms

_SIFTED: Final = 1 << 26  # grams up to which a sieve is worth its 64 MB
_TURNS: Final = 4  # partitions for each core


def check_all(
    run: Run,
    terms: Terms,
    originals: Sequence[str],
    spark: SparkSession,
    limits: Limits,
    told: Callable[[Standing], None] = lambda _: None,
) -> None:
    """Check what is left of a run against originals in files, of which no store is made. Raises RunError or OriginalsError.

    `originals` are paths, or addresses in file systems that Hadoop knows.

    The results are those of a store of the same originals.
    """
    with working(run, told) as marks:
        left = [chunk for chunk in run.plan() if chunk.chunk not in run.done]
        if left:
            order = ordered(run, terms, limits)
            places = fetched(spark, filter(is_address, originals), run.path.absolute() / "work" / "fetched")
            paths = [places[name].root if name in places else Path(name) for name in originals]
            _Rounds(spark, order, left, marks.look).work_off(paths, list(places.values()))
            marks.expect(left)


class _Rounds:
    """The tables of a run in progress, and what is done with them."""

    def __init__(self, spark: SparkSession, order: Order, chunks: Sequence[Chunk], look: Callable[[], None]) -> None:
        self._spark, self._order, self._chunks, self._look = spark, order, chunks, look
        self._partitions = max(1, min(len(chunks), spark.sparkContext.defaultParallelism * _TURNS))
        self._work = order.path.absolute() / "work"

    def work_off(self, originals: Sequence[Path], places: Sequence[Place]) -> None:
        self._read(originals, places)
        packed = [(chunk.chunk, pickle.dumps(chunk)) for chunk in self._chunks]
        chunks = self._spark.createDataFrame(packed, "chunk bigint, packed binary")
        chunks.select("chunk").createOrReplaceTempView("chunks")
        self._round(chunks, first, "asked_first")
        self._postings("SELECT DISTINCT number FROM asked_first WHERE kind = 'gram'")
        self._round(self._spark.sql(joins.COUNTS), second, "asked_second")
        self._postings("SELECT DISTINCT number FROM asked_second WHERE kind = 'list'")
        self._round(self._spark.sql(joins.LISTS), third, "asked_third")
        self._round(self._spark.sql(joins.ENTRIES), fourth, "asked_fourth")
        check = partial(last, chunks={chunk.chunk: chunk for chunk in self._chunks})
        self._round(self._spark.sql(joins.DOCUMENTS), check, "checked")

    def _read(self, originals: Sequence[Path], places: Sequence[Place]) -> None:
        """Read the originals, once, and say what a catalogue would of them."""
        told = [(pickle.dumps(unit),) for unit in units(originals, self._order.terms.fields, places)]
        parts = max(1, min(len(told), self._spark.sparkContext.defaultParallelism * _TURNS))
        given = self._spark.createDataFrame(told, "unit binary").repartition(parts)
        self._kept(given.mapInArrow(read_units, READ), "raw")
        counted = watched(
            self._spark, lambda: self._spark.sql("SELECT unit, count(*) FROM raw GROUP BY unit").collect(), self._look
        )
        before, bases = 1, []
        for unit, count in sorted(tuple(row) for row in counted):
            bases.append((unit, before))
            before += count
        self._spark.createDataFrame(bases, "of bigint, base bigint").createOrReplaceTempView("bases")
        self._spark.sql(joins.KEYED).createOrReplaceTempView("keyed")
        self._kept(self._spark.sql(joins.CATALOGUE), "catalogue")
        self._spark.sql(joins.TEXTS).createOrReplaceTempView("texts")
        count = watched(self._spark, self._spark.table("catalogue").count, self._look)
        (self._work / "portions").mkdir(exist_ok=True)
        put(self._work / "portions" / ABOUT, json.dumps({"originals": count}).encode())

    def _postings(self, asked: str) -> None:
        """The postings of the grams that are asked for, and of few others."""
        wanted = self._spark.sql(asked)
        through = None
        if watched(self._spark, wanted.count, self._look) <= _SIFTED:
            through = sieve(watched(self._spark, wanted.toArrow, self._look).column(0).to_numpy())
        held = self._spark.table("texts").select("number", "grams")
        held.mapInArrow(partial(postings, sieve=through), "gram bigint, number bigint").createOrReplaceTempView("postings")

    def _round(self, given: DataFrame, round_: Any, name: str) -> None:
        """Let each chunk act on what it is given; what it asks for next becomes a table."""
        works: Round = round_
        dealt = given.repartition(self._partitions, "chunk").sortWithinPartitions("chunk")
        self._kept(dealt.mapInArrow(partial(act, round_=works, order=self._order), DDL), name)
        wrong = self._spark.sql(f"SELECT text FROM {name} WHERE kind = 'sentence' ORDER BY chunk LIMIT 1")  # noqa: S608 - ours
        complain(row[0] for row in watched(self._spark, wrong.collect, self._look))

    def _kept(self, table: DataFrame, name: str) -> None:
        """Write a table into the run's folder and go on with what is written, so that nothing is done twice."""
        path = (self._work / "tables" / name).as_uri()
        watched(self._spark, lambda: table.write.mode("overwrite").parquet(path), self._look)
        self._spark.read.parquet(path).createOrReplaceTempView(name)
