"""Drift on a made archive whose lineages are known, checked by the tool itself; floors under what a larger one gives.

`tests/benchmarks/drift_lineage.py` measures hundreds of quotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lineage_made import Archive, Maker, run_of
from lineage_scored import Score, scored

from fidelity.batch.drift.lineages import drift

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.batch.folder import Run


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Maker(5).archive(24, 12)


@pytest.fixture(scope="module")
def run(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_of(archive, tmp_path_factory.mktemp("run") / "run")


@pytest.fixture(scope="module")
def score(archive: Archive, run: Run) -> Score:
    return scored(archive, drift(run, least=1).lineages)


def test_links_told_are_true(score: Score) -> None:
    assert 0.9 <= score.precision_of_lists
    assert 0.9 <= score.precision_of_single
    assert 40 <= score.counts["told"]


def test_links_that_can_be_told_are(score: Score) -> None:
    assert 0.9 <= score.recall_of_decidable
    assert 20 <= score.counts["decidable"]


def test_who_has_it_from_the_original_is_not_accused_of_copying(score: Score) -> None:
    assert 0.93 <= score.original_kept


def test_uses_of_one_quotation_stand_together_and_others_do_not(score: Score) -> None:
    assert 0.9 <= score.share("pairs right", "pairs told")
    assert 0.95 <= score.share("pairs right", "pairs true")


def test_without_the_originals_less_is_told_and_still_most_of_it_is_true(archive: Archive, tmp_path: Path) -> None:
    lineages = list(drift(run_of(archive, tmp_path / "run", withheld=True), least=1).lineages)
    found = scored(archive, lineages)
    assert all(lineage.hypothesis for lineage in lineages)
    assert 0.75 <= found.precision_of_lists
    assert 0.75 <= found.recall_of_decidable
    assert 0.75 <= found.original_kept
    links = {r.kind for lin in lineages for w in lin.witnesses if w.descent.confidence == "strong" for r in w.descent.reasons}
    assert links >= {"links"}
    assert all(
        "links" in {r.kind for r in w.descent.reasons} | {"links" if w.descent.confidence != "strong" else ""}
        for lineage in lineages
        for w in lineage.witnesses
    )


def test_the_same_run_gives_the_same_lineages(run: Run) -> None:
    assert list(drift(run).lineages) == list(drift(run).lineages)


def test_only_those_asked_for_are_worked_out_and_all_are_counted(run: Run) -> None:
    whole = drift(run)
    some = drift(run, most=3)
    assert whole.summary == some.summary
    assert list(whole.lineages)[:3] == list(some.lineages)


def test_of_one_original_alone(run: Run) -> None:
    found = drift(run, original="original-0002.md", least=1)
    assert {"original-0002.md"} == {s.uri for lineage in found.lineages for s in lineage.sources}


def test_fewer_variants_than_asked_for_are_left_out_and_counted(run: Run) -> None:
    found = drift(run, least=4)
    assert found.summary.left_out == drift(run, least=1).summary.lineages - found.summary.lineages
    assert 0 < found.summary.left_out
