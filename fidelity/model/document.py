"""A document as read: its words, how they are set, and the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
"""Half-open `[start, end)` in code points. Which text it counts in is said where it stands."""

Kind = Literal["italic", "bold", "underline", "highlight", "small-caps", "letter-spacing", "caps"]
BlockKind = Literal["paragraph", "heading", "item", "cell", "code", "footnote", "caption", "furniture"]
InlineKind = Literal["quote", "cite", "code", "note-call"]


@dataclass(frozen=True, slots=True)
class Origin:
    """For each character of a text, the characters that it stands for in the text it was made from.

    A list of segments, in order. Segment `i` begins at `here[i]` in this text and runs to `here[i + 1]` (or `size`); it
    stands for `width[i]` characters from `there[i]`. Where both lengths are equal the segment maps character by character,
    else as a whole (an entity, a ligature, a paragraph break put in by the reader). Characters of the other text that no
    segment covers were dropped (markup, zero-width characters). `there` never decreases: maps never run backwards.
    """

    here: tuple[int, ...]
    there: tuple[int, ...]
    width: tuple[int, ...]
    size: int

    def _segment(self, offset: int) -> tuple[int, int, int, int]:
        i = max(0, bisect_right(self.here, offset) - 1)
        end = self.here[i + 1] if i + 1 < len(self.here) else self.size
        return self.here[i], end - self.here[i], self.there[i], self.width[i]

    def is_even(self, offset: int) -> bool:
        """Whether the character at `offset` lies in a segment that maps character by character."""
        _, length, _, width = self._segment(offset)
        return length == width

    def start(self, offset: int) -> int:
        """Where the character at `offset` begins in the other text (for `size`: where the last one ends)."""
        if not self.here:
            return 0
        if offset >= self.size:
            return self.there[-1] + self.width[-1]
        here, length, there, width = self._segment(offset)
        return there + offset - here if length == width else there

    def end(self, offset: int) -> int:
        """Where the character before `offset` ends in the other text (for 0: where the first one begins)."""
        if not self.here:
            return 0
        if offset <= 0:
            return self.there[0]
        here, length, there, width = self._segment(min(offset, self.size) - 1)
        return there + min(offset, self.size) - here if length == width else there + width

    def span(self, start: int, end: int) -> Span:
        """The tightest span of the other text that holds all that `[start, end)` stands for."""
        if end <= start:
            at = self.start(start)
            return at, at
        return self.start(start), self.end(end)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is set in one way. `span` counts in `Document.text`."""

    span: Span
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell … of a document; blocks do not overlap and stand in text order.

    `quote` numbers the outermost block quotation that holds the block (1, 2, …; 0 = none); `depth` is how deep it is nested
    there. `callout` marks admonitions (`> [!NOTE]`), which quote nobody. `cite` is the block quotation's own source address.
    `furniture` is text of the page rather than of the work: running heads, page numbers, navigation.
    """

    span: Span
    kind: BlockKind = "paragraph"
    quote: int = 0
    depth: int = 0
    callout: bool = False
    cite: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link's text and where it leads, as written."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch that the markup itself says is a quotation (`<q>`), a title (`<cite>`), code, or the place of a note call.

    The characters of a note call are not in the text: its span is empty, and `label` holds them.
    """

    span: Span
    kind: InlineKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that speaks to this tool (`<!-- fidelity: … -->`); `span` counts in `Document.source`, `text` is its inside."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document says of itself; what the archive says of it (`originals.toml`) wins."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601 date or date and time, as exact as it was given
    url: str | None = None
    language: str | None = None  # BCP 47, lower case
    snapshot: str | None = None  # ISO 8601 time at which the copy was taken
    originals: tuple[str, ...] = ()  # paths or URLs that an article's front matter names


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read.

    `text` is what a reader of the page sees: markup resolved, blocks two line ends apart, note calls gone. `origin` leads
    from it to `source`, the decoded file as it is on disk (line ends as they are; a byte-order mark counts as a character).
    All spans of `blocks`, `emphasis`, `links` and `inlines` count in `text`. `emphatic` says whether the format can carry
    emphasis at all (plain text cannot). `problem` is why the document cannot be used (empty, binary, an error page …). `pages`
    says where each page of a paged format begins in `text`. `comments` are not in the text: they say what is accepted.
    """

    uri: str
    source: str
    sha256: str
    text: str
    origin: Origin
    blocks: tuple[Block, ...] = ()
    emphasis: tuple[Run, ...] = ()
    links: tuple[Link, ...] = ()
    inlines: tuple[Inline, ...] = ()
    meta: Meta = field(default_factory=Meta)
    emphatic: bool = False
    notes: tuple[str, ...] = ()
    problem: str | None = None
    pages: tuple[int, ...] = ()
    comments: tuple[Comment, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page, counted from 1, that the character of `text` at `offset` stands on; None if the format has no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None
