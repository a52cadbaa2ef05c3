"""Which of several places, and what of a splice: repeated phrases, many jumps, moved words that stand twice."""

from __future__ import annotations

import random
from unittest.mock import patch

from fidelity import locate
from fidelity.locate import compare, find, prepare, take_apart

_PHRASES = (
    "A pilot had never believed that the price of salt rose by half. Her brother had never believed that the price of salt "
    "rose by half, as far as anyone knew. "
)


def test_the_words_around_a_repeated_phrase_tell_which_place_is_meant() -> None:
    quote = "Her jigsaw had xylem pyx jigsaw the price of salt rose by half"
    match = compare(quote, _PHRASES)
    assert match
    assert _PHRASES[slice(*match.passages[0])].startswith("Her brother")


def test_a_splice_of_long_stretches_is_found_however_often_it_jumps() -> None:
    pieces = [
        "the council met on Tuesday to hear the engineers",
        "no money has been set aside for the locks",
        "the ferry will run as before until the autumn",
        "two members left the room before the vote",
    ]
    filler = " Between these words stands a good deal of other matter about barges and their owners, which goes on for long. "
    original = filler.join(p + "." for p in pieces)
    match = compare(" ".join([pieces[2], pieces[0], pieces[3], pieces[1]]), original)
    assert match
    assert "move" in {e.kind for e in match.edits}


def test_words_cut_short_close_together_do_not_hide_a_jump() -> None:
    original = (
        "Every farmer in the valley had never believed it. The board met. A long report was read and nobody listened to it. "
        "Her brother wrote in spring that the price of salt rose by half, and few objected."
    )
    quote = "in the valley had of salt rose by half, and few objected"
    match = compare(quote, original)
    assert match
    assert original[slice(*match.passages[0])].startswith("in the valley had")


def test_moved_words_that_stand_twice_are_told_where_they_are_not_told_already() -> None:
    said = "the price of salt rose by half"
    main = f"the valley hoped that the dam would hold, and a pilot said on Tuesday that {said} now, our neighbour wrote that"
    original = f"It is long ago. Every farmer in {main} {said}, and few objected."
    quote = f"{said}, {main}"
    match = compare(quote, original)
    assert match
    assert ["move"] == [e.kind for e in match.edits if e.kind != "presentation"]


def test_torn_words_at_a_line_end_stay_one_word_beside_a_negation_at_the_start() -> None:
    original = "He never believed that nobody paid for the new repairs after the flood."
    match = compare("never believed that nob-\nody paid … repairs after the flood", original)
    assert match
    assert {"omission", "presentation"} == {e.kind for e in match.edits}


def _long(words: int) -> list[str]:
    """Words of a small vocabulary, so that hardly two neighbouring ones are rare."""
    chance = random.Random(8)  # noqa: S311 - texts, not secrets
    return chance.choices([a + b for a in "bdfgklm" for b in ("al", "en", "ir", "os", "um", "ap", "est", "in")], k=words)


def test_in_a_long_original_pairs_that_are_not_rare_lead_to_the_place_too() -> None:
    words = _long(100_000)
    quoted = words[70_000:70_040]
    for at in range(3, 38, 4):
        quoted[at] = "zither"
    original = " ".join(words)
    match = compare(" ".join(quoted), original)
    assert match
    assert [(len(" ".join(words[:70_000])) + 1, len(" ".join(words[:70_040])))] == list(match.passages)
    assert match.kept == 31


def test_pairs_that_agree_by_chance_are_not_aligned() -> None:
    filler = [f"{' '.join(f'word{n}x{k}' for k in range(80))} " for n in range(8)]
    pairs = [f"left{n} right{n}" for n in range(8)]
    original = " ".join(f"{pairs[n]} {filler[n]}" for n in range(8))
    quote = " zither yodel ".join(reversed(pairs))
    with patch.object(locate, "align", side_effect=AssertionError("nothing to align")):
        place = find(take_apart(quote), prepare(original))
    assert place
    assert not place.found
    assert 2 == place.kept
    assert compare(quote, original) is None
