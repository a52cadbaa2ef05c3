"""`fidelity query`, `fidelity stats` and `fidelity export`: their arguments."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when it runs
from typing import Literal

Grouping = Literal["original", "source", "publisher", "author", "style", "rule", "month", "quarter", "year"]


def query(sql: str, /, *, run: Path, output_format: Literal["table", "csv", "json"] = "table", width: int | None = None) -> int:
    """Ask a batch run with SQL (DuckDB's), such as: fidelity query --run RUN "SELECT verdict, count(*) FROM quotes GROUP BY 1"

    The tables: articles, quotes, edits, emphasis, findings, originals, reports; "DESCRIBE quotes" shows the columns of one.
    quotes.article is articles.uri; edits, emphasis and findings name both article and quote. "end" and "column" need their
    quotation marks. Only the run is read; nothing is written, and nothing else is reached.

    Exit codes: 0 answered; 2 the query or the run cannot be understood.

    Parameters
    ----------
    sql
        One query: SELECT, WITH, FROM, DESCRIBE or SUMMARIZE.
    run
        The folder of the run.
    output_format
        table (the first 500 rows), csv (a row on a line, formulas made harmless), or json (a list of objects).
    width
        Cells to a line of a table; by default as wide as the terminal, 100 in a pipe.
    """  # noqa: D400 - it ends as it is typed
    from fidelity.cli.query import answer_query  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return answer_query(run, sql, output_format, width)


def stats(
    run: Path,
    *,
    by: Grouping,
    top: int | None = None,
    output_format: Literal["table", "csv", "json"] = "table",
    width: int | None = None,
) -> int:
    """Count verdicts, errors and added emphasis of a batch run, in groups.

    Compared are all quotations but the unchecked ones; faithful are those that are exact, or depart only in ways that the
    article shows, without an error that stands. The score is the mean of the quotations' scores. The most frequent rule is
    that of errors and warnings. Most quotations come first; rules by their errors, months in their order.

    Parameters
    ----------
    run
        The folder of the run.
    by
        The group: the original quoted or its source (publisher, else host), the article's publisher, author, house style,
        month, quarter or year, or the rule that found something.
    top
        Only so many groups: the first ones; of months, quarters and years the latest.
    output_format
        table, csv, or json (a list of objects).
    width
        Cells to a line of a table; by default as wide as the terminal, 100 in a pipe.
    """
    from fidelity.cli.query import show_stats  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_stats(run, by, top, output_format, width)


def export(run: Path, *, to: Path, output_format: Literal["csv", "parquet", "jsonl"]) -> int:
    """Write the tables of a batch run as one file each.

    parquet and jsonl have everything as it is; csv is for spreadsheets: each row is one line, and what would be a formula
    or steer a screen is made harmless.

    Parameters
    ----------
    run
        The folder of the run.
    to
        The folder for the files, which is made if need be. Files of the same name are replaced.
    output_format
        csv, parquet, or jsonl (an object on each line).
    """
    from fidelity.cli.query import export_run  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return export_run(run, to, output_format)
