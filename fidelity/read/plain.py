"""Reads plain text: paragraphs, hard-wrapped or one to a line, and the furniture of its pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from fidelity.model import Block, BlockKind, Document, Meta
from fidelity.read.front import front_matter
from fidelity.text.lines import normalised
from fidelity.text.origin import Builder, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST_WRAP = 100  # characters: lines of a hard-wrapped text are no longer
SHORT_HEAD = 90  # a running head or a page number is no longer
OFTEN = 3  # times a line must come back to be a running head
TALLEST_NOTES = 90  # lines that notes at the foot of a page take at most
TALLEST_GAP = 14  # lines of furniture and empty lines between the halves of a paragraph

_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
_HEADER = re.compile(
    r"(title|author|by|publisher|source|date|published|url|language)[ \t]*:[ \t]*(\S[^\n]{0,300})", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]\d*]{0,4}$")
_RULE = re.compile(r"[—–_-]{5,40}")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡]{1,3})[ .)]")
_SPACE = " \t\f\v\u00a0"


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    furniture: bool = False
    note: bool = False  # at the foot of a page, under a rule
    page: bool = False  # a form feed stands before it

    @property
    def empty(self) -> bool:
        return self.start == self.end

    @property
    def length(self) -> int:
        return self.end - self.start


def read_plain(document: Document) -> Document:
    """Fill in a document whose source is plain text."""
    text, back = normalised(document.source)
    meta, begin, trouble = front_matter(text)
    lines = _with_notes(text, _without_furniture(text, list(_lines(text, begin))))
    wrapped = _is_wrapped(lines)
    builder = Builder()
    blocks: list[Block] = []
    cuts = last = 0
    for group in _paragraphs(text, lines, wrapped=wrapped):
        first = builder.size
        for i, line in enumerate(group):
            if i:
                builder.add("\n", group[i - 1].end, line.start)
                cuts += text.count("\n", group[i - 1].end, line.start) > 1
            elif first:
                builder.add("\n\n", last, line.start)
                first = builder.size
            builder.add(text[line.start : line.end], line.start, line.end)
            last = line.end
        kind: BlockKind = "furniture" if group[0].furniture else "footnote" if group[0].note else "paragraph"
        blocks.append(Block((first, builder.size), kind))
    words, origin = builder.finish()
    notes = [*document.notes, *((trouble,) if trouble else ())]
    if cuts:
        plural = "s" if cuts > 1 else ""
        notes.append(f"Running heads and page numbers were taken out of the middle of {cuts} paragraph{plural}.")
    whole = len(back.here) == 1 and back.size == len(document.source)
    return replace(
        document,
        text=words,
        origin=origin if whole else compose(origin, back),
        blocks=tuple(blocks),
        meta=_headed(meta, words, blocks),
        notes=tuple(notes),
    )


def _lines(text: str, begin: int) -> Iterator[_Line]:
    at = begin
    size = len(text)
    while at < size:
        stop = text.find("\n", at)
        stop = size if stop < 0 else stop
        line = text[at:stop]
        body = line.strip(_SPACE)
        left = len(line) - len(line.lstrip(_SPACE))
        lead = line[:left]
        yield _Line(at + left, at + left + len(body), len(lead.replace("\f", "").expandtabs(8)), page="\f" in lead)
        at = stop + 1


def _without_furniture(text: str, lines: list[_Line]) -> list[_Line]:
    """Mark the lines that come back through the document at the edges of its pages.

    A page's edge is a form feed or a line with a number that is set as page numbers are; a line without a number is a
    running head only where it stands next to such an edge.
    """
    shapes = [
        " ".join(_NUMBER.sub("#", text[line.start : line.end]).split())
        if not line.empty and line.length <= SHORT_HEAD and _stands_apart(lines, i)
        else ""
        for i, line in enumerate(lines)
    ]
    counts = Counter(shape for shape in shapes if shape and not _is_prose(shape))
    edges = [
        line.page or ("#" in shape and counts[shape] >= OFTEN and _is_numbered(text, line, shape))
        for line, shape in zip(lines, shapes, strict=True)
    ]
    near = Counter(shape for i, shape in enumerate(shapes) if shape in counts and any(edges[max(0, i - 3) : i + 4]))
    often = {shape for shape, n in near.items() if counts[shape] >= OFTEN and 2 * n >= counts[shape]}
    return [replace(line, furniture=True) if shape in often else line for line, shape in zip(lines, shapes, strict=True)]


def _is_numbered(text: str, line: _Line, shape: str) -> bool:
    """Say whether a line with a number is set as page numbers are: alone, far in, or with a wide gap."""
    alone = not any(c.isalpha() for c in shape) and not shape.endswith("#.")
    return alone or line.page or line.indent >= 20 or "    " in text[line.start : line.end]


def _stands_apart(lines: list[_Line], i: int) -> bool:
    """Whether a line is spaced as running heads are: far in, after a form feed, or with an empty line next to it."""
    line = lines[i]
    before = lines[i - 1] if i else None
    after = lines[i + 1] if i + 1 < len(lines) else None
    return line.page or line.indent >= 20 or before is None or before.empty or after is None or after.empty


def _is_prose(shape: str) -> bool:
    """Say whether it is a sentence: one that comes back (a refrain, an answer) is no running head."""
    return bool(_SENTENCE_END.search(shape)) and len(shape.split()) > 3


def _is_wrapped(lines: list[_Line]) -> bool:
    """Whether paragraphs run over several lines of about one length."""
    runs = [a for a, b in pairwise(lines) if not a.empty and not b.empty and not a.furniture and not b.furniture]
    widths = sorted(line.length for line in runs)
    if not widths or widths[len(widths) * 19 // 20] > 2 * WIDEST_WRAP:
        return False
    middle = median(widths)
    if middle > WIDEST_WRAP:
        return False
    near = sum(abs(width - middle) <= 15 for width in widths)
    return middle >= 35 and near >= 0.5 * len(widths)


def _with_notes(text: str, lines: list[_Line]) -> list[_Line]:
    """Mark the notes at the foot of pages: from a short rule to the next running head."""
    marked = list(lines)
    at = 0
    while at < len(lines):
        rule = text[lines[at].start : lines[at].end]
        following = next((i for i in range(at + 1, min(at + 3, len(lines))) if not lines[i].empty), None)
        at += 1
        if following is None or not _RULE.fullmatch(rule):
            continue
        first = text[lines[following].start : lines[following].end]
        stop = next((i for i in range(following, min(following + TALLEST_NOTES, len(lines))) if lines[i].furniture), None)
        if stop is None or not (rule.startswith("—") or _NOTE.match(first)):
            continue
        marked[at - 1] = replace(marked[at - 1], furniture=True)
        for i in range(following, stop):
            marked[i] = replace(marked[i], note=not marked[i].empty)
        at = stop
    return marked


def _paragraphs(text: str, lines: list[_Line], *, wrapped: bool) -> Iterator[list[_Line]]:
    """Group lines into blocks; the halves of a paragraph around page furniture are one group."""
    shape = _Shape(text, _margin(lines), _width(lines)) if wrapped else None
    group: list[_Line] = []
    held: list[list[_Line]] = []  # furniture since the last line of the group
    gap = 0
    for i, line in enumerate(lines):
        if line.empty:
            gap += 1
            continue
        if line.furniture:
            held.append([line])
            gap += 1
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if group and (shape is None or not shape.continues(group, line, following, gap, cut=bool(held))):
            yield group
            group = []
        if not group:
            yield from held
        held = []
        group.append(line)
        gap = 0
    if group:
        yield group
    yield from held


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a hard-wrapped text is set: where its lines begin, and how long they are."""

    text: str
    margin: int
    width: int

    def continues(self, group: list[_Line], line: _Line, following: _Line | None, gap: int, *, cut: bool) -> bool:
        """Say whether `line` goes on with the paragraph of `group`."""
        last = group[-1]
        if line.note != last.note:
            return False
        if cut:
            return gap <= TALLEST_GAP and self._runs_on(last, line)
        before, after = self.text[last.start : last.end], self.text[line.start : line.end]
        if line.note:
            return not _NOTE.match(after) and (not gap or not _SENTENCE_END.search(before))
        if gap:
            return False
        if last.indent >= line.indent + 10 and last.length < 0.7 * self.width:
            return False  # a centred heading
        alone = following is None or following.empty or following.furniture
        if line.indent > last.indent + 1 and line.indent >= self.margin + 2:  # an indented first line, or a hanging paragraph
            return not (
                _SENTENCE_END.search(before) is not None if alone else following is not None and following.indent < line.indent
            )
        return not (
            line.indent < last.indent
            and len(group) > 1
            and not alone
            and following is not None
            and following.indent > line.indent
            and _SENTENCE_END.search(before) is not None
        )

    def _runs_on(self, last: _Line, line: _Line) -> bool:
        """Say whether a sentence goes on from one page to the next."""
        before, after = self.text[last.start : last.end], self.text[line.start : line.end]
        if last.length < self.width // 2 or "    " in before or before.isupper() or last.indent > self.margin + 12:
            return False
        if before.endswith(("-", "\u00ad", ",", ";", "—", "–")):
            return True
        return line.indent <= self.margin + 12 and (not _SENTENCE_END.search(before) or after[:1].islower())


