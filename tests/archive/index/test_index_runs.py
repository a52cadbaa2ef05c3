"""What the index says of words in a row: it may name too much, and never leaves out a document that has them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_oracle import Archive, archives, hashed, index, quotations, reaches, segment

from fidelity.archive.index import Index, Reach, Segment, write
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.text.words import Hashes

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

LONG = list(range(100, 160))


def row(numbers: list[int]) -> Hashes:
    return words(" ".join(f"word{n}" for n in numbers)).hashes


def common(text: list[int], document: list[int], least: int) -> Iterator[tuple[int, int]]:
    for start in range(len(text) - least + 1):
        if any(document[k : k + least] == text[start : start + least] for k in range(len(document) - least + 1)):
            yield start, start + least


@settings(deadline=None)
@given(archives, quotations, st.integers(3, 9), st.data())
def test_no_document_with_words_in_a_row_is_left_out(
    archive: Archive, text: list[int], least: int, data: st.DataObject
) -> None:
    without = data.draw(st.sets(st.sampled_from([*archive, 7])))
    source = data.draw(st.sampled_from([*archive.values(), text]))
    text = [*text, *source, *text]
    with TemporaryDirectory() as folder:
        runs = index(Path(folder, "a"), archive).runs(hashed(text), least, without)
    for number, document in archive.items():
        if number not in without:
            for start, end in common(text, document, least):
                held = [run for run in runs if run.numbers is None or number in run.numbers]
                assert any(run.start <= start and end <= run.end for run in held)
    assert not without & {number for run in runs for number in run.numbers or ()}


@settings(deadline=None)
@given(archives, st.lists(quotations, max_size=4), reaches, st.integers(1, 6), st.data())
def test_many_at_once_are_answered_as_each_by_itself(
    archive: Archive, asked: list[list[int]], reach: Reach, limit: int, data: st.DataObject
) -> None:
    numbers = list(archive)
    cut = data.draw(st.integers(0, len(numbers)))
    with TemporaryDirectory() as folder:
        parts = [segment(Path(folder, str(k)), archive, some) for k, some in enumerate((numbers[:cut], numbers[cut:]))]
        found = Index(parts, reach)
        expected = [found.look_up(hashed(said), limit) for said in asked]
        assert expected == found.look_up_many([hashed(said) for said in asked], limit)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (LONG[10:40], {1, 2}, "thirty words of both"),
        ([1, 2, 3, *LONG[:30], 4, 5, 6], {1}, "of one, between others"),
        ([w for word in LONG[:40] for w in (word, 0)], set(), "never three in a row"),
        ([*LONG[:12], 0, *LONG[12:24], 0, *LONG[24:36]], set(), "a dozen in a row, and not the two dozen that were asked for"),
    ],
)
def test_documents_that_share_phrases_alone_are_not_named(
    tmp_path: Path, text: list[int], expected: set[int], why: str
) -> None:
    held = {1: LONG, 2: LONG[12:], 3: [*LONG[:6], 7, 7, *LONG[20:26]]}
    found = Index([Segment(write(tmp_path / "a", ((n, row(text)) for n, text in held.items())).path)])
    assert expected == {n for run in found.runs(row(text), 25) for n in run.numbers or ()}, why


def test_an_empty_index_and_a_short_text_hold_nothing(tmp_path: Path) -> None:
    assert [] == Index([]).runs(row(LONG), 25)
    assert [] == index(tmp_path / "a", {1: [0, 1, 2, 3]}).runs(hashed([0, 1, 2]), 25)
