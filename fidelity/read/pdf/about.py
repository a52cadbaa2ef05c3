"""What a PDF says of itself: its information dictionary and its XMP packet."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 300  # characters of a title or a name
LONGEST_PACKET: Final = 1_000_000  # bytes

_FILE_NAME = re.compile(
    r".{0,200}\.(?:docx?|odt|rtf|pdf|tex|dvi|indd|qxd|p65|pmd|wpd|html?|txt|pages|xlsx?|pptx?|ps|eps|tiff?)", re.IGNORECASE
)
_PROGRAM = re.compile(
    r"(?:Microsoft (?:Word|PowerPoint|Excel|Office)|PowerPoint Presentation|Word Document|Layout \d|untitled|document ?\d*$"
    r"|title$|about:blank|print$|printout|scan(?:ned)?\b|no ?title|\(?unspecified|\(?anonymous)",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    {
        "user",
        "owner",
        "admin",
        "administrator",
        "root",
        "author",
        "unknown",
        "anonymous",
        "(anonymous)",
        "default",
        "windows user",
        "microsoft office user",
    }
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?")
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?")
_TAG = re.compile(r"<[^<>]{0,500}>")
_SPACE = re.compile(r"\s+")


def about(told: Callable[[str], str], language: str, data: bytes) -> Meta:
    """Take what can be believed. `told` gives an entry of the information dictionary, "" for none."""
    packet = _packet(data)
    titles = (_plain(told("Title")), _element(packet, "dc:title"))
    authors = (_plain(told("Author")), _element(packet, "dc:creator"))
    dated = _element(packet, "prism:publicationDate") or _element(packet, "dc:date")
    published = dated if _ISO.fullmatch(dated) else _date(told("CreationDate"))
    spoken = language or _element(packet, "dc:language")
    url = _element(packet, "prism:url")
    return Meta(
        title=next((t for t in titles if is_title(t)), None),
        author=next((a for a in authors if a and len(a) <= LONGEST and a.lower() not in _NOBODY), None),
        publisher=_element(packet, "dc:publisher") or None,
        published=published,
        url=url if url.startswith(("http://", "https://")) else None,
        language=spoken.lower() if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", spoken) else None,
    )


def is_title(text: str) -> bool:
    """Whether it is a title, and not a file's name or what a program calls a file that has none."""
    letters = sum(c.isalpha() for c in text)
    return (
        3 <= len(text) <= LONGEST
        and 2 * letters >= len(text)
        and not _FILE_NAME.fullmatch(text)
        and not _PROGRAM.match(text)
        and (" " in text or ("_" not in text and not any(c.isdigit() for c in text)))
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _packet(data: bytes) -> str:
    start = data.rfind(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start)
    if start < 0 or not start < end <= start + LONGEST_PACKET:
        return ""
    return data[start:end].decode("utf-8", "replace")


def _element(packet: str, name: str) -> str:
    """Give the text of the first element of that name, its list items apart by semicolons; or the attribute's value."""
    start = packet.find(f"<{name}")
    if start < 0:
        at = packet.find(f'{name}="')
        if at < 0:
            return ""
        begin = at + len(name) + 2
        return _plain(html.unescape(packet[begin : packet.find('"', begin)]))
    begin, end = packet.find(">", start), packet.find(f"</{name}>", start)
    if not 0 < begin < end:
        return ""
    words = _plain(html.unescape(_TAG.sub(" \0 ", packet[begin + 1 : end])))
    return "; ".join(part.strip() for part in words.split("\0") if part.strip())


def _date(text: str) -> str | None:
    """Give a PDF's date ("D:20150112093000+01'00'") as ISO 8601."""
    m = _DATE.match(text)
    if not m or not 1900 <= int(m[1]) <= 2200:
        return None
    year, month, day, hour, minute, second, utc, sign, hours, minutes = m.groups()
    if month is None or day is None:
        return f"{year}-{month}" if month else year
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return year
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "Z" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
