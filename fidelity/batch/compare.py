"""Two runs set side by side: what is new, gone and changed of articles, quotations and findings.

Articles are the same by their uri, quotations by article and id (their words), findings by article and fingerprint. The runs
are opened as the schemas `EARLIER` and `LATER` of one database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fidelity.batch.results import Answer, answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

    from fidelity.batch.folder import Run

EARLIER: Final = "earlier"
LATER: Final = "later"

_CHANGE: Final = "CASE WHEN e.article IS NULL THEN 'new' WHEN l.article IS NULL THEN 'gone' ELSE 'changed' END AS change"
_ARTICLES: Final = """
CREATE TABLE changed_articles AS
SELECT coalesce(l.article, e.article) AS article, {change}, e.sha256 AS earlier_sha256, l.sha256 AS later_sha256,
       e.problem AS earlier_problem, l.problem AS later_problem
FROM (SELECT uri AS article, sha256, problem FROM earlier.articles) e
FULL JOIN (SELECT uri AS article, sha256, problem FROM later.articles) l ON l.article = e.article
WHERE e.article IS NULL OR l.article IS NULL OR e.sha256 <> l.sha256 OR e.problem IS DISTINCT FROM l.problem
"""
_QUOTATIONS: Final = """
CREATE TABLE changed_quotations AS
SELECT coalesce(l.article, e.article) AS article, coalesce(l.id, e.id) AS quote, {change}, coalesce(l.nth, e.nth) AS nth,
       coalesce(l.line, e.line) AS line,
       e.verdict AS earlier_verdict, l.verdict AS later_verdict, e.marked AS earlier_marked, l.marked AS later_marked,
       e.score AS earlier_score, l.score AS later_score, e.original AS earlier_original, l.original AS later_original,
       e.original_sha256 AS earlier_original_sha256, l.original_sha256 AS later_original_sha256,
       coalesce(e.original_sha256 <> l.original_sha256, false)
         AND coalesce(e.original = l.original OR e.original_url = l.original_url, false) AS original_changed
FROM earlier.quotes e FULL JOIN later.quotes l ON l.article = e.article AND l.id = e.id
WHERE e.article IS NULL OR l.article IS NULL OR e.verdict <> l.verdict OR e.marked <> l.marked
   OR e.score IS DISTINCT FROM l.score OR e.original IS DISTINCT FROM l.original
   OR e.original_sha256 IS DISTINCT FROM l.original_sha256
"""
_FINDINGS: Final = """
CREATE TABLE changed_findings AS
SELECT coalesce(l.article, e.article) AS article, coalesce(l.fingerprint, e.fingerprint) AS fingerprint, {change},
       coalesce(l.nth, e.nth) AS nth, coalesce(l.quote, e.quote) AS quote, coalesce(l.rule, e.rule) AS rule,
       coalesce(l.line, e.line) AS line, e.severity AS earlier_severity, l.severity AS later_severity,
       e.allowed_by AS earlier_allowed_by, l.allowed_by AS later_allowed_by,
       coalesce(l.severity = 'error' AND l.allowed_by IS NULL, false)
         AND NOT coalesce(e.severity = 'error' AND e.allowed_by IS NULL, false) AS new_error
FROM earlier.findings e FULL JOIN later.findings l ON l.article = e.article AND l.fingerprint = e.fingerprint
WHERE e.article IS NULL OR l.article IS NULL OR e.severity <> l.severity OR e.allowed_by IS DISTINCT FROM l.allowed_by
"""
_LISTS: Final[dict[str, str]] = {
    "articles": """
SELECT change, article, earlier_sha256, later_sha256, earlier_problem, later_problem FROM changed_articles
ORDER BY later_problem IS NULL, change, article""",
    "quotations": """
SELECT c.change, c.article, c.quote, c.line, earlier_verdict, later_verdict, earlier_marked, later_marked, earlier_score,
       later_score, earlier_original, later_original, earlier_original_sha256, later_original_sha256, original_changed,
       coalesce(a.change = 'changed', false) AS article_changed, coalesce(l.text, e.text) AS text
