"""How faithfully a run's articles quote, by whom they quote, who wrote them, when, and by which rule.

Of a group: `compared` are its quotations but the unchecked ones. `faithful` of them are exact, or depart only in ways that the
article shows, and have no error that stands. `score` is the mean of the scores that quotations have. `errors` and `warnings`
are findings that nobody has accepted. `emphasis_added` are quotations with emphasis that the article added and does not
declare. `most_frequent_rule` is the rule with the most such errors and warnings, by name among equals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from fidelity.batch.results import Answer, answer, text

if TYPE_CHECKING:
    import duckdb

By = Literal["original", "source", "publisher", "author", "style", "rule", "month", "quarter", "year"]
GROUPINGS: Final[tuple[By, ...]] = get_args(By)
NOT_GIVEN: Final = "(not given)"
COLUMNS: Final = (
    "articles",
    "quotations",
    "exact",
    "trimmed",
    "altered",
    "not_found",
    "unchecked",
    "compared",
    "faithful",
    "share_faithful",
    "score",
    "errors",
    "warnings",
    "emphasis_added",
    "most_frequent_rule",
)

JUDGED: Final = """
SELECT q.article, q.id, q.nth, q.original, q.original_sha256, q.verdict, q.marked, q.score,
       q.verdict <> 'unchecked' AS compared,
       (q.verdict = 'exact' OR q.verdict IN ('trimmed', 'altered') AND q.marked) AND f.errors IS NULL AS faithful,
       e.article IS NOT NULL AS emphasised
FROM quotes q
LEFT JOIN (SELECT DISTINCT article, quote, 1 AS errors FROM findings
           WHERE severity = 'error' AND allowed_by IS NULL AND quote IS NOT NULL) f ON f.article = q.article AND f.quote = q.id
LEFT JOIN (SELECT DISTINCT article, quote FROM emphasis
           WHERE status = 'added' AND NOT declared) e ON e.article = q.article AND e.quote = q.id
"""
"""Every quotation with what is counted of it, in SQL."""
SOURCES: Final = """
SELECT uri, max(title) AS title,
       coalesce(max(nullif(trim(publisher), '')),
                max(nullif(regexp_extract(lower(url), '^https?://([^/?#]+)', 1), ''))) AS source
FROM originals GROUP BY uri
"""
"""Where each original is from: its publisher, else the host of its address."""


@dataclass(frozen=True, slots=True)
class _Grouping:
    """A way to group: articles, quotations and findings each with their group, `grp`, and the order of the groups."""

    articles: str
    quotes: str
    findings: str
    order: str


_MOST_QUOTATIONS: Final = "quotations DESC, grp NULLS LAST"
_IN_TIME: Final = "grp NULLS LAST"
_TIMES: Final = ("month", "quarter", "year")


def _of_articles(column: str, order: str = _MOST_QUOTATIONS) -> _Grouping:
    """Groups of articles (`a`) by an expression of SQL: everything in an article is of its group."""
    group = f"nullif(trim({column}), '') AS grp"
    return _Grouping(
        f"SELECT {group}, uri AS article FROM articles a",  # noqa: S608 - a column of ours
        f"SELECT {group}, j.* FROM judged j JOIN articles a ON a.uri = j.article",  # noqa: S608 - a column of ours
        f"SELECT {group}, f.* FROM standing f JOIN articles a ON a.uri = f.article",  # noqa: S608 - a column of ours
        order,
    )


def _of_originals(column: str) -> _Grouping:
    """Groups of quotations (`j`) by what they were set against, or by its source (`s`)."""
    sources = "LEFT JOIN sources s ON s.uri = j.original"
    return _Grouping(
        f"SELECT DISTINCT {column} AS grp, j.article FROM judged j {sources}",  # noqa: S608 - a column of ours
        f"SELECT {column} AS grp, j.* FROM judged j {sources}",  # noqa: S608 - a column of ours
        f"""SELECT {column} AS grp, f.* FROM standing f
            LEFT JOIN judged q ON q.article = f.article AND q.id = f.quote
            LEFT JOIN (SELECT DISTINCT original FROM judged) j
              ON j.original = CASE WHEN f.quote IS NULL THEN f.original ELSE q.original END {sources}""",  # noqa: S608 - a column of ours
        _MOST_QUOTATIONS,
    )


_GROUPINGS: Final[dict[By, _Grouping]] = {
    "original": _of_originals("j.original"),
    "source": _of_originals("s.source"),
    "publisher": _of_articles("a.publisher"),
    "author": _of_articles("a.author"),
    "style": _of_articles("a.style"),
    "month": _of_articles("a.month", _IN_TIME),
    "quarter": _of_articles(
        "CASE WHEN regexp_full_match(a.month, '[0-9]{4}-(0[1-9]|1[0-2])') "
        "THEN a.month[1:4] || ' Q' || (a.month[6:7]::INTEGER + 2) // 3 END",
        _IN_TIME,
    ),
    "year": _of_articles("regexp_extract(a.published, '^[0-9]{4}')", _IN_TIME),
    "rule": _Grouping(
        "SELECT DISTINCT rule AS grp, article FROM standing",
        """SELECT f.rule AS grp, j.* FROM judged j
           JOIN (SELECT DISTINCT rule, article, quote FROM standing) f ON f.article = j.article AND f.quote = j.id""",
        "SELECT rule AS grp, * FROM standing",
        "errors DESC, warnings DESC, quotations DESC, grp NULLS LAST",
    ),
}


def stats(connection: duckdb.DuckDBPyConnection, by: By, top: int | None = None) -> Answer:
    """The groups with their figures: the most quotations first, by name among equals.

    Months, quarters and years come in their order, and `top` are the latest of them. Rules come by their errors and have no
    `most_frequent_rule`.
    """
    names = ", ".join((f"coalesce(grp, {text(NOT_GIVEN)}) AS {by}", *(n for n in COLUMNS if by != "rule" or n != COLUMNS[-1])))
    order = _GROUPINGS[by].order
    figures = grouped(by)
    if top is not None and by in _TIMES:
        figures = f"SELECT * FROM ({figures}) ORDER BY grp DESC NULLS LAST LIMIT {top:d}"  # noqa: S608 - a number
    limit = "" if top is None else f" LIMIT {top:d}"
    return answer(connection, f"SELECT {names} FROM ({figures}) ORDER BY {order}{limit}")  # noqa: S608 - names of ours


def grouped(by: By, judged: str = JUDGED) -> str:
    """SQL for a row of each group, with `grp` (NULL: not given) and `COLUMNS`, in no order; `judged` is what JUDGED gives."""
    grouping = _GROUPINGS[by]
    return f"""
