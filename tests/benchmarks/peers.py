"""How long we and others take to find and align one quotation, and how often the right words are found: one table.

    pip install 'quote-fidelity[bench]'
    python tests/benchmarks/peers.py [--sizes 5,50,500,5000] [--count 12] [--markdown]

All work on the same quotations and originals, in one run; times are the least of several rounds, in processor time for each
quotation; our originals are prepared once (as in a run), which is told apart. The share is that of quotations of which what
was found has at least 90 % of its characters in common with the true places; of absent ones, of which nothing was found (a peer
that always gives a span finds nothing where less than half of the quotation's characters agree by its own score). A peer that
would take more than ten seconds for one quotation, by what it took for a tenth of the text, is not run.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from peer_cases import FORMS, Case, Span, agreement, cases, original  # noqa: E402 - found beside this script

from fidelity import compare, prepare  # noqa: E402

Found = tuple[Span, ...]
_RIGHT: Final = 0.9
_LONGEST: Final = 10.0  # seconds that one quotation may take
_ROUND: Final = 0.3  # seconds of rounds for a case
_HALF: Final = 50.0


@cache
def _prepared(size: int) -> Any:
    return prepare(original(size))


def ours(quotation: str, size: int) -> Found:
    """Locate, align and classify."""
    match = compare(quotation, _prepared(size))
    return () if match is None else tuple(match.passages)


def rapidfuzz(quotation: str, size: int) -> Found:
    """The best window, then its edits."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415

    text = original(size)
    best = partial_ratio_alignment(quotation, text)
    if best is None or best.score < _HALF:
        return ()
    Levenshtein.opcodes(quotation, text[best.dest_start : best.dest_end])
    return ((best.dest_start, best.dest_end),)


def edlib(quotation: str, size: int) -> Found:
    """Infix alignment with its path."""
    import edlib as lib  # noqa: PLC0415

    found = lib.align(quotation, original(size), mode="HW", task="path")
    if found["editDistance"] > len(quotation) / 2:
        return ()
    start, end = found["locations"][0]
    return ((start, end + 1),)


