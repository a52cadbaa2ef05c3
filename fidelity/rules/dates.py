"""Dates, however they are written: 12 March 2019, March 12th, 12. März 2019, 12/03/2019, 2019-03-12."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fidelity.text.lexicon import lexicon

_PERCENT = re.compile(r"\s((?:per|pour|por)\s?cent[oe]?|\w+)")
_NEAR = 40  # characters: no date is longer


class Date(NamedTuple):
    """A date in a text, as (day, month, year), the year None if it is not given. In figures only it may have two readings."""

    start: int
    end: int
    readings: frozenset[tuple[int, int, int | None]]


@cache
def _months(language: str) -> dict[str, int]:
    calendar = lexicon(language).get("weigh", "calendar")
    return {name: number for number, names in enumerate(calendar, 1) for name in names.split()}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, _months(language)), key=lambda n: (-len(n), n)))
    month, day = rf"(?P<m>{names})(?![^\W_])\.?", r"(?<![\w.,/])(?P<d>\d{1,2})(?:st|nd|rd|th|er|e|º|ª|°)?\.?"
    year = r"(?:,?\s*(?:de |del |do |of )?(?P<y>\d{4})(?!\d))?"
    figures = (
        r"(?<![\w./-])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w-])",
        r"(?<![\w./-])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?!\w)",
    )
    words = (rf"{day}\s*(?:of |de |di |den )?{month}{year}", rf"(?<!\w){month}\s*{day}(?!\w){year}") if names else ()
    return tuple(re.compile(p, re.IGNORECASE) for p in (*words, *figures))


def dates(text: str, language: str, start: int, end: int) -> list[Date]:
    """The dates that reach into `text[start:end]` or touch it."""
    low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
    out: list[Date] = []
    for pattern in _patterns(language):
        for m in pattern.finditer(text, low, high):
            readings = _readings(m, language)
            if readings and m.start() <= end and start <= m.end():
                out.append(Date(*m.span(), readings))
    return out


def _readings(m: re.Match[str], language: str) -> frozenset[tuple[int, int, int | None]]:
    month = _months(language).get(m["m"].lower()) or (int(m["m"]) if m["m"].isdigit() else 0)
    day, year = int(m["d"]), int(m["y"]) if m["y"] else None
    found = {(day, month, year)}
    if language == "en" and "/" in m[0]:
        found.add((month, day, year))
    return frozenset((d, n, y) for d, n, y in found if 1 <= d <= 31 and 1 <= n <= 12)


def same_date(quote: str, here: tuple[int, int], original: str, there: tuple[int, int], language: str) -> bool:
    """Whether a difference between two texts lies inside a date that both of them give, written in two ways."""
    for mine in _around(quote, here, language):
        for theirs in _around(original, there, language):
            if mine.readings & theirs.readings:
                return True
    return False


def _around(text: str, span: tuple[int, int], language: str) -> list[Date]:
    """The dates that hold a stretch of text, but for what is no word, or beside which a place stands."""
    start, end = span
    while start == end and end < len(text) and not text[end].isalnum():
        end += 1
    found = dates(text, language, start - 1, end + 1)
    return [d for d in found if not any(c.isalnum() for c in text[start : d.start] + text[d.end : end])]


def value_end(quote: str, here: int, original: str, there: int, language: str) -> int:
    """Where in the original a date or percentage ends of which the quotation, ending at `here`, has another writing."""
    for mine in dates(quote, language, here, here):
        for theirs in dates(original, language, there, there):
            if mine.readings & theirs.readings and mine.start < here <= mine.end and theirs.start < there:
                stop = theirs.end - 1 if original[theirs.end - 1] == "." else theirs.end  # the stop may be the sentence's
                return max(there, stop)
    m = _PERCENT.match(original, there)
    named = m and " ".join(m[1].lower().split()) in lexicon(language).get("weigh", "percent")
    return m.end() if m and named and quote[here:].lstrip().startswith("%") else there
