"""Page edges between the lines of an original, and words that a machine misread, are presentation; real words are not."""

import pytest

from fidelity.locate import find, prepare, take_apart
from fidelity.read import read

PAGES = (
    "The Mill Trust Report 2019",
    "The trust met in the spring of that year to weigh what the new sluices would cost the villages and who",
    "12",
    "The Mill Trust Report 2019",
    "should mend them. Nobody could tell, and the trust asked the clerk to gather contribu-",
    "13",
    "The Mill Trust Report 2020",
    "tions from the tenants of the valley. In the same year the carters closed the road",
    "14",
    "Sluices and Weirs",
    "1 See the letter of the reeve, p. 4.",
    "along the dam before the thaw began.",
)


def _edits(quote: str, original: str) -> tuple[bool, list[tuple[str, str | None]]]:
    place = find(take_apart(quote), prepare(read("original.html", original.encode())))
    assert place is not None
    return place.found, [(e.kind, e.why) for e in place.match.edits]


def _paged(lines: tuple[str, ...] = PAGES) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    ("quote", "times", "what"),
    [
        ("what the new sluices would cost the villages and who should mend them", 1, "number and head between two words"),
        ("who should mend them. Nobody could tell, and the trust", 1, "right after the first word"),
        ("would cost the villages and who should", 1, "right before the last word"),
        ("villages and who should", 1, "in a short quotation"),
        ("the trust asked the clerk to gather contributions from the tenants of the valley", 1, "inside a word"),
        ("In the same year the carters closed the road along the dam before the thaw", 1, "with a head and a note"),
        ("to gather contributions from", 1, "inside a word near the end of a short quotation"),
        ("gather contributions from the tenants of the valley", 1, "inside a word near the beginning"),
        ("and who should mend them. Nobody could tell, and the trust asked the clerk to gather contributions from", 2, "twice"),
    ],
)
def test_an_edge_of_a_page_is_nothing_left_out(quote: str, times: int, what: str) -> None:
    assert (True, [("presentation", "page-break")] * times) == _edits(quote, _paged()), what


def test_a_head_between_lines_with_breaks_is_one_too() -> None:
    original = (
        "<p>The trust met in the spring of that year<br>to weigh what sluices cost and who<br>- 7 -<br>should mend them.</p>"
    )
    found, edits = _edits("to weigh what sluices cost and who should mend them", original)
    assert found
    assert ("presentation", "page-break") in edits
    assert {"presentation"} == {kind for kind, _ in edits}


BEFORE, AFTER = "The trust met in the spring of that year to weigh and to count what", "the carters and tenants owed the mill."


@pytest.mark.parametrize(
    ("between", "what"),
    [
        (("the wealthier of",), "words of the sentence"),
        (("Ministry of Defence",), "a line that stands once, without a number"),
        (("12", "unless it rained,"), "words of the sentence behind a page number"),
        (("12", "It did not decide, however, what"), "a whole clause behind a page number"),
        (("(Laughter)",), "what the hall did"),
        (("1. Not to delay", "2. Not to spend"), "the items of a list"),
    ],
)
def test_words_of_the_work_are_left_out(between: tuple[str, ...], what: str) -> None:
    found, edits = _edits(f"{BEFORE} {AFTER}", _paged((BEFORE, *between, AFTER)))
    assert found, what
    assert "omission" in {kind for kind, _ in edits}, what


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("The ship carried", "passengers of the company to the north of the island.", "a short line before it may be a cell"),
        ("Nobody knew what the new sluices would cost the villages.", "Nobody asked the tenants of it.", "between sentences"),
    ],
)
def test_a_lone_number_is_a_page_only_in_the_middle_of_prose(before: str, after: str, what: str) -> None:
    _, edits = _edits(f"{before} {after}", _paged((before, "12", after)))
    assert [("omission", None)] == edits, what


def test_a_number_in_a_line_is_a_number() -> None:
    assert (True, [("omission", None)]) == _edits(
        "the trust counted carters and tenants", "<p>the trust counted 12 carters and tenants</p>"
    )


SCANNED = "<p>In l998 thc retum of the govemment was late, and thc rst ship did uot come. The c1erk was to de ne the terms.</p>"


def test_misread_words_are_the_printed_ones() -> None:
    quote = "In 1998 the return of the government was late, and the first ship did not come. The clerk was to define the terms."
    found, edits = _edits(quote, SCANNED)
    assert found
    assert [("presentation", "ocr")] * 9 == edits


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("In 1993 the return of the government was late, and the first ship did not come.", "another year"),
        ("In 1998 the return of the governor was late, and the first ship did not come.", "another word"),
        ("In 1998 the return of the government was late, and the first ship did now come.", "a negation lost"),
    ],
)
def test_a_misread_copy_does_not_excuse_changed_words(quote: str, why: str) -> None:
    assert 1 == [kind for kind, _ in _edits(quote, SCANNED)[1]].count("substitution"), why


@pytest.mark.parametrize(
    ("original", "what"),
    [
        ("<p>They agreed on a truce.It should hold until the thaw ofthe year,and no longer.</p>", "lost blanks"),
        ("<p>They agreed on a truce.<br>It should hold<br>until the thaw of the year, and no longer.</p>", "lines"),
        (
            "<p>They agreed on a truce.</p><p>It should hold until the thaw of the year, and no longer.</p>",
            "a paragraph that is lost",
        ),
        ("<p>They agreed on a truce. It should hold un\u00adtil the th aw of the year, and no lon- ger.</p>", "words divided"),
    ],
)
def test_lost_blanks_and_paragraphs_change_nothing(original: str, what: str) -> None:
    found, edits = _edits("They agreed on a truce. It should hold until the thaw of the year, and no longer.", original)
    assert found, what
    assert {"presentation"} >= {kind for kind, _ in edits}, what


def test_a_quotation_is_found_in_a_badly_misread_copy() -> None:
    found, edits = _edits("In 1998 the return of the government was late, and the first ship did come.", SCANNED)
    assert found
    assert 1 == [kind for kind, _ in edits].count("omission")
