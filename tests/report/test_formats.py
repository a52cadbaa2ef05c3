from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec
import pytest
from by_hand import made
from rich.cells import cell_len

from fidelity import model
from fidelity.model import Report
from fidelity.report import FORMATS, Color, Look
from fidelity.report import json as as_json

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

_SENT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STYLE = re.compile("\x1b\\[[0-9;]*m|\x1b]8;;[!-~]*\x1b\\\\")


@pytest.fixture
def report() -> Report:
    return made()


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("color", [None, "standard"])
def test_full_looks_as_before(report: Report, snapshot: SnapshotAssertion, width: int, color: Color | None) -> None:
    assert snapshot == FORMATS["full"](report, Look(width, color))


def test_verbose_lists_the_faithful_ones(report: Report, snapshot: SnapshotAssertion) -> None:
    assert snapshot == FORMATS["full"](report, Look(80, None, verbose=True))


@pytest.mark.parametrize("name", ["annotations", "concise", "json"])
def test_others_look_as_before(report: Report, snapshot: SnapshotAssertion, name: str) -> None:
    assert snapshot == FORMATS[name](report, Look())


@pytest.mark.parametrize("name", ["full", "concise"])
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_control_character_reaches_the_terminal(report: Report, name: str, width: int) -> None:
    assert _SENT.search(FORMATS[name](report, Look(width))) is None
    assert _SENT.search(_STYLE.sub("", FORMATS[name](report, Look(width, "standard")))) is None


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_page(report: Report, width: int) -> None:
    assert [] == [line for line in FORMATS["full"](report, Look(width)).splitlines() if cell_len(line) > width]


@pytest.mark.parametrize("width", [60, 80, 140])
def test_colour_changes_no_character(report: Report, width: int) -> None:
    plain = FORMATS["full"](report, Look(width))
    coloured = _STYLE.sub("", FORMATS["full"](report, Look(width, "standard")))
    assert plain.split() == coloured.split()


@pytest.mark.parametrize("name", FORMATS)
def test_same_report_same_text_with_a_line_end(report: Report, name: str) -> None:
    text = FORMATS[name](report, Look())
    assert text == FORMATS[name](report, Look())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_markup_in_texts_is_not_read(report: Report) -> None:
    text = FORMATS["full"](report, Look(140))
    for raw in ("[bold]of the lamp[/bold]", "[red]and[/red]", ":smile:"):
        assert raw in text, raw


def test_accepted_findings_are_not_shown(report: Report) -> None:
    for name in ("full", "concise"):
        assert "accepted finding" not in FORMATS[name](report, Look())


def test_concise_is_a_line_for_each_finding(report: Report) -> None:
    *lines, last = FORMATS["concise"](report, Look()).splitlines()
    open_findings = [f for a in report.articles for f in a.findings if f.allowed is None]
    assert len(open_findings) + 1 == len(lines), "and one for the article that could not be read"
    for line in lines:
        assert re.fullmatch(r".+:\d+:\d+: (error|warning|info) [a-z-]+ .+", line), line
    assert last.startswith("3 articles, 15 quotations")


def test_json_has_every_key_in_the_order_of_the_types(report: Report) -> None:
    def check(value: Any, noun: Any) -> None:
        if is_dataclass(noun):
            assert [f.name for f in fields(noun)] == list(value)
            for name, item in value.items():
                check(item, getattr(noun, name))
        elif isinstance(noun, tuple):
            for item, inner in zip(value, noun, strict=True):
                check(item, inner)

    check(json.loads(FORMATS["json"](report, Look())), report)


def test_json_leads_back_to_the_report(report: Report) -> None:
    text = FORMATS["json"](report, Look())
    assert report == msgspec.json.decode(text, type=Report)


def test_json_bears_a_file_name_that_is_not_utf8(report: Report) -> None:
    article = replace(report.articles[2], uri="a\udcff.md")
    text = FORMATS["json"](replace(report, articles=(article,)), Look())
    assert json.loads(text.encode("utf-8"))["articles"][0]["uri"] == "a\\udcff.md"


def test_shipped_schema_is_fresh() -> None:
    shipped = (files("fidelity.report") / "report.schema.json").read_text("utf-8")
    assert shipped == as_json.schema(), "write it anew: fidelity.report.json.schema()"


def test_schema_names_every_noun_of_the_report() -> None:
    nouns = set(get_type_hints(model.ReportedQuote))
    assert nouns == set(json.loads(as_json.schema())["$defs"]["ReportedQuote"]["required"])


def test_texts_that_run_from_right_to_left_stand_one_under_the_other() -> None:
    report = made()
    first, *rest = report.articles
    turned = replace(first, quotes=tuple(replace(q, text="גשר " * len(q.text)) if q.match is None else q for q in first.quotes))
    wide = FORMATS["full"](replace(report, articles=(turned, *rest)), Look(140))
    assert "גשר" in wide
    assert not [line for line in wide.splitlines() if "גשר" in line and line.count("│") > 1]
