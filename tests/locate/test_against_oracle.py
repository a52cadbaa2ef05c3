"""The fast search and alignment against the slow one of `oracle.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import Levenshtein
import oracle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passages import Passage, passages

from fidelity.locate import compare, find, prepare, take_apart

if TYPE_CHECKING:
    from fidelity.model import Edit, Match

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
STRANGE = ["zebra", "quince", "yodel", "fjord", "xylem", "gnome", "vortex", "jigsaw"]


def size(edit: Edit, quote: str, original: str) -> int:
    """How many words an edit changes."""
    return max(len(oracle.spelled(quote[slice(*edit.quote)])), len(oracle.spelled(original[slice(*edit.original)])))


def changed(match: Match, quote: str, original: str) -> int:
    """Words changed, added, and left out without a mark."""
    return sum(size(e, quote, original) for e in match.edits if e.kind != "presentation" and e.mark != "ellipsis")


def found(quote: str, original: str) -> Match:
    match = compare(quote, original)
    assert match is not None, quote
    place = find(take_apart(quote), prepare(original))
    assert place is not None
    assert place.found
    assert [start for start, _ in match.passages] == [start for start, _ in place.match.passages]
    assert changed(match, quote, original) == changed(place.match, quote, original)
    return match


@given(passages())
@settings(quick, max_examples=150)
def test_what_stands_there_is_found_where_it_stands(passage: Passage) -> None:
    match = found(passage.text, passage.original)
    assert 100.0 == match.score
    assert () == match.edits
    ((start, end),) = match.passages
    assert oracle.spelled(passage.text) == oracle.spelled(passage.original[start:end])
    places = oracle.stands_at(oracle.spelled(passage.text), oracle.spelled(passage.original))
    assert len(oracle.spelled(passage.original[:start])) == places[0]
    if match.rung == "identical":  # places that only folding makes the same are not looked for on the first rung
        assert min(len(places), 6) >= 1 + len(match.rivals)
    else:
        assert min(len(places), 6) == 1 + len(match.rivals)


@st.composite
def _altered(draw: st.DrawFn, passage: Passage) -> str:
    """The passage with one to three words changed, left out or added, none at its rim."""
    words: list[str] = passage.words
    spread = draw(st.lists(st.integers(3, len(words) - 4), min_size=1, max_size=3, unique=True))
    for at in sorted(spread, reverse=True):
        match draw(st.sampled_from(["change", "drop", "add"])):
            case "change":
                words[at] = draw(st.sampled_from(STRANGE))
            case "drop":
                del words[at]
            case _:
                words.insert(at, draw(st.sampled_from(STRANGE)))
    return " ".join(words)


@given(st.data())
@settings(quick, max_examples=120)
def test_altered_quotations_are_told_with_no_more_changes_than_the_oracle_needs(data: st.DataObject) -> None:
    passage = data.draw(passages(16, 40))
    quote = data.draw(_altered(passage))
    match = found(quote, passage.original)
    best = oracle.align(oracle.spelled(quote), oracle.spelled(passage.original))
    assert best.cost >= _distance(match, quote, passage.original)
    assert best.cost + 1 >= changed(match, quote, passage.original)


def _distance(match: Match, quote: str, original: str) -> int:
    """The least number of word changes between the quotation and the passage that was found for it."""
    there = original[match.passages[0][0] : match.passages[-1][1]]
    numbers: dict[str, str] = {}
    one, other = (
        "".join(numbers.setdefault(w, chr(0xE000 + len(numbers))) for w in oracle.spelled(text)) for text in (quote, there)
    )
    operations = Levenshtein.editops(one, other)
    assert other == Levenshtein.apply_edit(operations, one, other)
    return len(operations)


@given(st.data())
@settings(quick, max_examples=120)
def test_an_ellipsis_stands_for_all_that_lies_between(data: st.DataObject) -> None:
    passage = data.draw(passages(20, 45))
    words = passage.words
    start = data.draw(st.integers(6, len(words) - 8))
    stop = data.draw(st.integers(start + 1, len(words) - 6))
    dots = data.draw(st.sampled_from(["…", "...", ". . .", "[…]", "[...]", "(…)"]))
    quote = " ".join([*words[:start], dots, *words[stop:]])
    match = found(quote, passage.original)
    assert 100.0 == match.score
    assert {"presentation", "omission"} >= {e.kind for e in match.edits}
    assert 0 == match.omitted
    gap = len(oracle.spelled(" ".join(words[:start]))) + 1
    plain = oracle.spelled(" ".join(words[:start] + words[stop:]))
    assert 0 == oracle.align(plain, oracle.spelled(passage.original), frozenset({gap, gap - 1})).cost


@given(passages(14, 40), st.lists(st.sampled_from(STRANGE), min_size=12, max_size=30))
@settings(quick, max_examples=60)
def test_what_is_not_there_is_not_found(passage: Passage, other: list[str]) -> None:
    assert compare(" ".join(other), passage.original) is None


@given(passages(24, 45), st.data())
@settings(quick, max_examples=60)
def test_two_halves_in_the_other_order_have_moved(passage: Passage, data: st.DataObject) -> None:
    words = passage.words
    half = data.draw(st.integers(10, len(words) - 10))
    quote = " ".join(words[half:] + words[:half])
    match = found(quote, passage.original)
    places = oracle.stands_at(oracle.spelled(quote), oracle.spelled(passage.original))
    assert places or {"move", "substitution", "insertion", "omission"} & {e.kind for e in match.edits}
    assert bool(places) == (match.score == 100.0)
