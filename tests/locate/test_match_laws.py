"""What holds of every match, whatever the two texts are."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from passages import Passage, cuttings, jumbles, passages, rearranged

from fidelity.locate import Place, compare, find, prepare, take_apart
from fidelity.text.words import words

if TYPE_CHECKING:
    from fidelity.model import Edit, Match, Span

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def inside(span: Span, text: str) -> tuple[int, ...]:
    """The numbers of the words of a text that stand in a span."""
    return _inside(span, [(int(a), int(b)) for a, b in zip(words(text).starts, words(text).ends, strict=True)])


def _inside(span: Span, bounds: list[Span]) -> tuple[int, ...]:
    return tuple(n for n, (a, b) in enumerate(bounds) if span[0] <= a and b <= span[1])


def is_wording(edit: Edit) -> bool:
    """Whether an edit stands for words of its own: all that is no presentation, and note calls."""
    return edit.kind != "presentation" or edit.why == "note-call"


def check_quote_side(match: Match, quote: str) -> None:
    needle = take_apart(quote)
    bounds = [needle.span(i, i + 1) for i in range(needle.n)]
    covered = Counter(n for span, _ in match.links for n in _inside(span, bounds))
    covered.update(n for e in match.edits if is_wording(e) for n in _inside(e.quote, bounds))
    assert Counter(range(needle.n)) == covered
    for edit in match.edits:
        assert 0 <= edit.quote[0] <= edit.quote[1] <= len(quote)
    for before, after in pairwise(match.edits):
        assert before.quote[1] <= after.quote[0], (before, after)
    for (before_link, _), (after_link, _) in pairwise(match.links):
        assert before_link[1] <= after_link[0]


def apply(match: Match, original: str) -> list[int]:
    """The original's words that the links and the edits stand for, in the quotation's order."""
    bounds = [(int(a), int(b)) for a, b in zip(words(original).starts, words(original).ends, strict=True)]
    items = [(here, there) for here, there in match.links]
    items += [(e.quote, e.original) for e in match.edits if is_wording(e)]
    return [n for _, there in sorted(items) for n in _inside(there, bounds)]


def check_original_side(match: Match, original: str) -> None:
    given_back = apply(match, original)
    assert len(given_back) == len(set(given_back)), "a word of the original is told twice"
    assert match.passages
    for start, end in match.passages:
        assert 0 <= start < end <= len(original)
        assert set(inside((start, end), original)) <= set(given_back), "a word of a passage is not told"
    if not any(e.kind == "move" for e in match.edits):
        assert sorted(given_back) == given_back
        assert list(range(given_back[0], given_back[-1] + 1)) == given_back
    for edit in match.edits:
        assert 0 <= edit.original[0] <= edit.original[1] <= len(original)


def check_links(match: Match, quote: str, original: str) -> None:
    needle = take_apart(quote)
    bounds = [needle.span(i, i + 1) for i in range(needle.n)]
    there = words(original)
    for (a, b), span in match.links:
        here = _inside((a, b), bounds)
        other = inside(span, original)
        if len(here) == len(other) and not any(e.kind == "presentation" and e.quote == (a, b) for e in match.edits):
            assert [int(needle.words.hashes[n]) for n in here] == [int(there.hashes[n]) for n in other]


def check(match: Match, quote: str, original: str) -> None:
    check_quote_side(match, quote)
    check_original_side(match, original)
    check_links(match, quote, original)
    assert 0.0 <= match.score <= 100.0
    assert 0 <= match.kept <= match.words
    assert match.omitted >= 0


def place(quote: str, original: str) -> Place | None:
    return find(take_apart(quote), prepare(original))


@given(cuttings())
@settings(quick, max_examples=400)
def test_every_word_of_either_side_is_told_once(texts: tuple[str, str]) -> None:
    found = place(*texts)
    if found:
        check(found.match, *texts)
    match = compare(*texts)
    if match:
        check(match, *texts)


LOCK = (
    "The second report wrote in 1987 that nobody paid for the repairs in spite of the letters near lock 818. An engineer "
    "from the north warned for years that the maps were drawn by hand without delay."
)
BOARD = (
    "The harbour board hoped that the old road was not safe in spite of the letters. Our oldest neighbour wrote in 1987 that "
    "the bridge must be closed before winter, and few objected. A retired pilot wrote in 1987 that nobody paid for the repairs."
)


@given(rearranged())
@example((f"The second repairs in spite of the letters near lock {LOCK[4:48]} for [the town's] The", LOCK))
@example(("the old road was not safe in spite of … The harbour board hoped that The nobody paid for", BOARD))
@settings(quick, max_examples=300)
def test_also_of_pieces_in_another_order(texts: tuple[str, str]) -> None:
    found = place(*texts)
    if found:
        check(found.match, *texts)


@given(jumbles(), jumbles())
@settings(quick, max_examples=200)
def test_even_of_texts_that_share_little(quote: str, original: str) -> None:
    found = place(quote, original)
    if found:
        check(found.match, quote, original)


ANY = st.text() | st.text(st.sampled_from("ab [](){}….,'’\"“”-—\n\u00ad\u200b\u0301東京に𠀀אבתذر4.2½ﬁ¹"), max_size=60)


@given(ANY, ANY)
@settings(quick, max_examples=200)
@example("", "")
@example("…", "… …")
@example("[]", "[")
@example("東京", "東京に行く")
def test_no_text_is_too_strange(quote: str, original: str) -> None:
    for quoted, whole in ((quote, original), (quote, original + quote + original)):
        match = compare(quoted, whole)
        if match:
            check(match, quoted, whole)
        assert match == compare(quoted, whole)


@given(ANY, ANY, ANY)
@settings(quick, max_examples=200)
def test_what_stands_there_as_whole_words_is_found_whole(before: str, quote: str, after: str) -> None:
    original = f"{before} {quote} {after}"
    needle = take_apart(quote)
    match = compare(quote, original)
    if needle.n and not needle.marked:
        assert match
        assert match.score == 100.0
        assert match.rung in ("identical", "folded")
        assert {"presentation"} >= {e.kind for e in match.edits}


@pytest.mark.parametrize(
    ("quote", "original", "why"),
    [
        ("a rise of 42 percent in the first year", "a rise of 4.2 percent in the first year", "a point lost"),
        ("a rise of 4.2 percent in the first year", "a rise of 42 percent in the first year", "a point put in"),
        ("a rise of 42 percent in the first year", "a rise of 4 2 percent in the first year", "a blank lost"),
        ("a rise of 4 2 percent in the first year", "a rise of 42 percent in the first year", "a blank put in"),
        ("the clerk was notable to read it aloud", "the clerk was not able to read it aloud", "a blank that changes the sense"),
        ("the clerk was not able to read it aloud", "the clerk was notable to read it aloud", "the other way round"),
    ],
)
def test_what_changes_the_sense_is_no_presentation(quote: str, original: str, why: str) -> None:
    match = compare(quote, original)
    assert match, why
    assert {"presentation"} < {"presentation", *(e.kind for e in match.edits)}, why


@pytest.mark.parametrize(
    ("quote", "original", "why"),
    [
        ("the contri-\nbution of the clerk was small", "the contribution of the clerk was small", "divided at a line's end"),
        ("the contribu tion of the clerk was small", "the contribution of the clerk was small", "torn by a careless copy"),
        ("the clerk cannot read it to us aloud", "the clerk can not read it to us aloud", "two ways to write one word"),
        ("the clerk can not read it to us aloud", "the clerk cannot read it to us aloud", "the other way round"),
    ],
)
def test_words_divided_otherwise_are_the_same(quote: str, original: str, why: str) -> None:
    match = compare(quote, original)
    assert match, why
    assert ["presentation"] == [e.kind for e in match.edits], why


@pytest.mark.parametrize(
    ("quote", "original", "why"),
    [
        ("2 percent", "a rise of 4.2 percent", "the end of a number"),
        ("a rise of 4", "a rise of 4.2 percent", "its beginning"),
        ("a rise of 4.", "a rise of 4.2 percent", "its beginning, with the quoter's stop"),
        ("we don", "we don't know", "half of a word with an apostrophe"),
        ("able to", "he was [un]able to walk", "a word after letters in brackets"),
        ("read", "he is ready", "a part of a word"),
    ],
)
def test_a_part_of_a_word_is_not_the_word(quote: str, original: str, why: str) -> None:
    assert compare(quote, original) is None, why


def test_words_that_share_a_code_point_by_chance_are_told_apart() -> None:
    assert words("badum").codes == words("beguf").codes
    sentence = "the clerk of the harbour saw the {} by the northern lock"
    match = compare(sentence.format("badum"), f"So {sentence.format('beguf')} today.")
    assert match
    assert ["substitution"] == [e.kind for e in match.edits]


@given(passages(16, 40), st.data())
@settings(quick, max_examples=60)
def test_more_damage_never_raises_the_score(passage: Passage, data: st.DataObject) -> None:
    quote, original = passage.words, prepare(passage.original)
    last = 100.0
    for at in data.draw(st.lists(st.integers(2, len(quote) - 3), min_size=1, max_size=6, unique=True)):
        quote[at] = f"zebra{at}"
        match = compare(" ".join(quote), original)
        score = match.score if match else 0.0
        assert last >= score
        last = score
