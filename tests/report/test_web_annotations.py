"""What the recommendation demands (<https://www.w3.org/TR/annotation-model/>), as far as we use it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from by_hand import made

from fidelity.report import FORMATS, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report

# The terms of http://www.w3.org/ns/anno.jsonld that we use; what the context does not know would be lost in JSON-LD.
TERMS = {
    "AnnotationCollection": {"@context", "id", "type", "label", "generator", "total", "first", "last"},
    "AnnotationPage": {"id", "type", "startIndex", "items"},
    "Annotation": {"id", "type", "motivation", "generator", "body", "target"},
    "SpecificResource": {"type", "purpose", "source", "state", "selector"},
    "TextualBody": {"type", "purpose", "value", "format", "language"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "TextPositionSelector": {"type", "start", "end"},
    "FragmentSelector": {"type", "conformsTo", "value"},
    "TimeState": {"type", "sourceDate", "sourceDateStart", "sourceDateEnd", "cached"},
    "Software": {"type", "name"},
}
NEEDED = {
    "AnnotationCollection": {"@context", "id", "type", "total"},
    "AnnotationPage": {"id", "type", "items"},
    "Annotation": {"id", "type", "target"},
    "SpecificResource": {"source"},
    "TextualBody": {"type", "value"},
    "TextQuoteSelector": {"type", "exact"},
    "TextPositionSelector": {"type", "start", "end"},
    "FragmentSelector": {"type", "value"},
    "TimeState": {"type"},
    "Software": set(),
}
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking",
    "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
IRI = re.compile(r"[!-~]+")


def written(report: Report) -> dict[str, Any]:
    whole = json.loads(FORMATS["annotations"](report, Look()))
    assert isinstance(whole, dict)
    return whole


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def of(report: Report, number: int) -> Any:
    return written(report)["first"]["items"][number]


def with_match(**changes: Any) -> Report:
    """The report by hand, with the match of its fourth quotation (two passages, a web address) changed."""
    report = made()
    article = report.articles[0]
    match = article.quotes[3].match
    assert match is not None
    quotes = (*article.quotes[:3], replace(article.quotes[3], match=replace(match, **changes)), *article.quotes[4:])
    return replace(report, articles=(replace(article, quotes=quotes), *report.articles[1:]))


def test_every_node_has_what_it_must_and_nothing_unknown() -> None:
    whole = written(made())
    assert whole["@context"] == "http://www.w3.org/ns/anno.jsonld", "one context is a string"
    kinds = set()
    for node in nodes(whole):
        kind = node["type"]
        kinds.add(kind)
        assert NEEDED[kind] <= set(node) <= TERMS[kind], node
        for key in ("id", "source", "cached", "conformsTo", "last"):
            assert IRI.fullmatch(node.get(key, "x")), node
        for key in ("motivation", "purpose"):
            assert node.get(key, "linking") in MOTIVATIONS, node
        for key in ("sourceDate", "sourceDateStart", "sourceDateEnd"):
            assert UTC.fullmatch(node.get(key, "2000-01-01T00:00:00Z")), node
        if kind == "TextPositionSelector":
            assert 0 <= node["start"] < node["end"]
    assert set(TERMS) == kinds, "the report by hand has all of them"


def test_there_is_one_for_each_quotation_with_a_match() -> None:
    report = made()
    matched = [quote for article in report.articles for quote in article.quotes if quote.match is not None]
    whole = written(report)
    assert len(matched) == whole["total"] == len(whole["first"]["items"])
    names = [node["id"] for node in nodes(whole) if "id" in node]
    assert len(set(names)) == len(names)
    assert whole["last"] == whole["first"]["id"]


def test_a_report_without_matches_has_no_page() -> None:
    whole = written(replace(made(), articles=()))
    assert whole["total"] == 0
    assert "first" not in whole


def test_the_bodies_tell_words_verdict_and_findings() -> None:
    words, verdict, said, *findings = of(made(), 1)["body"]
    assert words["selector"]["exact"].startswith("The keeper lit the lamp at 8")
    assert ["tagging", "altered"] == [verdict["purpose"], verdict["value"]]
    assert said["value"] == "altered, score 84.6, not every departure marked."
    assert [finding["value"].split(":")[0] for finding in findings] == ["error changed-number", "warning added-words"]


def test_each_passage_is_a_target_with_its_own_words() -> None:
    targets = of(made(), 3)["target"]
    quotes, positions, fragments = zip(*(target["selector"] for target in targets), strict=True)
    assert [quote["exact"] for quote in quotes] == ["The pilots", " asked for a second tug"]
    assert [(position["start"], position["end"]) for position in positions] == [(700, 710), (738, 761)]
    assert [fragment["value"] for fragment in fragments] == [":~:text=The%20pilots", ":~:text=asked%20for%20a%20second%20tug"]
    assert ["prefix" in quote for quote in quotes] == [False, False], "nothing stands before the first"
    assert ["suffix" in quote for quote in quotes] == [False, True], "what is between the passages is not in the report"
    assert {target["source"] for target in targets} == {"https://harbour.example/inquiry"}


def test_a_passage_that_the_link_cannot_name_has_no_directive() -> None:
    report = with_match(link="https://harbour.example/inquiry#:~:text=The%20pilots")
    assert [2, 2] == [len(target["selector"]) for target in of(report, 3)["target"]]


@pytest.mark.parametrize(
    ("snapshot", "expected", "why"),
    [
        ("2015-11-18T10:30:00+01:00", {"sourceDate": "2015-11-18T09:30:00Z"}, "in UTC, as the recommendation demands"),
        ("2015-11-18T09:30:00.25Z", {"sourceDate": "2015-11-18T09:30:00Z"}, "to the second"),
        ("2015-11-18T09:30", {"sourceDate": "2015-11-18T09:30:00Z"}, "without a zone, archives mean UTC"),
        (
            "2015-11-18",
            {"sourceDateStart": "2015-11-18T00:00:00Z", "sourceDateEnd": "2015-11-18T23:59:59Z"},
            "a day from its beginning to its end",
        ),
        ("2015-11", {}, "a month cannot be told"),
        ("2015-02-31", {}, "nor can a day that was not"),
        ("0001-01-01T00:00:00+14:00", {}, "nor a time before all times"),
        (None, {}, "nor none"),
    ],
)
def test_the_state_says_when_the_copy_was_taken_and_where_it_is(
    snapshot: str | None, expected: dict[str, str], why: str
) -> None:
    (state, *_) = (target["state"] for target in of(with_match(snapshot=snapshot), 3)["target"])
    assert {"type": "TimeState", **expected, "cached": "originals/harbour.html"} == state, why


@pytest.mark.parametrize(
    ("uri", "expected", "why"),
    [
        ("originals/a b.html", "originals/a%20b.html", "a blank has no place in an address"),
        ("originals/a#1?.html", "originals/a%231%3F.html", "in a path these are letters like others"),
        ("/home/é.html", "file:///home/%C3%A9.html", "a whole path is a file's address"),
        ("https://a.example/x?y#z", "https://a.example/x?y#z", "an address stays one"),
        ("a\udcff.md", "a%3F.md", "a name that is not UTF-8 is still written"),
    ],
)
def test_sources_are_addresses(uri: str, expected: str, why: str) -> None:
    target = of(with_match(original=uri, url=None, link=None), 3)["target"][0]
    assert expected == target["source"], why


def test_names_depend_on_the_quotation_and_nothing_else() -> None:
    before, after = written(made()), written(with_match(snapshot=None, before="x"))
    assert [item["id"] for item in before["first"]["items"]] == [item["id"] for item in after["first"]["items"]]
    other = of(with_match(original="originals/other.html"), 3)
    assert other["id"] != before["first"]["items"][3]["id"]
