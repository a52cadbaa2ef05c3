"""`fidelity.compare` against `rapidfuzz.fuzz.partial_ratio_alignment` on the same texts, in one run.

    pytest tests/benchmarks --benchmark-enable

A table of ratios follows the timings: absolute times differ from machine to machine. No test asserts a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from peer_cases import original as text
from rapidfuzz.fuzz import partial_ratio_alignment

from fidelity import compare, prepare

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SIZES = (5, 50, 500)  # kB
FORMS = ("exact", "presentation", "altered", "cut", "ellipsis", "brackets", "absent")


def quotation(size: int, form: str, place: float = 0.7) -> str:
    """About forty words from the text; `altered`: one word changed, one left out, one added; `absent`: it has none of them."""
    whole = text(size)
    start = whole.index(" ", int(len(whole) * place)) + 1
    words = whole[start : start + 400].split(" ")[:40]
    if form == "altered":
        words[9] = "zebra"
        words.insert(28, "yodel")
        del words[18]
    elif form == "presentation":
        words[20] += " –"
    elif form == "cut":
        del words[12:25]
    elif form == "ellipsis":
        words[12:20] = ["…"]
    elif form == "brackets":
        words[12], words[25] = "[the panel]", f"{words[25]}[s]"
    elif form == "absent":
        words = [f"zy{word}x" for word in words]
    return " ".join(words)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", SIZES)
def test_compare(benchmark: BenchmarkFixture, size: int, form: str) -> None:
    original, quote = prepare(text(size)), quotation(size, form)
    compare(quotation(size, "altered"), original)  # the indexes are made when they are first used
    benchmark.group = f"{size} kB, {form}"
    match = benchmark(compare, quote, original)
    assert (match is None) == (form == "absent")


@pytest.mark.parametrize("form", ["exact", "altered"])
@pytest.mark.parametrize("size", SIZES)
def test_partial_ratio_alignment(benchmark: BenchmarkFixture, size: int, form: str) -> None:
    benchmark.group = f"{size} kB, {form}"
    found = benchmark(partial_ratio_alignment, quotation(size, form), text(size))
    assert found.score > 80


def quotations() -> list[str]:
    return [quotation(50, "altered" if n % 2 else "exact", 0.05 + n * 0.09) for n in range(10)]


def test_ten_quotations_and_preparation(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "ten quotations on 50 kB, preparation included"

    def ten() -> int:
        original = prepare(text(50))
        return sum(compare(q, original) is not None for q in quotations())

    assert benchmark(ten) == 10


def test_ten_times_partial_ratio_alignment(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "ten quotations on 50 kB, preparation included"
    assert benchmark(lambda: sum(partial_ratio_alignment(q, text(50)) is not None for q in quotations())) == 10
