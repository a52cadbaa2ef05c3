"""`fidelity batch --engine spark`: the wishes of the command line, and the run handed to Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.cli.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.batch.folder import Run, Standing
    from fidelity.batch.local import Limits
    from fidelity.batch.work import Terms


def master_of(engine: str, master: str | None, workers: int | None) -> str | None:
    """The master of Spark that is meant; None for the local engine. Raises Trouble for wishes that go against each other."""
    if engine == "local":
        if master is not None:
            raise Trouble(f"--master {master} is for Spark; say --engine spark too.")
        return None
    if workers is not None:
        raise Trouble(f"--workers {workers} is for the local engine; with Spark its master says how many there are.")
    return master or "local[*]"


def check_on_spark(run: Run, terms: Terms, master: str, limits: Limits, told: Callable[[Standing], None]) -> None:
    """Check what is left of a run with Spark. Raises RunError."""
    from fidelity.batch.spark.engine import check_all  # noqa: PLC0415 - loaded only where it is asked for
    from fidelity.batch.spark.session import session  # noqa: PLC0415 - loaded only where it is asked for

    with session(master) as spark:
        check_all(run, terms, spark, limits, told)
