"""Which uses are of one quotation: alike words, stock phrases, passages that overlap, and lists that stay bounded."""

from __future__ import annotations

import random

import numpy as np
import pytest

from fidelity.batch.drift.alike import Likeness, same_words
from fidelity.batch.drift.dates import told, when
from fidelity.batch.drift.gathering import Gathered
from fidelity.batch.drift.passages import same_passage
from fidelity.batch.drift.postings import pairs, postings
from fidelity.batch.drift.shingles import Wordings, joined, wordings

BRIDGE = "the bridge will open in ten days and nobody at the yard doubts it any longer"
CHANGED = "the bridge will open in nine days and nobody at the dock doubts it any longer"
STOCK = "there is no doubt in my mind that"


def own(seed: int, count: int = 9) -> str:
    """Words that no other text has."""
    return " ".join(f"w{seed}x{k}" for k in range(count))


def of(texts: list[str], placed: int = 0) -> list[int]:
    return [int(n) for n in same_words(wordings(texts), placed, lambda _a, _b: False)]


def test_words_taken_apart_together_are_those_taken_apart_alone() -> None:
    texts = ["", "One two, three.", "Don't “stop” — 4.2", " ", BRIDGE]
    found = wordings(texts)
    assert [wordings([t]).of(0).tolist() for t in texts] == [found.of(k).tolist() for k in range(len(texts))]
    again = joined([wordings(texts[:2]), wordings(texts[2:])])
    assert found.hashes.tolist() == again.hashes.tolist()
    assert found.starts.tolist() == again.starts.tolist()


def test_the_digest_hangs_on_words_and_order_alone() -> None:
    one, other, turned, shorter = wordings(["a b c", "A, b — c!", "a c b", "a b"]).digests().tolist()
    assert one == other
    assert 3 == len({one, turned, shorter})


def test_alike_texts_go_to_the_longest_and_others_stay_alone() -> None:
    assert [0, 0, 2, 3] == of([f"{BRIDGE} said she", CHANGED, own(1), own(2)])


def test_a_stock_phrase_makes_nothing_alike() -> None:
    texts = [f"{STOCK} {own(k, 4)}" for k in range(40)]
    assert list(range(40)) == of(texts)


def test_variants_of_a_popular_quotation_stay_together() -> None:
    words = BRIDGE.split()
    texts = [" ".join([*words[:k], f"x{k}", *words[k + 1 :]]) for k in range(len(words))]
    assert {0} == set(of([BRIDGE, *texts]))


def test_two_passages_of_originals_are_one_only_where_the_words_are_the_same() -> None:
    assert [0, 1] == of([f"{BRIDGE} said she", CHANGED], 2)
    assert [0, 0] == of([f"{BRIDGE} said she", BRIDGE], 2)


def test_a_phrase_in_thousands_of_texts_gives_a_few_pairs_for_each() -> None:
    texts = wordings([f"{STOCK} {own(k)}" for k in range(3000)])
    hashes, owner = postings(texts)
    low, high = pairs(hashes, owner, len(texts))
    assert len(low) <= 12 * len(texts)
    assert bool(np.all(low < high))


def test_any_six_words_in_common_are_found() -> None:
    r = random.Random(1)  # noqa: S311 - texts are no secret
    for seed in range(30):
        common = own(1000 + seed, 6)
        before, after = (own(2 * seed + k, r.randrange(9)) for k in range(2))
        texts = wordings([f"{before} {common}", f"{common} {after}"])
        assert len(postings(texts)[0]) >= 2


def test_likeness_knows_which_words_two_texts_share() -> None:
    kin = Likeness(wordings([BRIDGE, CHANGED, own(1, 16)]))
    assert 14 == kin.words(0, 1)
    assert 0 == kin.words(0, 2)


def gathered(spans: list[list[tuple[int, int]]], originals: list[int] | None = None) -> Gathered:
    count = len(spans)
    none = Wordings(np.zeros(0, np.uint64), np.zeros(count + 1, np.int64))
    flat = [span for each in spans for span in each]
    bounds = np.cumsum([0, *(len(each) for each in spans)])
    return Gathered(
        none,
        none,
        ["o", "p"],
        [None, None],
        np.array(originals or [0] * count, np.int32),
        np.array(flat, np.int64).reshape(-1, 2),
        bounds.astype(np.int64),
        np.zeros(count, np.uint64),
        np.zeros(count, bool),
        np.arange(count).astype(np.uint64),
    )


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([[(0, 100)], [(0, 40)], [(60, 100)]], [0, 0, 0]),  # parts of a longer one
        ([[(0, 100)], [(60, 160)]], [0, 1]),  # less than half in common
        ([[(0, 100)], [(60, 160)], [(62, 98)]], [0, 1, 0]),  # in both: the one whose edges are nearer
        ([[(0, 40), (70, 100)], [(0, 100)]], [1, 1]),  # with a cut
        ([[(k * 60, k * 60 + 100)] for k in range(9)], list(range(9))),  # a speech quoted on and on is no chain
        ([[(0, 10)], [(5000, 5010)]], [0, 1]),  # far apart
    ],
)
def test_passages_that_overlap(spans: list[list[tuple[int, int]]], expected: list[int]) -> None:
    assert expected == same_passage(gathered(spans)).tolist()


def test_the_same_place_in_another_original_is_another_passage() -> None:
    assert [0, 1, -1] == same_passage(gathered([[(0, 9)], [(0, 9)], []], [0, 1, -1])).tolist()


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        ("2015-11-24", "2015-11-24", "2015-11-24"),
        ("2015-11", "2015-11-01", "2015-11-30"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2015-11-24T10:30:00+02:00", "2015-11-24T08:30Z", "2015-11-24T08:30Z"),
        ("2015-11-24T10:30", "2015-11-24", "2015-11-24"),  # in which zone is not said
        ("2015-13-01", None, None),
        ("0000", None, None),
        ("yesterday", None, None),
        ("9999-12-31T23:59-23:59", None, None),
        (None, None, None),
    ],
)
def test_dates_are_as_vague_as_they_are_given(published: str | None, first: str | None, last: str | None) -> None:
    found = when(published)
    assert (first, last) == (told(found.earliest), told(found.latest))
