"""Reads saved web pages (MHTML): the page among its parts, by the HTML reader with the style sheets that were saved."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from email import errors, message_from_bytes
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from fidelity.model import Document, Origin
from fidelity.read.encoding import Decoded, decode
from fidelity.read.html import read_html
from fidelity.read.sheets import linked_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

    from fidelity.model import Meta

POSITIONS: Final = "Positions count in the page's own HTML, taken out of the file."

_AGAIN: Final = "save the page anew from a browser, and give that copy."
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET: Final = re.compile(
    r"utf-?8|windows-125\d|iso-?8859-\d\d?|koi8-[ru]|gb\w{1,6}|big5|shift_jis|euc-(?:jp|kr)", re.IGNORECASE
)
_AS_BROWSERS_DO: Final = {"iso-8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_ARCHIVED: Final = re.compile(
    r"https?://web\.archive\.org/web/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\w{0,3}/(https?://\S{1,2000})"
)
_FEW: Final = 20  # words: a page that has no more of its own is a frame for others
_PROSE: Final = 50  # words: as many in a frame may be quoted
_MOST: Final = 50
"""Frames of a page that are looked at."""


def unpack(document: Document, data: bytes) -> Document:
    """Fill in a document from the bytes of a saved page; what is wrong with it is its `problem`."""
    try:
        message = message_from_bytes(data)
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:
        return replace(document, problem=f"The saved page has parts within parts without end; {_AGAIN}")
    if not message.is_multipart() and message.get_content_type() not in _PAGES:
        if message.get_content_maintype() == "multipart":
            return replace(document, problem=f"The saved page is damaged or cut off before its text; {_AGAIN}")
        wrong = "The file is no saved web page (MHTML), though its name says so; give it under a name that says what it is."
        return replace(document, problem=wrong)
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "")
    root = next((page for page in pages if start and page.get("Content-ID", "") == start), pages[0] if pages else None)
    if root is None:
        return replace(document, problem=f"The saved page holds no HTML; {_AGAIN}")
    return _read(document, message, parts, root)


def _read(document: Document, message: Message, parts: list[Message], root: Message) -> Document:
    decoded = _decoded(root)
    if decoded.problem is not None:
        return replace(document, problem=decoded.problem, notes=(*document.notes, *decoded.notes))
    cut = any(isinstance(defect, errors.CloseBoundaryNotFoundDefect) for defect in message.defects)
    if cut and parts[-1] is root and "</html" not in decoded.text[-2000:].lower():
        return replace(document, problem=f"The file is cut off in the middle of the page; {_AGAIN}")
    notes = [POSITIONS, *decoded.notes]
    if cut:
        notes.append("The file is cut off behind the page's own text.")
    sheets = _sheets([decoded.text], parts)
    blank = replace(document, source=decoded.text, notes=(*document.notes, *notes))
    page = read_html(blank, sheets)
    shown, others = _frames(decoded.text, [part for part in parts if part.get_content_type() in _PAGES and part is not root])
    if shown and len(page.text.split()) < _FEW:
        whole = read_html(replace(blank, source="\n".join([decoded.text, *shown])), _sheets([decoded.text, *shown], parts))
        page, shown = (whole, []) if whole.problem is None else (page, shown)
    if silent := sum(_words(frame) >= _PROSE for frame in (*shown, *others)):
        page = replace(page, notes=(*page.notes, f"Text in {silent} frame{'s' if silent > 1 else ''} of the page is not read."))
    return replace(page, meta=_meta(page.meta, message, root))


def _decoded(part: Message) -> Decoded:
    """The text of a part, in the encoding that its header names if it is written in it, else as any page is decoded."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return Decoded("", (), f"The saved page is damaged; {_AGAIN}")
    said = (part.get_content_charset() or "").lower()
    if _CHARSET.fullmatch(said) and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in data:
        try:
            return Decoded(data.decode(_AS_BROWSERS_DO.get(said, said)))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, html=part.get_content_type() in _PAGES)


def _sheets(texts: Iterable[str], parts: list[Message]) -> list[str]:
    """The style sheets that pages link to, as far as they were saved."""
    saved = {name: part for part in parts if part.get_content_type() == "text/css" for name in _names(part)}
    wanted = dict.fromkeys(address for text in texts for address in linked_sheets(text))
    return [_decoded(saved[address]).text for address in wanted if address in saved]


def _names(part: Message) -> list[str]:
    """By what names other parts speak of one."""
    identifier = str(part.get("Content-ID", "")).strip("<> ")
    return [name for name in (_header(part, "Content-Location"), f"cid:{identifier}" if identifier else "") if name]


def _frames(text: str, pages: list[Message]) -> tuple[list[str], list[str]]:
    """The pages in a page's frames, in its order; and those that are only in frames of frames."""
    shown: list[tuple[int, str]] = []
    others: list[str] = []
    for page in pages[:_MOST]:
        decoded = _decoded(page)
        at = max((text.find(name) for name in _names(page)), default=-1)
        if decoded.problem is None and at >= 0:
            shown.append((at, decoded.text))
        elif decoded.problem is None:
            others.append(decoded.text)
    return [said for _, said in sorted(shown)], others


def _words(text: str) -> int:
    return len(read_html(Document("", text, "", "", Origin((), (), (), 0))).text.split())


def _meta(meta: Meta, message: Message, root: Message) -> Meta:
    """What the page says of itself, and what the browser that saved it says: the address and the time."""
    url = next(
        (said for said in (_header(message, "Snapshot-Content-Location"), _header(root, "Content-Location")) if _is_web(said)),
        "",
    )
    snapshot = meta.snapshot or _time(_header(message, "Date"))
    if m := _ARCHIVED.fullmatch(url):
        url, snapshot = m[7], f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}:{m[6]}Z"
    return replace(meta, title=meta.title or _header(message, "Subject") or None, url=url or meta.url, snapshot=snapshot)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _header(part: Message, name: str) -> str:
    said = part.get(name)
    if said is None:
        return ""
    try:
        return " ".join(str(make_header(decode_header(str(said)))).split())
    except (LookupError, UnicodeError, ValueError, errors.HeaderParseError):
        return " ".join(str(said).split())


def _time(date: str) -> str | None:
    """The time that a header names, in UTC."""
    try:
        time = parsedate_to_datetime(date)
        return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time.tzinfo else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
