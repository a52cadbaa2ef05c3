"""Which version an article says that it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fidelity.pipeline import check_article
from fidelity.quotes import find_quotes
from fidelity.read import read
from fidelity.rules.edition import is_named, year_of
from fidelity.settings import Settings

if TYPE_CHECKING:
    from fidelity.model import Document

SAME = "Barges pay their toll at the upper gate. Divers work by day only. The keeper has the key."
PASSAGE = "The lock is closed from November to March in every year."


def _version(name: str, year: str, title: str, passage: str = PASSAGE) -> Document:
    url = "https://board.example/rules"
    head = f"---\ntitle: {title}\nurl: {url}\nsnapshot: '{year}-03-01'\n---\n\n" if year else f"---\ntitle: {title}\n---\n\n"
    return read(name, f"{head}{SAME}\n\n{passage}\n\nNobody may swim in the basin, and dogs are kept on a lead.\n".encode())


OLD, NEW = _version("old.md", "2021", "Rules of the Lock"), _version("new.md", "2023", "Rules of the Lock")
DRAFT, FINAL = _version("draft.md", "", "Rules of the Lock (draft)"), _version("final.md", "", "Rules of the Lock")


@pytest.mark.parametrize(
    ("lead", "document", "other", "expected", "why"),
    [
        ("The new rules say:", NEW, OLD, True, "new"),
        ("The new rules say:", OLD, NEW, False, "new, and this is the old one"),
        ("The old rules said:", OLD, NEW, True, "old"),
        ("Las nuevas reglas, en su nueva versión, dicen:", NEW, OLD, True, "Spanish"),
        ("Die alte Fassung lautet:", OLD, NEW, True, "German"),
        ("In 2021 it said:", OLD, NEW, True, "the year"),
        ("In 2021 it said:", NEW, OLD, False, "another year"),
        ("The new rules stop in the middle. They say:", NEW, OLD, True, "the sentence before"),
        ("The new ship is fine, and the rules say:", NEW, OLD, False, "something else is new"),
        ("The new rules and the old rules say:", NEW, OLD, False, "both"),
        ("A draft of the rules had it so:", DRAFT, FINAL, True, "a word of its own title"),
        ("The rules have it so:", DRAFT, FINAL, False, "nothing of the kind"),
    ],
)
def test_which_version_is_said(lead: str, document: Document, other: Document, expected: bool, why: str) -> None:
    article = read("article.md", f"{lead} “{PASSAGE}”\n".encode())
    (quote,) = find_quotes(article).quotes
    assert expected == is_named(article, quote, document, [other]), why


@pytest.mark.parametrize(
    ("lead", "expected"), [("The new rules say:", "new.md"), ("The old rules said:", "old.md"), ("In 2021 it said:", "old.md")]
)
def test_of_versions_that_all_have_the_words_the_one_that_is_said_decides(lead: str, expected: str) -> None:
    article = read("article.md", f"{lead} “{PASSAGE}”\n".encode())
    (quote,) = check_article(article, [OLD, NEW], Settings()).quotes
    assert quote.match
    assert expected == quote.match.original


@pytest.mark.parametrize(("lead", "expected"), [("The new rules say:", "info"), ("They say:", "warning")])
def test_whoever_names_the_version_is_only_told_that_the_other_reads_otherwise(lead: str, expected: str) -> None:
    other = _version("old.md", "2021", "Rules of the Lock", PASSAGE.replace("November", "October"))
    article = read("article.md", f"{lead} “{PASSAGE}”\n".encode())
    found = check_article(article, [other, NEW], Settings()).findings
    assert [("original-changed", expected)] == [(f.rule, f.severity) for f in found]


def test_the_year_of_an_undated_copy_is_the_latest_that_its_head_gives() -> None:
    assert "2024" == year_of(read("a.txt", b"Captured 3 October 2024\nLast updated in 2023\n\nRules of the lock.\n"))
    assert year_of(read("a.txt", b"Rules of the lock.\n")) is None
