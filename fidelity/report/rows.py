"""Rows of any table: for a terminal, as CSV, as JSON, and as JSON Lines. The machine's forms come a few rows at a time."""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fidelity.report.csv import written
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.report.look import Look

    Row = Sequence[Any]

_AT_ONCE = 1000
_LONGEST = 400  # characters of a cell on a terminal
_HEAD, _CELL = 14, 11  # cells of a head's word, and of what stands below it, that a column has room for
_NUMBERS = (int, float)
_PLAIN = re.compile(r"[^\W_](?:.*\S)?", re.DOTALL)  # begins like no formula, ends with no space


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 with a head, as the report has it: a row is a line, nothing a formula; lists are JSON, spans [start, end]."""
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([written(name) for name in columns])
    for chunk in _chunks(rows):
        writer.writerows([_cell(cell) for cell in row] for row in chunk)
        yield page.getvalue()
        page.seek(0)
        page.truncate()
    yield page.getvalue()


def as_json_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """An object on each line."""
    for chunk in _chunks(rows):
        yield "".join(f"{_object(columns, row)}\n" for row in chunk)


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A list of objects, one on each line."""
    before = "[\n"
    for chunk in _chunks(rows):
        yield before + ",\n".join(_object(columns, row) for row in chunk)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def as_table(columns: Sequence[str], rows: Sequence[Row], look: Look, *, gap: int = 2) -> str:
    """The rows within `look.width` cells, `gap` of them between columns; where that is too narrow, one row below the other."""
    names = [one_line(name) for name in columns]
    console = Console(
        file=StringIO(),
        width=look.width,
        color_system=look.color,
        force_terminal=look.color is not None,
        no_color=look.color is None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    cells = [tuple(map(shown, row)) for row in rows]
    widths = _widths(names, cells, look.width - gap * (len(names) - 1))
    if widths:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0), header_style="bold")
        for n, name in enumerate(names):
            number = any(isinstance(row[n], _NUMBERS) and not isinstance(row[n], bool) for row in rows)
            table.add_column(Text(name), justify="right" if number else "left", overflow="fold", width=widths[n])
        for row in cells:
            table.add_row(*map(Text, row))
        console.print(table)
    elif cells:
        for nth, row in enumerate(cells, 1):
            console.print(Text(f"row {nth}", style="bold"))
            console.print(_record(names, row))
    else:
        console.print(Text(", ".join(names)))
    drawn = console.file
    assert isinstance(drawn, StringIO)
    return "".join(f"{line.rstrip()}\n" for line in drawn.getvalue().split("\n")[:-1])


def shown(cell: Any) -> str:
    """A cell for people, on one line."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float():
            return f"{cell:.6g}"
        case {"start": start, "end": end} if len(cell) == 2:
            return f"{shown(start)}-{shown(end)}"
        case dict():
            return ", ".join(f"{one_line(str(key))}: {shown(value)}" for key, value in cell.items())
        case list() | tuple():
            return ", ".join(map(shown, cell))
        case _:
            text = str(cell)
            return one_line(text) if len(text) <= _LONGEST else f"{one_line(text[:_LONGEST])} …"


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is: as wide as it wants if there is room, else narrower; none if that cannot be read.

    A head may break between its words, a cell anywhere.
    """
    wanted, least = [], []
    for head, *cells in zip(heads, *rows, strict=True):
        widest = max(map(cell_len, cells), default=1)
        wanted.append(max(cell_len(head), widest, 1))
        least.append(max(min(_HEAD, max(map(cell_len, head.split()), default=1)), min(_CELL, widest)))
    spare = room - sum(least)
    if spare < 0:
        return []
    widths = least
    while spare and (narrow := [n for n, width in enumerate(widths) if width < wanted[n]]):
        for n in narrow[:spare]:
            widths[n] += 1
        spare -= min(spare, len(narrow))
    return widths


def _record(columns: Sequence[str], row: Sequence[str]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, cell in zip(columns, row, strict=True):
        if cell:
            table.add_row(Text(f"  {name}"), Text(cell))
    return table


def _cell(cell: Any) -> str | int | float | None:
    """What `written` makes of a cell, most of which need nothing done to them."""
    match cell:
        case None | bool():
            return written(cell)
        case int() | float():
            return cell
        case str():
            if _PLAIN.fullmatch(cell) and cell.isprintable() and "  " not in cell:
                return cell
            return written(cell)
        case list() | tuple() | dict():
            return written(_json(_short(cell)))
        case _:
            return written(str(cell))


def _short(cell: Any) -> Any:
    """Spans without their names, which would fill the cell."""
    match cell:
        case {"start": start, "end": end} if len(cell) == 2:
            return [start, end]
        case list() | tuple():
            return [_short(item) for item in cell]
        case _:
            return cell


def _object(columns: Sequence[str], row: Row) -> str:
    return _json(dict(zip(columns, row, strict=True)))


def _json(value: Any) -> str:
    return msgspec.json.encode(value, enc_hook=str).decode()


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    each = iter(rows)
    while chunk := list(islice(each, _AT_ONCE)):
        yield chunk


__all__ = ["as_csv", "as_json", "as_json_lines", "as_table", "shown"]
