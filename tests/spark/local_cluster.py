"""Spark for real: two workers with executors in processes of their own. Needs Java 17 or newer and the extra [spark].

    pytest tests/spark/local_cluster.py

It takes a minute or two, so it is run by its name alone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_archive
import pytest
from pyarrow import parquet

from fidelity.batch.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MASTER = "local-cluster[2,1,1024]"
EXECUTOR = b"CoarseGrainedExecutorBackend"
PATIENCE = 900  # seconds


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Originals, articles, a store, the run of the local engine, and Spark's own settings."""
    folder = tmp_path_factory.mktemp("spark")
    made_archive.write(folder, originals=120, articles=60)
    (folder / "conf").mkdir()
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
    (folder / "conf" / "spark-defaults.conf").write_text("".join(f"{k} {v}\n" for k, v in settings.items()), "utf-8")
    fidelity(folder, "archive", "add", str(folder / "originals"), "--archive", "store", expected=1)  # one cannot be read
    fidelity(folder, "batch", str(folder / "articles"), "--archive", "store", "--out", "local")
    return folder


def began(folder: Path, *said: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])}
    command = [sys.executable, "-m", "fidelity", *said]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=env | {"SPARK_CONF_DIR": str(folder / "conf")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ended(process: subprocess.Popen[str], expected: int = 0) -> str:
    told, _ = process.communicate(timeout=PATIENCE)
    assert expected == process.returncode, told
    return told


def fidelity(folder: Path, *said: str, expected: int = 0) -> str:
    return ended(began(folder, *said), expected)


def on_spark(out: str, articles: str, *said: str) -> tuple[str, ...]:
    return ("batch", articles, *said, "--out", out, "--engine", "spark", "--master", MASTER)


def rows(run: Path) -> dict[str, Any]:
    """The rows of every file of every table, in their order."""
    files = {table: sorted((run / table).iterdir()) for table in TABLES}
    return {table: {file.name: parquet.read_table(file).to_pylist() for file in found} for table, found in files.items()}


def processes_below(root: int) -> Iterator[int]:
    """The processes that a process began, and those that they began."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            except OSError:
                continue
            below.setdefault(parent, []).append(int(entry.name))
    waiting = [root]
    while waiting:
        found = below.get(waiting.pop(), [])
        yield from found
        waiting += found


def executors(root: int) -> list[int]:
    found = []
    for pid in processes_below(root):
        try:
            if EXECUTOR in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


def killed_two(process: subprocess.Popen[str], is_due: Callable[[int], bool]) -> list[int]:
    """Kill two executors with all that runs below them, each when it is due."""
    gone: list[int] = []
    until = time.monotonic() + PATIENCE
    while len(gone) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.2)
        here = [pid for pid in executors(process.pid) if pid not in gone]
        if here and is_due(len(gone)):
            for pid in (here[0], *processes_below(here[0])):
                os.kill(pid, signal.SIGKILL)
            gone.append(here[0])
    return gone


def test_a_store_with_two_executors_killed(made: Path) -> None:
    process = began(made, *on_spark("killed", str(made / "articles"), "--archive", "store"))
    gone = killed_two(process, lambda n: len([*(made / "killed" / "work").glob("*.done")]) > n)
    told = ended(process)
    assert 2 == len(gone), told
    assert rows(made / "local") == rows(made / "killed")
    assert not list((made / "killed").glob("*/.*"))
    assert json.loads((made / "killed" / "run.json").read_bytes())["finished"]


def test_originals_by_joins_with_two_executors_killed(made: Path) -> None:
    """Articles and originals are fetched from a file system of Hadoop's, here the local one under its address."""
    articles, originals = ((made / name).as_uri() for name in ("articles", "originals"))
    process = began(made, *on_spark("joined", articles, "--originals-table", originals))
    tables = made / "joined" / "work" / "tables"
    gone = killed_two(process, lambda n: (tables / ("asked_first", "asked_third")[n]).exists())
    told = ended(process)
    assert 2 == len(gone), told
    assert rows(made / "local") == rows(made / "joined")


def test_a_run_that_is_stopped_goes_on(made: Path) -> None:
    process = began(made, *on_spark("stopped", str(made / "articles"), "--archive", "store"))
    until = time.monotonic() + PATIENCE
    while not list((made / "stopped" / "work").glob("*.done")) and time.monotonic() < until:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    told = ended(process, 130)
    assert "Go on with: fidelity batch --resume --out stopped" in told
    assert "Traceback" not in told
    done = (made / "stopped" / "journal.jsonl").read_bytes().count(b"\n")
    assert 1 <= done < json.loads((made / "stopped" / "run.json").read_bytes())["planned"]
    fidelity(made, "batch", "--resume", "--out", "stopped", "--engine", "spark", "--master", MASTER)
    assert rows(made / "local") == rows(made / "stopped")


def test_a_store_that_is_not_there_is_told(made: Path) -> None:
    told = fidelity(made, *on_spark("none", str(made / "articles"), "--archive", "nothing"), expected=2)
    assert "no store here" in told
    assert "Traceback" not in told
