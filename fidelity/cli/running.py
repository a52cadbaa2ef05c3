"""How far a batch run is, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from fidelity.cli.trouble import tell
from fidelity.report.phrases import count

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from fidelity.batch.folder import Run, Standing

_SOON: Final = 1.0  # seconds from which on a run is worth a bar
_NOW_AND_THEN: Final = 60.0  # seconds between two lines where there is no terminal
_VERDICTS: Final = ("exact", "trimmed", "altered", "not_found", "unchecked")


class Gauge:
    """Shows how far a run is: share, articles a second, the time that is left, and the verdicts so far."""

    def __init__(self, run: Run) -> None:
        self._size = run.about.size
        self._before = sum(done.size for done in run.done.values())
        self._articles_before = sum(done.articles for done in run.done.values())
        self._began = self._told = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None

    def __call__(self, standing: Standing) -> None:
        """Show it."""
        spent = time.monotonic() - self._began
        if spent < _SOON:
            return
        rate = (standing.articles - self._articles_before) / spent
        if sys.stderr.isatty():
            progress, task = self._bar = self._bar or self._made()
            progress.update(
                task,
                completed=standing.size,
                rate=f"{rate:,.0f}/s",
                articles=f"{standing.articles:,}",
                verdicts=_verdicts(standing),
            )
        elif time.monotonic() - self._told > _NOW_AND_THEN:
            self._told = time.monotonic()
            share = f"{standing.size / self._size:.0%}" if self._size else "?"
            tell(f"{share} done, {count(standing.articles, 'article')}, {rate:,.0f} a second; {_verdicts(standing)}")

    def clear(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar[0].stop()
            self._bar = None

    def _made(self) -> tuple[Progress, TaskID]:
        from rich.console import Console  # noqa: PLC0415 - loaded once something is drawn
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        progress = Progress(
            TaskProgressColumn(),
            BarColumn(bar_width=None),
            TimeRemainingColumn(),
            TextColumn("{task.fields[articles]} articles, {task.fields[rate]}; {task.fields[verdicts]}", markup=False),
            console=Console(stderr=True),
            transient=True,
        )
        task = progress.add_task("", total=self._size or None, completed=self._before, rate="", articles="", verdicts="")
        progress.start()
        return progress, task


def _verdicts(standing: Standing) -> str:
    found = [f"{standing.counts[name]:,} {name.replace('_', ' ')}" for name in _VERDICTS if standing.counts.get(name)]
    return ", ".join(found) or "no quotation yet"
