"""Faults, and what must come of them; `python tests/faults/faults.py` prints the table of outcomes.

Each fault is put into a run of its own on a desk of its own: articles, originals, a report of yesterday. What stood there
before stands there after it, whole; what was written is whole; the exit code and the sentence are right; the next run works.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

BROKEN = Path(__file__).with_name("broken.py")
YESTERDAY = '{"report": "of yesterday"}\n'
LINE = "The {} lamps were lit on the harbour wall that evening, and nobody left before the ferry had gone."
ARTICLE = (
    "".join(f"He said, “{LINE.format(n)}”\n\n" for n in range(40)) + "He said, “The 7 lamps … were lit on the harbour wall.”\n"
)
ORIGINAL = "\n\n".join(LINE.format(n) for n in range(40)) + "\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken (`point`, `action`), in which command, and what must come of it: exit code and words on standard error.

    A negative code is the signal that ended the run. `after` are words that the desk's `out.json` must hold; "" for those of
    yesterday's report.
    """

    what: str
    point: str
    action: str
    words: tuple[str, ...]
    code: int
    said: str = ""
    after: str = ""


_CHECK = ("check", "articles", "--originals", "originals", "--no-cache", "-o", "json:out.json")
_KEPT = tuple(word for word in _CHECK if word != "--no-cache")
_FIX = ("check", "articles/a.md", "--originals", "originals", "--fix", "--unsafe-fixes")
_ADD = ("archive", "add", "originals", "--archive", "store")
_BATCH = ("batch", "articles", "--originals", "originals", "--out", "run")
_WRITTEN = '"fidelity-report/1"'

FAULTS = (
    Fault("nothing is broken", "-", "-", _CHECK, 1, after=_WRITTEN),
    Fault("disk full while results are kept", "pathlib:Path.replace:1", "ENOSPC", _KEPT, 1, after=_WRITTEN),
    Fault("disk full while a report is written", "-", "limit=2000", _CHECK, 2, "out.json: the report could not be written"),
    Fault("disk full as a report takes its place", "pathlib:Path.chmod:1", "ENOSPC", _CHECK, 2, "No space left"),
    Fault("input error while an article is read", "pathlib:Path.read_bytes:1", "EIO", _CHECK, 1, after="could not be opened"),
    Fault("an article vanishes", "pathlib:Path.read_bytes:1", "unlink=articles/a.md", _CHECK, 1, after="There is no such file"),
    Fault(
        "an original vanishes",
        "fidelity.archive.folder:catalogue:1",
        "unlink=originals/o.txt",
        _CHECK,
        2,
        "nothing could be checked",
        after="There is no such file",
    ),
    Fault("Ctrl-C while an article is read", "pathlib:Path.read_bytes:2", "SIGINT", _CHECK, 130, "interrupted"),
    Fault("Ctrl-C while a quotation is judged", "fidelity.rules.judging:judge:9", "SIGINT", _CHECK, 130, "interrupted"),
    Fault("Ctrl-C as a report takes its place", "pathlib:Path.chmod:1", "SIGINT", _CHECK, 130, "interrupted"),
    Fault("terminated while a quotation is judged", "fidelity.rules.judging:judge:9", "SIGTERM", _CHECK, -15),
    Fault("killed as a report takes its place", "pathlib:Path.chmod:1", "SIGKILL", _CHECK, -9),
    Fault("Ctrl-C while a fix is written", "os:fsync:1", "SIGINT", _FIX, 130, "interrupted"),
    Fault("killed while a fix is written", "os:fsync:1", "SIGKILL", _FIX, -9),
    Fault("disk full while a fix is written", "os:fsync:1", "ENOSPC", _FIX, 1, "nothing was changed"),
    Fault("the article is edited while it is fixed", "os:fsync:1", "write=articles/a.md", _FIX, 1, "meantime"),
    Fault("Ctrl-C while originals are stored", "fidelity.archive.packing:pack:2", "SIGINT", _ADD, 130, "interrupted"),
    Fault("killed while originals are stored", "os:fsync:1", "SIGKILL", _ADD, -9),
    Fault("disk full while originals are stored", "os:fsync:1", "ENOSPC", _ADD, 2, "No space left"),
    Fault("killed while a batch run is made", "os:fsync:1", "SIGKILL", _BATCH, -9),
    Fault("Ctrl-C while a batch run writes its tables", "os:fsync:4", "SIGINT", _BATCH, 130, "interrupted"),
    Fault("disk full while a batch run writes its tables", "os:fsync:5", "ENOSPC", _BATCH, 2, "see --resume"),
    Fault(
        "the disk behind standard output is full", "-", "-", ("check", "articles", "--originals", "originals"), 2, "No space"
    ),
    Fault("a device as a report's file is full", "-", "-", (*_CHECK[:-1], "json:/dev/full"), 2, "/dev/full: the report could"),
)


