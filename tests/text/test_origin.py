from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text.origin import Builder, compose, extract, from_segments, identity, is_forward, segments

if TYPE_CHECKING:
    from fidelity.model import Origin, Span


@st.composite
def maps(draw: st.DrawFn, size: int | None = None, *, places: bool = True) -> Origin:
    """A map whose text has `size` characters, or any number of them; `places`: some stand for an empty place."""
    at, out, left = 0, [], draw(st.integers(0, 12)) if size is None else size
    while left:
        length = draw(st.integers(1, left))
        width = length if draw(st.booleans()) else draw(st.sampled_from([0, length + 1, length + 4][not places :]))
        at += draw(st.integers(0, 3))
        out.append((length, at, width))
        at += width
        left -= length
    return from_segments(out)


def reach(origin: Origin) -> int:
    return max((t + w for t, w in zip(origin.there, origin.width, strict=True)), default=0)


@st.composite
def chains(draw: st.DrawFn, *, places: bool = True) -> tuple[Origin, Origin, Origin]:
    """Three maps, each leading into the text of the next."""
    one = draw(maps(places=places))
    two = draw(maps(reach(one), places=places))
    return one, two, draw(maps(reach(two), places=places))


@given(maps())
def test_maps_run_forward_and_are_their_segments(origin: Origin) -> None:
    assert is_forward(origin)
    assert origin == from_segments(segments(origin))


@given(maps())
def test_identity_is_neutral(origin: Origin) -> None:
    both = [compose(identity(origin.size), origin), compose(origin, identity(reach(origin)))]
    for i in range(origin.size):
        assert [origin.span(i, i + 1)] * 2 == [m.span(i, i + 1) for m in both]


def pieces(origin: Origin) -> list[Span]:
    """The segments' own stretches; inside one of them a composed map may be no finer than its lengths say."""
    return [(a, b) for a, b in pairwise([*origin.here, origin.size]) if a < b]


@given(chains())
def test_composed_maps_never_run_backwards(three: tuple[Origin, Origin, Origin]) -> None:
    one, two, last = three
    assert is_forward(compose(compose(one, two), last))
    assert is_forward(compose(one, compose(two, last)))


@given(chains(places=False))
def test_it_does_not_matter_which_two_are_composed_first(three: tuple[Origin, Origin, Origin]) -> None:
    one, two, last = three
    left, right = compose(compose(one, two), last), compose(one, compose(two, last))
    if one.size:
        assert left.span(0, one.size) == right.span(0, one.size)


@given(chains())
def test_composed_spans_are_the_spans_taken_one_after_the_other(three: tuple[Origin, Origin, Origin]) -> None:
    one, two, _ = three
    whole = compose(one, two)
    for piece in pieces(one):
        there = one.span(*piece)
        if there[0] < there[1]:
            assert two.span(*there) == whole.span(*piece)


@pytest.mark.parametrize(
    ("span", "expected", "why"),
    [
        ((0, 5), (0, 5), "before the entity, character by character"),
        ((1, 3), (1, 3), "part of a one-to-one stretch"),
        ((5, 6), (5, 10), "the entity as a whole"),
        ((6, 9), (10, 13), "after it"),
        ((4, 7), (4, 11), "across it"),
        ((9, 9), (13, 13), "an empty span is a place"),
    ],
)
def test_spans_across_an_entity(span: Span, expected: Span, why: str) -> None:
    builder = Builder()  # Bread&amp;Oil
    builder.add("Bread", 0, 5)
    builder.add("&", 5, 10)
    builder.add("Oil", 10, 13)
    text, origin = builder.finish()
    assert text == "Bread&Oil"
    assert expected == origin.span(*span), why


def test_pieces_that_run_backwards_are_refused() -> None:
    builder = Builder()
    builder.add("ab", 4, 6)
    with pytest.raises(ValueError, match="lies before the end"):
        builder.add("c", 5, 6)
    with pytest.raises(ValueError, match="cannot stand for"):
        builder.add("c", 9, 8)


def test_stretches_are_put_together_with_a_joint_that_stands_for_what_lies_between() -> None:
    text, origin = extract("One. Two. Three.", [(0, 4), (10, 16)])
    assert text == "One.\n\nThree."
    assert origin.span(0, 4) == (0, 4)
    assert origin.span(4, 6) == (4, 10)
    assert origin.span(6, 11) == (10, 15)


def test_stretches_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match=r"lies before|cannot stand"):
        extract("One. Two.", [(0, 6), (5, 9)])
