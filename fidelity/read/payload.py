"""What a web archive's record holds: the server's reply, the page in it unpacked, and whether it is what was stored."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from fidelity.formats import PACKED, TEXTS, by_name, by_signature, looks_like_html

if TYPE_CHECKING:
    from collections.abc import Callable

_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? {1,3}(\d{3})\b")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"[ \t]{0,4}([0-9a-fA-F]{1,8})[ \t]{0,16}(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET: Final = re.compile(r"""charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_ZSTD_WINDOW: Final = 1 << 27  # bytes of memory that a page packed with Zstandard may ask for

LONGEST_HEAD: Final = 65_536  # bytes
_MISSING: Final = "The page is packed with {}; to read it, install the extra: pip install 'quote-fidelity[warc]'."
_SIP: Final = 64  # packed bytes, which Brotli can make 200 MB of at the very most

TYPES: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/vnd.wap.xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/epub+zip": "epub",
    "multipart/related": "mhtml",
    "message/rfc822": "mhtml",
}
"""What a server calls a page -> its format. What is called otherwise is an image, a script, a style: no original."""

_SAY_NOTHING: Final = frozenset(
    {
        "", "application/octet-stream", "binary/octet-stream", "application/download", "application/force-download",
        "application/x-download", "application/zip", "application/xml", "text/xml", "unknown/unknown",
    }
)  # fmt: skip
_NO_TEXTS: Final = (".js", ".mjs", ".css", ".json", ".xml", ".svg", ".csv", ".map", ".vtt", ".srt", "/robots.txt", "/ads.txt")
"""How addresses end whose text/plain is none to quote from."""
_MEDIA: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"wOFF", b"wOF2", b"\0\0\1\0")
"""How pictures and fonts begin, whatever the server calls them."""


class PayloadTrouble(Exception):  # noqa: N818 - trouble is the newsroom's word
    """Why a page cannot be unpacked: a sentence for people."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's reply without its body. `headers` are named in lower case; `start` is where the body begins in the block."""

    status: int
    headers: Mapping[str, str]
    start: int

    @property
    def charset(self) -> str | None:
        """The encoding that the server says the page is in."""
        m = _CHARSET.search(self.headers.get("content-type", ""))
        return m[1] if m else None


def reply(block: bytes) -> Reply | None:
    """Read the head of an HTTP reply; None if the block does not begin with one, or it goes on for LONGEST_HEAD bytes."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = _HEAD_END.search(block)
    if end is None and len(block) >= LONGEST_HEAD:
        return None
    head = block[: end.start()] if end else block
    headers: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in (" ", "\t") and name:  # a header may go on in the next line
            headers[name] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
    return Reply(int(status[1]), headers, end.end() if end else len(block))


def is_wanted(content_type: str, address: str) -> bool:
    """Whether what a server calls so may be a page to quote from; images, styles, scripts and data are not."""
    said = _named(content_type)
    return said in _SAY_NOTHING or (said in TYPES and not (TYPES[said] == "text" and _path(address).endswith(_NO_TEXTS)))


def format_of_page(content_type: str, address: str, data: bytes) -> str | None:
    """The format of a page by its own signature, by what the server calls it, and by its address; None for what is no text."""
    signed = by_signature(data)
    if signed is not None:
        return signed if signed in PACKED else None
    if data.startswith(_MEDIA):
        return None
    said = _named(content_type)
    if said in _SAY_NOTHING:
        named = by_name(_path(address).rpartition("/")[2]) if "xml" not in said else None
        return "html" if looks_like_html(data) else named if named in TEXTS else None
    kind = TYPES.get(said)
    if kind == "text" and by_name(_path(address).rpartition("/")[2]) == "markdown":
        return "markdown"
    return "html" if kind in PACKED and kind != "mhtml" and looks_like_html(data) else kind


def _named(content_type: str) -> str:
    return content_type.partition(";")[0].partition(",")[0].strip().lower()


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def unpacked(body: bytes, headers: Mapping[str, str], bound: int) -> tuple[bytes, tuple[str, ...]]:
    """The page out of a reply's body, and notes on it. Raises PayloadTrouble if it cannot be unpacked into `bound` bytes."""
    notes: list[str] = []
    if "chunked" in headers.get("transfer-encoding", "").lower():
        joined = dechunked(body)
        if joined is not None:
            body, is_whole = joined
            if not is_whole:
                notes.append("The server's reply breaks off: its last part is missing.")
    codings = [coding.strip().lower() for coding in headers.get("content-encoding", "").split(",")]
    for coding in reversed([c for c in codings if c not in ("", "identity", "utf-8", "none", "binary")]):
        if coding not in _CODINGS:
            raise PayloadTrouble(f"The page is packed in a way that is not known here (“{coding[:40]}”); get another copy.")
        body, is_whole = _CODINGS[coding](body, bound)
        if not is_whole:
            notes.append("The packed page breaks off: its end is missing.")
        if len(body) > bound:
            raise PayloadTrouble(f"The page unpacks to more than {bound // 1_000_000} MB; it is not read.")
    return body, tuple(notes)


