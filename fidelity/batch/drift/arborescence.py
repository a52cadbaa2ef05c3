"""The least tree that leads from a root to every node of a directed graph (Chu and Liu 1965, Edmonds 1967).

Each node takes its cheapest edge; circles become one node each and the edges into them cost what they cost more than the edge
that they replace; again, until no circle is left. The time is that of the edges times the rounds, of which there are few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Edge = tuple[int, int, int]
"""From which node to which, and what it costs."""


def arborescence(nodes: int, edges: Sequence[Edge]) -> list[int]:
    """For each node but the first, 0, which is the root, the number of the edge that leads to it; -1 for the root.

    Among edges of one cost the first is taken. Each node must be reached from the root.
    """
    least = _least(nodes, edges)
    of, count = _contracted(nodes, [edges[e][0] if e >= 0 else -1 for e in least])
    if count == nodes:
        return least
    smaller: list[Edge] = []
    stands_for: list[int] = []
    inside = _sizes(of, count)
    for e, (start, end, cost) in enumerate(edges):
        if of[start] != of[end]:
            saved = edges[least[end]][2] if inside[of[end]] > 1 else 0
            smaller.append((of[start], of[end], cost - saved))
            stands_for.append(e)
    chosen = list(least)
    for e in arborescence(count, smaller):
        if e >= 0:
            chosen[edges[stands_for[e]][1]] = stands_for[e]
    return chosen


def _least(nodes: int, edges: Sequence[Edge]) -> list[int]:
    least = [-1] * nodes
    for e, (start, end, cost) in enumerate(edges):
        if end not in (0, start) and (least[end] < 0 or cost < edges[least[end]][2]):
            least[end] = e
    return least


def _contracted(nodes: int, before: Sequence[int]) -> tuple[list[int], int]:
    """A number for each node and each circle, where every node follows one other (-1: none); the root keeps 0."""
    of = [-1] * nodes
    seen = [-1] * nodes
    circles: dict[int, int] = {}
    for start in range(nodes):
        node = start
        while node >= 0 and seen[node] < 0:
            seen[node] = start
            node = before[node]
        if node >= 0 and seen[node] == start and node not in circles:
            turn = node
            while turn not in circles:
                circles[turn] = node
                turn = before[turn]
    count = 0
    numbers: dict[int, int] = {}
    for node in range(nodes):
        head = circles.get(node, node)
        if head not in numbers:
            numbers[head] = count
            count += 1
        of[node] = numbers[head]
    return of, count


def _sizes(of: Sequence[int], count: int) -> list[int]:
    sizes = [0] * count
    for number in of:
        sizes[number] += 1
    return sizes
