"""Reads Word documents (DOCX): their XML, with the standard library's parser.

python-docx is not used: it knows neither what styles switch nor tracked changes, notes, fields and text boxes, so that most
of what is here would have to be read from the XML all the same. So nothing need be installed to read Word documents.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from fidelity.model import Meta
from fidelity.read.page import Page
from fidelity.read.tree import TreeTrouble, local, tree
from fidelity.read.word_body import Paragraph, Reading, outermost
from fidelity.read.word_page import Writer
from fidelity.read.word_styles import Styles, value
from fidelity.read.zipped import Members, ZipTrouble, members
from fidelity.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from fidelity.model import Document

POSITIONS: Final = "Positions count in the text taken out of the file, each paragraph a line."

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SET_IN: Final = 360  # twentieths of a point on both sides, a quarter of an inch: as far as this nobody sets in but to quote
_LEAST: Final = 40  # characters of a paragraph for that
_OTHERS: Final = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an EPUB book"),
)
_NOBODY: Final = frozenset(
    {
        "python-docx",
        "un-named",
        "unknown",
        "user",
        "admin",
        "administrator",
        "author",
        "owner",
        "microsoft office user",
        "windows user",
    }
)
_NO_TITLE: Final = ("microsoft word - ", "document", "dokument", "untitled", "word document")
_TEMPLATE: Final = "2013-12-23T23:15:00Z"  # the date in python-docx's template, which nobody wrote anything on


def unpack(document: Document, data: bytes) -> Document:
    """Fill in a document from the bytes of a Word file; what is wrong with it is its `problem`."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return replace(document, problem="The file is protected with a password; save a copy without one.")
        return replace(document, problem="The file is an old Word file (DOC); save it as DOCX, PDF or HTML.")
    if not data.startswith(b"PK"):
        wrong = "The file is no Word document (DOCX), though its name says so; give it under a name that says what it is."
        return replace(document, problem=wrong)
    try:
        with members(data) as archive:
            return _read(document, archive)
    except (ZipTrouble, TreeTrouble) as trouble:
        return replace(document, problem=str(trouble))


@dataclass(frozen=True, slots=True)
class _Relation:
    """Where one part of the file leads: `kind` is the last word of its type."""

    kind: str
    target: str
    outside: bool


def _read(document: Document, archive: Members) -> Document:
    part = _main_part(archive)
    relations = _relations(archive, part)
    near = {relation.kind: relation.target for relation in relations.values() if not relation.outside}
    styles = near.get("styles", "")
    reading = Reading(Styles(tree(archive.read(styles), styles) if styles in archive else None))
    reading.targets = _targets(relations)
    body = _joined(reading.paragraphs(archive.read(part), part))
    called = list(dict.fromkeys(reading.calls))
    notes = {kind: _notes(archive, near.get(f"{kind}s", "")) for kind in ("footnote", "endnote")}
    targets = {kind: _targets(_relations(archive, near.get(f"{kind}s", ""))) for kind in notes}
    for kind, identifier in called:
        reading.targets = targets[kind]
        for element in notes[kind].get(identifier, ()):
            body += reading.read(element, note=True)
    page = Page()
    writer = Writer(page)
    set_in = _set_in(body)
    for i, paragraph in enumerate(body):
        writer.add(paragraph, set_in=i in set_in)
    source = writer.finish()
    done = page.finish(len(source))
    return replace(
        document,
        source=source,
        text=done.text,
        origin=done.origin,
        blocks=done.blocks,
        emphasis=done.emphasis,
        links=done.links,
        inlines=done.inlines,
        meta=_meta(archive, body, reading, done.text),
        emphatic=True,
        notes=(*document.notes, POSITIONS, *_told(reading)),
    )


def _main_part(archive: Members) -> str:
    """The part that is the text. Raises ZipTrouble if there is none."""
    known = _relations(archive, "")
    main = next((r.target for r in known.values() if r.kind == "officeDocument" and r.target in archive), "word/document.xml")
    if main in archive and not main.startswith(("xl/", "ppt/")):
        return main
    other = next((name for sign, name in _OTHERS if any(n.startswith(sign) for n in archive.names)), "a ZIP file")
    raise ZipTrouble(f"The file is {other}, not a Word document; save it as DOCX, HTML, PDF or plain text.")


