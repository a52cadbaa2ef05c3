"""Whole articles: 10 kB with ten quotations, against three originals of 50 kB, from the bytes to the report.

pytest tests/benchmarks/test_end_to_end.py --benchmark-enable
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from peer_cases import cases, original

import fidelity
from fidelity.candidates import Shelf, shelf
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.report.full import render
from fidelity.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

_SIZES = (49, 50, 51)  # kB of the originals
_FORMS = ("exact", "typographic", "words changed", "silent cut", "far ellipsis", "brackets")
_GROUP = "an article of 10 kB with ten quotations"


@cache
def article() -> str:
    """Ten quotations among paragraphs of prose of its own."""
    own = original(7)
    part = len(own) // 10
    said = []
    for n in range(10):
        case = cases(_SIZES[n % 3], _FORMS[n % len(_FORMS)], 10)[n]
        said.append(f"{own[n * part : (n + 1) * part]}\n\nThe report of that year says: “{case.quotation}”\n\n")
    return "# A made article\n\n" + "".join(said)


def stock() -> Shelf:
    return shelf([read(f"report{size}.txt", original(size).encode()) for size in _SIZES])


def test_with_originals_in_hand(benchmark: BenchmarkFixture) -> None:
    """As in a run over many articles: the originals have been read and made ready."""
    ready, settings = stock(), Settings()
    benchmark.group = _GROUP
    checked = benchmark(lambda: check_article(read("article.md", article().encode()), ready, settings))
    assert 9_000 < len(article()) < 11_000
    assert len(checked.quotes) == 10
    assert sum(q.verdict == "not-found" for q in checked.quotes) == 0


def test_with_originals_that_are_new(benchmark: BenchmarkFixture) -> None:
    """As in a run over one article: 150 kB are read and made ready too."""
    benchmark.group = _GROUP
    checked = benchmark(lambda: check_article(read("article.md", article().encode()), stock(), Settings()))
    assert len(checked.quotes) == 10


def test_from_files_to_the_report(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    (tmp_path / "article.md").write_text(article(), encoding="utf-8")
    for size in _SIZES:
        (tmp_path / f"report{size}.txt").write_text(original(size), encoding="utf-8")
    originals = sorted(tmp_path.glob("report*.txt"))
    benchmark.group = _GROUP
    benchmark(lambda: render(fidelity.check(tmp_path / "article.md", originals)))
