"""Archived copies of a page (Memento, RFC 7089): the one nearest to a date, and its body as it was captured.

Spoken to are the TimeGate and TimeMap of an archive whose addresses are made like those of the Wayback Machine and of pywb:
`BASE/URL`, `BASE/timemap/link/URL`, `BASE/cdx?url=URL`, and `BASE/20240301120000id_/URL` for the body as it was captured.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from fidelity.archive.fetch.client import FetchError

if TYPE_CHECKING:
    from fidelity.archive.fetch.client import Client, Page

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^",;\s]*))*)')
_PARAMETER = re.compile(r'(?<![\w*-])([\w*-]+)\s*=\s*(?:"([^"]*)"|([^",;\s]*))')
_STAMP = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/")


@dataclass(frozen=True, slots=True)
class Memento:
    """A copy of a page that an archive has: when it was captured, and the address of its body as captured."""

    taken: datetime
    raw: str


def nearest(client: Client, base: str, url: str, when: datetime) -> Memento | None:
    """The archive's copy of `url` nearest to a time; None if it has none. Raises FetchError."""
    known = list_of(client, base, url, when)
    return min(known, key=lambda m: (abs(m.taken - when), m.taken), default=None)


def list_of(client: Client, base: str, url: str, when: datetime) -> list[Memento]:
    """The copies that an archive tells of: by its TimeMap, else by its CDX index, else by its TimeGate."""
    trouble: FetchError | None = None
    for ask in (_by_timemap, _by_cdx, _by_timegate):
        try:
            found = ask(client, base.rstrip("/") + "/", url, when)
        except FetchError as error:
            trouble = trouble or error
            continue
        if found:
            return sorted(found, key=lambda m: m.taken)
        trouble = None
    if trouble is not None:
        raise trouble
    return []


def _by_timemap(client: Client, base: str, url: str, when: datetime) -> list[Memento]:
    del when
    page = client.get(f"{base}timemap/link/{url}")
    return _mementos(page.body.decode("utf-8", "replace"), base, url) if page.status == 200 else []


def _by_timegate(client: Client, base: str, url: str, when: datetime) -> list[Memento]:
    page = client.get(f"{base}{url}", {"Accept-Datetime": format_datetime(when, usegmt=True)}, follow=False)
    links = ", ".join(v for k, v in page.headers if k.lower() == "link")
    found = _mementos(links, base, url)
    stamp = _STAMP.search(page.header("location") or "")
    if not found and stamp:
        with suppress(ValueError):
            found = [Memento(_time(stamp[1]), f"{base}{stamp[1]}id_/{url}")]
    return found


def _by_cdx(client: Client, base: str, url: str, when: datetime) -> list[Memento]:
    day = timedelta(days=400)
    bounds = f"&from={when - day:%Y%m%d%H%M%S}&to={when + day:%Y%m%d%H%M%S}"
    page = client.get(f"{base}cdx?url={quote(url, safe='')}&output=json{bounds}")
    if page.status != 200:
        return []
    found = []
    for line in page.body.decode("utf-8", "replace").splitlines():
        try:
            row = json.loads(line)
            if str(row.get("status", "200")) == "200":
                found.append(Memento(_time(row["timestamp"]), f"{base}{row['timestamp']}id_/{url}"))
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            continue
    return found


def _mementos(links: str, base: str, url: str) -> list[Memento]:
    """The links of relation `memento` in a TimeMap or a Link header (RFC 8288)."""
    found = []
    for target, said in _LINK.findall(links):
        parameters = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(said)}
        stamp = _STAMP.search(target)
        if "memento" not in parameters.get("rel", "").split():
            continue
        try:
            taken = _time(stamp[1]) if stamp else parsedate_to_datetime(parameters.get("datetime", "")).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        found.append(Memento(taken, f"{base}{stamp[1]}id_/{url}" if stamp else target))
    return found


def taken(page: Page, otherwise: datetime) -> datetime:
    """When an archived page was captured, as the archive says with it."""
    try:
        return parsedate_to_datetime(page.header("memento-datetime") or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return otherwise


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
