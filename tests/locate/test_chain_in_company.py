"""The quick chains are the chains of the plain search over all runs before one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fidelity.locate import take_apart
from fidelity.locate.chain import _far_and_near, _in_company, _weighed, chains
from fidelity.locate.seed import Run

PLACES = st.one_of(st.integers(0, 120), st.integers(0, 3000))
RUNS = st.sets(st.builds(Run, st.integers(0, 30), PLACES, st.sampled_from((2, 2, 2, 3, 5, 9))), min_size=1, max_size=24).map(
    sorted
)
QUOTERS = st.frozensets(st.integers(0, 38), max_size=4)


@given(RUNS, QUOTERS)
def test_runs_near_and_far_weigh_what_they_weigh_among_all(runs: list[Run], own: frozenset[int]) -> None:
    assert _weighed(runs, [], own) == _far_and_near(runs, own)


@given(RUNS, PLACES)
def test_pairs_that_stand_alone_are_in_no_best_chain(runs: list[Run], place: int) -> None:
    runs = sorted({*runs, Run(3, place, 12)})
    needle = take_apart("word " * 50)
    score, back = _weighed(runs, [], frozenset())
    lonely = set(runs) - set(_in_company(runs))
    for end in (k for k in range(len(runs)) if score[k] > max(score) - 1e-6):
        at = end
        while at >= 0:
            assert runs[at] not in lonely
            at = back[at]
    assert lonely.isdisjoint(run for chain in chains(runs, needle) for run in chain)
