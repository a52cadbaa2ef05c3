"""`fidelity check` with what it keeps: the same words, without what reads and judges; where it is kept, and how not to."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import HOME

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

HEAVY = {"numpy", "rapidfuzz", "turbohtml", "resiliparse", "pyromark", "yaml", "jinja2", "fidelity.pipeline", "fidelity.read"}
LOADED = """
import sys
from fidelity.cli import main
code = main(sys.argv[1:])
print(*sorted(name for name in sys.modules if not name.startswith("_")), file=sys.stderr)
sys.exit(code)
"""


def loaded(folder: Path, cache: Path, *words: str) -> tuple[int, bytes, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "check", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOME), "FIDELITY_CACHE_DIR": str(cache)},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_what_is_unchanged_is_told_again_without_what_judges(newsroom: Path, tmp_path: Path, output_format: str) -> None:
    words = ("wrong.md", "right.md", "--originals", "originals", "--output-format", output_format)
    code, said, modules = loaded(newsroom, tmp_path / "kept", *words)
    assert (1, True) == (code, modules >= {"fidelity.pipeline", "fidelity.read"})
    assert (code, said) == (again := loaded(newsroom, tmp_path / "kept", *words))[:2]
    assert set() == again[2] & HEAVY


def test_where_results_are_kept_can_be_said_thrice(fidelity: Run, newsroom: Path) -> None:
    check = ("check", "wrong.md", "--originals", "originals")
    (newsroom / "fidelity.toml").write_text('cache-dir = "of config"\n')
    assert 1 == fidelity(*check, FIDELITY_CACHE_DIR="").returncode
    assert 1 == fidelity(*check, FIDELITY_CACHE_DIR="of environment").returncode
    assert 1 == fidelity(*check, "--cache-dir", "of command", FIDELITY_CACHE_DIR="never").returncode
    assert 1 == fidelity(*check, "--no-cache", "--cache-dir", "never").returncode
    assert [True, True, True, False] == [
        (newsroom / f"of {name}").is_dir() for name in ("config", "environment", "command", "x")
    ]
    assert not (newsroom / "never").exists()
    shown = fidelity("config", "show", FIDELITY_CACHE_DIR="").stdout.decode()
    (row,) = (line.split() for line in shown.splitlines() if line.startswith("cache-dir"))
    assert ["cache-dir", '"of', 'config"', "fidelity.toml:1:1"] == row
    shown = fidelity("config", "show", "--isolated", FIDELITY_CACHE_DIR="", XDG_CACHE_HOME="/elsewhere").stdout.decode()
    assert sys.platform != "linux" or "/elsewhere/fidelity" in shown


def test_a_file_is_no_folder_to_keep_results_in(fidelity: Run) -> None:
    done = fidelity("check", "wrong.md", "--originals", "originals", "--cache-dir", "right.md")
    assert (2, b"") == (done.returncode, done.stdout)
    assert "right.md is a file, not a folder" in done.stderr.decode()


def test_what_is_fixed_is_checked_again(fidelity: Run, newsroom: Path) -> None:
    check = ("check", "wrong.md", "--originals", "originals", "--cache-dir", "kept")
    first = fidelity(*check)
    fixed = fidelity(*check, "--fix", "--unsafe-fixes")
    assert (1, 0) == (first.returncode, fixed.returncode)
    assert fixed.stdout == fidelity(*check).stdout == fidelity(*check, "--no-cache").stdout
    assert b"in ten days" in (newsroom / "wrong.md").read_bytes()
