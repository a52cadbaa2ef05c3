"""How the words of a Word document look: properties of runs, and the styles of paragraphs and characters that they rest on.

A look is a mask of bits. What styles switch (bold, italics, capitals …) they switch over, where a style of the paragraph and
one of the characters both do; what stands at the run itself holds as it is.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fidelity.read import css
from fidelity.read.tree import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HIDDEN: Final = 1 << 8
RAISED: Final = 1 << 9
CODE: Final = 1 << 10
_COMPLEX: Final = 1 << 11  # letters of Arabic, Hebrew … whose bold and italics are said by properties of their own
_COMPLEX_BOLD: Final = 1 << 12
_COMPLEX_ITALIC: Final = 1 << 13
_SWITCHES: Final = css.BOLD | css.ITALIC | css.CAPS | css.SMALL_CAPS | HIDDEN | _COMPLEX_BOLD | _COMPLEX_ITALIC
EMPHASIS: Final = sum(css.BITS)
"""The bits that are emphasis."""

_BITS: Final = {
    "b": css.BOLD,
    "i": css.ITALIC,
    "bCs": _COMPLEX_BOLD,
    "iCs": _COMPLEX_ITALIC,
    "caps": css.CAPS,
    "smallCaps": css.SMALL_CAPS,
    "vanish": HIDDEN,
    "rtl": _COMPLEX,
    "cs": _COMPLEX,
}
_FALSE: Final = frozenset({"0", "false", "off"})
_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_WIDE: Final = 20  # twentieths of a point: what is less is the designer's fine tuning
_HIGH: Final = 4  # half points above the line: LibreOffice raises words so
_PALE: Final = 0xF0  # a ground as light as this in all three colours is paper, not a marker
_DEEPEST: Final = 30  # styles that rest upon one another


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the word-processing namespace, in either of its two spellings."""
    if element is None:
        return None
    for namespace in _NAMESPACES:
        found = element.get(f"{{{namespace}}}{name}")
        if found is not None:
            return found
    return element.get(name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return None if element is None else next((e for e in element if local(e.tag) == name), None)


def is_on(element: Element) -> bool:
    """Whether a property without further detail is switched on."""
    return value(element) not in _FALSE


@dataclass(frozen=True, slots=True)
class Look:
    """What one level of formatting does: bits put on, bits taken off, and the language it says the words are in."""

    put: int = 0
    clear: int = 0
    language: str | None = None

    def over(self, lower: Look) -> Look:
        """This level laid over a lower one: where it says something it wins."""
        return Look(lower.put & ~self.clear | self.put, lower.clear & ~self.put | self.clear, self.language or lower.language)


PLAIN: Final = Look()


def look_of(properties: Element | None) -> Look:
    """What the properties of a run (or of a style) do."""
    put = clear = 0
    language = None
    for element in properties if properties is not None else ():
        name = local(element.tag)
        said = value(element)
        match name:
            case "u":
                bit, on = css.UNDERLINE, said not in {"none", None}
            case "em":
                bit, on = css.UNDERLINE, said not in {"none", None}
                if not on:
                    continue
            case "highlight":
                bit, on = css.HIGHLIGHT, said not in {"none", "white", None}
            case "shd":
                bit, on = css.HIGHLIGHT, _is_coloured(value(element, "fill"))
                if not on and put & css.HIGHLIGHT:
                    continue
            case "spacing":
                bit, on = css.LETTER_SPACING, _number(said) >= _WIDE
            case "vertAlign":
                bit, on = RAISED, said == "superscript"
            case "position":
                bit, on = RAISED, _number(said) >= _HIGH
                if not on and put & RAISED:
                    continue
            case "lang":
                language = said
                continue
            case _:
                if name not in _BITS:
                    continue
                bit, on = _BITS[name], is_on(element)
        put, clear = (put | bit, clear & ~bit) if on else (put & ~bit, clear | bit)
    return Look(put, clear, language) if put or clear or language else PLAIN


def _is_coloured(fill: str | None) -> bool:
    if fill is None or fill == "auto" or len(fill) != 6:
        return False
    try:
        return min(bytes.fromhex(fill)) < _PALE
    except ValueError:
        return False


def _number(said: str | None) -> int:
    """A measure in twentieths of a point; what is written in another unit, or is no number, is 0."""
    try:
        return int(float(said or 0))
    except (ValueError, OverflowError):
        return 0


@dataclass(frozen=True, slots=True)
class Indent:
    """How far a paragraph is set in, in twentieths of a point; None where it is not said."""

    left: int | None = None
    right: int | None = None
    centred: bool | None = None

    def over(self, lower: Indent) -> Indent:
        """This one laid over that of a style below."""
        return Indent(
            lower.left if self.left is None else self.left,
            lower.right if self.right is None else self.right,
            lower.centred if self.centred is None else self.centred,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """What the properties of a paragraph (or of its style) say of it; None where they say nothing.

    `kind` is a key of the table of style names or "heading", `item` whether it is one of a list.
    """

    kind: str | None = None
    outline: int | None = None
    item: bool | None = None
    indent: Indent = field(default_factory=Indent)

    def over(self, lower: Shape) -> Shape:
        """This one laid over that of a style below."""
        return Shape(
            self.kind or lower.kind,
            lower.outline if self.outline is None else self.outline,
            lower.item if self.item is None else self.item,
            self.indent.over(lower.indent),
        )


def shape_of(properties: Element | None, kind: str | None = None) -> Shape:
    """What the properties of a paragraph say."""
    outline = item = left = right = centred = None
    for element in properties if properties is not None else ():
        match local(element.tag):
            case "outlineLvl":
                outline = _number(value(element))
            case "numPr":
                number = child(element, "numId")
                item = number is not None and value(number) != "0"
            case "ind":
                left = _first(value(element, "left"), value(element, "start"))
                right = _first(value(element, "right"), value(element, "end"))
            case "jc":
                centred = value(element) == "center"
    return Shape(kind, outline, item, Indent(left, right, centred))


def _first(*said: str | None) -> int | None:
    return next((_number(one) for one in said if one is not None), None)


@dataclass(frozen=True, slots=True)
class Style:
    """A style of its own, without those that it rests on."""

    name: str
    base: str | None
    look: Look
    shape: Shape


class Styles:
    """The styles of a document; a style that is not defined is known by its identifier alone."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        self.base = PLAIN
        """What holds where no style says anything."""
        for element in root if root is not None else ():
            if local(element.tag) == "docDefaults":
                self.base = look_of(child(child(element, "rPrDefault"), "rPr"))
            elif local(element.tag) == "style":
                self._add(element)
        self._paragraphs: dict[str, tuple[Look, Shape]] = {}
        self._characters: dict[str, Look] = {}

    def _add(self, element: Element) -> None:
        name = value(child(element, "name")) or value(element, "styleId") or ""
        identifier = value(element, "styleId") or name
        kind = _kind(name, "paragraph")
        self._styles[identifier] = Style(
            name, value(child(element, "basedOn")), look_of(child(element, "rPr")), shape_of(child(element, "pPr"), kind)
        )
        if value(element, "type") == "paragraph" and value(element, "default") in {"1", "true", "on"}:
            self._default = identifier

    def paragraph(self, identifier: str | None) -> tuple[Look, Shape]:
        """How a style sets the words of a paragraph, and what it makes of it."""
        key = identifier or self._default
        if key not in self._paragraphs:
            look, shape = PLAIN, Shape()
            for style in self._chain(key):
                look, shape = style.look.over(look), style.shape.over(shape)
            if key not in self._styles:
                shape = Shape(_kind(key, "paragraph"))
            self._paragraphs[key] = (look, shape)
        return self._paragraphs[key]

    def character(self, identifier: str) -> Look:
        """How a style sets characters."""
        if identifier not in self._characters:
            look = PLAIN
            for style in self._chain(identifier):
                look = style.look.over(look)
            known = self._styles.get(identifier)
            kind = _kind(known.name if known else identifier, "character")
            if kind == "plain":
                look = Look(look.put & ~EMPHASIS, look.clear & ~EMPHASIS, look.language)
            elif kind == "code":
                look = Look(look.put | CODE, look.clear, look.language)
            self._characters[identifier] = look
        return self._characters[identifier]

    def _chain(self, identifier: str) -> list[Style]:
        """A style and those that it rests on, the lowest first."""
        chain: list[Style] = []
        at: str | None = identifier
        while at in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[at])
            at = chain[-1].base
        return chain[::-1]


def laid(base: Look, paragraph: Look, character: Look, direct: Look) -> int:
    """The mask of a run: the document's defaults, the style of its paragraph and of its characters, and what it says itself."""
    switched = base.put | (paragraph.put ^ character.put)
    rest = character.over(paragraph.over(base)).put
    mask = switched & _SWITCHES | rest & ~_SWITCHES
    mask = mask & ~direct.clear | direct.put
    if mask & _COMPLEX:
        mask &= ~(css.BOLD | css.ITALIC)
        mask |= (css.BOLD if mask & _COMPLEX_BOLD else 0) | (css.ITALIC if mask & _COMPLEX_ITALIC else 0)
    return mask


@cache
def _names(part: str) -> dict[str, str]:
    table = tomllib.loads((files("fidelity.read") / "word.toml").read_text("utf-8"))
    return {_plain(name): kind for kind, names in table[part].items() for name in names}


def _kind(name: str, part: str) -> str | None:
    """What a style is for, by its name."""
    plain = _plain(name)
    numbered = plain != _plain(name, number=True)
    kind = _names(part).get(plain)
    if kind == "title" and numbered:  # Word's «Titre 1» is a heading, and «Titre» the title
        return "heading"
    return kind


def _plain(name: str, *, number: bool = False) -> str:
    plain = "".join(char for char in name.lower() if char.isalnum())
    return plain if number else plain.rstrip("0123456789")
