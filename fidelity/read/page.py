"""Puts a page together from its tags and words: text, blocks, emphasis, links, and the way back to the source.

The HTML and the Markdown reader both feed it, in the order of the source; so maps cannot run backwards. Tags that are not
nested as they should be are treated as browsers treat them: a paragraph ends the paragraph before it, formatting goes on
until its own end tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model import Block, BlockKind, Comment, Inline, Origin, Run, Span
from fidelity.read import css, tags
from fidelity.read.layers import KINDS, STRETCHES, Layer, Layers, stretch_of
from fidelity.read.parts import Call, Finished, Opened, Place, inside
from fidelity.read.stack import DEEPEST, TOO_DEEP, Stack
from fidelity.read.tags import BLOCK, CLOSES_P, ENDS, FORMATTING, LOOK, MARKERS, P_SCOPE, SKIPPED, VOID
from fidelity.text.origin import Builder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

_GAP = re.compile(r"[ \t\n\r\f]+")
_UNEVEN = re.compile(r"[\t\n\r\f]")
_P = frozenset({"p"})
_CALLS = frozenset({"sup", "a"})
_HELD = 60  # open elements that a selector is held against
_LONGEST_CALL = 60  # a note call is a few characters: what is longer is text
SPOKEN_TO = "fidelity:"  # how a comment begins that speaks to this tool


class Page:
    """A page being read. Offsets given to it count in one text and never decrease."""

    def __init__(self) -> None:
        self.styles = css.Stylesheet()
        self.notes: list[str] = []
        self.ranges: list[tuple[str, int, int]] = []
        """(tag, start, end) of each `<main>` and `<article>`, in offsets of the text that is read."""
        self._comments: list[tuple[str, int, int]] = []
        self._builder = Builder()
        self._blocks: list[tuple[Block, Span]] = []
        self._runs: list[tuple[int, int, int]] = []
        self._place = Place()
        self._stack = Stack()
        self._layers = Layers()
        self._quotes = 0
        self._block: tuple[int, int, Place] | None = None  # (start in the text, start in the source, place)
        self._pending: tuple[str, int, int] | None = None
        self._breaks = 0
        self._end = 0  # where the last word ends in the source
        self._last = ""  # the last word, for note calls
        self._call: Call | None = None
        self._at = 0  # where the tag in hand ends
        self._replaying = False

    def text(self, piece: str, start: int, end: int) -> None:
        """Words that stand for `[start, end)`: character by character if the lengths are equal, else as a whole."""
        place = self._place
        if place.skip:
            return
        if self._call is not None:
            self._hold(("text", piece, start, end), piece)
            return
        if place.pre:
            self.verbatim(piece, start, end)
            return
        if end - start != len(piece):
            if piece.isspace() and "\xa0" not in piece:
                self.space(start, end)
            else:
                self._put(piece, start, end)
            return
        if "  " not in piece and (piece.isprintable() or not _UNEVEN.search(piece)):
            body = piece.strip(" ")
            if not body:
                self.space(start, end)
                return
            if piece[0] == " ":
                self.space(start, start + 1)
                start += 1
            stop = start + len(body)
            self._put(body, start, stop)
            if stop < end:
                self.space(stop, end)
            return
        at = 0
        for m in _GAP.finditer(piece):
            if m.start() > at:
                self._put(piece[at : m.start()], start + at, start + m.start())
            self.space(start + m.start(), start + m.end())
            at = m.end()
        if at < len(piece):
            self._put(piece[at:], start + at, end)

    def verbatim(self, piece: str, start: int, end: int) -> None:
        """Words whose white space counts, as in `<pre>`."""
        if self._place.skip:
            return
        if self._call is not None:
            self._hold(("verbatim", piece, start, end), piece)
            return
        even = end - start == len(piece)
        if self._block is None:
            body = piece.lstrip("\n")
            if not body.strip():
                return
            if even:
                start += len(piece) - len(body)
                piece = body
        body = piece.rstrip()
        if body:
            self._put(body, start, start + len(body) if even else end)
        if tail := piece[len(body) :]:
            tail_start = start + len(body) if even else end
            old = self._pending
            self._pending = (old[0] + tail, old[1], end) if old else (tail, tail_start, end)

    def space(self, start: int, end: int, sign: str = " ") -> None:
        """White space; it is kept only between two words of one block."""
        if self._block is None or self._place.skip:
            return
        if self._call is not None:
            self._hold(("space", start, end, sign), " ")
            return
        old = self._pending
        if old is None:
            self._pending = (sign, start, end)
        elif old[0] == " ":
            self._pending = (sign, old[1], end)
        else:
            self._pending = (old[0], old[1], end)

    def line_break(self, start: int, end: int) -> None:
        """Break the line, as `<br>` does; two in a row end the paragraph."""
        if self._block is None or self._place.skip or self._call is not None:
            return
        self._breaks += 1
        if self._breaks > 1:
            self.end_block()
            return
        old = self._pending
        self._pending = ("\n", old[1] if old else start, end)

    def note_call(self, label: str) -> None:
        """Note the place of a note call, whose characters are not in the text."""
        if not self._place.skip:
            self._layers.inlines.append(Inline((self._builder.size, self._builder.size), "note-call", label))

    def comment(self, words: str, start: int, end: int) -> None:
        """Keep a comment that speaks to this tool; it is no part of the text."""
        if words.lstrip()[: len(SPOKEN_TO)].lower() == SPOKEN_TO:
            self._comments.append((words, start, end))

    def spoken(self, back: Origin) -> tuple[Comment, ...]:
        """The comments that speak to this tool; `back` leads from the text that is read to the file."""
        return tuple(Comment(back.span(start, end), words) for words, start, end in self._comments)

    def _put(self, piece: str, start: int, end: int) -> None:
        builder = self._builder
        before = here = builder.size
        pending = self._pending
        if self._block is None:
            if before:
                builder.add("\n\n", self._end, start)
                here = builder.size
            self._block = (here, start, self._place)
            builder.add(piece, start, end)
        elif pending is None:
            builder.add(piece, start, end)
        else:
            self._pending = None
            sign, left, right = pending
            here += len(sign)
            if right == start and right - left == len(sign) and end - start == len(piece):
                builder.add(sign + piece, left, end)
            else:
                builder.add(sign, left, right)
                builder.add(piece, start, end)
        self._breaks = 0
        self._end = end
        self._last = piece
        layers = self._layers
        if layers.waiting:
            for stretch in layers.waiting:
                stretch.start = here
            layers.waiting.clear()
        mask = layers.mask
        if mask:
            runs = self._runs
            if runs and runs[-1][2] == mask and runs[-1][1] == before > self._block[0]:
                runs[-1] = (runs[-1][0], builder.size, mask)
            else:
                runs.append((here, builder.size, mask))

    def end_block(self) -> None:
        """Make the words so far a block of their own."""
        self._pending = None
        self._breaks = 0
        if self._block is None:
            return
        here, there, place = self._block
        self._block = None
        kind: BlockKind = "furniture" if place.furniture else place.kind
        block = Block((here, self._builder.size), kind, place.quote, place.depth, place.callout, place.cite)
        self._blocks.append((block, (there, self._end)))

    def start(self, tag: str, attrs: Mapping[str, str], start: int, end: int) -> None:
        """Read a start tag that stands at `[start, end)`."""
        if self._call is not None:
            self._hold(("start", tag, attrs, start, end), "")
            return
        self._at = start
        if tag == "br":
            self.line_break(start, end)
            return
        if tag in CLOSES_P:
            self._pop_to(_P, P_SCOPE)
        if tag in ENDS:
            self._pop_to(*ENDS[tag])
        if tag in VOID:
            if tag == "hr":
                self.end_block()
            return
        if tag in _CALLS and self._starts_call(tag, attrs, start):
            return
        if len(self._stack if tag not in FORMATTING else self._layers) >= DEEPEST and (self._place.skip or tag not in SKIPPED):
            self._pass_over(tag)
            return
        look = self.styles.look(tag, attrs, self._above)
        put = look.put | LOOK.get(tag, 0) & ~look.clear
        stretch = stretch_of(tag, attrs, pre=self._place.pre) if tag in STRETCHES else None
        if stretch is not None:
            self._layers.waiting.append(stretch)
        unseen = look.hidden or (bool(attrs) and ("hidden" in attrs or ("class" in attrs and "hidden" in tags.traits(attrs))))
        if tag in FORMATTING and not unseen:
            if tag == "a":
                self._layers.end("a", self._builder.size)
            self._layers.lay(Layer(tag, put | look.highlight, look.clear, stretch, attrs=attrs), self._builder.size)
            return
        block = tag in BLOCK or look.block
        if not block:
            put |= look.highlight
        before = self._place
        if tag == "blockquote" and not before.quote:
            self._quotes += 1
        work = tag in {"header", "footer"} and ("article" in self._stack or "main" in self._stack)
        place = inside(tag, attrs, before, number=self._quotes, hidden=unseen, work=work)
        if block:
            self.end_block()
        layer = None
        marker = tag in MARKERS
        if put or look.clear or stretch or marker:
            layer = Layer("", put, look.clear, stretch, marker)
            self._layers.push(layer)
        self._place = place
        main = "article" if tag == "article" else "main" if tag == "main" or (attrs and attrs.get("role") == "main") else ""
        self._stack.push(Opened(tag, attrs, before, start, layer, block, main))

    def end(self, tag: str, start: int, end: int) -> None:
        """Read an end tag that stands at `[start, end)`."""
        self._at = end
        if self._call is not None:
            if tag != self._call.tag and tag not in BLOCK:
                self._hold(("end", tag, start, end), "")
                return
            if tag != self._call.tag:
                self._release(self._call)
            elif self._settle_call() or tag == "sup":
                return
        if self._stack.was_passed_over(tag):
            if tag in BLOCK:
                self.end_block()
        elif tag in FORMATTING:
            if self._place.skip and tag in self._stack:
                self._pop_to({tag}, tags.SCOPE)
            else:
                self._layers.end(tag, self._builder.size)
        elif tag == "br":
            self.line_break(start, end)
        elif tag in tags.HEADINGS:
            self._pop_to(tags.HEADINGS, tags.SCOPE)
        else:
            self._pop_to({tag}, tags.TABLE_SCOPE if tag in tags.TABLE else tags.SCOPE)

    def _above(self) -> list[css.Element]:
        return [*self._stack.innermost(_HELD), *self._layers.elements()[-_HELD:]]

    def _pop_to(self, ended: AbstractSet[str], limits: frozenset[str]) -> None:
        i = self._stack.where(ended, limits)
        if i is not None:
            self._pop_from(i)

    def _pop_from(self, i: int) -> None:
        for opened in self._stack.cut(i):
            if opened.block:
                self.end_block()
            if opened.layer is not None:
                self._layers.drop(opened.layer, self._builder.size)
            if opened.main:
                self.ranges.append((opened.main, opened.at, self._at))
            self._place = opened.before

    def _pass_over(self, tag: str) -> None:
        """Leave an element out that is nested too deeply; its words stay."""
        self._stack.pass_over(tag)
        if tag in BLOCK:
            self.end_block()
        if TOO_DEEP not in self.notes:
            self.notes.append(TOO_DEEP)

    def _starts_call(self, tag: str, attrs: Mapping[str, str], start: int) -> bool:
        href = attrs.get("href", "")
        own = self._block is None and tag == "a" and "#" in href and self._place.kind == "footnote"  # a note's own sign
        if self._replaying or self._place.skip or (self._block is None and not own):
            return False
        note_like = tags.is_note_link(attrs)
        if tag == "a" and not note_like and not own:
            return False
        self._call = Call(tag, tag == "a" or self._layers.link_target(), note_like, start)
        if tag == "a":
            self._call.held.append(("start", tag, attrs, start, start))
            self._call.linked = "#" in href or note_like
        return True

    def _hold(self, action: tuple[object, ...], words: str) -> None:
        call = self._call
        if call is None:
            return
        call.held.append(action)
        call.label += words
        if action[0] == "start":
            call.linked = call.linked or "#" in dict(action[2]).get("href", "")  # type: ignore[call-overload]
        if len(call.label) > _LONGEST_CALL or len(call.held) > _LONGEST_CALL or (action[0] == "start" and action[1] in BLOCK):
            self._release(call)

    def _settle_call(self) -> bool:
        call = self._call
        if call is None:
            return False
        label = call.label.strip()
        after = self._last if self._pending is None else ""
        if tags.is_note_label(label, raised=call.tag == "sup", linked=call.linked, after=after):
            self._call = None
            if not tags.is_way_back(label) and self._block is not None:
                self.note_call(label.strip("[]() "))
            return True
        self._release(call)
        return False

    def _release(self, call: Call) -> None:
        """Read what was held back as usual: it was no note call."""
        self._call = None
        self._replaying = True
        for action in call.held:
            match action:
                case ("text", str(piece), int(start), int(end)):
                    self.text(piece, start, end)
                case ("verbatim", str(piece), int(start), int(end)):
                    self.verbatim(piece, start, end)
                case ("space", int(start), int(end), str(sign)):
                    self.space(start, end, sign)
                case ("start", str(tag), dict(attrs), int(start), int(end)):
                    self.start(tag, attrs, start, end)
                case ("end", str(tag), int(start), int(end)):
                    self.end(tag, start, end)
                case _:
                    raise AssertionError(action)
        self._replaying = False

    def finish(self, end: int) -> Finished:
        """Close all that is open."""
        if self._call is not None:
            self._release(self._call)
        self._at = end
        self._pop_from(0)
        self.end_block()
        self._layers.finish(self._builder.size)
        text, origin = self._builder.finish()
        runs = tuple(Run((a, b), KINDS[mask]) for a, b, mask in self._runs)
        return Finished(
            text,
            origin,
            tuple(block for block, _ in self._blocks),
            tuple(span for _, span in self._blocks),
            runs,
            tuple(sorted(self._layers.links, key=lambda link: link.span)),
            tuple(sorted(self._layers.inlines, key=lambda inline: inline.span)),
        )
