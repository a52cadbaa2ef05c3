"""What a comment says, and what is told of one that cannot hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yard import ALLOW, ORIGINAL, WRONG, allowed, checked, standing

from fidelity.accepted import Acceptance, Ledger
from fidelity.allow import Baseline, entries_of
from fidelity.allow.comment import understood
from fidelity.model import Comment
from fidelity.pipeline import check_article
from fidelity.quotes import find_quotes
from fidelity.read import read
from fidelity.rules import RULES
from fidelity.settings import Settings


def wish(text: str) -> tuple[tuple[str, ...], str, date | None, bool] | None:
    found, _ = understood(Comment((0, 1), text), RULES)
    return None if found is None else (found.rules, found.reason, found.until, found.everywhere)


def wrong(text: str) -> list[tuple[str, str, str]]:
    return [(s.why, s.rule, s.detail) for s in understood(Comment((0, 1), text), RULES)[1]]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (' fidelity: allow not-found "lost" ', (("not-found",), "lost", None, False), "the plain form"),
        ('Fidelity: ALLOW not-found "lost"', (("not-found",), "lost", None, False), "capitals"),
        ('fidelity:allow not-found, changed-name "a b"', (("not-found", "changed-name"), "a b", None, False), "several rules"),
        ('fidelity: allow not-found not-found "x"', (("not-found",), "x", None, False), "the same twice"),
        ('fidelity: allow-file not-found "x"', (("not-found",), "x", None, True), "the whole article"),
        ('fidelity: allow not-found "x" until=2027-01-31', (("not-found",), "x", date(2027, 1, 31), False), "a last day"),
        ('fidelity: allow until=2027-01-31 not-found "x"', (("not-found",), "x", date(2027, 1, 31), False), "in any order"),
        ("fidelity: allow not-found “said „so“”", (("not-found",), "said „so“", None, False), "curly marks"),
        ("fidelity: allow not-found «dit-il»", (("not-found",), "dit-il", None, False), "pointed marks"),
        ('fidelity: allow\nnot-found\n"two\n  lines"', (("not-found",), "two lines", None, False), "over lines"),
        ('fidelity: allow not-found no-such-rule "x"', (("not-found",), "x", None, False), "the known rules hold"),
        ('fidelity: allow no-such-rule "x"', None, "no rule is known"),
        ("fidelity: allow not-found", None, "no reason"),
        ('fidelity: allow not-found ""', None, "an empty one"),
        ('fidelity: allow not-found " "', None, "a blank one"),
        ('fidelity: allow "x"', None, "no rule"),
        ('fidelity: allow not-found "x', None, "marks that do not close"),
        ('fidelity: alow not-found "x"', None, "no such verb"),
        ('fidelity: allow not-found "x" untill=2027-01-31', None, "no such key: it might have been a last day"),
        ('fidelity: allow not-found "x" until=31.1.2027', None, "no date"),
        ('fidelity: allow not-found "x" until=2027-02-30', None, "no such day"),
        ('fidelity: allow not-found "x" until=', None, "no day"),
        ('fidelity: allow stale-allowance "x"', None, "what is stale cannot be allowed"),
        ("fidelity:", None, "nothing"),
    ],
)
def test_what_is_understood(text: str, expected: tuple[tuple[str, ...], str, date | None, bool] | None, why: str) -> None:
    assert expected == wish(text), why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('fidelity: allow changed-nubmer "x"', [("unknown-rule", "changed-nubmer", "changed-number")]),
        ('fidelity: allow not-found zzzzzzzzzzzzzzzzzzz "x"', [("unknown-rule", "zzzzzzzzzzzzzzzzzzz", "")]),
        ("fidelity: allow not-found, changed-name", [("no-reason", "not-found, changed-name", "")]),
        ('fidelity: allow "x"', [("no-rule", "", "")]),
        ('fidelity: allow not-found "x" until=tomorrow', [("no-date", "", "tomorrow")]),
        ('fidelity: alow not-found "x"', [("unclear", "", "alow")]),
        ('fidelity: allow not-found "x', [("unclear", "", '"x')]),
        ('fidelity: allow not-found "x" by=me', [("unclear", "", "by=me")]),
        ("fidelity:", [("unclear", "", "")]),
        ('fidelity: allow stale-allowance "x"', [("own-rule", "stale-allowance", "")]),
        ('fidelity: allow not-found "x"', []),
    ],
)
def test_what_is_wrong_is_told(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert expected == wrong(text)


@given(
    st.text()
    | st.lists(st.sampled_from(["allow", "allow-file", " ", '"', "“", "”", "until=", "not-found", ",", "\n"])).map("".join)
)
@settings(deadline=None)
def test_any_words_are_understood_or_told(words: str) -> None:
    comment = Comment((0, 1), f"fidelity:{words}")
    found, stale = understood(comment, RULES)
    assert (found is not None) or stale
    if found is not None:
        assert found.reason
        assert found.rules
        assert {*found.rules} <= {*RULES}


SAID = f"She said: “{WRONG[0]}” "


def ending(day: str) -> str:
    return SAID + ALLOW.replace(" -->", f" until={day} -->") + "\n"


@pytest.mark.parametrize(
    ("until", "today", "expected", "why"),
    [
        ("2027-01-31", date(2027, 1, 30), [], "the day before"),
        ("2027-01-31", date(2027, 1, 31), [], "its last day"),
        ("2027-01-31", date(2027, 2, 1), ["changed-number", "stale-allowance"], "the day after: it holds no more, and is told"),
        ("2027-01-31", None, [], "nobody says what day it is"),
    ],
)
def test_an_allowance_ends(until: str, today: date | None, expected: list[str], why: str) -> None:
    article = checked(ending(until), acceptance=Acceptance(today=today))
    assert expected == sorted(rule for rule, _ in standing(article)), why


def test_a_stale_one_stands_at_its_comment_and_says_what_to_do() -> None:
    article = checked(f"Nothing is quoted here.\n\n{ALLOW}\n\nNor here.\n")
    (finding,) = article.findings
    assert ("stale-allowance", "warning", None) == (finding.rule, finding.severity, finding.quote)
    assert (3, 1, 3, len(ALLOW) + 1) == (
        finding.here.start.line,
        finding.here.start.column,
        finding.here.end.line,
        finding.here.end.column,
    )
    assert "changed-number" in finding.message
    assert "take the allowance away" in finding.message


@pytest.mark.parametrize(
    ("given_", "expected", "why"),
    [
        (Settings(), ["stale-allowance"], "it was looked for and not found"),
        (Settings(ignore=("changed-number",)), [], "the rule is ignored"),
        (Settings(select=("not-found", "stale-allowance")), [], "it is not among the selected"),
        (Settings(select=("changed-number",)), [], "nobody asked what is stale"),
        (Settings(severity=(("changed-number", "off"),)), [], "the project has switched it off"),
        (Settings(severity=(("stale-allowance", "off"),)), [], "the project does not want to know"),
        (Settings(severity=(("stale-allowance", "error"),)), ["stale-allowance"], "the project minds much"),
    ],
)
def test_what_was_not_looked_for_is_not_stale(given_: Settings, expected: list[str], why: str) -> None:
    article = checked(f"Nothing is quoted here. {ALLOW}\n", settings=given_)
    assert expected == [rule for rule, _ in standing(article)], why


def test_an_article_that_cannot_be_read_has_nothing_to_allow() -> None:
    article = checked('<!-- fidelity: allow-file not-found, unchecked "x" -->')
    assert article.problem is not None
    assert () == article.findings


def test_allowed_findings_stay_with_reason_and_giver() -> None:
    article = checked(SAID + ALLOW)
    (finding,) = article.findings
    assert finding.allowed is not None
    assert ("comment", "a correction") == (finding.allowed.by, finding.allowed.reason)
    assert replace(finding, allowed=None) == checked(SAID).findings[0], "nothing else is changed"
    assert ["The"] == allowed(article)


@pytest.mark.parametrize(
    ("rule", "expected", "why"),
    [
        ("changed-number", ["unchecked"], "nobody knows: the original was not in hand this time"),
        ("unchecked", [], "it is allowed"),
    ],
)
@pytest.mark.parametrize("verb", ["allow", "allow-file"])
def test_of_what_could_not_be_compared_nothing_is_stale(verb: str, rule: str, expected: list[str], why: str) -> None:
    source = SAID + ALLOW.replace("allow changed-number", f"{verb} {rule}")
    article = check_article(read("article.md", source.encode()), [], Settings())
    assert expected == [name for name, _ in standing(article)], why


def test_nor_are_entries_of_the_baseline() -> None:
    known = Baseline(tuple(entries_of(checked(SAID), Baseline(), "known")))
    document = read("article.md", SAID.encode())
    for originals, expected in ([], []), ([ORIGINAL], []), ([read("o.md", WRONG[0].encode())], ["changed-number"]):
        ledger = Ledger(Acceptance(known))
        run = check_article(document, originals, Settings(), Acceptance(known))
        quotes = find_quotes(document).quotes
        ledger.article(
            document, quotes, replace(run, findings=tuple(replace(f, allowed=None) for f in run.findings)), Settings()
        )
        assert expected == [entry.rule for entry in ledger.stale()[0]]
