"""`fidelity.compare` and its peers on the same quotations and originals, in one run.

    pytest tests/benchmarks --benchmark-enable

Each group is one size and one form; within it pytest-benchmark prints each tool's time and its ratio to the quickest, and
`--benchmark-json` has the share of quotations of which the right words were found. `peers.py` makes one table of all. Peers
that are not installed (extra `bench`) are left out. Absolute times differ from machine to machine: no test asserts one.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from peer_cases import FORMS, agreement, cases
from peer_cases import original as text
from peers import PEERS, Peer

from fidelity import compare, prepare

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SIZES = (5, 50, 500, 5000)  # kB
_EACH = 4  # quotations of a form
_RIGHT = 0.9
_HARDEST = {"rapidfuzz": 500, "edlib": 500, "fidelity": 5000}  # kB of the originals; less for all others
_OTHERS = 5


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every tool at every size that it can be asked to do; where nothing is timed only what ours must find."""
    if "tool" in metafunc.fixturenames:
        timed = metafunc.config.getoption("benchmark_enable")
        here = [t for t in PEERS if find_spec(t.name.replace("-", "_"))]
        work = [(t, s) for t in here for s in SIZES if s <= _HARDEST.get(t.name, _OTHERS)]
        asked = [(t, s, f) for t, s in work for f in FORMS if timed or (t is PEERS[0] and s <= 50)]
        metafunc.parametrize(("tool", "size", "form"), asked, ids=[f"{t.name}-{s} kB-{f}" for t, s, f in asked])


def test_one_quotation(benchmark: BenchmarkFixture, tool: Peer, size: int, form: str) -> None:
    work = cases(size, form, _EACH)
    found = [tool.find(case.quotation, size) for case in work]  # also makes what is made when first used
    right = sum(agreement(f, case.passages) >= _RIGHT for f, case in zip(found, work, strict=True)) / _EACH
    benchmark.group = f"{size} kB, {form}"
    benchmark.extra_info["right"] = right
    benchmark(lambda: [tool.find(case.quotation, size) for case in work])
    if tool.name == "fidelity":
        assert right == 1.0, form


@pytest.mark.parametrize("size", SIZES[:-1])
def test_prepare(benchmark: BenchmarkFixture, size: int) -> None:
    benchmark.group = f"{size} kB, preparation"
    assert benchmark(lambda: len(prepare(text(size)).pairs)) > 0


@cache
def quotations(form: str) -> list[str]:
    """Ten quotations of one original: `exact`, or every other one altered."""
    forms = (form, form) if form == "exact" else ("exact", form)
    return [cases(50, forms[n % 2], 10)[n].quotation for n in range(10)]


@pytest.mark.parametrize("form", ["exact", "words changed"])
def test_ten_quotations_and_preparation(benchmark: BenchmarkFixture, form: str) -> None:
    benchmark.group = f"ten quotations on 50 kB, {form}, preparation included"

    def ten() -> int:
        original = prepare(text(50))
        return sum(compare(q, original) is not None for q in quotations(form))

    assert benchmark(ten) == 10


@pytest.mark.parametrize("form", ["exact", "words changed"])
def test_ten_times_partial_ratio_alignment(benchmark: BenchmarkFixture, form: str) -> None:
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415

    benchmark.group = f"ten quotations on 50 kB, {form}, preparation included"
    assert benchmark(lambda: sum(partial_ratio_alignment(q, text(50)) is not None for q in quotations(form))) == 10
