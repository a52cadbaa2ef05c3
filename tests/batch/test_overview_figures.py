from __future__ import annotations

from itertools import pairwise
from math import comb
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_run import article, quote, write
from run_of_many import articles, write_archive

from fidelity.batch.folder import Run
from fidelity.batch.overview import lists
from fidelity.batch.overview.figures import ENOUGH, KINDS, course, groups, interval, prepare, ranking, total
from fidelity.batch.results import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from fidelity.model.overview import Groups, Step


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = write_archive(tmp_path_factory.mktemp("figures") / "run", articles(200), chunk=60)
    with opened({"main": Run.open(path)}) as connection:
        prepare(connection)
        lists.prepare(connection, every=False)
        yield connection


# --- how sure a share is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "low", "high", "description"),
    [
        (0, 10, 0.0, 0.2775, "none of ten"),
        (10, 10, 0.7225, 1.0, "all of ten"),
        (3, 3, 0.4385, 1.0, "all of three proves little"),
        (15, 100, 0.0931, 0.2328, "as tables have it"),
        (81, 263, 0.2553, 0.3662, "Newcombe 1998, method 3"),
        (15, 148, 0.0624, 0.1605, "Newcombe 1998, method 3"),
        (0, 20, 0.0, 0.1611, "Newcombe 1998, method 3"),
        (1, 29, 0.0061, 0.1718, "Newcombe 1998, method 3"),
    ],
)
def test_wilsons_interval(part: int, whole: int, low: float, high: float, description: str) -> None:
    found = interval(part, whole)
    assert found is not None
    assert (low, high) == pytest.approx((found.low, found.high), abs=6e-5), description


def test_of_nothing_there_is_no_interval() -> None:
    assert interval(0, 0) is None


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_narrows_with_more(given_: tuple[int, int]) -> None:
    part, whole = given_
    few, many = interval(part, whole), interval(10 * part, 10 * whole)
    assert few is not None
    assert many is not None
    assert 0 <= few.low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= few.high <= 1
    assert few.low <= many.low + 1e-12
    assert many.high <= few.high + 1e-12


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    whole, truth = 60, 0.15
    covered = 0.0
    for part in range(whole + 1):
        found = interval(part, whole)
        assert found is not None
        if found.low <= truth <= found.high:
            covered += comb(whole, part) * truth**part * (1 - truth) ** (whole - part)
    assert 0.93 < covered < 0.97


# --- groups -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rule"])
def test_groups_are_ranked_by_the_lower_end(database: duckdb.DuckDBPyConnection, kind: Groups) -> None:
    found = list(groups(database, kind))
    ranked = [group for group in found if group.unfaithful]
    assert ranked == found[: len(ranked)], "those that are ranked come first"
    assert all(ENOUGH <= group.figures.compared and group.name is not None for group in ranked)
    assert all(group.figures.compared < ENOUGH or group.name is None for group in found[len(ranked) :])
    lows = [group.unfaithful.low for group in ranked if group.unfaithful]
    assert all(one >= two - 1e-9 for one, two in pairwise(lows)), "SQL ranks by what Python shows"
    assert all((group.page is None) == (group.figures.unfaithful == 0) for group in found)


def test_a_few_slips_are_no_rank(tmp_path: Path) -> None:
    bad = [quote("few.md", f"q{n}", "altered", original="few") for n in range(ENOUGH - 1)]
    some = [quote("many.md", f"q{n}", "altered" if n < 12 else "exact", original="many") for n in range(40)]
    once = [quote("once.md", f"q{n}", "altered" if n < 3 else "exact", original="once") for n in range(ENOUGH)]
    path = write(
        tmp_path / "run",
        {
            "articles": [article("few.md", author="Few"), article("many.md", author="Many"), article("once.md", author="Once")],
            "quotes": bad + some + once,
        },
    )
    with opened({"main": Run.open(path)}) as connection:
        prepare(connection)
        assert ["Many", "Once", "Few"] == [group.name for group in groups(connection, "author")]
        found = ranking(connection, "author")
    assert (2, 3) == (found.ranked, found.of)
    assert ["Many", "Once"] == [group.name for group in found.first]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_looked_at_is_all_there(database: duckdb.DuckDBPyConnection, kind: Groups) -> None:
    listed = [(group.name, number, list(entries)) for group, number, entries in lists.to_look_at(database, kind)]
    assert [group.name for group in groups(database, kind) if group.page] == [name for name, _, _ in listed]
    assert all(number == len(entries) for _, number, entries in listed)
    if kind == "rule":
        ((found,),) = database.execute("SELECT count(*) FROM findings WHERE severity <> 'info'").fetchall()
    else:
        found = total(database).unfaithful
    assert found == sum(number for _, number, _ in listed)
    assert found > 0


def test_the_whole_is_the_sum_of_the_articles(database: duckdb.DuckDBPyConnection) -> None:
    found = total(database)
    assert (200, 1000) == (found.articles, found.quotations)
    assert found.quotations == sum(found.verdicts.values()) == found.compared + found.unchecked


# --- time -------------------------------------------------------------------------------------------------------------


def months(tmp_path: Path, *published: str) -> Iterator[duckdb.DuckDBPyConnection]:
    given = [article(f"{n}.md", published=day, month=day[:7] if len(day) > 6 else None) for n, day in enumerate(published)]
    path = write(tmp_path / "run", {"articles": given, "quotes": [quote(a["uri"], "q", "exact") for a in given]})
    with opened({"main": Run.open(path)}) as connection:
        prepare(connection)
        yield connection


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("month", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ("quarter", ["2023 Q4", "2024 Q1"]),
        ("year", ["2023", "2024"]),
    ],
)
def test_time_has_no_gap(tmp_path: Path, step: Step, names: list[str]) -> None:
    for connection in months(tmp_path, "2023-11-30", "2024-02-01"):
        found = course(connection, step)
        assert found is not None
        assert names == [period.name for period in found.periods]
        assert len(names) == found.of
        assert [1, 1] == [p.figures.quotations for p in found.periods if p.figures.quotations]
        assert all((p.unfaithful is None) == (p.figures.compared == 0) for p in found.periods)


def test_of_a_long_time_the_last_periods_are_shown(tmp_path: Path) -> None:
    for connection in months(tmp_path, "1066-10-14", "2024-02-01"):
        found = course(connection, "month")
        assert found is not None
        assert (36, "2024-02", 11489) == (len(found.periods), found.periods[-1].name, found.of)


def test_without_dates_there_is_no_course_of_time(tmp_path: Path) -> None:
    for connection in months(tmp_path, "soon", ""):
        assert course(connection, "month") is None
        assert course(connection, "year") is None
