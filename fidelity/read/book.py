"""Reads books (EPUB): the pages of the spine, in its order, each by the HTML reader with the book's own style sheets."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from fidelity.model import Block, Inline, Link, Meta, Run, Span
from fidelity.read.css import Stylesheet
from fidelity.read.encoding import decode
from fidelity.read.head import Head
from fidelity.read.html import feed
from fidelity.read.page import Page
from fidelity.read.sheets import linked_sheets
from fidelity.read.tree import TreeTrouble, local, tree
from fidelity.read.zipped import Members, ZipTrouble, members, shown
from fidelity.text.lines import normalised
from fidelity.text.origin import Segment, from_segments, segments

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from fidelity.model import Document
    from fidelity.read.parts import Finished

POSITIONS: Final = "Positions count in the book's pages (XHTML), put together in reading order."

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_FONTS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})
_CONTENTS: Final = "toc"
_DECLARED: Final = re.compile(r"<!DOCTYPE[^\[<>]{0,500}\[[^\]]{0,20000}\]\s{0,99}>", re.IGNORECASE)
"""A document type with declarations in it, which HTML does not know and which are not believed."""
_MOST_STYLE: Final = 10_000_000
"""Characters of style sheets, counted for each page that has rules of its own besides."""
_STYLE: Final = re.compile("<style", re.IGNORECASE)
_TOO_MANY: Final = "The book has more style sheets than are read: emphasis that they tell may be missing."
_NO_DATES: Final = frozenset({"0101", "0000"})


def unpack(document: Document, data: bytes) -> Document:
    """Fill in a document from the bytes of a book; what is wrong with it is its `problem`."""
    if not data.startswith(b"PK"):
        wrong = "The file is no EPUB book, though its name says so; give it under a name that says what it is."
        return replace(document, problem=wrong)
    try:
        with members(data) as archive:
            return _read(document, archive)
    except (ZipTrouble, TreeTrouble) as trouble:
        return replace(document, problem=str(trouble))


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book. `contents` says that it is its table of contents."""

    path: str
    kind: str
    contents: bool = False


@dataclass(slots=True)
class _Whole:
    """The pages read so far, put together; spans count in the whole text and the whole source."""

    source: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    emphasis: list[Run] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    size: int = 0
    length: int = 0
    quotes: int = 0

    def add(self, source: str, done: Finished, *, contents: bool) -> None:
        """Add a page; of a table of contents all is furniture."""
        there = self.length
        self.source += [source, "\n"]
        self.length += len(source) + 1
        if not done.text:
            return
        if self.segments:
            _, last, width = self.segments[-1]
            self.segments.append((2, last + width, there + done.origin.start(0) - last - width))
            self.text.append("\n\n")
            self.size += 2
        here, quotes = self.size, self.quotes
        self.text.append(done.text)
        self.size += len(done.text)
        self.segments += [(length, there + start, width) for length, start, width in segments(done.origin)]
        for block in done.blocks:
            quote = block.quote + quotes if block.quote else 0
            self.quotes = max(self.quotes, quote)
            kind = "furniture" if contents else block.kind
            self.blocks.append(replace(block, span=_moved(block.span, here), quote=quote, kind=kind))
        self.emphasis += [replace(run, span=_moved(run.span, here)) for run in done.emphasis]
        self.links += [replace(link, span=_moved(link.span, here)) for link in done.links]
        self.inlines += [replace(inline, span=_moved(inline.span, here)) for inline in done.inlines]


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _read(document: Document, archive: Members) -> Document:
    package = _package(archive)
    root = tree(archive.read(package), package)
    spine = _spine(root, posixpath.dirname(package))
    _refuse_encrypted(archive, spine)
    whole, notes = _Whole(), []
    first: Head | None = None
    sheets = _Sheets(archive)
    for item in spine:
        if item.kind not in _PAGES:
            continue
        if item.path not in archive:
            notes.append(f"The page “{shown(item.path)}” is missing from the book.")
            continue
        decoded = decode(archive.read(item.path), html=True)
        if decoded.problem is not None:
            notes.append(f"The page “{shown(item.path)}” of the book could not be read: {decoded.problem}")
            continue
        notes += [f"{shown(item.path)}: {note}" for note in decoded.notes]
        text = _undeclared(normalised(decoded.text)[0])
        page, head = Page(), Head()
        first = first or head
        page.styles = sheets.styles(text, item.path)
        feed(page, head, text, xml=item.kind != "text/html")
        whole.add(text, page.finish(len(text)), contents=item.contents)
    problem = None if whole.text else "The book has no pages with words in it; give a copy that has its text."
    return replace(
        document,
        source="".join(whole.source),
        text="".join(whole.text),
        origin=from_segments(whole.segments),
        blocks=tuple(whole.blocks),
        emphasis=tuple(whole.emphasis),
        links=tuple(whole.links),
        inlines=tuple(whole.inlines),
        meta=_meta(root, (first or Head()).meta()),
        emphatic=True,
        notes=(*document.notes, POSITIONS, *notes, *((_TOO_MANY,) if sheets.left < 0 else ())),
        problem=problem,
    )


