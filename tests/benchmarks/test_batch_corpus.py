"""The made articles are what is said of them; `batch_corpus.py` writes them for measuring."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from archive_corpus import Source
from batch_corpus import Made, write

from fidelity.quotes import find_quotes
from fidelity.read import read_all

if TYPE_CHECKING:
    from fidelity.model import Document

PAIRS = Path(__file__).resolve().parents[2] / "pairs"
ORIGINALS, ARTICLES = 60, 150


@cache
def _source() -> Source:
    return Source([PAIRS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    write(Made(_source(), ORIGINALS, seed=3, words=300), ARTICLES, out)
    return out


@pytest.fixture(scope="module")
def told(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def articles(folder: Path) -> list[Document]:
    return list(read_all(folder / "articles.jsonl"))


@pytest.fixture(scope="module")
def originals(folder: Path) -> list[Document]:
    return list(read_all(folder / "originals.jsonl"))


def _each(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [quote for article in told for quote in article["quotes"]]


def test_the_reader_takes_every_entry(articles: list[Document], originals: list[Document]) -> None:
    assert [None] * (ARTICLES + ORIGINALS) == [d.problem for d in (*articles, *originals)]
    assert {"#", "<"} == {d.source[0] for d in articles}
    assert all(d.meta.title and d.meta.author and d.meta.publisher and d.meta.published and d.meta.url for d in articles)


def test_quotations_stand_in_their_articles_in_order(told: list[dict[str, Any]], articles: list[Document]) -> None:
    for truth, article in zip(told, articles, strict=True):
        at = 0
        for quote in truth["quotes"]:
            at = article.text.find(quote["text"], at)
            assert at >= 0, (truth["line"], quote["nth"])
            at += len(quote["text"])


def test_passages_stand_in_their_originals(told: list[dict[str, Any]], originals: list[Document]) -> None:
    known = [q for q in _each(told) if q["original"]]
    assert len(known) > ARTICLES
    for quote in known:
        original = originals[quote["original"] - 1]
        assert quote["passage"] in original.text
        assert quote["original_url"] == original.meta.url


def test_what_was_not_changed_is_the_passage(told: list[dict[str, Any]]) -> None:
    for quote in _each(told):
        kinds = {change["kind"] for change in quote["changes"]}
        assert (quote["text"] == quote["passage"]) == (kinds <= {"emphasis", "emphasis-declared"})


def test_every_kind_of_damage_is_there(told: list[dict[str, Any]]) -> None:
    kinds = Counter(change["kind"] for q in _each(told) for change in q["changes"])
    wanted = {"ellipsis", "bracket", "changed-word", "silent-cut", "emphasis", "emphasis-declared", "shortened"}
    assert wanted <= kinds.keys()
    assert {"link", "title", "maker", "nothing", "wrong", "parent"} == {q["named"] for q in _each(told)}
    assert any(q["original"] is None for q in _each(told))


def test_copies_are_from_earlier_articles_and_keep_their_changes(told: list[dict[str, Any]]) -> None:
    copies = [(article, q) for article in told for q in article["quotes"] if q["parent"]]
    assert 0.1 < len(copies) / ARTICLES < 0.3
    for article, quote in copies:
        before = told[quote["parent"]["line"] - 1]
        parent = before["quotes"][quote["parent"]["nth"] - 1]
        assert before["published"] < article["published"]
        assert parent["changes"] == quote["changes"][: len(parent["changes"])]
        assert (parent["passage"], parent["original"]) == (quote["passage"], quote["original"])


def test_most_quotations_are_found_where_they_were_put(told: list[dict[str, Any]], articles: list[Document]) -> None:
    placed = found = 0
    for truth, article in zip(told, articles, strict=True):
        here = [q.text for q in find_quotes(article).quotes]
        placed += len(truth["quotes"])
        found += sum(any(quote["text"] in text for text in here) for quote in truth["quotes"])
    assert found > 0.95 * placed


def test_fewer_articles_are_the_beginning_of_more(folder: Path, tmp_path: Path) -> None:
    write(Made(_source(), ORIGINALS, seed=3, words=300), 20, tmp_path)
    for name in ("articles.jsonl", "truth.jsonl"):
        fewer, more = ((f / name).read_text("utf-8").splitlines() for f in (tmp_path, folder))
        assert fewer == more[:20]


def test_another_seed_makes_others() -> None:
    one, other = (next(Made(_source(), 10, seed, words=300).articles(1))[0]["text"] for seed in (1, 2))
    assert one != other
