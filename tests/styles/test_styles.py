"""House styles as data, and what their loader says of mistakes."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from fidelity.rules import RULES
from fidelity.settings import Settings, fingerprint
from fidelity.styles import CHANGES, StyleError, names, read_style, style


def test_every_shipped_style_loads_and_judges_every_rule() -> None:
    for name in names():
        assert set(RULES) <= set(style(name).severity), name


def test_the_houses() -> None:
    assert sorted(["strict", "ap", "chicago", "bluebook", "apa", "mla", "guardian", "de", "fr", "it", "es"]) == list(names())


@pytest.mark.parametrize("name", names())
def test_every_shipped_style_says_all_changes_itself_and_where_it_has_them_from(name: str) -> None:
    data = tomllib.loads((files("fidelity.styles") / f"{name}.toml").read_text("utf-8"))
    assert list(CHANGES) == list(data["change"])
    assert data["title"]
    assert data["source"]
    assert all(source.get("address", "https://").startswith("https://") for source in data["source"])
    assert set(data.get("unverified", [])) <= {*data["change"], *data.get("severity", {}), *data}


def test_an_unknown_style_names_the_nearest_one() -> None:
    with pytest.raises(StyleError, match="did you mean 'strict'"):
        style("strickt")


def test_a_style_takes_over_what_it_does_not_say() -> None:
    mild = read_style("mild", {"severity": {"cut-sentence": "off"}, "change": {"spelling": "silent"}}, style("strict"))
    assert mild.severity["cut-sentence"] is None
    assert mild.severity["not-found"] == "error"
    assert mild.policy("spelling") == "silent"
    assert mild.policy("omission") == "marked"


@pytest.mark.parametrize(
    ("data", "said", "description"),
    [
        ({"severity": {"cut-sentence": "fatal"}}, "there is no severity 'fatal'", "a severity that is none"),
        ({"severity": {"cut-sentense": "error"}}, "did you mean 'cut-sentence'", "a rule that is none"),
        ({"change": {"ommission": "marked"}}, "did you mean 'omission'", "a change that is none"),
        ({"change": {"omission": "loud"}}, "there is no policy 'loud'", "a policy that is none"),
        ({"change-severity": {"omission": "off"}}, "there is no severity 'off'", "a change that is off"),
        ({"ellipsis": {"forms": ["[…"]}}, "[ellipsis] forms: there is no form '[…'; did you mean '[…]'?", "no form"),
        ({"ellipsis": {"forms": "…"}}, "takes a list", "a form alone"),
        ({"ellipsis": {"form": ["…"]}}, "did you mean 'forms'", "a key that is none, in a table"),
        (
            {"ellipsis": {"over-sentence": "4 dots"}},
            "no form '4 dots'; there are: any, four dots.",
            "a form over sentences that is none",
        ),
        ({"brackets": {"round": "true"}}, "true or false", "a text for a switch"),
        ({"inner-marks": {"“": "‘"}}, "takes a list of opening marks", "a mark alone"),
        ({"changes": {"omission": "silent"}}, "there is no key 'changes'; did you mean 'change'?", "a table that is none"),
        ({"change": "silent"}, "must be a table", "a text for a table"),
        ({"title": 3}, "title must be a text", "a number for a text"),
        ({"source": "AP"}, "[[source]]", "a source alone"),
        ({"source": [{"address": "https://example.org"}]}, "needs a title", "a source without title"),
        ({"unverified": ["omision"]}, "did you mean 'omission'", "an unverified entry that is none"),
    ],
)
def test_a_mistake_in_a_style_is_told(data: dict[str, dict[str, str]], said: str, description: str) -> None:
    with pytest.raises(StyleError) as told:
        read_style("mine", data, style("strict"))
    assert said in str(told.value), description


def test_a_style_over_another_keeps_its_doubts_but_for_what_it_sets() -> None:
    own = read_style("own", {"change": {"first-letter": "marked"}, "unverified": ["order"]}, style("ap"))
    assert "first-letter" in style("ap").unverified
    assert "first-letter" not in own.unverified
    assert {"order", "emphasis-added"} <= set(own.unverified)
    assert own.sources == style("ap").sources


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = "apa"\n[change]\ntypo = "silent"\n', "utf-8")
    (tmp_path / "house.toml").write_text('extends = "base.toml"\n[severity]\ncut-condition = "off"\n', "utf-8")
    own = style(str(tmp_path / "house.toml"))
    assert (own.name, own.policy("typo"), own.policy("first-letter")) == ("house", "silent", "silent")
    assert own.severity["cut-condition"] is None
    assert own.ellipses == style("apa").ellipses


def test_a_style_of_ones_own_extends_strict_if_it_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('title = "Ours"\n', "utf-8")
    assert style(str(tmp_path / "house.toml")).severity == style("strict").severity


@pytest.mark.parametrize(
    ("text", "said", "description"),
    [
        ('extends = "blubook"', "extends: there is no house style 'blubook'; did you mean 'bluebook'?", "no such base"),
        ('extends = "house.toml"', "extends itself", "a circle"),
        ('extends = "gone.toml"', "'gone.toml' cannot be read", "no such file"),
        ("extends = 3", "extends must be the name of a style", "a number"),
        ("[change", "not valid TOML", "no TOML"),
        ('[change]\ncitaton = "silent"', "[change] there is no change 'citaton'; did you mean 'citation'?", "a slip in a key"),
    ],
)
def test_a_mistake_in_a_file_names_the_file(tmp_path: Path, text: str, said: str, description: str) -> None:
    file = tmp_path / "house.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(StyleError) as told:
        style(str(file))
    assert said in str(told.value), description
    assert "gone" in text or str(file) in str(told.value), description


def test_a_style_is_read_anew_when_its_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    said = []
    for policy in ("silent", "forbidden"):
        file.write_text(f'[change]\nomission = "{policy}"\n', "utf-8")
        said.append((style(str(file)).policy("omission"), fingerprint(Settings(style=str(file)))))
    assert ["silent", "forbidden"] == [policy for policy, _ in said]
    assert said[0][1] != said[1][1]


def test_equal_settings_have_equal_fingerprints_and_others_not() -> None:
    assert fingerprint(Settings()) == fingerprint(Settings())
    assert fingerprint(Settings()) != fingerprint(Settings(lone_words=4))
