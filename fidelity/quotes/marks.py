"""Pairs of quotation marks: which mark opens, which closes it, and where the quoted words between them stand.

Double marks are paired first. While a pair is open, marks of other families and single marks are inner ones and belong
to it. Single marks are read as quotation marks of their own only outside double pairs, and where they do not look like
apostrophes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fidelity.model import Span
from fidelity.quotes.glyphs import AFTER_CLOSE, BEFORE_OPEN, CLOSERS, NO_START, Pair, Role
from fidelity.quotes.page import Part, letters, trim
from fidelity.quotes.singles import singles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.quotes.page import Page

_MARK = re.compile(r"[\"“”„‟«»‹›「」『』＂]|``|''|’’|‘‘|(?<!\S),,(?=\w)")
_OPENING = "“„«‹「『"
_SPACES_IN = " \u00a0\u2009\u202f"
_FEET = re.compile(r"\d\s?['’′]\s?\d{1,2}(?:[./½¼¾]\d*)?\s?$")
_ELIDED = re.compile(r"(?<!\w)(?:[dlnsjmtc]|qu|lorsqu|puisqu|jusqu|dell|nell|all|dall|sull|un)[’']$", re.IGNORECASE)  # d’« une
_NUMBERED = re.compile(r"\((?:\d{1,3}|[A-Z]|[a-z]{1,4})\)")
_HEADING = 8  # words of a numbered heading that has no full stop
_MAX_PARTS = 40
_MAX_SPAN = 20_000


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    role: Role


class _Stack:
    """The marks that are open, outermost first, and where the last of each glyph stands: as deep as they may be nested."""

    __slots__ = ("_places", "glyphs")

    def __init__(self, outer: str) -> None:
        self.glyphs: list[str] = []
        self._places: dict[str, list[int]] = {}
        self.push(outer)

    def push(self, glyph: str) -> None:
        self._places.setdefault(glyph, []).append(len(self.glyphs))
        self.glyphs.append(glyph)

    def closed_by(self, glyph: str) -> int | None:
        """How deep the innermost mark lies that a glyph closes."""
        return max((places[-1] for g, places in self._places.items() if places and glyph in CLOSERS[g]), default=None)

    def cut(self, depth: int) -> None:
        """Close all marks from a depth on."""
        while len(self.glyphs) > depth:
            self._places[self.glyphs.pop()].pop()


@dataclass(slots=True)
class _Open:
    mark: _Mark
    part: Part
    at: int
    stack: _Stack
    spans: list[Span] = field(default_factory=list)
    parts: int = 0


def pairs(page: Page) -> tuple[list[Pair], list[Span]]:
    """All pairs in order, none inside another, and the places of marks that have no partner."""
    doubles, lost = _double(page)
    doubles = _with_markup(page, doubles)
    single = singles(page, doubles)
    if not single:
        return doubles, lost
    outer = sorted([*doubles, *single], key=lambda p: (p.start, -p.end))
    out: list[Pair] = []
    for pair in outer:
        if not out or pair.start >= out[-1].end:
            out.append(pair)
    starts = [p.start for p in single]
    return out, [s for s in lost if not ((i := bisect_right(starts, s[0])) and s[0] < single[i - 1].end)]


def _with_markup(page: Page, found: Sequence[Pair]) -> list[Pair]:
    """The pairs with what the markup alone says is a quotation (`<q>`); marks in its text that hold all of it come first."""
    out: list[Pair] = []
    within: set[int] = set()  # marks that the markup's own pair replaces
    k = 0
    for start, end in (trim(page.text, *span) for span in page.quoted):
        while k < len(found) and found[k].end <= start:
            k += 1
        near = [pair for pair in found[k : k + _MAX_PARTS] if pair.start < end]
        outer = any(p.start <= start and end <= p.end for p in near)
        alone = len(near) == 1 and not letters(page.text[start : near[0].start]) and not letters(page.text[near[0].end : end])
        part = page.part_at(start)
        if (
            start < end
            and not outer
            and not alone
            and all(start <= p.start and p.end <= end for p in near)
            and part is not None
        ):
            within |= {pair.start for pair in near}
            out.append(Pair(start, end, ((start, end),), "<q>"))
    return sorted([*out, *(pair for pair in found if pair.start not in within)], key=lambda pair: pair.start)


def _double(page: Page) -> tuple[list[Pair], list[Span]]:
    found: list[Pair] = []
    lost: list[Span] = []
    opened: _Open | None = None
    for part in page.parts:
        marks = _marks(page, part)
        if opened is not None:
            opened = _cross(page, opened, part, marks, found, lost)
            if opened is not None and marks and marks[0].end == opened.at:
                marks = marks[1:]
        balance = _balance(marks)
        for mark in marks:
            if opened is None:
                if mark.role == "close":
                    continue
                opened = _Open(mark, part, mark.end, _Stack(mark.glyph))
                continue
            opened = _step(page, opened, mark, part, found, lost, nests=balance.get(_family(mark.glyph), False))
        if opened is not None:
            opened.spans.append((opened.at, part.end))
            opened.at = part.end
    if opened is not None:
        _give_up(page, opened, found, lost)
    return found, lost


def _step(
    page: Page, opened: _Open, mark: _Mark, part: Part, found: list[Pair], lost: list[Span], *, nests: bool
) -> _Open | None:
    stack = opened.stack
    closes = stack.closed_by(mark.glyph)
    same = _family(mark.glyph) == _family(stack.glyphs[0])
    if mark.role == "open" and not (closes is not None and _only_closer(mark, stack.glyphs)):
        if not same or nests or _after_single(page.text, mark.start):
            stack.push(mark.glyph)
            return opened
        if opened.parts == 0 and _reopens(page.text, opened, mark):
            opened.spans.append(_trimmed(page.text, opened.at, mark.start))
            opened.at = mark.end
            return opened
        if opened.parts == 0:  # the earlier mark never closed: the words go back to the author
            lost.append((opened.mark.start, opened.mark.end))
            return _Open(mark, part, mark.end, _Stack(mark.glyph))
        stack.push(mark.glyph)
        return opened
    if closes is None:
        return opened
    stack.cut(closes)
    if closes:
        return opened
    start, end = opened.at, mark.start
    opened.spans.append((start, end))
    found.append(Pair(opened.mark.start, mark.end, tuple(opened.spans), opened.mark.glyph))
    return None


def _reopens(text: str, opened: _Open, mark: _Mark) -> bool:
    """Whether the quoted paragraphs of a law were run together in one block, each with its opening mark: “(a) …; “(b) …"."""
    if opened.stack.glyphs != [mark.glyph]:
        return False
    if _NUMBERED.match(text, mark.end):
        return True
    heading = _NUMBERED.match(text, opened.at)
    return heading is not None and len(text[heading.end() : mark.start].split()) <= _HEADING and mark.start - opened.at < 120


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _only_closer(mark: _Mark, stack: Sequence[str]) -> bool:
    return (stack[-1], mark.glyph) in {("„", "“"), ("«", "»"), ("‹", "›")}


