"""Where each page of the report on an archive is, from its folder. Names come from digests: no folder holds them all."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fidelity.model.overview import Groups

FIRST: Final = "index.html"
TIME: Final = "time.html"
ARTICLES: Final = "articles/"
UNREAD: Final = "unread/"
FOLDERS: Final[dict[Groups, str]] = {
    "original": "originals/",
    "source": "sources/",
    "publisher": "publishers/",
    "author": "authors/",
    "rule": "rules/",
}
"""The folder of each list; its pages are `1.html`, `2.html` …"""


def article_page(uri: str) -> str:
    """The page of an article's own report."""
    digest = _digest(uri)
    return f"{ARTICLES}{digest[:3]}/{digest[3:19]}.html"


def quotation(uri: str, name: str | None) -> str:
    """A quotation in its article's report, by its id; without one what stands beside the quotations."""
    return f"{article_page(uri)}#q-{_digest(uri)[:8]}-{name or 'beside'}"


def group_stem(kind: Groups, name: str | None) -> str:
    """The pages of a group, without number and ending."""
    if name is None:
        return f"{FOLDERS[kind]}none/"
    digest = _digest(name)
    return f"{FOLDERS[kind]}{digest[:2]}/{digest[2:18]}-"


def _digest(name: str) -> str:
    return sha256(name.encode("utf-8", "backslashreplace")).hexdigest()
