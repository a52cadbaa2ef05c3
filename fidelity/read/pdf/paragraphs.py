"""Lines of a column put together to paragraphs: by the space between them, indents, sizes, and lines that end early."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from fidelity.model import BlockKind
from fidelity.read.pdf.initials import with_initials
from fidelity.read.pdf.rows import Line, line, rows
from fidelity.read.running import NOTE, SENTENCE_END
from fidelity.text.sentences import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.read.pdf.fragments import Fragment
    from fidelity.read.pdf.rows import Row

INDENT: Final = 0.7  # of the size: a line so far in is indented
ANOTHER_SIZE: Final = 0.07  # of the size: letters that differ by more are set in another size
TIGHT: Final = 1.08  # of the usual leading
WIDE_LEADING: Final = 1.3  # of the usual: so far apart are paragraphs
USUAL_LEADING: Final = 1.25  # of the size, where nothing can be measured
ROOM: Final = 1.2  # of the size: room left after the next word would have gone in
MUCH_ROOM: Final = 0.3  # of the width
FOOT: Final = 0.95  # of the body's size: notes at the foot are set smaller
HEAD: Final = 1.12  # of the body's size: headings are set larger
LONGEST_HEADING: Final = 250  # characters

_BULLET = re.compile(r"[•◦▪▫●○■□‣⁃➢➤✓✔*·–—-]\s|(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3})\s")
_ONLY_BULLET = re.compile(r"[•◦▪▫●○■□‣⁃➢➤✓✔*·–—-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]")
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|tab\.|abbildung|abb\.|tabelle|tableau|figura|tabla|tabella|chart|box|map)\s?\d", re.IGNORECASE
)
_NUMBERED = re.compile(r"(\d{1,3})[ .)]")
_MARK = re.compile(r"[*†‡§¶]{1,3}\s?\S")


@dataclass(slots=True)
class Column:
    """Where the lines of a column begin and end, and how far apart they are, by size."""

    left: float
    right: float
    leading: dict[int, float]

    def lead(self, size: float) -> float:
        """Give the usual distance of baselines in a size."""
        return self.leading.get(round(size * 2), USUAL_LEADING * size)


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `column` is where its last line stands, `first` where its first one does."""

    lines: list[Line]
    column: Column
    kind: BlockKind = "paragraph"
    quote: bool = False
    first: Column = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.column

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join([a.text for a in self.lines])

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        counts: Counter[float] = Counter()
        for a in self.lines:
            counts[a.size] += len(a.text)
        return max(counts, key=lambda size: (counts[size], size))


def paragraphs(found: Sequence[Fragment], page: int) -> list[Paragraph]:
    """Put the lines of one column together."""
    all_rows = rows(with_initials(found))
    tables = _tables(all_rows)
    lines = [line(row.fragments, row, page) for row in all_rows]
    column = _column(lines)
    out: list[Paragraph] = []
    group: list[Line] = []

    def close() -> None:
        if group:
            out.append(Paragraph(group.copy(), column))
            group.clear()

    for i, (row, now) in enumerate(zip(all_rows, lines, strict=True)):
        if i in tables:
            close()
            out += [Paragraph([line(cell, row, page)], column, "cell") for cell in row.cells()]
            continue
        following = lines[i + 1] if i + 1 < len(lines) and i + 1 not in tables else None
        if group and _breaks(group, now, following, column):
            close()
        group.append(now)
    close()
    return out


def _tables(found: Sequence[Row]) -> frozenset[int]:
    """Tell which rows are those of tables: several cells in each, which begin or end at the same places."""
    cells = [row.cells() for row in found]
    out: set[int] = set()
    start = 0
    while start < len(found):
        stop = start
        while stop < len(found) and len(cells[stop]) > 1 and (stop == start or _aligned(cells[stop - 1], cells[stop])):
            stop += 1
        height = stop - start
        widest = max((len(c) for c in cells[start:stop]), default=0)
        labelled = sum(_is_label(c[0]) for c in cells[start:stop])
        if (height >= 2 and widest >= 3) or (height >= 3 and 2 * labelled < height):
            out.update(range(start, stop))
        start = max(stop, start + 1)
    return frozenset(out)


def _aligned(above: list[list[Fragment]], here: list[list[Fragment]]) -> bool:
    edges = {round(x / 4) for cell in above for x in (cell[0].x0, cell[-1].x1)}
    near = edges | {e + 1 for e in edges} | {e - 1 for e in edges}
    return sum(round(cell[0].x0 / 4) in near or round(cell[-1].x1 / 4) in near for cell in here) >= 2


