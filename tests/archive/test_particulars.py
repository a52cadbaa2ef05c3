from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.archive.choose import label, told_apart
from fidelity.archive.particulars import contradict, particulars
from fidelity.model import Document, Meta, Origin


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Marsh v. Ferry Board, 564 U. S. 211 (2011)", {("cite", "564us"), ("year", "2011")}, "volume, reporter, year"),
        ("564 U. S., at 12", {("cite", "564us")}, "the volume alone"),
        ("564 U. S. ___", {("cite", "564us")}, "a page that is not yet known"),
        ("10 F. 3d 22", {("cite", "10f3d")}, "a series"),
        ("09-1454 Marsh v. Board (05/26/2011)", {("docket", "091454"), ("day", "05-26"), ("year", "2011")}, "a docket number"),
        ("No. 09–1454", {("docket", "091454")}, "with a dash"),
        ("(1/13/09)", {("day", "01-13"), ("year", "2009")}, "a year of two digits; the thirteenth is no month"),
        ("2019-03-04", {("day", "03-04"), ("year", "2019")}, "a date as machines write it"),
        ("12 March 2015", {("day", "03-12"), ("year", "2015")}, "English"),
        ("March 12th, 2015", {("day", "03-12"), ("year", "2015")}, "American"),
        ("vom 12. März", {("day", "03-12")}, "German"),
        ("el 12 de marzo de 2015", {("day", "03-12"), ("year", "2015")}, "Spanish"),
        ("volume 7 of the letters", {("issue", "7")}, "a volume"),
        ("Heft 3", {("issue", "3")}, "an issue"),
        ("sold 2,015 boats at 19.95", set(), "figures that are no years"),
        ("Article 12 of the law", set(), "an article of a law"),
    ],
)
def test_what_tells_works_apart(text: str, expected: set[tuple[str, str]], why: str) -> None:
    assert expected == particulars(text), why


@given(st.text() | st.text(st.sampled_from("0123456789 -/.UFvNoS(),\nMay")))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(kind and value for kind, value in particulars(text))


@pytest.mark.parametrize(
    ("said", "plate", "expected", "why"),
    [
        ("the report of 2012", "Annual Report 2014", True, "another year"),
        ("the report of 2014", "Annual Report 2014", False, "the year"),
        ("the report", "Annual Report 2014", False, "no year is said"),
        ("the report of 2014", "Annual Report", False, "the original has none"),
        ("12 March 2015", "2016-03-12", False, "the day agrees: which year is meant cannot be said"),
        ("volume 2", "Letters, volume 3", True, "another volume"),
    ],
)
def test_contradictions(said: str, plate: str, expected: bool, why: str) -> None:
    assert expected == contradict(particulars(said), particulars(plate)), why


@pytest.mark.parametrize(
    ("said", "expected", "why"),
    [
        ("(2011)", [0], "the year of one"),
        ("572 U. S. 844", [1], "what the second says of itself at its head"),
        ("No. 12-158", [1], "a docket number"),
        ("(2013)", [0, 1], "a year of neither: the words decide"),
        ("", [0, 1], "nothing is said"),
        ("(2011), 572 U. S. 844", [1], "a volume tells more than a year"),
    ],
)
def test_works_of_one_name(said: str, expected: list[int], why: str) -> None:
    plates = [
        label(Document("a", "", "", "Cite as: 564 U. S. ____", Origin((), (), (), 0), meta=Meta("Marsh v. Board (6/16/2011)"))),
        label(
            Document("b", "", "", "No. 12–158. 572 U. S. 844", Origin((), (), (), 0), meta=Meta("Marsh v. Board (6/2/2014)"))
        ),
    ]
    assert expected == told_apart(particulars(said), plates, [0, 1]), why
