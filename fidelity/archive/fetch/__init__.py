"""From the links of an article to copies of what it quotes: the live page, and the archived copy nearest to the article's date.

The only room that uses the network, and only when it is asked to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fidelity.archive.choose import address
from fidelity.archive.fetch.client import AGENT, Client, FetchError, Manners, Page
from fidelity.archive.fetch.keep import keep
from fidelity.archive.fetch.memento import nearest, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import Document, Quote

__all__ = ["AGENT", "Client", "Copy", "FetchError", "Manners", "Page", "fetch", "moment", "wanted"]

ARCHIVE = "https://web.archive.org/web"
_MOST = 40  # links of one article

Kind = Literal["live", "archived"]


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one request: the WARC file that holds the copy and when it was taken, or why there is none."""

    url: str
    kind: Kind
    path: Path | None = None
    taken: datetime | None = None
    problem: str | None = None


def wanted(article: Document, quotes: Sequence[Quote]) -> list[str]:
    """The addresses that may lead to what an article quotes: those it names for its quotations first, then its other links.

    Links of the page's furniture lead elsewhere, and those to the article's own page (footnotes, headings) nowhere.
    """
    furniture = [b.span for b in article.blocks if b.kind == "furniture"]
    named = [q.names.url for q in quotes if q.names.url]
    linked = [k.url for k in article.links if not any(s <= k.span[0] < e for s, e in furniture)]
    own = address(article.meta.url)
    chosen: dict[str, str] = {}
    for url in (*(o for o in article.meta.originals if "://" in o), *named, *linked):
        place = address(url)
        if place and place != own and url.lower().startswith(("http://", "https://")):
            chosen.setdefault(place, url.partition("#")[0])
    return list(chosen.values())[:_MOST]


def moment(said: str | None) -> datetime | None:
    """A point in time out of what an article says of its date; of a mere day it is the noon."""
    try:
        when = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    if len(said or "") == len("2024-03-01"):
        when = datetime.combine(when, time(12))
    try:
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except OverflowError:  # before the year 1 or after 9999
        return None


def fetch(
    urls: Iterable[str],
    folder: Path,
    client: Client,
    *,
    when: datetime | None,
    archive: str | None = ARCHIVE,
    live: bool = True,
) -> Iterator[Copy]:
    """Get each page as it is now, and (if a date is given) as an archive had it next to then, each into a WARC file."""
    for url in urls:
        if live:
            yield _live(url, folder, client)
        if archive and when is not None:
            yield _archived(url, folder, client, archive, when)


def _live(url: str, folder: Path, client: Client) -> Copy:
    try:
        page = _good(client.get(url, robots=True), "the server")
    except FetchError as error:
        return Copy(url, "live", problem=str(error))
    now = datetime.now(UTC).replace(microsecond=0)
    return Copy(url, "live", keep(folder, url, page, now), now)


def _archived(url: str, folder: Path, client: Client, archive: str, when: datetime) -> Copy:
    try:
        memento = nearest(client, archive, url, when)
        if memento is None:
            return Copy(url, "archived", problem="the archive has no copy of it")
        page = _good(client.get(memento.raw), "the archive")
    except FetchError as error:
        return Copy(url, "archived", problem=str(error))
    at = taken(page, memento.taken)
    return Copy(url, "archived", keep(folder, url, page, at), at)


def _good(page: Page, who: str) -> Page:
    if page.status != 200:
        raise FetchError(f"{who} answers {page.status} {page.reason}".rstrip())
    return page