def _after_single(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return before.endswith(("‘", "'", "‚"))


def _cross(page: Page, opened: _Open, part: Part, marks: list[_Mark], found: list[Pair], lost: list[Span]) -> _Open | None:
    """Whether an open quotation goes on in the next part: its mark stands again at the start, or the text runs on."""
    opened.parts += 1
    last = page.parts[part.index - 1]
    near = opened.parts < _MAX_PARTS and part.end - opened.mark.start < _MAX_SPAN
    alike = last.block.quote == part.block.quote and part.block.kind == last.block.kind and part.block.kind != "heading"
    if near and alike:
        first = marks[0] if marks else None
        if first is not None and first.start == part.start and first.glyph == opened.mark.glyph and first.role != "close":
            opened.at, opened.part = first.end, part
            opened.stack.cut(1)
            return opened
        if page.runs_on(last, part) and _closes_soon(page, opened, part, marks):
            opened.at, opened.part = part.start, part
            return opened
    _give_up(page, opened, found, lost)
    return None


def _closes_soon(page: Page, opened: _Open, part: Part, marks: list[_Mark]) -> bool:
    for _ in range(6):
        outer = opened.stack.glyphs[0]
        ours = next((m for m in marks if m.glyph in CLOSERS[outer] or _family(m.glyph) == _family(outer)), None)
        if ours:
            return ours.role != "open" or _balance(marks).get(_family(ours.glyph)) is False
        after = page.next_part(part)
        if after is None or not page.runs_on(part, after):
            return False
        part, marks = after, _marks(page, after)
    return False


def _give_up(page: Page, opened: _Open, found: list[Pair], lost: list[Span]) -> None:
    """No closing mark: the words go back to the author, unless they are plainly a paragraph of quotation of their own."""
    lost.append((opened.mark.start, opened.mark.end))
    start, end = opened.spans[0]
    part = page.part_at(opened.mark.start)
    if part is None or len(opened.spans) != 1 or len(page.text[start:end].split()) < 8:
        return
    before = page.text[part.start : opened.mark.start].rstrip()
    if (not before or before.endswith(":")) and len(opened.stack.glyphs) == 1:
        found.append(Pair(opened.mark.start, end, ((start, end),), opened.mark.glyph, closed=False))


def _marks(page: Page, part: Part) -> list[_Mark]:
    text, out = page.text, []
    for m in _MARK.finditer(text, part.start, part.end):
        if page.in_code(m.start()):
            continue
        if m[0] in {"’’", "‘‘"} and not _doubled(text, m.start(), part):
            continue
        role = _role(text, m.start(), m.end(), part)
        if role is not None:
            out.append(_Mark(m.start(), m.end(), "''" if m[0] == "’’" else m[0], role))
    return _without_inches(text, out)


def _without_inches(text: str, marks: list[_Mark]) -> list[_Mark]:
    """The marks without straight ones behind figures, where the others of their kind pair without them: they are inches."""
    straight = [mark for mark in marks if mark.glyph == '"']
    others = [mark.role for mark in straight if not text[mark.start - 1 : mark.start].isdigit()]
    paired = len(others) % 2 == 0 and all(role == ("close" if i % 2 else "open") for i, role in enumerate(others))
    if len(others) == len(straight) or not others or not paired:
        return marks
    return [mark for mark in marks if mark.glyph != '"' or not text[mark.start - 1 : mark.start].isdigit()]


def _doubled(text: str, at: int, part: Part) -> bool:
    """Whether two single marks in a row stand for a double one, rather than for the ends of two inner quotations."""
    rest = text[at + 2 : min(part.end, at + 4)].lstrip(_SPACES_IN)
    before = text[max(part.start, at - 1) : at]
    return rest[:1] not in {"”", '"', "’"} and before not in {"“", "”", '"', "‘"} and (text[at] == "‘" or "”" not in rest)


def _role(text: str, start: int, end: int, part: Part) -> Role | None:
    before = text[max(part.start, start - 1) : start]
    after = text[end : min(part.end, end + 1)]
    opens = (not before or bool(BEFORE_OPEN.search(before))) and bool(after) and not NO_START.match(after)
    closes = bool(before) and not before.isspace() and (not after or bool(AFTER_CLOSE.match(text, end)))
    glyph = text[start:end]
    if glyph in "«“„" and after and _ELIDED.search(text, max(part.start, start - 8), start):
        return "open"
    if glyph in _OPENING or glyph in {"``", "‘‘", "‟", ",,"}:
        return "close" if glyph in "“„«‹" and closes and not opens else "open"
    if glyph in {"”", "」", "』", "''", "’’"}:
        return "open" if glyph == "”" and opens and not closes else "close"
    if glyph in "»›":
        return "open" if opens and not closes else "close" if closes or not opens else "either"
    if before.isdigit():
        if _FEET.search(text, max(part.start, start - 12), start):
            return None
        return "close" if closes else "either"
    if opens and not closes:
        return "open"
    if closes and not opens:
        return "close"
    return "either"


def _family(glyph: str) -> str:
    if glyph in '“”„‟"':
        return '"'
    if glyph in {"``", "''", "‘‘", "’’", ",,"}:
        return '"'
    return {"»": "«", "›": "‹", "」": "「", "』": "『"}.get(glyph, glyph)


def _balance(marks: Sequence[_Mark]) -> dict[str, bool]:
    """For each family: whether the block has as many opening as closing marks, so that one may stand inside another."""
    count: Counter[str] = Counter()
    unsure: set[str] = set()
    for mark in marks:
        family = _family(mark.glyph)
        count[family] += 1 if mark.role == "open" else -1
        if mark.role == "either":
            unsure.add(family)
    return {family: not n and family not in unsure for family, n in count.items()}