WITH judged AS ({judged}),
sources AS ({SOURCES}),
standing AS (SELECT * FROM findings WHERE allowed_by IS NULL),
q AS (
  SELECT grp, count(*) AS quotations,
         count(*) FILTER (verdict = 'exact') AS exact, count(*) FILTER (verdict = 'trimmed') AS trimmed,
         count(*) FILTER (verdict = 'altered') AS altered, count(*) FILTER (verdict = 'not-found') AS not_found,
         count(*) FILTER (verdict = 'unchecked') AS unchecked, count(*) FILTER (compared) AS compared,
         count(*) FILTER (faithful) AS faithful, count(*) FILTER (emphasised) AS emphasis_added, round(avg(score), 1) AS score
  FROM ({grouping.quotes}) GROUP BY grp
),
a AS (SELECT grp, count(*) AS articles FROM ({grouping.articles}) GROUP BY grp),
r AS (SELECT grp, rule, severity, count(*) AS often FROM ({grouping.findings}) WHERE severity <> 'info' GROUP BY ALL),
f AS (SELECT grp, sum(often) FILTER (severity = 'error') AS errors, sum(often) FILTER (severity = 'warning') AS warnings
      FROM r GROUP BY grp),
t AS (SELECT grp, rule AS most_frequent_rule FROM (SELECT grp, rule, sum(often) AS often FROM r GROUP BY grp, rule)
      QUALIFY row_number() OVER (PARTITION BY grp ORDER BY often DESC, rule) = 1)
SELECT a.grp, a.articles,
       {", ".join(f"coalesce({n}, 0) AS {n}" for n in COLUMNS[1:9])},
       CASE WHEN compared > 0 THEN round(faithful / compared, 4) END AS share_faithful, score,
       coalesce(errors, 0)::BIGINT AS errors, coalesce(warnings, 0)::BIGINT AS warnings,
       coalesce(emphasis_added, 0) AS emphasis_added, most_frequent_rule
FROM a LEFT JOIN q ON q.grp IS NOT DISTINCT FROM a.grp
LEFT JOIN f ON f.grp IS NOT DISTINCT FROM a.grp LEFT JOIN t ON t.grp IS NOT DISTINCT FROM a.grp
"""  # noqa: S608 - nothing of a stranger's is in it


__all__ = ["COLUMNS", "GROUPINGS", "JUDGED", "NOT_GIVEN", "SOURCES", "By", "grouped", "stats"]
