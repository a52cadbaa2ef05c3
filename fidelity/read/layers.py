"""What the open elements of a page do to the words in them: their look, and the links and inlines that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from fidelity.model import Inline, InlineKind, Kind, Link
from fidelity.read import css

KINDS: Final[dict[int, tuple[Kind, ...]]] = {
    mask: tuple(kind for bit, kind in css.BITS.items() if mask & bit) for mask in range(1 << len(css.BITS))
}
_FEW: Final = 32  # layers up to which none are looked for that are alike
_ALIKE: Final = 3  # that may be open at one time
STRETCHES: Final = frozenset({"a", "q", "cite", "code"})


@dataclass(slots=True, eq=False)
class Stretch:
    """An open `<a>`, `<q>`, `<cite>` or `<code>`; `start` is known once its first word stands."""

    kind: InlineKind | Literal["link"]
    label: str
    start: int | None = None


@dataclass(slots=True, eq=False)
class Layer:
    """What one open element does to the look of the words in it. `tag` is "" for what is not closed by its own name."""

    tag: str
    put: int = 0
    clear: int = 0
    stretch: Stretch | None = None
    marker: bool = False
    attrs: Mapping[str, str] = field(default_factory=dict)


class Layers:
    """The open layers, outermost first, and the links and inlines that are done. Sizes given to it count in the page's text."""

    def __init__(self) -> None:
        self.mask = 0
        """The look of the next word; what sets a link off is no emphasis."""
        self.waiting: list[Stretch] = []
        """Stretches whose first word is still to come."""
        self.links: list[Link] = []
        self.inlines: list[Inline] = []
        self._open: list[Layer] = []
        self._below: list[tuple[int, bool]] = []  # the look below each layer, and whether it is that of a link
        self._in_link = False

    def __len__(self) -> int:
        return len(self._open)

    def lay(self, layer: Layer, size: int) -> None:
        """Lay a formatting element upon the others; of many that are alike, the first goes, as in browsers."""
        if len(self._open) > _FEW:
            alike: list[Layer] = []
            for other in reversed(self._open):
                if other.marker:
                    break
                if other.tag == layer.tag and other.attrs == layer.attrs:
                    alike.append(other)
            if len(alike) >= _ALIKE:
                self.drop(alike[-1], size)
        self.push(layer)

    def push(self, layer: Layer) -> None:
        """Lay one more upon the others."""
        self._open.append(layer)
        self._below.append((self.mask, self._in_link))
        self.mask = (self.mask & ~layer.clear) | layer.put
        if self._in_link or _is_link(layer):
            self._in_link = True
            self.mask &= ~css.UNDERLINE

    def drop(self, layer: Layer, size: int) -> None:
        """Take one away, and all upon it if it is a marker; nothing happens if it is gone already."""
        at = next((i for i in range(len(self._open) - 1, -1, -1) if self._open[i] is layer), None)
        if at is None:
            return
        above = self._open[at + 1 :]
        self.mask, self._in_link = self._below[at]
        del self._open[at:], self._below[at:]
        if layer.marker:
            for inner in above:
                self._finish(inner.stretch, size)
        self._finish(layer.stretch, size)
        for other in () if layer.marker else above:
            self.push(other)

    def end(self, tag: str, size: int) -> None:
        """Take away the layer that a formatting element's end tag closes, wherever it lies above the last marker."""
        for layer in reversed(self._open):
            if layer.marker:
                return
            if layer.tag == tag:
                self.drop(layer, size)
                return

    def finish(self, size: int) -> None:
        """End all stretches that are open."""
        for layer in self._open:
            self._finish(layer.stretch, size)

    def elements(self) -> list[css.Element]:
        """Give the open formatting elements."""
        return [(layer.tag, layer.attrs) for layer in self._open if layer.tag]

    def link_target(self) -> bool:
        """Whether an open link leads to a place in a page."""
        return any(o.stretch and o.stretch.kind == "link" and "#" in o.stretch.label for o in self._open)

    def _finish(self, stretch: Stretch | None, size: int) -> None:
        if stretch is None:
            return
        if stretch.start is None:
            self.waiting.remove(stretch)
            return
        span = (stretch.start, size)
        if stretch.kind == "link":
            self.links.append(Link(span, stretch.label))
        else:
            self.inlines.append(Inline(span, stretch.kind, stretch.label))


def _is_link(layer: Layer) -> bool:
    return layer.stretch is not None and layer.stretch.kind == "link"


def stretch_of(tag: str, attrs: Mapping[str, str], *, pre: bool) -> Stretch | None:
    """Say which link or inline an element opens, if any."""
    match tag:
        case "a" if attrs.get("href"):
            return Stretch("link", attrs["href"])
        case "q":
            return Stretch("quote", attrs.get("cite", ""))
        case "cite":
            return Stretch("cite", "")
        case "code" if not pre:
            return Stretch("code", "")
        case _:
            return None
