"""The least tree, held against all trees that there are."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.batch.drift.arborescence import Edge, arborescence


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    nodes = draw(st.integers(1, 6))
    costs = st.integers(0, 9)
    edges = [(0, end, draw(costs) + 5) for end in range(1, nodes)]
    for start, end in product(range(1, nodes), repeat=2):
        if start != end and draw(st.booleans()):
            edges.append((start, end, draw(costs)))
    return nodes, draw(st.permutations(edges))


@given(graphs())
@settings(deadline=None, max_examples=150)
def test_no_tree_costs_less(graph: tuple[int, list[Edge]]) -> None:
    nodes, edges = graph
    chosen = arborescence(nodes, edges)
    assert -1 == chosen[0]
    assert is_tree([0, *(edges[e][0] for e in chosen[1:])])
    into = [[e for e, edge in enumerate(edges) if edge[1] == node] for node in range(1, nodes)]
    least = min(
        (sum(edges[e][2] for e in each) for each in product(*into) if is_tree([0, *(edges[e][0] for e in each)])), default=0
    )
    assert least == sum(edges[e][2] for e in chosen[1:])


def is_tree(before: list[int]) -> bool:
    for node in range(1, len(before)):
        at, steps = node, 0
        while at and steps <= len(before):
            at, steps = before[at], steps + 1
        if at:
            return False
    return True
