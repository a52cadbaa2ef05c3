"""What the report on an archive counts: groups and periods, and how sure their shares are."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, Final, get_args

from fidelity.batch.overview.places import group_stem
from fidelity.batch.results import answer
from fidelity.batch.stats import JUDGED, SOURCES, grouped
from fidelity.model.overview import Course, Figures, Group, Groups, Interval, Period, Ranking, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

KINDS: Final[tuple[Groups, ...]] = get_args(Groups)
STEPS: Final[tuple[Step, ...]] = get_args(Step)
ENOUGH: Final = 10
"""Compared quotations from which on a group is ranked: of fewer, a single one would move it up and down the list."""
FIRST: Final = 10
"""Groups of a ranking that the first page shows."""
_Z: Final = 1.959964  # of a normal distribution, 95 of 100 lie within
_LAST: Final[dict[Step, int]] = {"month": 36, "quarter": 40, "year": 60}
_FIGURES: Final = tuple(name for name in Figures.__slots__ if name != "most_frequent_rule")
_JUDGED: Final = "SELECT * FROM main.judged"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Count once what many pages need: quotations judged, and the groups of each kind with their rank."""
    connection.execute(f"CREATE TABLE judged AS {JUDGED}")
    connection.execute(f"CREATE TABLE sources AS {SOURCES}")
    for kind in KINDS:
        if kind == "rule":  # what a rule speaks of was chosen by the rule, so that its shares say nothing
            look, ranked, low = "errors + warnings", "errors + warnings > 0", "errors"
        else:
            look, ranked = "compared - faithful", f"grp IS NOT NULL AND compared >= {ENOUGH}"
            reach = f"{_Z} * sqrt(look * (compared - look) / greatest(1, compared) + {_Z**2} / 4)"
            low = f"(look + {_Z**2} / 2 - {reach}) / (compared + {_Z**2})"  # as `interval` has it
        title = "sources.title" if kind == "original" else "NULL::VARCHAR"
        connection.execute(f"""
            CREATE TABLE groups_{kind} AS
            WITH counted AS (SELECT *, {look} AS look FROM ({grouped(kind, _JUDGED)})),
                 ranked AS (SELECT *, {ranked} AS ranked FROM counted)
            SELECT ranked.*, {title} AS title,
                   row_number() OVER (ORDER BY ranked DESC, CASE WHEN ranked THEN {low} END DESC NULLS LAST,
                                               look DESC, quotations DESC, grp NULLS LAST) AS place
            FROM ranked LEFT JOIN sources ON sources.uri = ranked.grp""")  # noqa: S608 - names of ours


def interval(part: int, whole: int) -> Interval | None:
    """Wilson's score interval, at 95 %, of a share; None of nothing.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209-212.
    """
    if not whole:
        return None
    middle = part + _Z**2 / 2
    reach = _Z * sqrt(part * (whole - part) / whole + _Z**2 / 4)
    return Interval(max(0.0, (middle - reach) / (whole + _Z**2)), min(1.0, (middle + reach) / (whole + _Z**2)))


def total(connection: duckdb.DuckDBPyConnection) -> Figures:
    """The figures of the whole run."""
    found = answer(
        connection,
        """SELECT count(*) AS quotations, count(*) FILTER (verdict = 'exact') AS exact,
                  count(*) FILTER (verdict = 'trimmed') AS trimmed, count(*) FILTER (verdict = 'altered') AS altered,
                  count(*) FILTER (verdict = 'not-found') AS not_found, count(*) FILTER (verdict = 'unchecked') AS unchecked,
                  count(*) FILTER (compared) AS compared, count(*) FILTER (faithful) AS faithful,
                  count(*) FILTER (emphasised) AS emphasis_added,
                  (SELECT count(*) FROM articles) AS articles,
                  (SELECT coalesce(sum(errors), 0) FROM articles) AS errors,
                  (SELECT coalesce(sum(warnings), 0) FROM articles) AS warnings
           FROM judged""",
    )
    (row,) = found.rows
    return _figures(dict(zip(found.columns, row, strict=True)))


def groups(connection: duckdb.DuckDBPyConnection, kind: Groups, first: int | None = None) -> Iterator[Group]:
    """The groups of a kind, those that are ranked first."""
    limit = "" if first is None else f" LIMIT {first:d}"
    found = answer(connection, f"SELECT * FROM groups_{kind} ORDER BY place{limit}")  # noqa: S608 - names of ours
    for row in found.rows:
        yield _group(kind, dict(zip(found.columns, row, strict=True)))


def ranking(connection: duckdb.DuckDBPyConnection, kind: Groups) -> Ranking:
    """The first of the groups that are ranked; those without anything to look at are no head of a list."""
    found = answer(connection, f"SELECT count(*) FILTER (ranked), count(*) FROM groups_{kind}")  # noqa: S608 - names of ours
    ((ranked, of),) = found.rows
    head = tuple(group for group in groups(connection, kind, min(FIRST, ranked)) if group.page)
    return Ranking(kind, head, ranked, of)


def course(connection: duckdb.DuckDBPyConnection, step: Step) -> Course | None:
    """The figures over time, with empty periods where there is nothing; None if no article says when it was published."""
    names = ", ".join(_FIGURES)
    found = answer(connection, f"SELECT grp, {names} FROM ({grouped(step, _JUDGED)}) WHERE grp IS NOT NULL ORDER BY grp")  # noqa: S608 - names of ours
    known = {row[0]: _figures(dict(zip(_FIGURES, row[1:], strict=True))) for row in found.rows}
    if not known:
        return None
    first, last = (_number(step, name) for name in (min(known), max(known)))
    periods = []
    for number in range(max(first, last - _LAST[step] + 1), last + 1):
        figures = known.get(_name(step, number)) or _figures(dict.fromkeys(_FIGURES, 0))
        periods.append(Period(_name(step, number), figures, interval(figures.unfaithful, figures.compared)))
    return Course(step, tuple(periods), last - first + 1)


def _number(step: Step, name: str) -> int:
    """Which period it is, counted from the year 0."""
    match step:
        case "month":
            return int(name[:4]) * 12 + int(name[5:7]) - 1
        case "quarter":
            return int(name[:4]) * 4 + int(name[-1]) - 1
        case "year":
            return int(name)


def _name(step: Step, number: int) -> str:
    match step:
        case "month":
            return f"{number // 12:04}-{number % 12 + 1:02}"
        case "quarter":
            return f"{number // 4:04} Q{number % 4 + 1}"
        case "year":
            return f"{number:04}"


def _group(kind: Groups, row: dict[str, Any]) -> Group:
    figures = _figures(row)
    enough = kind != "rule" and row["ranked"]
    return Group(
        row["grp"],
        row["title"],
        figures,
        interval(figures.unfaithful, figures.compared) if enough else None,
        f"{group_stem(kind, row['grp'])}1.html" if row["look"] else None,
    )


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(**{name: row[name] for name in _FIGURES}, most_frequent_rule=row.get("most_frequent_rule"))
