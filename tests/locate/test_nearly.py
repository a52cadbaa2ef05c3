"""The quick ways for quotations that are all but exact, beside the slow one: seeds and chain."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passages import Passage, passages

from fidelity import locate
from fidelity.locate import compare, find, prepare, take_apart
from fidelity.locate.nearly import nearly_exact

if TYPE_CHECKING:
    from fidelity.locate import Place

ORIGINAL = (
    "The harbour board met on Monday, as it always does, and the clerk read the letters aloud. Nobody had expected the pilots "
    "to speak, but they spoke for an hour of fog, of lamps and of the old pier, until the chairman asked them to stop."
)


def slow(quote: str, original: str) -> Place | None:
    """The place that seeds and chain find."""
    with patch.object(locate, "nearly_exact", lambda *_: None):
        return find(take_apart(quote), prepare(original))


@st.composite
def altered(draw: st.DrawFn) -> tuple[str, Passage]:
    """A passage with a few words changed, put in or left out, and perhaps something cut out of its middle."""
    passage = draw(passages(shortest=16))
    words = passage.words
    if draw(st.booleans()):
        start = draw(st.integers(5, len(words) - 6))
        del words[start : draw(st.integers(start + 1, len(words) - 5))]
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(words) - 1))
        words[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from([[], ["zither"], ["the"], ["not", "quite"]]))
    return " ".join(words), passage


@given(altered())
@settings(deadline=None, max_examples=300)
def test_the_quick_way_keeps_as_much_as_the_slow_one(made: tuple[str, Passage]) -> None:
    quote, passage = made
    quick, chained = find(take_apart(quote), prepare(passage.original)), slow(quote, passage.original)
    assert quick, quote
    assert chained, quote
    if quick.kept == chained.kept and quick.cuts == chained.cuts:
        assert quick.found == chained.found
    else:  # of two stories the quick one keeps more, or jumps less for what it loses
        assert quick.kept > chained.kept or quick.cuts < chained.cuts, (quick.match, chained.match)


_CLERK = "the clerk read the letters aloud. Nobody had expected the pilots to"
CUT = [
    ("once", "met on Monday, as it always does, and the clerk the old pier, until the chairman asked them to stop", 1),
    ("twice", f"The harbour board met on Monday {_CLERK} an hour of fog, of lamps", 2),
]


@pytest.mark.parametrize(("why", "quote", "cuts"), CUT, ids=[c[0] for c in CUT])
def test_what_is_cut_out_without_a_mark(why: str, quote: str, cuts: int) -> None:
    runs = nearly_exact(take_apart(quote), prepare(ORIGINAL))
    assert runs is not None, why
    assert len(runs) == cuts + 1
    match = compare(quote, ORIGINAL)
    assert match
    assert [e.kind for e in match.edits if e.kind != "presentation"] == ["omission"] * cuts


def test_pieces_that_have_changed_places_are_left_to_the_chain() -> None:
    quote = "until the chairman asked them to stop the clerk read the letters aloud. Nobody had expected"
    assert nearly_exact(take_apart(quote), prepare(ORIGINAL)) is None


RIMS = [
    ("a word that stands beside the passage too", "it always does, and the clerk reads the letters aloud to the"),
    ("its first word once more before it", "the old pier, until a chairman asked them to stop"),
]


@pytest.mark.parametrize(("why", "quote"), RIMS, ids=[r[0] for r in RIMS])
def test_a_rim_stays_where_its_neighbours_are(why: str, quote: str) -> None:
    match = compare(quote, ORIGINAL)
    assert match, why
    assert len(match.passages) == 1
    assert match.passages[0][1] - match.passages[0][0] <= len(quote) + 20, why


def test_a_long_quotation_is_not_held_against_its_window() -> None:
    """That would take the square of its words: 140,000 of them four seconds."""
    words = [f"word{n}" for n in range(5000)]
    quoted = [*words[:2], "zither", *words[3:3500], "yodel", *words[3501:]]
    ready, needle = prepare(" ".join(words)), take_apart(" ".join(quoted))
    assert nearly_exact(needle, ready) is None
    match = compare(" ".join(quoted), ready)
    assert match
    assert [("zither", "word2"), ("yodel", "word3500")] == [
        (needle.text[slice(*e.quote)], ready.text[slice(*e.original)]) for e in match.edits
    ]
