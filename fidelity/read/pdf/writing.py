"""Paragraphs written out to the text of a document, with its blocks, emphasis, links and note calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Block, Inline, Link, Run

if TYPE_CHECKING:
    from fidelity.model import Kind
    from fidelity.read.pdf.paragraphs import Paragraph


class Writer:
    """Collects the text, and where each page begins in it."""

    def __init__(self) -> None:
        self.size = 0
        self.blocks: list[Block] = []
        self.emphasis: list[Run] = []
        self.links: list[Link] = []
        self.inlines: list[Inline] = []
        self._pieces: list[str] = []
        self._begins: dict[int, int] = {}  # page -> where its first line of the work begins
        self._aside: dict[int, int] = {}  # the same for furniture and notes
        self._quotes = 0
        self._quoting = False

    def add(self, p: Paragraph) -> None:
        """Write a paragraph as a block; one without words leaves nothing."""
        if not p.text.strip():
            return
        if self.blocks:
            self._put("\n\n")
        start, first = self.size, len(self._pieces)
        base = _common(p) if p.kind == "heading" else frozenset()
        runs: list[tuple[int, int, frozenset[Kind]]] = []
        links: list[tuple[int, int, str]] = []
        for i, line in enumerate(p.lines):
            if i:
                self._put("\n")
            begins = self._aside if p.kind in {"furniture", "footnote"} else self._begins
            begins.setdefault(line.page, self.size)
            for j, part in enumerate(line.parts):
                if part.call:
                    self.inlines.append(Inline((self.size, self.size), "note-call", part.text.strip("[]() ")))
                    continue
                text = part.text.rstrip() if j + 1 == len(line.parts) else part.text
                kinds = part.kinds - base
                if kinds and text.strip():
                    runs.append((self.size, self.size + len(text), kinds))
                if part.url is not None:
                    links.append((self.size, self.size + len(text), part.url))
                self._put(text)
        if p.quote and not self._quoting:
            self._quotes += 1
        if p.kind not in {"furniture", "footnote", "caption"}:
            self._quoting = p.quote
        quote = self._quotes if p.quote else 0
        self.blocks.append(Block((start, self.size), p.kind, quote, 1 if quote else 0))
        shown = "".join(self._pieces[first:])
        self.emphasis += _runs(runs, shown, start)
        self.links += _links(links, shown, start)

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self.size += len(text)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def pages(self, count: int) -> tuple[int, ...]:
        """Where each of `count` pages begins; a page without words begins where the next one does."""
        out: list[int] = []
        following = self.size
        for page in reversed(range(count)):
            following = min(self._begins.get(page, self._aside.get(page, following)), following)
            out.append(following)
        out.reverse()
        return (0, *out[1:]) if out else ()


def _common(p: Paragraph) -> frozenset[Kind]:
    """Give how all words of a paragraph are set: in a heading that stresses nothing."""
    sets = [part.kinds for line in p.lines for part in line.parts if part.text.strip() and not part.call]
    return frozenset.intersection(*sets) if sets else frozenset()


def _runs(found: list[tuple[int, int, frozenset[Kind]]], text: str, at: int) -> list[Run]:
    """Put together what is set alike with only space between, without the space around it."""
    out: list[tuple[int, int, frozenset[Kind]]] = []
    for start, end, kinds in found:
        if out and out[-1][2] == kinds and not text[out[-1][1] - at : start - at].strip():
            out[-1] = (out[-1][0], end, kinds)
        else:
            out.append((start, end, kinds))
    return [Run(_trimmed(start, end, text, at), tuple(sorted(kinds))) for start, end, kinds in out]


def _links(found: list[tuple[int, int, str]], text: str, at: int) -> list[Link]:
    out: list[tuple[int, int, str]] = []
    for start, end, url in found:
        if out and out[-1][2] == url and not text[out[-1][1] - at : start - at].strip():
            out[-1] = (out[-1][0], end, url)
        else:
            out.append((start, end, url))
    return [Link(_trimmed(start, end, text, at), url) for start, end, url in out]


def _trimmed(start: int, end: int, text: str, at: int) -> tuple[int, int]:
    words = text[start - at : end - at]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
