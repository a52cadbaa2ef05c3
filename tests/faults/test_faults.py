"""Whatever breaks, nothing is lost and nothing half-written; who is interrupted says so."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from faults import BROKEN, FAULTS, Fault, desk, run, troubles

from fidelity.fixing.files import NotWritableError, save


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_loses_nothing_and_ends_in_a_sentence(fault: Fault, tmp_path: Path) -> None:
    assert [] == troubles(fault, tmp_path)


def test_two_that_store_at_once_store_all(tmp_path: Path) -> None:
    desk(tmp_path)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for n in range(20):
            (tmp_path / name / f"{name}{n}.txt").write_text(f"The {name} lamps of street {n} were lit that evening.\n" * 30)
    command = [sys.executable, str(BROKEN), "-", "-", "archive", "add"]
    both = [
        subprocess.Popen([*command, name, "--archive", "store"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("one", "two")
    ]
    said = [each.communicate(timeout=120)[1].decode() for each in both]
    assert [0, 0] == [each.returncode for each in both], said
    assert 0 == run(tmp_path, "archive", "verify", "--archive", "store").returncode
    assert 40 == run(tmp_path, "archive", "list", "--archive", "store").stdout.count(".txt")


def test_two_that_check_at_once_say_the_same(tmp_path: Path) -> None:
    desk(tmp_path)
    command = [
        sys.executable,
        str(BROKEN),
        "-",
        "-",
        "check",
        "articles",
        "--originals",
        "originals",
        "--output-format",
        "json",
    ]
    place = {**os.environ, "FIDELITY_CACHE_DIR": str(tmp_path / "cache")}
    both = [
        subprocess.Popen(command, cwd=tmp_path, env=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)
    ]
    said = [each.communicate(timeout=120)[0] for each in both]
    assert [1, 1] == [each.returncode for each in both]
    assert said[0] == said[1]
    assert said[0] == run(tmp_path, *command[4:]).stdout.encode()


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fidelity.cli import main  # noqa: PLC0415 - what every run loads

    desk(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = ["check", "articles", "--originals", "originals", "--no-cache", "-o"]
    assert 1 == main([*words, "json:before.json"])
    times = iter(range(10**9, 0, -(10**6)))
    monkeypatch.setattr(time, "time", lambda: float(next(times)))
    assert 1 == main([*words, "json:after.json"])
    assert Path("before.json").read_bytes() == Path("after.json").read_bytes()


def test_a_file_that_somebody_wrote_in_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"newer")
    with pytest.raises(NotWritableError, match="in the meantime"):
        save(file, b"fixed", b"older")
    assert [b"newer"] == [p.read_bytes() for p in tmp_path.iterdir()]
    save(file, b"fixed", b"newer")
    assert b"fixed" == file.read_bytes()
