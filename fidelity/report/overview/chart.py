"""Pictures of the course of time, as SVG that a page holds: geometry alone, drawn by classes of the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from fidelity.model import VERDICTS
from fidelity.report.overview.words import interval, rate
from fidelity.report.phrases import NAMES, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model.overview import Course, Period

_WIDTH, _HEIGHT = 960, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 10, 26
_INNER: Final = _WIDTH - _LEFT - _RIGHT
_TALL: Final = _HEIGHT - _TOP - _BOTTOM
_LABELS: Final = 12  # below the picture, at most
_SVG: Final = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
_COMPARED: Final = tuple(verdict for verdict in VERDICTS if verdict != "unchecked")


def verdict_columns(course: Course) -> Markup:
    """For each period a column: which share of its compared quotations got which verdict."""
    parts = [*_grid(1.0), *_names(course)]
    for n, period in enumerate(course.periods):
        x, width = _stretch(course, n)
        whole, before = period.figures.compared, 0
        for verdict in _COMPARED:
            number = period.figures.verdicts[verdict]
            if number:
                top, bottom = _y((before + number) / whole), _y(before / whole)
                parts.append(
                    Markup(
                        '<rect class="b-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
                    ).format(
                        verdict,
                        x + width * 0.1,
                        top,
                        width * 0.8,
                        bottom - top,
                        f"{period.name}: {number:,} of {whole:,} {NAMES[verdict]} ({percent(number / whole)})",
                    )
                )
                before += number
    return _picture(f"Verdicts of the compared quotations by {course.step}, in shares; the table below has the numbers", parts)


def shares(course: Course) -> Markup:
    """For each period the share of compared quotations that are not faithful, with the interval in which the truth may lie."""
    told = [(n, period) for n, period in enumerate(course.periods) if period.unfaithful is not None]
    top = _ceiling(max((p.unfaithful.high for _, p in told if p.unfaithful), default=0.0))
    parts = [*_grid(top), *_names(course)]
    line = []
    for n, period in told:
        assert period.unfaithful is not None
        x, width = _stretch(course, n)
        middle = x + width / 2
        share = period.figures.unfaithful / period.figures.compared
        low, high = _y(period.unfaithful.low / top), _y(period.unfaithful.high / top)
        line.append((n, f"{middle:.1f},{_y(share / top):.1f}"))
        parts.append(
            Markup('<line class="reach" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/>').format(middle, low, high)
        )
        parts.append(
            Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3.5"><title>{}</title></circle>').format(
                middle, _y(share / top), _told(period)
            )
        )
    parts += [Markup('<polyline class="way" points="{}"/>').format(" ".join(run)) for run in _runs(line)]
    return _picture(
        f"Share of the compared quotations that are not faithful, by {course.step}; the table below has the numbers", parts
    )


def _told(period: Period) -> str:
    figures, reach = period.figures, period.unfaithful
    assert reach is not None
    return f"{period.name}: {rate(figures)}, {interval(reach)}"


def _runs(points: list[tuple[int, str]]) -> Iterator[list[str]]:
    """Stretches of periods that follow one another: no line is drawn over a gap."""
    run: list[str] = []
    last = -2
    for n, point in points:
        if n != last + 1 and run:
            yield run
            run = []
        run.append(point)
        last = n
    if run:
        yield run


def _picture(label: str, parts: list[Markup]) -> Markup:
    return _SVG.format(_WIDTH, _HEIGHT, label, Markup().join(parts))


def _grid(top: float) -> Iterator[Markup]:
    for part in (0, 0.25, 0.5, 0.75, 1):
        y = _y(part)
        yield Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, _WIDTH - _RIGHT, y, y)
        yield Markup('<text class="mark" x="{}" y="{:.1f}">{:g} %</text>').format(_LEFT - 6, y + 4, 100 * top * part)


def _names(course: Course) -> Iterator[Markup]:
    every = -(-len(course.periods) // _LABELS)
    for n, period in enumerate(course.periods):
        if n % every == 0:
            x, width = _stretch(course, n)
            yield Markup('<text class="when" x="{:.1f}" y="{}">{}</text>').format(x + width / 2, _HEIGHT - 8, period.name)


def _stretch(course: Course, n: int) -> tuple[float, float]:
    """Where a period's column begins, and how wide it is."""
    width = _INNER / len(course.periods)
    return _LEFT + n * width, width


def _y(share: float) -> float:
    return _TOP + _TALL * (1 - share)


def _ceiling(share: float) -> float:
    """A round share at or above this one, for the top of the picture."""
    return next((top for top in (0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8) if share <= top), 1.0)
