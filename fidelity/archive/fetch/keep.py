"""A fetched page as a WARC file of its own (ISO 28500, version 1.1), written whole or not at all."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from fidelity import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from fidelity.archive.fetch.client import Page

_UNPACKED = frozenset({"content-encoding", "transfer-encoding", "content-length"})  # the body is kept unpacked
_PREFIX = "x-archive-orig-"  # under which archives pass on a server's own headers


def keep(folder: Path, url: str, page: Page, when: datetime) -> Path:
    """Write a page as the copy of `url` taken at `when` into a folder, and give the file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    host = "".join(c if c.isalnum() or c in ".-" else "_" for c in urlsplit(url).hostname or "page")[:60]
    name = f"{host}-{hashlib.sha256(url.encode()).hexdigest()[:12]}-{when:%Y%m%d%H%M%S}.warc.gz"
    date = f"{when:%Y-%m-%dT%H:%M:%SZ}"
    source = {"WARC-Source-URI": _uri(page.url)} if page.url != url else {}
    information = _record("warcinfo", date, {"WARC-Filename": name}, "application/warc-fields", _software())
    target = {"WARC-Target-URI": _uri(url), "WARC-Payload-Digest": _digest(page.body), **source}
    response = _record("response", date, target, "application/http;msgtype=response", _answer(page))
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(gzip.compress(information, mtime=0) + gzip.compress(response, mtime=0))  # a member for each record
            file.flush()
            os.fsync(file.fileno())
            file.close()
            part.replace(folder / name)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return folder / name


def _record(kind: str, date: str, said: dict[str, str], content: str, block: bytes) -> bytes:
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {date} {said} {_digest(block)}")  # the same copy has the same name
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{identity}>",
        "WARC-Date": date,
        **said,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": content,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _answer(page: Page) -> bytes:
    """The answer as HTTP has it. No header can smuggle in another line."""
    kept = [(k, v) for k, v in page.headers if k.lower() not in _UNPACKED and not k.lower().startswith(_PREFIX)]
    lines = [
        f"HTTP/1.1 {page.status} {page.reason or 'OK'}",
        *(f"{k}: {v}" for k, v in kept),
        f"Content-Length: {len(page.body)}",
    ]
    return "\r\n".join(" ".join(line.split()) for line in lines).encode("latin-1", "replace") + b"\r\n\r\n" + page.body


def _software() -> bytes:
    return f"software: fidelity/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _uri(url: str) -> str:
    """An address without white space or control characters, which would end its line."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")
