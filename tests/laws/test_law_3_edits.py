"""Law 3: a score ranks, the edits decide. Applied to the quoted words they give the original's."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from quoted_texts import Story, damaged, stories

from fidelity.locate import compare
from fidelity.text.fold import fold

if TYPE_CHECKING:
    from fidelity.model import Match


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text)[0].lower())


def applied(quote: str, match: Match, original: str) -> str:
    """The quotation with every edit undone, the slow and obvious way."""
    out, at = [], 0
    for edit in match.edits:
        start, end = edit.quote
        assert at <= start, "edits overlap or run backwards"
        gap = "" if edit.kind == "presentation" and end > start else " "
        out += [quote[at:start], gap, original[slice(*edit.original)], gap]
        at = end
    return "".join([*out, quote[at:]])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.data())
def test_edits_turn_the_quotation_into_the_original(story: Story, data: st.DataObject) -> None:
    quote, original = data.draw(damaged(story)), story.original
    match = compare(quote, original)
    assume(match is not None)
    assert match is not None
    whole = original[match.passages[0][0] : match.passages[-1][1]]
    undone = words(applied(quote, match, original))
    if any(edit.kind == "move" for edit in match.edits):
        assert not Counter(undone) - Counter(words(original))
    else:
        assert words(whole) == undone


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.data())
def test_what_no_edit_covers_is_the_same_on_both_sides(story: Story, data: st.DataObject) -> None:
    quote, original = data.draw(damaged(story)), story.original
    match = compare(quote, original)
    assume(match is not None)
    assert match is not None
    kept = [(words(quote[slice(*here)]), words(original[slice(*there)])) for here, there in match.links]
    assert [there for _, there in kept] == [[w.strip("[]") for w in here] for here, _ in kept]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_an_untouched_passage_is_identical_in_words(story: Story) -> None:
    quote = " ".join(story.quoted)
    match = compare(quote, story.original)
    assert match is not None
    assert {"presentation"} >= {edit.kind for edit in match.edits}
    assert match.score == 100.0
    assert words(quote) == words(story.original[slice(*match.passages[0])])
