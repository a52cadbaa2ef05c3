"""`fidelity batch --engine spark`: the wishes of the command line, and the run handed to Spark."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.archive.folder import sources
from fidelity.batch.folder import is_address
from fidelity.cli.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fidelity.batch.folder import Run, Standing
    from fidelity.batch.local import Limits
    from fidelity.batch.work import Terms
    from fidelity.cli.batch import Order


def master_of(engine: str, master: str | None, workers: int | None, archive: Path | None, *, tables: bool) -> str | None:
    """The master of Spark that is meant; None for the local engine. Raises Trouble for wishes that go against each other."""
    if engine == "local":
        if master is not None:
            raise Trouble(f"--master {master} is for Spark; say --engine spark too.")
        if tables:
            raise Trouble("--originals-table is for Spark: say --engine spark, or make a store: fidelity archive add.")
        return None
    if workers is not None:
        raise Trouble(f"--workers {workers} is for the local engine; with Spark its master says how many there are.")
    if archive is not None:
        raise Trouble(f"--archive {archive} and --originals-table: give one of both.")
    return master or "local[*]"


def is_for_spark(order: Order, *, articles_alone: bool = False) -> bool:
    """Whether an order, or the naming of its articles, has what only Spark reads."""
    return any(map(is_address, order.articles)) or (bool(order.originals_table) and not articles_alone)


def check_on_spark(run: Run, terms: Terms, order: Order, master: str, limits: Limits, told: Callable[[Standing], None]) -> None:
    """Check what is left of a run with Spark, against a store or a table of originals. Raises RunError or OriginalsError."""
    from fidelity.batch.spark.engine import check_all, plan  # noqa: PLC0415 - loaded only where it is asked for
    from fidelity.batch.spark.session import session  # noqa: PLC0415 - loaded only where it is asked for

    with session(master) as spark:
        if run.about.planned is None:
            plan(run, order.articles, None if order.files_from is None else Path(order.files_from), spark)
        if order.originals_table:
            from fidelity.batch.spark import rounds  # noqa: PLC0415 - loaded only where it is asked for

            table = order.originals_table
            rounds.check_all(run, replace(terms, archive=Path(table[0])), table, spark, limits, told)
        else:
            check_all(run, terms, spark, limits, told)


def state_of(table: Sequence[str]) -> dict[str, Any]:
    """What the originals of a table are, by the names, sizes and times of their files. Raises OriginalsError.

    What lies in file systems that only Hadoop knows is fetched once for a run, and so stays as it was.
    """
    whole = hashlib.sha256()
    for source in sources(Path(name) for name in table if not is_address(name)):
        said = source.path.stat()
        line = f"{source.path.as_posix()}\0{said.st_size}\0{said.st_mtime_ns}\0{source.meta}\n"
        whole.update(line.encode("utf-8", "backslashreplace"))
    return {"paths": list(table), "state": f"sha256:{whole.hexdigest()}"}
