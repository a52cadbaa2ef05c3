from __future__ import annotations

from typing import TYPE_CHECKING

from by_hand import made

from fidelity.report.statistics import statistics

if TYPE_CHECKING:
    from conftest import Run


def test_everything_is_counted_once() -> None:
    report = made()
    counts = [int(line.split()[0]) for line in statistics(report).splitlines() if line.split()[0].isdigit()]
    quotes = sum(len(article.quotes) for article in report.articles)
    assert quotes + sum(len(article.findings) for article in report.articles) == sum(counts)


def test_statistics_stand_at_the_end(fidelity: Run) -> None:
    done = fidelity("check", "wrong.md", "right.md", "--output-format", "concise", "--statistics")
    expected = "\n\nVerdicts\n  1  exact\n  1  altered\nFindings\n  1  error     changed-number\n"
    assert done.stdout.decode().endswith(expected)
    clean = fidelity("check", "right.md", "--statistics").stdout.decode()
    assert clean.endswith("Verdicts\n  1  exact\nFindings\n  none\n")


def test_statistics_are_for_people(fidelity: Run) -> None:
    done = fidelity("check", "wrong.md", "--output-format", "json", "--statistics")
    assert (2, b"", True) == (done.returncode, done.stdout, b"--statistics goes with" in done.stderr)