def dechunked(body: bytes) -> tuple[bytes, bool] | None:
    """The parts of a chunked body put together, and whether the last is there; None if it is not chunked after all."""
    parts: list[bytes] = []
    at = 0
    while m := _CHUNK.match(body, at):
        size = int(m[1], 16)
        if not size:
            return b"".join(parts), True
        at = m.end() + size
        parts.append(body[m.end() : at])
        if at > len(body):
            break
        if body.startswith(b"\r\n", at):
            at += 2
        elif body.startswith(b"\n", at):
            at += 1
        elif at < len(body):
            return None if len(parts) == 1 else (b"".join(parts), False)
    return (b"".join(parts), False) if parts else None


def _gzip(body: bytes, bound: int) -> tuple[bytes, bool]:
    if not body.startswith(b"\x1f\x8b"):
        return body, True  # whoever stored it had unpacked it
    return _inflated(body, bound, 31)


def _deflate(body: bytes, bound: int) -> tuple[bytes, bool]:
    for bits in (15, -15):  # with the wrapper that the standard asks for, and without, as some servers send it
        try:
            return _inflated(body, bound, bits)
        except PayloadTrouble:
            continue
    return _not_packed(body)


def _inflated(body: bytes, bound: int, bits: int) -> tuple[bytes, bool]:
    machine = zlib.decompressobj(bits)
    try:
        out = machine.decompress(body, bound + 1)
    except zlib.error as error:
        raise PayloadTrouble("The packed page is damaged; get another copy.") from error
    return out, machine.eof or len(out) > bound


def _brotli(body: bytes, bound: int) -> tuple[bytes, bool]:
    try:
        import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - part of the extra `warc`
    except ImportError as error:
        raise PayloadTrouble(_MISSING.format("Brotli")) from error
    machine = brotli.Decompressor()
    out = bytearray()
    try:
        if hasattr(machine, "process"):
            out += machine.process(body, output_buffer_limit=bound + 1)
            while len(out) <= bound and (more := machine.process(b"", output_buffer_limit=bound + 1)):
                out += more
            is_whole = machine.is_finished() or len(out) > bound
            return (bytes(out), is_whole) if out and (is_whole or body[:1] != b"<") else _not_packed(body)
        for at in range(0, len(body), _SIP):  # brotlipy, which pywb brings along, knows no bounds but those of what it is given
            out += machine.decompress(body[at : at + _SIP])
            if len(out) > bound:
                return bytes(out), True
        machine.finish()
    except brotli.error as error:
        return (bytes(out), False) if out and body[:1] != b"<" else _not_packed(body, error)
    return bytes(out), True


def _not_packed(body: bytes, error: Exception | None = None) -> tuple[bytes, bool]:
    """A page that whoever stored it had unpacked. Raises PayloadTrouble if it is none."""
    if body.lstrip()[:1] != b"<":
        raise PayloadTrouble("The packed page is damaged; get another copy.") from error
    return body, True


def _zstandard(body: bytes, bound: int) -> tuple[bytes, bool]:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body, True
    try:
        import zstandard  # noqa: PLC0415 - part of the extra `warc`
    except ImportError as error:
        raise PayloadTrouble(_MISSING.format("Zstandard")) from error
    out = bytearray()
    try:
        with zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).stream_reader(BytesIO(body)) as stream:
            while len(out) <= bound and (part := stream.read(1_000_000)):
                out += part
    except zstandard.ZstdError as error:
        raise PayloadTrouble("The packed page is damaged; get another copy.") from error
    return bytes(out), True


_CODINGS: Final[dict[str, Callable[[bytes, int], tuple[bytes, bool]]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}


def is_digest_of(digest: str, *forms: bytes) -> bool:
    """Whether a digest as web archives write it (`sha1:` and base 32, or hexadecimal) is that of one of `forms`.

    A digest that cannot be made out here counts as right.
    """
    name, _, written = digest.strip().partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in _ALGORITHMS:
        return True
    value = _bytes(written.strip(), hashlib.new(name, usedforsecurity=False).digest_size)
    return value is None or any(value == hashlib.new(name, form, usedforsecurity=False).digest() for form in forms)


_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})


_BASE_32: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")


def _bytes(written: str, size: int) -> bytes | None:
    """The digest of `size` bytes that is written in hexadecimal, base 32 or base 64; None if it is in none of them."""
    plain = written.rstrip("=")
    try:
        if len(plain) == 2 * size:
            return bytes.fromhex(plain)
        if len(plain) == -(-size * 8 // 5):
            return (int(plain.upper().translate(_BASE_32), 32) >> (5 * len(plain) - 8 * size)).to_bytes(size, "big")
        value = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_" if "-" in plain or "_" in plain else None)
    except ValueError:
        return None
    return value if len(value) == size else None
