"""One edit in every house: what each of them says of it, the real pipeline over small articles.

The edits stand in same_edit.toml. The table says for each house which severity the rule has: info, warn (warning),
error, or · where nothing is found; whatever else were found would be a failure. The verdict's word is the same in every house.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import fidelity.rules.judging
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings
from fidelity.styles import CHANGES, Change, Policy, names, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import ReportedArticle
    from fidelity.styles import Style

_AROUND = "The committee met in spring. {} The minutes were sealed for a year."


@dataclass(frozen=True)
class Edit:
    """An edit of same_edit.toml."""

    name: str
    change: Change
    shown: bool
    said: str
    original: str
    alone: bool = True


_DATA = tomllib.loads((Path(__file__).parent / "same_edit.toml").read_text("utf-8"))
ALL = {entry["name"]: Edit(**entry) for entry in _DATA["edit"]}
EDITS = {name: edit for name, edit in ALL.items() if edit.alone}

HOUSES = ("strict", "ap", "chicago", "bluebook", "apa", "mla", "guardian", "de", "fr", "it", "es")
# edit                | rule                    | strict ap    chica blueb apa   mla   guard de    fr    it    es    | verdict
TABLE = """
capital               | unmarked-capital        | info  ·     ·     warn  ·     info  ·     info  info  info  info  | exact
[T]he                 |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
comma inside          | changed-punctuation     | ·     ·     ·     ·     ·     ·     ·     info  info  info  info  | exact
inner marks gone      | nested-marks            | ·     ·     ·     warn  info  ·     ·     info  ·     ·     ·     | exact
inner marks, noted    |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
its own brackets      | bracket-in-original     | info  ·     info  info  info  info  ·     info  info  info  info  | exact
brackets, noted       |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
note call             | unmarked-omission       | ·     ·     ·     warn  ·     ·     ·     ·     ·     ·     ·     | exact
note call, noted      |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
citation              | unmarked-omission       | error error error warn  error error error error error error error | trimmed
verse                 | changed-punctuation     | ·     ·     info  info  info  info  ·     info  ·     ·     info  | exact
cut                   | unmarked-omission       | error error error error error error error error error error error | trimmed
cut, dots             |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | trimmed
over a sentence       | ellipsis-over-sentence  | info  warn  info  ·     info  info  ·     ·     ·     ·     ·     | trimmed
over it, with stop    | ellipsis-over-sentence  | info  warn  ·     ·     ·     ·     ·     ·     ·     ·     ·     | trimmed
over a paragraph      | ellipsis-over-paragraph | warn  warn  warn  warn  warn  warn  warn  warn  warn  warn  warn  | trimmed
over it, own line     | ellipsis-over-paragraph | ·     warn  ·     ·     ·     ·     ·     ·     ·     ·     ·     | trimmed
cut sentence          | cut-sentence            | error error ·     error ·     error error ·     error ·     error | trimmed
dots first            | wrong-ellipsis-form     | ·     info  info  warn  info  info  ·     ·     ·     info  ·     | exact
insertion             | added-words             | error error error error error error error error error error error | altered
[insertion]           |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | altered
other word            | altered-wording         | error error error error error error error error error error error | altered
[other word]          | altered-wording         | ·     error ·     ·     ·     ·     ·     ·     ·     ·     ·     | altered
inflection            | changed-tense           | warn  error warn  warn  warn  warn  info  warn  warn  warn  warn  | altered
judge[s]              | changed-tense           | ·     error ·     ·     ·     ·     ·     ·     ·     ·     ·     | altered
spelling              | spelling-variant        | info  warn  info  warn  warn  warn  warn  warn  info  info  info  | altered
[spelling]            | spelling-variant        | ·     warn  ·     warn  warn  warn  warn  warn  ·     ·     ·     | altered
slip                  | corrected-typo          | warn  error ·     warn  warn  warn  ·     warn  warn  warn  warn  | altered
[slip]                | corrected-typo          | ·     error ·     ·     ·     ·     ·     warn  ·     ·     ·     | altered
order                 | moved-words             | error error error error error error error error error error error | altered
stress added          | undeclared-emphasis     | error error error error error error error error error error error | exact
stress added, noted   | undeclared-emphasis     | ·     error ·     ·     ·     ·     error ·     ·     ·     ·     | exact
stress kept           |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
stress kept, noted    |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
stress lost           | lost-emphasis           | warn  ·     warn  warn  warn  warn  ·     error warn  warn  warn  | exact
stress lost, noted    | lost-emphasis           | ·     ·     ·     ·     ·     warn  ·     error ·     ·     ·     | exact
bold for italics      | lost-emphasis           | ·     ·     ·     info  info  ·     ·     ·     ·     ·     ·     | exact
underline for italics |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
(insertion)           | added-words             | error ·     error error error error ·     ·     error error error | altered
citation, noted       |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | trimmed
verse, slash          |                         | ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     ·     | exact
not dropped           | changed-negation        | error error error error error error error error error error error | trimmed
wrong dots …          | wrong-ellipsis-form     | ·     ·     ·     warn  ·     ·     ·     info  info  info  info  | trimmed
wrong dots ...        | wrong-ellipsis-form     | ·     ·     ·     warn  info  ·     ·     info  info  info  info  | trimmed
wrong dots . . .      | wrong-ellipsis-form     | ·     info  ·     ·     ·     ·     info  info  info  info  info  | trimmed
wrong dots […]        | wrong-ellipsis-form     | ·     info  ·     warn  info  ·     ·     ·     ·     ·     ·     | trimmed
wrong dots (...)      | wrong-ellipsis-form     | ·     info  info  warn  info  info  info  ·     info  info  ·     | trimmed
inner marks alike     | nested-marks            | info  info  info  warn  info  info  info  info  info  info  info  | exact
"""
_SHORT = {"warning": "warn"}


def _cases() -> Iterator[tuple[str, str, str, str, str]]:
    for line in TABLE.strip().splitlines():
        edit, rule, cells, verdict = (part.strip() for part in line.split("|"))
        for house, cell in zip(HOUSES, cells.split(), strict=True):
            yield edit, rule, house, cell, verdict


def _check(edit: Edit, name: str) -> ReportedArticle:
    article = edit.said.replace("{dots}", style(name).ellipses[0])
    original = _AROUND.format(edit.original)
    return check_article(read("article.md", article.encode()), [read("original.md", original.encode())], Settings(style=name))


@pytest.mark.parametrize(("name", "rule", "house", "cell", "verdict"), list(_cases()))
def test_an_edit_in_a_house(name: str, rule: str, house: str, cell: str, verdict: str) -> None:
    report = _check(ALL[name], house)
    assert [(rule, cell)] * (cell != "·") == [(f.rule, _SHORT.get(f.severity, f.severity)) for f in report.findings]
    assert [verdict] == [quote.verdict for quote in report.quotes]


def test_the_table_has_every_edit_and_every_house() -> None:
    assert sorted(ALL) == sorted({name for name, *_ in _cases()})
    assert sorted(HOUSES) == list(names())


class _Asked(dict[Change, Policy]):
    """Policies that remember which of them were looked up."""

    def __init__(self, policies: dict[Change, Policy]) -> None:
        super().__init__(policies)
        self.seen: set[str] = set()

    def get(self, key: Change, default: Policy = "marked") -> Policy:  # type: ignore[override]
        self.seen.add(key)
        return super().get(key, default)


@pytest.mark.parametrize("house", HOUSES)
def test_every_policy_of_a_house_is_looked_up(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _Asked(dict(style(house).change))
    changed = replace(style(house), change=asked)
    monkeypatch.setattr(fidelity.rules.judging, "style", lambda _: changed)
    for edit in EDITS.values():
        _check(edit, house)
    assert set(CHANGES) == set(asked)
    assert set(CHANGES) == asked.seen


_LAW = [(name, policy) for name in EDITS for policy in ("silent", "marked", "forbidden")]


@pytest.mark.parametrize(("name", "policy"), _LAW)
def test_a_policy_decides_whether_an_edit_is_a_finding(name: str, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = EDITS[name]
    changed = _house(edit.change, policy)
    monkeypatch.setattr(fidelity.rules.judging, "style", lambda _: changed)
    report = _check(edit, "strict")
    expected = policy == "forbidden" or (policy == "marked" and not edit.shown)
    assert expected == bool(report.findings), [f.rule for f in report.findings]


@pytest.mark.parametrize("change", sorted({edit.change for edit in EDITS.values()}))
def test_a_house_says_how_grave_a_change_is(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    name = next(name for name, edit in EDITS.items() if edit.change == change)
    for severity in ("info", "warning", "error"):
        changed = replace(_house(change, "forbidden"), weight={change: severity})
        monkeypatch.setattr(fidelity.rules.judging, "style", lambda _, changed=changed: changed)
        assert [severity] == [f.severity for f in _check(EDITS[name], "strict").findings]


def _house(change: Change, policy: Policy) -> Style:
    """A house that minds nothing but one change, over which it has the given policy, and shows sentences with four dots."""
    others: dict[Change, Policy] = dict.fromkeys(CHANGES, "silent")
    return replace(style("strict"), change={**others, change: policy}, weight={}, over_sentence="four dots")


@pytest.mark.parametrize(
    ("name", "house", "marked", "description"),
    [
        ("slip", "chicago", True, "a slip put right in silence, where that is allowed"),
        ("slip", "strict", False, "where it is not"),
        ("cut sentence", "apa", True, "a sentence cut short, where no ellipsis is set"),
        ("cut sentence", "bluebook", False, "where one is"),
        ("(insertion)", "ap", True, "round brackets, where they are the quoter’s"),
        ("(insertion)", "apa", False, "where they are not"),
        ("[insertion]", "apa", True, "square ones are everywhere"),
        ("[other word]", "ap", True, "what is forbidden is still marked"),
    ],
)
def test_silent_counts_as_marked(name: str, house: str, marked: bool, description: str) -> None:
    (quote,) = _check(ALL[name], house).quotes
    assert marked == quote.marked, description


def test_no_house_lets_a_negation_go_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    careless = replace(style("strict"), change=dict.fromkeys(CHANGES, "silent"))
    monkeypatch.setattr(fidelity.rules.judging, "style", lambda _: careless)
    report = _check(ALL["not dropped"], "strict")
    assert ["changed-negation"] == [f.rule for f in report.findings]
    assert not report.quotes[0].marked
