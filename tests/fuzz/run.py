"""Fuzzes one target for some minutes, or all of them: python tests/fuzz/run.py TARGET|all --minutes N [--jobs N].

Needs the extra `fuzz`. Without TARGET it says which there are.

Inputs are made by libFuzzer, led by which lines of `fidelity` they reach. Whatever is raised that is not declared, every broken
law, and every input that takes too long is a finding: it is kept as a file, told with its traceback, and fuzzing goes on.
The exit code is 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
SLOW: Final = 10  # seconds of processor time that one input may take
STUCK: Final = 120  # seconds after which libFuzzer itself ends an input that no Python line interrupts
MEMORY: Final = 8000  # megabytes: the fuzzer itself takes some 11 kB for every input that it runs
_DONE: Final = re.compile(r"Done (\d+) runs in (\d+) second")
_PULSE: Final = re.compile(r"#(\d+)\s.*cov: (\d+)")


class Slow(Exception):  # noqa: N818 - a finding, not an error of ours
    """An input took longer than SLOW."""


def main() -> int:
    """Fuzz, and tell what was found."""
    for folder in (HERE, ROOT, ROOT / "tests" / "read"):
        sys.path.insert(0, str(folder))
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("target", nargs="?")
    words.add_argument("--minutes", type=float, default=5.0, help="for each target")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at once, of all")
    words.add_argument("--findings", type=Path, default=None, help="folder for inputs that found something")
    words.add_argument("--inside", nargs=2, metavar=("FINDINGS", "SEEDS"), help=argparse.SUPPRESS)
    words.add_argument("--replay", type=Path, help="run one input instead, and let it raise")
    given = words.parse_args()
    if given.inside is not None:
        _inside(given.target, given.minutes, Path(given.inside[0]), Path(given.inside[1]))
        return 0
    import fuzz_targets  # noqa: PLC0415 - found by the paths above; the fuzzer itself imports it while it watches

    if given.target == "all":
        return _every(sorted(fuzz_targets.TARGETS), given.minutes, given.jobs, given.findings)
    if given.target not in fuzz_targets.TARGETS:
        sys.stdout.write("\n".join(f"{name:<10} {one.what}" for name, one in sorted(fuzz_targets.TARGETS.items())) + "\n")
        return 0
    if given.replay is not None:
        fuzz_targets.TARGETS[given.target].load()(given.replay.read_bytes())
        return 0
    return _outside(given.target, given.minutes, given.findings)


def _every(targets: list[str], minutes: float, jobs: int, findings: Path | None) -> int:
    """Fuzz one target after another, some at once."""

    def one(target: str) -> int:
        return _outside(target, minutes, None if findings is None else findings / target)

    with ThreadPoolExecutor(jobs) as pool:
        return max(pool.map(one, targets))


def _outside(target: str, minutes: float, findings: Path | None) -> int:
    """Run the fuzzer in a process of its own, and sum up what it says."""
    findings = findings or Path(tempfile.mkdtemp(prefix=f"fuzz-{target}-"))
    findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-seeds-") as seeds:
        command = [sys.executable, __file__, target, "--minutes", str(minutes), "--inside", str(findings), seeds]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runs = _DONE.findall(done.stderr)
    pulses = _PULSE.findall(done.stderr)
    count = runs[-1][0] if runs else (pulses[-1][0] if pulses else "0")
    told = sorted(p.name for p in findings.glob("*.txt"))
    sys.stdout.write(
        f"{target}: {minutes:g} minutes, {count} executions, coverage {pulses[-1][1] if pulses else '?'}, "
        f"{len(told)} findings{f' in {findings}' if told else ''}\n"
    )
    for name in told:
        sys.stdout.write(f"--- {name}\n{(findings / name).read_text('utf-8', 'replace')}\n")
    if done.returncode and not runs:
        sys.stdout.write(f"--- the fuzzer ended by itself ({done.returncode})\n{done.stderr[-3000:]}\n")
    sys.stdout.flush()
    return 1 if told or (done.returncode and not runs) else 0


def _inside(target: str, minutes: float, findings: Path, corpus: Path) -> None:
    import atheris  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - extra `fuzz`

    with atheris.instrument_imports(include=["fidelity"]):
        import fuzz_targets  # noqa: PLC0415

        chosen = fuzz_targets.TARGETS[target]
        run = chosen.load()
    for n, seed in enumerate(chosen.seeds()):
        (corpus / f"seed{n}").write_bytes(seed)
    words = corpus.parent / f"{corpus.name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in chosen.words), encoding="ascii")
    known: set[str] = set()

    def stop(_number: int, _frame: object) -> None:
        raise Slow

    signal.signal(signal.SIGVTALRM, stop)

    def one(data: bytes) -> None:
        _try(run, data, findings, known)

    arguments = [
        f"-max_total_time={round(minutes * 60)}", f"-timeout={STUCK}", f"-rss_limit_mb={MEMORY}", f"-max_len={chosen.longest}",
        *([f"-dict={words}"] if chosen.words else []),
        f"-artifact_prefix={findings}{os.sep}native-", "-print_final_stats=1", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def _try(run: Callable[[bytes], None], data: bytes, findings: Path, known: set[str]) -> None:
    """Run one input; what it raises is kept once for each place that raises it."""
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
        try:
            run(data)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except (Exception, RecursionError) as error:  # noqa: BLE001 - whatever it is, it is a finding
        frames = traceback.extract_tb(error.__traceback__)
        ours = next((f for f in reversed(frames) if "/fidelity/" in f.filename), frames[-1])
        name = f"{type(error).__name__}-{Path(ours.filename).stem}-{ours.lineno}"
        if name not in known:
            known.add(name)
            (findings / f"{name}.bin").write_bytes(data)
            told = "".join(traceback.format_exception(error, limit=-8))[-4000:]
            (findings / f"{name}.txt").write_text(told, encoding="utf-8", errors="replace")


def _escaped(word: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word)


if __name__ == "__main__":
    sys.exit(main())
