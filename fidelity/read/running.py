"""Finds what belongs to the pages of a plain text and not to the work: running heads, page numbers, notes at the foot.

A page's edge is a form feed, or a line whose number counts on from one such line to the next. Other lines are running heads
only where they stand next to edges and come back there, or where they stand in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT_HEAD = 90  # a running head or a page number is no longer
OFTEN = 3  # times a line must come back to be a running head; twice will do if it is set like one
SHORTEST_PAGE = 8  # lines
SURE_PAGE = 20  # lines between two numbers that are all there is
TALLEST_NOTES = 90  # lines that notes at the foot of a page take at most
TALLEST_HEAD = 6  # lines
HEAD_SPACE = 3  # empty lines between the lines of a head, at most
FAR_IN = 12  # columns from where most lines begin: there centred lines begin

_NUMBER = re.compile(r"\d+|^[ivxlc]{1,7}\b|\b[ivxlc]{1,7}$")
_FIRST = re.compile(r"[^\w]{0,3}(?:[^\W\d_]{1,7}\.? )?(\d{1,4})\b(?!\.)")
_LAST = re.compile(r"\b(\d{1,4})[^\w]{0,3}$")
_PAGE_WORD = re.compile(r"(?:page|p\.|seite|s\.|página|pagina|pág\.|pag\.|blz\.) ?#(?: ?(?:of|/|von|sur|de|di|van) ?#)?")
_SPACE = " \t\f\v\u00a0"
_RULE = re.compile(r"[—–_-]{5,40}")
_WIDE: Final = "   "

SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]\d*]{0,4}$")
NOTE = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[ .)]")


@dataclass(slots=True)
class Line:
    """A line without the space around it, and what it is. `start` and `end` count in the text that it is of."""

    words: str
    start: int
    end: int
    indent: int
    page: bool = False  # a form feed stands before it
    furniture: bool = False
    note: bool = False  # at the foot of a page, under a rule

    @property
    def length(self) -> int:
        """In characters."""
        return self.end - self.start


def lines_of(text: str, begin: int) -> list[Line]:
    """Give the lines of `text` from `begin` on."""
    lines = []
    at = begin
    rest = text[begin:].split("\n")
    if not rest[-1]:
        rest.pop()
    for line in rest:
        body = line.lstrip(_SPACE)
        left = len(line) - len(body)
        words = body.rstrip(_SPACE)
        start = at + left
        if left and not line.startswith(" " * left):
            lead = line[:left]
            lines.append(Line(words, start, start + len(words), len(lead.replace("\f", "").expandtabs(8)), "\f" in lead))
        else:
            lines.append(Line(words, start, start + len(words), left))
        at += len(line) + 1
    return lines


def margin(lines: list[Line]) -> int:
    """Measure where most lines begin."""
    counts = Counter([line.indent for line in lines if line.words and not line.furniture])
    return counts.most_common(1)[0][0] if counts else 0


def mark_furniture(lines: list[Line]) -> None:
    """Mark the lines that belong to pages."""
    shapes: dict[int, str] = {}
    far_in = FAR_IN + margin(lines)
    for i, line in enumerate(lines):
        if line.words and line.end - line.start <= SHORT_HEAD and _stands_apart(lines, i, far_in):
            shapes[i] = " ".join(_NUMBER.sub("#", line.words).split())
    edges = _numbered(lines, shapes, far_in)
    for i in edges:
        lines[i].furniture = True
    edges += [i for i, line in enumerate(lines) if line.page]
    if not edges:
        return
    _mark_heads(lines, shapes, sorted({*edges}), far_in)
    _mark_between(lines, edges, far_in)


def _stands_apart(lines: list[Line], i: int, far_in: int) -> bool:
    """Whether a line is spaced as running heads are: far in, after a form feed, or with an empty line next to it."""
    line = lines[i]
    return (
        line.page or line.indent >= far_in or i == 0 or not lines[i - 1].words or i + 1 == len(lines) or not lines[i + 1].words
    )


def _numbered(lines: list[Line], shapes: dict[int, str], far_in: int) -> list[int]:
    """Find the lines that carry page numbers: they look alike, and their numbers count on."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, shape in shapes.items():
        if "#" in shape:
            groups[shape].append(i)
    sure: dict[str, list[int]] = {}
    for shape, lookalikes in groups.items():
        group = lookalikes
        if not _has_letters(shape):
            if shape.endswith("#.") or not _stand_alone(lines, group, far_in):
                continue
        elif not _PAGE_WORD.fullmatch(shape.lower()):
            group = [i for i in lookalikes if lines[i].page or _WIDE in lines[i].words]
        if len(group) < 2:
            continue
        apart = median(b - a for a, b in pairwise(group))
        if apart < (SHORTEST_PAGE if len(group) >= OFTEN else SURE_PAGE):
            continue
        if any(_counts_on([lines[i].words for i in group], sign) for sign in (_FIRST, _LAST)):
            sure[shape] = group
    if any(map(_has_letters, sure)):  # then bare numbers are those of sections
        sure = {shape: group for shape, group in sure.items() if _has_letters(shape)}
    found = [i for group in sure.values() for i in group]
    for i, shape in shapes.items():  # a head whose number has slipped to the next line
        if i + 1 in shapes and shapes[i + 1] == "#" and f"{shape} #" in sure:
            found += (i, i + 1)
    return found


