"""SARIF against its schema, and what the schema cannot say: numbers that point somewhere, regions that hold the words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from by_hand import made
from hostile import LOOK, SECOND, TEXT, URI, article, everything, reports
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from fidelity.report import FORMATS, Look
from fidelity.text.lines import LINE_END

if TYPE_CHECKING:
    from fidelity.model import Report

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8")))
REFERENCE = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]]|%[0-9A-Fa-f]{2})+")
OURS = re.compile(r" \(\[(?:original|nearest passage)\]\(1\)\)$")
SAFE_PATH = re.compile(r"[^:/?#]*(?:/[^?#]*)?")


def run_of(report: Report, look: Look = LOOK) -> Any:
    whole = json.loads(FORMATS["sarif"](report, look))
    assert [] == [error.message for error in SCHEMA.iter_errors(whole)]
    return whole["runs"][0]


def result(run: Any, message: str) -> Any:
    return next(item for item in run["results"] if OURS.sub("", item["message"]["text"]) == message)


@pytest.mark.parametrize("look", [LOOK, Look()])
def test_is_valid_and_points_to_what_it_names(look: Look) -> None:
    run = run_of(everything(), look)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    places = [place for item in run["results"] for place in (*item["locations"], *item.get("relatedLocations", ()))]
    assert len(run["results"]) == sum(len(a.findings) for a in everything().articles)
    for item in run["results"]:
        assert item["ruleId"] == rules[item["ruleIndex"]]
    for place in places:
        location = place["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][location["index"]]["location"] == location
        region = place["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_rules_come_from_the_manual_in_its_order_and_the_rest_by_name() -> None:
    rules = run_of(everything())["tool"]["driver"]["rules"]
    assert ["changed-number", "altered-wording", "never-used"] == [rule["id"] for rule in rules[:3]]
    assert sorted(rule["id"] for rule in rules[3:]) == [rule["id"] for rule in rules[3:]]
    first, _, off = rules[:3]
    assert first["fullDescription"]["text"] == "Numbers of another value. They are remembered."
    assert "## Example" in first["help"]["markdown"]
    assert "##" not in first["help"]["text"]
    assert first["defaultConfiguration"] == {"enabled": True, "level": "error"}
    assert not off["defaultConfiguration"]["enabled"]


def test_columns_are_code_points_and_line_ends_those_of_the_report() -> None:
    run = run_of(everything())
    assert run["columnKind"] == "unicodeCodePoints"
    for end in run["newlineSequences"]:
        assert LINE_END.fullmatch(end), ascii(end)


def test_files_have_addresses_that_lead_back_and_their_hashes() -> None:
    run = run_of(everything())
    by_uri = {file["location"]["uri"]: file for file in run["artifacts"]}
    assert len(by_uri) == len(run["artifacts"])
    for uri, file in by_uri.items():
        assert REFERENCE.fullmatch(uri), uri
        assert SAFE_PATH.fullmatch(uri), "no scheme, query or fragment is read into a path"
        assert file["location"]["uriBaseId"] == "%SRCROOT%"
    assert by_uri["originals/harbour.html"]["hashes"] == {"sha-256": "1" * 64}
    assert by_uri["originals/second%20%5Bcopy%5D(1)%20%E6%B8%AF.html"]["hashes"] == {"sha-256": "1" * 64}
    assert "hashes" not in by_uri["articles/scan.pdf"], "it was not read"
    assert [file["location"]["uri"] for file in run["artifacts"] if file.get("roles") == ["analysisTarget"]] == list(by_uri)[:4]


@pytest.mark.parametrize(
    ("uri", "expected", "why"),
    [
        ("/home/é.md", {"uri": "file:///home/%C3%A9.md"}, "a whole path has no base"),
        ("https://a.example/x", {"uri": "https://a.example/x"}, "nor has an address"),
        ("a b.md", {"uri": "a%20b.md", "uriBaseId": "%SRCROOT%"}, "a path has"),
    ],
)
def test_only_relative_paths_have_a_base(uri: str, expected: dict[str, str], why: str) -> None:
    report = replace(made(), articles=(replace(article(), uri=uri),))
    assert expected | {"index": 0} == run_of(report)["artifacts"][0]["location"], why


def test_the_original_is_a_related_location() -> None:
    run = run_of(everything())
    there = result(run, "The article says “8” where the original says “9”.")["relatedLocations"]
    assert [(12, 20, 12, 25)] == [tuple(place["physicalLocation"]["region"].values()) for place in there]
    assert there[0]["message"]["text"].startswith("The passage in the original: “The keeper lit the lamp at 9")
    near = result(run, "None of the 3 originals in hand has this passage.")["relatedLocations"][0]
    assert near["message"]["text"].startswith("The nearest passage, no match: ")
    assert "relatedLocations" not in result(run, "Not compared: no original is named or found.")
    for item in run["results"]:
        assert ("relatedLocations" in item) == bool(OURS.search(item["message"]["text"])), "what is shown is spoken of"
        assert [1] * len(item.get("relatedLocations", ())) == [place["id"] for place in item.get("relatedLocations", ())]


def test_fixes_put_into_the_text_what_the_report_says() -> None:
    starts = [0, *(m.end() for m in LINE_END.finditer(TEXT))]
    fixes = [
        (item, item["fixes"][0]["artifactChanges"][0]["replacements"])
        for item in run_of(everything())["results"]
        if "fixes" in item
    ]
    told = [f for f in article().findings if f.fix and f.fix.safety != "display"]
    for (_, replacements), found in zip(fixes, told, strict=True):
        assert found.fix
        for replacement, fix in zip(replacements, found.fix.edits, strict=True):
            region = replacement["deletedRegion"]
            start = starts[region["startLine"] - 1] + region["startColumn"] - 1
            end = starts[region["endLine"] - 1] + region["endColumn"] - 1
            assert (start, end) == fix.span
            assert replacement["insertedContent"]["text"] == fix.text


def test_there_are_no_fixes_for_a_text_that_is_not_at_hand() -> None:
    assert not any("fixes" in item for item in run_of(everything(), Look())["results"])


def test_files_are_named_from_the_root_of_the_project() -> None:
    uris = {file["location"]["uri"] for file in run_of(everything(), replace(LOOK, folder="desk/news/"))["artifacts"]}
    assert {"desk/news/articles/harbour.md", "desk/news/originals/harbour.html"} <= uris


def test_accepted_findings_are_suppressed_and_all_others_say_that_they_are_not() -> None:
    results = run_of(everything())["results"]
    found = [(OURS.sub("", item["message"]["text"]), item["suppressions"]) for item in results if item["suppressions"]]
    assert found == [
        (
            "An accepted finding that must not be shown.",
            [{"kind": "inSource", "status": "accepted", "justification": "house spelling"}],
        ),
        (
            "Old.",
            [{"kind": "external", "status": "accepted", "justification": "known @all since ::error::2019"}],
        ),
    ]
    unaccepted = replace(made(), articles=made().articles[1:])
    assert all("suppressions" not in item for item in run_of(unaccepted)["results"])


def test_what_could_not_be_read_is_told_of() -> None:
    (invocation,) = run_of(everything())["invocations"]
    assert not invocation["executionSuccessful"]
    errors = [note for note in invocation["toolExecutionNotifications"] if note["level"] == "error"]
    assert ["articles/scan.pdf"] == [note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for note in errors]
    assert run_of(replace(made(), articles=made().articles[:2]))["invocations"][0]["executionSuccessful"]


def test_messages_have_no_links_and_no_places_to_fill_in() -> None:
    texts = [OURS.sub("", item["message"]["text"]) for item in run_of(everything())["results"]]
    assert "{ 0} { 1} [a] (1) %SRCROOT%" in texts
    assert any("] (https://evil.example)" in text for text in texts)


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_valid_sarif_without_links(report: Report) -> None:
    run = run_of(report)
    notes = run["invocations"][0]["toolExecutionNotifications"]
    related = [place for item in run["results"] for place in item.get("relatedLocations", ())]
    for item in (*run["results"], *notes, *related):
        assert not re.search(r"\]\(|\{\d+\}|[\x00-\x1f\u202e]", OURS.sub("", item["message"]["text"]))


def test_the_names_used_here_are_those_of_the_report() -> None:
    assert {URI, SECOND} < {a.uri for a in everything().articles} | {
        q.match.original for a in everything().articles for q in a.quotes if q.match
    }
