"""What belongs to a document's pages and not to the work: running heads and feet, page numbers, numbers of lines.

A row at a page's edge is furniture where it comes back at the same height, where its number counts on with the pages, or
where rows of other pages at that height are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from fidelity.read.pdf.glyphs import BULLET
from fidelity.read.pdf.rows import Row, line, rows
from fidelity.read.running import NOTE, SENTENCE_END, SHORT_HEAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.read.pdf.fragments import Fragment

TALLEST: Final = 4  # rows of furniture at one edge
TIGHT: Final = 1.15  # of the usual step between lines
SAME_HEIGHT: Final = 4.0  # points
OFTEN: Final = 3  # pages on which a row must come back; two will do in a document of up to four
APART: Final = 1.5  # of the size: space between the text and a page number that stands on one page alone
LINE_NUMBERS: Final = 4  # on a page, at least; twice as many where every line has one
ZONE: Final = 0.5  # of the pages: where so many have furniture at a height, what stands there is furniture
LONGEST_HEAD: Final = SHORT_HEAD + 50

_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"\d{1,4}|\b[ivxlc]{1,7}\b")
_BARE = re.compile(
    r"[-–—\[(|· ]*(?:(?:page|p\.|seite|s\.|página|pagina|pág\.|pag\.|blz\.)[ \u00a0]?)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:[ \u00a0]?(?:of|/|von|sur|de|di|van)[ \u00a0]?\d{1,4})?[-–—\])|· ]*",
    re.IGNORECASE,
)
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class _Edge:
    """A row at a page's edge; `nth` counts from the edge, `side` is 1 at the head and -1 at the foot."""

    row: Row
    text: str
    shape: str
    page: int
    side: int
    nth: int
    apart: float  # points between it and the next row inwards
    tight: bool  # that is no more than between lines of the text
    furniture: bool = False


