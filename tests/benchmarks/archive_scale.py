"""The index by words at scale: build, size, memory, look-up and recall over an archive of recombined sentences.

    python tests/benchmarks/archive_scale.py --documents 10000 --source FOLDER

Times are processor time, so that what else the machine does matters little ("by clock": with everything, the disk too), and the
best of several rounds; all other figures are the same for the same source and seed. "Aligned" is the look-up, after which the
best hits are set against the quotation by `fidelity.locate`: once with originals that were prepared before, once with their
preparation. A hit is right if the quotation fits it as well as the original that it was taken from. Without --source the
texts of this project are recombined, which are few and repeat themselves.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from archive_corpus import Corpus, Source  # noqa: E402 - found beside this script
from archive_quotations import FORMS, Quotation, Quoter  # noqa: E402

from fidelity.archive.index import Hit, Index, Segment, due, hashed, merge, write  # noqa: E402
from fidelity.locate import Needle, Original, find, prepare, take_apart  # noqa: E402
from fidelity.locate.shortlist import shortlist  # noqa: E402
from fidelity.text.words import words  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.text.words import Hashes

_LIMIT = 20
_ALIGNED = 3  # hits aligned, those that share the most pairs of words
_WORTH = 0.25  # hits of less than this share of the best one's weight are not aligned


class Texts:
    """The originals in one file, read without a map so that memory shows what the build itself needs."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "texts").open("rb", buffering=0)
        self.offsets = np.load(folder / "offsets.npy")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, number: int) -> str:
        start, end = self.offsets[number : number + 2].tolist()
        self._file.seek(start)
        return self._file.read(end - start).decode()

    def bytes_of(self, documents: int) -> int:
        """The bytes of the first so many."""
        return int(self.offsets[documents])


