from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fidelity.config import schema, template

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

CONFIG = """\
originals = ["originals"]
output-format = "json"
[[per-file]]
paths = ["letters/**"]
style = "apa"
severity = {changed-number = "warning"}
"""


@pytest.fixture
def project(newsroom: Path) -> Path:
    (newsroom / "fidelity.toml").write_text(CONFIG)
    (newsroom / "letters").mkdir()
    (newsroom / "letters" / "wrong.md").write_bytes((newsroom / "wrong.md").read_bytes())
    return newsroom


@pytest.mark.parametrize(
    ("words", "config", "code", "why"),
    [
        (("wrong.md",), "", 1, "originals and format of the config"),
        (("letters",), "", 0, "a severity for some files"),
        (("letters", "wrong.md"), "", 1, "one of each"),
        (("letters", "--fail-on", "warning"), "", 1, "the command line says from when on it fails"),
        (("letters",), 'fail-on = "warning"', 1, "the config says it"),
        (("letters", "--fail-on", "error"), 'fail-on = "warning"', 0, "the command line comes first"),
        (("wrong.md",), 'ignore = ["changed-number"]', 0, "a rule that is ignored"),
        (("wrong.md", "--ignore", "not-found"), 'ignore = ["changed-number"]', 1, "the command line ignores others"),
        (("wrong.md", "--originals", "empty.md"), "", 2, "originals of the command line"),
        (("wrong.md", "--isolated"), "", 2, "no config and no originals, though they lie beside"),
        (("right.md",), "require-originals = true", 0, "all are there"),
        ((), 'articles = ["*.md"]', 1, "the articles of the config"),
        ((), "", 2, "no articles"),
    ],
)
def test_the_command_line_comes_before_the_config(
    fidelity: Run, project: Path, words: tuple[str, ...], config: str, code: int, why: str
) -> None:
    (project / "fidelity.toml").write_text(config + "\n" + CONFIG)
    (project / "originals").rename(project / "kept")
    (project / "fidelity.toml").write_text((config + "\n" + CONFIG).replace('"originals"', '"kept"'))
    done = fidelity("check", *words)
    assert code == done.returncode, (why, done.stderr)
    if code != 2:
        assert "fidelity-report/1" == json.loads(done.stdout)["schema"], "the format of the config"


def test_require_originals_can_be_taken_back(fidelity: Run, project: Path) -> None:
    (project / "odd.md").write_text("Ada Lund wrote: “Nobody at the yard doubts it.”\n\nShe said: “Geese fly at noon there.”\n")
    (project / "fidelity.toml").write_text('require-originals = true\noriginals = ["originals"]\n')
    strict, mild = fidelity("check", "odd.md"), fidelity("check", "odd.md", "--no-require-originals")
    assert strict.stdout != mild.stdout


def test_each_article_has_its_nearest_config_and_the_run_that_of_the_folder(fidelity: Run, project: Path) -> None:
    (project / "letters" / "fidelity.toml").write_text('extend = "../fidelity.toml"\nstyle = "mla"\nfail-on = "never"\n')
    done = fidelity("check", "wrong.md", "letters")
    assert "mla, strict" == json.loads(done.stdout)["settings"]["style"]
    assert 1 == done.returncode
    assert b"letters/fidelity.toml:3:1: fail-on concerns a whole run, and this one goes by fidelity.toml." in done.stderr
    named = fidelity("check", "wrong.md", "letters", "--config", "letters/fidelity.toml")
    assert (0, b"") == (named.returncode, named.stderr)


def test_where_a_check_is_started_changes_no_finding(fidelity: Run, project: Path) -> None:
    """The config is looked for from the article on; its paths start at its folder."""
    (project / "fidelity.toml").rename(project / "letters" / "fidelity.toml")
    (project / "letters" / "fidelity.toml").write_text('originals = ["../originals"]\nfail-on = "never"\n')
    assert 0 == fidelity("check", "letters/wrong.md").returncode, "the config that all articles share speaks for the run"
    piped = fidelity("check", "-", "--stdin-filename", "letters/new.md", stdin=(project / "wrong.md").read_bytes())
    assert (0, True) == (piped.returncode, b"changed-number" in piped.stdout), piped.stderr


@pytest.mark.parametrize(
    ("words", "said", "why"),
    [
        (("--config", "missing.toml"), "missing.toml: the config cannot be read", "no such file"),
        (("--config", "bad.toml"), "bad.toml:2:3: there is no key “stile”. Did you mean “style”?", "a key that is misspelt"),
        (("--config", "gone.toml"), "gone.toml:1:1: there is no nowhere", "originals that are not there"),
        (("--config", "bad.toml", "--no-config"), "exclude each other", "two that exclude each other"),
    ],
)
def test_trouble_with_a_config_ends_in_a_sentence(
    fidelity: Run, project: Path, words: tuple[str, ...], said: str, why: str
) -> None:
    (project / "bad.toml").write_text('\n  stile = "ap"\n')
    (project / "gone.toml").write_text('originals = ["nowhere"]\n')
    done = fidelity("check", "wrong.md", *words)
    assert (2, b"") == (done.returncode, done.stdout), why
    assert said in done.stderr.decode(), why
    assert b"Traceback" not in done.stderr


@pytest.mark.usefixtures("project")
def test_show_tells_each_setting_and_where_it_was_said(fidelity: Run) -> None:
    lines = fidelity("config", "show", "letters/new.md").stdout.decode().splitlines()
    assert "letters/new.md goes by fidelity.toml" == lines[0]
    told = {line.split()[0]: (line.split()[1], line.split()[-1]) for line in lines[2:]}
    assert ('"apa"', "fidelity.toml:5:1") == told["style"]
    assert ('"warning"', "fidelity.toml:6:13") == told["severity.changed-number"]
    assert ('"error"', "default") == told["fail-on"]
    assert ("25", "default") == told["numbers.unmarked-words"]
    as_json = json.loads(fidelity("config", "show", "wrong.md", "--output-format", "json").stdout)
    assert {"value": ["originals"], "said": "fidelity.toml:1:1"} == as_json["settings"]["originals"]
    bare = json.loads(fidelity("config", "show", "wrong.md", "--isolated", "--output-format", "json").stdout)
    assert (None, {"value": ["originals"], "said": "beside the article"}) == (bare["config"], bare["settings"]["originals"])
    assert b"this folder goes by fidelity.toml" in fidelity("config", "show").stdout
    assert b"a folder. Name an article in it" in fidelity("config", "show", "letters").stderr


def test_init_writes_once(fidelity: Run, project: Path) -> None:
    refused = fidelity("config", "init")
    assert (2, True) == (refused.returncode, b"left as it is" in refused.stderr)
    assert CONFIG == (project / "fidelity.toml").read_text()
    done = fidelity("config", "init", "letters")
    assert (0, b"wrote letters/fidelity.toml\n") == (done.returncode, done.stdout)
    assert template() == (project / "letters" / "fidelity.toml").read_text("utf-8")
    assert b"no longer holds" in done.stderr
    (project / "fidelity.toml").write_text("")
    (project / "folder" / "pyproject.toml").write_text("[tool.fidelity]\n")
    assert 2 == fidelity("config", "init", "folder").returncode, "the config in a pyproject.toml"
    assert 2 == fidelity("config", "init", "no/where").returncode


def test_schema_of_the_config_as_shipped(fidelity: Run) -> None:
    assert schema() == fidelity("schema", "config").stdout.decode()