def _relations(archive: Members, part: str) -> dict[str, _Relation]:
    """What a part refers to, by the names it uses for that."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Relation] = {}
    if listed not in archive:
        return found
    for element in tree(archive.read(listed), listed):
        target = element.get("Target", "")
        outside = element.get("TargetMode") == "External"
        if not outside:
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, unquote(target)))
        found[element.get("Id", "")] = _Relation(element.get("Type", "").rpartition("/")[2], target, outside)
    return found


def _targets(relations: dict[str, _Relation]) -> dict[str, str]:
    return {name: relation.target for name, relation in relations.items() if relation.outside}


def _notes(archive: Members, part: str) -> dict[str, list[Element]]:
    """The paragraphs of each note of a part; lines that separate notes from the text are none."""
    found: dict[str, list[Element]] = {}
    for note in tree(archive.read(part), part) if part in archive else ():
        if value(note, "type") in {None, "normal"}:
            found[value(note, "id") or ""] = list(outermost(note))
    return found


def _joined(paragraphs: Iterator[Paragraph]) -> list[Paragraph]:
    """Put together paragraphs that are one to a reader; the last of them says how it is set."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if last is not None and last.joins and last.cell == paragraph.cell:
            last.pieces.extend(paragraph.pieces)
            paragraph.pieces = last.pieces
            joined.pop()
        joined.append(paragraph)
    return joined


def _set_in(paragraphs: list[Paragraph]) -> frozenset[int]:
    """The paragraphs (by number) that are set in on both sides, more than the body of the text is."""
    widths: Counter[tuple[int, int]] = Counter()
    plain: list[tuple[int, int, int]] = []
    for i, paragraph in enumerate(paragraphs):
        shape, size = paragraph.shape, paragraph.size()
        if shape.kind or shape.outline in range(9) or shape.item or paragraph.cell or paragraph.note or not size:
            continue
        left, right = shape.indent.left or 0, shape.indent.right or 0
        widths[left, right] += size
        if size >= _LEAST and not shape.indent.centred:
            plain.append((i, left, right))
    if not widths:
        return frozenset()
    (base_left, base_right), _ = max(widths.items(), key=lambda item: (item[1], item[0]))
    return frozenset(i for i, left, right in plain if left - base_left >= _SET_IN and right - base_right >= _SET_IN)


def _told(reading: Reading) -> Iterator[str]:
    """What an editor should know of how the file was read."""
    changes = [_count(reading.inserted, "insertion"), _count(reading.deleted, "deletion")]
    if any(changes):
        yield f"The file holds tracked changes ({', '.join(filter(None, changes))}): it is read as if all were accepted."
    if reading.embedded:
        yield f"{_count(reading.embedded, 'document')} embedded in the file cannot be read."


def _count(number: int, noun: str) -> str:
    return "" if not number else f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _meta(archive: Members, paragraphs: list[Paragraph], reading: Reading, text: str) -> Meta:
    """What the file says of itself; a title or name that its program put there is none."""
    core = next((r.target for r in _relations(archive, "").values() if r.kind == "core-properties"), "docProps/core.xml")
    said: dict[str, str] = {}
    for element in tree(archive.read(core), core) if core in archive else ():
        words = " ".join((element.text or "").split())
        if words:
            said.setdefault(local(element.tag), words)
    title, author = said.get("title", ""), said.get("creator", "")
    if title.lower().startswith(_NO_TITLE) or title.lower().endswith((".doc", ".docx")):
        title = ""
    if author.lower() in _NOBODY:
        author = ""
    created = said.get("created", "")
    heads = [p for p in paragraphs if p.shape.outline in range(9) or p.shape.kind == "heading"]
    return Meta(
        title=_first(paragraphs, "title") or title or next((w for p in heads if (w := p.words())), None),
        author=author or _first(paragraphs, "author"),
        published=created if created[:4].isdigit() and created != _TEMPLATE else None,
        language=_language(reading, text) or said.get("language", "").lower() or None,
    )


def _first(paragraphs: list[Paragraph], kind: str) -> str | None:
    return next((" ".join(words.split()) for p in paragraphs if p.shape.kind == kind and (words := p.words())), None)


def _language(reading: Reading, text: str) -> str | None:
    """The language of most words; where only styles say it, and the words look like another one, the words are believed."""
    told = reading.languages + reading.plain_languages
    if not told:
        return detect(text)
    name, _ = max(told.items(), key=lambda item: (item[1], item[0]))
    seen = detect(text) if reading.languages[name] < reading.plain_languages[name] else None
    return seen if seen and seen != name.lower().split("-")[0] else name.lower().replace("_", "-")
