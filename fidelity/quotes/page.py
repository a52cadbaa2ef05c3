"""A document laid out for finding quotations: its running blocks, what is set how, and its language's words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from fidelity.model import Block, Document, Link, Span
from fidelity.quotes.phrases import Phrases, language_of, phrases

WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_BREAK = re.compile(r"\n[ \t]*\n\s*|\n{2,}")
_SENTENCE = re.compile(r"[.!?][\"”“’‘»«›‹)\]]*\s+(?=[^\W\d_a-z])")
SENTENCE_END = re.compile(r"[.!?…][\"'’”»›)\]*_]*\s*$|[:;]\s*$")
_HYPHEN_END = re.compile(r"\w[-\u00ad\u2010]\s*$")

NO_STOP = re.compile(
    r"(?:(?<!['’])\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Gov|Jr|Sr|No|Nos|vs|Inc|Ltd|Co|Corp|Bros|Assn|Dept|Fed|Cir|Supp|Ct"
    r"|Stat|Rev|Cal|App|Div|Dist|Art|Sec|cl|cf|Cf|op|al|seq|pp|nn|ed|rel|Vgl|vgl|Nr|Abs|bzw|art|núm|págs?)|[^\W\d_]\.[^\W\d_])$"
)  # what may stand before a full stop that ends no sentence

_RULE = re.compile(r"(?m)<hr\b|^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_GAP = 2000  # characters of source between two parts that are looked at
_DAY = re.compile(r"\D?\d{1,2}\.\s+(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")


@dataclass(frozen=True, slots=True)
class Part:
    """A block that has running text. `index` counts the parts; `start` and `end` are without surrounding white space."""

    index: int
    start: int
    end: int
    block: Block


class Page:
    """One document, with the look-ups that finding quotations needs."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.phrases: Phrases = phrases(language_of(document))
        self.parts = tuple(_parts(document))
        self._starts = [part.start for part in self.parts]

    def part_at(self, offset: int) -> Part | None:
        """The part that holds `offset`, or None."""
        i = bisect_right(self._starts, offset) - 1
        return self.parts[i] if i >= 0 and offset <= self.parts[i].end else None

    @cached_property
    def running(self) -> str:
        """The text outside block quotations, with single spaces."""
        parts = (self.text[part.start : part.end] for part in self.parts if not part.block.quote)
        return " ".join(" ".join(parts).split())

    @cached_property
    def _code(self) -> list[Span]:
        return sorted(i.span for i in self.document.inlines if i.kind == "code")

    def in_code(self, offset: int) -> bool:
        """Whether the character at `offset` is code."""
        return _covers(self._code, offset)

    @cached_property
    def cites(self) -> list[Span]:
        """Titles that the markup marks as such, in order."""
        return sorted(i.span for i in self.document.inlines if i.kind == "cite")

    @cached_property
    def quoted(self) -> list[Span]:
        """What the markup marks as quoted inside a line, in order; of nested ones the outer."""
        out: list[Span] = []
        for span in sorted((i.span for i in self.document.inlines if i.kind == "quote"), key=lambda s: (s[0], -s[1])):
            if not out or span[0] >= out[-1][1]:
                out.append(span)
        return out

    @cached_property
    def links(self) -> list[Link]:
        """All links, in order."""
        return sorted(self.document.links, key=lambda link: link.span)

    @cached_property
    def _link_starts(self) -> list[int]:
        return [link.span[0] for link in self.links]

    def links_in(self, start: int, end: int) -> list[Link]:
        """The links that begin in `[start, end)`."""
        return self.links[bisect_left(self._link_starts, start) : bisect_left(self._link_starts, end)]

    @cached_property
    def _italics(self) -> list[Span]:
        return _joined([r.span for r in self.document.emphasis if "italic" in r.kinds], self.text)

    @cached_property
    def _bolds(self) -> list[Span]:
        return _joined([r.span for r in self.document.emphasis if "bold" in r.kinds], self.text)

    def italic(self, start: int, end: int) -> bool:
        """Whether (nearly) all letters of `[start, end)` are italic."""
        return self._share(self._italics, start, end)

    def bold(self, start: int, end: int) -> bool:
        """Whether (nearly) all letters of `[start, end)` are bold."""
        return self._share(self._bolds, start, end)

    def set_off_before(self, end: int) -> str:
        """The words in italics, or marked as a title, that end at a place; "" if there are none."""
        for runs in (self._italics, self.cites):
            i = bisect_right(runs, (end, len(self.text) + 1)) - 1
            if i >= 0 and self.text[min(runs[i][1], end) : max(runs[i][1], end)].strip(" ,") == "" and runs[i][0] < end:
                return self.text[runs[i][0] : end]
        return ""

    def sets_off(self, start: int, end: int) -> bool:
        """Whether a title stands in a stretch: marked as one, or words in italics that begin like a name."""
        for runs in (self._italics, self.cites):
            for s, e in runs[bisect_left(runs, (start, 0)) : bisect_left(runs, (end, 0))]:
                if word_count(self.text[s:e]) > 1 and self.text[s].isupper():
                    return True
        return False

    def _share(self, runs: list[Span], start: int, end: int) -> bool:
        i = max(0, bisect_right(runs, (start, len(self.text) + 1)) - 1)
        inside = 0
        while i < len(runs) and runs[i][0] < end:
            s, e = max(start, runs[i][0]), min(end, runs[i][1])
            inside += letters(self.text[s:e]) if s < e else 0
            i += 1
        return inside > 0 and inside >= 0.95 * letters(self.text[start:end])

    def runs_on(self, before: Part, after: Part) -> bool:
        """Whether a sentence goes on from one part to the next, as where a page break or extraction cut it."""
        head = self.text[after.start : after.start + 40].lstrip("*_[(\"“‘'")
        tail = self.text[max(before.start, before.end - 40) : before.end]
        return not SENTENCE_END.search(tail) or head[:1].islower() or bool(_HYPHEN_END.search(tail))

    def set_off(self, index: int) -> bool:
        """Whether code stands between a part and the next one."""
        here = self.parts[index].block
        at = bisect_left(self.document.blocks, here.span, key=lambda block: block.span) + 1
        return at < len(self.document.blocks) and self.document.blocks[at].kind == "code"

    def ruled_off(self, index: int) -> bool:
        """Whether a line across the page stands between a part and the next one."""
        if index + 1 >= len(self.parts):
            return False
        origin = self.document.origin
        start, end = origin.end(self.parts[index].end), origin.start(self.parts[index + 1].start)
        return end - start < _GAP and _RULE.search(self.document.source, start, end) is not None

    def next_part(self, part: Part) -> Part | None:
        """The next part, or None at the end."""
        return self.parts[part.index + 1] if part.index + 1 < len(self.parts) else None


