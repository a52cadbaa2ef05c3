"""The judge before its own self-test, and the self-test before us: it says what was done, always the same, and can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from fidelity.cli import main
from fidelity.selftest import KINDS, Outcome, selftest
from fidelity.selftest.passages import passages, shipped, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.selftest.passages import Text


@cache
def outcome() -> Outcome:
    return selftest(seed=20, count=900)


@cache
def brief(seed: int) -> Outcome:
    return selftest(seed=seed, count=60)


def test_no_critical_damage_is_missed() -> None:
    assert [] == [(r.kind, r.language, r.what, r.quote) for r in outcome().wrong("critical")]


def test_faithful_quotations_are_not_accused() -> None:
    wrong = [(r.kind, r.language, r.what, r.verdict, r.findings) for r in outcome().wrong("marking", "presentation")]
    assert outcome().false_accusations < 0.5, wrong


def test_nearly_all_other_damage_is_caught() -> None:
    assert len(outcome().wrong("damage")) <= 0.01 * outcome().made("damage")


def test_every_kind_is_tried() -> None:
    assert {k.name for k in KINDS} == {r.kind for r in outcome().results}


def test_every_language_is_tried() -> None:
    assert {"en", "de", "fr", "es", "it", "nl", "pt"} == {r.language for r in outcome().results}


def test_the_same_seed_makes_the_same_mutations() -> None:
    assert brief(3).data() == selftest(seed=3, count=60).data()


def test_another_seed_makes_others() -> None:
    assert [r.quote for r in brief(3).results] != [r.quote for r in brief(4).results]


def test_what_is_missed_is_told() -> None:
    first = outcome().results[0]
    missed = replace(first, group="critical", right=False, verdict="exact", findings=())
    told = Outcome(1, (missed,))
    assert 1 == told.critical_misses
    assert not told.passed
    assert missed.quote in told.full()
    assert [missed.quote] == [w["quote"] for w in told.data()["wrong"]]


def test_whom_it_accuses_is_told() -> None:
    faithful = [replace(r, group="marking", right=True) for r in outcome().results[:200]]
    assert Outcome(1, tuple(faithful)).passed
    accused = Outcome(1, (*faithful[1:], replace(faithful[0], right=False)))
    assert 0.5 == accused.false_accusations
    assert not accused.passed


@pytest.mark.parametrize("text", shipped(), ids=lambda t: t.uri)
def test_the_shipped_texts_are_read_as_they_were_written(text: Text) -> None:
    assert "{" not in text.document.text
    words = " ".join(text.document.text.split())
    for passage in passages(text):
        assert passage.words in words
        assert all(passage.words[s.start : s.end].strip(" ,") for s in passage.stretches)


def test_every_language_has_the_same_lists() -> None:
    kinds = {name: set(words_of(name)["critical"]) for name in ("en", "de", "fr", "es", "it", "nl", "pt")}
    assert {name: kinds["en"] - {"change-title"} for name in kinds} == {n: k - {"change-title"} for n, k in kinds.items()}


def test_the_command_prints_json_and_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["selftest", "--count", "60", "--seed", "5", "--output-format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert (60, 5, True) == (told["mutations"], told["seed"], told["passed"])


def test_the_originals_of_pairs_are_tried_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mill" / "originals").mkdir(parents=True)
    (tmp_path / "mill" / "originals" / "mill.md").write_text(
        "# The mill\n\nThe old mill above the weir was not sold in the spring, although two buyers had made an offer. "
        "It must stay in the hands of the village, and nobody may build beside it before the year 2031.\n",
    )
    assert main(["selftest", "--pairs", str(tmp_path), "--count", "300", "--output-format", "json"]) in (0, 1)
    from fidelity.selftest.passages import of_pairs  # noqa: PLC0415 - only this test looks inside

    assert ["The mill"] == [t.title for t in of_pairs(tmp_path)]
    assert capsys.readouterr().out


def test_pairs_that_are_not_there_are_trouble(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == main(["selftest", "--pairs", str(tmp_path / "nowhere")])
    assert "nowhere" in capsys.readouterr().err
