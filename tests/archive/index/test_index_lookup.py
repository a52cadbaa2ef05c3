"""A quotation is looked up in the index as in a dictionary of runs of three words, however the documents are spread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_oracle import VOCABULARY, Archive, archives, hashed, index, look_up, quotations, reaches, segment

from fidelity.archive.index import Hit, Index, Reach, Segment, SegmentError, merge

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

HOME = Path(__file__).parents[3]


@given(archives, quotations, reaches, st.integers(1, 6), st.data())
def test_the_index_answers_as_a_dictionary_does(
    archive: Archive, quotation: list[int], reach: Reach, limit: int, data: st.DataObject
) -> None:
    without = data.draw(st.sets(st.sampled_from([*archive, 7])))
    with TemporaryDirectory() as folder:
        found = index(Path(folder, "a"), archive, reach)
        assert look_up(archive, quotation, reach, limit) == found.look_up(hashed(quotation), limit)
        assert look_up(archive, quotation, reach, limit, without) == found.look_up(hashed(quotation), limit, without)


@given(archives, quotations, reaches, st.data())
def test_segments_and_merges_change_no_answer(
    archive: Archive, quotation: list[int], reach: Reach, data: st.DataObject
) -> None:
    numbers = data.draw(st.permutations(list(archive)))
    cuts = data.draw(st.lists(st.integers(0, len(numbers)), max_size=4).map(sorted))
    without = data.draw(st.sets(st.sampled_from([*archive, 7])))
    gone = np.array(sorted(without), dtype=np.uint32)
    with TemporaryDirectory() as folder:
        parts = [
            segment(Path(folder, f"{k}"), archive, numbers[a:b])
            for k, (a, b) in enumerate(zip([0, *cuts], [*cuts, len(numbers)], strict=True))
        ]
        expected = index(Path(folder, "whole"), archive, reach).look_up(hashed(quotation), 5, without)
        assert expected == Index(parts, reach).look_up(hashed(quotation), 5, without)
        assert expected == Index(parts[::-1], reach).look_up(hashed(quotation), 5, gone)
        some = data.draw(st.integers(0, len(parts)))
        for leave in (None, gone):
            merged = Segment(merge([p.path for p in parts[:some]], Path(folder, "merged"), leave).path)
            assert expected == Index([merged, *parts[some:]], reach).look_up(hashed(quotation), 5, without)
        assert expected == Index([merged, *parts[some:]], reach).look_up(hashed(quotation), 5, gone)


def test_of_equals_the_lower_number_comes_first(tmp_path: Path) -> None:
    found = index(tmp_path / "a", {9: [1, 2, 3, 4], 3: [1, 2, 3, 4], 5: [1, 2, 3, 0]})
    assert [3, 9, 5] == [hit.number for hit in found.look_up(hashed([1, 2, 3, 4]))]
    assert [3, 9] == [hit.number for hit in found.look_up(hashed([1, 2, 3, 4]), 2)]


def test_a_rare_run_outweighs_a_common_one(tmp_path: Path) -> None:
    archive = {n: [1, 2, 3] for n in range(8)} | {8: [4, 5, 6]}
    hits = index(tmp_path / "a", archive).look_up(hashed([1, 2, 3, 4, 5, 6]))
    assert Hit(8, 12.0) == hits[0]
    assert Hit(0, 9.0) == hits[1]


def test_a_quotation_of_nothing_but_common_runs_is_found(tmp_path: Path) -> None:
    archive = {n: [1, 2, 3, 4, 11] if n == 70 else [1, 2, 3] if n % 2 else [2, 3, 4] for n in range(100)}
    hits = index(tmp_path / "a", archive, Reach(common=3)).look_up(hashed([1, 2, 3, 4]))
    assert 70 == hits[0].number


def test_common_runs_are_not_read_when_rare_ones_tell(tmp_path: Path) -> None:
    archive = {n: [1, 2, 3] for n in range(40)} | {50: [4, 5, 6, 1, 2, 3]}
    hits = index(tmp_path / "a", archive, Reach(common=30, enough=1)).look_up(hashed([4, 5, 6, 1, 2, 3]))
    assert [50] == [hit.number for hit in hits]


@pytest.mark.parametrize("quotation", [[], [1], [1, 2]])
def test_fewer_than_three_words_find_nothing(tmp_path: Path, quotation: list[int]) -> None:
    assert [] == index(tmp_path / "a", {1: [1, 2, 3]}).look_up(hashed(quotation))


def test_an_index_without_segments_finds_nothing() -> None:
    assert [] == Index([]).look_up(VOCABULARY)
    assert 0 == len(Index([]))


def test_a_document_in_two_segments_is_told(tmp_path: Path) -> None:
    parts = [segment(tmp_path / name, {number: [1, 2, 3], 44: [1]}) for name, number in (("a", 4), ("b", 5))]
    with pytest.raises(SegmentError, match=r"a: document 44 stands in .*b too; build the index again"):
        Index(parts)


def test_documents_left_out_may_change_between_look_ups(tmp_path: Path) -> None:
    found = index(tmp_path / "a", {1: [1, 2, 3], 2: [1, 2, 3]})
    gone = np.array([1], dtype=np.uint32)
    assert [2] == [hit.number for hit in found.look_up(hashed([1, 2, 3]), without=gone)]
    gone[0] = 2
    assert [1] == [hit.number for hit in found.look_up(hashed([1, 2, 3]), without=gone)]
    assert [1, 2] == [hit.number for hit in found.look_up(hashed([1, 2, 3]))]


def test_a_run_that_very_many_documents_hold(tmp_path: Path) -> None:
    archive = {n: [1, 2, 3, n % 12] for n in range(3000)}
    hits = index(tmp_path / "a", archive).look_up(hashed([1, 2, 3]), 3)
    assert [Hit(0, 0.5), Hit(1, 0.5), Hit(2, 0.5)] == hits


def test_other_processes_read_along_and_a_merge_takes_nothing_from_them(tmp_path: Path) -> None:
    archive = {n: [n % 12, (n + 5) % 12, (n * 7) % 12, 3] for n in range(50)}
    parts = [segment(tmp_path / f"{k}", archive, range(k * 10, k * 10 + 10)) for k in range(5)]
    code = (
        "import sys, numpy as np; from pathlib import Path; from fidelity.archive.index import Index, Segment\n"
        "found = Index([Segment(Path(p)) for p in sys.argv[1:]]); print('open', flush=True); sys.stdin.readline()\n"
        f"print(found.look_up(np.array({hashed(archive[27]).tolist()}, dtype=np.uint64), 3), flush=True)"
    )
    command = [sys.executable, "-c", code, *(str(p.path) for p in parts)]
    pipe = subprocess.PIPE
    readers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=HOME) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert "open\n" == reader.stdout.readline()
    merged = Segment(merge([p.path for p in parts], tmp_path / "merged").path)
    for part in parts:
        part.close()
        part.path.unlink()
    expected = f"{Index([merged]).look_up(hashed(archive[27]), 3)}\n"
    assert [expected] * 2 == [reader.communicate("go\n")[0] for reader in readers]
