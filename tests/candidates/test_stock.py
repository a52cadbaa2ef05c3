from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, page, told

from fidelity.archive import intake
from fidelity.archive.store import Store
from fidelity.candidates import cases, shelf
from fidelity.candidates.stock import Book, Kept, shelved
from fidelity.pipeline import Job, Stocks, run
from fidelity.quotes import find_quotes
from fidelity.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.archive.store import Entry
    from fidelity.model import Document

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


def test_a_store_is_asked_once_for_an_original_that_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.create(tmp_path / "store") as store:
        list(intake.add(store, [page("a.md", *told()), page("b.md", OTHER)]))
    asked = []
    decoded = Store.decoded

    def noted(self: Store, entry: Entry) -> Document:
        asked.append(entry.uri)
        return decoded(self, entry)

    monkeypatch.setattr(Store, "decoded", noted)
    article = page("article.md", f"So it was: “{PASSAGE}”")
    stocks = Stocks()
    shelves = [stocks((), tmp_path / "store", article, find_quotes(article).quotes, {}) for _ in range(3)]
    assert ["a.md"] == asked
    assert shelves[0].originals[0] is shelves[2].originals[0]
    with Store.create(tmp_path / "store") as store:
        list(intake.add(store, [page("a.md", *told(PASSAGE.replace("may", "must")))]))
    later = stocks((), tmp_path / "store", article, find_quotes(article).quotes, {})
    assert ["a.md", f"a.md@{shelves[0].books[0].document.sha256[:12]}"] == [o.uri for o in later.originals]


def test_no_more_is_kept_than_there_is_memory_for() -> None:
    pages = [page(f"{n}.md", f"Letter {n}.", LONG) for n in range(6)]
    kept = Kept(3 * Book(pages[0]).size + 1)
    first = [kept(n, partial(pages.__getitem__, n)) for n in range(3)]
    assert first[0] is kept(0, lambda: pages[0])
    kept(3, lambda: pages[3])
    again = [kept(n, partial(pages.__getitem__, n)) for n in (0, 1)]
    assert (first[0], True) == (again[0], again[1] is not first[1])
    assert kept.size <= kept.most


def test_an_original_larger_than_all_memory_is_used_and_not_kept() -> None:
    kept = Kept(1)
    assert "a.md" == kept("a", lambda: page("a.md", LONG)).document.uri
    assert 0 == kept.size


def test_versions_stay_known_as_long_as_both_are_kept() -> None:
    one, two = Book(page("a.md", *told())), Book(page("b.md", *told()))
    assert one.is_version_of(two)
    assert two.is_version_of(one)
    assert shelved([two, one]).kin(0, 1)


def archived(tmp_path: Path, *more: Document) -> Path:
    with Store.create(tmp_path / "store") as store:
        list(intake.add(store, [*more, *(page(f"x{n}.md", f"Letter {n}. {OTHER}") for n in range(50))]))
    return tmp_path / "store"


@pytest.mark.parametrize(
    ("copied", "expected", "why"),
    [
        (f"{AFTER}", ["unmarked"], "a paragraph"),
        (
            f"{OWN[:90]} {BEFORE[-63:]}\n\n{AFTER[:110]} {OWN[-90:]}",
            ["unmarked"],
            "across two paragraphs",
        ),
        (f"I read that {AFTER[:60]} and so did she.", [], "a phrase"),
    ],
)
def test_what_an_article_copies_out_of_an_archive_is_found(tmp_path: Path, copied: str, expected: list[str], why: str) -> None:
    store = archived(tmp_path, page("a.md", BEFORE, AFTER))
    article = tmp_path / "article.md"
    article.write_text(f"{OWN}\n\n{copied}\n\n{OWN[::-1]}\n", "utf-8")
    (found,) = run([Job(article, archive=store)], Settings()).articles
    assert expected == [q.form for q in found.quotes], why


def test_to_try_fewer_originals_of_a_crowd_changes_no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = [page(f"x{n}.md", f"{n}. {PASSAGE[: 20 + n]} {OTHER}") for n in range(50)]
    stock = shelf([page("a.md", *told()), page("b.md", f"As I said: {PASSAGE}"), *alike], 5_000)
    article = page("article.md", OWN, f"So it was: “{PASSAGE}” Or “{PASSAGE.replace('may', 'must')}”, or “{AFTER[:80]}”")
    quotes = find_quotes(article).quotes
    fewer = list(cases(article, quotes, stock, Settings()))
    monkeypatch.setattr(import_module("fidelity.candidates.search"), "_SHARED", 0.0)
    assert 3 == len(fewer)
    assert fewer == list(cases(article, quotes, stock, Settings()))
    assert ["b.md"] == [document.uri for _, document in fewer[0].others]
