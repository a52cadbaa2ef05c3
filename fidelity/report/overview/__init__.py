"""The report on a whole archive: a first page, the course of time, and lists that lead down to the articles' own reports.

Static pages that need nothing else: no script at all, no network, no font. The style sheet is put into each page and named by
its hash in the Content-Security-Policy. Links lead from page to page by relative paths, so that a folder opens from a disk.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from fidelity.model import VERDICTS
from fidelity.report.html import digest, environment, house_style
from fidelity.report.overview.chart import shares, verdict_columns
from fidelity.report.overview.words import KINDS, STEPS, between, interval, rate
from fidelity.report.phrases import NAMES, count, percent, score
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import jinja2

    from fidelity.model.overview import (
        About,
        Course,
        Entry,
        Group,
        Groups,
        ListedArticle,
        Overview,
        Ranking,
        Sheet,
        UnreadArticle,
    )

_POLICY: Final = "default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"


def first_page(about: About, overview: Overview, enough: int) -> str:
    """The page to begin with. `enough` is from how many compared quotations on groups are ranked."""
    return _drawn("first.html.jinja", about, "index.html", overview=overview, enough=enough, bar=_bar(overview))


def time_page(about: About, path: str, courses: Sequence[Course]) -> str:
    """The course of time by months, quarters and years."""
    return _drawn("time.html.jinja", about, path, courses=courses)


def group_page(about: About, sheet: Sheet, ranking: Ranking, groups: Sequence[Group], enough: int) -> str:
    """A page of the list of all originals, sources, publishers, authors or rules."""
    return _drawn(
        "groups.html.jinja", about, sheet.path(sheet.number), sheet=sheet, ranking=ranking, groups=groups, enough=enough
    )


def entry_page(about: About, sheet: Sheet, kind: Groups, group: Group, number: int, entries: Sequence[Entry]) -> str:
    """A page of what is to be looked at in one group; `number` is how much that is in all."""
    return _drawn(
        "entries.html.jinja",
        about,
        sheet.path(sheet.number),
        sheet=sheet,
        kind=kind,
        group=group,
        number=number,
        entries=entries,
    )


def article_page(about: About, sheet: Sheet, articles: Sequence[ListedArticle], number: int) -> str:
    """A page of the list of articles."""
    return _drawn("articles.html.jinja", about, sheet.path(sheet.number), sheet=sheet, articles=articles, number=number)


def unread_page(about: About, sheet: Sheet, articles: Sequence[UnreadArticle], number: int) -> str:
    """A page of the list of articles that could not be checked."""
    return _drawn("unread.html.jinja", about, sheet.path(sheet.number), sheet=sheet, articles=articles, number=number)


def root(path: str) -> str:
    """The way from a page to the report's folder."""
    return "../" * path.count("/")


def _drawn(template: str, about: About, path: str, **shown: Any) -> str:
    style = _style()
    return (
        _templates()
        .get_template(template)
        .render(shown, about=about, root=root(path), style=Markup(style), policy=_POLICY.format(style=digest(style)))  # noqa: S704 - ours
        + "\n"
    )


@cache
def _templates() -> jinja2.Environment:
    made = environment(_file)
    made.globals |= {"KINDS": KINDS, "STEPS": STEPS, "NAMES": NAMES, "VERDICTS": VERDICTS}
    made.globals |= {"columns": verdict_columns, "shares": shares}
    made.filters |= {
        "between": between,
        "count": count,
        "interval": interval,
        "number": "{:,}".format,
        "one_line": one_line,
        "percent": percent,
        "rate": rate,
        "score": score,
    }
    return made


@cache
def _style() -> str:
    return house_style() + _file("overview.css")


def _file(name: str) -> str:
    return (files(__name__) / name).read_text("utf-8")


def _bar(overview: Overview) -> list[tuple[str, int, int]]:
    """For each verdict where its stretch of a bar of 1,000 begins and how long it is."""
    verdicts, whole, before = overview.figures.verdicts, overview.figures.quotations, 0
    bar: list[tuple[str, int, int]] = []
    for verdict in VERDICTS:
        if verdicts[verdict]:
            start, end = 1000 * before // whole, 1000 * (before + verdicts[verdict]) // whole
            bar.append((verdict, start, end - start))
            before += verdicts[verdict]
    return bar
