from __future__ import annotations

from dataclasses import replace

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, cases_of, one, page, told

from fidelity.candidates.sources import is_of_another
from fidelity.model import Names
from fidelity.quotes import find_quotes

REPORT = page("report.md", *told(), title="Report on the Northern Lock", publisher="Harbour Office")
LEDGER = page("ledger.md", OTHER, "The board knew of it.", title="Salt and Grain", publisher="Valley Ledger")
QUOTED = f"The engineers write: “{PASSAGE}”"
MERCHANTS = "Seven merchants went up the valley to ask for grain"
INVENTED = "Every barge on the river was sold to a stranger before the harvest was in"


@pytest.mark.parametrize(
    ("text", "words", "expected", "why"),
    [
        (
            f"{QUOTED} They write that they “found the sluice half open”.",
            "half open",
            "report.md",
            "the only text quoted",
        ),
        (f"{QUOTED} They write that “the river itself had risen”.", "river itself", None, "words that it does not have"),
        ("They write that they “found the sluice half open”.", "half open", None, "nothing tells where it is from"),
        (
            f"{QUOTED} They write: “{MERCHANTS}”. The report says “two lanterns and a rope”.",
            "two lanterns",
            "report.md",
            "of two sources the one that the sentence speaks of",
        ),
        (
            f"{QUOTED} The Ledger: “{MERCHANTS}”, and “three empty carts”.",
            "three empty",
            "ledger.md",
            "of two sources the one that has it",
        ),
        (
            f"{QUOTED} They write: “{MERCHANTS}”, and “The board knew of it”.",
            "knew of it",
            "ledger.md",
            "a sentence of four words",
        ),
    ],
)
def test_short_quotations_are_found_where_the_article_quotes(text: str, words: str, expected: str | None, why: str) -> None:
    found = one(cases_of(text, REPORT, LEDGER), words)
    assert expected == (found.match and found.match.original), why
    assert (found.reason is None) == (expected is not None), why


@pytest.mark.parametrize(
    ("words", "expected", "is_close", "why"),
    [
        ("no boat will run until", "report.md", False, "one word of five is another"),
        ("had expected much water", "report.md", False, "one is left out"),
        ("ferry run until", None, True, "of three words one may be left out: to be looked at"),
        ("ferry would run", None, False, "one word of three is another"),
        ("no boats shall run until", None, False, "two words are others"),
    ],
)
def test_short_quotations_with_a_word_wrong(words: str, expected: str | None, is_close: bool, why: str) -> None:
    found = one(cases_of(f"{QUOTED} In the report it says “{words}” as well.", REPORT, LEDGER), words)
    assert expected == (found.match and found.match.original), why
    assert is_close == found.is_close, why
    assert not is_close or (
        found.nearest is not None and "ferry will run until" in REPORT.text[slice(*found.nearest.passages[0])]
    )


@pytest.mark.parametrize(
    ("sentence", "expected", "why"),
    [
        ("A reader tells me that the report also says: “{}.”", None, "the report: the one just quoted, which is in hand"),
        ("The report of the ministry also says: “{}.”", "its original", "another report"),
        ("The ministry’s own report also says: “{}.”", "its original", "another one, too"),
        ("An old letter also says: “{}.”", "its original", "something else"),
    ],
)
def test_what_the_known_source_does_not_have_is_not_found(sentence: str, expected: str | None, why: str) -> None:
    found = one(cases_of(f"{QUOTED}\n\n{sentence.format(INVENTED)}", REPORT, LEDGER), INVENTED)
    assert found.match is None, why
    assert expected == (found.reason and found.reason[: len(expected or "")]), why


@pytest.mark.parametrize(
    ("cited", "expected", "why"),
    [
        ("Keeper v. Board, 564 U. S. 211 (2011)", "a.md", "the year"),
        ("Keeper v. Board, 572 U. S. 844 (2014)", "b.md", "the year of the other"),
    ],
)
def test_a_year_tells_works_of_one_name_apart(cited: str, expected: str, why: str) -> None:
    first = page("a.md", *told(), OTHER, title="09-1227 Keeper v. Board (06/16/2011)")
    text = PASSAGE.replace("northern lock", "southern lock")
    second = page(
        "b.md", "The court sat twice that winter and heard nobody.", text, title="12-158 Keeper v. Board (06/02/2014)"
    )
    found = one(cases_of(f"The court said “{PASSAGE[:-1]}.” {cited}.", first, second), "harbour board")
    assert found.original, why
    assert expected == found.original.uri, why


def test_a_work_of_the_same_name_and_another_year_is_not_the_one() -> None:
    there = page("a.md", BEFORE, AFTER, title="09-1227 Keeper v. Board (06/16/2011)")
    text = f"The court said “{INVENTED}.” Keeper v. Board, 572 U. S. 844 (2014)."
    found = one(cases_of(text, there, LEDGER), INVENTED)
    assert found.match is None
    assert (found.reason or "").startswith("its original is not in hand")


def test_an_article_in_its_own_shelf_is_not_its_source() -> None:
    article = page("me.md", f"I never said so. {AFTER} “{PASSAGE}” {OTHER}")
    found = cases_of(f"I never said so. {AFTER} “{PASSAGE}” {OTHER}", article, REPORT)
    assert "report.md" == one(found, "harbour board").match.original  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("behind", "expected", "why"),
    [
        ("” Ferry, 55 Rep., at 12.", True, "another volume"),
        ("” Ferry, 61 Rep., at 12.", False, "the same volume"),
        ("” Ferry, 12 Sup., at 12.", False, "another reporter: both print the case"),
        ("” (quoting Salt, 55 Rep., at 12).", False, "what is said in brackets is of another"),
        ("” And that was it.", False, "no citation"),
    ],
)
def test_the_volume_behind_tells_another_work_of_the_name(behind: str, expected: bool, why: str) -> None:
    text = f"In the end it was so: “{PASSAGE}{behind}"
    quote = replace(
        find_quotes(page("article.md", f"It was: “{PASSAGE}”")).quotes[0], names=Names(work="Ferry v. Board, 61 Rep. 402")
    )
    start = text.index(PASSAGE)
    article = page("article.md", text)
    assert expected == is_of_another(article, replace(quote, spans=((start, start + len(PASSAGE)),))), why
