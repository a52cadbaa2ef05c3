"""Reads saved web pages (MHTML): the page among its parts, by the HTML reader with the style sheets that were saved."""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from dataclasses import dataclass, replace
from datetime import UTC
from email import errors
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from fidelity.model import Document, Origin
from fidelity.read.encoding import Decoded, decode
from fidelity.read.html import read_html
from fidelity.read.sheets import linked_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
_EMPTY_LINE: Final = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_NOT_BASE64: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_LONGEST_HEADER: Final = 65_536  # bytes
_LONGEST_REST: Final = 100  # bytes of white space behind the mark between two parts
_DEEPEST: Final = 5  # parts within parts
_FEW: Final = 20  # words: a page that has no more of its own is a frame for others
_PROSE: Final = 50  # words: as many in a frame may be quoted
_MOST: Final = 50
"""Frames of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a saved page: what its header says, and its bytes as they are packed."""

    header: Message
    packed: bytes

    @property
    def kind(self) -> str:
        """Its type, as `text/html`."""
        return self.header.get_content_type()

    def data(self) -> bytes:
        """Its bytes, unpacked."""
        how = str(self.header.get("Content-Transfer-Encoding", "")).strip().lower()
        if how == "quoted-printable":
            return a2b_qp(self.packed)
        if how != "base64":
            return self.packed
        letters = self.packed.translate(None, _NOT_BASE64)
        letters = letters[:-1] if len(letters) % 4 == 1 else letters  # half a letter, where it was cut off
        return a2b_base64(letters + b"=" * (-len(letters) % 4))

    def text(self) -> Decoded:
        """Its text, in the encoding that its header names if it is written in it, else as any page is decoded."""
        data = self.data()
        said = (self.header.get_content_charset() or "").lower()
        if _CHARSET.fullmatch(said) and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in data:
            try:
                return Decoded(data.decode(_AS_BROWSERS_DO.get(said, said)))
            except (UnicodeDecodeError, LookupError):
                pass
        return decode(data, html=self.kind in _PAGES)


def unpack(document: Document, data: bytes) -> Document:
    """Fill in a document from the bytes of a saved page; what is wrong with it is its `problem`."""
    message = _part(data)
    if message.header.get_content_maintype() != "multipart" and message.kind not in _PAGES:
        wrong = "The file is no saved web page (MHTML), though its name says so; give it under a name that says what it is."
        return replace(document, problem=wrong)
    parts, whole = _parts(message)
    if not parts:
        return replace(document, problem=f"The saved page is damaged or cut off before its text; {_AGAIN}")
    pages = [part for part in parts if part.kind in _PAGES]
    start = str(message.header.get_param("start") or "")
    root = next((page for page in pages if start and page.header.get("Content-ID", "") == start), pages[0] if pages else None)
    if root is None:
        return replace(document, problem=f"The saved page holds no HTML; {_AGAIN}")
    return _read(document, message, parts, root, whole=whole)


def _part(data: bytes) -> _Part:
    """A part from its bytes: a header up to the first empty line, then what it holds."""
    data = data[len(data[:100]) - len(data[:100].lstrip()) :]
    end = _EMPTY_LINE.search(data, 0, _LONGEST_HEADER)
    head = data[: end.start()] if end else data[:_LONGEST_HEADER]
    return _Part(HeaderParser().parsestr(head.decode("utf-8", "replace")), data[end.end() :] if end else b"")


def _parts(part: _Part, depth: int = 0) -> tuple[list[_Part], bool]:
    """The parts of a part that are none of parts themselves, in order; and whether its end is there."""
    if part.header.get_content_maintype() != "multipart":
        return [part], True
    boundary = part.header.get_boundary()
    if not boundary or depth > _DEEPEST:
        return [], True
    found: list[_Part] = []
    begun = -1
    for start, end, last in _cuts(part.packed, b"--" + boundary.encode("utf-8", "replace")):
        if begun >= 0:
            found += _parts(_part(part.packed[begun:start]), depth + 1)[0]
        begun = end
        if last:
            return found, True
    if 0 <= begun < len(part.packed):
        found += _parts(_part(part.packed[begun:]), depth + 1)[0]
    return found, False


def _cuts(data: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """The lines that part the parts: start (with the line end before it), end, and whether it is the last."""
    at = data.find(mark)
    while at >= 0:
        end = at + len(mark)
        last = data.startswith(b"--", end)
        rest, line_end, _ = data[end + 2 * last : end + _LONGEST_REST].partition(b"\n")
        if (not at or data[at - 1] == 10) and not rest.strip():
            start = at - 1 if at else 0
            yield (start - 1 if start and data[start - 1] == 13 else start), end + 2 * last + len(rest + line_end), last
        at = data.find(mark, end)


def _read(document: Document, message: _Part, parts: list[_Part], root: _Part, *, whole: bool) -> Document:
    decoded = root.text()
    if decoded.problem is not None:
        return replace(document, problem=decoded.problem, notes=(*document.notes, *decoded.notes))
    if not whole and parts[-1] is root and "</html" not in decoded.text[-2000:].lower():
        return replace(document, problem=f"The file is cut off in the middle of the page; {_AGAIN}")
    notes = [POSITIONS, *decoded.notes]
    if not whole:
        notes.append("The file is cut off behind the page's own text.")
    sheets = _sheets([decoded.text], parts)
    blank = replace(document, source=decoded.text, notes=(*document.notes, *notes))
    page = read_html(blank, sheets)
    shown, others = _frames(decoded.text, [part for part in parts if part.kind in _PAGES and part is not root])
    if shown and len(page.text.split()) < _FEW:
        framed = read_html(replace(blank, source="\n".join([decoded.text, *shown])), _sheets([decoded.text, *shown], parts))
        page, shown = (framed, []) if framed.problem is None else (page, shown)
    if silent := sum(_words(frame) >= _PROSE for frame in (*shown, *others)):
        page = replace(page, notes=(*page.notes, f"Text in {silent} frame{'s' if silent > 1 else ''} of the page is not read."))
    return replace(page, meta=_meta(page.meta, message, root))


def _sheets(texts: Iterable[str], parts: list[_Part]) -> list[str]:
    """The style sheets that pages link to, as far as they were saved."""
    saved = {name: part for part in parts if part.kind == "text/css" for name in _names(part)}
    wanted = dict.fromkeys(address for text in texts for address in linked_sheets(text))
    return [saved[address].text().text for address in wanted if address in saved]


def _names(part: _Part) -> list[str]:
    """By what names other parts speak of one."""
    identifier = str(part.header.get("Content-ID", "")).strip("<> ")
    return [name for name in (_header(part, "Content-Location"), f"cid:{identifier}" if identifier else "") if name]


def _frames(text: str, pages: list[_Part]) -> tuple[list[str], list[str]]:
    """The pages in a page's frames, in its order; and those that are only in frames of frames."""
    shown: list[tuple[int, str]] = []
    others: list[str] = []
    for page in pages[:_MOST]:
        decoded = page.text()
        at = max((text.find(name) for name in _names(page)), default=-1)
        if decoded.problem is None and at >= 0:
            shown.append((at, decoded.text))
        elif decoded.problem is None:
            others.append(decoded.text)
    return [said for _, said in sorted(shown)], others


def _words(text: str) -> int:
    return len(read_html(Document("", text, "", "", Origin((), (), (), 0))).text.split())


def _meta(meta: Meta, message: _Part, root: _Part) -> Meta:
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


def _header(part: _Part, name: str) -> str:
    said = part.header.get(name)
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
