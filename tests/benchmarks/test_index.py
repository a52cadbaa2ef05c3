"""The index by words: look-ups in one segment and in eight, and the writing of one. `archive_scale.py` measures it at scale.

    pytest tests/benchmarks/test_index.py --benchmark-enable

No test asserts a time; that the small archives answer rightly is asserted.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from archive_corpus import Corpus, Source
from archive_quotations import FORMS, Quoter

from fidelity.archive.index import Index, Segment, write
from fidelity.text.words import words

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from fidelity.text.words import Hashes

PAIRS = Path(__file__).resolve().parents[2] / "pairs"
DOCUMENTS = 240


@cache
def corpus() -> Corpus:
    return Corpus(Source([PAIRS]), seed=5, words=400)


@cache
def hashed() -> list[Hashes]:
    return [words(corpus().text(number)).hashes for number in range(DOCUMENTS)]


def _index(folder: Path, segments: int) -> Index:
    every = list(enumerate(hashed()))
    return Index([Segment(write(folder / f"{k}", every[k::segments]).path) for k in range(segments)])


def test_an_original_depends_on_seed_and_number_alone() -> None:
    other = Corpus(Source([PAIRS]), seed=5, words=400)
    assert [corpus().text(n) for n in (200, 3)] == [other.text(n) for n in (200, 3)]
    assert corpus().text(3) != Corpus(Source([PAIRS]), seed=6, words=400).text(3)


@pytest.mark.parametrize("form", list(FORMS))
def test_the_benchmarks_quotations_are_found(tmp_path: Path, form: str) -> None:
    found = _index(tmp_path, 1)
    quotations = Quoter(corpus(), DOCUMENTS, seed=5).quotations(form, 40)
    right = sum(
        any(q.fits(hashed()[hit.number]) for hit in found.look_up(words(q.text).hashes))  # among the first twenty
        for q in quotations
    )
    assert right >= (36 if "changed" in form or "25 %" in form else 40)


@pytest.mark.parametrize("segments", [1, 8])
def test_look_up(benchmark: BenchmarkFixture, tmp_path: Path, segments: int) -> None:
    found = _index(tmp_path, segments)
    quotation = hashed()[77][100:124]
    benchmark.group = "a quotation of 24 words"
    hits = benchmark(found.look_up, quotation)
    assert quotation.tobytes() in hashed()[hits[0].number].tobytes()


def test_write(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    documents = list(enumerate(hashed()))
    info = benchmark(write, tmp_path / "a", documents)
    grams = sum(len(h) - 2 for h in hashed())
    assert 0.9 * grams < info.postings <= grams
    assert info.size < 5 * np.sum([len(h) for h in hashed()])
