from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from fidelity.model import Meta
from fidelity.read import read, read_all
from fidelity.read.parquet import cuts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fidelity.model import Document

WORDS = "The mill was sold in spring, the miller said."


def documents(folder: Path, columns: Mapping[str, Any], fields: Mapping[str, str] | None = None, **how: Any) -> list[Document]:
    path = folder / "d.parquet"
    parquet.write_table(pa.table(dict(columns)), path, **how)
    return list(read_all(path, fields))


def test_columns_are_named_as_fields_of_dumps_are(tmp_path: Path) -> None:
    first, second = documents(
        tmp_path,
        {
            "Full_Text": [WORDS, f"<p>{WORDS} <b>Bold</b>.</p>"],
            "headline": ["T", None],
            "authors": [["A. Reed", "B. Hill"], []],
            "outlet": pa.array(["Ledger", "Ledger"]).dictionary_encode(),
            "date_publish": [dt.datetime(2024, 3, 1, 8, 30, tzinfo=dt.UTC), None],
            "url": ["https://e.example/a", None],
            "lang": ["en", "en"],
            "embedding": [[0.5] * 100] * 2,
            "likes": [3, 4],
        },
    )
    assert Meta("T", "A. Reed, B. Hill", "Ledger", "2024-03-01T08:30:00Z", "https://e.example/a", "en") == first.meta
    assert (WORDS, f"{WORDS} Bold.") == (first.text, second.text)
    assert [(tmp_path / "d.parquet").as_posix() + f"#{n}" for n in (1, 2)] == [first.uri, second.uri]
    assert ["bold"] == [kind for run in second.emphasis for kind in run.kinds]


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [
        (pa.array([WORDS.encode()]), WORDS, "bytes"),
        (pa.array([WORDS], pa.large_string()), WORDS, "large strings"),
        (pa.array([{"rendered": WORDS, "n": 1}]), WORDS, "a structure"),
        (pa.array([[WORDS, "More."]]), f"{WORDS}\n\nMore.", "a list of paragraphs"),
        (pa.array([[{"text": WORDS}, {"text": "More."}]]), f"{WORDS}\n\nMore.", "a list of structures"),
        (pa.array([WORDS]).dictionary_encode(), WORDS, "a dictionary"),
    ],
)
def test_kinds_of_columns(tmp_path: Path, column: Any, text: str, why: str) -> None:
    for compression in ("none", "zstd"):
        assert [text] == [d.text for d in documents(tmp_path, {"body": column}, compression=compression)], why


@pytest.mark.parametrize(
    ("value", "published", "why"),
    [
        (pa.array([dt.date(2024, 3, 1)]), "2024-03-01", "a day"),
        (pa.array([1_709_281_800_123_456_789], pa.timestamp("ns")), "2024-03-01T08:30:00.123456", "thousandths of millionths"),
        (pa.array([1_709_281_800], pa.timestamp("s", "Europe/Berlin")), "2024-03-01T09:30:00+01:00", "a zone"),
        (pa.array([1_709_281_800], pa.timestamp("s", "Nowhere/None")), None, "a zone that is nowhere"),
        (pa.array([2**42], pa.timestamp("s")), None, "a year beyond all"),
        (pa.array([Decimal(1709281800)]), "2024-03-01T08:30:00Z", "a clock's figure"),
        (pa.array([1709281800]), "2024-03-01T08:30:00Z", "another"),
    ],
)
def test_times(tmp_path: Path, value: Any, published: str | None, why: str) -> None:
    assert [published] == [d.meta.published for d in documents(tmp_path, {"text": [WORDS], "published": value})], why


@pytest.mark.parametrize(
    ("fields", "text", "why"),
    [
        ({"text": "story"}, "Told.", "a name"),
        ({"text": "parts.words"}, "One.", "a path"),
        ({"text": "a.b"}, "Dotted.", "a dot"),
    ],
)
def test_a_map_of_columns(tmp_path: Path, fields: dict[str, str], text: str, why: str) -> None:
    columns = {"text": ["Not this."], "story": ["Told."], "parts": [{"words": "One."}], "a.b": ["Dotted."]}
    assert [text] == [d.text for d in documents(tmp_path, columns, fields)], why


