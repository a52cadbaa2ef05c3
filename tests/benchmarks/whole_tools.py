"""What we and other checkers say of one article with known changes, and how long each takes as a whole process: one table.

    pip install 'quote-fidelity[bench]'
    python tests/benchmarks/whole_tools.py

The article quotes one original of some 60 kB; each way to quote it is there several times over. "Passes" is the share that a
tool lets pass as it stands; what it calls a drift, a difference of words or not found is not let pass (krokai passes what it
does not count among those that need a human). Times are processor time of the whole command, the least of three runs.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

_ROOT = Path(__file__).resolve().parents[2]

if TYPE_CHECKING:
    from collections.abc import Callable

_ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": str(_ROOT)}
_TIMES: Final = 6  # of each way to quote
_NAMES: Final = ("board", "warden", "council", "surveyor", "pilot", "clerk", "miller", "bailiff", "steward", "ferryman")
_THINGS: Final = ("weir", "bridge", "gate", "quay", "lock", "mill", "tower", "road", "archive", "market")

WAYS: Final[dict[str, tuple[bool, Callable[[str], str]]]] = {
    "word for word": (True, lambda s: s),
    '“ ” for " ", no-break spaces': (True, lambda s: s.replace(" 4", "\u00a04").replace("'", "’")),
    "[t]he for The": (True, lambda s: f"[t]{s[1:]}"),
    "an honest ellipsis": (True, lambda s: re.sub(r" of district \d+", " …", s)),
    "an ellipsis that hides “not”": (False, lambda s: s.replace("did not hold", "did … hold")),
    "“not” left out": (False, lambda s: s.replace("did not hold", "did hold")),
    "4.2 -> 42 million": (False, lambda s: s.replace("4.2", "42")),
    "“must” -> “may”": (False, lambda s: s.replace("must", "may")),
    "emphasis added, not declared": (False, lambda s: s.replace("must find", "**must find**")),
    "a sentence of its own": (
        False,
        lambda s: f"Nobody will ever hear of the {s.split()[1]} again, said those who {len(s)} times saw it fall.",
    ),
}
"""How a sentence may be quoted: whether that is faithful, and how it is done."""


def sentences() -> list[str]:
    """Sentences of the original, all of one build and each with its own names and numbers."""
    chance = random.Random(1)  # noqa: S311 - texts, not secrets
    out = []
    for n in range(300):
        one, thing, other = chance.choice(_NAMES), chance.choice(_THINGS), chance.choice(_THINGS)
        out.append(
            f"The {one} of district {n} wrote that the {thing} did not hold during the night of the flood and that the town "
            f"must find 4.2 million crowns for the {other} before winter comes to parish {n * 7 + 3}."
        )
    return out


def _page(original: list[str]) -> str:
    return "<!doctype html><title>Report of the districts</title>\n" + "\n".join(f"<p>{one}</p>" for one in original) + "\n"


def article(original: list[str]) -> tuple[str, list[str]]:
    """The article, and of each of its quotations, in order, how it was made."""
    lines, ways = [], []
    for n, (way, (_, change)) in enumerate((k, v) for _ in range(_TIMES) for k, v in WAYS.items()):
        lines.append(f"As the report of the districts says: “{change(original[n * 4])}”")
        ways.append(way)
    return "\n\n".join(lines) + "\n", ways


def fidelity(folder: Path) -> tuple[list[str], list[bool]]:
    """Our command: a quotation passes if it was found and no finding of it is an error or a warning."""
    command = [
        sys.executable,
        "-m",
        "fidelity",
        "check",
        "case/note.md",
        "--originals",
        "law",
        "--isolated",
        "--output-format",
        "json",
    ]

    def read(out: str) -> list[bool]:
        told = json.loads(out)["articles"][0]
        passed = [False] * (len(WAYS) * _TIMES)
        for quote in told["quotes"]:
            grave = [k for k in quote["findings"] if told["findings"][k]["severity"] != "info"]
            passed[quote["start"]["line"] // 2] = not grave and quote["match"] is not None
        return passed

    return command, _run(folder, command, read)


def quotecheck(folder: Path) -> tuple[list[str], list[bool]]:
    """`quotecheck --batch`: a quotation passes if it is found."""
    command = ["quotecheck", "law/statute-12.html", "--batch", "case/note.md", "--json"]
    return command, _run(folder, command, lambda out: [one["status"] == "found" for one in json.loads(out)])


def krokai(folder: Path) -> tuple[list[str], list[bool]]:
    """`krokai check`: a quotation passes unless its report counts it among those that need a human."""
    command = ["krokai", "check"]

    def read(_: str) -> list[bool]:
        report = max((folder / "reports").glob("*/result.json"), key=lambda path: path.stat().st_mtime_ns)
        rows = json.loads(report.read_text("utf-8"))["rows"]
        passing = {row["quote"] for row in rows if row["verdict"] in ("VERIFIED", "PUNCTUATION", "ASSEMBLED")}
        lines = (folder / "case" / "note.md").read_text("utf-8").split("\n\n")
        return [line.partition("“")[2].rpartition("”")[0].replace("**", "").replace("\u00a0", " ") in passing for line in lines]

    return command, _run(folder, command, read)


def _run(folder: Path, command: list[str], read: Callable[[str], list[bool]]) -> list[bool]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=_ENVIRONMENT)
    return read(done.stdout)


def seconds(folder: Path, command: list[str]) -> float:
    """Processor time of a command, the least of three runs."""
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, capture_output=True, check=False, env=_ENVIRONMENT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took)


def say(words: str) -> None:
    """Print."""
    sys.stdout.write(f"{words}\n")


def main() -> None:
    """Set the tools to work and print the table."""
    original = sentences()
    text, ways = article(original)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["krokai", "init", "--no-claude-md", "."], cwd=folder, capture_output=True, check=True)
        (folder / "law" / "statute-12.html").write_text(_page(original), "utf-8")
        (folder / "case" / "note.md").write_text(text, "utf-8")
        found = {tool.__name__: tool(folder) for tool in (fidelity, quotecheck, krokai)}
        took = {name: seconds(folder, command) for name, (command, _) in found.items()}
    say(f"{len(ways)} quotations\n")
    say(f"| how it is quoted | faithful | {' | '.join(f'{name} passes' for name in found)} |\n|---|---|{'---|' * len(found)}")
    for way, (is_faithful, _) in WAYS.items():
        shares = []
        for _, passed in found.values():
            mine = [p for p, w in zip(passed, ways, strict=True) if w == way]
            shares.append(f"{sum(mine) / len(mine):.0%}")
        say(f"| {way} | {'yes' if is_faithful else 'no'} | {' | '.join(shares)} |")
    say(f"| processor time | | {' | '.join(f'{took[name]:.2f} s' for name in found)} |")


if __name__ == "__main__":
    main()
