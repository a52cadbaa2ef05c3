"""The baseline's file: what it looks like, what is wrong with one, where its articles are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.allow import Baseline, BaselineError, Entry, read_baseline, stale_entries, written

ONE = Entry("a.md", "not-found", "It was late.", "0" * 16, "lost in the flood")
TWO = Entry("a.md", "changed-number", "Nine men.", "1" * 16, "misprint", "A. K.", "2026-11-21")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def test_one_finding_to_a_line_sorted() -> None:
    lines = written([ONE, TWO, ONE]).splitlines()
    assert ["{", ' "schema": "fidelity-baseline/1",', ' "findings": ['] == lines[:3]
    assert lines[3].startswith('  {"article": "a.md", "rule": "changed-number"')
    assert lines[3].endswith('"by": "A. K.", "on": "2026-11-21"},')
    assert lines[4].endswith('"reason": "lost in the flood"}')
    assert [" ]", "}"] == lines[5:]


def test_an_empty_one_is_one() -> None:
    assert () == read_baseline(written([])).entries


@given(st.lists(st.builds(Entry, TEXT, TEXT, TEXT, TEXT, TEXT.map("x".__add__), TEXT, TEXT), max_size=4))
def test_what_is_written_can_be_read_and_is_one_line_each(entries: list[Entry]) -> None:
    text = written(entries)
    assert 5 + len({*entries}) - (not entries) == len(text.splitlines())
    assert text.isprintable() or {"\n"} == {c for c in text if not c.isprintable()}
    assert tuple(sorted({*entries})) == read_baseline(text).entries


@pytest.mark.parametrize(
    ("text", "told", "why"),
    [
        ("", "not valid JSON", "nothing"),
        ("{", "b.json:1", "the line of the mistake"),
        ('{\n<<<<<<< HEAD\n"a": 1', "a merge that was not finished", "a merge"),
        ("[]", "this is no baseline", "another JSON file"),
        ("[" * 100_000, "no baseline", "deeper than anybody reads"),
        ('{"schema": ' + "9" * 5000 + "}", "no baseline", "a number without end"),
        ('{"schema": "fidelity-baseline/2", "findings": []}', "fidelity-baseline/1", "a later version"),
        ('{"schema": "fidelity-baseline/1", "findings": [1]}', "finding 1", "no table"),
        (written([ONE]).replace('"rule"', '"rul"'), "did you mean “rule”", "a key mistyped"),
        (written([ONE]).replace('"rule": "not-found", ', ""), "has no “rule”", "a key missing"),
        (written([ONE]).replace('"not-found"', "7"), "a text in quotation marks", "a number"),
        (written([ONE]).replace("lost in the flood", " "), "no reason", "an empty reason"),
    ],
)
def test_what_is_no_baseline_is_told(text: str, told: str, why: str) -> None:
    with pytest.raises(BaselineError) as caught:
        read_baseline(text, "b.json")
    assert told in str(caught.value), why
    assert str(caught.value).startswith("b.json"), why


@pytest.mark.parametrize(
    ("folder", "uri", "expected"),
    [
        (".", "a.md", "a.md"),
        (".", "./b/../a.md", "a.md"),
        ("news", "news/a.md", "a.md"),
        ("news", "a.md", "../a.md"),
        (".", str(Path.cwd() / "a.md"), "a.md"),
        (".", "https://example.org/a", "https://example.org/a"),
        (".", "<stdin>.md", "<stdin>.md"),
        (".", "dump.jsonl#https://example.org/a", "dump.jsonl#https://example.org/a"),
    ],
)
def test_an_article_has_one_name_from_wherever_it_is_checked(folder: str, uri: str, expected: str) -> None:
    assert expected == Baseline(folder=folder).key(uri)


def test_what_is_stale_stands_on_its_line() -> None:
    text = written([ONE, TWO])
    baseline = read_baseline(text, "news/b.json")
    assert "news" == baseline.folder
    (first, second) = stale_entries(baseline, [TWO], [ONE])
    assert ("unmatched", "gone") == (first.why, second.why)
    assert json.loads(text.splitlines()[3].rstrip(",")) == json.loads(text[slice(*first.span)].rstrip(","))
    assert text.splitlines()[4].strip() == text[slice(*second.span)]
