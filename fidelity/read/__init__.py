"""Bytes to `Document`: the only room that knows a parser."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fidelity.formats import CONTAINERS, EXTRAS, NAMES, PACKED, by_name, format_of
from fidelity.model import Document, Origin
from fidelity.read.encoding import Decoded, decode
from fidelity.read.html import read_html
from fidelity.read.markdown import read_markdown
from fidelity.read.plain import read_plain
from fidelity.read.stretch import WHOLE, Slice
from fidelity.text.origin import TooManyPieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["LARGEST_FILE", "READERS", "Slice", "read", "read_all", "read_file", "read_slice", "slices"]

HOLDS_NONE: Final = "The file is {} that holds no document; check that it is whole."
LARGEST_FILE = 64_000_000  # bytes: a library of articles is a folder of files, not one file

READERS: Final[dict[str, Callable[[Document], Document]]] = {
    "html": read_html,
    "markdown": read_markdown,
    "text": read_plain,
}
"""Format of text -> what fills in a document that has only its source."""

UNPACKERS: Final = {
    "docx": "fidelity.read.word",
    "epub": "fidelity.read.book",
    "mhtml": "fidelity.read.saved",
    "pdf": "fidelity.read.pdf",
}
"""Format of packed text -> the module whose `unpack(document, data)` fills in a document that has nothing yet."""

OPENERS: Final = {
    "jsonl": "fidelity.read.dump",
    "parquet": "fidelity.read.parquet",
    "wacz": "fidelity.read.wacz",
    "warc": "fidelity.read.warc",
}
"""Format of containers -> the module whose `documents(path, fields)` yields what a file holds, one by one."""

CUTTERS: Final = {
    "jsonl": "fidelity.read.dump",
    "parquet": "fidelity.read.parquet",
    "warc": "fidelity.read.warc_cuts",
}
"""Format of containers that can be read in slices -> the module whose `cuts(path, size)` says which."""

_FOREIGN = (
    (b"PK\x03\x04", "a ZIP file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
)


def read(uri: str | Path, data: bytes, *, hint: str | None = None, charset: str | None = None) -> Document:
    """Read the one document in `data`.

    `hint` is a format and wins over the suffix of `uri`; `charset` is what a server declared. Never raises on bad content: the
    document's `problem` then says what is wrong and what to do.
    """
    uri = str(uri)
    empty = Document(uri, "", hashlib.sha256(data).hexdigest(), "", Origin((), (), (), 0))
    if not data.strip():
        return _unusable(empty, "The file is empty; give a copy that has its text.")
    if len(data) > LARGEST_FILE:
        return _unusable(
            empty, f"The file is larger than {LARGEST_FILE // 1_000_000} MB; split it, or give the one text that is meant."
        )
    kind = hint if hint in READERS or hint in PACKED else format_of(uri, data)
    if kind in CONTAINERS:
        return _unusable(empty, f"The file is {NAMES[kind]}, which holds many documents; save it under a name that says so.")
    if kind in PACKED:
        return _unpacked(empty, kind, data)
    for sign, name in _FOREIGN:
        if data.startswith(sign):
            return _unusable(empty, f"The file is {name}, which cannot be read here; save it as HTML, DOCX, PDF or plain text.")
    decoded: Decoded = decode(data, html=kind == "html", served=charset)
    if decoded.problem is not None:
        return _unusable(empty, decoded.problem, decoded.notes)
    try:
        document = READERS[kind](Document(uri, decoded.text, empty.sha256, "", empty.origin, notes=decoded.notes))
    except TooManyPieces as error:
        return _unusable(empty, str(error), decoded.notes)
    return _usable(document)


def read_all(path: str | Path, fields: Mapping[str, str] | None = None) -> Iterator[Document]:
    """Read every document that a file holds: one, or those of a web archive or dump, in the file's order.

    `fields` says under which names a JSON dump keeps what a document needs ("text": "body"). Never raises on bad content.
    """
    return read_slice(path, WHOLE, fields)


def slices(path: str | Path, size: int) -> list[Slice]:
    """The parts of about `size` bytes that a file can be read in: one, or those of a large file of many documents.

    Never raises: what cannot be read is one slice, of which `read_slice` says what is wrong.
    """
    path = Path(path)
    kind = by_name(path.name)
    try:
        if kind not in CUTTERS or not path.is_file() or _missing(kind) is not None:
            return [WHOLE]
        cut: list[Slice] = import_module(CUTTERS[kind]).cuts(path, size)
    except (OSError, ValueError):
        return [WHOLE]
    return cut


def read_slice(path: str | Path, part: Slice, fields: Mapping[str, str] | None = None) -> Iterator[Document]:
    """Read the documents of a part of a file; all parts together hold those of `read_all`, under the same names.

    What is told of a whole file is told of each part that it is true of. Never raises on bad content.
    """
    path = Path(path)
    kind = by_name(path.name)
    if kind not in CONTAINERS or not path.is_file():
        yield read_file(path)
        return
    missing = _missing(kind)
    nothing = Document(path.as_posix(), "", hashlib.sha256(b"").hexdigest(), "", Origin((), (), (), 0))
    if missing is not None:
        yield _unusable(nothing, missing)
        return
    if path.stat().st_size < (part.stop or part.start):
        yield _unusable(
            nothing, "The file is shorter than it was when it was divided into parts; begin anew with the file as it is."
        )
        return
    found = False
    opened = import_module(OPENERS[kind]).documents
    for document in opened(path, fields or {}) if part.is_whole else opened(path, fields or {}, part):
        found = True
        yield document
    if not found and part.is_whole:
        yield _unusable(nothing, HOLDS_NONE.format(NAMES[kind]))


def _unpacked(document: Document, kind: str, data: bytes) -> Document:
    missing = _missing(kind)
    if missing is not None:
        return _unusable(document, missing)
    try:
        return _usable(import_module(UNPACKERS[kind]).unpack(document, data))
    except TooManyPieces as error:
        return _unusable(document, str(error))


def _missing(kind: str) -> str | None:
    """What to install before a format can be read, if anything."""
    if kind not in EXTRAS:
        return None
    extra, module = EXTRAS[kind]
    try:
        import_module(module)
    except ImportError:
        return f"The file is {NAMES[kind]}; to read it, install the extra: pip install 'quote-fidelity[{extra}]'."
    return None


def _usable(document: Document) -> Document:
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
