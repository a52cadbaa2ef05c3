from __future__ import annotations

from itertools import permutations

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, case_of, page, told

from fidelity.model import Case, Document, Names

URL = "https://board.example/lock"
MUST = PASSAGE.replace("may", "must")


def copy(day: str, passage: str = PASSAGE, url: str = URL) -> Document:
    return page(f"{day}.md", *told(passage), url=url, snapshot=f"{day}T10:00:00Z")


def texts(found: Case) -> list[tuple[str, str | None, str | None]]:
    """Of each version its uri and what it has for what."""
    out = []
    for version in found.versions:
        here = there = None
        if version.change is not None and found.original is not None:
            here, there = found.original.text[slice(*version.change[0])], version.document.text[slice(*version.change[1])]
        out.append((version.document.uri, here, there))
    return out


def test_a_version_that_lacks_the_passage_stands_beside_a_whole_match() -> None:
    found = case_of(PASSAGE, page("a.md", *told(), url=URL), page("b.md", BEFORE, AFTER, url=URL))
    assert [("b.md", PASSAGE.rstrip("."), "")] == [(u, (h or "").rstrip("."), t) for u, h, t in texts(found)]


def test_a_version_that_reads_otherwise_tells_what_it_has_instead() -> None:
    found = case_of(PASSAGE, page("a.md", *told(), url=URL), page("b.md", *told(MUST), url=URL))
    assert [("b.md", "may", "must")] == texts(found)


def test_a_copy_that_ends_before_the_passage_tells_nothing() -> None:
    found = case_of(PASSAGE, page("a.md", *told(), OTHER), page("b.md", BEFORE))
    assert [("b.md", None, False)] == [(v.document.uri, v.change, v.known) for v in found.versions]


def test_versions_stand_in_order_of_time() -> None:
    days = ["2024-03-09", "2024-03-01", "2024-03-20"]
    found = case_of(PASSAGE, page("z.md", *told(), url=URL, snapshot="2024-02-01"), *map(copy, days))
    assert ["2024-03-01.md", "2024-03-09.md", "2024-03-20.md"] == [v.document.uri for v in found.versions]


@pytest.mark.parametrize(
    ("published", "expected", "why"),
    [
        ("2024-03-10", "2024-03-09.md", "the nearest to the article's date"),
        ("2024-01-01", "2024-03-01.md", "the nearest after it"),
        ("", "2024-03-01.md", "the first where the article has no date"),
    ],
)
def test_of_equally_true_snapshots_the_nearest_to_the_article_decides(published: str, expected: str, why: str) -> None:
    stock = [copy("2024-03-01"), copy("2024-03-09"), copy("2024-03-20")]
    for order in permutations(stock):
        found = case_of(PASSAGE, *order, names=None, **({"date": published} if published else {}))
        assert found.original, why
        assert expected == found.original.uri, why


def test_the_snapshot_that_the_quotation_is_true_of_decides_before_the_nearest() -> None:
    found = case_of(PASSAGE, copy("2024-03-01"), copy("2024-03-09", MUST), date="2024-03-09")
    assert found.original
    assert "2024-03-01.md" == found.original.uri
    assert 100.0 == (found.match and found.match.score)


def test_the_first_to_publish_stands_for_its_copies() -> None:
    agency = page("z-agency.md", *told(), publisher="Wire", published="2024-03-01", url="https://wire.example/1")
    paper = page("a-paper.md", *told(), publisher="Herald", published="2024-03-02", url="https://herald.example/2")
    found = case_of(PASSAGE, paper, agency)
    assert agency == found.original
    assert [paper] == [v.document for v in found.versions]


def test_unless_the_article_names_one_of_the_copies() -> None:
    agency = page("z-agency.md", *told(), publisher="Wire", published="2024-03-01", url="https://wire.example/1")
    paper = page("a-paper.md", *told(), publisher="Herald", published="2024-03-02", url="https://herald.example/2")
    found = case_of(PASSAGE, paper, agency, names=Names(url="https://herald.example/2"))
    assert paper == found.original
