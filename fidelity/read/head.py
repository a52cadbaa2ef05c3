"""What an HTML page says of itself: title, author, publisher, date, address, language, time of the copy."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Z][a-z]{2}) (\d\d), (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\w{0,3}/(\S{1,2000})")

_TITLE: Final = ("og:title", "citation_title", "dc.title", "twitter:title")
_AUTHOR: Final = ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "sailthru.author")
_PUBLISHER: Final = ("og:site_name", "citation_journal_title", "dc.publisher", "publisher", "application-name")
_PUBLISHED: Final = (
    "article:published_time", "citation_publication_date", "datepublished", "date", "dc.date", "dcterms.created", "pubdate",
    "parsely-pub-date", "sailthru.date", "og:published_time",
)  # fmt: skip
_ADDRESS: Final = ("og:url", "citation_public_url")


class Head:
    """Collects what the tags of a page say of it; the first word of each kind counts."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}
        self.language = ""
        self.title = ""
        self.heading = ""
        self._canonical = ""
        self._time = ""
        self._snapshot = ""
        self._data: list[str] = []

    def tag(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take in a start tag."""
        if tag == "meta":
            name = (attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or "").strip().lower()
            content = attrs.get("content", "").strip()
            if name and content:
                self._named.setdefault(name, content)
        elif tag == "link":
            if "canonical" in attrs.get("rel", "").lower().split():
                self._canonical = self._canonical or attrs.get("href", "").strip()
        elif tag == "html":
            self.language = self.language or attrs.get("lang", attrs.get("xml:lang", ""))
        elif tag == "time":
            self._time = self._time or attrs.get("datetime", "").strip()

    def comment(self, words: str) -> None:
        """Take in a comment: archives sign their copies in one."""
        m = _ARCHIVED.search(words[:2000])
        if m is not None and m[2] in _MONTHS:
            self._snapshot = f"{m[4]}-{_MONTHS.index(m[2]) + 1:02}-{m[3]}T{m[1]}Z"

    def data(self, words: str) -> None:
        """Take in a script of structured data (JSON-LD)."""
        self._data.append(words)

    def meta(self) -> Meta:
        """All of it."""
        things = list(self._things())
        url = self._canonical or self._first(_ADDRESS) or ""
        snapshot = self._snapshot or _date(self._named.get("archived", ""))
        if m := _WAYBACK.match(url):
            snapshot = snapshot or f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}:{m[6]}Z"
            url = m[7]
        author = self._first(_AUTHOR)
        if author is None or "://" in author:
            author = _name(_of(things, "author")) or None
        return Meta(
            title=self._first(_TITLE) or _line(self.title) or _line(self.heading) or _text(_of(things, "headline")),
            author=author,
            publisher=self._first(_PUBLISHER) or _name(_of(things, "publisher")),
            published=_date(self._first(_PUBLISHED) or "")
            or _date(_text(_of(things, "datePublished")) or "")
            or _date(self._time),
            url=url or _text(_of(things, "url")),
            language=(self.language or self._named.get("og:locale", "")).strip().lower().replace("_", "-") or None,
            snapshot=snapshot,
        )

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((_line(self._named[name]) for name in names if name in self._named), None)

    def _things(self) -> Iterator[dict[str, Any]]:
        for words in self._data:
            try:
                value = json.loads(words)
            except (ValueError, RecursionError):
                continue
            graph = value.get("@graph", []) if isinstance(value, dict) else value
            listed = [value, *(graph if isinstance(graph, list) else [])] if isinstance(value, dict) else graph
            for thing in listed if isinstance(listed, list) else []:
                if isinstance(thing, dict) and any(k in thing for k in ("headline", "datePublished", "articleBody")):
                    yield thing


def _of(things: list[dict[str, Any]], key: str) -> Any:
    return next((thing[key] for thing in things if key in thing), None)


def _text(value: Any) -> str | None:
    return _line(value) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name, value[:20]) if name]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _text(value)


def _line(words: str) -> str | None:
    return " ".join(words.split()) or None


def _date(words: str) -> str | None:
    words = words.strip().replace("/", "-")
    if m := _DATE.match(words):
        return m[0].replace(" ", "T")
    if len(words) == 8 and words.isascii() and words.isdigit():
        return f"{words[:4]}-{words[4:6]}-{words[6:]}"
    return None
