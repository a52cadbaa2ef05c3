"""Law 5: more damage never raises the score."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quoted_texts import STRANGE, Story, stories

from fidelity.locate import compare, prepare


def score(quote: list[str], story: Story) -> float:
    match = compare(" ".join(quote), prepare(story.original))
    return match.score if match else 0.0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(16), st.data())
def test_each_further_changed_word_lowers_the_score_or_leaves_it(story: Story, data: st.DataObject) -> None:
    quote = story.quoted
    scores = [score(quote, story)]
    for at in data.draw(st.lists(st.integers(2, len(quote) - 3), min_size=1, max_size=6, unique=True)):
        quote[at] = STRANGE[at % len(STRANGE)]
        scores.append(score(quote, story))
    assert scores[0] == 100.0
    assert all(before >= after for before, after in pairwise(scores)), scores


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(16, unique=True), st.data())
def test_each_further_dropped_word_lowers_the_score_or_leaves_it(story: Story, data: st.DataObject) -> None:
    quote = story.quoted
    scores = [score(quote, story)]
    for _ in range(data.draw(st.integers(1, 6))):
        del quote[data.draw(st.integers(2, len(quote) - 3))]
        scores.append(score(quote, story))
    assert scores[0] == 100.0
    assert all(before >= after for before, after in pairwise(scores)), scores
