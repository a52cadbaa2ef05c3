"""Files of many documents in slices: all slices together hold what the whole holds."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from warc_by_hand import packed, page, record, reply

from fidelity.read import Slice, read_all, read_slice, slices

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def by_slices(path: Path, size: int) -> list[Document]:
    return [document for part in slices(path, size) for document in read_slice(path, part)]


def told(documents: list[Document]) -> list[tuple[object, ...]]:
    return [(d.uri, d.text, d.meta, d.notes) for d in documents if d.problem is None]


def covers(cut: list[Slice]) -> None:
    """Slices follow one upon another, from the first byte to the end."""
    full = [part for part in cut if not part.is_empty]
    assert 0 == full[0].start
    assert None is full[-1].stop
    assert [part.stop for part in full[:-1]] == [part.start for part in full[1:]]


LINES = st.sampled_from(
    [
        '{"text": "One word."}', '{"body": "Two } { words.", "title": "T"}', '{"text": "Three\\nfour."}\r', "", "  ",
        "nonsense",
        '{"text": ""}',
        '{"text": "Broken', '{"text": "A."}{"text": "B."}', '{"a":', '{"text": "Set wide",', '"b": 1}', "[", "]",
        '{"l": [{"text": "Inner."}', "]}", '{"text": "Comma."},', '\x1e{"text": "Sequence."}', "}", "{",
        '{"text": "' + "long " * 40 + '"}',
    ]
)  # fmt: skip


@QUICK
@given(lines=st.lists(LINES, max_size=30), size=st.integers(1, 200), mark=st.sampled_from(["", "\ufeff"]))
def test_lines_of_json_in_slices_are_those_of_the_whole(tmp_path: Path, lines: list[str], size: int, mark: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(mark + "\n".join(lines), encoding="utf-8", newline="")
    covers(slices(path, size))
    assert told(list(read_all(path))) == told(by_slices(path, size))


def test_slices_of_lines_are_near_the_size_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("".join(f'{{"text": "Words {n:04}."}}\n' for n in range(1000)), encoding="utf-8")  # 24 bytes a line
    cut = slices(path, 2400)
    assert 10 == len(cut)
    assert [1 + 100 * n for n in range(10)] == [part.line for part in cut]
    assert Slice(2400, 4800, 101) == cut[1]
    assert [path.as_posix() + "#101"] == [d.uri for d in read_slice(path, cut[1])][:1]
    assert [Slice()] == slices(path, 24_000)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("d.json", json.dumps([{"text": f"Words {n}."} for n in range(99)], indent=1).encode(), "a list"),
        ("d.json", b'[{"text": "A."},\n{"text": "B."},\n{"text": "C."}]', "a list, an object a line"),
        ("d.json", b'{"docs": [\n{"text": "A."},\n{"text": "B."}]}\n', "a list in an object"),
        ("d.jsonl.gz", gzip.compress(b'{"text": "A."}\n' * 99, mtime=0), "packed as a whole"),
        ("d.jsonl", '{"text": "A."}\n{"text": "B."}\n'.encode("utf-16"), "two bytes a letter"),
        ("d.md", b"Words.\n\n" * 99, "an ordinary file"),
        ("none.jsonl", None, "no file"),
        ("d.warc", b"no web archive" * 99, "what is none"),
        ("d.parquet", b"PAR1 no table PAR1", "what is no table"),
        ("d.warc.gz", gzip.compress(b"".join(page(f"http://e.example/{n}") for n in range(9)), mtime=0), "records in one pack"),
    ],
)
def test_what_cannot_be_cut_is_one_slice(tmp_path: Path, name: str, data: bytes | None, why: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert [Slice()] == slices(path, 10), why
    assert list(read_all(path)) == by_slices(path, 10), why


def test_what_is_wrong_is_told_of_each_part_by_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('{"text": "One."}\n' + '{"n": 1}\n{"n": 2}\n' + '{"text": "Two."}\nbad\n' + "{}\n", encoding="utf-8")
    at = [0, 17, 35, 56]
    parts = [Slice(a, b, n) for a, b, n in zip(at, [*at[1:], None], [1, 2, 4, 6], strict=True)]
    read = [(d.uri.rpartition("/")[2], d.problem) for part in parts for d in read_slice(path, part)]
    assert ["d.jsonl#1", "d.jsonl#2-3", "d.jsonl#4", "d.jsonl#5", "d.jsonl#6-6"] == [uri for uri, _ in read]
    assert "No entry has a text in a field whose name is known here; there are: n." in str(read[1][1])
    assert "The line is passed over" in str(read[3][1])


PIECES = st.sampled_from(
    [
        page("http://e.example/a", "Words of the first page."),
        page("http://e.example/a", "Words of the first page, again."),
        page("http://e.example/b", "Others."),
        page("http://e.example/c", "Others.", WARC_Payload_Digest="sha1:C"),
        page("http://e.example/a", "Later.", WARC_Date="2024-05-01T00:00:00Z"),
        record("response", reply(b"", "301 Moved", Location="http://e.example/b"), "http://e.example/old"),
        record("response", reply(b"\x89PNG", content_type="image/png"), "http://e.example/i.png"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", "http://e.example/a"),
        record("revisit", reply(b""), "http://e.example/c2", WARC_Payload_Digest="sha1:C", WARC_Date="2024-06-01T00:00:00Z"),
        record("revisit", reply(b""), "http://e.example/lost", WARC_Payload_Digest="sha1:L", WARC_Date="2024-06-01T00:00:00Z"),
        record("revisit", reply(b""), "http://e.example/b", WARC_Payload_Digest="sha1:C"),
        record("warcinfo", b"software: hand\r\n", ""),
        record("response", reply(b"text\r\n\r\nWARC/1.0\r\nno record", content_type="text/plain"), "http://e.example/t.txt"),
    ]
)  # fmt: skip


@QUICK
@given(pieces=st.lists(PIECES, max_size=14), size=st.integers(1, 900), pack=st.integers(0, 3), cut=st.integers(0, 4000))
def test_records_in_slices_are_those_of_the_whole(tmp_path: Path, pieces: list[bytes], size: int, pack: int, cut: int) -> None:
    packs = [b"".join(pieces[n : n + pack]) for n in range(0, len(pieces), pack)] if pack else []
    data = packed(*packs) if pack else b"".join(pieces)
    path = tmp_path / "d.warc"
    path.write_bytes(data if cut > 3000 else data[: cut or None])  # whole, or broken off somewhere
    covers(slices(path, size))
    whole, parts = list(read_all(path)), by_slices(path, size)
    moved = "led here when it was fetched"
    assert [(d.uri, d.text, d.meta, d.problem is None) for d in whole] == [
        (d.uri, d.text, d.meta, d.problem is None) for d in parts
    ]
    assert [[n for n in d.notes if moved not in n] for d in whole] == [[n for n in d.notes if moved not in n] for d in parts]


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_web_archive_is_cut_at_its_records(tmp_path: Path, is_packed: bool) -> None:
    pages = [page(f"http://e.example/{n:02}", f"Words of page {n:02}.") for n in range(20)]
    path = tmp_path / "d.warc"
    path.write_bytes(packed(*pages) if is_packed else b"".join(pages))
    cut = slices(path, path.stat().st_size // 5)
    assert 6 == len(cut)
    assert path.stat().st_size == cut[-1].start == cut[-1].stop
    counts = [len(list(read_slice(path, part))) for part in cut]
    assert (20, 0) == (sum(counts), counts[-1])
    assert {3, 4, 5} >= set(counts[:-1])


def test_pages_of_one_second_and_pages_that_repeat_others_come_once(tmp_path: Path) -> None:
    again = page("http://e.example/a", "The same second.")
    repeat = record("revisit", reply(b""), "http://e.example/z", WARC_Payload_Digest="sha1:A", WARC_Date="2024-06-01T00:00:00Z")
    others = [page(f"http://e.example/{n}", f"Words {n}.") for n in range(6)]
    path = tmp_path / "d.warc"
    path.write_bytes(
        b"".join([again, *others[:2], repeat, again, *others[2:], page("http://e.example/y", WARC_Payload_Digest="sha1:A")])
    )
    cut = slices(path, 300)
    assert len(again + others[0] + others[1] + repeat + again) <= cut[1].start
    read = by_slices(path, 300)
    assert len(read) == len({d.uri for d in read}) == 10
    assert ["http://e.example/z"] == [d.meta.url for d in read_slice(path, cut[-1])]
    assert read[0].uri + " (2)" in {d.uri for d in read}


def test_behind_damage_nothing_is_cut(tmp_path: Path) -> None:
    pages = [page(f"http://e.example/{n}", f"Words of page {n}.") for n in range(9)]
    pages[5] = pages[5][:90] + b"\0" * 90
    path = tmp_path / "d.warc"
    path.write_bytes(b"".join(pages))
    cut = slices(path, 300)
    assert len(b"".join(pages[:5])) >= cut[-2].start
    assert list(read_all(path)) == by_slices(path, 300)


def test_a_web_archive_without_pages_says_so_once(tmp_path: Path) -> None:
    block = reply(b"\x89PNG", content_type="image/png")
    path = tmp_path / "d.warc"
    path.write_bytes(b"".join(record("response", block, f"http://e.example/{n}.png") for n in range(9)))
    assert 1 < len(slices(path, 300))
    assert list(read_all(path)) == by_slices(path, 300)


@QUICK
@given(rows=st.integers(0, 60), group=st.integers(1, 20), size=st.integers(1, 2000))
def test_rows_in_slices_are_those_of_the_whole(tmp_path: Path, rows: int, group: int, size: int) -> None:
    path = tmp_path / "d.parquet"
    table = pa.table({"text": [f"Words of row {n}." for n in range(rows)], "title": [f"T{n}" for n in range(rows)]})
    parquet.write_table(table, path, row_group_size=group)
    covers(slices(path, size))
    assert told(list(read_all(path))) == told(by_slices(path, size))
    assert [f"{path.as_posix()}#{n + 1}" for n in range(rows)] == [d.uri for d in by_slices(path, size) if d.problem is None]


def test_a_file_that_has_become_shorter_is_told(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text('{"text": "A."}\n' * 9, encoding="utf-8")
    last = slices(path, 40)[-1]
    path.write_text('{"text": "A."}\n', encoding="utf-8")
    (only,) = read_slice(path, last)
    assert "The file is shorter than it was" in (only.problem or "")


def test_many_pages_of_one_name_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "d.warc"
    named = page("http://e.example/a (2)", WARC_Date="")
    path.write_bytes(named + page("http://e.example/a", WARC_Date="") * 400)
    names = [d.uri.partition("#")[2].removeprefix("http://e.example/") for d in read_all(path)]
    assert ["a (2)", "a", "a (3)", "a (4)"] == names[:4]
    assert 401 == len(set(names))
