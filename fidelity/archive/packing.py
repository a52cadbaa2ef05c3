"""A document as bytes in the store, and back: what was read is kept, so that no parser runs at look-up."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace

import msgspec

from fidelity.model import Document, Meta

_LEVEL = 1  # of zlib: higher levels save a tenth and cost five times the time
_LARGEST = 1 << 31  # bytes that a packed text may unpack to


class DamagedError(ValueError):
    """Stored bytes are not those that were stored."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document's content without its name: `digest` is the SHA-256 of the bytes that `data` unpacks to."""

    digest: str
    data: bytes


def pack(document: Document) -> Packed:
    """Pack what was read of a document. Its uri and meta stand in the catalogue: copies under other names share one text."""
    plain = msgspec.msgpack.encode(replace(document, uri="", meta=Meta(), sha256=""))
    return Packed(hashlib.sha256(plain).hexdigest(), zlib.compress(plain, _LEVEL))


def unpack(data: bytes, digest: str | None = None) -> Document:
    """The content of a packed document. Raises DamagedError where it is not whole, or is not what `digest` says."""
    opener = zlib.decompressobj()
    try:
        plain = opener.decompress(data, _LARGEST)
        if not opener.eof or (digest is not None and hashlib.sha256(plain).hexdigest() != digest):
            raise DamagedError("the stored text is damaged")
        return msgspec.msgpack.decode(plain, type=Document)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DamagedError("the stored text is damaged") from error
