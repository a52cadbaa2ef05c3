"""What `fidelity batch diff` and `fidelity batch report` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from fidelity.cli.output import Progress, write
from fidelity.cli.query import tables_of
from fidelity.cli.trouble import Trouble
from fidelity.report.comparison import as_one_csv, as_whole_json, full
from fidelity.report.phrases import count
from fidelity.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from fidelity.batch.results import Answer


def show_diff(earlier: Path, later: Path, output_format: Literal["full", "json", "csv"], *, exit_zero: bool) -> int:
    """Compare two runs; 1 if the later one has new errors."""
    with tables_of(earlier=earlier, later=later) as (connection, runs):
        from fidelity.batch.compare import Comparison, differences  # noqa: PLC0415 - an extra

        found = Comparison(connection)
        summary = found.summary()
        told = [(d.what, d.earlier, d.later) for d in differences(runs["earlier"], runs["later"])]
        lists = {"articles": found.articles, "quotations": found.quotations, "findings": found.findings}
        match output_format:
            case "full":
                for line in full((str(earlier), str(later)), told, summary, *map(_rows, lists.values())):
                    write(f"{line}\n")
            case "csv":
                for part in as_one_csv(*map(_rows, lists.values())):
                    write(part)
            case "json":
                about = {
                    "schema": "fidelity-run-diff/1",
                    "earlier": str(earlier),
                    "later": str(later),
                    "differences": [{"what": w, "earlier": e, "later": n} for w, e, n in told],
                    "summary": summary,
                }
                for part in as_whole_json(about, {name: _asked(ask) for name, ask in lists.items()}):
                    write(part)
    return 1 if summary["findings"]["new_errors"] and not exit_zero else 0


def write_report(path: Path, folder: Path, *, every: bool) -> int:
    """Write a run as pages of HTML."""
    with tables_of(main=path) as (connection, runs):
        from fidelity.batch.overview import FolderError, write_pages  # noqa: PLC0415 - an extra
        from fidelity.cli.lookup import manual  # noqa: PLC0415 - the rules

        run = runs["main"]
        progress = Progress("wrote {} of {} reports of articles")
        try:
            done = write_pages(connection, run, folder, manual(run.about.style), progress, every=every)
        except FolderError as error:
            raise Trouble(f"{error}.") from error
        except OSError as error:
            where = error.filename or folder
            raise Trouble(
                f"{where}: the report could not be written: {error.strerror or error}. Nothing of it was kept."
            ) from error
        finally:
            progress.clear()
    write(
        visible(
            f"{folder / 'index.html'}: {count(done.pages, 'page')}, {count(done.reports, 'report')} of articles among them\n"
        )
    )
    return 0


def _rows(ask: Callable[[], Answer]) -> Iterator[dict[str, Any]]:
    """Rows by their columns' names. They are asked for with the first of them: the database answers one question at a time."""
    answer = ask()
    for row in answer.rows:
        yield dict(zip(answer.columns, row, strict=True))


def _asked(ask: Callable[[], Answer]) -> Callable[[], tuple[Sequence[str], Iterator[tuple[Any, ...]]]]:
    def asked() -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
        answer = ask()
        return answer.columns, answer.rows

    return asked
