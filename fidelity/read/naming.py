"""Under which names the entries of a dump keep their text and what is known of it: by a map, or by the names in common use."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAMES: Final = {
    "text": (
        "htmlwithcitations", "html", "bodyhtml", "contenthtml", "htmlbody", "htmlcontent", "articlehtml", "rawhtml",
        "text", "body", "content", "maintext", "articletext", "fulltext", "articlebody", "bodytext", "plaintext",
        "maincontent", "contenttext", "textcontent", "rawtext", "cleanedtext", "cleantext", "rawcontent", "article",
        "paragraphs", "story", "transcript", "speech", "selftext", "markdown", "md", "document",
    ),
    "title": ("title", "headline", "heading", "pagetitle", "casename", "subject", "name"),
    "author": ("author", "authors", "byline", "by", "creator", "writer", "reporter", "speaker"),
    "publisher": (
        "publisher", "publication", "outlet", "newspaper", "sitename", "site", "source", "sourcename", "sourcedomain",
        "domain", "journal",
    ),
    "published": (
        "published", "publishedat", "datepublished", "datepublish", "publishdate", "publisheddate", "publicationdate",
        "pubdate", "publishedtime", "publishtime", "firstpublished", "date", "datetime", "issued", "datefiled", "createdat",
        "createdutc", "created",
    ),
    "url": ("url", "canonicalurl", "canonicallink", "canonical", "link", "permalink", "weburl", "articleurl", "pageurl",
            "originalurl", "sourceurl", "uri"),
    "language": ("language", "lang", "languagecode"),
    "snapshot": (
        "snapshot", "crawled", "crawledat", "crawldate", "datecrawled", "datedownload", "downloadedat", "fetched", "fetchedat",
        "retrieved", "retrievedat", "scraped", "scrapedat", "archived", "archivedat", "warcdate",
    ),
    "format": ("format", "contenttype", "mimetype", "mime", "texttype", "markup", "textformat"),
}  # fmt: skip
"""What an entry is asked for -> names that it may have, small letters alone; the first that has something counts."""

_KNOWN: Final = frozenset(name for names in NAMES.values() for name in names)
_INSIDE: Final = ("html", "rendered", "text", "value", "content", "paragraph", "plain", "body")
"""Where the words are in an object that stands for a text or a paragraph."""
_FORMATS: Final = {
    "html": "html", "text/html": "html", "xhtml": "html", "application/xhtml+xml": "html",
    "markdown": "markdown", "md": "markdown", "text/markdown": "markdown", "commonmark": "markdown",
    "text": "text", "plain": "text", "txt": "text", "text/plain": "text", "plaintext": "text",
}  # fmt: skip
_DEEPEST: Final = 6  # steps of a path
_SHOWN: Final = 12  # fields that are named where none has a text
_DATE: Final = re.compile(
    r"(\d{4})[-/](\d\d)(?:[-/](\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?)?", re.IGNORECASE
)
_FIGURES: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}")
_EPOCH: Final = 100_000_000  # seconds: a figure above it, since 1973, is a time and no year


def said(entry: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[str, str, Meta]:
    """The text of an entry ("" if it has none), the name of its format ("" if it gives none), and what it says of the text."""
    near = _near(entry)

    def first(wanted: str, tidy: Any) -> Any:
        values = _at(entry, fields[wanted].split(".")) if wanted in fields else _named(near, NAMES[wanted])
        return next((found for value in values if (found := tidy(value))), None)

    meta = Meta(
        title=first("title", _line),
        author=first("author", _names),
        publisher=first("publisher", _publisher),
        published=first("published", moment),
        url=first("url", _address),
        language=first("language", _language),
        snapshot=first("snapshot", moment),
    )
    return first("text", _text) or "", _FORMATS.get((first("format", _line) or "").lower().partition(";")[0], ""), meta


def is_asked_for(name: str, fields: Mapping[str, str]) -> bool:
    """Whether a field of this name may say something of an entry, by the map or by its name."""
    return _plain(name) in _KNOWN or any(path == name or path.partition(".")[0] == name for path in fields.values())


def field_names(entry: Mapping[str, Any]) -> list[str]:
    """The names of an entry's fields, as a map would give them."""
    out = []
    for name, value in entry.items():
        if isinstance(value, dict):
            out += [f"{name}.{inner}" for inner in value]
        else:
            out.append(name)
    return [name[:40] for name in out[:_SHOWN]] + (["…"] if len(out) > _SHOWN else [])