FROM changed_quotations c LEFT JOIN (SELECT article, change FROM changed_articles) a ON a.article = c.article
LEFT JOIN earlier.quotes e ON e.article = c.article AND e.id = c.quote
LEFT JOIN later.quotes l ON l.article = c.article AND l.id = c.quote
ORDER BY NOT (c.change = 'changed' AND earlier_verdict <> later_verdict), c.change,
         list_position(['not-found', 'altered', 'trimmed', 'unchecked', 'exact'], later_verdict), c.article, c.nth, c.quote""",
    "findings": """
SELECT change, c.article, c.quote, c.line, c.rule, earlier_severity, later_severity, earlier_allowed_by, later_allowed_by,
       new_error, c.fingerprint, coalesce(l.message, e.message) AS message
FROM changed_findings c
LEFT JOIN earlier.findings e ON e.article = c.article AND e.fingerprint = c.fingerprint
LEFT JOIN later.findings l ON l.article = c.article AND l.fingerprint = c.fingerprint
ORDER BY NOT new_error, CASE change WHEN 'new' THEN 0 WHEN 'changed' THEN 1 ELSE 2 END, c.article, c.nth, c.fingerprint""",
}
"""What is listed, in its order: verdicts that changed and new errors first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two runs were told differently, or were made with."""

    what: str
    earlier: Any
    later: Any


class Comparison:
    """What is new, gone and changed from one run to another. Each list can be asked for again."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        for sql in (_ARTICLES, _QUOTATIONS, _FINDINGS):
            connection.execute(sql.format(change=_CHANGE))

    def summary(self) -> dict[str, dict[str, int]]:
        """Of articles, quotations and findings how many are new, gone and changed; of these, verdicts and errors apart."""
        counts = ", ".join(f"count(*) FILTER (change = '{change}') AS {change}" for change in ("new", "gone", "changed"))
        verdicts = "change = 'changed' AND earlier_verdict <> later_verdict"
        each = {
            "articles": counts,
            "quotations": f"{counts}, count(*) FILTER ({verdicts}) AS verdicts, "
            f"count(*) FILTER ({verdicts} AND original_changed) AS verdicts_since_the_original_changed",
            "findings": f"{counts}, count(*) FILTER (new_error) AS new_errors",
        }
        found = {}
        for name, columns in each.items():
            told = answer(self._connection, f"SELECT {columns} FROM changed_{name}")  # noqa: S608 - names of ours
            found[name] = dict(zip(told.columns, next(told.rows), strict=True))
        return found

    def articles(self) -> Answer:
        """The articles, those that can no longer be checked first."""
        return answer(self._connection, _LISTS["articles"])

    def quotations(self) -> Answer:
        """The quotations, those with another verdict first, the gravest of them on top."""
        return answer(self._connection, _LISTS["quotations"])

    def findings(self) -> Answer:
        """The findings, new errors first."""
        return answer(self._connection, _LISTS["findings"])


def differences(earlier: Run, later: Run) -> list[Difference]:
    """What the runs were given or made with that is not the same: version, settings, style, articles, archive, originals."""
    before, after = dict(_said(earlier)), dict(_said(later))
    names = dict.fromkeys((*before, *after))
    return [Difference(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)]


def _said(run: Run) -> Iterator[tuple[str, Any]]:
    about = run.about
    yield from (("version", about.tool), ("style", about.style), ("settings", about.settings))
    yield from ((name, value) for name, value in _leaves("", about.inputs) if name != "order.out")
    yield "finished", run.is_finished


def _leaves(name: str, told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _leaves(f"{name}{key}.", value)
        elif value not in (None, [], ""):  # what was not given is no difference, whether a version names it or not
            yield f"{name}{key}", value


__all__ = ["EARLIER", "LATER", "Comparison", "Difference", "differences"]
