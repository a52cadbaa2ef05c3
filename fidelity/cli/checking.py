"""`fidelity check`: from the wishes of the command line to reports and an exit code."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cli.baseline import ledger
from fidelity.cli.cache import opened
from fidelity.cli.config import plan
from fidelity.cli.fixable import hint
from fidelity.cli.lookup import manual, project, texts
from fidelity.cli.output import Progress, When, look, put_through, save, targets, write
from fidelity.cli.since import narrowed
from fidelity.cli.trouble import Trouble, known, tell
from fidelity.report import FORMATS
from fidelity.report.statistics import statistics
from fidelity.rules import REGISTER
from fidelity.run import run_all
from fidelity.styles import StyleError, style

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fidelity.accepted import Ledger
    from fidelity.job import Job, Outcome
    from fidelity.kept import Kept
    from fidelity.model import Report
    from fidelity.pipeline import Stocks
    from fidelity.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks of a check, as given; None where it leaves the choice to the config."""

    articles: tuple[str, ...]
    originals: tuple[Path, ...] = ()
    archive: Path | None = None
    fields: tuple[str, ...] = ()
    style: str | None = None
    output_format: str | None = None
    output: tuple[str, ...] = ()
    exit_zero: bool = False
    fail_on: str | None = None
    require_originals: bool | None = None
    verbose: bool = False
    width: int | None = None
    color: When = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    stdin_filename: str | None = None
    files_from: Path | None = None
    config: Path | None = None
    isolated: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    baseline: Path | None = None
    since: str | None = None
    statistics: bool = False
    no_cache: bool = False
    cache_dir: Path | None = None


def check_articles(wishes: Wishes) -> int:
    """Check, print, write the files, and give the exit code. Raises Trouble before anything is printed, or not at all."""
    vet(wishes)
    page = look(wishes.color, wishes.width, verbose=wishes.verbose)
    files = targets(wishes.output)
    todo = plan(wishes)
    if wishes.statistics and todo.output_format not in ("full", "concise"):
        raise Trouble(
            f"--statistics goes with the formats full and concise; {todo.output_format} is for programs, which count."
        )
    jobs = narrowed(todo.jobs, wishes.since)
    accepted = wishes.baseline or todo.baseline
    report = checked(jobs, todo.settings, ledger(accepted), opened(todo.cache))
    pipe = None
    if wishes.fix or wishes.diff:
        from fidelity.cli import fixing  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
        from fidelity.pipeline import Stocks, run  # noqa: PLC0415 - as above

        originals = Stocks()
        fixed = fixing.repaired(
            jobs,
            report,
            lambda job: run([job], todo.settings, ledger=ledger(accepted), stocks=originals).articles[0],
            unsafe=wishes.unsafe_fixes,
        )
        if wishes.diff:
            code = exit_code(report, todo.fail_on, exit_zero=wishes.exit_zero)
            return code if code == 2 else fixing.show_diff(fixed, exit_zero=wishes.exit_zero)
        if standing := fixing.write_back(fixed):
            jobs = fixing.with_fixed(jobs, standing)
            report = checked(jobs, todo.settings, ledger(accepted), opened(todo.cache))
        pipe = fixing.piped(jobs)
    folder, web = project(os.environ, Path.cwd())
    page = replace(page, manual=manual(todo.settings.style), texts=texts(jobs), web=web, folder=folder)
    for name, path in files:
        save(report, name, path, page)
    if pipe is not None:
        put_through(pipe)
    else:
        write(FORMATS[todo.output_format](report, page))
        if wishes.statistics:
            write("\n" + statistics(report))
    if todo.output_format in ("full", "concise"):
        hint(report, unsafe=wishes.unsafe_fixes)
    return exit_code(report, todo.fail_on, exit_zero=wishes.exit_zero)


def vet(wishes: Wishes) -> None:
    """Raise Trouble for a style, rule or format that does not exist."""
    if wishes.style is not None:
        try:
            style(wishes.style)
        except StyleError as error:
            raise Trouble(str(error)) from error
    for rule in (*wishes.select, *wishes.ignore):
        known(rule, REGISTER, "rule", where="`fidelity rule --all` explains them all.")
    if wishes.output_format is not None:
        known(wishes.output_format, FORMATS, "report format", where=f"Formats: {', '.join(FORMATS)}.")


def checked(jobs: Sequence[Job], settings: Settings, accepted: Ledger | None = None, kept: Kept | None = None) -> Report:
    """The report over jobs, with progress shown meanwhile. Raises Trouble where the files do not let themselves be read."""
    progress = Progress()
    try:
        return run_all(jobs, settings, _Check(), progress=progress, ledger=accepted, kept=kept)
    except OSError as error:
        raise Trouble(
            f"{error.filename or 'a file'}: {error.strerror or error}. Check the path and its permissions."
        ) from error
    finally:
        progress.clear()


class _Check:
    """The pipeline, loaded when something must really be checked."""

    def __init__(self) -> None:
        self._stocks: Stocks | None = None

    def __call__(self, job: Job, settings: Settings, today: date | None) -> Outcome:
        from fidelity import pipeline  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
        from fidelity.archive.folder import OriginalsError  # noqa: PLC0415 - as above
        from fidelity.archive.store import StoreError  # noqa: PLC0415 - as above

        self._stocks = self._stocks or pipeline.Stocks()
        try:
            return pipeline.outcome(job, settings, today, self._stocks)
        except (OriginalsError, StoreError) as error:
            raise Trouble(f"{error}.") from error


def exit_code(report: Report, fail_on: str, *, exit_zero: bool) -> int:
    """0, 1 or 2, and on standard error what could not be done."""
    unreadable = [article for article in report.articles if article.problem is not None]
    for article in unreadable:
        tell(f"{article.uri}: {article.problem}")
    if report.summary.untouched and not any(article.quotes for article in report.articles) and not unreadable:
        tell("the change since that commit touches no quotation.")
    if unreadable and len(unreadable) == report.summary.articles:
        tell("nothing could be checked: no article could be read.")
        return 2
    quotes = [quote for article in report.articles for quote in article.quotes]
    if quotes and not report.summary.untouched and all(quote.verdict == "unchecked" for quote in quotes):
        tell("nothing could be checked: no quotation could be compared. Give the originals with --originals PATH.")
        return 2
    grave = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    found = any(f.severity in grave and f.allowed is None for article in report.articles for f in article.findings)
    return 1 if (found or (unreadable and fail_on != "never")) and not exit_zero else 0
