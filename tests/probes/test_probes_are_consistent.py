"""The labels must be true of the texts by a yardstick that shares nothing with the tool."""

import json
import pathlib
import re
import sys
import unicodedata
from typing import Any

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import make  # noqa: E402


def read(folder: pathlib.Path) -> list[dict[str, Any]]:
    lines = (folder / "probes.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) | {"folder": folder} for line in lines]


PROBES: list[dict[str, Any]] = [probe for folder in make.SETS for probe in read(folder)]
LOCATED = [probe for probe in PROBES if probe["passages"]]
STATUSES = {"added", "kept", "removed", "changed", "unknown"}


def raw(probe: dict[str, Any], which: str) -> str:
    """The stretches of the article or of the original that the label names, markup and all."""
    name, spans = (probe["article"], probe["spans"]) if which == "article" else (probe["original"], probe["passages"])
    text = (probe["folder"] / name).read_bytes().decode()
    return " ".join(text[start:end] for start, end in spans)


def words(text: str) -> list[str]:
    for part in ("\u00ad", "\u202f", "\u00a0"):
        text = text.replace(part, "" if part == "\u00ad" else " ")
    text = re.sub(r"-\s*\n[ >]*", "", make.HIDDEN.sub("", text.replace("&nbsp;", " ")))
    text = make.BRACKETS.sub(" ", make.ELLIPSIS.sub(" ", text))
    flat = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"\w+", "".join(c for c in flat if not unicodedata.combining(c)))


def ident(probe: dict[str, Any]) -> str:
    return str(probe["id"])


@pytest.mark.parametrize("folder", make.SETS, ids=lambda folder: folder.name)
def test_what_is_generated_is_what_the_sources_say(folder: pathlib.Path) -> None:
    made = make.build(folder)
    held = {str(path.relative_to(folder)): path.read_bytes().decode() for path in (folder / "articles").iterdir()}
    held["probes.jsonl"] = (folder / "probes.jsonl").read_bytes().decode()
    assert made == held, "run python tests/probes/make.py"


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        pytest.param(HERE, {"en": 20, "de": 20, "fr": 20, "es": 20, "it": 20}, id="first"),
        pytest.param(HERE / "second", {"en": 60, "de": 14, "fr": 14, "es": 14, "it": 12, "nl": 5, "pt": 5}, id="second"),
    ],
)
def test_there_are_enough_of_them_in_each_language(folder: pathlib.Path, least: dict[str, int]) -> None:
    held = {code: sum(p["article"].startswith(f"articles/{code}-") for p in PROBES if p["folder"] == folder) for code in least}
    assert {} == {code: count for code, count in held.items() if count < least[code]}
    assert sum(p["folder"] == folder for p in PROBES) >= 140


def test_no_name_stands_twice() -> None:
    assert len({p["id"] for p in PROBES}) == len(PROBES)


@pytest.mark.parametrize("probe", PROBES, ids=ident)
def test_a_label_is_well_formed(probe: dict[str, Any]) -> None:
    text = (probe["folder"] / probe["article"]).read_bytes().decode()
    assert all(0 <= start < end <= len(text) for start, end in probe["spans"])
    assert probe["form"] in {"inline", "block", "announced", "unmarked", "decoy", "missing"}
    if probe["form"] not in {"decoy", "missing"}:
        assert probe["verdict"] in {"exact", "trimmed", "altered", "not-found", "unchecked"}
        assert bool(probe["passages"]) == (probe["verdict"] in {"exact", "trimmed", "altered"})
    assert not (probe["faithful"] and (probe["critical"] or probe["must_fire"]))
    assert all(set(run["status"].split("|")) <= STATUSES for run in probe["emphasis"])


@pytest.mark.parametrize("probe", [p for p in LOCATED if not p["loose"]], ids=ident)
def test_the_verdict_is_true_of_the_letters(probe: dict[str, Any]) -> None:
    bare = re.sub(r"\[\.\.\.\]|\[…\]", " ", raw(probe, "article"))
    quote, passage = make.letters(bare), make.letters(raw(probe, "original"))
    said, there = words(raw(probe, "article")), words(raw(probe, "original"))
    rest = iter(there)
    in_order = all(word in rest for word in said)
    bracketed = re.search(r"\[[^\[\]]*\w[^\[\]]*\]", raw(probe, "article"))
    match probe["verdict"]:
        case "exact":
            assert quote == passage or passage in quote
        case "trimmed":
            assert in_order
            assert len(said) < len(there) or any("cut" in rule for rule in probe["must_fire"])
        case "altered":
            assert bracketed or not in_order or quote != passage


@pytest.mark.parametrize("probe", [p for p in PROBES if p["emphasis"]], ids=ident)
def test_emphasised_words_stand_where_the_label_says(probe: dict[str, Any]) -> None:
    for run in probe["emphasis"]:
        where = raw(probe, "original" if run["status"] == "removed" else "article")
        assert set(words(run["text"])) <= set(words(where))
