"""When an article was published, as far as it says: the first and the last minute that it may have been."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d{1,9})?)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?"
)
_DAY = timedelta(days=1) - timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class When:
    """The bounds of a date; both None where there is none."""

    earliest: datetime | None = None
    latest: datetime | None = None

    def may_precede(self, other: When) -> bool:
        """Whether this may have been published before the other one, or at the same time."""
        return self.earliest is None or other.latest is None or self.earliest <= other.latest

    def precedes(self, other: When) -> bool:
        """Whether this was surely published before the other one."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    @property
    def is_known(self) -> bool:
        """Whether there is a date at all."""
        return self.earliest is not None

    @property
    def order(self) -> datetime:
        """By what a time line is ordered: the latest minute; undated uses stand at its end."""
        return self.latest or datetime.max.replace(tzinfo=UTC)


def when(published: str | None) -> When:
    """The bounds of `2015`, `2015-11`, `2015-11-24` and `2015-11-24T10:00Z`; of an hour without its zone the day's."""
    found = _ISO.fullmatch((published or "").strip())
    if not found:
        return When()
    year, month, day = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    try:
        first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        if day is None:
            last_month = month or 12
            last = datetime(year or 0, last_month, calendar.monthrange(year or 0, last_month)[1], tzinfo=UTC) + _DAY
            return When(first, last)
        if found["time"] and found["zone"]:
            said = datetime.fromisoformat(f"{found['year']}-{found['month']}-{found['day']}T{found['time']}{found['zone']}")
            moment = said.astimezone(UTC)
            return When(moment, moment)
        return When(first, first + _DAY)
    except (ValueError, OverflowError):
        return When()


def told(moment: datetime | None) -> str | None:
    """A bound as ISO 8601: the day, and the minute where it is neither the first nor the last of the day."""
    if moment is None:
        return None
    is_edge = (moment.hour, moment.minute) in {(0, 0), (23, 59)}
    return moment.date().isoformat() if is_edge else f"{moment.date().isoformat()}T{moment:%H:%M}Z"
