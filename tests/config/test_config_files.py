from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from fidelity.config import ConfigError, in_force, load, nearest, schema, settings_of, template
from fidelity.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """\
extend = "base.toml"
style = "ap"
originals = ["originals", "../shared"]
archive = "store"
select = ["not-found"]
ignore = ["moved-words"]
require-originals = true
articles = ["articles/**/*.md"]
output-format = "concise"
fail-on = "warning"
baseline = "known.json"
[fields]
text = "body"
[severity]
not-found = "off"
[numbers]
unmarked-words = 30
base-share = 1
[[per-file]]
paths = ["*.md"]
style = "own.toml"
ignore = ["changed-name"]
numbers = {lone-words = 2}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text('title = "Ours"\n')
    (tmp_path / "base.toml").write_text('style = "apa"\n[severity]\nmoved-words = "info"\nnot-found = "error"\n')
    (tmp_path / "fidelity.toml").write_text(WHOLE)
    return tmp_path


def values(config_of: Path, article: Path) -> dict[str, Any]:
    return {key: said.value for key, said in in_force(load(config_of), article).items()}


def test_every_key_reaches_the_settings(folder: Path) -> None:
    said = in_force(load(folder / "fidelity.toml"), folder / "page.html")
    assert Settings(
        style="ap", select=("not-found",), ignore=("moved-words",), severity=(("moved-words", "info"), ("not-found", "off")),
        require_originals=True, unmarked_words=30, base_share=1.0,
    ) == settings_of(said, Settings())  # fmt: skip
    assert ("originals", "../shared") == said["originals"].value
    assert ("store", "body") == (said["archive"].value, said["fields.text"].value)
    assert "fidelity.toml:3:1" == said["originals"].where
    assert "base.toml:3:1" == said["severity.moved-words"].where


def test_per_file_comes_after_and_ignores_more(folder: Path) -> None:
    said = values(folder / "fidelity.toml", folder / "deep" / "page.md")
    assert ("own.toml", ("moved-words", "changed-name"), 2) == (said["style"], said["ignore"], said["numbers.lone-words"])
    outside = values(folder / "fidelity.toml", folder.parent / "page.md")
    assert "ap" == outside["style"], "an article outside the folder of the config"


def test_what_extends_comes_before_all_that_it_extends(folder: Path) -> None:
    (folder / "mine.toml").write_text('extend = "fidelity.toml"\nstyle = "mla"\nignore = ["moved-words"]\n')
    said = values(folder / "mine.toml", folder / "page.md")
    assert ("mla", ("moved-words",), 2) == (said["style"], said["ignore"], said["numbers.lone-words"])


def test_paths_start_at_the_folder_of_their_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "fidelity.toml").write_text('extend = "../fidelity.toml"\narchive = "here"\n')
    monkeypatch.chdir(folder / "deep")
    said = values(folder / "deep" / "fidelity.toml", folder / "deep" / "page.md")
    assert (("../originals", "../../shared"), "here", "../own.toml") == (said["originals"], said["archive"], said["style"])


def test_the_nearest_file_counts(folder: Path) -> None:
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    assert folder / "fidelity.toml" == nearest(deep)
    (folder / "a" / "pyproject.toml").write_text('[project]\nname = "fidelity"\n')
    assert folder / "fidelity.toml" == nearest(deep), "a pyproject.toml that does not name us"
    (folder / "a" / "pyproject.toml").write_text('[tool.fidelity]\nstyle = "mla"\n')
    assert folder / "a" / "pyproject.toml" == nearest(deep)
    assert {"style": "mla"} == values(folder / "a" / "pyproject.toml", deep / "page.md")
    (folder / "a" / "fidelity.toml").write_text("")
    assert folder / "a" / "fidelity.toml" == nearest(deep), "both in one folder"
    (folder / "a" / "fidelity.toml").unlink()
    (folder / "a" / "pyproject.toml").write_text("[tool.fidelity\n")
    assert folder / "a" / "pyproject.toml" == nearest(deep), "what looks like ours and is broken must be told"
    (folder / "a" / "pyproject.toml").write_text("[tool.other\n")
    assert folder / "fidelity.toml" == nearest(deep), "what is broken and not ours is another’s"


def test_places_in_a_pyproject(folder: Path) -> None:
    (folder / "pyproject.toml").write_bytes(b'\xef\xbb\xbf[project]\r\nname = "x"\r\n[tool.fidelity]\r\n  stile = "ap"\r\n')
    with pytest.raises(ConfigError, match=r"^pyproject.toml:4:3: there is no key “stile”. Did you mean “style”\?$"):
        load(folder / "pyproject.toml")


def test_a_pyproject_holds_all_that_a_file_of_our_own_does(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.fidelity]\nstyle = "ap"\n[tool.fidelity.severity]\nnot-found = "info"\n'
        '[[tool.fidelity.per-file]]\npaths = ["*.md"]\n  [tool.fidelity.per-file.numbers]\n  lone-words = 1\n'
    )
    said = in_force(load(folder / "pyproject.toml"), folder / "page.md")
    assert {"style": 2, "severity.not-found": 4, "numbers.lone-words": 8} == {key: one.line for key, one in said.items()}


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ('\nstyel = "ap"', "2:1: there is no key “styel”. Did you mean “style”?", "a key that is misspelt"),
        ("fail_on = 1", "1:1: there is no key “fail_on”. Did you mean “fail-on”?", "an underscore"),
        ('zzz = "ap"', "1:1: there is no key “zzz”.", "a key that is like nothing"),
        ('style = "appa"', "1:1: There is no house style 'appa'; did you mean 'apa'?", "no such style"),
        ('style = "nix.toml"', "1:1: The house style 'nix.toml' cannot be read", "no such file of a style"),
        ("style = 3", "1:1: style must be a text in quotation marks.", "a number for a text"),
        ('originals = "x"', '1:1: originals must be a list, such as originals = ["x"].', "no list"),
        ("originals = [1]", "1:14: originals must be a text in quotation marks.", "a list of numbers"),
        ('archive = " "', "1:1: archive must be a text in quotation marks.", "an empty text"),
        ('select = ["not-found",\n "not-fond"]', "2:2: there is no rule “not-fond”. Did you mean “not-found”?", "no rule"),
        ('[severity]\nnot-fond = "error"', "2:1: there is no rule “not-fond”. Did you mean “not-found”?", "no such rule"),
        ('[severity]\nnot-found = "eror"', '2:1: severity.not-found cannot be "eror". Did you mean “error”?', "no severity"),
        ("[severity]\nnot-found = 7", "2:1: severity.not-found cannot be 7. It may be error, warning, info, off.", "a number"),
        ('severity = "error"', "1:1: severity must be a table: [severity] and a line for each entry.", "no table"),
        ('require-originals = "yes"', "1:1: require-originals must be true or false, without quotation marks.", "no switch"),
        ('fail-on = "eror"', '1:1: fail-on cannot be "eror". Did you mean “error”?', "no such severity"),
        ('output-format = "jsn"', "1:1: there is no report format “jsn”. Did you mean “json”?", "no such format"),
        ("[numbers]\nlone_words = 3", "2:1: there is no key “lone_words” in numbers. Did you mean “lone-words”?", "no number"),
        ("numbers.lone-words = -1", "1:1: numbers.lone-words cannot be -1; it must be from 0 to 1000.", "too small"),
        ("numbers.lone-words = true", "1:1: numbers.lone-words must be a whole number", "a switch for a number"),
        ("numbers.lone-words = 2.5", "1:1: numbers.lone-words must be a whole number", "a broken number"),
        ("numbers.base-share = nan", "1:1: numbers.base-share cannot be nan; it must be from above 0.5 to 1.", "no number"),
        ("numbers.base-share = 0.5", "1:1: numbers.base-share cannot be 0.5; it must be from above 0.5 to 1.", "the bound"),
        ('[fields]\ntxet = "a"', "1:1: fields: there is no 'txet'", "no such field"),
        ('fields.text = ""', "1:1: fields.text must be a text in quotation marks.", "a field without a name"),
        ("per-file = 3", "1:1: per-file must be a list of tables: [[per-file]] and its keys, for each.", "no tables"),
        ('[per-file]\npaths = ["x"]', "1:1: per-file must be a list of tables", "a table alone"),
        ('\n[[per-file]]\nstyle = "ap"', "2:1: a [[per-file]] must say which files it means", "which files?"),
        ('[[per-file]]\npaths = ["x"]\n[[per-file]]\npaths = ["y"]\nfail-on = "error"',
         "5:1: there is no key “fail-on” in per-file", "a key of the whole run"),
        ('extend = "x.toml"', "1:1: there is no file x.toml to extend. Check the path.", "nothing to extend"),
        ('extend = "bad.toml"', " it extends itself by way of bad.toml.", "a circle"),
        ("a = [", "1:1: this is not valid TOML", "an open list"),
        ('a = "b', "1:1: this is not valid TOML", "an open text"),
        ("a = 1\na = 2", "2:1: this is not valid TOML: Cannot overwrite a value.", "a key twice"),
        ("a = " + "[" * 5000 + "]" * 5000, "1:1: this is not valid TOML: it is nested too deeply.", "a very deep list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(folder: Path, text: str, said: str, why: str) -> None:
    (folder / "bad.toml").write_text(text)
    with pytest.raises(ConfigError) as told:
        load(folder / "bad.toml")
    assert str(told.value).startswith(f"bad.toml:{said}"), (why, str(told.value))


def test_what_is_wrong_in_the_extended_file_is_told_there(folder: Path) -> None:
    (folder / "base.toml").write_text('stil = "ap"\n')
    with pytest.raises(ConfigError, match=r"^base.toml:1:1: "):
        load(folder / "fidelity.toml")


@pytest.mark.parametrize(
    ("data", "why"), [(b"\xff\xfe", "not UTF-8"), (None, "cannot be read")]
)  # a folder in the place of the file
def test_a_config_that_cannot_be_read(folder: Path, data: bytes | None, why: str) -> None:
    if data is None:
        (folder / "odd.toml").mkdir()
    else:
        (folder / "odd.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=why):
        load(folder / "odd.toml")


def test_shipped_schema_is_fresh() -> None:
    shipped = (files("fidelity.config") / "config.schema.json").read_text("utf-8")
    assert shipped == schema(), "write it anew: fidelity.config.schema()"


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        (WHOLE, True),
        ("", True),
        ('styel = "ap"', False),
        ('style = "appa"', False),
        ('style = "own.toml"', True),
        ('[severity]\nnot-fond = "off"', False),
        ('[severity]\nnot-found = "offf"', False),
        ('[[per-file]]\nstyle = "ap"', False),
        ("numbers.lone-words = -1", False),
        ('fail-on = "eror"', False),
        ('originals = "x"', False),
    ],
)
def test_the_schema_agrees_with_the_reader(folder: Path, text: str, is_valid: bool) -> None:
    checker = Draft202012Validator(json.loads(schema()))
    Draft202012Validator.check_schema(checker.schema)
    assert is_valid == checker.is_valid(tomllib.loads(text))
    (folder / "other.toml").write_text(text)
    if is_valid:
        load(folder / "other.toml")
    else:
        with pytest.raises(ConfigError):
            load(folder / "other.toml")


def test_the_config_to_begin_with_says_nothing_and_explains_everything(folder: Path) -> None:
    (folder / "new.toml").write_text(template())
    assert {} == load(folder / "new.toml").said
    awake = "".join(
        f"{line.removeprefix('# ') if not line.startswith('##') else line}\n" for line in template().splitlines()[2:]
    )
    awake = awake.replace("../fidelity.toml", "base.toml").replace("What some", "# What some")
    (folder / "awake.toml").write_text(awake)
    config = load(folder / "awake.toml")
    properties = json.loads(schema())["$defs"]["Keys"]["properties"]
    assert set(properties) - {"extend", "per-file"} <= {key.partition(".")[0] for key in config.said}
    assert Settings() == settings_of({k: v for k, v in config.said.items() if k.startswith("numbers.")}, Settings())
    assert ("letters/**", "*.html") == config.some[-1].paths
