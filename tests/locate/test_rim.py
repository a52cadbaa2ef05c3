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


AT_THE_EDGE = [
    ("the same holds for [perishable goods]", "goods sold as perishable", "as far as it shares words"),
    ("the same holds for [old things]", "goods sold", "without such words as many as it has"),
    ("[The dull question] for goods sold", "the same holds", "so at the beginning"),
    ("[The holding] for goods sold", "same holds", "a form is not the same word"),
]


@pytest.mark.parametrize(("quote", "replaced", "why"), AT_THE_EDGE, ids=[r[-1] for r in AT_THE_EDGE])
def test_what_a_bracket_at_the_edge_stands_for(quote: str, replaced: str, why: str) -> None:
    original = "We need not rule whether the same holds for goods sold as perishable under section five."
    whole = quote.replace("the same", "We need not rule whether the same").replace(
        "goods sold", "goods sold as perishable under"
    )
    match = compare(whole, original)
    assert match, why
    assert [(replaced, "brackets")] == [(original[slice(*e.original)], e.mark) for e in match.edits if e.mark], why


def test_of_rims_that_cost_the_same_the_one_that_keeps_most_words() -> None:
    original = "The debt is high; it leaves however few of means for a boat of that size, unless one sells."
    match = compare("it not leaves any mean for a boat of that size", original)
    assert match
    assert {"it", "leaves"} <= {original[slice(*there)].split(maxsplit=1)[0] for _, there in match.links}


def test_a_bracket_that_stands_in_the_original_is_text() -> None:
    original = "We read that the operator [Nordbahn] may close the line in winter."
    match = compare("operator [Nordbahn] may close the line", original)
    assert match
    assert () == tuple(e for e in match.edits if e.kind != "presentation")
