"""What tells works of one name apart: a year, a day, a volume and its reporter, a docket number, the number of an issue."""

from __future__ import annotations

import re
from functools import cache

from fidelity.text.lexicon import LANGUAGES, lexicon

Particulars = frozenset[tuple[str, str]]
"""Pairs of kind (cite, docket, day, issue, year) and value."""

WEIGHTS = {"cite": 4, "docket": 4, "day": 4, "issue": 2, "year": 2}
_CITE = re.compile(
    r"\b(?P<volume>\d{1,4})\s+(?P<reporter>[A-Z][A-Za-z]{0,5}\.(?:\s?[A-Z0-9][A-Za-z0-9]{0,5}\.?){0,3}?),?\s+(?:at\s+)?(?:\d{1,5}\b|[_—–]+)"
)
_DOCKET = re.compile(
    r"(?:\b[Nn]os?\.\s*|\bAz\.?:?\s*|^[^\S\n]*|[(\[])(\d{1,3}[-–]\d{2,6}|[A-Z]{1,3}\s?\d{1,4}/\d{2,4})\b", re.MULTILINE
)
_YEAR = re.compile(r"(?<![\d.,])((?:1[5-9]|20)\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/](\d\d)[-/](\d\d)(?!\d)")
_ISSUE = re.compile(
    r"\b(?:vol|volume|band|bd|tome|tomo|jahrgang|no|nr|number|issue|heft|part|teil|edition|auflage)\b\.?\s*(\d{1,4})\b(?![-–/])",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_THIS_CENTURY = 60  # two-digit years below it
_JOINING = frozenset({"of", "de", "del", "di", "den", "th", "st", "nd", "rd", "er", "o", "e", "º"})


def particulars(text: str) -> Particulars:
    """All that a text says of this kind. Linear time."""
    out = {("cite", m["volume"] + re.sub(r"\W", "", m["reporter"]).lower()) for m in _CITE.finditer(text)}
    out |= {("docket", re.sub(r"\W", "", m[1]).lower()) for m in _DOCKET.finditer(text)}
    out |= {("issue", str(int(m[1]))) for m in _ISSUE.finditer(text)}
    for m in _ISO.finditer(text):
        out |= {("day", f"{m[2]}-{m[3]}"), ("year", m[1])}
    for m in _SLASHED.finditer(text):
        year = m[3] if len(m[3]) > 2 else ("20" if int(m[3]) < _THIS_CENTURY else "19") + m[3]
        days = {f"{int(a):02}-{int(b):02}" for a, b in ((m[1], m[2]), (m[2], m[1])) if int(a) <= 12}
        out |= {("year", year), *(("day", d) for d in days)}
    return frozenset(out | _days(text) | {("year", m[1]) for m in _YEAR.finditer(text)})


def contradict(said: Particulars, plate: Particulars) -> bool:
    """Whether both give a year or the number of an issue, and nothing at all agrees."""
    mine, theirs = ({told for told in both if told[0] in ("year", "issue")} for both in (said, plate))
    return bool(mine and theirs) and not said & plate


def _days(text: str) -> set[tuple[str, str]]:
    """Days of the year that are written with the name of a month, in any of our languages."""
    tokens = [t.lower() for t in _TOKEN.findall(text)]
    bare = [t for t in tokens if t not in _JOINING]
    out = set()
    for k, token in enumerate(bare):
        month = _months().get(token)
        for near in (bare[k - 1] if k else "", bare[k + 1] if k + 1 < len(bare) else "") if month else ():
            if near.isascii() and near.isdigit() and 1 <= int(near) <= 31:
                out.add(("day", f"{month:02}-{int(near):02}"))
    return out


@cache
def _months() -> dict[str, int]:
    calendars = (lexicon(language).get("weigh", "calendar") for language in LANGUAGES)
    return {name: n for calendar in calendars for n, names in enumerate(calendar, 1) for name in names.split()}
