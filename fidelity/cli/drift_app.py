"""`fidelity drift`: its arguments."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when it runs
from typing import Annotated, Literal

from cyclopts import Parameter


def drift(
    run: Path,
    *,
    original: str | None = None,
    min_variants: int = 2,
    most: int | None = None,
    output_format: Literal["full", "json", "html"] = "full",
    output: Annotated[tuple[str, ...], Parameter(alias="-o", negative=())] = (),
    verbose: Annotated[bool, Parameter(alias="-v", negative=())] = False,
    width: int | None = None,
    color: Literal["auto", "always", "never"] = "auto",
) -> int:
    """Show how quotations changed as they passed from article to article of a batch run, and who has them from whom.

    The uses of one quotation are brought together: by the passage of the original, or by their words where no original is in
    hand. Each is set against the original, and its descent told by the changes that it shares with earlier ones, by what it
    links to and names, and by the dates. Faithful words show no descent; where several explain a use equally well, all of
    them are named. Without an original the text on top is a guess made from the uses, and is said to be one.

    Exit codes: 0 told, even if nothing drifted; 2 the run or the command cannot be understood.

    Parameters
    ----------
    run
        The folder of the run.
    original
        Only quotations of this original, by its name in the run or its address.
    min_variants
        Only quotations in at least so many different readings (default: 2).
    most
        Draw only so many quotations, those with the most changes (default: 20 in full, 100 in html, all in json).
    output_format
        What to print: full, json (fidelity-drift/1), or html (one page with a picture of each lineage).
    output
        Also write the report to a file, as FORMAT:FILE; may be repeated.
    verbose
        All uses of each quotation, also where they are many.
    width
        Cells to a line; by default as wide as the terminal, 100 in a pipe.
    color
        auto hears NO_COLOR, FORCE_COLOR and TERM.
    """
    from fidelity.cli.drift import show_drift  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_drift(run, original, min_variants, most, output_format, output, look_like=(color, width, verbose))
