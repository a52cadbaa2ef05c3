"""Puts the paragraphs of a Word document on a page, and keeps the text that positions count in: each paragraph a line."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from fidelity.read import css
from fidelity.read.word_styles import CODE, EMPHASIS, RAISED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.read.page import Page
    from fidelity.read.word_body import Paragraph, Piece

_NONE: Final[dict[str, str]] = {}
_FOOTNOTE: Final = {"class": "footnote"}
_CSS: Final = {
    css.ITALIC: "font-style:italic",
    css.BOLD: "font-weight:bold",
    css.UNDERLINE: "text-decoration:underline",
    css.HIGHLIGHT: "background:yellow",
    css.SMALL_CAPS: "font-variant:small-caps",
    css.LETTER_SPACING: "letter-spacing:1em",
    css.CAPS: "text-transform:uppercase",
}
_LOOKS: Final[dict[int, Mapping[str, str]]] = {
    mask: {"style": ";".join(said for bit, said in _CSS.items() if mask & bit)} for mask in range(1, EMPHASIS + 1)
}
_TAGS: Final = {"caption": "figcaption", "code": "pre", "contents": "nav", "furniture": "nav", "heading": "h2", "title": "h1"}
_LINE_ENDS: Final = str.maketrans("\r\u2028\u2029", "\n\n\n")
_LONGEST_SIGN: Final = 4  # characters of a note's own sign, raised at its beginning


class Writer:
    """Writes paragraphs, in order, both on a page and into the text that it stands for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._source: list[str] = []
        self._at = 0
        self._quoting = ""  # the style of the block quotation that is open

    def add(self, paragraph: Paragraph, *, set_in: bool) -> None:
        """Write one paragraph; `set_in` says that it is set in on both sides, as quotations are."""
        page, shape = self._page, paragraph.shape
        quoting = ""
        if shape.kind == "quote" or set_in:
            quoting = f"quote {paragraph.style}" if shape.kind == "quote" else "set in"
        if quoting != self._quoting:
            self._end_quotation()
            if quoting:
                page.start("blockquote", _NONE, self._at, self._at)
            self._quoting = quoting
        tags = self._tags(paragraph)
        for tag, attrs in tags:
            page.start(tag, attrs, self._at, self._at)
        pieces = paragraph.pieces
        if paragraph.note and pieces and pieces[0].look & RAISED and len(pieces[0].text) <= _LONGEST_SIGN:
            pieces = pieces[1:]
        for href, group in groupby(pieces, key=_href):
            if href:
                page.start("a", {"href": href}, self._at, self._at)
            for piece in group:
                self._piece(piece, verbatim=tags[-1][0] == "pre")
            if href:
                page.end("a", self._at, self._at)
        for tag, _ in reversed(tags):
            page.end(tag, self._at, self._at)
        self._source.append("\n")
        self._at += 1

    def finish(self) -> str:
        """End what is open, and give the text that the page's offsets count in."""
        self._end_quotation()
        return "".join(self._source)

    def _end_quotation(self) -> None:
        if self._quoting:
            self._page.end("blockquote", self._at, self._at)
            self._quoting = ""

    def _tags(self, paragraph: Paragraph) -> list[tuple[str, Mapping[str, str]]]:
        shape = paragraph.shape
        tags: list[tuple[str, Mapping[str, str]]] = []
        if paragraph.note:
            tags.append(("section", _FOOTNOTE))
        elif paragraph.contents:
            tags.append(("nav", _NONE))
        if paragraph.cell:
            tags.append(("td", _NONE))
        if shape.kind in {"caption", "code", "contents", "furniture", "title"}:
            tags.append((_TAGS[shape.kind], _NONE))
        elif shape.kind != "quote" and (shape.outline in range(9) or (shape.kind == "heading" and shape.outline is None)):
            tags.append(("h2", _NONE))
        elif shape.item and not paragraph.cell:
            tags.append(("li", _NONE))
        else:
            tags.append(("p", _NONE))
        return tags

    def _piece(self, piece: Piece, *, verbatim: bool) -> None:
        page, start = self._page, self._at
        if piece.kind == "call":
            page.note_call(piece.text.strip("[]() "))
            return
        words = piece.text.translate(_LINE_ENDS)
        end = start + len(words)
        self._source.append(words)
        self._at = end
        if piece.kind == "break" and not verbatim:
            page.line_break(start, end)
            return
        mask = piece.look & EMPHASIS
        if piece.href:
            mask &= ~css.UNDERLINE
        opened: list[str] = []
        for tag, wanted in (("sup", piece.look & RAISED), ("code", piece.look & CODE and not verbatim)):
            if wanted:
                opened.append(tag)
                page.start(tag, _NONE, start, start)
        if mask:
            opened.append("span")
            page.start("span", _LOOKS[mask], start, start)
        page.text(words, start, end)
        for tag in reversed(opened):
            page.end(tag, end, end)


def _href(piece: Piece) -> str:
    return piece.href
