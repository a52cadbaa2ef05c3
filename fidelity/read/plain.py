"""Reads plain text: paragraphs, hard-wrapped or one to a line, and the furniture of its pages."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from fidelity.model import Block, BlockKind, Comment, Document, Meta
from fidelity.read.front import front_matter
from fidelity.read.running import NOTE, SENTENCE_END, Line, lines_of, margin, mark_furniture, mark_notes, runs_over
from fidelity.text.lines import normalised
from fidelity.text.origin import MOST_PIECES, Builder, TooManyPieces, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST_WRAP = 100  # characters: lines of a hard-wrapped text are no longer
TALLEST_GAP = 14  # lines of furniture and empty lines between the halves of a paragraph

_COMMENT = re.compile(r"\[(fidelity:[^\]]{0,2000})\]", re.IGNORECASE)  # alone on its line: plain text has no other comments
_MOST_LINES = MOST_PIECES // 2  # a line takes more than a piece of another text
_HEADER = re.compile(
    r"(title|author|by|publisher|source|date|published|url|language)[ \t]*:[ \t]*(\S[^\n]{0,300})", re.IGNORECASE
)


def read_plain(document: Document) -> Document:
    """Fill in a document whose source is plain text."""
    text, back = normalised(document.source)
    meta, begin, trouble = front_matter(text)
    if text.count("\n", begin) > _MOST_LINES:
        raise TooManyPieces
    lines = lines_of(text, begin)
    spoken = [line for line in lines if _COMMENT.fullmatch(line.words)]
    said = [line.start for line in spoken]
    lines = [line for line in lines if not _COMMENT.fullmatch(line.words)] if spoken else lines
    mark_furniture(lines)
    mark_notes(lines)
    builder = Builder()
    blocks: list[Block] = []
    cuts = last = 0
    for group in _paragraphs(lines, _shape(lines)):
        if last:
            builder.add("\n\n", last, group[0].start)
        first = builder.size
        start, last = group[0].start, group[0].end
        for line in group[1:]:
            if line.start > last + 1:
                builder.add(text[start:last], start, last)
                builder.add("\n", last, line.start)
                skipped = bisect_left(said, line.start) - bisect_left(said, last)
                cuts += text.count("\n", last, line.start) > 1 + skipped
                start = line.start
            last = line.end
        builder.add(text[start:last], start, last)
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
        comments=tuple(Comment(back.span(line.start, line.end), line.words[1:-1]) for line in spoken),
    )


def _paragraphs(lines: list[Line], shape: _Shape | None) -> Iterator[list[Line]]:
    """Group lines into blocks; the halves of a paragraph around page furniture are one group."""
    group: list[Line] = []
    held: list[list[Line]] = []  # furniture since the last line of the group
    gap = 0
    page = False
    for i, line in enumerate(lines):
        page = page or line.page
        if not line.words or line.furniture:
            gap += 1
            if line.words:
                held.append([line])
            continue
        following = lines[i + 1] if i + 1 < len(lines) else None
        if group:
            if held or (page and gap):
                goes_on = gap <= TALLEST_GAP and line.note == group[-1].note and _runs_on(group[-1], line, shape)
            else:
                goes_on = shape is not None and shape.continues(group, line, following, gap)
            if not goes_on:
                yield group
                group = []
        if not group:
            yield from held
        held = []
        group.append(line)
        gap = 0
        page = False
    if group:
        yield group
    yield from held


def _runs_on(last: Line, line: Line, shape: _Shape | None) -> bool:
    """Say whether a sentence goes on from one page to the next; without hard wraps only a divided word tells."""
    before, after = last.words, line.words
    if runs_over(before, after) and (shape is not None or not before[-1].isalpha()):
        return True
    if shape is None or last.length < shape.width // 2 or last.indent > shape.margin + 12:
        return False
    if "    " in before or before.isupper():
        return False
    if before.endswith(("-", "\u00ad", ",", ";", "—", "–")):
        return True
    return line.indent <= shape.margin + 12 and (not SENTENCE_END.search(before) or after[0].islower())


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a hard-wrapped text is set: where its lines begin, and how long they are."""

    margin: int
    width: int

    def continues(self, group: list[Line], line: Line, following: Line | None, gap: int) -> bool:
        """Say whether `line` goes on with the paragraph of `group` on the same page."""
        last = group[-1]
        if line.note != last.note:
            return False
        if line.note:
            return not NOTE.match(line.words) and (not gap or not SENTENCE_END.search(last.words))
        if gap or (len(group) == 1 and self._is_heading(last, line, following)):
            return False
        if last.indent >= line.indent + 10 and last.length < 0.7 * self.width:
            return False  # after a centred heading
        if line.indent >= last.indent + 10 and line.length < 0.7 * self.width and SENTENCE_END.search(last.words):
            return False  # before one
        if line.indent == last.indent:
            return True
        if line.indent > last.indent + 1 and line.indent >= self.margin + 2:  # an indented first line, or a hanging paragraph
            if following is None or not following.words or following.furniture:
                return not SENTENCE_END.search(last.words)
            return following.indent >= line.indent
        return not (
            line.indent < last.indent
            and len(group) > 1
            and following is not None
            and following.words
            and not following.furniture
            and following.indent > line.indent
            and SENTENCE_END.search(last.words)
        )

    def _is_heading(self, first: Line, line: Line, following: Line | None) -> bool:
        """Say whether a block's first line is a heading: it ends early, though more words would have gone into it."""
        room = self.width - first.length
        return (
            room > self.width // 3
            and line.length >= 0.8 * self.width
            and following is not None
            and following.words != ""
            and first.words[-1] not in "-\u00ad,;"
            and not SENTENCE_END.search(first.words)
            and not first.words[0].islower()
            and not line.words[0].islower()
        )


def _shape(lines: list[Line]) -> _Shape | None:
    """Measure how paragraphs are set; None if they do not run over several lines of about one length."""
    words = [line for line in lines if line.words and not line.furniture]
    runs = [a.end - a.start for a, b in pairwise(lines) if a.words and b.words and not a.furniture and not b.furniture]
    widths = sorted(runs)
    if not widths or widths[len(widths) * 19 // 20] > 2 * WIDEST_WRAP:
        return None
    middle = widths[len(widths) // 2]
    near = sum(abs(width - middle) <= 15 for width in widths)
    if not 35 <= middle <= WIDEST_WRAP or near < 0.5 * len(widths):
        return None
    return _Shape(margin(words), int(median([line.length for line in words])))


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
