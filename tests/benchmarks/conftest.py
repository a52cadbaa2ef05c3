"""After the timings: how many times faster than the other, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    session = getattr(config, "_benchmarksession", None)
    groups: dict[str, list[tuple[float, str]]] = {}
    for result in session.benchmarks if session else ():
        if result.stats.rounds:
            groups.setdefault(result.group, []).append((result.stats.median, result.name.partition("[")[0]))
    if not groups:
        return
    terminalreporter.section("times as fast (medians)")
    for group, results in groups.items():
        (fast, name), (slow, other) = min(results), max(results)
        times = f"{fast * 1e6:10.1f} us {slow * 1e6:12.1f} us {slow / fast:8.1f} x"
        terminalreporter.write_line(f"{group:48} {times}  {name} / {other}")