def _has_letters(shape: str) -> bool:
    return any(c.isalpha() for c in shape)


def _stand_alone(lines: list[Line], group: list[int], far_in: int) -> bool:
    """Whether bare numbers are the only words of their lines, with space around them or set far in."""
    return all(lines[i].indent >= far_in or not lines[i - 1].words or lines[i].page for i in group if i)


def _counts_on(texts: list[str], sign: re.Pattern[str]) -> bool:
    """Whether most numbers follow on the ones before them; a page may be missing, and a part may begin anew."""
    numbers = [int(m[1]) for words in texts if (m := sign.search(words) if sign is _LAST else sign.match(words))]
    if len(numbers) < len(texts):
        return not numbers and all(not any(c.isdigit() for c in words) for words in texts)  # roman numerals
    steps = [b - a for a, b in pairwise(numbers)]
    on = sum(0 < step <= 4 for step in steps)
    anew = sum(step <= 0 and b <= 5 for step, b in zip(steps, numbers[1:], strict=True) if step)
    return on > 0 and 3 * (on + anew) >= 2 * len(steps)


def _mark_heads(lines: list[Line], shapes: dict[int, str], edges: list[int], far_in: int) -> None:
    """Mark the lines that come back next to edges, and mostly there."""
    everywhere = Counter(shapes.values())
    again = {i for i, shape in shapes.items() if everywhere[shape] > 1}
    attached = {i for edge in edges for i in (edge, *_around(lines, edge, again)) if i in again and not lines[i].furniture}
    near = Counter(shapes[i] for i in attached)
    for i in attached:
        shape = shapes[i]
        n = near[shape]
        if n < 2 or not any(c.isalnum() for c in shape) or 2 * n < everywhere[shape] or _is_prose(shape):
            continue
        if _is_set_as_head(lines[i], far_in) or (n >= OFTEN and not shape[0].islower()):
            lines[i].furniture = True


def _around(lines: list[Line], edge: int, again: set[int]) -> Iterator[int]:
    """Give the lines of the clusters on both sides of an edge: its own, and the next one over a little space.

    A line that does not come back ends the cluster: the text begins there.
    """
    for step in (-1, 1):
        i, empty, clusters = edge + step, 0, 0 if lines[edge].words else 1
        taken = 0
        while 0 <= i < len(lines) and taken < TALLEST_HEAD:
            if not lines[i].words:
                empty += 1
                clusters += empty == 1
                if empty > HEAD_SPACE or clusters > 1:
                    break
            elif i not in again and not lines[i].furniture:
                break
            else:
                empty = 0
                taken += 1
                yield i
            i += step


def _is_set_as_head(line: Line, far_in: int) -> bool:
    set_apart = line.page or line.indent >= far_in or _WIDE in line.words or line.words.isupper()
    return set_apart and line.length <= SHORT_HEAD


def _is_prose(shape: str) -> bool:
    """Say whether it is a sentence: one that comes back (a refrain, an answer) is no running head."""
    words = shape.split()
    return len(words) > 3 and SENTENCE_END.search(shape) is not None and 2 * sum(map(_is_capital, words)) <= len(words)


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _mark_between(lines: list[Line], edges: list[int], far_in: int) -> None:
    """Mark what is set as a head next to an edge where a sentence goes on over all of it, even if it stands only once."""
    for edge in edges:
        found = [edge]
        ends: list[Line] = []
        for step in (-1, 1):
            i = edge + step
            while 0 <= i < len(lines) and abs(i - edge) <= 2 * TALLEST_HEAD:
                line = lines[i]
                if line.words and not line.furniture:
                    if not _is_set_as_head(line, far_in) or line.words[-1] in ",;:" or _is_prose(line.words):
                        ends.append(line)
                        break
                    found.append(i)
                i += step
        if len(found) > 1 and len(ends) == 2 and runs_over(ends[0].words, ends[1].words):
            for i in found:
                lines[i].furniture = bool(lines[i].words)


def runs_over(before: str, after: str) -> bool:
    """Whether one word or bare sentence goes on from one line to the other beyond doubt."""
    return after[0].islower() and (before[-1] in "-\u00ad" or before[-1].islower())


def mark_notes(lines: list[Line]) -> None:
    """Mark the notes at the foot of pages: from a short rule to the next running head."""
    at = 0
    while at < len(lines):
        rule = lines[at].words
        at += 1
        if len(rule) < 5 or not _RULE.fullmatch(rule):
            continue
        following = next((i for i in range(at, min(at + 2, len(lines))) if lines[i].words), None)
        if following is None:
            continue
        stop = next((i for i in range(following, min(following + TALLEST_NOTES, len(lines))) if lines[i].furniture), None)
        if stop is None or not (rule.startswith("—") or NOTE.match(lines[following].words)):
            continue
        lines[at - 1].furniture = True
        for i in range(following, stop):
            lines[i].note = bool(lines[i].words)
        at = stop