def fuzzysearch(quotation: str, size: int) -> Found:
    """Near matches within a twelfth of the quotation's length: with more it takes minutes."""
    import fuzzysearch as lib  # noqa: PLC0415

    near = lib.find_near_matches(quotation, original(size), max_l_dist=max(1, len(quotation) // 12))
    best = min(near, key=lambda m: m.dist, default=None)
    return () if best is None else ((best.start, best.end),)


def difflib(quotation: str, size: int) -> Found:
    """The blocks that agree, as its default finds them."""
    import difflib as lib  # noqa: PLC0415

    blocks = [b for b in lib.SequenceMatcher(None, original(size), quotation).get_matching_blocks() if b.size > 3]
    if sum(b.size for b in blocks) < len(quotation) / 2:
        return ()
    return ((blocks[0].a, blocks[-1].a + blocks[-1].size),)


def diff_match_patch(quotation: str, size: int) -> Found:
    """What a difference of the whole texts keeps."""
    from diff_match_patch import diff_match_patch as lib  # noqa: PLC0415

    tool = lib()
    tool.Diff_Timeout = _LONGEST
    at, kept = 0, []
    for kind, words in tool.diff_main(original(size), quotation, False):  # noqa: FBT003 - its third argument has no name
        if kind == 0 and len(words) > 3:
            kept.append((at, at + len(words)))
        at += len(words) if kind <= 0 else 0
    if sum(end - start for start, end in kept) < len(quotation) / 2:
        return ()
    return ((kept[0][0], kept[-1][1]),)


def text_matcher(quotation: str, size: int) -> Found:
    """Runs of three words in common, extended."""
    from text_matcher.matcher import Matcher, Text  # noqa: PLC0415

    with contextlib.redirect_stdout(io.StringIO()):
        tool = Matcher(Text(original(size), "o", False), Text(quotation, "q", False), removeStopwords=False)  # noqa: FBT003
        _, places, _ = tool.match()
    return tuple((start, end) for start, end in places)


def quotecheck(quotation: str, size: int) -> Found:
    """Its search, which gives where the source has the phrase."""
    import quotecheck as lib  # noqa: PLC0415

    found = lib.check(quotation, original(size))
    return ((found.offset, found.offset + len(quotation)),) if found.status in ("found", "drift") else ()


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to do the work."""

    name: str
    find: Callable[[str, int], Found]


PEERS: Final = (
    Peer("fidelity", ours),
    Peer("rapidfuzz", rapidfuzz),
    Peer("edlib", edlib),
    Peer("fuzzysearch", fuzzysearch),
    Peer("difflib", difflib),
    Peer("diff-match-patch", diff_match_patch),
    Peer("text-matcher", text_matcher),
    Peer("quotecheck", quotecheck),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """Microseconds for one quotation, and the share of those of which the right words were found."""

    micros: float
    right: float


def measured(peer: Peer, size: int, work: list[Case]) -> Figure:
    """Time a peer over some quotations; as many rounds as there is time for, the first one for what is made when first used."""
    right, least, spent, rounds = 0, float("inf"), 0.0, 0
    while rounds < 2 or (spent < _ROUND and rounds < 50):
        began = time.process_time()
        found = [peer.find(case.quotation, size) for case in work]
        took = time.process_time() - began
        spent, rounds, least = spent + took, rounds + 1, min(least, took)
        right = sum(agreement(f, case.passages) >= _RIGHT for f, case in zip(found, work, strict=True))
        if took > 1:
            break
    return Figure(least / len(work) * 1e6, right / len(work))


def guarded(peer: Peer, size: int, work: list[Case]) -> Figure | None:
    """The same in a process of its own, ended if it takes far too long; None then, and where the peer is not installed."""
    ours_, theirs = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        with contextlib.suppress(ImportError):
            theirs.send(measured(peer, size, work))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    theirs.close()
    figure: Figure | None = None
    with contextlib.suppress(EOFError):
        figure = ours_.recv() if ours_.poll(_LONGEST * len(work)) else None
    process.kill()
    process.join()
    return figure


def table(sizes: list[int], count: int) -> dict[tuple[str, int, str], Figure | None]:
    """Every figure; None where it was not measured, for it would take too long or the peer is not installed."""
    out: dict[tuple[str, int, str], Figure | None] = {}
    for peer in PEERS:
        for form in FORMS:
            former: Figure | None = None
            for n, size in enumerate(sizes):
                if n and (former is None or former.micros * 15 > _LONGEST * 1e6):
                    former = None
                else:
                    slow = former is not None and former.micros > 50_000
                    former = guarded(peer, size, cases(size, form, 2 if slow else count))
                out[peer.name, size, form] = former
                sys.stderr.write(".")
    sys.stderr.write("\n")
    return out


def _shown(figure: Figure | None, base: Figure | None, *, is_ours: bool) -> str:
    if figure is None:
        return "–"
    took = f"{figure.micros:,.0f} µs" if figure.micros < 10_000 else f"{figure.micros / 1000:,.0f} ms"
    times = 0.0 if base is None else figure.micros / base.micros
    ratio = "" if is_ours or base is None else f" ({times:,.0f}x)" if times >= 10 else f" ({times:.1f}x)"
    return f"{took}{ratio}, {figure.right:.0%}"


def say(words: str) -> None:
    """Print."""
    sys.stdout.write(f"{words}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="5,50,500,5000", help="kB of the originals")
    parser.add_argument("--count", type=int, default=12, help="quotations of each form")
    parser.add_argument("--markdown", action="store_true")
    said = parser.parse_args()
    sizes = [int(size) for size in said.sizes.split(",")]
    began = time.monotonic()
    _ = prepare(original(1)).pairs  # tables are filled when they are first used
    for size in sizes:
        text = original(size)
        start = time.process_time()
        _ = prepare(text).pairs
        took = time.process_time() - start
        sys.stderr.write(f"preparing {size:,} kB: {took * 1000:.1f} ms, {size / took / 1000:.0f} MB/s\n")
    figures = table(sizes, said.count)
    say(f"CPython {platform.python_version()}, {platform.machine()}, {time.monotonic() - began:.0f} s in all")
    for size in sizes:
        say(f"\n{size:,} kB original: time for one quotation (times ours), right words found\n")
        names = [peer.name for peer in PEERS]
        rows = [["", *names]]
        for form in FORMS:
            base = figures["fidelity", size, form]
            rows.append([form, *(_shown(figures[name, size, form], base, is_ours=name == "fidelity") for name in names)])
        if said.markdown:
            rows.insert(1, ["---"] * len(rows[0]))
            say("\n".join("| " + " | ".join(row) + " |" for row in rows))
        else:
            wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
            say("\n".join("  ".join(cell.ljust(wide[k]) for k, cell in enumerate(row)) for row in rows))


if __name__ == "__main__":
    main()
