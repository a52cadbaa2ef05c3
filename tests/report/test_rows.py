from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fidelity.report import Look
from fidelity.report.rows import as_csv, as_json, as_json_lines, as_table, shown

ROWS = [("a.md", 3, 97.25, True, None), ("=b\x1b[31m", -1, 0.0, False, ["x", "y"])]
COLUMNS = ("uri", "number", "score", "marked", "kinds")
TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def test_json_is_a_list_of_objects() -> None:
    drawn = "".join(as_json(COLUMNS, ROWS))
    assert [dict(zip(COLUMNS, row, strict=True)) for row in ROWS] == json.loads(drawn)
    assert 4 == drawn.count("\n"), "an object on each line"


@pytest.mark.parametrize("number", [0, 1, 999, 1000, 1001, 2500])
def test_any_number_of_rows_is_whole(number: int) -> None:
    rows = [(n, f"{n}") for n in range(number)]
    expected = [{"n": n, "t": f"{n}"} for n in range(number)]
    assert expected == json.loads("".join(as_json(("n", "t"), rows)))
    assert expected == [json.loads(line) for line in "".join(as_json_lines(("n", "t"), rows)).splitlines()]
    assert [["n", "t"], *([f"{n}", f"{n}"] for n in range(number))] == list(
        csv.reader(StringIO("".join(as_csv(("n", "t"), rows)), newline=""))
    )


def test_csv_has_no_formula_and_no_control_character() -> None:
    assert 'uri,number,score,marked,kinds\r\na.md,3,97.25,yes,\r\n\'=b␛[31m,-1,0.0,no,"[""x"",""y""]"\r\n' == "".join(
        as_csv(COLUMNS, ROWS)
    )


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_csv_of_any_text_is_a_line_a_row_and_no_formula(rows: list[tuple[str, str]]) -> None:
    drawn = "".join(as_csv(("one", "two"), rows))
    assert 1 + len(rows) == drawn.count("\r\n") == drawn.count("\n") == drawn.count("\r")
    cells = [cell for row in list(csv.reader(StringIO(drawn, newline="")))[1:] for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert all(cell.isprintable() for cell in cells if cell.isascii())


@pytest.mark.parametrize(
    ("value", "words", "description"),
    [
        (None, "", "nothing"),
        (True, "yes", "a truth"),
        (12, "12", "a whole number"),
        (97.25, "97.25", "a share"),
        ([{"start": 3, "end": 9}, {"start": 12, "end": 20}], "3-9, 12-20", "spans"),
        (["italic", "bold"], "italic, bold", "a list"),
        ({"a": 1, "b": ["x"]}, "a: 1, b: x", "any object"),
        ("one\n\ntwo\u202e", "one two⟨U+202E⟩", "a text on one line"),
        (datetime(2024, 3, 1, tzinfo=UTC), "2024-03-01 00:00:00+00:00", "a time"),
    ],
)
def test_a_cell_for_people(value: Any, words: str, description: str) -> None:
    assert words == shown(value), description


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("number", [1, 4, 8, 16, 38])
def test_a_table_keeps_to_its_width_and_drops_nothing(width: int, number: int) -> None:
    columns = tuple(f"column {n}" for n in range(number))
    rows = [tuple(f"value-{n} 言葉 {'long ' * 9}" for n in range(number)), (None,) * number]
    drawn = as_table(columns, rows, Look(width))
    assert max(map(cell_len, drawn.splitlines())) <= width
    assert number == drawn.count("言"), "no cell is dropped"


def test_a_table_sends_no_control_characters() -> None:
    rows = [("\x1b[2J\x07\x9b\u202e", "[red]x[/red]")]
    for width in (40, 200):
        drawn = as_table(("\x1b[31mname", ":smile:"), rows, Look(width))
        assert drawn.replace("\n", "").isprintable()
        assert "[red]x[/red]" in drawn


def test_an_empty_table_has_its_heads() -> None:
    assert ["one", "two"] == as_table(("one", "two"), [], Look(80)).split("\n")[0].split()
    names = [f"column_{n}" for n in range(30)]
    assert names == as_table(names, [], Look(60)).replace(",", " ").split()
