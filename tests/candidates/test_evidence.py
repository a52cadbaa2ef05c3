"""What a likeness proves: among a few originals of the article's, and among thousands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shelves import AFTER, BEFORE, OTHER, page

from fidelity.candidates import cases, shelf
from fidelity.quotes import find_quotes
from fidelity.settings import Settings

if TYPE_CHECKING:
    from fidelity.model import Case, Document

SENTENCE = "The harbour board will not close the northern lock in weeks before the winter floods arrive at the village gates."
MINUTES = page("minutes.md", BEFORE, SENTENCE, AFTER, title="Minutes of a Winter 1931")
LETTER = page("letter.md", OTHER, f"The board wrote to us: “{SENTENCE}” That was all.", title="A Letter of 1932")
LATER = page("later.md", BEFORE, SENTENCE, AFTER, title="Notes on a Flood, 1977")
SCATTERED = page(
    "scattered.md",
    "The harbour board met at dawn, and somebody proposed to close the doors of the hall.",
    "It was said that the northern lock would hold in the weeks to come, as it had before.",
    "The winter floods arrive when they like, said the smith, and went home to the lower village.",
    title="Chronicle of 1930",
)
PIECES = page(
    "pieces.md",
    "The harbour board may close a gate. " + OTHER * 3 + " It does so only before the winter floods arrive.",
    title="Rules of 1930",
)


def _only(text: str, *originals: Document, among: int, **meta: str) -> Case:
    article = page("article.md", text, **meta)
    quotes = find_quotes(article).quotes
    (found,) = cases(article, quotes, shelf(originals, among), Settings())
    return found


NOT_DROPPED = SENTENCE.replace(" not", "")
THREE_OTHERS = SENTENCE.replace("harbour", "river").replace("northern", "eastern").replace("winter", "summer")


@pytest.mark.parametrize(
    ("text", "original", "among", "expected", "why"),
    [
        (f"We read: “{NOT_DROPPED}”", MINUTES, 5_000, True, "one word of twenty is gone: no chance explains the rest"),
        (f"We read: “{SENTENCE}”", MINUTES, 5_000, True, "verbatim"),
        (f"We read: “{NOT_DROPPED}”", LETTER, 5_000, False, "the letter only quotes it, and may quote it otherwise"),
        (f"We read: “{SENTENCE}”", LETTER, 5_000, True, "verbatim accuses nobody"),
        (f"We read: “{THREE_OTHERS}”", MINUTES, 5_000, False, "three words are others"),
        (
            "“The river board will not close the eastern lock in weeks before”",
            MINUTES,
            5_000,
            False,
            "two of eleven are others",
        ),
        (f"In *Songs of the Quay* we read: “{NOT_DROPPED}”", MINUTES, 5_000, False, "another work is named"),
        (f"We read: “{NOT_DROPPED}” 12 Q. Rep. 345.", MINUTES, 5_000, False, "another work is cited"),
        ("We read: “The board will close the northern lock”", MINUTES, 5_000, False, "short, and a word is gone"),
        (f"We read: “{NOT_DROPPED}”", MINUTES, 0, True, "the only original that is given"),
        (f"We read: “{SENTENCE}”", SCATTERED, 5_000, False, "a phrase here, a phrase there"),
        ("We read: “The harbour board may close . . . before the winter floods arrive”", PIECES, 5_000, False, "a page apart"),
    ],
)
def test_what_suffices(text: str, original: Document, among: int, expected: bool, why: str) -> None:
    found = _only(text, original, *([] if among == 0 else [page("x.md", OTHER, title="Salt")]), among=among)
    assert expected == (found.match is not None), why
    assert expected == (found.reason is None), why


LONG_CUT = "The harbour board will not close the northern lock in weeks before the winter floods arrive at the village gates."
WHOLE = LONG_CUT.replace("in weeks", "in any of the last dry autumn weeks")


@pytest.mark.parametrize(
    ("lead_in", "expected", "why"),
    [
        ("The Harbour Office reported", True, "of whom the original is"),
        ("It was reported", False, "of nobody: another text may have it without these words"),
        ("The Coast Courier reported", False, "of somebody else"),
    ],
)
def test_words_left_out_of_what_somebody_named_has_published(lead_in: str, expected: bool, why: str) -> None:
    minutes = page("minutes.md", BEFORE, WHOLE, AFTER, title="Minutes", publisher="Harbour Office")
    found = _only(f"{lead_in}: “{LONG_CUT}”", minutes, page("x.md", OTHER, title="Salt"), among=5_000)
    assert expected == (found.match is not None), why


@pytest.mark.parametrize(
    ("behind", "url", "expected", "why"),
    [
        ("", "https://h.example/1", "named", "no address: the title tells"),
        ("[*Minutes of a Winter*](https://h.example/1)", "https://h.example/1", "named", "the page that is linked"),
        ("[*Minutes of a Winter*](https://k.example/2)", "https://h.example/1", None, "another page of that title"),
    ],
)
def test_among_many_a_title_is_not_enough_where_a_link_leads_elsewhere(
    behind: str, url: str, expected: str | None, why: str
) -> None:
    minutes = page("minutes.md", BEFORE, AFTER, title="Minutes of a Winter", url=url)
    work = behind or "*Minutes of a Winter*"
    found = _only(f"{work} says: “{SENTENCE}”", minutes, page("x.md", OTHER, title="Salt"), among=5_000)
    assert found.match is None
    assert (expected == "named") == bool(found.named) == (found.reason is None), why


CASE = page(
    "lee.md", BEFORE, "The gate must be shut whenever the harbour master has seen the light on the bar.", title="Port v. Lee"
)


@pytest.mark.parametrize(
    ("before", "behind", "expected", "why"),
    [
        ("We held: ", " Port v. Lee, 512 U. S. 3, 4 (1990).", "not found", "it is cited for these words"),
        ("In Port v. Lee, 512 U. S. 3 (1990), it was held: ", "", "unchecked", "it is named nearby, and no more"),
        ("In Port v. Lee, 512 U. S. 3 (1990), it is asked: ", " Ante, at 6.", "unchecked", "something else is cited"),
        ("We held: ", " See Port v. Lee, 512 U. S. 3, 4 (1990).", "unchecked", "see"),
    ],
)
@pytest.mark.parametrize("among", [0, 5_000])
def test_of_several_only_the_case_cited_for_the_words_can_lack_them(
    before: str, behind: str, expected: str, why: str, among: int
) -> None:
    quoted = "“Nobody may sell salt to a ship that lies beyond the second buoy in a storm.”"
    found = _only(f"{before}{quoted}{behind}", CASE, page("x.md", OTHER, title="Salt"), among=among)
    assert expected == ("not found" if found.match is None and found.reason is None else "unchecked"), why


def test_what_does_not_suffice_is_still_shown_as_the_nearest_passage() -> None:
    found = _only(f"We read: “{THREE_OTHERS}”", MINUTES, page("x.md", OTHER), among=5_000)
    assert MINUTES == found.original
    assert found.nearest is not None
    assert "its original is not in hand: none of those given has its words" == found.reason


def test_a_text_that_is_younger_than_the_article_is_no_source_of_it() -> None:
    article = {"title": "On Locks, 1950"}
    assert _only(f"We read: “{NOT_DROPPED}”", LATER, page("x.md", OTHER), among=5_000, **article).match is None
    assert _only(f"We read: “{NOT_DROPPED}”", MINUTES, page("x.md", OTHER), among=5_000, **article).match is not None


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        (
            "The board has opened the lower gates, and the floods of winter arrive in every house",
            False,
            "few of the words, in no order",
        ),
        ("They will close the lower lock in the weeks before the floods arrive", True, "most of it at one place"),
    ],
)
def test_in_an_original_that_the_article_quotes_most_of_the_words_suffice(words: str, expected: bool, why: str) -> None:
    first = "Divers went down at dawn with two lanterns and a rope, and found the sluice half open."
    article = page("article.md", f"We read: “{first}” A neighbour has it that “{words}” stands there.")
    found = list(cases(article, find_quotes(article).quotes, shelf([MINUTES, page("x.md", OTHER)]), Settings()))
    assert [True, expected] == [c.match is not None for c in found], why


@pytest.mark.parametrize(
    ("words", "expected", "why"),
    [
        ("Divers went down at noon with two lanterns and a rope", True, "the report of a paper that is not in hand"),
        ("Divers went up at noon with no lanterns and one rope", False, "too little of it"),
    ],
)
def test_what_a_paper_not_in_hand_passes_on_is_compared_with_the_original_that_the_article_quotes(
    words: str, expected: bool, why: str
) -> None:
    article = page("article.md", f"We read: “{SENTENCE}” The paper *Songs of the Quay* writes: “{words}”")
    found = list(cases(article, find_quotes(article).quotes, shelf([MINUTES, page("x.md", OTHER)]), Settings()))
    assert [True, expected] == [c.match is not None for c in found], why


@pytest.mark.parametrize(
    ("behind", "expected", "why"),
    [
        ("” *Id.*, at 5.", True, "the same source as before"),
        ("” 12 Q. Rep. 345.", False, "another one"),
    ],
)
def test_id_means_the_source_of_the_quotation_before(behind: str, expected: bool, why: str) -> None:
    first = "Divers went down at dawn with two lanterns and a rope, and found the sluice half open."
    article = page("article.md", f"We read: “{first}” 7 Q. Rep. 12. And then: “{NOT_DROPPED.rstrip('.')}{behind}")
    stock = shelf([MINUTES, page("x.md", OTHER)], 5_000)
    found = list(cases(article, find_quotes(article).quotes, stock, Settings()))
    assert [True, expected] == [c.match is not None for c in found], why


@pytest.mark.parametrize(
    ("among", "expected", "why"), [(0, True, "a few"), (5_000, False, "like words of another, among many")]
)
def test_the_text_that_has_quoted_words_in_its_own_voice_is_known_only_among_a_few(
    among: int, expected: bool, why: str
) -> None:
    quoted = page("letter.md", OTHER, f"The board wrote to us: “{NOT_DROPPED}” That was all.", title="A Letter of 1932")
    found = _only(f"We read: “{NOT_DROPPED}”", MINUTES, quoted, among=among)
    assert quoted == found.original
    assert expected == (found.primary is not None), why


@pytest.mark.parametrize(
    ("among", "expected", "why"),
    [(0, True, "the article's one source has the words too"), (5_000, False, "three words stand in many texts of an archive")],
)
def test_a_few_words_in_a_text_that_is_quoted_elsewhere(among: int, expected: bool, why: str) -> None:
    article = page("article.md", f"We read: “{SENTENCE}” The smith wrote of “the village gates” in a letter of his own.")
    quotes = find_quotes(article).quotes
    short = [c for c in cases(article, quotes, shelf([MINUTES], among), Settings()) if c.quote.text == "the village gates"]
    assert [expected] == [c.match is not None for c in short], why
