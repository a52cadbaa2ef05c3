"""Lines and columns of a file. A line ends with CRLF, CR, LF, U+2028 or U+2029."""

from __future__ import annotations

import re
from bisect import bisect_right

from fidelity.model import Origin, Position
from fidelity.text.origin import Builder, identity

LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")
BOM = "\ufeff"
_UNUSUAL = re.compile("\r\n?|[\u2028\u2029]")


class Lines:
    """Where each line of a text begins; answers positions in O(log lines)."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in LINE_END.finditer(text))]
        self._bom = text.startswith(BOM)

    def position(self, offset: int) -> Position:
        """Line and column of the character at `offset`, both from 1; a byte-order mark takes no column."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        if line == 1 and self._bom:
            start = min(1, offset)
        return Position(line, offset - start + 1)


def normalised(source: str) -> tuple[str, Origin]:
    """Give the text with every line ending in one LF and no byte-order mark, and the way back.

    Parsers count line ends in their own ways, so this is done before any of them sees the text. U+2029 becomes two LF: it
    ends a paragraph.
    """
    at = 1 if source.startswith(BOM) else 0
    if not at and "\r" not in source and "\u2028" not in source and "\u2029" not in source:
        return source, identity(len(source))
    builder = Builder()
    for m in _UNUSUAL.finditer(source):
        builder.add(source[at : m.start()], at, m.start())
        builder.add("\n\n" if m[0] == "\u2029" else "\n", *m.span())
        at = m.end()
    builder.add(source[at:], at, len(source))
    return builder.finish()
