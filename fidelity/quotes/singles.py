"""Single quotation marks that stand outside double ones, told from apostrophes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.quotes.glyphs import AFTER_CLOSE, BEFORE_OPEN, CLOSERS, NO_START, Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.quotes.glyphs import Role
    from fidelity.quotes.page import Page, Part

_SINGLE = re.compile(r"[‘’‚‛']")
_ELISION = re.compile(
    r"[’'](?:\d0s|\d\d\b|n[’']|tis\b|twas\b|em\b|cause\b|til\b|bout\b|round\b|cos\b|coz\b|neath\b|s\b|t\b)", re.IGNORECASE
)


def singles(page: Page, doubles: Sequence[Pair]) -> list[Pair]:
    """The pairs of single marks outside those of double ones."""
    out: list[Pair] = []
    k = 0
    for part in page.parts:
        text = page.text
        spots = list(_SINGLE.finditer(text, part.start, part.end))
        if len(spots) < 2:
            continue
        while k < len(doubles) and doubles[k].end <= part.start:
            k += 1
        outside: list[int] = []
        j = k
        for m in spots:
            while j < len(doubles) and doubles[j].end <= m.start():
                j += 1
            if not (j < len(doubles) and doubles[j].start <= m.start()) and not page.in_code(m.start()):
                outside.append(m.start())
        out.extend(_pair_singles(text, part, outside))
    return out


def _pair_singles(text: str, part: Part, spots: list[int]) -> list[Pair]:
    out: list[Pair] = []
    roles = [_single_role(text, at, part) for at in spots]
    i = 0
    while i < len(spots):
        if roles[i] != "open":
            i += 1
            continue
        close = _single_close(text, spots, roles, i)
        if close is None:
            i += 1
            continue
        start, end = spots[i], spots[close]
        out.append(Pair(start, end + 1, ((start + 1, end),), text[start]))
        i = close + 1
    return out


def _single_role(text: str, at: int, part: Part) -> Role | None:
    before = text[max(part.start, at - 1) : at]
    after = text[at + 1 : min(part.end, at + 2)]
    glyph = text[at]
    if before.isalnum() and after.isalnum():
        return None  # don't, l'homme
    if glyph in "'’" and _ELISION.match(text, at) and not before.isalnum():
        return None
    if before.isdigit() and glyph in "'’" and after[:1].isdigit():
        return None
    opens = (not before or bool(BEFORE_OPEN.search(before))) and bool(after) and not NO_START.match(after)
    closes = bool(before) and not before.isspace() and (not after or bool(AFTER_CLOSE.match(text, at + 1)))
    if glyph in "‘‚‛" and opens:
        return "open"
    if opens and not closes and glyph == "'":
        return "open"
    return "close" if closes and glyph in "’'‘" else None


def _single_close(text: str, spots: list[int], roles: list[Role | None], first: int) -> int | None:
    allowed = CLOSERS[text[spots[first]]]
    best = None
    for j in range(first + 1, min(len(spots), first + 60)):
        if roles[j] == "open":
            break
        if roles[j] != "close" or text[spots[j]] not in allowed:
            continue
        before, after = text[spots[j] - 1], text[spots[j] + 1 : spots[j] + 3]
        plural = before in "sSxz" and after[:1] == " " and after[1:2].isalpha()
        if best is None or before in ",.?!…":
            best = j
        if not plural or before in ",.?!…":
            break
    return best
