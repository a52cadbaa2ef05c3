"""`fidelity batch diff` and `fidelity batch report`: their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

Folder = Annotated[Path, Parameter(negative=())]


def diff(
    run1: Folder,
    run2: Folder,
    /,
    *,
    output_format: Literal["full", "json", "csv"] = "full",
    exit_zero: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Compare two batch runs: which articles, quotations and findings are new, gone or changed.

    First comes what the runs were given or made with that is not the same, then the quotations whose verdict changed (it is
    said where the original has changed since), then new errors.

    Exit codes: 0 no new error; 1 new errors; 2 a run cannot be read.

    Parameters
    ----------
    run1
        The folder of the earlier run.
    run2
        The folder of the later run.
    output_format
        full (the first 50 of each kind), json, or csv (every change on a line).
    exit_zero
        Exit 0 although there are new errors.
    """
    from fidelity.cli.batch_reading import show_diff  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_diff(run1, run2, output_format, exit_zero=exit_zero)


def report(
    run: Folder,
    /,
    *,
    out: Path,
    every: Annotated[bool, Parameter(name="--all", negative=())] = False,
) -> int:
    """Write a batch run as pages of HTML that need no server and no network: open index.html of the folder.

    An overview with the trend over time, the originals that are misquoted most, publishers, authors and rules, and lists
    that lead down to the report of each article.

    Exit codes: 0 written; 2 nothing was written.

    Parameters
    ----------
    run
        The folder of the run.
    out
        The folder for the pages. An older report there is replaced; anything else is left alone, and is an error.
    every
        A page for every article; without it only for those with errors or warnings.
    """
    from fidelity.cli.batch_reading import write_report  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return write_report(run, out, every=every)
