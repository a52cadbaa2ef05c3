"""`fidelity archive fetch`: from articles and addresses to copies in a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.archive import intake
from fidelity.archive.choose import address
from fidelity.archive.store import Store
from fidelity.cli.archive import opened
from fidelity.cli.articles import named
from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, tell
from fidelity.quotes import find_quotes
from fidelity.read import read, read_all
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from fidelity.archive.fetch import Copy

FETCHED = "fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be fetched, and how. `pause` is seconds."""

    articles: tuple[str, ...]
    urls: tuple[str, ...] = ()
    date: str | None = None
    memento: str | None = None
    live: bool = True
    again: bool = False
    allow_private: bool = False
    pause: float = 1.0


def fetch_into(path: Path, errand: Errand) -> int:
    """Fetch what articles link to, and the addresses given, into a store."""
    try:
        from fidelity.archive.fetch import Client, Manners, fetch  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Trouble(
            f"to fetch pages, install the extra: pip install 'quote-fidelity[fetch]' ({error.name} is missing)."
        ) from error
    if errand.pause < 0:
        raise Trouble(f"--pause {errand.pause}: seconds to wait; give 0 or more.")
    lists = _lists(errand)
    got: set[str] = set()
    asked: set[str] = set()
    manners = Manners(pause=errand.pause, allow_private=errand.allow_private)
    with opened(Store.create, path) as store, Client(manners) as client:
        for urls, when in lists:
            for url in urls:
                place = address(url)
                if url in asked:
                    continue
                if not errand.again and place and any(e.meta.snapshot for e in store.at_address(place)):
                    write(f"known     {one_line(url)}\n")
                    continue
                asked.add(url)
                for copy in fetch([url], path / FETCHED, client, when=when, archive=errand.memento, live=errand.live):
                    if _kept(store, copy):
                        got.add(url)
    lost = len(asked - got)
    write(f"{len(got)} of {len(asked)} pages fetched. {path} holds them.\n" if asked else "nothing to fetch.\n")
    return 0 if not lost else 1 if got else 2


def _lists(errand: Errand) -> list[tuple[list[str], datetime | None]]:
    """The addresses of each article, with its date."""
    from fidelity.archive.fetch import moment, wanted  # noqa: PLC0415 - an extra

    given = moment(errand.date)
    if errand.date and given is None:
        raise Trouble(f"--date {errand.date}: not a date; give one such as 2024-03-01.")
    lists: list[tuple[list[str], datetime | None]] = []
    for item in named(errand.articles, (), None, None) if errand.articles else ():
        for article in read_all(item.article) if not isinstance(item.article, tuple) else [read(*item.article)]:
            if article.problem is not None:
                tell(f"{article.uri}: {article.problem}")
                continue
            when = moment(article.meta.published) or given
            if when is None and errand.memento:
                tell(f"{article.uri}: it does not say its date, so no archived copies are sought; give one with --date.")
            lists.append((wanted(article, find_quotes(article).quotes), when))
    if errand.urls:
        lists.append((list(errand.urls), given))
    if not lists:
        raise Trouble("nothing to fetch: name articles, or addresses with --url.")
    return lists


def _kept(store: Store, copy: Copy) -> bool:
    """Put a copy into the store, and say what became of it."""
    place = f"{copy.kind:9} {one_line(copy.url)}"
    if copy.path is None:
        write(f"{place}: {one_line(copy.problem or '')}\n")
        return False
    kept = False
    for stored in intake.add(store, read_all(copy.path)):
        kept = kept or stored.problem is None
        if stored.problem is not None:
            write(f"{place}: {one_line(stored.problem)}\n")
    if kept and copy.taken:
        write(f"{place}  as of {copy.taken:%Y-%m-%d %H:%M}\n")
    return kept