def word_count(text: str) -> int:
    """How many words there are."""
    return sum(1 for _ in WORD.finditer(text))


def letters(text: str) -> int:
    """How many letters and digits there are."""
    return sum(map(str.isalnum, text))


def last_sentence(text: str) -> int:
    """Where the last sentence of a stretch begins, as far as one can tell: not behind an abbreviation."""
    at, read, depth = 0, 0, 0
    for found in _SENTENCE.finditer(text):
        depth += text.count("(", read, found.start()) - text.count(")", read, found.end())
        read = found.end()
        aside = depth > 0 and ")" in text[read:]  # "(West. Ct. App. 2017)"
        if not aside and not ends_no_sentence(text, found.start()):
            at, depth = read, 0
    return at


def ends_no_sentence(text: str, stop: int) -> bool:
    """Whether the stop at a place belongs to an abbreviation or to a date ("am 3. November")."""
    return NO_STOP.search(text, max(0, stop - 8), stop) is not None or _DAY.match(text, max(0, stop - 2)) is not None


def trim(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _parts(document: Document) -> list[Part]:
    blocks = document.blocks or tuple(Block(span) for span in _paragraphs(document.text))
    out: list[Part] = []
    for block in blocks:
        if block.kind in {"code", "furniture"}:
            continue
        start, end = trim(document.text, *block.span)
        if start < end:
            out.append(Part(len(out), start, end, block))
    return out


def _paragraphs(text: str) -> list[Span]:
    cuts = [0, *(at for m in _BREAK.finditer(text) for at in m.span()), len(text)]
    return [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=True) if s < e]


def _covers(spans: list[Span], offset: int) -> bool:
    i = bisect_right(spans, (offset, 1 << 62)) - 1
    return i >= 0 and spans[i][0] <= offset < spans[i][1]


def _joined(spans: list[Span], text: str) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out
