from __future__ import annotations

from itertools import pairwise
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.locate import take_apart
from fidelity.locate.chain import _trim, chain, in_order
from fidelity.locate.seed import Run

PLAIN = take_apart(" ".join(["river"] * 40))
CUT = take_apart(" ".join(["river"] * 20 + ["…"] + ["river"] * 20))
ONE = st.builds(Run, st.integers(0, 36), st.integers(0, 120), st.sampled_from([2, 2, 3, 5, 9]))
RUNS = st.lists(ONE, min_size=1, max_size=30)


def link(a: Run, b: Run, gaps: list[int]) -> float:
    """What a run adds behind another: its new words, less three for a jump back, less the more the farther it goes ahead."""
    end = a.i + a.n
    start = max(b.i, end)
    new, gap = b.i + b.n - start, start - end
    ahead = b.j + start - b.i - a.j - a.n
    if new <= 0 or b.i <= a.i:
        return float("-inf")
    if ahead == gap:
        return new - 0.1
    if ahead < 0:
        return new - 3.0
    if any(min(end, b.i) <= k <= start for k in gaps):
        return new - min(0.5, 0.02 * log2(2 + ahead))
    return new - min(3.0, 0.4 + 0.35 * log2(1 + abs(ahead - gap)))


def slow(runs: list[Run], gaps: list[int]) -> list[Run]:
    """Every run after every other."""
    chains: list[tuple[float, list[Run]]] = []
    for b, run in enumerate(runs):
        best, way = float(run.n), [run]
        for so_far, before in chains[:b]:
            if so_far + link(before[-1], run, gaps) > best:
                best, way = so_far + link(before[-1], run, gaps), [*before, run]
        chains.append((best, way))
    return max(chains, key=lambda c: (c[0], -c[1][-1].j))[1]


@given(RUNS, st.booleans())
@settings(deadline=None)
def test_the_best_chain_is_that_of_the_slow_way(some: list[Run], cut: bool) -> None:
    runs = sorted(set(some))
    assert _trim(slow(runs, [20] if cut else [])) == chain(runs, CUT if cut else PLAIN)


@given(RUNS)
@settings(deadline=None)
def test_a_chain_goes_forward_in_the_quotation_and_what_jumps_back_has_moved(some: list[Run]) -> None:
    found = chain(sorted(set(some)), PLAIN)
    for a, b in pairwise(found):
        assert a.i + a.n <= b.i
    main, moved = in_order(found)
    assert sorted(found) == sorted(main + moved)
    for a, b in pairwise(main):
        assert a.j + a.n <= b.j


@pytest.mark.parametrize(
    ("runs", "expected", "why"),
    [
        ([Run(0, 5, 9), Run(10, 15, 9)], [Run(0, 5, 9), Run(10, 15, 9)], "one word changed between two runs"),
        ([Run(0, 5, 9), Run(9, 90, 9)], [Run(0, 5, 9), Run(9, 90, 9)], "a long cut"),
        ([Run(0, 5, 9), Run(4, 80, 2), Run(9, 14, 9)], [Run(0, 5, 9), Run(9, 14, 9)], "a chance likeness elsewhere"),
        ([Run(0, 50, 9), Run(9, 5, 9)], [Run(0, 50, 9), Run(9, 5, 9)], "a jump back that is worth it"),
    ],
)
def test_chains(runs: list[Run], expected: list[Run], why: str) -> None:
    assert expected == chain(runs, PLAIN), why