def desk(folder: Path) -> None:
    """Articles, originals and yesterday's report in an empty folder."""
    for name in ("articles", "originals"):
        (folder / name).mkdir()
    for name in ("a.md", "b.md"):
        (folder / "articles" / name).write_text(ARTICLE, "utf-8")
    for name in ("o.txt", "p.txt"):
        (folder / "originals" / name).write_text(ORIGINAL if name == "o.txt" else "Other words.\n", "utf-8")
    (folder / "out.json").write_text(YESTERDAY, "utf-8")


def run(folder: Path, *words: str, point: str = "-", action: str = "-", full: bool = False) -> subprocess.CompletedProcess[str]:
    """One run on a desk."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("FIDELITY_TRACEBACK", None)
    environment["FIDELITY_CACHE_DIR"] = str(folder / "cache")
    command = [sys.executable, str(BROKEN), point, action, *words]
    with open("/dev/full" if full else os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=nowhere if full else subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def troubles(fault: Fault, folder: Path) -> list[str]:
    """What did not come out as it must; an empty list if all did."""
    desk(folder)
    done = run(folder, *fault.words, point=fault.point, action=fault.action, full="standard output" in fault.what)
    out = []
    if done.returncode != fault.code:
        out.append(f"exit code {done.returncode}, not {fault.code}: {done.stderr[-300:]}")
    if "Traceback" in done.stderr or "should not have happened" in done.stderr:
        out.append(f"no sentence for people: {done.stderr[-300:]}")
    if fault.said not in done.stderr:
        out.append(f"“{fault.said}” was not said: {done.stderr[-300:]}")
    report = (folder / "out.json").read_text("utf-8")
    if fault.after:
        json.loads(report)
        if fault.after not in report:
            out.append(f"“{fault.after}” is not in the report")
    elif report != YESTERDAY:
        out.append("yesterday's report is gone")
    out += _articles(fault, folder)
    if fault.words == _ADD:
        out += _store(folder)
    if fault.words == _BATCH:
        out += _batch(folder)
    if fault.code >= 0 and (strays := [p.name for p in folder.rglob(".*") if "cache" not in p.parts]):
        out.append(f"left behind: {strays}")
    return out


def _articles(fault: Fault, folder: Path) -> list[str]:
    """What is wrong with the articles: but for what the fault itself does to them they are as they were."""
    texts = [p.read_text("utf-8") for p in sorted((folder / "articles").iterdir()) if not p.name.startswith(".")]
    want = ARTICLE + "\nA line that somebody wrote in the meantime.\n" if fault.action.startswith("write=") else ARTICLE
    kept = [want, ARTICLE] if "unlink=articles" not in fault.action else [ARTICLE]
    return [] if texts == kept else ["an article is not as it was"]


def _store(folder: Path) -> list[str]:
    """What is wrong with a store after the next run has added what is missing."""
    again = run(folder, *_ADD)
    sound = run(folder, "archive", "verify", "--archive", "store")
    shown = run(folder, "archive", "list", "--archive", "store")
    out = [
        f"{step}: {one.stderr[-300:]}" for step, one in (("add", again), ("verify", sound), ("list", shown)) if one.returncode
    ]
    return out or ([] if shown.stdout.count(".txt") >= 2 else [f"not all is stored: {shown.stdout}"])


def _batch(folder: Path) -> list[str]:
    """What is wrong with a batch run after it was resumed, or begun anew where it had not begun."""
    resumed = run(folder, *_BATCH, "--resume")
    if resumed.returncode and "no run here" in resumed.stderr:
        resumed = run(folder, *_BATCH)
    whole = run(folder, *_BATCH[:-1], "whole")
    same = run(folder, "batch", "diff", "whole", "run")
    out = [one.stderr[-300:] for one in (resumed, whole, same) if one.returncode]
    return out or ([] if same.stdout.count("0 new, 0 gone, 0 changed") >= 3 else [same.stdout])


def main() -> None:
    """Print the table."""
    print("| fault | command | exit | outcome |\n|---|---|---|---|")  # noqa: T201 - a script
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            wrong = troubles(fault, Path(folder))
        said = "; ".join(wrong) or "nothing lost, nothing half-written"
        print(f"| {fault.what} | {' '.join(fault.words[:2])} | {fault.code} | {said} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
