"""Which style sheets a page links to: books and saved pages carry them along, so that they can be read."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_LINK: Final = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z]{1,20})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_MOST: Final = 100
"""Style sheets of one page."""


def linked_sheets(text: str) -> list[str]:
    """The addresses of a page's style sheets as written, in order, without those that are for print or to choose from."""
    found: list[str] = []
    for m in _LINK.finditer(text):
        attrs = {name.lower(): unescape(said.strip("\"'")) for name, said in _ATTRIBUTE.findall(m[0])}
        rel = attrs.get("rel", "").lower().split()
        media = attrs.get("media", "all").lower()
        if "stylesheet" in rel and "alternate" not in rel and ("all" in media or "screen" in media) and attrs.get("href"):
            found.append(attrs["href"])
        if len(found) == _MOST:
            break
    return found
