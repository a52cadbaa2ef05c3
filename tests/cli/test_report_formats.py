"""Every report format from the command line, and what the formats may look up besides the report."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fidelity.cli.lookup import manual, project, texts
from fidelity.model import ReportedArticle
from fidelity.pipeline import Job
from fidelity.report import FORMATS
from fidelity.rules import RULES
from fidelity.styles import names, style

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WITH = ("--originals", "originals")
GITHUB = {
    "GITHUB_SERVER_URL": "https://git.example",
    "GITHUB_REPOSITORY": "desk/paper",
    "GITHUB_SHA": "0123abcd",
}
GITLAB = {"CI_PROJECT_URL": "https://lab.example/desk/paper", "CI_COMMIT_SHA": "0123abcd"}


def reported(uri: str, data: bytes) -> ReportedArticle:
    digest = hashlib.sha256(data).hexdigest()
    return ReportedArticle(uri, digest, None, None, None, None, {}, (), (), (), None)


def test_all_formats_at_once(fidelity: Run, newsroom: Path) -> None:
    wanted = [word for name in FORMATS for word in ("-o", f"{name}:out.{name}")]
    done = fidelity("check", "wrong.md", "binary.md", *WITH, *wanted, "--output-format", "github")
    assert done.returncode == 1, done.stderr
    for name in FORMATS:
        assert (newsroom / f"out.{name}").stat().st_size, name
    assert (newsroom / "out.github").read_bytes() == done.stdout
    assert done.stdout.startswith(b"::error file=binary.md,title=unreadable::")


def test_sarif_has_the_manual_of_every_rule(fidelity: Run) -> None:
    (run,) = json.loads(fidelity("check", "wrong.md", *WITH, "--output-format", "sarif").stdout)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert list(RULES) == [rule["id"] for rule in rules]
    for rule in rules:
        assert {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"} == set(rule)


def test_columns_of_rdjson_are_bytes_although_the_article_came_by_a_pipe(fidelity: Run) -> None:
    words = "Ada Lund wrote: “The bridge will open in nine days.”\n"
    done = fidelity("check", "-", *WITH, "--output-format", "rdjson", stdin=words.encode())
    (item,) = json.loads(done.stdout)["diagnostics"]
    where = item["location"]["range"]
    assert words.encode()[where["start"]["column"] - 1 : where["end"]["column"] - 1] == b"nine"


def test_places_are_linked_in_a_job_of_github(fidelity: Run, newsroom: Path) -> None:
    job = {**GITHUB, "GITHUB_WORKSPACE": str(newsroom.parent)}
    done = fidelity("check", "wrong.md", *WITH, "--output-format", "markdown", stdin=b"", **job)
    address = f"https://git.example/desk/paper/blob/0123abcd/{newsroom.name}/wrong.md?plain=1#L1"
    assert f'href="{address}"'.encode() in done.stdout


def test_the_manual_has_each_rule_with_its_severity_in_the_style() -> None:
    for house in names():
        pages = manual(house)
        assert list(RULES) == list(pages)
        assert {name: page.severity for name, page in pages.items()} == {
            rule: style(house).severity.get(rule) for rule in RULES
        }
    for name, page in manual("strict").items():
        assert page.summary.endswith("."), name
        assert page.help.startswith("## What it finds\n"), name


@pytest.mark.parametrize(
    ("name", "data", "expected", "why"),
    [
        ("a.md", "“é”\r\n".encode(), "“é”\r\n", "as it is on disk"),
        ("a.md", "\ufeffa".encode(), "\ufeffa", "with its byte-order mark"),
        ("a.md", "“é”".encode("cp1252"), None, "not UTF-8: bytes would be counted wrongly"),
        ("a.md", "“é”".encode("utf-16"), None, "nor UTF-16"),
        ("a.html", b"<meta charset=windows-1252><p>\xc3\xa9", None, "UTF-8 by its bytes, but read as what it says it is"),
        ("a.docx", b"PK\x03\x04", None, "no text file"),
    ],
)
def test_texts_are_those_that_spans_count_in(tmp_path: Path, name: str, data: bytes, expected: str | None, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert expected == texts([Job(path)])(reported(path.as_posix(), data)), why
    assert expected == texts([Job((name, data))])(reported(name, data)), "and so from standard input"


def test_a_text_that_was_changed_or_is_gone_is_not_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"after")
    look = texts([Job(path)])
    assert look(reported(path.as_posix(), b"after")) == "after"
    assert look(reported(path.as_posix(), b"before")) is None
    assert look(replace(reported("x", b""), uri="a\0b")) is None
    path.unlink()
    assert look(reported(path.as_posix(), b"after")) is None


@pytest.mark.parametrize(
    ("environ", "here", "expected", "why"),
    [
        (GITHUB | {"GITHUB_WORKSPACE": "."}, ".", ("", "https://git.example/desk/paper/blob/0123abcd/"), "the project's root"),
        (
            GITHUB | {"GITHUB_WORKSPACE": "."},
            "a b",
            ("a b/", "https://git.example/desk/paper/blob/0123abcd/a%20b/"),
            "a folder in it",
        ),
        (GITLAB | {"CI_PROJECT_DIR": "."}, "a", ("a/", "https://lab.example/desk/paper/-/blob/0123abcd/a/"), "on GitLab"),
        (GITHUB | {"GITHUB_WORKSPACE": "a"}, ".", ("", None), "a run outside of the project"),
        (GITHUB, ".", ("", None), "nobody says where the project is"),
        (GITHUB | {"GITHUB_WORKSPACE": ".", "GITHUB_SHA": "main/../x"}, "a", ("a/", None), "no commit"),
        (GITHUB | {"GITHUB_WORKSPACE": ".", "GITHUB_SERVER_URL": "javascript:"}, ".", ("", None), "no web address"),
        ({}, ".", ("", None), "no job of either"),
    ],
)
def test_the_project_that_a_job_works_for(
    tmp_path: Path, environ: dict[str, str], here: str, expected: tuple[str, str | None], why: str
) -> None:
    roots = {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"}
    placed = {name: str(tmp_path / value) if name in roots else value for name, value in environ.items()}
    assert expected == project(placed, tmp_path / here), why
