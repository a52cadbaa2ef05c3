"""The paragraphs of a Word document, with what is said in them: words and their looks, links, breaks, calls of notes.

Tracked changes are read as if they were accepted; text boxes come after the paragraph that they hang on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from fidelity.read.tree import events, local
from fidelity.read.word_signs import sign
from fidelity.read.word_styles import EMPHASIS, HIDDEN, PLAIN, Look, Shape, Styles, child, laid, look_of, shape_of, value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from xml.etree.ElementTree import Element

_WORD: Final = ("wordprocessingml/2006/main}", "ooxml/wordprocessingml/main}")
_MATH: Final = ("officeDocument/2006/math}", "ooxml/officeDocument/math}")
_FIELD: Final = re.compile(r"\s{0,9}HYPERLINK\s")
_ARGUMENT: Final = re.compile(r'(\\[a-zA-Z]\s{0,9})?"([^"]{0,4000})"|(\\[a-zA-Z])\s{0,9}([^\s"\\]{1,4000})')
_DEEPEST: Final = 40  # fields in fields
_LONGEST: Final = 4_000  # characters of an instruction
_SIGNS: Final = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}
_THROUGH: Final = frozenset({"smartTag", "customXml", "dir", "bdo", "sdtContent"})


Kind = Literal["text", "break", "call"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: words of one look, a line break, or the call of a note (`text` is its sign).

    `look` is what sets the words off against the style of their paragraph: roman in an italic one is as good as italics.
    """

    kind: Kind
    text: str
    look: int = 0
    href: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph.

    `look` is what its style does to its words, `base` the mask that comes of it. `cell` says that it stands in a table,
    `contents` in a table of contents; `joins`: its end was deleted, or it is the large letter that the next one begins with.
    """

    style: str
    shape: Shape
    look: Look = PLAIN
    base: int = 0
    pieces: list[Piece] = field(default_factory=list)
    cell: bool = False
    contents: bool = False
    note: bool = False
    joins: bool = False

    def size(self) -> int:
        """How many characters it has."""
        return sum(len(piece.text) for piece in self.pieces)

    def words(self) -> str:
        """Its words alone."""
        return "".join(" " if p.kind == "break" else p.text for p in self.pieces if p.kind != "call").strip()


@dataclass(slots=True)
class _Field:
    """A field being read: its instruction, and then its result, which is the text."""

    instruction: str = ""
    result: bool = False
    href: str = ""


@dataclass(slots=True)
class Reading:
    """What is known while the parts of one document are read, and what is counted on the way."""

    styles: Styles
    targets: Mapping[str, str] = field(default_factory=dict)
    """Relationship -> where it leads, for the part that is read."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    """(footnote or endnote, identifier) in the order in which they are called."""
    inserted: int = 0
    deleted: int = 0
    embedded: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    """Letters set in a language that is said at the words themselves."""
    plain_languages: Counter[str] = field(default_factory=Counter)
    """Letters whose language only a style says."""
    fields: list[_Field] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    def paragraphs(self, data: bytes, part: str) -> Iterator[Paragraph]:
        """Read the paragraphs of a part. Raises TreeTrouble."""
        inside = cells = 0
        controls: list[list[bool]] = []  # of the controls that are open: table of contents, placeholder
        rows: list[bool] = []  # of the table rows that are open: deleted
        for kind, element in events(data, part):
            name = word(element.tag)
            if inside and name != "p":
                continue
            if kind == "start":
                if name == "p":
                    inside += 1
                elif name == "tc":
                    cells += 1
                elif name == "tr":
                    rows.append(False)
                elif name == "sdt":
                    controls.append([False, False])
                continue
            if name == "p":
                inside -= 1
                if not inside:
                    if not any(rows) and not any(placeholder for _, placeholder in controls):
                        for paragraph in self.read(element):
                            paragraph.cell = cells > 0
                            paragraph.contents = any(contents for contents, _ in controls)
                            yield paragraph
                    element.clear()
            elif name == "tc":
                cells -= 1
            elif name == "tr":
                rows.pop()
            elif name == "trPr" and rows:
                rows[-1] = child(element, "del") is not None
            elif name == "sdt":
                controls.pop()
            elif name == "sdtPr" and controls:
                controls[-1] = [_is_contents(element), child(element, "showingPlcHdr") is not None]
            elif name == "altChunk":
                self.embedded += 1

    def read(self, element: Element, *, note: bool = False) -> Iterator[Paragraph]:
        """Read one paragraph, and the text boxes that hang on it."""
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle")) or ""
        look, shape = self.styles.paragraph(style)
        base = laid(self.styles.base, look, PLAIN, PLAIN)
        paragraph = Paragraph(style, shape_of(properties).over(shape), look, base, note=note)
        dropped = value(child(properties, "framePr"), "dropCap") not in {None, "none"}
        paragraph.joins = dropped or child(child(properties, "rPr"), "del") is not None
        boxes: list[Element] = []
        self._inlines(element, paragraph, "", boxes)
        self.fields.clear()
        paragraph.pieces = _merged(paragraph.pieces)
        yield paragraph
        for box in boxes:
            for inner in outermost(box):
                yield from self.read(inner, note=note)

    def _inlines(self, element: Element, paragraph: Paragraph, href: str, boxes: list[Element]) -> None:
        for inner in element:
            name = word(inner.tag)
            match name:
                case "r":
                    self._run(inner, paragraph, href, boxes)
                case "ins" | "moveTo":
                    self.inserted += 1
                    self._inlines(inner, paragraph, href, boxes)
                case "del" | "moveFrom":
                    self.deleted += 1
                case "hyperlink":
                    self._inlines(inner, paragraph, self._target(inner) or href, boxes)
                case "fldSimple":
                    self._inlines(inner, paragraph, _led_to(value(inner, "instr") or "") or href, boxes)
                case "sdt":
                    if child(child(inner, "sdtPr"), "showingPlcHdr") is None:
                        self._inlines(inner, paragraph, href, boxes)
                case "math":
                    words = "".join(e.text or "" for e in inner.iter() if local(e.tag) == "t")
                    self._words(paragraph, "text", words, 0, href)
                case _ if name in _THROUGH:
                    self._inlines(inner, paragraph, href, boxes)

    def _run(self, run: Element, paragraph: Paragraph, href: str, boxes: list[Element]) -> None:
        properties = child(run, "rPr")
        character = value(child(properties, "rStyle"))
        styled = self.styles.character(character) if character else PLAIN
        direct = look_of(properties)
        plain = properties is None
        mask = paragraph.base if plain else laid(self.styles.base, paragraph.look, styled, direct)
        if mask & HIDDEN:
            return
        mask ^= paragraph.base & EMPHASIS
        spoken = styled.language or paragraph.look.language or self.styles.base.language
        own = False  # the note's sign is written here
        for inner in _contents(run):
            name = word(inner.tag)
            match name:
                case "t":
                    text = inner.text or ""
                    if inner.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                        text = text.strip(" \t\r\n")
                    self._words(paragraph, "call" if own else "text", text, mask, href)
                    self._speak(text, direct.language, spoken)
                case "tab" | "ptab" | "noBreakHyphen" | "softHyphen":
                    self._words(paragraph, "text", _SIGNS[name], mask, href)
                case "sym":
                    self._words(paragraph, "text", sign(value(inner, "font"), value(inner, "char")), mask, href)
                case "br" | "cr":
                    self._words(paragraph, "break", "\n", mask, href)
                case "footnoteReference" | "endnoteReference":
                    own = (value(inner, "customMarkFollows") or "0") not in {"0", "false", "off"}
                    self._note(name, inner, paragraph, own=own)
                case "fldChar":
                    self._field(value(inner, "fldCharType"))
                case "instrText":
                    if self.fields and len(self.fields[-1].instruction) < _LONGEST:
                        self.fields[-1].instruction += (inner.text or "")[:_LONGEST]
                case "ruby":
                    base_text = child(inner, "rubyBase")
                    if base_text is not None:
                        self._inlines(base_text, paragraph, href, boxes)
                case "rPr":
                    pass
                case _:
                    boxes += _boxes(inner)

    def _words(self, paragraph: Paragraph, kind: Kind, text: str, mask: int, href: str) -> None:
        if not all(one.result for one in self.fields):
            return
        led = next((one.href for one in reversed(self.fields) if one.href), "") or href
        if text:
            paragraph.pieces.append(Piece(kind, text, mask, led))

    def _note(self, name: str, element: Element, paragraph: Paragraph, *, own: bool) -> None:
        kind = name.removesuffix("Reference")
        self.calls.append((kind, value(element, "id") or ""))
        if not own:
            self.numbers[kind] += 1
            paragraph.pieces.append(Piece("call", str(self.numbers[kind])))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_Field())
            del self.fields[_DEEPEST:]
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
            self.fields[-1].href = _led_to(self.fields[-1].instruction)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _target(self, element: Element) -> str:
        anchor = value(element, "anchor")
        place = next((self.targets.get(said, "") for name, said in element.attrib.items() if local(name) == "id"), "")
        return f"{place}#{anchor}" if anchor else place

    def _speak(self, text: str, said: str | None, styled: str | None) -> None:
        if said:
            self.languages[said] += len(text)
        elif styled:
            self.plain_languages[styled] += len(text)


@lru_cache(maxsize=4096)
def word(tag: Hashable) -> str:
    """An element's local name if it is of word processing; "math" for a formula, "" for all else."""
    if not isinstance(tag, str):
        return ""
    space, _, name = tag.rpartition("}")
    space += "}"
    if space.endswith(_WORD):
        return name
    return "math" if space.endswith(_MATH) and name in {"oMath", "oMathPara"} else ""