def test_a_table_without_texts_says_which_columns_there_are(tmp_path: Path) -> None:
    (only,) = documents(tmp_path, {"id": [1, 2], "wording": ["a", "b"], "headline": ["x", "y"]})
    assert "there are: id, wording, headline. Say which it is: --fields text=NAME" in (only.problem or "")
    (only,) = documents(tmp_path, {"id": [1, 2], "wording": ["a", "b"]})
    assert "there are: id, wording." in (only.problem or "")
    (empty,) = documents(tmp_path, {"text": pa.array([], pa.string())})
    assert "holds no document" in (empty.problem or "")


def test_rows_without_a_text_are_told(tmp_path: Path) -> None:
    read_ = documents(tmp_path, {"text": [WORDS, None, "", WORDS]})
    assert [None, True, True, None] == [d.problem and d.problem.startswith("The entry has no text") for d in read_]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is damaged, or no Parquet file at all"),
        (b"PAR1", "The file is damaged, or no Parquet file at all"),
        (b"PAR1" + bytes(40) + b"PAR1", "The file is damaged, or no Parquet file at all"),
        (b"no table at all, only words that go on for some time", "The file is damaged, or no Parquet file at all"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "d.parquet"
    path.write_bytes(data)
    (only,) = read_all(path)
    assert said in (only.problem or "")


def test_a_table_under_another_name_is_not_mistaken_for_a_text(tmp_path: Path) -> None:
    documents(tmp_path, {"text": [WORDS]})
    assert "holds many documents" in (read("a.txt", (tmp_path / "d.parquet").read_bytes()).problem or "")


def test_a_missing_extra_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents(tmp_path, {"text": [WORDS]})
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (only,) = read_all(tmp_path / "d.parquet")
    assert "pip install 'quote-fidelity[batch]'" in (only.problem or "")


def test_a_text_that_a_small_file_repeats_for_ever_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.parquet._FREE", 1_000_000)
    monkeypatch.setattr("fidelity.read.parquet._RATIO", 1)
    read_ = documents(tmp_path, {"text": pa.DictionaryArray.from_arrays(pa.array([0] * 100_000), [WORDS * 1000])})
    assert 20 < len(read_) < 60
    assert "unpacks to many times its size, as no text does" in (read_[-1].problem or "")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), changes=st.integers(1, 6), cut=st.integers(0, 8))
def test_no_damage_makes_the_reader_raise(tmp_path: Path, seed: int, changes: int, cut: int) -> None:
    path = tmp_path / "d.parquet"
    if not path.exists():
        parquet.write_table(
            pa.table({"text": [f"{WORDS} {n}" for n in range(50)], "title": ["T"] * 50}), path, row_group_size=9
        )
    dice = random.Random(seed)  # noqa: S311 - damage, no secret
    data = bytearray(path.read_bytes())
    for _ in range(changes):
        data[dice.randrange(len(data))] = dice.randrange(256)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(bytes(data[: -cut or None]))
    read_ = list(read_all(broken))
    assert read_
    assert all(d.text.strip() or d.problem for d in read_)


def test_no_damage_of_the_description_ends_the_program(tmp_path: Path) -> None:
    """Asked where the columns of such a file are, the library ends the program: here at three of these places."""
    path = tmp_path / "d.parquet"
    parquet.write_table(pa.table({"text": [WORDS] * 5}), path)
    data = path.read_bytes()
    begin = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    for at in range(begin, min(begin + 200, len(data) - 8)):
        for value in (0, 2):
            path.write_bytes(data[:at] + bytes([value]) + data[at + 1 :])
            assert cuts(path, 100)
            assert list(read_all(path))
