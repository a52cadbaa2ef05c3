from __future__ import annotations

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, case_of, cases_of, one, page, told

from fidelity.model import Names

BARE = PASSAGE.rstrip(".")
QUOTING = f"{OTHER} As the board has it, “{BARE}” and nothing else; we shall see about that in spring."


def place(*paragraphs: str, quoted: str = BARE) -> str:
    """The words around the place at which a quotation is set, of one original that has it more than once."""
    found = case_of(quoted, page("a.md", *paragraphs))
    assert found.match
    assert found.original
    start, end = found.match.passages[0]
    assert 1 == len(found.match.rivals)
    assert (start, end) not in [r.passages[0] for r in found.match.rivals]
    return found.original.text[max(0, start - 12) : end + 12]


def test_a_text_that_merely_quotes_is_not_the_rightful_original() -> None:
    found = case_of(PASSAGE, page("a.md", QUOTING), page("z.md", *told()))
    assert found.original
    assert "z.md" == found.original.uri
    assert {"a.md"} == found.secondhand


def test_nor_is_one_that_has_it_in_a_block_quotation() -> None:
    found = case_of(PASSAGE, page("a.md", OTHER, f"> {PASSAGE}", "So much for the board and its lock."), page("z.md", *told()))
    assert found.original
    assert "z.md" == found.original.uri


def test_of_equal_places_that_in_the_text_s_own_voice_is_taken() -> None:
    assert "In truth" in place(f"They said “{BARE}” in May.", f"In truth {BARE} and the lock is old.")


@pytest.mark.parametrize(
    ("quoted", "expected", "why"),
    [
        (f"*{BARE}*", "stress", "set alike"),
        (BARE, "plain", "without emphasis"),
        (f"{BARE}” (emphasis omitted) and “so on", "stress", "its emphasis is said to be left out"),
    ],
)
def test_of_equal_places_that_which_is_set_alike_is_taken(quoted: str, expected: str, why: str) -> None:
    paragraphs = (f"First plain {BARE} plain here.", f"Then stress *{BARE}* stress here.")
    for order in (paragraphs, paragraphs[::-1]):
        found = one(cases_of(f"So he writes that “{quoted}” in his book.", page("a.md", *order)), BARE)
        assert found.match, why
        assert found.original, why
        start, end = found.match.passages[0]
        assert expected in found.original.text[max(0, start - 12) : end + 12], why


def test_words_that_a_named_original_only_quotes_are_checked_against_the_primary_too() -> None:
    named, primary = page("n.md", QUOTING.replace("may", "must"), title="Spring Letters"), page("p.md", *told())
    found = case_of(BARE.replace("may", "must"), named, primary, names=Names(work="Spring Letters"))
    assert named == found.original
    assert found.primary
    assert primary == found.primary[1]


ELSEWHERE = Names(work="Rules of the Northern Lock")
SEAM = BARE.replace("harbour board", "harbour keeper")


@pytest.mark.parametrize(
    ("names", "quoted", "expected", "why"),
    [
        (ELSEWHERE, SEAM, None, "otherwise where the text speaks itself"),
        (Names(), SEAM, None, "nothing in the article speaks for the text"),
        (ELSEWHERE, BARE.replace("may", "must"), True, "one word of what it quotes: compared, as hearsay"),
        (Names(), BARE.replace("may", "must"), True, "nothing in the article speaks for the text"),
        (ELSEWHERE, BARE, True, "the same words"),
        (Names(speaker="Ada Brandt"), SEAM, False, "a text that reports the speaker who is named"),
        (Names(work="Spring Letters"), SEAM, False, "the text is named"),
    ],
)
def test_what_only_quotes_the_words_accuses_nobody(
    names: Names,
    quoted: str,
    expected: bool | None,
    why: str,
) -> None:
    speech = (
        f"{AFTER} As Ada Brandt has it, the harbour board “{BARE[18:]}” and nothing else; we shall see about that in spring."
    )
    quoting = page("a.md", speech if SEAM == quoted else QUOTING, title="Spring Letters")
    found = case_of(quoted, quoting, page("c.md", BEFORE), names=names)
    assert (expected is None) == (found.match is None), why
    assert (expected is True) == found.is_hearsay, why
    if expected is None:
        assert (found.reason or "").startswith("its original is not in hand"), why
        assert "only quotes the words" in (found.reason or ""), why
        assert found.nearest, why
