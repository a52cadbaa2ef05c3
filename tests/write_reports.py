"""Writes reports/: what the tool prints for each of the pairs. From the project's root: `python tests/write_reports.py`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAIRS = sorted(folder.parent.name for folder in ROOT.glob("pairs/*/expected.toml"))
WIDTH = "100"
SHOWN = "bridge-inquiry"
"""The pair whose report README.md shows, as far as its third quotation."""


def reports(pair: str) -> tuple[str, str]:
    """The terminal report (100 columns, no colour) and the JSON report of a pair, as the command prints them."""
    env = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "report.json")
        options = ["--verbose", "--exit-zero", "--width", WIDTH, "--color", "never", "-o", f"json:{target}"]
        command = [sys.executable, "-m", "fidelity", "check", f"pairs/{pair}", *options]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"pairs/{pair} could not be checked:\n{done.stderr.decode()}")
        return done.stdout.decode(), target.read_bytes().decode()


def with_report(readme: str, terminal: str) -> str:
    """README.md with the beginning of a report in its place."""
    before, mark, rest = readme.partition(f"<!-- report:{SHOWN} -->\n```text\n")
    after = rest[rest.index("```\n") :]
    return before + mark + terminal[: terminal.index("\n\n4. ")] + "\n" + after


def main() -> None:
    """Write every report anew, take away those of pairs that are gone, and bring README.md up to date."""
    folder = ROOT / "reports"
    folder.mkdir(exist_ok=True)
    for old in [*folder.glob("*.txt"), *folder.glob("*.json")]:
        if old.stem not in PAIRS:
            old.unlink()
    for pair in PAIRS:
        terminal, json = reports(pair)
        (folder / f"{pair}.txt").write_bytes(terminal.encode())
        (folder / f"{pair}.json").write_bytes(json.encode())
    readme = ROOT / "README.md"
    text = with_report(readme.read_text(encoding="utf-8"), (folder / f"{SHOWN}.txt").read_text(encoding="utf-8"))
    readme.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
