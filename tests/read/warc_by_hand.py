"""Web archives put together byte by byte, so that each test can have its own kind of record."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from fidelity.read import read_all

if TYPE_CHECKING:
    from pathlib import Path

    from fidelity.model import Document

DATE = "2024-03-01T12:00:00Z"
WORDS = "The bridge will stay shut until the frost is over, the warden said."
PAGE = f"<html><head><title>Bridge</title></head><body><p>{WORDS}</p></body></html>".encode()


def record(kind: str, block: bytes, uri: str = "http://ledger.example/bridge", **fields: str) -> bytes:
    """One record. Names of `fields` are written with hyphens; one given as "" is left out."""
    said = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": DATE,
        "WARC-Record-ID": f"<urn:uuid:{kind}-{uri}>",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def reply(body: bytes = PAGE, status: str = "200 OK", content_type: str = "text/html; charset=utf-8", **headers: str) -> bytes:
    """A server's reply."""
    said = {"Content-Type": content_type} | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def page(uri: str = "http://ledger.example/bridge", words: str = WORDS, **fields: str) -> bytes:
    """A record of a page."""
    return record("response", reply(PAGE.replace(WORDS.encode(), words.encode())), uri, **fields)


def packed(*records: bytes) -> bytes:
    """Records as they mostly are: each packed with gzip by itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def documents(folder: Path, data: bytes, name: str = "crawl.warc") -> list[Document]:
    """What is read of a file."""
    path = folder / name
    path.write_bytes(data)
    return list(read_all(path))


def problems(read: list[Document]) -> str:
    """Everything that is told of documents that could not be read."""
    return "\n".join(d.problem for d in read if d.problem is not None)
