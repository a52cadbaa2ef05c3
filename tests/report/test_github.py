"""Workflow commands, read as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from by_hand import finding, made
from hostile import LOOK, URI, article, everything, reports
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.report import FORMATS
from fidelity.report.github import COMMANDS, SHOWN, command

if TYPE_CHECKING:
    from fidelity.model import Report

Command = tuple[str, dict[str, str], str]

KNOWN = {"error", "warning", "notice", "debug", "add-mask", "set-env", "set-output", "save-state", "add-path", "stop-commands"}
DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for escaped, plain in table:
        text = text.replace(escaped, plain)
    return text


def understood(line: str) -> Command | None:
    """What the runner makes of a line: a command anywhere behind blanks, else an old one (`##[name]`) anywhere in it."""
    told = line.lstrip()
    if told.startswith("::") and (end := told.find("::", 2)) >= 0:
        name, _, rest = told[2:end].partition(" ")
        if name in KNOWN:
            pairs = [pair.lstrip("=").partition("=") for pair in rest.strip().split(",")]
            values = {key: value.lstrip("=") for key, _, value in pairs}  # .NET drops empty parts
            properties = {key: unescaped(value, PROPERTY) for key, value in values.items() if key and value}
            return name, properties, unescaped(told[end + 2 :], DATA)
    if old := re.search(r"##\[([^\] ]*)[^\]]*\]", line):
        return f"old {old[1]}", {}, ""
    return None


def commands(report: Report) -> list[Command]:
    """What the runner understands of each line; it ends lines with CR, LF or both."""
    found = [understood(line) for line in re.split("\r\n|\r|\n", FORMATS["github"](report, LOOK).removesuffix("\n"))]
    assert None not in found, "each line is a command"
    return [item for item in found if item is not None]


def wanted(properties: dict[str, str]) -> bool:
    """What the runner checks: no column without a line, none over several lines, no end without a beginning."""
    if not ({"col", "endColumn", "endLine"} & set(properties)):
        return True
    same = properties.get("endLine", properties.get("line")) == properties.get("line")
    return "line" in properties and (same or "col" not in properties) and ("endColumn" not in properties or "col" in properties)


def test_each_finding_is_a_command_with_its_place() -> None:
    found = commands(made())
    name, properties, message = found[1]
    assert (name, properties["title"], properties["file"]) == ("error", "changed-number", "articles/harbour.md")
    assert {key: properties[key] for key in ("line", "endLine", "col", "endColumn")} == {
        "line": "20", "endLine": "20", "col": "9", "endColumn": "14",
    }  # fmt: skip
    assert message == "The article says “8” where the original says “9”. (original: originals/harbour.html:12:20)"
    assert all(wanted(properties) for _, properties, _ in found)


def test_the_gravest_come_first_and_the_summary_last() -> None:
    names = [name for name, _, _ in commands(everything())]
    assert names == sorted(names, key=["error", "warning", "notice"].index)
    name, properties, message = commands(everything())[-1]
    assert (name, properties) == ("notice", {"title": "fidelity"})
    assert message.startswith("4 articles, 19 quotations: ")
    assert commands(everything())[0] == (
        "error",
        {"file": "articles/scan.pdf", "title": "unreadable"},
        "The file is a PDF, which cannot be read here; save it as HTML, Markdown or plain text.",
    )


def test_a_place_over_several_lines_has_no_columns() -> None:
    report = made()
    first = report.articles[0]
    here = first.findings[0].here
    found = replace(first.findings[0], here=replace(here, end=replace(here.end, line=22)))
    (_, properties, _), _ = commands(replace(report, articles=(replace(first, findings=(found,)),)))
    assert properties == {"file": "articles/harbour.md", "line": "20", "endLine": "22", "title": "changed-number"}


def test_the_summary_is_among_the_notices_that_are_shown() -> None:
    many = tuple(finding("spelling-variant", "info", f"Number {n}.", None, line=n) for n in range(1, 15))
    found = commands(replace(made(), articles=(replace(made().articles[0], quotes=(), findings=many),)))
    assert len(found) == SHOWN
    assert {"notice"} == {name for name, _, _ in found}
    assert found[-1][2].endswith(" · 5 more of severity info are not listed here")


@pytest.mark.parametrize(
    ("uri", "expected", "why"),
    [
        ("a.md", "desk/news/a.md", "from the root of the project, which the runner knows"),
        ("../b.md", "desk/b.md", "beside the folder"),
        ("/home/c.md", "/home/c.md", "a whole path stays"),
        ("https://d.example/d", "https://d.example/d", "and so does an address"),
    ],
)
def test_files_are_named_from_the_root(uri: str, expected: str, why: str) -> None:
    report = replace(made(), articles=(replace(made().articles[2], uri=uri),))
    first = FORMATS["github"](report, replace(LOOK, folder="desk/news/")).splitlines()[0]
    found = understood(first)
    assert found is not None
    assert expected == found[1]["file"], why


def test_the_name_of_a_file_arrives_as_it_is() -> None:
    files = {properties.get("file") for _, properties, _ in commands(everything())}
    assert URI in files


@given(st.text(), st.text(min_size=1).filter(lambda value: not value.startswith("=")))
def test_the_runner_reads_back_what_was_escaped(message: str, value: str) -> None:
    line = command("error", message, {"file": value, "title": "rule"})
    assert "\n" not in line
    assert understood(line) == ("error", {"file": value, "title": "rule"}, message)


def test_a_file_whose_name_begins_with_an_equals_sign_keeps_it() -> None:
    report = replace(made(), articles=(replace(made().articles[0], uri="=a.md"),))
    assert {"./=a.md"} == {properties["file"] for _, properties, _ in commands(report)[:-1]}


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_gives_the_commands_of_its_findings_and_no_others(report: Report) -> None:
    found = commands(report)
    open_ones = [f for a in report.articles for f in a.findings if not f.allowed]
    assert len(found) == len(open_ones) + 2, "one for the article that could not be read and one for the summary"
    assert {name for name, _, _ in found} <= set(COMMANDS.values())
    assert all(set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"} for _, properties, _ in found)
    assert all(wanted(properties) for _, properties, _ in found)


def test_hostile_messages_are_one_command_each() -> None:
    titles = [properties["title"] for _, properties, _ in commands(everything())]
    told = [f for f in article().findings if f.rule == "altered-wording"]
    assert titles.count("altered-wording") == len(told) + 1, "and one in the report by hand"
