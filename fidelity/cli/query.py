"""What `fidelity query`, `stats` and `export` do: a run's tables, asked and shown."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from fidelity.cli.output import look, write
from fidelity.cli.trouble import Trouble, tell
from fidelity.report.phrases import count, percent
from fidelity.report.rows import as_csv, as_json, as_table
from fidelity.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from fidelity.batch.export import Form
    from fidelity.batch.folder import Run
    from fidelity.batch.results import Answer
    from fidelity.batch.stats import By

OutputFormat = Literal["table", "csv", "json"]
_SHOWN = 500
"""Rows of a table: a terminal is no place for more, and csv and json have all."""

_HEADS = {
    "quotes": "quotations",
    "exact": "exact",
    "trimmed": "trimmed",
    "altered": "altered",
    "not found": "not_found",
    "unchecked": "unchecked",
    "faithful": "share_faithful",
    "score": "score",
    "errors": "errors",
    "emphasis added": "emphasis_added",
    "most frequent rule": "most_frequent_rule",
}
"""The heads of the table of figures, and their columns."""


@contextmanager
def tables_of(**paths: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Run]]]:
    """Runs opened by the name of their schema, whatever is wrong with them or with a query told as Trouble."""
    try:
        from fidelity.batch.folder import Run, RunError  # noqa: PLC0415 - an extra
        from fidelity.batch.results import QueryError, opened  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Trouble(
            f"to read a run, install the extra: pip install 'quote-fidelity[batch]' ({error.name} is missing)."
        ) from error
    try:
        runs = {name: Run.open(path) for name, path in paths.items()}
        for run in runs.values():
            if not run.is_finished:
                of = f" of {run.about.planned}" if run.about.planned else ""
                tell(f"{run.path}: the run is not finished; this is of the {count(len(run.done), 'part')}{of} done so far.")
        with opened(runs) as connection:
            yield connection, runs
    except (RunError, QueryError) as error:
        said = str(error)
        raise Trouble(said if said.endswith((".", "?")) else f"{said}.") from error


def answer_query(path: Path, sql: str, output_format: OutputFormat, width: int | None) -> int:
    """Ask a run with a person's SQL."""
    with tables_of(main=path) as (connection, _):
        from fidelity.batch.results import ask  # noqa: PLC0415 - an extra

        _show(ask(connection, sql), output_format, width, "Ask for less (LIMIT), or take --output-format csv or json.")
    return 0


def show_stats(path: Path, by: By, top: int | None, output_format: OutputFormat, width: int | None) -> int:
    """Show a run's figures in groups."""
    if top is not None and top < 1:
        raise Trouble(f"--top {top}: how many groups to show; give 1 or more.")
    with tables_of(main=path) as (connection, _):
        from fidelity.batch.stats import stats  # noqa: PLC0415 - an extra

        found = stats(connection, by, top)
        if output_format == "table":
            found = _in_words(found)
        _show(found, output_format, width, "Take --output-format csv or json for all, or --top for fewer.", gap=1)
    return 0


def _in_words(found: Answer) -> Answer:
    """The figures that fit on a screen, shares in per cent."""
    from fidelity.batch.results import Answer  # noqa: PLC0415 - an extra

    at = {name: found.columns.index(column) for name, column in _HEADS.items() if column in found.columns}

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in found.rows:
            told = {name: row[n] for name, n in at.items()}
            share = told["faithful"]
            yield row[0], *(told | {"faithful": None if share is None else percent(share)}).values()

    return Answer((found.columns[0], *at), rows())


def export_run(path: Path, folder: Path, form: Form) -> int:
    """Write a run's tables into a folder."""
    with tables_of(main=path) as (connection, runs):
        from fidelity.batch.export import export  # noqa: PLC0415 - an extra

        try:
            files = export(connection, runs["main"], folder, form)
        except OSError as error:
            raise Trouble(
                f"{folder}: the tables could not be written: {error.strerror or error}. Choose another folder."
            ) from error
    write("".join(visible(f"{file}: {count(rows, 'row')}\n") for file, rows in files))
    return 0


def _show(answer: Answer, output_format: OutputFormat, width: int | None, hint: str, *, gap: int = 2) -> None:
    if output_format != "table":
        for part in (as_csv if output_format == "csv" else as_json)(answer.columns, answer.rows):
            write(part)
        return
    seen = look("auto", width, verbose=False)
    rows = list(islice(answer.rows, _SHOWN + 1))
    write(as_table(answer.columns, rows[:_SHOWN], seen, gap=gap))
    write(f"{count(min(len(rows), _SHOWN), 'row')}\n" if len(rows) <= _SHOWN else f"the first {_SHOWN} rows\n")
    if len(rows) > _SHOWN:
        tell(f"there are more than {_SHOWN} rows. {hint}")