def _merged(pieces: list[Piece]) -> list[Piece]:
    """Pieces that are set in the same way put together: programs cut words into runs as they please."""
    merged: list[Piece] = []
    for (kind, look, href), group in groupby(pieces, key=lambda piece: (piece.kind, piece.look, piece.href)):
        alike = list(group)
        if kind != "text" or len(alike) == 1:
            merged += alike
        else:
            merged.append(Piece(kind, "".join(piece.text for piece in alike), look, href))
    return merged


def _is_contents(properties: Element) -> bool:
    gallery = child(child(properties, "docPartObj"), "docPartGallery")
    return (value(gallery) or "").lower() == "table of contents"


def _contents(run: Element) -> Iterator[Element]:
    """What a run holds; of what is written in two ways, words that every program can show."""
    for inner in run:
        if local(inner.tag) == "AlternateContent":
            fallback = child(inner, "Fallback")
            words = [e for e in fallback if word(e.tag) == "t"] if fallback is not None else []
            if words:
                yield from words
                continue
        yield inner


def outermost(box: Element) -> Iterator[Element]:
    """The paragraphs of a text box or a note, those of its tables too, but not those of text boxes in it."""
    for inner in box:
        if word(inner.tag) == "p":
            yield inner
        else:
            yield from outermost(inner)


def _boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes in a drawing; of a drawing that is written in two ways only the first is taken."""
    if word(element.tag) == "txbxContent":
        yield element
        return
    alternatives = local(element.tag) == "AlternateContent"
    for inner in element:
        yield from _boxes(inner)
        if alternatives and local(inner.tag) == "Choice":
            return


def _led_to(instruction: str) -> str:
    """Where the instruction of a field leads: an address, and a place in it behind a switch of its own."""
    m = _FIELD.match(instruction)
    if m is None:
        return ""
    place = anchor = ""
    for found in _ARGUMENT.finditer(instruction, m.end()):
        switch = (found[1] or found[3] or "").strip()
        said = found[2] if found[2] is not None else found[4]
        if not switch:
            place = place or said
        elif switch == "\\l":
            anchor = said
    return f"{place}#{anchor}" if anchor else place