def _width(lines: list[_Line]) -> int:
    """How long lines commonly are."""
    return int(median([line.length for line in lines if not line.empty and not line.furniture] or [0]))


def _margin(lines: list[_Line]) -> int:
    """Where most lines of the text begin."""
    counts = Counter(line.indent for line in lines if not line.empty and not line.furniture)
    return counts.most_common(1)[0][0] if counts else 0


def _headed(meta: Meta, text: str, blocks: list[Block]) -> Meta:
    """Take in what the first lines say: `Title: …`, or a short first line without a stop."""
    first = next((block.span for block in blocks if block.kind != "furniture"), None)
    if first is None:
        return meta
    said: dict[str, str] = {}
    for line in text[: first[0] + 3000].splitlines()[:12]:
        if m := _HEADER.fullmatch(line.strip()):
            said.setdefault(m[1].lower(), m[2].strip())
    title = said.get("title")
    if title is None:
        line = text[first[0] : first[1]]
        if (
            "\n" not in line
            and "    " not in line
            and len(line) <= 150
            and not line.endswith((".", ":", ";", ","))
            and not _HEADER.fullmatch(line)
        ):
            title = line
    return replace(
        meta,
        title=meta.title or title,
        author=meta.author or said.get("author") or said.get("by"),
        publisher=meta.publisher or said.get("publisher") or said.get("source"),
        published=meta.published or said.get("date") or said.get("published"),
        url=meta.url or said.get("url"),
        language=meta.language or said.get("language"),
    )
