"""Law 4: the same inputs and settings give the same bytes, whatever the hash seed, the folder, the locale or the order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAIR = ROOT / "pairs" / "quarry-dust"


def report(cwd: Path, seed: str, *arguments: str, **env: str) -> bytes:
    command = [sys.executable, "-m", "fidelity", "check", "--exit-zero", "--output-format", "json", *arguments]
    env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)} | env
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=True).stdout


def test_hash_seed_folder_locale_and_order_change_no_byte(tmp_path: Path) -> None:
    article = str(PAIR / "article.md")
    one, two = (str(PAIR / "originals" / name) for name in ("health-panel.html", "operator-statement.md"))
    first = report(ROOT, "0", article, "--originals", one, "--originals", two)
    second = report(
        tmp_path, "4242", article, "--originals", two, "--originals", one, LC_ALL="C", TZ="Asia/Tokyo", NO_COLOR="1"
    )
    assert len(first) > 1000
    assert first == second
