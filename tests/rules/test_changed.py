"""Which versions a quotation is true of, and since when not, as the finding says it."""

from dataclasses import replace

import pytest

from fidelity.model import Document, ReportedFinding
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings

URL = "https://board.example/lock"
BEFORE = "The keeper wrote his letters by the lamp. Divers went down at dawn with two lanterns, and found the sluice half open."
AFTER = (
    "No ferry will run until the engineers have seen the gate. The council thanked the crew and set a date for the next visit."
)
MAY = "The harbour board may close the northern lock before the winter floods arrive."
MUST = MAY.replace("may", "must")
MAY_THEN = "True of the copy of 2024-03-01; since 2024-03-12 the page has “must” for “may”"


def copy(snapshot: str | None, *paragraphs: str, **meta: str) -> Document:
    said = {"url": URL, **({"snapshot": snapshot} if snapshot else {}), **meta}
    head = "".join(f"{key}: {value!r}\n" for key, value in said.items() if value)
    name = f"{snapshot or '-'.join(meta.values())}.md"
    return read(name, f"---\n{head}---\n\n{BEFORE}\n\n{' '.join(paragraphs)}\n\n{AFTER}\n".encode())


def changed(*copies: Document, quoted: str = MAY, date: str = "") -> list[ReportedFinding]:
    head = f"---\ndate: '{date}'\n---\n\n" if date else ""
    article = read("article.md", f"{head}So the board said: “{quoted}”\n".encode())
    return [f for f in check_article(article, copies, Settings()).findings if f.rule == "original-changed"]


@pytest.mark.parametrize(
    ("copies", "date", "expected"),
    [
        (
            [("2024-03-01", MAY), ("2024-03-09", MAY), ("2024-03-12", MUST), ("2024-03-20", MUST)],
            "",
            "True of the copies of 2024-03-01 to 2024-03-09; since 2024-03-12 the page has “must” for “may”.",
        ),
        (
            [("2024-03-01", MAY), ("2024-03-12", MUST)],
            "",
            f"{MAY_THEN}.",
        ),
        (
            [("2024-03-01", MUST), ("2024-03-12", MAY), ("2024-03-20", MAY)],
            "",
            "True of the copies of 2024-03-12 to 2024-03-20; up to 2024-03-01 the page has “must” for “may”.",
        ),
        (
            [("2024-03-01", MAY), ("2024-03-05", MUST), ("2024-03-20", MAY)],
            "",
            "True of the copies of 2024-03-01 and 2024-03-20; that of 2024-03-05 has “must” for “may”.",
        ),
        (
            [("2024-03-01T08:00:00Z", MAY), ("2024-03-01T17:30:00Z", MUST)],
            "",
            "True of the copy of 2024-03-01 08:00; since 2024-03-01 17:30 the page has “must” for “may”.",
        ),
        (
            [("2024-03-01", MAY), ("2024-03-12", MUST)],
            "2024-03-11",
            f"{MAY_THEN}; so does the copy nearest to the article’s date.",
        ),
        (
            [("2024-03-01", MAY), ("2024-03-12", "")],
            "",
            f"{MAY_THEN.split(' has ', maxsplit=1)[0]} lacks “The harbour board may close … the winter floods arrive”.",
        ),
        (
            [("2024-03-01", MAY), ("2024-03-12", MAY.replace("close", "at once close"))],
            "",
            "True of the copy of 2024-03-01; since 2024-03-12 the page also has “at once”.",
        ),
    ],
)
def test_which_copies_and_since_when(copies: list[tuple[str, str]], date: str, expected: str) -> None:
    (found,) = changed(*(copy(day, text) for day, text in copies), date=date)
    assert expected == found.message
    assert "warning" == found.severity


def test_the_finding_stands_at_the_words_that_changed_and_leads_to_the_first_copy_that_has_others() -> None:
    later = copy("2024-03-12", MUST)
    (found,) = changed(copy("2024-03-01", MAY), later, copy("2024-03-20", MUST))
    assert found.there
    assert (later.uri, "must") == (found.there.original, later.source[slice(*found.there.span)])
    assert len("So the board said: “The harbour board ") == found.here.span[0]


def test_without_dates_the_other_version_is_named_by_its_title() -> None:
    (found,) = changed(copy(None, MAY, title="Morning"), copy(None, MUST, title="Evening"))
    assert "True of this version of the original; another one in hand (Evening) has “must” for “may”." == found.message


@pytest.mark.parametrize(
    ("copies", "expected", "why"),
    [
        ([copy("2024-03-01", ""), copy("2024-03-12", MAY)], ["info"], "the text grew"),
        ([copy("2024-03-01", MAY), copy("2024-03-12", "")], ["warning"], "it was taken out"),
        ([copy(None, MAY, title="a"), copy(None, "", title="b", url="https://else.example/1")], ["info"], "somebody cut it"),
        (
            [copy("2024-03-01", MAY), copy("2024-03-12", MAY, "It rained for nine days.")],
            [],
            "changed elsewhere",
        ),
        ([copy("2024-03-01", MAY), copy("2024-03-12", MAY.replace("lock", "lock"))], [], "the same"),
    ],
)
def test_how_grave_it_is_that_a_version_lacks_the_passage(copies: list[Document], expected: list[str], why: str) -> None:
    assert expected == [f.severity for f in changed(*copies)], why


def test_what_the_quotation_leaves_out_may_change() -> None:
    long = MAY.replace("lock", "lock, which was built in 1931 by two brothers,")
    other = long.replace("1931", "1913")
    quoted = MAY.replace("lock before", "lock […] before")
    assert [] == changed(copy("2024-03-01", long), copy("2024-03-12", other), quoted=quoted)


def test_a_copy_without_the_passage_lacks_all_of_it_though_it_has_some_of_its_words_nearby() -> None:
    rest = "The board met on Monday, and the harbour was full."
    other = copy(None, rest, "Nobody could say when the floods arrive.", title="Evening", url="https://else.example/1")
    (found,) = changed(copy(None, f"{rest} {MAY}", title="Morning"), other)
    assert "info" == found.severity
    assert "lacks “The harbour board may close … the winter floods arrive”." in found.message


def test_two_copies_under_one_name_are_told_apart_by_what_they_say() -> None:
    early, late = copy("2024-03-01", MAY), replace(copy("2024-03-12", MUST), uri="2024-03-01.md")
    (found,) = changed(early, late)
    assert found.message.startswith(MAY_THEN)
