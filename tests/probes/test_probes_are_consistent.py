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

PROBES: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "probes.jsonl").read_text("utf-8").splitlines()]
LOCATED = [probe for probe in PROBES if probe["passages"]]
STATUSES = {"added", "kept", "removed", "changed", "unknown"}


def raw(probe: dict[str, Any], which: str) -> str:
    """The stretches of the article or of the original that the label names, markup and all."""
    name, spans = (probe["article"], probe["spans"]) if which == "article" else (probe["original"], probe["passages"])
    text = (HERE / name).read_bytes().decode()
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


def test_what_is_generated_is_what_the_sources_say() -> None:
    made = make.build()
    held = {str(path.relative_to(HERE)): path.read_bytes().decode() for path in (HERE / "articles").iterdir()}
    held["probes.jsonl"] = (HERE / "probes.jsonl").read_bytes().decode()
    assert made == held, "run python tests/probes/make.py"


def test_there_are_enough_of_them_in_five_languages_and_no_name_twice() -> None:
    per_language = {code: sum(f"/{code}-" in p["article"] for p in PROBES) for code in ("en", "de", "fr", "es", "it")}
    assert len(PROBES) >= 220
    assert all(count >= 20 for count in per_language.values()), per_language
    assert len({p["id"] for p in PROBES}) == len(PROBES)


@pytest.mark.parametrize("probe", PROBES, ids=ident)
def test_a_label_is_well_formed(probe: dict[str, Any]) -> None:
    text = (HERE / probe["article"]).read_bytes().decode()
    assert all(0 <= start < end <= len(text) for start, end in probe["spans"])
    assert probe["form"] in {"inline", "block", "announced", "unmarked", "decoy", "missing"}
    if probe["form"] not in {"decoy", "missing"}:
        assert probe["verdict"] in {"exact", "trimmed", "altered", "not-found", "unchecked"}
        assert bool(probe["passages"]) == (probe["verdict"] in {"exact", "trimmed", "altered"})
    assert not (probe["faithful"] and (probe["critical"] or probe["must_fire"]))
    assert all(run["status"] in STATUSES for run in probe["emphasis"])


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
