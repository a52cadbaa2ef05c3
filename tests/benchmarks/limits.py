"""What hostile files cost at their limits: python tests/benchmarks/limits.py [WORDS of a case] prints the table.

Each case is read in a process of its own with bounded memory; told are its processor time, the most memory that reading took,
and what a person is told. With --growth each case is read at a tenth and a twentieth of its size: time that grows by more than
three for twice the input is marked.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
CAP: Final = 4_000_000_000  # bytes of memory that a case may ask for
LONGEST: Final = 300  # seconds that a case may take
QUADRATIC: Final = 3.0
NOTHING: Final = 0.1  # seconds below which growth says nothing


def main() -> None:
    """Print the table, or read one file if asked as a case."""
    sys.path[:0] = [str(ROOT), str(HERE), str(ROOT / "tests" / "read")]
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("only", nargs="*", help="words that a case's name must have")
    words.add_argument("--growth", action="store_true")
    words.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.read is not None:
        _read(given.read)
        return
    from hostile_files import CASES  # noqa: PLC0415 - found by the paths above

    for case in CASES:
        if not all(word in case.name for word in given.only):
            continue
        if given.growth:
            small, large = (_measured(case.file, case.made(case.size // part)) for part in (20, 10))
            ratio = large[1] / max(small[1], NOTHING)
            sign = "  grows too fast" if large[1] > NOTHING and ratio > QUADRATIC else ""
            _say(f"{case.name:38}{small[1]:8.2f} s{large[1]:8.2f} s  x{ratio:4.1f}{sign}")
        else:
            size, seconds, memory, told = _measured(case.file, case.made(case.size))
            _say(f"{case.name:38}{size / 1e6:8.2f} MB{seconds:8.2f} s{memory:7.0f} MB  {told}")


def _measured(name: str, data: bytes) -> tuple[int, float, float, str]:
    """The size of a file, and what reading it took and told."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        command = [sys.executable, __file__, "--read", str(path)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired:
            return len(data), LONGEST, 0.0, f"STOPPED after {LONGEST} s"
    if done.returncode:
        return len(data), 0.0, 0.0, f"FAILED: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}"
    seconds, memory, told = json.loads(done.stdout.splitlines()[-1])
    return len(data), seconds, memory, told


def _read(path: Path) -> None:
    """Read all documents of a file, and print what it took."""
    resource.setrlimit(resource.RLIMIT_AS, (CAP, CAP))
    from fidelity.archive.folder import CATALOGUE, OriginalsError, catalogue  # noqa: PLC0415
    from fidelity.read import read_all  # noqa: PLC0415

    before, begun = _most_memory(), time.process_time()
    told = ""
    count = usable = 0
    if path.name == CATALOGUE:
        try:
            count = usable = len(catalogue(path.parent))
        except OriginalsError as error:
            told = str(error)
    else:
        for document in read_all(path):
            count += 1
            usable += document.problem is None
            told = document.problem or (document.notes[0] if document.notes else told)
    told = told.replace(str(path.parent), "").strip("/")
    sum_up = f"{usable} read" + (f", {count - usable} not" if count > usable else "") + (f": {told[:150]}" if told else "")
    took = time.process_time() - begun, (_most_memory() - before) / 1000, sum_up
    _say(json.dumps(took))


def _most_memory() -> int:
    """The most memory that this process has had, in thousands of bytes; that of the process it came from does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