def _is_label(cell: list[Fragment]) -> bool:
    text = "".join(f.text for f in cell)
    return bool(_ONLY_BULLET.fullmatch(text)) or text[-1] in ":.])" or text.isdecimal()


def _column(lines: Sequence[Line]) -> Column:
    sizes: Counter[float] = Counter()
    for a in lines:
        sizes[a.size] += len(a.text)
    size = max(sizes, key=lambda s: (sizes[s], s), default=0.0)
    long = [a for a in lines if len(a.text) > 20 and abs(a.size - size) <= ANOTHER_SIZE * size] or list(lines)
    lefts = Counter(round(a.x0) for a in long)
    least = max(lefts.values(), default=0) / 3
    left = min((x for x, n in lefts.items() if n >= least), default=0)
    rights = sorted(a.x1 for a in long)
    steps: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        if a.base > b.base and abs(a.size - b.size) <= ANOTHER_SIZE * a.size and a.base - b.base < 3 * a.size:
            steps.setdefault(round(a.size * 2), []).append(a.base - b.base)
    leading = {size: _low(found) for size, found in steps.items() if len(found) > 1}
    return Column(left, rights[len(rights) * 9 // 10] if rights else 0, leading)


def _low(steps: list[float]) -> float:
    """Give the usual step of lines: the middling one, unless paragraphs of one line made it larger than most small ones."""
    steps.sort()
    middle = float(median(steps))
    small = [s for s in steps if s < middle / WIDE_LEADING]
    return float(median(small)) if 4 * len(small) >= len(steps) else middle


def _breaks(group: list[Line], now: Line, following: Line | None, column: Column) -> bool:
    """Say whether a line begins a new paragraph."""
    last = group[-1]
    if abs(now.size - last.size) > ANOTHER_SIZE * last.size and now.sizes.isdisjoint(last.sizes):
        return True
    step = last.base - now.base
    usual = column.lead(now.size)
    if step > WIDE_LEADING * usual or step < -usual:
        return True
    ended = ends(last.text, now.text)
    goes_on = not ended and (now.text[:1].islower() or last.text[-1:] in "-\u00ad,")
    if now.raised or (ended and _is_next(group[0], now)):
        return True
    right = _right(group, now, following, column)
    room = right - last.x1 - now.first
    ends_early = room > ROOM * now.size
    if not goes_on and (bullet := _BULLET.match(now.text)):
        apart = ends_early or abs(now.x0 - last.x0) > INDENT * now.size or step > TIGHT * usual
        if (ended or _BULLET.match(group[0].text)) and (apart or not bullet[0][0].isalnum()):
            return True
    if _is_centred(last, column) and _is_centred(now, column) and (now.size > last.size * 0.99) and not ended:
        return False
    if last.all_of("bold") != now.all_of("bold") and not goes_on:
        return True
    if goes_on:
        return ends_early and room > MUCH_ROOM * (column.right - column.left) and now.x0 - last.x0 > INDENT * now.size
    if ends_early and (ended or room > MUCH_ROOM * (column.right - column.left)):
        return True
    return _is_indented(group, now, following, ended=ended)


def ends(before: str, after: str) -> bool:
    """Whether a sentence ends where one line goes over to the next; a stop behind an abbreviation ends none."""
    before = before.rstrip()
    if not SENTENCE_END.search(before):
        return False
    stop = len(before) - len(before.rstrip("\"'”’»)]."))
    return before[-stop or len(before) :][:1] != "." or ends_sentence(f"{before} {after}", len(before) - stop, len(before) + 1)


def _is_next(first: Line, now: Line) -> bool:
    """Whether a line begins the note after the one that a paragraph is."""
    numbers = [_NUMBERED.match(a.text) for a in (first, now)]
    return all(numbers) and len({int(m[1]) - i for i, m in enumerate(numbers) if m}) == 1


def _right(group: list[Line], now: Line, following: Line | None, column: Column) -> float:
    """Tell how far lines go: those of a paragraph that is set in no further than its own."""
    edge = column.left + INDENT * now.size
    if all(a.x0 > edge for a in (*group[1:], now)):
        near = [*group[-8:], now, *([following] if following is not None and following.x0 > edge else [])]
        return max(a.x1 for a in near if abs(a.size - now.size) <= ANOTHER_SIZE * now.size)
    return column.right


def _is_indented(group: list[Line], now: Line, following: Line | None, *, ended: bool) -> bool:
    """Say whether a line is set in, or out, as the first ones of paragraphs are."""
    last = group[-1]
    shift = (now.x0 - last.x0) / now.size
    if shift > INDENT:
        if len(group) == 1:  # a hanging paragraph goes on so far in
            hanging = following is not None and abs(following.x0 - now.x0) <= 0.3 * now.size
            return not hanging if not _BULLET.match(last.text) else ended and not hanging
        return ended or not now.text[:1].islower()
    if shift < -INDENT and len(group) > 1:
        return ended
    return False


def _is_centred(a: Line, column: Column) -> bool:
    left, right = a.x0 - column.left, column.right - a.x1
    return left > 2 * a.size and abs(left - right) <= max(a.size, 0.15 * (left + right))


def joins(last: Paragraph, then: Paragraph, *, indents: bool) -> bool:
    """Say whether a paragraph goes on from one column or page to the next."""
    if last.kind != then.kind and not (last.kind == "item" and then.kind == "paragraph"):
        return False
    if last.kind not in {"paragraph", "item"} or last.quote != then.quote:
        return False
    before, after = last.lines[-1], then.lines[0]
    if abs(last.size - then.size) > ANOTHER_SIZE * last.size or not before.text.strip() or not after.text.strip():
        return False
    ended = ends(before.text, after.text)
    if (ended and _BULLET.match(after.text)) or after.raised:
        return False
    if not ended and after.text[0].islower():
        return True
    if before.text.rstrip()[-1] in "-\u00ad" and not after.text.isupper():
        return True
    if last.column.right - before.x1 - after.first > ROOM * after.size:
        return False
    indented = after.x0 - then.first.left > INDENT * after.size
    return not indented and (not ended or indents)


def classify(found: Sequence[Paragraph], body: float, *, typed: bool) -> None:
    """Say what each paragraph of a page is. `body` is the size of the work's letters, `typed`: it is all typewriting."""
    for p in found:
        if p.kind != "paragraph":
            continue
        text = p.text
        if all(a.fixed for a in p.lines) and not typed:
            p.kind = "code"
        elif _CAPTION.match(text) and len(text) < 1500 and (p.size < FOOT * body or p.lines[0].parts[0].kinds):
            p.kind = "caption"
        elif len(text) <= LONGEST_HEADING and any(c.isalpha() for c in text) and _is_heading(p, body):
            p.kind = "heading"
        elif _BULLET.match(text) and not text[0].isalpha():
            p.kind = "item"
        elif len(p.lines) > 1 or p.size < FOOT * body:
            p.quote = _is_set_in(p, body)


def _is_heading(p: Paragraph, body: float) -> bool:
    if p.size >= HEAD * body:
        return len(p.lines) <= 4
    bold = all(a.all_of("bold") for a in p.lines)
    return bold and len(p.lines) <= 3 and not p.text.rstrip().endswith((".", ",", ";")) and p.size > FOOT * body


def _is_set_in(p: Paragraph, body: float) -> bool:
    """Whether a paragraph stands in from its column on both sides, or on the left in smaller letters: a block quotation."""
    lefts = [a.x0 for a in p.lines[1:] or p.lines]
    left, right = min(lefts) - p.first.left, p.column.right - max(a.x1 for a in p.lines)
    if left <= 1.2 * p.size or max(lefts) - min(lefts) > 0.5 * p.size or len(p.text) <= 60:
        return False
    return p.size < FOOT * body or (right > 0.8 * p.size and len(p.lines) > 1)


def notes_at_foot(found: Sequence[Paragraph], body: float, *, carried: bool) -> Iterator[Paragraph]:
    """Give the paragraphs that are notes at the foot of a column: the last ones, set smaller, from one that begins with a mark.

    `carried`: the notes of the page before ended in mid-sentence, so that the first need have none.
    """
    first = len(found)
    while first and found[first - 1].size < FOOT * body and found[first - 1].kind in {"paragraph", "item"}:
        first -= 1
    foot = list(found[first:])
    marked = next((i for i, p in enumerate(foot) if is_marked(p)), None)
    if carried and foot:
        marked = 0
    if marked is not None and (first or carried or len(foot) < len(found)):
        yield from foot[marked:]


def is_marked(p: Paragraph) -> bool:
    """Whether a paragraph begins with the number or sign of a note."""
    return p.lines[0].raised or NOTE.match(p.text) is not None or _MARK.match(p.text) is not None
