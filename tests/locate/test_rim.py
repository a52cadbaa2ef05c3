"""Words at a quotation's rim: what was added there, what stands for the original's, and what brackets there stand for."""

from __future__ import annotations

import pytest

from fidelity.locate import compare

ORIGINAL = (
    "As we know, the council said that it would repair the northern bridge, unless the funds fail. "
    "It may close the road until winter because the river rises. While the work goes on, ferries run every hour tomorrow."
)
GERMAN = "Der Rat meint, die Pegel könnten bis zum Herbst um zwei Meter sinken, sofern nicht neuer Regen fällt. Mehr nicht."

RIMS = [
    ("the council said that it would repair the northern bridge today", "insertion", "today", "", "the original's next clause"),
    ("the council said that it would repair the northern tunnel", "substitution", "tunnel", "bridge", "another noun"),
    ("the council said that it would repair the northern bridges", "substitution", "bridges", "bridge", "another number"),
    (
        "the council said that it would repair the northern bridge, if",
        "substitution",
        "if",
        "unless",
        "another conjunction",
    ),
    ("However the council said that it would repair the bridge", "insertion", "However", "", "a word before the clause"),
    ("My council said that it would repair the northern bridge", "substitution", "My", "the", "another small word"),
    ("It may close the road until winter never", "insertion", "never", "", "a conjunction follows in the original"),
    ("After the work goes on, ferries run every hour", "substitution", "After", "While", "both begin the sentence"),
    ("the work goes on, ferries run every hour today", "substitution", "today", "tomorrow", "both end the sentence"),
]


@pytest.mark.parametrize(("quote", "kind", "quoted", "original", "why"), RIMS, ids=[r[-1] for r in RIMS])
def test_what_stands_for_what_at_a_rim(quote: str, kind: str, quoted: str, original: str, why: str) -> None:
    match = compare(quote, ORIGINAL)
    assert match, why
    told = [
        (e.kind, quote[slice(*e.quote)], ORIGINAL[slice(*e.original)]) for e in match.edits if e.kind in (kind, "insertion")
    ]
    assert (kind, quoted, original) in told, why


def test_an_added_verb_does_not_eat_the_condition_behind_it() -> None:
    quote = "die Pegel könnten bis zum Herbst um zwei Meter sinken wird"
    match = compare(quote, GERMAN)
    assert match
    assert [("insertion", "wird")] == [(e.kind, quote[slice(*e.quote)]) for e in match.edits]


BRACKETS = [
    ("council [xylem] it would repair the northern bridge", "said that", "at the beginning"),
    ("It may close the road until [xylem] river", "winter because the", "at the end"),
    ("council [the board] that it would repair the northern bridge", "said", "two words for one"),
    ("close [xylem] until winter because the river rises", "the road", "one word for two"),
]


@pytest.mark.parametrize(("quote", "replaced", "why"), BRACKETS, ids=[r[-1] for r in BRACKETS])
def test_a_bracket_between_a_word_at_the_rim_and_the_rest_stands_for_the_words_between(
    quote: str, replaced: str, why: str
) -> None:
    match = compare(quote, ORIGINAL)
    assert match, why
    told = [(e.kind, e.mark, ORIGINAL[slice(*e.original)]) for e in match.edits]
    assert [("substitution", "brackets", replaced)] == told, why


def test_a_bracket_that_stands_in_the_original_is_text() -> None:
    original = "We read that the operator [Nordbahn] may close the line in winter."
    match = compare("operator [Nordbahn] may close the line", original)
    assert match
    assert () == tuple(e for e in match.edits if e.kind != "presentation")
