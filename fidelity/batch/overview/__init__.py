"""A run as pages of HTML, from figures of the whole archive down to the report of each article.

The database counts and sorts, and spills to disk; pages are written as their rows come. So memory does not grow with the run.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from fidelity.batch.overview import lists, places
from fidelity.batch.overview.figures import ENOUGH, FIRST, KINDS, STEPS, course, groups, prepare, ranking, total
from fidelity.batch.results import answer
from fidelity.model import Report, ReportedArticle, ReportedSettings, Summary, Tool
from fidelity.model.overview import About, Course, Groups, Overview, Step
from fidelity.report import FORMATS, Look
from fidelity.report import overview as drawn
from fidelity.report.json import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from fidelity.batch.folder import Run
    from fidelity.report import RulePage

    Told = Callable[[int, int], object]

MARK: Final = "fidelity-overview.json"
"""The file by which a folder is known as such a report, which may be replaced."""
_MOST: Final = 60  # periods of the picture on the first page
_BOUND = "SELECT r.article, r.report FROM reports r WHERE r.article IN (SELECT uri FROM listed WHERE has_page)"


class FolderError(Exception):
    """The folder cannot be written into; the message says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many pages there are, and how many of them are reports of articles."""

    pages: int
    reports: int


def write_pages(
    connection: duckdb.DuckDBPyConnection, run: Run, folder: Path, manual: Mapping[str, RulePage], told: Told, *, every: bool
) -> Written:
    """Write the report into a folder, whole or not at all, and count the pages. `told` hears of reports done and of how many.

    `every` makes a page for every article that was checked, not only for those with errors or warnings. An older report is
    replaced. Raises FolderError if there is something else, and OSError.
    """
    _vet(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        pages = _Pages(beside)
        about = About(_tool(run), ReportedSettings(run.about.style, run.about.settings), run.is_finished)
        prepare(connection)
        lists.prepare(connection, every=every)
        _first(connection, about, pages)
        for kind in KINDS:
            _groups(connection, about, pages, kind)
        _articles(connection, about, pages)
        number = _reports(connection, about, pages, manual, told)
        pages.put(MARK, written({"schema": "fidelity-overview/1", "tool": run.about.tool, "reports": number}))
        _swap(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return Written(pages.count - 1, number)


class _Pages:
    """Files below a folder; folders are made as they are needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()
        self.count = 0

    def put(self, path: str, text: str) -> None:
        inside = path.rpartition("/")[0]
        if inside not in self._made:
            (self._folder / inside).mkdir(parents=True, exist_ok=True)
            self._made.add(inside)
        (self._folder / path).write_text(text, "utf-8", errors="backslashreplace", newline="\n")
        self.count += 1


def _vet(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise FolderError(f"{folder}: a folder with other things in it; give a new folder for the report")
    elif folder.exists():
        raise FolderError(f"{folder}: a file, not a folder; give another name for the report")


def _swap(beside: Path, folder: Path) -> None:
    """Put the new report in the place of the old one."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _tool(run: Run) -> Tool:
    return Tool("fidelity", run.about.tool.removeprefix("fidelity "))


def _first(connection: duckdb.DuckDBPyConnection, about: About, pages: _Pages) -> None:
    courses = {step: found for step in STEPS if (found := course(connection, step))}
    reports, unread = lists.reports(connection), lists.unread(connection)
    rankings = {kind: ranking(connection, kind) for kind in KINDS}
    rules = rankings.pop("rule")
    overview = Overview(
        total(connection),
        unread,
        reports,
        _shown(courses),
        tuple(rankings.values()),
        rules,
        tuple(lists.articles(connection, FIRST)),
    )
    pages.put(places.FIRST, drawn.first_page(about, overview, ENOUGH))
    pages.put(places.TIME, drawn.time_page(about, places.TIME, tuple(courses.values())))


def _shown(courses: Mapping[Step, Course]) -> Course | None:
    """The finest course that shows all of the time, else the coarsest."""
    whole = (found for found in courses.values() if found.of == len(found.periods) <= _MOST)
    return next(whole, next(reversed(list(courses.values())), None))


def _groups(connection: duckdb.DuckDBPyConnection, about: About, pages: _Pages, kind: Groups) -> None:
    found = ranking(connection, kind)
    for sheet, some in lists.sheets(groups(connection, kind), found.of, places.FOLDERS[kind]):
        pages.put(sheet.path(sheet.number), drawn.group_page(about, sheet, found, some, ENOUGH))
    for group, number, entries in lists.to_look_at(connection, kind):
        for sheet, each in lists.sheets(entries, number, places.group_stem(kind, group.name)):
            pages.put(sheet.path(sheet.number), drawn.entry_page(about, sheet, kind, group, number, each))


def _articles(connection: duckdb.DuckDBPyConnection, about: About, pages: _Pages) -> None:
    number = lists.reports(connection)
    for sheet, some in lists.sheets(lists.articles(connection), number, places.ARTICLES):
        pages.put(sheet.path(sheet.number), drawn.article_page(about, sheet, some, number))
    if number := lists.unread(connection):
        for sheet, unread in lists.sheets(lists.unread_articles(connection), number, places.UNREAD):
            pages.put(sheet.path(sheet.number), drawn.unread_page(about, sheet, unread, number))


def _reports(
    connection: duckdb.DuckDBPyConnection, about: About, pages: _Pages, manual: Mapping[str, RulePage], told: Told
) -> int:
    of = lists.reports(connection)
    number = 0
    for uri, report in _kept(connection):
        path = places.article_page(uri)
        look = Look(manual=manual, back=f"{drawn.root(path)}{places.FIRST}")
        pages.put(path, FORMATS["html"](_alone(report, about), look))
        number += 1
        told(number, of)
    return number


def _kept(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, ReportedArticle]]:
    decoder = msgspec.json.Decoder(ReportedArticle)
    for uri, report in answer(connection, _BOUND).rows:
        yield uri, decoder.decode(report)


def _alone(article: ReportedArticle, about: About) -> Report:
    """The report of one article, as a check of it alone gives."""
    standing = [finding.severity for finding in article.findings if finding.allowed is None]
    errors, warnings, info = (standing.count(severity) for severity in ("error", "warning", "info"))
    summary = Summary(1, len(article.quotes), article.score, errors, warnings, info)
    return Report("fidelity-report/1", about.tool, about.settings, (article,), summary)


__all__ = ["MARK", "FolderError", "Written", "write_pages"]