def lists_in(entry: Mapping[str, Any], depth: int = 3) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects in an entry, by their paths, outer ones first."""
    for name, value in entry.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield name, value
    for name, value in entry.items() if depth else ():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", found) for inner, found in lists_in(value, depth - 1))


def _near(entry: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields of an entry and of the objects in it, by the small letters of their names, outer ones first."""
    near: dict[str, list[Any]] = {}
    for name, value in entry.items():
        near.setdefault(_plain(name), []).append(value)
    for value in entry.values():
        if isinstance(value, dict):
            for name, inner in value.items():
                near.setdefault(_plain(name), []).append(inner)
    return near


def _plain(name: str) -> str:
    return "".join(c for c in name[:60].lower() if c.isalnum())


def _named(near: Mapping[str, list[Any]], names: Iterable[str]) -> Iterator[Any]:
    for name in names:
        yield from near.get(name, ())


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """What stands at the end of a path; through a list, what all its members have there."""
    if not path:
        yield value
    elif isinstance(value, dict):
        whole = ".".join(path)
        if whole in value:  # a name may have dots itself
            yield value[whole]
        elif path[0] in value:
            yield from _at(value[path[0]], path[1:])
    elif isinstance(value, list) and len(path) <= _DEEPEST:
        if path[0].isdecimal():
            yield from _at(value[int(path[0])], path[1:]) if int(path[0]) < len(value) else ()
        else:
            yield [found for member in value for found in _at(member, path)]


def _text(value: Any, depth: int = 3) -> str:
    """The words of a field: its string, or those of a list as paragraphs."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, list) and depth:
        return "\n\n".join(words for member in value if (words := _text(member, depth - 1)))
    if isinstance(value, dict) and depth:
        return next((words for name in _INSIDE if (words := _text(value.get(name), depth - 1))), "")
    return ""


def _line(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[name] for name in ("name", "rendered", "text", "value", "title") if name in value), None)
    if isinstance(value, list):
        value = value[0] if value and isinstance(value[0], str) else None
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _names(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for member in value[:20] if (name := _line(member))) or None
    return _line(value)


def _publisher(value: Any) -> str | None:
    name = _names(value)
    return None if name is None or "://" in name else name


def _address(value: Any) -> str | None:
    address = _line(value)
    return address if address and "://" in address and " " not in address else None


def _language(value: Any) -> str | None:
    tag = (_line(value) or "").lower().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def moment(value: Any) -> str | None:
    """A date or time as ISO 8601 has it: out of most of its spellings in figures, of mails, and of computers' clocks."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _clock(float(value))
    words = (_line(value) or "")[:80]
    if m := _DATE.match(words):
        year, month, day, time, zone = m.groups()
        date = "-".join(part for part in (year, month, day) if part)
        return date + (f"T{time}{'Z' if (zone or '').upper() in ('UTC', 'GMT', 'Z') else zone or ''}" if time else "")
    if words.isascii() and (m := _FIGURES.fullmatch(words)):
        date = f"{m[1]}-{m[2]}-{m[3]}"
        return f"{date}T{m[4]}:{m[5]}:{m[6]}Z" if m[4] else date
    if words.isascii() and words.isdecimal():
        return _clock(float(words))
    try:
        return parsedate_to_datetime(words).isoformat().replace("+00:00", "Z") if words else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _clock(seconds: float) -> str | None:
    if seconds > 1000 * _EPOCH:
        seconds /= 1000  # thousandths
    if not _EPOCH < seconds < 1000 * _EPOCH:
        return None
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC).isoformat().replace("+00:00", "Z")
