from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.archive.choose import Tie, address, label, tie
from fidelity.model import Document, Meta, Names, Origin

THERE = Meta(
    title="The Long Drought: A History of the Valley",
    author="Anna Reed",
    publisher="Valley Ledger",
    url="https://www.ledger.example/2019/drought/",
)


def tied(names: Names, meta: Meta = THERE, links: tuple[str, ...] = ()) -> Tie:
    return tie(names, label(Document("o.html", "", "", "", Origin((), (), (), 0), meta=meta)), links)


@pytest.mark.parametrize(
    ("url", "expected", "why"),
    [
        ("https://ledger.example/2019/drought", "ledger.example/2019/drought", "as it is compared"),
        ("http://www.Ledger.example/2019/drought/", "ledger.example/2019/drought", "scheme, www, case of the host, last slash"),
        ("https://ledger.example/a#part", "ledger.example/a", "a fragment"),
        ("https://ledger.example/a?utm_source=x&id=4&fbclid=y", "ledger.example/a?id=4", "tracking"),
        ("https://ledger.example/a?b=2&a=1", "ledger.example/a?a=1&b=2", "order of the query"),
        ("https://ledger.example/caf%C3%A9", "ledger.example/café", "escapes"),
        (" https://ledger.example/a ", "ledger.example/a", "blanks around it"),
        ("https://ledger.example/A", "ledger.example/A", "case of the path counts"),
        ("#note-1", None, "a place on the same page"),
        ("", None, "empty"),
        (None, None, "none"),
    ],
)
def test_addresses(url: str | None, expected: str | None, why: str) -> None:
    assert expected == address(url), why


@given(st.text() | st.text(st.sampled_from("htps:/.[]@?#&=%a")))
def test_no_address_is_too_strange(url: str) -> None:
    assert address(url) != ""


@pytest.mark.parametrize(
    ("names", "expected", "why"),
    [
        (Names(url="http://ledger.example/2019/drought?utm_medium=mail"), Tie.ADDRESS, "the link leads there"),
        (Names(url="https://ledger.example/2019/flood"), Tie.NONE, "another page of the same house"),
        (Names(work="The Long Drought: A History of the Valley"), Tie.TITLE, "the whole title"),
        (Names(work="the long drought, a history of the valley"), Tie.TITLE, "in other case and with other marks"),
        (Names(work="Long Drought: History of a Valley"), Tie.TITLE, "small words do not count"),
        (Names(work="The Long Drought"), Tie.TITLE, "without the subtitle"),
        (Names(work="The Long Winter"), Tie.NONE, "another title"),
        (Names(work="Drought"), Tie.NONE, "a single word of it"),
        (Names(publisher="the Valley Ledger"), Tie.MAKER, "the publisher"),
        (Names(speaker="Reed"), Tie.MAKER, "the author by surname"),
        (Names(speaker="Anna Reed"), Tie.MAKER, "the author"),
        (Names(speaker="Ben Hale"), Tie.NONE, "somebody else"),
        (Names(), Tie.NONE, "nothing is named"),
    ],
)
def test_what_is_named_ties(names: Names, expected: Tie, why: str) -> None:
    assert expected == tied(names), why


@pytest.mark.parametrize(
    ("work", "title", "expected", "why"),
    [
        ("Reed v. Hale", "Reed v. Hale", Tie.TITLE, "a case"),
        ("Reed vs. Hale", "Reed v. Hale", Tie.TITLE, "a case, versus spelt otherwise"),
        ("Reed v. Marsh", "Reed v. Hale", Tie.NONE, "a case against another"),
        ("Drought", "Drought", Tie.TITLE, "a title of one word, whole"),
        ("The", "The", Tie.NONE, "small words alone name nothing"),
    ],
)
def test_titles_of_few_words(work: str, title: str, expected: Tie, why: str) -> None:
    assert expected == tied(Names(work=work), Meta(title=title)), why


def test_further_links_of_the_paragraph_count() -> None:
    assert Tie.ADDRESS == tied(Names(), links=("#top", "https://ledger.example/2019/drought#part-2"))


def test_an_original_without_a_name_plate_is_tied_to_nothing() -> None:
    assert Tie.NONE == tied(Names(work="The Long Drought", url="https://ledger.example", speaker="Anna Reed"), Meta())


@pytest.mark.parametrize(
    ("work", "title", "expected", "why"),
    [
        ("Ferry Co. v. Board, 61 Rep. 402", "07-12 Ferry Co. v. Harbour Board (03/04/1934)", Tie.TITLE, "both parties"),
        ("United Villages v. Salt", "United Villages v. Pepper", Tie.NONE, "one party of two"),
        ("Salt v. United Villages", "Reed v. United Villages", Tie.NONE, "the other one"),
        ("Co. v. United Villages", "Lamp Co. v. United Villages", Tie.NONE, "what every firm is called"),
        ("Ferry", "Ferry v. Board", Tie.NONE, "one name is no case"),
        ("Board v. Ferry", "Ferry v. Board", Tie.NONE, "the other way round is another case"),
    ],
)
def test_cases_are_named_by_both_parties(work: str, title: str, expected: Tie, why: str) -> None:
    assert expected == tied(Names(work=work), Meta(title=title)), why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("THE LOCKS AND SLUICES ACT 1931\n(as amended)\n\nBe it so.", Tie.TITLE, "the line at its head"),
        ("The locks and sluices act, 1931, is not loved here.\nNobody knows why.", Tie.NONE, "a sentence"),
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_line(text: str, expected: Tie, why: str) -> None:
    there = Document("o.txt", text, "", text, Origin((), (), (), 0))
    assert expected == tie(Names(work="Locks and Sluices Act 1931"), label(there)), why


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "//[x", "http://a\u2100b/"])
def test_what_is_no_address_leads_nowhere(url: str) -> None:
    assert None is address(url)
