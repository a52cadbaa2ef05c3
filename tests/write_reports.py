"""Writes reports/: what the tool prints for each of the pairs. From the project's root: `python tests/write_reports.py`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAIRS = sorted(folder.parent.name for folder in ROOT.glob("pairs/*/expected.toml"))
COLUMNS = "100"


def reports(pair: str) -> tuple[str, str]:
    """The terminal report (100 columns, no colour) and the JSON report of a pair, as the command prints them."""
    env = os.environ | {"COLUMNS": COLUMNS, "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    env.pop("FORCE_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "report.json")
        command = [
            sys.executable,
            "-m",
            "fidelity",
            "check",
            f"pairs/{pair}",
            "--verbose",
            "--exit-zero",
            "-o",
            f"json:{target}",
        ]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"pairs/{pair} could not be checked:\n{done.stderr.decode()}")
        return done.stdout.decode(), target.read_bytes().decode()


def main() -> None:
    """Write every report anew, and take away those of pairs that are gone."""
    folder = ROOT / "reports"
    folder.mkdir(exist_ok=True)
    for old in [*folder.glob("*.txt"), *folder.glob("*.json")]:
        if old.stem not in PAIRS:
            old.unlink()
    for pair in PAIRS:
        terminal, json = reports(pair)
        (folder / f"{pair}.txt").write_bytes(terminal.encode())
        (folder / f"{pair}.json").write_bytes(json.encode())


if __name__ == "__main__":
    main()
