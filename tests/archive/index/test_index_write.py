"""A segment appears whole or not at all, and is the same however much memory there was to make it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_oracle import Archive, archives, hashed, segment

from fidelity.archive.index import Segment, SegmentError, SegmentInfo, build, collect, hashing, write
from fidelity.archive.index import hashed as hashed_texts
from fidelity.archive.index.grams import grams, grams_of_many
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.text.words import Hashes

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

HOME = Path(__file__).parents[3]


def test_what_is_said_of_a_segment(tmp_path: Path) -> None:
    info = write(tmp_path / "a", [(7, hashed([1, 2, 3, 4])), (2, hashed([1, 2, 3, 1, 2, 3])), (3, hashed([1, 2]))])
    assert SegmentInfo(tmp_path / "a", documents=3, postings=5, size=info.size) == info
    assert (tmp_path / "a").stat().st_size == info.size
    with Segment(tmp_path / "a") as opened:
        assert info == opened.info
        assert [7, 2, 3] == opened.numbers.tolist()
        opened.verify()


@given(archives, st.integers(1, 60), st.sampled_from([0, 100, 1 << 20]), st.integers(1, 40))
def test_memory_and_batches_change_no_byte(archive: Archive, batch: int, memory: int, chunk: int) -> None:
    documents = [(number, hashed(text)) for number, text in archive.items()]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        write(Path(folder, "whole"), documents)
        patch.setattr(collect, "_BATCH", batch)
        patch.setattr(build, "_CHUNK", chunk)
        write(Path(folder, "pieces"), iter(documents), memory)
        assert Path(folder, "whole").read_bytes() == Path(folder, "pieces").read_bytes()
        assert ["pieces", "whole"] == sorted(p.name for p in Path(folder).iterdir())


@given(st.lists(st.text("ab '’.[]\u00ad²中\n1", max_size=12), max_size=12), st.integers(0, 30))
def test_texts_are_hashed_together_as_they_are_alone(texts: list[str], together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_TOGETHER", together)
        found = list(hashed_texts(enumerate(texts, 5)))
    assert [(n, words(text).hashes.tolist()) for n, text in enumerate(texts, 5)] == [(n, h.tolist()) for n, h in found]


@pytest.mark.parametrize("length", [1 << 16, 300_000])
def test_a_text_without_a_blank_is_hashed_as_it_is_alone(length: int) -> None:
    texts = [(1, "b"), (2, "a" * length), (3, "b c")]
    assert [words(text).hashes.tolist() for _, text in texts] == [h.tolist() for _, h in hashed_texts(texts)]


@given(st.lists(st.lists(st.integers(0, 11), max_size=6), max_size=8))
def test_no_gram_reaches_from_one_text_into_the_next(texts: list[list[int]]) -> None:
    found, counts = grams_of_many([hashed(text) for text in texts])
    assert [max(0, len(text) - 2) for text in texts] == counts.tolist()
    assert [gram for text in texts for gram in grams(hashed(text)).tolist()] == found.tolist()


def test_grams_are_hashed_as_segments_on_disk_were() -> None:
    """Whoever changes this must raise `layout.FORMAT`: the segments in people's archives would find nothing."""
    assert [3365240779, 2222227570] == grams(words("Nobody at the yard").hashes).tolist()


def test_the_order_of_words_counts() -> None:
    a, b = (grams(words(text).hashes)[0] for text in ("the yard doubts", "doubts the yard"))
    assert a != b


@pytest.mark.parametrize("documents", [0, 1, 5])
def test_a_segment_may_hold_nothing_to_find(tmp_path: Path, documents: int) -> None:
    found = segment(tmp_path / "a", {n: [1, 2] for n in range(documents)})
    assert (documents, 0) == (found.info.documents, found.info.postings)
    found.verify()


def test_a_number_that_comes_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(SegmentError, match="document 5 comes twice; each must stand in one segment, once"):
        write(tmp_path / "a", [(5, hashed([1, 2, 3])), (6, hashed([])), (5, hashed([4, 5, 6]))])
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [-1, 2**32], ids=["below what a number can be", "above it"])
def test_a_number_that_is_none_is_told(tmp_path: Path, number: int) -> None:
    with pytest.raises(SegmentError, match=f"document {number} cannot be numbered so"):
        write(tmp_path / "a", [(number, hashed([1, 2, 3]))])
    assert [] == list(tmp_path.iterdir())


def test_more_than_a_segment_can_hold_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MOST", 3)
    with pytest.raises(SegmentError, match="4 words are too many for one segment of the index; write or merge fewer at once"):
        write(tmp_path / "a", [(1, hashed([1, 2, 3, 4, 5, 6]))])
    assert [] == list(tmp_path.iterdir())


def test_an_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def documents() -> Iterator[tuple[int, Hashes]]:
        yield 1, hashed([1, 2, 3])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a", documents())
    assert [] == list(tmp_path.iterdir())

    def full(_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "ordered", full)
    with pytest.raises(OSError, match="No space left on device"):
        write(tmp_path / "a", [(1, hashed([1, 2, 3]))])
    assert [] == list(tmp_path.iterdir())


MOMENTS = {
    "while documents come in": "def documents():\n    yield from some\n    kill()",
    "while postings are dealt": "collect.grams_of_many = kill",
    "while postings are spilled": "collect.Collector._spill = kill",
    "before anything is written": "build.planned = kill",
    "while postings are sorted": "build.ordered = kill",
    "before it is safe on disk": "os.fsync = kill",
    "before it has its name": "Path.replace = kill",
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=list(MOMENTS))
def test_a_killed_write_leaves_no_file_under_the_name(tmp_path: Path, moment: str) -> None:
    code = f"""
import os, signal, sys
from pathlib import Path
import numpy as np
from fidelity.archive.index import build, collect
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
some = [(n, np.arange(n, n + 50, dtype=np.uint64) << np.uint64(40)) for n in range(20)]
def documents():
    yield from some
{moment}
build.write(Path(sys.argv[1]), documents(), 0)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a")], cwd=HOME, capture_output=True, check=False)
    assert (-signal.SIGKILL, b"") == (done.returncode, done.stderr)
    assert {p.name for p in tmp_path.iterdir()} <= {"a.part"}
    again = segment(tmp_path / "a", {1: [1, 2, 3]})
    again.verify()
    assert ["a"] == [p.name for p in tmp_path.iterdir()]


def test_a_segment_is_safe_on_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, bool]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append((os.fstat(handle).st_ino, (tmp_path / "a").exists())))
    write(tmp_path / "a", [(1, hashed([1, 2, 3]))])
    assert [((tmp_path / "a").stat().st_ino, False), (tmp_path.stat().st_ino, True)] == seen


def test_a_file_of_the_same_name_is_replaced_while_it_is_read(tmp_path: Path) -> None:
    """A writer killed before the catalogue knew of its segment leaves a file whose name comes round again."""
    before = segment(tmp_path / "a", {1: [1, 2, 3]})
    segment(tmp_path / "a", {2: [4, 5, 6]})
    assert [1] == before.numbers.tolist()
    before.verify()
    assert [2] == Segment(tmp_path / "a").numbers.tolist()


def test_grams_of_a_long_text_are_found_at_both_ends(tmp_path: Path) -> None:
    text = words(" ".join(f"word{n}" for n in range(3000))).hashes
    found = write(tmp_path / "a", [(1, text), (2, text[::-1].copy())])
    assert 2 * 2998 == found.postings
    starts, ends = Segment(tmp_path / "a").ranges(np.unique(grams(text)))
    assert [1] * 2998 == (ends - starts).tolist()
