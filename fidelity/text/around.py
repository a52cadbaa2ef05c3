"""What stands around and between the stretches of a quotation in its own paragraph."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Document, Span

REACH = 300
"""Characters of a paragraph that are shown on either side of a quotation, and of the author's words inside one."""


def around(document: Document, spans: Sequence[Span]) -> tuple[str, str]:
    """The words before and after the stretches `spans` in their paragraph, as far as they fit.

    Where the quotation opens its paragraph, as block quotations do, "before" is the end of the paragraph before it, with the
    two line ends between them.
    """
    text = document.text
    first, last = spans[0][0], spans[-1][1]
    i = _block(document, first)
    begins = document.blocks[i].span[0] if i >= 0 else 0
    if i > 0 and not any(c.isalnum() for c in text[begins:first]):
        begins = document.blocks[i - 1].span[0]
    j = _block(document, max(first, last - 1))
    ends = document.blocks[j].span[1] if j >= 0 else len(text)
    return _end_of(text[begins:first]), _beginning_of(text[last : max(last, ends)])


def asides(document: Document, spans: Sequence[Span], words: str) -> tuple[tuple[Span, str], ...]:
    """The author's words between two stretches, each with the span of `words` (the stretches, joined) that it stands at."""
    joints = len(spans) - 1
    room = len(words) - sum(end - start for start, end in spans)
    if joints < 1 or room < 0 or room % joints:
        return ()
    joint = room // joints
    found: list[tuple[Span, str]] = []
    at = 0
    for (start, end), (following, _) in pairwise(spans):
        at += end - start
        between = document.text[end:following]
        if any(c.isalnum() for c in between):
            found.append(((at, at + joint), _middle_of(between)))
        at += joint
    return tuple(found)


def _block(document: Document, offset: int) -> int:
    """The number of the last block that begins at or before `offset`; -1 if there is none."""
    return bisect_right(document.blocks, offset, key=lambda block: block.span[0]) - 1


def _end_of(text: str) -> str:
    if len(text) <= REACH:
        return text
    cut = text[-REACH:]
    return f"… {cut[cut.find(' ') + 1 :]}"


def _beginning_of(text: str) -> str:
    if len(text) <= REACH:
        return text
    cut = text[:REACH]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def _middle_of(text: str) -> str:
    if len(text) <= 2 * REACH:
        return text
    return f"{_beginning_of(text[: REACH + 1])} {_end_of(text[-REACH - 1 :])}"
