"""Which witness another one links to or names as where it has the quotation: stronger evidence than any words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from fidelity.batch.drift.evidence import LINKS, NAMES_PUBLISHER, NAMES_WORK
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.batch.drift.rows import Use
    from fidelity.model.drift import Source

_MANY = 4
"""Witnesses of one publisher; where there are more, its name points at none of them."""
_SHORT = 6
"""Letters under which a work's title is no one's name."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """How a witness points at another one, and what that weighs."""

    how: Literal["links", "names"]
    what: str
    weight: float


def pointers(uses: Sequence[Use], sources: Sequence[Source]) -> dict[int, dict[int, Pointer]]:
    """For each use that points at others, which and how. What names the original itself points at no witness."""
    by_address, by_title, by_publisher = (defaultdict[str, list[int]](list) for _ in range(3))
    for n, use in enumerate(uses):
        for key in {_address(use.url), _address(use.article)} - {""}:
            by_address[key].append(n)
        by_title[letters(use.title or "")].append(n)
        by_publisher[letters(use.publisher or "")].append(n)
    makers = {letters(name) for source in sources for name in (source.publisher, source.author, source.title) if name}
    homes = {_address(name) for source in sources for name in (source.url, source.uri)}
    found: dict[int, dict[int, Pointer]] = {}
    for n, use in enumerate(uses):
        mine: dict[int, Pointer] = {}
        publisher, work = letters(use.named.publisher or ""), letters(use.named.work or "")
        if publisher and publisher not in makers and 0 < len(by_publisher[publisher]) <= _MANY:
            pointer = Pointer("names", use.named.publisher or "", NAMES_PUBLISHER)
            mine |= dict.fromkeys(by_publisher[publisher], pointer)
        if len(work) >= _SHORT and work not in makers:
            mine |= dict.fromkeys(by_title.get(work, ()), Pointer("names", use.named.work or "", NAMES_WORK))
        for address in _said(use):
            key = _address(address)
            if key and (key not in homes or _is_place(use, address)):
                mine |= dict.fromkeys(by_address.get(key, ()), Pointer("links", address, LINKS))
        mine.pop(n, None)
        if mine:
            found[n] = mine
    return found


def _said(use: Use) -> list[str]:
    """The addresses that a use gives as its source, that of the original it names among them."""
    place = use.place
    named = (place.original, place.url) if place is not None and place.how == "named" else ()
    return [address for address in (*named, use.named.url) if address]


def _is_place(use: Use, address: str) -> bool:
    """Whether it is the original that the use itself was set against: where that is another witness's article, it says so."""
    return use.place is not None and address in (use.place.original, use.place.url)


def _address(url: str | None) -> str:
    """An address without what two people write differently: scheme, www, a last slash, tracking words."""
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return url.strip()
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith(("utm_", "fbclid=", "ref=")))
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")