def _package(archive: Members) -> str:
    """The path of the file that says what the book is made of. Raises ZipTrouble if there is none."""
    if _CONTAINER in archive:
        for element in tree(archive.read(_CONTAINER), _CONTAINER).iter():
            path = posixpath.normpath(unquote(element.get("full-path", ""))) if local(element.tag) == "rootfile" else ""
            if path in archive:
                return path
    found = next((name for name in archive.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise ZipTrouble("The file is a ZIP file that holds no book (EPUB); give the book itself, or its text.")
    return found


def _spine(root: Element, folder: str) -> list[_Item]:
    """The files that the book lists to be read, in order, each once."""
    contents = {
        _place(element.get("href", ""), folder)
        for element in root.iter()
        if local(element.tag) == "reference" and element.get("type", "").lower() == _CONTENTS
    }
    items: dict[str, _Item] = {}
    for element in root.iter():
        if local(element.tag) == "item":
            path = _place(element.get("href", ""), folder)
            is_contents = path in contents or "nav" in element.get("properties", "").split()
            items[element.get("id", "")] = _Item(path, element.get("media-type", "").lower(), is_contents)
    listed = [items.get(element.get("idref", "")) for element in root.iter() if local(element.tag) == "itemref"]
    return list({item.path: item for item in listed if item is not None}.values())


def _place(address: str, folder: str) -> str:
    """A file's path in the book, from how a file in `folder` writes it; what leads elsewhere is no member."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path if "#" in address else address)))


def _refuse_encrypted(archive: Members, spine: list[_Item]) -> None:
    """Raise ZipTrouble if pages are encrypted; fonts often are, and nobody needs them."""
    if _ENCRYPTION not in archive:
        return
    pages = {item.path for item in spine}
    for entry in tree(archive.read(_ENCRYPTION), _ENCRYPTION):
        method = next((e.get("Algorithm", "") for e in entry.iter() if local(e.tag) == "EncryptionMethod"), "")
        places = {_place(e.get("URI", ""), "") for e in entry.iter() if local(e.tag) == "CipherReference"}
        if method not in _FONTS and places & pages:
            raise ZipTrouble("The book is protected against copying (DRM) and cannot be read; give a copy that is not.")


def _undeclared(text: str) -> str:
    """The text of a page without what its document type declares."""
    at = text.find("<!DOCTYPE", 0, 2000)
    m = _DECLARED.match(text, at) if at >= 0 else None
    return text[: m.start()] + text[m.end() :] if m else text


class _Sheets:
    """The style sheets of a book; pages that link to the same ones share what was read of them."""

    def __init__(self, archive: Members) -> None:
        self.left = _MOST_STYLE
        """Characters of style sheets that may still be read."""
        self._archive = archive
        self._texts: dict[str, str] = {}
        self._read: dict[tuple[str, ...], Stylesheet] = {}

    def styles(self, text: str, path: str) -> Stylesheet:
        """What the sheets say that a page links to, as far as the book holds them."""
        places = tuple(_place(address, posixpath.dirname(path)) for address in linked_sheets(text))
        own = _STYLE.search(text) is not None
        if own or places not in self._read:
            styles = Stylesheet()
            for place in places:
                sheet = self._text(place)
                self.left -= len(sheet)
                if self.left >= 0:
                    styles.add(sheet)
            if own:
                return styles
            self._read[places] = styles
        styles = self._read[places]
        styles.add("")  # so that it forgets the elements of the page before
        return styles

    def _text(self, place: str) -> str:
        if place not in self._texts:
            archive = self._archive
            self._texts[place] = decode(archive.read(place), html=False).text if place in archive else ""
        return self._texts[place]


def _meta(root: Element, page: Meta) -> Meta:
    """What the book says of itself, or else its first page."""
    said: dict[str, list[Element]] = {}
    for element in root.iter():
        if (element.text or "").strip():
            said.setdefault(local(element.tag).lower(), []).append(element)

    def first(name: str) -> str | None:
        return next((" ".join((e.text or "").split()) for e in said.get(name, ())), None)

    makers = [e for e in said.get("creator", ()) if _role(e) in {"", "aut"}] or said.get("creator", [])
    dates = sorted(said.get("date", ()), key=lambda e: _event(e) != "publication")
    date = next((text for e in dates if (text := (e.text or "").strip())[:4].isdigit() and text[:4] not in _NO_DATES), None)
    addresses = [(e.text or "").strip() for name in ("identifier", "source") for e in said.get(name, ())]
    return Meta(
        title=first("title") or page.title,
        author=", ".join(" ".join((e.text or "").split()) for e in makers[:20]) or page.author,
        publisher=first("publisher"),
        published=date,
        url=next((a for a in addresses if a.lower().startswith(("http://", "https://"))), None),
        language=(first("language") or page.language or "").lower().replace("_", "-") or None,
    )


def _role(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if local(name) == "role"), "")


def _event(element: Element) -> str:
    return next((value for name, value in element.attrib.items() if local(name) == "event"), "")