def furniture(pages: Sequence[Sequence[Fragment]]) -> list[list[Row]]:
    """Give the rows of each page that are furniture."""
    edges = [edge for number, page in enumerate(pages) for edge in _edges(page, number)]
    often = OFTEN if len(pages) > 4 else 2
    _mark_numbers(edges, often)
    _mark_again(edges, often, len(pages))
    _mark_zones(edges, sum(1 for page in pages if page))
    out: list[list[Row]] = [[] for _ in pages]
    by_side: defaultdict[tuple[int, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        by_side[edge.page, edge.side].append(edge)
    for (number, _), group in by_side.items():
        out[number] += [edge.row for edge in group[: _depth(group)]]
    return out


def _depth(group: Sequence[_Edge]) -> int:
    """Tell how many rows from a page's edge on are furniture: the last has space behind it, or is a bare number."""
    depth = 0
    for i, edge in enumerate(group):
        if not edge.furniture and (i or not _is_slight(edge)):
            break
        if edge.furniture and (not edge.tight or _BARE.fullmatch(edge.text)):
            depth = i + 1
    return depth


def _edges(page: Sequence[Fragment], number: int) -> list[_Edge]:
    found = rows(page)
    steps = [a.base - b.base for a, b in pairwise(found)]
    usual = median(steps) if steps else 0.0
    out = []
    for side, ordered in ((1, found), (-1, found[::-1])):
        for nth, row in enumerate(ordered[:TALLEST]):
            words = line(row.fragments, row)
            text = f"{BULLET} {words.text}" if words.raised else words.text.strip()
            following = ordered[nth + 1] if nth + 1 < len(ordered) else None
            apart = abs(row.base - following.base) if following else float("inf")
            out.append(
                _Edge(row, text, " ".join(_NUMBER.sub("#", text).split()), number, side, nth, apart, apart <= TIGHT * usual)
            )
    return out


def _mark_numbers(edges: list[_Edge], often: int) -> None:
    """Mark rows whose number counts on with the pages, and bare numbers that stand apart."""
    groups: defaultdict[tuple[int, int], list[_Edge]] = defaultdict(list)
    offsets: Counter[int] = Counter()
    for edge in edges:
        if len(edge.text) > LONGEST_HEAD:
            continue
        bare = _BARE.fullmatch(edge.text) is not None
        if bare and edge.nth == 0 and edge.apart >= APART * edge.row.size:
            edge.furniture = True
            offsets.update({value - edge.page for value in _numbers(edge.text)})
        if bare or (not SENTENCE_END.search(edge.text) and not NOTE.match(edge.text)) or len(edge.row.cells()) > 1:
            for offset in {value - edge.page for value in _numbers(edge.text)}:
                groups[edge.side, offset].append(edge)
    for (_, offset), group in groups.items():
        for cluster in _level(group):
            if len({e.page for e in cluster}) >= often:
                offsets[offset] += len(cluster)
                for e in cluster:
                    e.furniture = True
        for edge in group:  # a head that stands on one page alone, with the number that this page has
            known = offset in offsets or offset == 1
            if edge.nth == 0 and known and len(edge.row.cells()) > 1 and edge.apart >= APART * edge.row.size:
                edge.furniture = True


def _level(group: Iterable[_Edge]) -> list[list[_Edge]]:
    """Part rows by height."""
    out: list[list[_Edge]] = []
    for edge in sorted(group, key=lambda e: e.row.base):
        if not out or edge.row.base - out[-1][-1].row.base > SAME_HEIGHT:
            out.append([])
        out[-1].append(edge)
    return out


def _numbers(text: str) -> list[int]:
    """Give the numbers that a row begins or ends with."""
    words = text.strip("-–—[](|)· .").split()
    out = []
    for word in {words[0], words[-1]} if words else ():
        bare = word.strip(".,|")
        if bare.isdecimal() and len(bare) <= 4:
            out.append(int(bare))
        elif bare and set(bare) <= _ROMAN.keys() and len(bare) <= 7:
            values = [_ROMAN[c] for c in bare]
            out.append(sum(-a if a < b else a for a, b in pairwise([*values, 0])))
    return out


def _mark_again(edges: list[_Edge], often: int, pages: int) -> None:
    """Mark rows that come back at the same height."""
    groups: defaultdict[tuple[int, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        if edge.text and len(edge.text) <= LONGEST_HEAD and (any(c.isalnum() for c in edge.text) or edge.nth == 0):
            groups[edge.side, edge.shape].append(edge)
    for group in groups.values():
        group.sort(key=lambda edge: edge.row.base)
        for edge in group:
            near = {e.page for e in group if abs(e.row.base - edge.row.base) <= SAME_HEIGHT}
            if len(near) >= (max(OFTEN, pages / OFTEN) if _is_prose(edge.text) else often):
                edge.furniture = True


def _is_prose(text: str) -> bool:
    """Whether a row may be a line of the text: many words, most of them small."""
    words = text.split()
    return len(words) > 5 and 2 * sum(word[0].islower() for word in words) > len(words)


def _mark_zones(edges: list[_Edge], pages: int) -> None:
    """Mark rows at a height at which most pages have furniture, set like it."""
    zones: Counter[tuple[int, int, float]] = Counter()
    for edge in edges:
        if edge.furniture:
            for height in {round((edge.row.base + d) / SAME_HEIGHT) for d in (-1, 1)}:
                zones[edge.side, height, round(edge.row.size)] += 1
    for edge in edges:
        key = (edge.side, round(edge.row.base / SAME_HEIGHT), round(edge.row.size))
        if not edge.furniture and edge.nth <= 1 and pages >= 4 and zones[key] >= ZONE * pages and len(edge.text) <= SHORT_HEAD:
            edge.furniture = edge.apart >= 1.2 * edge.row.size and not SENTENCE_END.search(edge.text)


def _is_slight(edge: _Edge) -> bool:
    """Whether a row between furniture and the page's edge may be furniture too: a rule, a few words."""
    return len(edge.text) <= SHORT_HEAD and not SENTENCE_END.search(edge.text) and not edge.text[:1].islower()


def without_line_numbers(page: Sequence[Fragment]) -> tuple[list[Fragment], int]:
    """Take out the numbers of lines that stand beside the text, and tell how many they were."""
    numbers = [f for f in page if _FIGURES.fullmatch(f.text) and len(f.letters) <= 4]
    groups: list[list[Fragment]] = []
    for right in (False, True):
        by_edge: defaultdict[int, list[Fragment]] = defaultdict(list)
        for f in numbers:
            by_edge[round((f.x1 if right else f.x0) / 3)].append(f)
        groups += by_edge.values()
    best = max(groups, key=len, default=[])
    if len(best) < LINE_NUMBERS or not _are_of_lines(best, page):
        return list(page), 0
    out = {id(f) for f in best}
    left, right_edge = min(f.x0 for f in best) - 3, max(f.x1 for f in best) + 3
    out |= {id(f) for f in numbers if left <= f.x0 and f.x1 <= right_edge}
    return [f for f in page if id(f) not in out], len(out)


def _are_of_lines(numbers: Sequence[Fragment], page: Sequence[Fragment]) -> bool:
    """Whether numbers count the lines of the text, and all of it stands on one side of them."""
    ordered = sorted(numbers, key=lambda f: -f.base)
    values = [int(f.text) for f in ordered]
    step, n = Counter(b - a for a, b in pairwise(values)).most_common(1)[0]
    if step not in {1, 2, 5, 10} or 5 * n < 4 * (len(values) - 1) or (step == 1 and len(values) < 2 * LINE_NUMBERS):
        return False
    left, right = min(f.x0 for f in numbers), max(f.x1 for f in numbers)
    high, low = ordered[0].base, ordered[-1].base
    own = {id(f) for f in numbers}
    rest = [f for f in page if id(f) not in own and len(f.letters) > 3 and low <= f.base <= high]
    after = sum(f.x0 >= right for f in rest)
    if not rest or after not in {0, len(rest)} or (after == 0 and any(f.x1 > left for f in rest)):
        return False
    counted = values[-1] - values[0] + 1
    return 0.5 * counted <= len(rows(rest)) <= 1.2 * counted
