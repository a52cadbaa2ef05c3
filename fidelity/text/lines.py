"""Lines and columns of a file. A line ends with CRLF, CR, LF, U+2028 or U+2029."""

from __future__ import annotations

import re
from bisect import bisect_right

from fidelity.model import Position

LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")
BOM = "\ufeff"


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
