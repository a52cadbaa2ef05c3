from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, page, told

from fidelity.archive import intake
from fidelity.archive.store import Store
from fidelity.candidates import shelf
from fidelity.pipeline import Stocks
from fidelity.quotes import find_quotes

if TYPE_CHECKING:
    from pathlib import Path

LONG = " ".join(f"On day {n} the clerk of the lock wrote down {n * 7} barges and {n * 3} tolls." for n in range(1, 60))
OWN = (
    "I went to the quay on Sunday, as I do every week, and nobody there would speak of the lock, of the money or of the letter "
    "that had gone round. The baker would, but only about bread."
)


@pytest.mark.parametrize(
    ("first", "second", "expected", "why"),
    [
        (told(), told(PASSAGE.replace("may", "must")), True, "one word is another"),
        (told(), (BEFORE, AFTER), True, "a sentence is gone"),
        (told(), (OTHER,), False, "another text"),
        (told(), (OTHER, LONG, BEFORE, PASSAGE), False, "half of the shorter one"),
        ((LONG,), (LONG[: len(LONG) // 6],), True, "a beginning"),
        ((LONG,), (OTHER, LONG[: len(LONG) // 12], "So says the clerk."), False, "a short text that quotes at length"),
    ],
)
def test_versions_of_one_text(first: tuple[str, ...], second: tuple[str, ...], expected: bool, why: str) -> None:
    stock = shelf([page("a.md", *first), page("b.md", *second)])
    assert expected == stock.kin(0, 1), why
    assert expected == stock.kin(1, 0), why
    assert ([1] if expected else []) == stock.versions(0), why


def test_snapshots_of_one_page_are_versions_however_much_it_changed() -> None:
    stock = shelf([page("a.md", *told(), url="https://a.example/x"), page("b.md", OTHER, url="http://www.a.example/x/")])
    assert stock.kin(0, 1)


def test_likeness_of_long_texts_is_seen_in_a_sample_of_them() -> None:
    text = " ".join(f"Barge {n} of {n * 31 % 997} paid {n * 17 % 89} for lock {n % 13} on line {n}." for n in range(900))
    stock = shelf([page("a.md", text), page("b.md", text.replace("paid 3", "owed 3")), page("c.md", text[::-1])])
    assert stock.kin(0, 1)
    assert not stock.kin(0, 2)


@pytest.mark.parametrize(
    ("uri", "text", "url", "why"),
    [
        ("article.md", OTHER, None, "its file"),
        ("b.md", OTHER, "https://me.example/lock", "its page in another state"),
        ("b.md", f"{OWN} “{PASSAGE}” So there.", None, "a copy of what its author wrote"),
    ],
)
def test_an_article_is_not_its_own_original(uri: str, text: str, url: str | None, why: str) -> None:
    article = page("article.md", f"{OWN} “{PASSAGE}” So there.", url="https://me.example/lock/")
    true = page("true.md", *told())
    stock = shelf([page(uri, text, **({"url": url} if url else {})), true])
    rest = stock.beside(article, find_quotes(article).quotes)
    assert [true] == [o.document for o in rest.originals], why
    assert 1 == len(rest.labels), why


def test_a_release_that_an_article_copies_is_still_its_source() -> None:
    release = page("release.md", BEFORE, PASSAGE, AFTER, OWN, LONG)
    article = page("article.md", OWN, BEFORE)
    stock = shelf([release])
    assert stock is stock.beside(article)


def test_a_text_that_is_all_quotations_has_no_words_of_its_own_to_know_it_by() -> None:
    article = page("article.md", f"> {BEFORE}", f"> {AFTER}")
    stock = shelf([page("true.md", *told())])
    assert stock is stock.beside(article, find_quotes(article).quotes)


@pytest.mark.parametrize(
    ("given", "among", "expected", "why"),
    [(2, 0, False, "a few"), (50, 0, True, "many are given"), (2, 5_000, True, "a few, chosen from many")],
)
def test_a_crowd(given: int, among: int, expected: bool, why: str) -> None:
    stock = shelf([page(f"{n}.md", f"Letter {n}. {OTHER}") for n in range(given)], among)
    assert expected == stock.is_crowd, why
    assert expected == stock.beside(page("article.md", OWN)).is_crowd, why


def test_the_shelf_of_an_archive_knows_of_how_many_its_originals_were_chosen(tmp_path: Path) -> None:
    with Store.create(tmp_path / "store") as store:
        list(intake.add(store, [page("a.md", *told()), page("b.md", OTHER), page("c.md", OWN)]))
    article = page("article.md", f"So it was: “{PASSAGE}”")
    stock = Stocks()((), tmp_path / "store", article, find_quotes(article).quotes, {})
    assert (["a.md"], 3) == ([o.uri for o in stock.originals], stock.among)
