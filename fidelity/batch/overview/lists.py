"""The lists of the report on an archive, page by page: groups, what to look at in each of them, articles."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from fidelity.batch.overview import places
from fidelity.batch.overview.figures import groups
from fidelity.batch.results import answer
from fidelity.model.overview import Entry, Group, Groups, ListedArticle, Sheet, UnreadArticle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

T = TypeVar("T")

ROWS: Final = 200
"""Rows of a page."""
_WORDS: Final = 240  # characters of a quotation that a list shows
_CUT: Final = f"CASE WHEN length(q.text) > {_WORDS} THEN left(q.text, {_WORDS}) || ' …' ELSE q.text END"

_LOOK: Final = f"""
CREATE TABLE look AS
SELECT j.article, j.id, j.nth, a.title, q.line, j.verdict, {_CUT} AS words, f.said, a.has_page,
       j.original, s.source, nullif(trim(a.publisher), '') AS publisher, nullif(trim(a.author), '') AS author
FROM judged j JOIN quotes q ON q.article = j.article AND q.id = j.id JOIN listed a ON a.uri = j.article
LEFT JOIN sources s ON s.uri = j.original
LEFT JOIN (SELECT article, quote, string_agg(DISTINCT rule, ', ' ORDER BY rule) AS said FROM findings
           WHERE allowed_by IS NULL AND severity <> 'info' GROUP BY ALL) f ON f.article = j.article AND f.quote = j.id
WHERE j.compared AND NOT j.faithful
"""  # noqa: S608 - a number of ours
_RULES: Final = f"""
SELECT g.place, f.article, f.quote, a.title, f.line, q.verdict, f.severity, {_CUT} AS words, f.message,
       a.has_page
FROM findings f JOIN groups_rule g ON g.grp = f.rule JOIN listed a ON a.uri = f.article
LEFT JOIN quotes q ON q.article = f.article AND q.id = f.quote
WHERE f.allowed_by IS NULL AND f.severity <> 'info'
ORDER BY g.place, f.severity, f.article, f.nth
"""  # noqa: S608 - a number of ours
_ARTICLES: Final = """
SELECT uri, title, author, publisher, published, score, exact, trimmed, altered, not_found, unchecked, errors, warnings
FROM listed WHERE has_page ORDER BY errors DESC, warnings DESC, score NULLS LAST, uri
"""


def prepare(connection: duckdb.DuckDBPyConnection, *, every: bool) -> None:
    """Note which articles have a page of their own, and which quotations are to be looked at."""
    has_page = "problem IS NULL" if every else "problem IS NULL AND errors + warnings > 0"
    connection.execute(f"CREATE TABLE listed AS SELECT * EXCLUDE (notes), {has_page} AS has_page FROM articles")  # noqa: S608 - ours
    connection.execute(_LOOK)


def reports(connection: duckdb.DuckDBPyConnection) -> int:
    """How many articles have a page of their own."""
    ((number,),) = answer(connection, "SELECT count(*) FROM listed WHERE has_page").rows
    return int(number)


def unread(connection: duckdb.DuckDBPyConnection) -> int:
    """How many articles could not be checked."""
    ((number,),) = answer(connection, "SELECT count(*) FROM listed WHERE problem IS NOT NULL").rows
    return int(number)


def articles(connection: duckdb.DuckDBPyConnection, first: int | None = None) -> Iterator[ListedArticle]:
    """The articles that have a page, those with the most errors first."""
    found = answer(connection, _ARTICLES + ("" if first is None else f" LIMIT {first:d}"))
    for uri, title, author, publisher, published, score, *counts, errors, warnings in found.rows:
        exact, trimmed, altered, not_found, unchecked = counts
        yield ListedArticle(
            uri,
            title,
            author,
            publisher,
            published,
            score,
            {"exact": exact, "trimmed": trimmed, "altered": altered, "not-found": not_found, "unchecked": unchecked},
            errors,
            warnings,
            places.article_page(uri),
        )


def unread_articles(connection: duckdb.DuckDBPyConnection) -> Iterator[UnreadArticle]:
    """The articles that could not be checked, by name."""
    found = answer(connection, "SELECT uri, problem FROM listed WHERE problem IS NOT NULL ORDER BY uri")
    for uri, problem in found.rows:
        yield UnreadArticle(uri, problem)


def to_look_at(connection: duckdb.DuckDBPyConnection, kind: Groups) -> Iterator[tuple[Group, int, Iterator[Entry]]]:
    """Each group that has something to look at, in the list's order, with how much that is, and each of it."""
    if kind == "rule":
        found, entry = answer(connection, _RULES), _finding
    else:
        found = answer(
            connection,
            f"""SELECT g.place, l.* FROM look l JOIN groups_{kind} g ON g.grp IS NOT DISTINCT FROM l.{kind}
                ORDER BY g.place, l.article, l.nth""",  # noqa: S608 - names of ours
        )
        entry = _quotation
    rows = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    each = groupby(rows, key=lambda row: row["place"])
    numbers = answer(connection, f"SELECT look FROM groups_{kind} WHERE look > 0 ORDER BY place")  # noqa: S608 - names of ours
    with_page = (group for group in groups(connection, kind) if group.page)
    for group, (number,), (_, some) in zip(with_page, numbers.rows, each, strict=True):
        yield group, number, map(entry, some)


def sheets(rows: Iterable[T], of: int, stem: str) -> Iterator[tuple[Sheet, list[T]]]:
    """Rows cut into pages; there is always a first page. `of` is how many rows there are."""
    each = iter(rows)
    pages = max(1, -(-of // ROWS))
    for number in range(1, pages + 1):
        yield Sheet(number, pages, stem), list(islice(each, ROWS))


def _quotation(row: dict[str, Any]) -> Entry:
    link = places.quotation(row["article"], row["id"]) if row["has_page"] else None
    return Entry(row["article"], row["title"], row["line"], row["verdict"], None, row["words"], row["said"] or "", link)


def _finding(row: dict[str, Any]) -> Entry:
    link = places.quotation(row["article"], row["quote"]) if row["has_page"] else None
    return Entry(
        row["article"], row["title"], row["line"], row["verdict"], row["severity"], row["words"] or "", row["message"], link
    )
