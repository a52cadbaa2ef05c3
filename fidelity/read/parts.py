"""The parts of a page being read: places, elements that are open, note calls in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fidelity.model import Block, BlockKind, Inline, Link, Origin, Run, Span
from fidelity.read import tags
from fidelity.read.layers import Layer


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for all text at one place of the page."""

    kind: BlockKind = "paragraph"
    quote: int = 0
    depth: int = 0
    callout: bool = False
    cite: str | None = None
    furniture: bool = False
    skip: bool = False
    pre: bool = False


@dataclass(slots=True, eq=False)
class Opened:
    """An element that is open, and what to go back to at its end. `main` is "main", "article" or ""."""

    tag: str
    attrs: Mapping[str, str]
    before: Place
    at: int
    layer: Layer | None = None
    block: bool = False
    main: str = ""


@dataclass(slots=True)
class Call:
    """A possible note call, held back until its end tag shows what it is."""

    tag: str
    linked: bool
    note_like: bool
    start: int
    label: str = ""
    held: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finished:
    """A page as read. `places` say for each block where it stands in the text that was read; the rest is as in `Document`."""

    text: str
    origin: Origin
    blocks: tuple[Block, ...]
    places: tuple[Span, ...]
    emphasis: tuple[Run, ...]
    links: tuple[Link, ...]
    inlines: tuple[Inline, ...]


def inside(tag: str, attrs: Mapping[str, str], place: Place, *, number: int, hidden: bool, work: bool) -> Place:
    """Say what holds inside of an element that stands at `place`.

    `number` is the number of the block quotation that the element opens or lies in; `work` says that a header or footer
    belongs to an article and not to the page.
    """
    known = tags.PLACES.get(tag)
    if known is None and not attrs and not hidden and tag != "blockquote" and tag not in tags.SKIPPED:
        return place
    if hidden or tag in tags.SKIPPED:
        return replace(place, skip=True)
    new = place
    if known == "code":
        new = replace(new, pre=True, kind="code")
    elif known == "furniture":
        new = new if work else replace(new, furniture=True)
    elif known is not None and new.kind != "footnote":
        new = replace(new, kind=known)
    if tag == "blockquote":
        new = replace(new, quote=new.quote or number, depth=new.depth + 1, cite=attrs.get("cite") or new.cite)
    if attrs:
        marks = tags.traits(attrs)
        if "hidden" in marks:
            return replace(new, skip=True)
        if "furniture" in marks:
            new = replace(new, furniture=True)
        if "footnote" in marks:
            new = replace(new, kind="footnote", furniture=False)
        if "callout" in marks:
            new = replace(new, callout=True)
    return new