def make(corpus: Corpus, documents: int, folder: Path) -> float:
    """Write the originals to a file; the share of runs of five words that stand in another original too (by a sample)."""
    offsets, seen = [0], []
    with (folder / "texts").open("wb") as file:
        for number in range(documents):
            tokens = corpus.original(number).astype(np.uint64)
            file.write(corpus.source.text(tokens.astype(np.int64)).encode())
            offsets.append(file.tell())
            runs = tokens[:-4].copy()
            for k in range(1, 5):
                runs = (runs * np.uint64(0x9E3779B97F4A7C15)) ^ tokens[k : len(tokens) - 4 + k]
            runs = (runs * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(20)
            seen.append(np.unique(runs[runs % np.uint64(256) == 0]))
    np.save(folder / "offsets.npy", np.array(offsets, dtype=np.int64))
    _, count = np.unique(np.concatenate(seen), return_counts=True)
    return float(count[count > 1].sum() / max(1, count.sum()))


def build(folder: Path, documents: int, adds: int, memory: int) -> dict[str, float]:
    """Build the index over the first so many originals, in so many additions, merged as they come. Wants its own process."""
    texts = Texts(folder)
    spent = 0.0

    def originals(first: int, last: int) -> Iterator[tuple[int, Hashes]]:
        nonlocal spent
        source = hashed((number, texts[number]) for number in range(first, last))
        while True:
            start = time.process_time()
            found = next(source, None)
            spent += time.process_time() - start
            if found is None:
                return
            yield found

    words(texts[0])  # tables are filled when they are first used
    bounds = [documents * k // adds for k in range(adds + 1)]
    segments: list[Segment] = []
    start, clock = time.process_time(), time.perf_counter()
    for k in range(adds):
        path = folder / f"{documents}-{adds}-{k}.segment"
        segments.append(Segment(write(path, originals(bounds[k], bounds[k + 1]), memory << 20).path))
        while joined := due(segments):
            path = folder / f"{documents}-{adds}-{k}-{len(segments)}.merged"
            segments = [s for s in segments if s not in joined]
            segments.append(Segment(merge([s.path for s in joined], path).path))
            for old in joined:
                old.close()
                old.path.unlink()
    total, clock = time.process_time() - start, time.perf_counter() - clock
    (folder / f"{documents}-{adds}.json").write_text(json.dumps([str(s.path) for s in segments]))
    return {"seconds": total, "clock": clock, "words": spent, "size": sum(s.info.size for s in segments), "peak": _peak()}


def _peak() -> float:
    """Bytes of memory this process has needed at most."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return float(line.split()[1]) * 1024
    import resource  # noqa: PLC0415 - not on every system

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # bytes on macOS, the system without /proc


def opened(folder: Path, documents: int, adds: int) -> Index:
    """The index that was built."""
    return Index([Segment(Path(p)) for p in json.loads((folder / f"{documents}-{adds}.json").read_text())])


def aligned(needle: Needle, hits: list[Hit], originals: Callable[[int], Original]) -> list[int]:
    """The hits as the aligner ranks them. It is done when one holds every word in order, and tries the likeliest few only."""
    worth = [hit.number for hit in hits if hit.weight >= _WORTH * hits[0].weight]
    held: list[Original] = []
    for number in worth:
        held.append(originals(number))
        if needle.words.codes in held[-1].words.codes:
            return [number]
    ranked = []
    for at in shortlist(needle.words.hashes, held, _ALIGNED):
        place = find(needle, held[at])
        if place is not None:
            ranked.append((needle.n - place.kept + place.match.omitted, at))
    return [worth[at] for _, at in sorted(ranked)]


def look_up(folder: Path, documents: int, adds: int, rounds: int, asked: dict[str, list[Quotation]]) -> list[list[str]]:
    """Recall and time for each form of quotation."""
    index, texts, rows = opened(folder, documents, adds), Texts(folder), []
    for form, quotations in asked.items():
        hashes = [words(q.text).hashes for q in quotations]
        hits = [index.look_up(h, _LIMIT) for h in hashes]
        held = {h.number: prepare(texts[h.number]) for found in hits for h in found}
        right = {(k, n): q.fits(held[n].words.hashes) for k, q in enumerate(quotations) for n in {h.number for h in hits[k]}}
        order = [aligned(take_apart(q.text), found, held.__getitem__) for q, found in zip(quotations, hits, strict=True)]
        plain = [[h.number for h in found] for found in hits]
        bare = _best(rounds, partial(_bare, index, hashes))
        both = _best(rounds, partial(_both, index, quotations, held.__getitem__))
        whole = _best(rounds, partial(_both, index, quotations, partial(_anew, held)))
        n = len(quotations)
        recall = [f"{_recall(plain, right, k):.1%}" for k in (1, 5, _LIMIT)]
        rows.append([form, *recall, f"{_recall(order, right, 1):.1%}", *(f"{t / n * 1e6:.0f}" for t in (bare, both, whole))])
    return rows


def _bare(index: Index, hashes: list[Hashes]) -> None:
    for quotation in hashes:
        index.look_up(quotation, _LIMIT)


def _anew(held: dict[int, Original], number: int) -> Original:
    return prepare(held[number].text)


def _both(index: Index, quotations: list[Quotation], originals: Callable[[int], Original]) -> None:
    for quotation in quotations:
        needle = take_apart(quotation.text)
        aligned(needle, index.look_up(needle.words.hashes, _LIMIT), originals)


def _recall(ranked: list[list[int]], right: dict[tuple[int, int], bool], first: int) -> float:
    return sum(any(right[k, n] for n in found[:first]) for k, found in enumerate(ranked)) / max(1, len(ranked))


def _best(rounds: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def read(folder: Path, documents: int, asked: list[Hashes], seconds: float) -> float:
    """Look-ups a second of processor time, for as long as told. To be run in processes of their own, side by side."""
    index = opened(folder, documents, 1)
    for hashes in asked:
        index.look_up(hashes)
    _say("ready")
    sys.stdin.readline()
    done, start, clock = 0, time.process_time(), time.perf_counter()
    while time.perf_counter() - clock < seconds:
        index.look_up(asked[done % len(asked)])
        done += 1
    return done / (time.process_time() - start)


def readers(arguments: list[str], count: int) -> float:
    """Look-ups a second of processor time, of so many processes together."""
    command = [sys.executable, __file__, *arguments, "--stage", "read"]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return sum(float(process.communicate()[0]) for process in running)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns set under one another."""
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in [head, *rows]
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def main() -> None:
    options = _options()
    if options.stage == "build":
        _say(json.dumps(build(options.folder, options.first, options.adds, options.memory)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        corpus = Corpus(Source(options.source or [_ROOT / "pairs", _ROOT / "tests"]), options.seed, options.words)
        if options.stage == "read":
            asked = Quoter(corpus, options.first, options.seed).quotations("exact, 12-60 words", 200)
            _say(str(read(folder, options.first, [words(q.text).hashes for q in asked], options.seconds)))
            return
        report(options, corpus, folder)


def report(options: argparse.Namespace, corpus: Corpus, folder: Path) -> None:
    """Measure and print."""
    documents = options.documents
    if not (folder / "offsets.npy").exists() or len(np.load(folder / "offsets.npy")) <= documents:
        recurring = make(corpus, documents, folder)
        _say(f"{recurring:.0%} of the runs of five words stand in another original too")
    texts = Texts(folder)
    _say(f"{documents:,} originals, {texts.bytes_of(documents) / 1e6:,.0f} MB\n")
    given = [f"--seed={options.seed}", f"--words={options.words}", f"--folder={folder}"]
    given += [f"--source={s}" for s in options.source]
    rows, last = [], 0.0
    for first, adds in ((documents // 2, 1), (documents, 1), (documents, options.adds)):
        told = [*given, f"--first={first}", f"--memory={options.memory}", f"--adds={adds}", "--stage=build"]
        runs: list[dict[str, Any]] = []
        for _ in range(options.builds if adds == 1 else 1):
            done = subprocess.run([sys.executable, __file__, *told], capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(done.stderr)
            runs.append(json.loads(done.stdout))
        fastest, size = min(runs, key=lambda r: r["seconds"]), texts.bytes_of(first)
        rate = [
            size / 1e6 / s
            for s in (fastest["seconds"], fastest["words"], fastest["seconds"] - fastest["words"], fastest["clock"])
        ]
        growth = f"{fastest['seconds'] / last:.2f}" if last and adds == 1 else ""
        last = fastest["seconds"]
        peak = max(r["peak"] for r in runs)
        rows.append(
            [
                f"{first:,} in {adds}",
                *(f"{r:.0f}" for r in rate),
                f"{fastest['size'] / size:.2f}",
                f"{peak / 1e6:,.0f}",
                growth,
                str(len(opened(folder, first, adds).segments)),
            ]
        )
    head = [
        "originals, additions",
        "build MB/s",
        "words MB/s",
        "index MB/s",
        "by clock",
        "B per B",
        "peak MB",
        "time x",
        "segments",
    ]
    _say(table(head, rows) + "\n")
    quoter = Quoter(corpus, documents, options.seed)
    asked = {form: quoter.quotations(form, options.quotations) for form in FORMS}
    half = Quoter(corpus, documents // 2, options.seed)
    asked_half = {form: half.quotations(form, options.quotations) for form in FORMS}
    head = ["", "recall@1", "@5", f"@{_LIMIT}", "aligned @1", "look-up us", "aligned us", "prepared us"]
    for first, adds, those in ((documents // 2, 1, asked_half), (documents, 1, asked), (documents, options.adds, asked)):
        _say(table([f"{first:,} in {adds}", *head[1:]], look_up(folder, first, adds, options.rounds, those)) + "\n")
    told = [*given, f"--first={documents}", f"--seconds={options.seconds}"]
    speeds = [(readers(told, 1), readers(told, 2)) for _ in range(options.rounds)]
    one, two = max(s[0] for s in speeds), max(s[1] for s in speeds)
    _say(f"one reader {one:,.0f} look-ups/s, two {two:,.0f}: x {two / one:.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000, help="how many originals (2000)")
    parser.add_argument("--source", type=Path, action="append", default=[], help="a folder whose texts are recombined")
    parser.add_argument("--folder", type=Path, help="where the archive is put, and found again; else a temporary folder")
    parser.add_argument("--quotations", type=int, default=300, help="how many of each form (300)")
    parser.add_argument("--words", type=int, default=1070, help="words of an original on average (1070)")
    parser.add_argument("--adds", type=int, default=20, help="in how many additions the archive is built the second time (20)")
    parser.add_argument("--memory", type=int, default=256, help="MiB of postings held while building (256)")
    parser.add_argument("--builds", type=int, default=1, help="how often the whole is built, for the best time (1)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of look-ups, for the best time (3)")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long the readers read (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stage", choices=["build", "read"], help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
