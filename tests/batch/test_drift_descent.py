"""Descent by hand: what is copying, what is not, and what cannot be told."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from drift_uses import ORIGINAL, use

from fidelity.batch.drift.lineages import lineage
from fidelity.batch.drift.rows import Named

if TYPE_CHECKING:
    from fidelity.model.drift import Lineage, Witness

ALTERED = ORIGINAL.replace("ten days", "nine days")
TWICE = ALTERED.replace("ferry", "steamer")


def told(found: Lineage, article: str) -> Witness:
    return next(w for w in found.witnesses if w.article == article)


def parents(found: Lineage, article: str) -> tuple[str, ...]:
    names = {w.number: w.article for w in found.witnesses} | {0: "original"}
    return tuple(names[p] for p in told(found, article).descent.parents)


def test_a_shared_alteration_is_copying_and_more_of_it_is_more() -> None:
    found = lineage(1, [use("a", ALTERED, "2015-01-01"), use("b", TWICE, "2015-02-01"), use("c", TWICE, "2015-03-01")], {})
    assert ("original",) == parents(found, "a")
    assert ("a",) == parents(found, "b")
    assert ("b",) == parents(found, "c")
    assert "strong" == told(found, "c").descent.confidence
    assert ["both have “nine” for “ten”"] == [r.text for r in told(found, "b").descent.reasons]


def test_faithful_words_show_nothing() -> None:
    found = lineage(1, [use("a", ORIGINAL, "2015-01-01"), use("b", ORIGINAL, "2015-02-01")], {})
    assert ("original",) == parents(found, "b")
    assert "open" == told(found, "b").descent.confidence


def test_a_faithful_use_that_links_to_another_has_it_from_there() -> None:
    linked = Named(None, None, "http://www.a.example/story/")
    found = lineage(1, [use("a", ORIGINAL, "2015-01-01"), use("b", ORIGINAL, "2015-02-01", named=linked)], {})
    assert ("a",) == parents(found, "b")
    assert ["links"] == [r.kind for r in told(found, "b").descent.reasons]


def test_a_publisher_that_is_named_is_evidence_unless_it_is_the_original_s() -> None:
    named = Named("Harbour Post", None, None)
    uses = [use("a", ORIGINAL, "2015-01-01", publisher="Harbour Post"), use("b", ORIGINAL, "2015-02-01", named=named)]
    assert ("a",) == parents(lineage(1, uses, {}), "b")


def test_nobody_descends_from_what_came_later() -> None:
    found = lineage(1, [use("a", TWICE, "2015-03-01"), use("b", ALTERED, "2015-01-01")], {})
    assert ("b",) == parents(found, "a")
    later = lineage(1, [use("a", ALTERED, "2015-03-01"), use("b", ALTERED, "2015-03-02")], {})
    assert ("original",) == parents(later, "a")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2015-01-01", "2015-01-01"),  # one day
        (None, None),  # no date
        ("2015-01-05", "2015-01"),  # a month
        ("2015-01-05", None),  # one has none
    ],
)
def test_what_the_dates_cannot_tell_is_said(first: str | None, second: str | None) -> None:
    found = lineage(1, [use("a", ALTERED, first), use("b", ALTERED, second)], {})
    assert ("original", "b") == parents(found, "a")
    assert ("a", "original") == parents(found, "b")
    assert {"weak", "likely"} >= {w.descent.confidence for w in found.witnesses}


def test_equal_explanations_are_a_tie_and_are_told_as_one() -> None:
    uses = [use("a", ALTERED, "2015-01-01"), use("b", ALTERED, "2015-02-01"), use("c", TWICE, "2015-03-01")]
    assert ("a", "b") == parents(lineage(1, uses, {}), "c")


def test_an_undated_use_with_fewer_changes_stands_above_one_with_more() -> None:
    found = lineage(1, [use("a", TWICE, "2015-01-01"), use("b", ALTERED, None)], {})
    assert ("original",) == parents(found, "b")
    assert ("b",) == parents(found, "a")


def test_the_same_cut_and_the_same_emphasis_are_signs() -> None:
    cut = ORIGINAL.replace(", which had asked for a delay,", "")
    found = lineage(1, [use("a", cut, "2015-01-01"), use("b", cut, "2015-02-01")], {})
    assert ("a",) == parents(found, "b")
    assert ["cut"] == [d.kind for d in told(found, "b").departures]
    loud = [use(n, ORIGINAL, d, stressed="any longer") for n, d in (("a", "2015-01-01"), ("b", "2015-02-01"))]
    found = lineage(1, loud, {})
    assert ("a",) == parents(found, "b")
    assert [("emphasised", (1,))] == [(f.what, f.witnesses) for f in found.firsts]


def test_a_common_slip_is_weak_evidence_at_most() -> None:
    slip = ORIGINAL.replace("doubts", "doubt")
    found = lineage(1, [use("a", slip, "2015-01-01"), use("b", slip, "2015-02-01")], {})
    assert "weak" == told(found, "b").descent.confidence


def test_beginning_later_and_ending_earlier_alone_is_no_copying() -> None:
    part = "Nobody at the yard doubts it any longer"
    found = lineage(1, [use(n, part, f"2015-0{k}-01", there=part) for k, n in enumerate("abc", 1)] + [use("d", ORIGINAL)], {})
    assert {("original",)} == {parents(found, n) for n in "abcd"}


def test_another_version_of_the_original_is_no_drift() -> None:
    other = ORIGINAL.replace("ten days", "twelve days")
    uses = [use("a", ORIGINAL, "2015-01-01"), use("b", ORIGINAL, "2015-01-02")]
    uses += [use(n, other, "2015-02-01", original="bridge-2.txt", whole=other) for n in "cd"]
    found = lineage(1, uses, {})
    assert () == found.spreads
    assert {"bridge.txt", "bridge-2.txt"} == {s.uri for s in found.sources}


def test_the_first_to_alter_may_be_one_of_several() -> None:
    uses = [use("a", ALTERED, "2015-01-01"), use("b", ALTERED, "2015-01"), use("c", ALTERED, "2015-02-01"), use("d", ALTERED)]
    (first,) = lineage(1, uses, {}).firsts
    assert ("altered", (1, 2), 1) == (first.what, first.witnesses, first.undated)


def test_without_an_original_the_text_on_top_is_a_guess_and_is_said_to_be() -> None:
    uses = [
        use(n, text, d, original=None)
        for n, text, d in (
            ("a", ORIGINAL, "2015-01-01"),
            ("b", ALTERED, "2015-02-01"),
            ("c", ALTERED, "2015-03-01"),
            ("d", ORIGINAL, "2015-04-01"),
        )
    ]
    found = lineage(1, uses, {})
    assert found.hypothesis
    assert ORIGINAL == found.text
    assert (1, 4) == found.root
    assert ("b",) == parents(found, "c")
    assert "strong" != told(found, "c").descent.confidence


def test_without_an_original_the_fuller_text_wins_over_an_earlier_cut_one() -> None:
    cut = ORIGINAL.replace(", which had asked for a delay,", " …")
    uses = [use(n, text, d, original=None) for n, text, d in (("a", cut, "2015-01-01"), ("b", ORIGINAL, "2015-02-01"))]
    assert "which had asked for a delay" in lineage(1, uses, {}).text


def test_the_order_of_the_uses_changes_nothing() -> None:
    uses = [use("a", ALTERED, "2015-01-01"), use("b", TWICE), use("c", TWICE, "2015-01-01"), use("d", ORIGINAL, "2014")]
    expected = lineage(1, uses, {})
    for seed in range(5):
        mixed = list(uses)
        random.Random(seed).shuffle(mixed)  # noqa: S311 - an order is no secret
        assert expected == lineage(1, mixed, {})


def test_nobody_descends_from_himself() -> None:
    texts = [ALTERED, TWICE, ORIGINAL.replace("ferry", "steamer"), ORIGINAL]
    found = lineage(1, [use(f"u{n}", texts[n % 4], None if n % 3 else "2015") for n in range(40)], {})
    for witness in found.witnesses:
        seen, at = set(), witness.number
        while at:
            assert at not in seen
            seen.add(at)
            at = found.witnesses[at - 1].descent.parents[0]


def test_the_pieces_are_the_words_and_what_only_the_parent_has() -> None:
    found = lineage(1, [use("a", ALTERED, "2015-01-01")], {})
    pieces = found.witnesses[0].pieces
    assert ALTERED == "".join(p.text for p in pieces if p.role != "gone")
    assert ["ten"] == [p.text for p in pieces if p.role == "gone"]
    assert ["nine"] == [p.text for p in pieces if p.role == "new"]
