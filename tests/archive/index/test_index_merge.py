"""Segments become one, without the documents that were removed; few remain, and growing costs no more than it must."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_oracle import Archive, archives, segment

from fidelity.archive.index import Segment, SegmentError, SegmentInfo, due, merge

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")


@given(archives, st.data())
def test_a_merge_is_what_would_have_been_written(archive: Archive, data: st.DataObject) -> None:
    numbers = list(archive)
    cut = data.draw(st.integers(0, len(numbers)))
    gone = data.draw(st.sets(st.sampled_from([*numbers, 7])))
    kept = [n for n in numbers if n not in gone]
    with TemporaryDirectory() as name:
        folder = Path(name)
        parts = [segment(folder / "a", archive, numbers[:cut]), segment(folder / "b", archive, numbers[cut:])]
        merged = merge([p.path for p in parts], folder / "merged", np.array(sorted(gone), dtype=np.uint32))
        assert (len(kept), sum(len(set(_grams(archive[n]))) for n in kept)) == (merged.documents, merged.postings)
        again = merge([merged.path], folder / "again")
        segment(folder / "written", archive, kept)
        assert (folder / "written").read_bytes() == again.path.read_bytes()


def _grams(text: list[int]) -> list[tuple[int, ...]]:
    return list(zip(text, text[1:], text[2:], strict=False))


def test_a_merge_of_nothing_is_an_empty_segment(tmp_path: Path) -> None:
    assert 0 == merge([], tmp_path / "a").documents


def test_segments_with_the_same_document_are_not_merged(tmp_path: Path) -> None:
    paths = [segment(tmp_path / name, {3: [1, 2, 3]}).path for name in ("a", "b")]
    with pytest.raises(SegmentError, match="document 3 comes twice; each must stand in one segment, once"):
        merge(paths, tmp_path / "merged")
    assert ["a", "b"] == sorted(p.name for p in tmp_path.iterdir())


def test_a_segment_may_be_merged_into_its_own_place(tmp_path: Path) -> None:
    path = segment(tmp_path / "a", {1: [1, 2, 3], 2: [3, 4, 5]}).path
    merge([path], path, np.array([1], dtype=np.uint32))
    assert [2] == Segment(path).numbers.tolist()


class _Sized:
    """A segment as the plan sees it."""

    def __init__(self, number: int, postings: int) -> None:
        self.info = SegmentInfo(Path(f"{number}"), 4, postings, 0)
        self.numbers = np.arange(4 * number, 4 * number + 4, dtype=np.uint32)


def _due(sizes: Sequence[int], without: Sequence[int] = ()) -> list[int]:
    """The places of the segments that are due, of segments of so many postings and four documents each."""
    segments = [cast("Segment", _Sized(number, size)) for number, size in enumerate(sizes)]
    return [int(s.info.path.name) for s in due(segments, np.array(without, dtype=np.uint32))]


SMALL, LARGE = 1 << 14, 1 << 20


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        pytest.param([], [], id="nothing to merge"),
        pytest.param([SMALL] * 7, [], id="seven of a size are left"),
        pytest.param([SMALL] * 9, list(range(8)), id="eight of a size become one"),
        pytest.param([LARGE] * 7 + [SMALL] * 7, [], id="sizes count by themselves"),
        pytest.param([LARGE] * 8 + [SMALL] * 8, list(range(8, 16)), id="the small ones first"),
        pytest.param([1, 50, 9000, SMALL, 700, 0, 3, 65536], list(range(8)), id="below a measure all are alike"),
        pytest.param([600_000_000] * 8, [], id="eight that would be too much for one are left"),
    ],
)
def test_segments_of_alike_size_are_due(sizes: list[int], expected: list[int]) -> None:
    assert expected == _due(sizes)


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        pytest.param([4], [], id="one of four removed is borne"),
        pytest.param([4, 7], [1], id="two of four are not"),
        pytest.param([0, 5, 99], [], id="each in a segment of its own"),
        pytest.param([0, 1, 4, 5], [0], id="two such segments, one after the other"),
    ],
)
def test_a_segment_with_many_removed_documents_is_due(without: list[int], expected: list[int]) -> None:
    assert expected == _due([LARGE, SMALL], without)


def test_a_segment_of_no_documents_is_never_due_for_removal() -> None:
    empty = _Sized(0, 0)
    empty.numbers = np.zeros(0, np.uint32)
    assert [] == due([cast("Segment", empty)], np.array([1], dtype=np.uint32))


@pytest.mark.parametrize("size", [1, 1 << 14, 1 << 18])
def test_growing_by_and_by_rewrites_little_and_leaves_few_segments(size: int) -> None:
    """After eight to the fourth additions each posting has been rewritten four times or five, and never stood beside many."""
    sizes: list[int] = []
    written = most = 0
    for _ in range(8**4):
        sizes.append(size)
        while chosen := _due(sizes):
            joined = sum(sizes[k] for k in chosen)
            written += joined
            sizes = [s for k, s in enumerate(sizes) if k not in chosen] + [joined]
        most = max(most, len(sizes))
    assert written <= 5 * size * 8**4 or size < 1 << 16
    assert most <= 7 * 5
