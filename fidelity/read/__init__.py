"""Bytes to `Document`: the only room that knows a parser."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fidelity.model import Document, Origin
from fidelity.read.encoding import Decoded, decode
from fidelity.read.html import read_html
from fidelity.read.markdown import read_markdown
from fidelity.read.plain import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LARGEST_FILE", "READERS", "SUFFIXES", "format_of", "read", "read_file"]

LARGEST_FILE = 64_000_000  # bytes: a library of articles is a folder of files, not one file

READERS: Final[dict[str, Callable[[Document], Document]]] = {
    "html": read_html,
    "markdown": read_markdown,
    "text": read_plain,
}
"""Format -> what fills in a document that has only its source."""

SUFFIXES: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
}
_TAGS = ("<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<div")
_FOREIGN = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP, DOCX or EPUB file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "a Word file"),
)


def read(uri: str | Path, data: bytes, *, hint: str | None = None) -> Document:
    """Read the document in `data`. `hint` is a format of `READERS` and wins over the suffix of `uri`.

    Never raises on bad content: the document's `problem` then says what is wrong and what to do.
    """
    uri = str(uri)
    empty = Document(uri, "", hashlib.sha256(data).hexdigest(), "", Origin((), (), (), 0))
    if not data.strip():
        return _unusable(empty, "The file is empty; give a copy that has its text.")
    if len(data) > LARGEST_FILE:
        return _unusable(
            empty, f"The file is larger than {LARGEST_FILE // 1_000_000} MB; split it, or give the one text that is meant."
        )
    for sign, name in _FOREIGN:
        if data.startswith(sign):
            return _unusable(empty, f"The file is {name}, which cannot be read here; save it as HTML, Markdown or plain text.")
    kind = hint if hint in READERS else format_of(uri, data)
    decoded: Decoded = decode(data, html=kind == "html")
    if decoded.problem is not None:
        return _unusable(empty, decoded.problem, decoded.notes)
    document = READERS[kind](Document(uri, decoded.text, empty.sha256, "", empty.origin, notes=decoded.notes))
    if document.problem is not None:
        return _unusable(document, document.problem, document.notes)
    if not document.text.strip():
        return _unusable(document, "The file has no words in it; give a copy that has its text.", document.notes)
    return document


def read_file(path: str | Path) -> Document:
    """Read the document in a file. What cannot be opened is a document with a `problem`, like what cannot be read."""
    path = Path(path)
    uri = path.as_posix()
    nothing = Document(uri, "", hashlib.sha256(b"").hexdigest(), "", Origin((), (), (), 0))
    try:
        if path.is_dir():
            return _unusable(nothing, "This is a folder, not a file; name a file in it.")
        if path.stat().st_size > LARGEST_FILE:
            return _unusable(
                nothing,
                f"The file is larger than {LARGEST_FILE // 1_000_000} MB; split it, or give the one text that is meant.",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        return _unusable(nothing, "There is no such file; check its name and folder.")
    except PermissionError:
        return _unusable(nothing, "The file may not be read; change its permissions, or copy it to where you may read it.")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name is not valid"
        return _unusable(nothing, f"The file could not be opened ({reason}); check its name and folder.")
    return read(uri, data)


def format_of(uri: str, data: bytes) -> str:
    """Tell the format of a file by its suffix, or else by how it begins."""
    known = SUFFIXES.get(Path(uri.partition("?")[0].partition("#")[0]).suffix.lower())
    if known is not None:
        return known
    head = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("latin-1").lower()
    if head.startswith(("<!--", "<?xml", *_TAGS)) and any(tag in head for tag in _TAGS):
        return "html"
    return "text"


def _unusable(document: Document, problem: str, notes: tuple[str, ...] = ()) -> Document:
    return Document(
        document.uri,
        document.source,
        document.sha256,
        "",
        Origin((), (), (), 0),
        meta=document.meta,
        notes=notes,
        problem=problem,
    )
