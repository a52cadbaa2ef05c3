"""Precision and recall of the lineages that drift tells, on a made archive whose lineages are known.

    python tests/benchmarks/drift_lineage.py [--quotations 300] [--most 30] [--seed 7] [--keep FOLDER]

Each of some hundred quotations spreads over two to thirty articles: copied with words changed, bracketed, left out, stressed,
trimmed at the ends, or with nothing but other signs; dates are equal, vague or missing; passages of one original overlap, and
some originals say nearly the same. Told is what `fidelity drift` says with the originals in hand, and with them withheld.

A true link is decidable where a link in the article gives it, or where changes of the parent are in the copy and no other use
that may be earlier explains the copy as well. The others cannot be told by anybody: copies of faithful words, and copies that
several articles explain alike. For those what counts is that the tool says so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1] / "batch")]

from lineage_made import Archive, Maker, run_of  # noqa: E402 - found by the path above
from lineage_scored import Score, scored  # noqa: E402

from fidelity.batch.drift.lineages import drift  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quotations", type=int, default=300)
    parser.add_argument("--most", type=int, default=30, help="articles of a quotation")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="an empty folder in which the two runs are left")
    given = parser.parse_args()
    archive = Maker(given.seed).archive(given.quotations, given.most)
    say(f"{len(archive.quotations)} quotations in {len(archive.articles)} articles, seed {given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("given", "withheld"):
            measure(archive, (given.keep or Path(folder)) / name, withheld=name == "withheld")
    return 0


def measure(archive: Archive, folder: Path, *, withheld: bool) -> None:
    run = run_of(archive, folder, withheld=withheld)
    began = time.process_time()
    score = scored(archive, drift(run, least=1).lineages)
    say(f"\noriginals {'withheld' if withheld else 'in hand'} ({time.process_time() - began:.1f} s of processor time)")
    for line in figures(score):
        say(f"  {line}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def figures(score: Score) -> list[str]:
    c = score.counts
    sure = (f"{c[f'told {grade}']} {grade}" for grade in ("strong", "likely", "weak"))
    return [
        f"links told from article to article: {c['told']} ({', '.join(sure)})",
        f"  the true parent is among those named: {score.precision_of_lists:.3f}; is the first named: {score.precision:.3f}",
        f"  where one is named alone, it is right: {score.precision_of_single:.3f} ({c['told alone']})",
        *(
            f"  {grade}, true parent named: {c[f'listed {grade}'] / max(1, c[f'told {grade}']):.3f}"
            for grade in ("strong", "likely", "weak")
        ),
        f"true links: {c['true']}; decidable: {c['decidable']}; faithful words, which tell nothing: {c['verbatim']}",
        f"  decidable ones found: {score.recall_of_decidable:.3f}; all, the undecidable ones among them: {score.recall:.3f}",
        f"articles that have it from the original: {c['original']}; said to: {score.original_kept:.3f}",
        f"pairs of one quotation: precision {score.share('pairs right', 'pairs told'):.3f}",
        f"  recall {score.share('pairs right', 'pairs true'):.3f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
