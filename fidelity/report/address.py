"""Paths of files as addresses (RFC 3986), for the formats that want those."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote as percent

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,30}:")


def address(uri: str) -> str:
    """The uri as an IRI reference; the path of a file is one relative to where the check was run."""
    text = (
        percent(uri.strip(), safe="%/:?#[]@!$&'()*+,;=-._~", errors="replace")
        if _SCHEME.match(uri)
        else percent(uri, safe="/!$&'()*+,;=-._~@", errors="replace")
    )
    return f"file://{text}" if text.startswith("/") else text


def is_relative(reference: str) -> bool:
    """Whether an address made by `address` is relative to where the check was run."""
    return _SCHEME.match(reference) is None


def in_project(uri: str, folder: str) -> str:
    """The path from the project's root, for a path from `folder` in it; whole paths and addresses stay as they are."""
    if not folder or uri.startswith("/") or _SCHEME.match(uri):
        return uri
    return posixpath.normpath(f"{folder}{uri}")
