"""Spark started and stopped; what is missing for it is a sentence."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fidelity.batch.folder import RunError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from typing import Any

    from pyspark.sql import SparkSession

_TICK: Final = 0.5  # seconds between two looks at what is done
_OURS: Final = {
    "spark.app.name": "fidelity batch",
    "spark.task.maxFailures": "8",  # executors that are lost count as failures of the tasks they had
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
}
"""What differs from Spark's own defaults; whatever else is wanted stands in its spark-defaults.conf."""


@contextlib.contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """Spark on a master: `local[4]`, `spark://host:7077`, `yarn`, `k8s://…`. Raises RunError if it cannot be started."""
    for missing in (_package(), _java()):
        if missing is not None:
            raise RunError(missing)
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")  # of its own tests' needs, on each start
    from py4j.protocol import Py4JError  # noqa: PLC0415 - of the extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - of the extra
    from pyspark.sql import SparkSession  # noqa: PLC0415 - of the extra

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers' Python: it must have the same packages
    builder = SparkSession.Builder().master(master)
    for name, value in _OURS.items():
        builder = builder.config(name, value)
    if os.environ.get("PYTHONPATH"):
        builder = builder.config("spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"])
    try:
        spark = builder.getOrCreate()
    except (Py4JError, PySparkException, OSError, ValueError) as error:
        raise RunError(f"Spark could not be started on the master {master} ({_cause(error)}); check its address") from error
    try:
        yield spark
    finally:
        with contextlib.suppress(Py4JError, PySparkException, OSError):
            spark.stop()


def _package() -> str | None:
    if find_spec("pyspark") is None:
        return "for the engine spark, install the extra: pip install 'quote-fidelity[spark]' (pyspark is missing)"
    return None


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    found = Path(home, "bin", "java").is_file() if home else shutil.which("java") is not None
    where = f"JAVA_HOME ({home}) holds none" if home else "there is none on the PATH"
    return None if found else f"for the engine spark, Java 17 or newer is needed, and {where}; install it, or set JAVA_HOME"


def watched(spark: SparkSession, action: Callable[[], Any], look: Callable[[], None] = lambda: None) -> Any:
    """What an action of Spark gives; meanwhile `look` is called now and then. Raises RunError if Spark gives up.

    A KeyboardInterrupt cancels the action and comes through.
    """
    from pyspark import InheritableThread  # noqa: PLC0415 - of the extra

    gave: list[Any] = []
    failed: list[BaseException] = []

    def act() -> None:
        try:
            gave.append(action())
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    thread: threading.Thread = InheritableThread(target=act, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_TICK)
            look()
    except BaseException:
        with contextlib.suppress(Exception):
            spark.sparkContext.cancelAllJobs()
        raise
    if failed:
        if isinstance(failed[0], RunError):
            raise failed[0]
        raise RunError(f"Spark gave up ({_cause(failed[0])}); its own log says more") from failed[0]
    return gave[0]


def _cause(error: BaseException) -> str:
    """The line of what Java or a worker says that names the cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if not line.startswith(("at ", "File ", "Traceback", ":", "^"))]
    named = [line for line in causes if "Error:" in line or "Exception:" in line or "Error(" in line]
    return (named or causes or [type(error).__name__])[-1 if named else 0][:300].rstrip(".")
