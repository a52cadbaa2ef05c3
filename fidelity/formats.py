"""Which formats there are, how a file shows which one it is in, and what must be installed to read it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".docx": "docx",
    ".pdf": "pdf",
    ".epub": "epub",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".wet": "warc",
    ".wet.gz": "warc",
    ".arc": "warc",
    ".arc.gz": "warc",
    ".wacz": "wacz",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".json": "jsonl",
    ".json.gz": "jsonl",
    ".parquet": "parquet",
}
"""How a file's name ends -> its format."""

TEXTS: Final = frozenset({"markdown", "html", "text"})
"""Formats that are text themselves."""

PACKED: Final = frozenset({"docx", "pdf", "epub", "mhtml"})
"""Formats of one document out of whose bytes the text must be taken."""

CONTAINERS: Final = frozenset({"warc", "wacz", "jsonl", "parquet"})
"""Formats of files that hold many documents."""

EXTRAS: Final = {
    "pdf": ("pdf", "pypdfium2"),
    "warc": ("warc", "fastwarc"),
    "wacz": ("warc", "fastwarc"),
    "parquet": ("batch", "pyarrow"),
}
"""Format -> the extra that installs what reads it, and the module that must then be there."""

NAMES: Final = {
    "docx": "a Word document (DOCX)",
    "pdf": "a PDF",
    "epub": "an EPUB book",
    "mhtml": "a saved web page (MHTML)",
    "warc": "a web archive (WARC)",
    "wacz": "a web archive (WACZ)",
    "jsonl": "a dump of documents (JSON)",
    "parquet": "a table of documents (Parquet)",
}
"""Format -> what to call such a file."""

FIELDS: Final = ("text", "title", "author", "publisher", "published", "url", "language", "snapshot", "format")
"""What a field map may say of the entries of a dump."""

_MEMBER: Final = b"PK\x01\x02"  # with which each line of a ZIP file's list of members begins
_MOST_MEMBERS: Final = 20_000
_TAGS = ("<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<div")


def is_sought(name: str) -> bool:
    """Whether a file of this name, in a folder, is taken for an original: a .json file there is rarely a dump of documents."""
    return by_name(name) is not None and not name.lower().endswith((".json", ".json.gz"))


def mistaken_fields(names: Iterable[str]) -> str | None:
    """What is wrong with the names that a field map is for, if anything."""
    unknown = sorted(set(names) - set(FIELDS))
    return f"there is no '{unknown[0]}' to be mapped; there are {', '.join(FIELDS)}" if unknown else None


def by_name(name: str) -> str | None:
    """The format that a file's name or an address says it is in; None if it does not say."""
    path = Path(name.partition("?")[0].partition("#")[0].lower())
    return SUFFIXES.get("".join(path.suffixes[-2:])) or SUFFIXES.get(path.suffix)


def format_of(name: str, data: bytes) -> str:
    """Tell the format of a file: by its first bytes where they are a signature, else by its name, else by how it begins."""
    signed = by_signature(data)
    if signed is not None:
        return signed
    named = by_name(name)
    saved = _looks_saved(data)
    if named in CONTAINERS or (named in TEXTS and not (named == "html" and saved)):
        return named
    if looks_like_html(data):
        return "html"
    return "mhtml" if saved else named or "text"


def _looks_saved(data: bytes) -> bool:
    """Whether bytes begin as a page that a browser saved into one file does."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").lower()
    return head.startswith(("from:", "mime-version:")) and "multipart/related" in head


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as an HTML page does."""
    head = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("latin-1").lower()
    return head.startswith(("<!--", "<?xml", *_TAGS)) and any(tag in head for tag in _TAGS)


def by_signature(data: bytes) -> str | None:
    """The format of bytes that begin with a signature of those read here; a ZIP file is told by what it holds."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"WARC/"):
        return "warc"
    if data.startswith(b"PAR1") and data.endswith(b"PAR1"):
        return "parquet"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    return None


def _zipped(data: bytes) -> str | None:
    if data.count(_MEMBER) > _MOST_MEMBERS:
        return None  # its name tells; who reads it says what is wrong
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if "word/document.xml" in names or "[Content_Types].xml" in names:
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    return "wacz" if "datapackage.json" in names else None
