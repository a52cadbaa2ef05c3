"""A segment that is cut short, changed or something else altogether is told in a sentence: no crash, no damage handed on."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_oracle import VOCABULARY, hashed, segment

from fidelity.archive.index import Index, Segment, SegmentError, layout, merge, write

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

AGAIN = r"; build the index again$"


@cache
def _whole() -> bytes:
    with TemporaryDirectory() as folder:
        archive = {n: [(n * k * k + k) % 12 for k in range(12)] for n in range(20)}
        segment(Path(folder, "a"), archive).close()
        return Path(folder, "a").read_bytes()


@given(st.data())
def test_a_segment_cut_short_is_told(data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(_whole()) - 1))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(_whole()[:length])
        for use in (Segment, lambda p: merge([p], Path(folder, "out"))):
            with pytest.raises(SegmentError, match=AGAIN):
                use(path)
        assert ["a"] == [p.name for p in Path(folder).iterdir()]


@given(st.data())
def test_a_changed_byte_is_told_by_verify_and_merge_and_crashes_no_look_up(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(_whole()) - 1))
    changed = bytearray(_whole())
    changed[at] ^= data.draw(st.integers(1, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(changed)
        with pytest.raises(SegmentError, match=AGAIN):
            Segment(path).verify()
        with pytest.raises(SegmentError, match=AGAIN):
            merge([path], Path(folder, "out"))
        assert ["a"] == [p.name for p in Path(folder).iterdir()]
        try:
            found = Index([Segment(path)]).look_up(VOCABULARY), Index([Segment(path)]).look_up(VOCABULARY, without={3})
        except SegmentError as e:
            assert str(e).endswith("; build the index again")  # noqa: PT017 - it may as well find something
        else:
            assert all(0 <= hit.number < 20 for hits in found for hit in hits)


@given(st.data())
def test_any_change_crashes_no_look_up(data: st.DataObject) -> None:
    """Far more bytes than one, checksums of the beginning mended: what no opening can notice."""
    directory = 64 + 4 * 20
    changed = bytearray(_whole())
    for at in data.draw(st.lists(st.integers(directory, len(changed) - 1), max_size=60)):
        changed[at] = data.draw(st.integers(0, 255))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(changed)
        for without in ((), {3}):
            try:
                hits = Index([Segment(path)]).look_up(VOCABULARY, without=without)
            except SegmentError as e:
                assert "is damaged" in str(e)  # noqa: PT017 - it may as well find something
            else:
                assert all(0 <= hit.number < 20 for hit in hits)


@given(st.binary(max_size=300))
def test_any_other_file_is_told(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(content)
        with pytest.raises(SegmentError, match=AGAIN):
            Segment(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "this file is empty", id="nothing in it"),
        pytest.param(b"%PDF-1.7", "this file is no segment of the index by words", id="another file"),
        pytest.param(b"FidWords12", "is damaged: it ends after 10 bytes, within its own header", id="cut within the header"),
    ],
)
def test_the_sentence_says_what_is_wrong(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(SegmentError, match=said):
        Segment(tmp_path / "a")


def test_a_segment_of_another_format_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(layout, "FORMAT", 2)
        write(tmp_path / "a", [(1, hashed([1, 2, 3]))])
    with pytest.raises(SegmentError, match="has format 2, and this version of fidelity reads format 1; build the index again"):
        Segment(tmp_path / "a")


def test_bytes_behind_the_end_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(_whole() + b"\0")
    size = f"{len(_whole()):,}"
    with pytest.raises(SegmentError, match=f"bytes and should have {size}; build"):
        Segment(tmp_path / "a")


def test_a_missing_segment_is_told(tmp_path: Path) -> None:
    with pytest.raises(SegmentError, match="a: this segment of the index by words is missing; build the index again"):
        Segment(tmp_path / "a")


def test_a_folder_is_no_segment(tmp_path: Path) -> None:
    with pytest.raises(SegmentError, match="cannot be read"):
        Segment(tmp_path)


def test_a_merge_of_sound_and_damaged_segments_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(_whole())
    segment(tmp_path / "old", {99: [1, 2, 3]}).close()
    shutil.copy(tmp_path / "old", tmp_path / "damaged")
    with (tmp_path / "damaged").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\xff")
    before = (tmp_path / "old").read_bytes()
    with pytest.raises(SegmentError, match="is damaged: the checksum of its postings does not fit"):
        merge([tmp_path / "sound", tmp_path / "damaged"], tmp_path / "old")
    assert before == (tmp_path / "old").read_bytes()
