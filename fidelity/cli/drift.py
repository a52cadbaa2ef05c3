"""What `fidelity drift` does: the lineages of a run, drawn in one or several formats at once, each as it comes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from fidelity.cli.output import look, putting, targets, write
from fidelity.cli.trouble import Trouble
from fidelity.report.drift import FORMATS, USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fidelity.batch.drift.lineages import Drift
    from fidelity.report.drift import Drawing
    from fidelity.report.look import Look

When = Literal["auto", "always", "never"]
_HINT = " Choose another file for -o."


def show_drift(
    path: Path,
    original: str | None,
    least: int,
    most: int | None,
    output_format: str,
    output: Sequence[str],
    *,
    look_like: tuple[When, int | None, bool],
) -> int:
    """Draw the lineages of a run."""
    if least < 1:
        raise Trouble(f"--min-variants {least}: give at least 1.")
    if most is not None and most < 0:
        raise Trouble(f"--most {most}: give 0 or more.")
    color, width, verbose = look_like
    seen = look(color, width, verbose=verbose)
    files = targets(output, FORMATS, "html:drift.html")
    told = _drift(path, original, least, _wanted([output_format, *(name for name, _ in files)], most))
    with ExitStack() as stack:
        sinks: list[tuple[Drawing, Callable[[str], object]]] = []
        for name, file in files:
            plain: Look = replace(seen, color=None)
            sinks.append((FORMATS[name](told.summary, plain, most), stack.enter_context(putting(file, "the report", _HINT))))
        sinks.append((FORMATS[output_format](told.summary, seen, most), write))
        _draw(told, sinks, path)
    return 0


def _drift(path: Path, original: str | None, least: int, most: int | None) -> Drift:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        from fidelity.batch.drift.lineages import UnknownOriginalError, drift  # noqa: PLC0415 - an extra
        from fidelity.batch.folder import Run, RunError  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Trouble(
            f"to read a run, install the extra: pip install 'quote-fidelity[batch]' ({error.name} is missing)."
        ) from error
    try:
        return drift(Run.open(path), original=original, least=least, most=most)
    except UnknownOriginalError as error:
        raise Trouble(
            f"--original {original}: no quotation of the run stands in it. "
            f"`fidelity stats {path} --by original` lists those that are quoted."
        ) from error
    except RunError as error:
        said = str(error)
        raise Trouble(said if said.endswith((".", "?")) else f"{said}.") from error
    except (OSError, pa.ArrowException) as error:
        raise Trouble(
            f"{path}: its tables cannot be read ({str(error).splitlines()[0]}). "
            "Go on with `fidelity batch --resume`, or begin anew."
        ) from error


def _draw(told: Drift, sinks: Sequence[tuple[Drawing, Callable[[str], object]]], path: Path) -> None:
    import duckdb  # noqa: PLC0415 - an extra
    import pyarrow as pa  # noqa: PLC0415 - an extra

    for drawing, put in sinks:
        for text in drawing.head():
            put(text)
    try:
        for lineage in told.lineages:
            for drawing, put in sinks:
                for text in drawing.lineage(lineage):
                    put(text)
    except (duckdb.Error, pa.ArrowException) as error:
        raise Trouble(f"{path}: its tables cannot be read ({str(error).splitlines()[0]}).") from error
    for drawing, put in sinks:
        for text in drawing.foot():
            put(text)


def _wanted(formats: Sequence[str], most: int | None) -> int | None:
    """How many lineages have to be worked out for these formats; None: all."""
    if most is not None:
        return most
    usual = [USUAL[name] for name in formats]
    return None if None in usual else max(n for n in usual if n is not None)
