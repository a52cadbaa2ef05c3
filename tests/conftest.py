"""A small newsroom on disk, the command run as a person runs it, and after timings how many times faster than the other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as laws

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).parents[1]
pytest_plugins = ["loopback"]

laws.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # no test asserts a time
laws.load_profile("busy machine")


class Run(Protocol):
    def __call__(self, *words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]: ...


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the tests' commands keep is none of the user's, nor is it of another run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIDELITY_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interrupted_as_in_a_terminal() -> Iterator[None]:
    """Ctrl-C reaches the tests' commands, even where the tests themselves run in the background, which ignores it."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "bridge.txt").write_text(
        "The bridge will open in ten days. Nobody at the yard doubts it.\n", "utf-8"
    )
    (tmp_path / "wrong.md").write_text("Ada Lund wrote: “The bridge will open in nine days.”\n", "utf-8")
    (tmp_path / "right.md").write_text("Ada Lund wrote: “The bridge will open in ten days.”\n", "utf-8")
    (tmp_path / "binary.md").write_bytes(b"\x00\x01\x02\xff\xfe\x00\x00")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.fixture
def fidelity(newsroom: Path) -> Run:
    def run(*words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        inherited = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
        return subprocess.run(
            [sys.executable, "-m", "fidelity", *words],
            input=stdin,
            capture_output=True,
            cwd=newsroom,
            env=inherited | {"PYTHONPATH": str(HOME), "PYTHONUTF8": "1"} | env,
            check=False,
        )

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    session = getattr(config, "_benchmarksession", None)
    groups: dict[str, list[tuple[float, str]]] = {}
    for result in session.benchmarks if session else ():
        if result.stats.rounds and result.group:  # what stands alone is compared with nothing
            groups.setdefault(result.group, []).append((result.stats.median, result.name.partition("[")[0]))
    if not groups:
        return
    terminalreporter.section("times as fast (medians)")
    for group, results in groups.items():
        (fast, name), (slow, other) = min(results), max(results)
        times = f"{fast * 1e6:10.1f} us {slow * 1e6:12.1f} us {slow / fast:8.1f} x"
        terminalreporter.write_line(f"{group:48} {times}  {name} / {other}")


@pytest.fixture(scope="session")
def no_waiting_for_the_disk() -> Iterator[None]:
    """For thousands of tiny segments, each of which would be synced twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield
