"""A small, honest part of CSS: what style rules do to emphasis and to whether words are seen at all.

Read are `style=""` and the rules of `<style>` whose selectors are made of tags, classes and ids, inside one another or not
(`em`, `p.q`, `#top .q > em`), with the properties font, font-style, font-weight, font-variant, text-decoration,
letter-spacing, text-transform, background and display. All else (attributes, states, siblings, media, sheets elsewhere) is
passed over; `inherit` and its kin say nothing. Only a selector of a tag, a class or both hides words: scripts show again
much of what longer ones hide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fidelity.model import Kind

ITALIC: Final = 1
BOLD: Final = 2
UNDERLINE: Final = 4
HIGHLIGHT: Final = 8
SMALL_CAPS: Final = 16
LETTER_SPACING: Final = 32
CAPS: Final = 64
BITS: Final[dict[int, Kind]] = {
    ITALIC: "italic",
    BOLD: "bold",
    UNDERLINE: "underline",
    HIGHLIGHT: "highlight",
    SMALL_CAPS: "small-caps",
    LETTER_SPACING: "letter-spacing",
    CAPS: "caps",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What rules do to an element: bits put on, bits taken off, a coloured ground, hidden, set as a block."""

    put: int = 0
    clear: int = 0
    highlight: int = 0
    hidden: bool = False
    block: bool = False


PLAIN: Final = Look()
_COMPOUND = re.compile(r"([a-z][a-z0-9]*|\*|)((?:[.#][\w-]+)*)", re.IGNORECASE)
_MARK = re.compile(r"[.#][\w-]+")
_DEEPEST = 5  # parts of a selector
_AT_STATEMENT = re.compile(r"@[\w-]+[^{};@]*;")
_LONGEST_SHEET = 500_000  # characters; what is longer than this is a framework's, and of no use here
_WIDE: Final = {"px": 1, "pt": 1, "em": 0.05, "rem": 0.05, "ch": 0.05, "mm": 0.35, "cm": 0.035, "in": 0.0138}
_NO_COLOUR = frozenset({"transparent", "none", "initial", "inherit", "unset", "white", "#fff", "#ffffff", "rgb(255,255,255)"})


Element = tuple[str, "Mapping[str, str]"]
"""A tag and its attributes."""


@dataclass(frozen=True, slots=True)
class _Compound:
    """One part of a selector: what an element must be. `child` says that it must be the parent of the next part's element."""

    tag: str
    name: str
    classes: frozenset[str]
    child: bool = False

    def fits(self, tag: str, attrs: Mapping[str, str]) -> bool:
        return (
            (not self.tag or self.tag == tag)
            and (not self.name or self.name == attrs.get("id"))
            and (not self.classes or self.classes <= _words(attrs.get("class", "")))
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    """`weight` is what CSS calls specificity, with the rule's number at the end."""

    weight: tuple[int, int, int, int]
    subject: _Compound
    above: tuple[_Compound, ...]  # innermost first
    look: Look


class Stylesheet:
    """The simple rules of a page's `<style>` elements."""

    def __init__(self) -> None:
        self._rules: dict[str, list[_Rule]] = {}  # by "#id", ".class" or tag of the subject
        self._count = 0
        self._known: dict[tuple[str, str, str, str], tuple[list[_Rule], bool, Look]] = {}

    def add(self, sheet: str) -> None:
        """Take in the text of one `<style>`; of rules that weigh the same the later wins."""
        if len(sheet) > _LONGEST_SHEET:
            return
        self._known.clear()
        plain = _AT_STATEMENT.sub("", _without_at_rules(_without_comments(sheet)))
        for rule in plain.split("}"):
            selectors, brace, body = rule.partition("{")
            look = declared(body) if brace else PLAIN
            if look == PLAIN:
                continue
            for selector in selectors.split(","):
                self._count += 1
                made = _rule(selector, look, self._count)
                if made is not None:
                    subject = made.subject
                    key = f"#{subject.name}" if subject.name else f".{min(subject.classes)}" if subject.classes else subject.tag
                    self._rules.setdefault(key, []).append(made)

    def look(self, tag: str, attrs: Mapping[str, str], above: Callable[[], list[Element]]) -> Look:
        """Say what the rules and the element's own style do to it; `above` gives the open elements, outermost first."""
        if not attrs and not self._rules:
            return PLAIN
        classes, style = attrs.get("class", ""), attrs.get("style", "")
        if not style and not self._rules:
            return PLAIN
        key = (tag, classes, attrs.get("id", ""), style)
        known = self._known.get(key)
        if known is None:
            rules = self._matching(tag, attrs)
            known = (rules, any(rule.above for rule in rules), _laid(rules, style))
            self._known[key] = known
        rules, contextual, look = known
        if not contextual:
            return look
        elements = above()
        return _laid([rule for rule in rules if _is_inside(rule.above, elements)], style)

    def _matching(self, tag: str, attrs: Mapping[str, str]) -> list[_Rule]:
        keys = [tag, *(f".{name}" for name in sorted(_words(attrs.get("class", "")))), f"#{attrs.get('id', '')}"]
        rules = [rule for key in keys for rule in self._rules.get(key, ()) if rule.subject.fits(tag, attrs)]
        return sorted(rules, key=lambda rule: rule.weight)


@lru_cache(maxsize=1024)
def _words(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


def _laid(rules: list[_Rule], style: str) -> Look:
    look = PLAIN
    for rule in rules:
        look = over(look, rule.look)
    return over(look, declared(style))


def _rule(selector: str, look: Look, number: int) -> _Rule | None:
    """Read one selector; None if it is of a kind that is passed over, or its look of no use."""
    parts: list[_Compound] = []
    child = False
    for part in selector.replace(">", " > ").split():
        if part == ">":
            child = True
            continue
        m = _COMPOUND.fullmatch(part)
        if m is None:
            return None
        marks = _MARK.findall(m[2])
        names = [mark[1:] for mark in marks if mark[0] == "#"]
        classes = frozenset(mark[1:] for mark in marks if mark[0] == ".")
        if child and parts:
            parts[-1] = replace(parts[-1], child=True)
        child = False
        parts.append(_Compound("" if m[1] == "*" else m[1].lower(), names[0] if names else "", classes))
    if not parts or len(parts) > _DEEPEST or not (parts[-1].tag or parts[-1].name or parts[-1].classes):
        return None
    *above, subject = parts
    if above or subject.name or len(subject.classes) > 1:
        look = replace(look, hidden=False)
    if look == PLAIN:
        return None
    weight = (sum(p.name != "" for p in parts), sum(len(p.classes) for p in parts), sum(p.tag != "" for p in parts), number)
    return _Rule(weight, subject, tuple(reversed(above)), look)


def _is_inside(parts: tuple[_Compound, ...], elements: list[Element]) -> bool:
    """Whether open elements fit the parts of a selector, innermost first; linear for each part."""
    places = {len(elements)}
    for part in parts:
        found = [place - 1 for place in places if place] if part.child else range(max(places))
        places = {at for at in found if part.fits(*elements[at])}
        if not places:
            return False
    return True


def over(lower: Look, upper: Look) -> Look:
    """`upper` laid over `lower`: where it says something it wins."""
    if upper is PLAIN:
        return lower
    return Look(
        lower.put & ~upper.clear | upper.put,
        lower.clear & ~upper.put | upper.clear,
        upper.highlight or lower.highlight,
        lower.hidden or upper.hidden,
        lower.block or upper.block,
    )


@lru_cache(maxsize=1024)
def declared(style: str) -> Look:
    """Say what a list of declarations does."""
    put = clear = highlight = 0
    hidden = block = False
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if not colon:
            continue
        value = value.replace("!important", "").strip().lower()
        on, off = 0, 0
        match name.strip().lower():
            case "font-style":
                on, off = _switch(value, ITALIC, value.startswith(("italic", "oblique")), off=value == "normal")
            case "font-weight":
                on, off = _switch(value, BOLD, _is_bold(value), off=value in {"normal", "lighter"} or value.isdigit())
            case "font":
                words = value.split()
                on = (ITALIC if {"italic", "oblique"} & {*words} else 0) | (BOLD if any(map(_is_bold, words)) else 0)
                on |= SMALL_CAPS if "small-caps" in words else 0
                off = (ITALIC | BOLD) & ~on if "normal" in words else 0
            case "font-variant" | "font-variant-caps":
                on, off = _switch(value, SMALL_CAPS, "small-caps" in value, off=value == "normal")
            case "text-decoration" | "text-decoration-line":
                on, off = _switch(value, UNDERLINE, "underline" in value, off=value == "none")
            case "letter-spacing":
                on, off = _switch(value, LETTER_SPACING, _is_wide(value), off=value in {"normal", "0", "0px", "0em"})
            case "text-transform":
                on, off = _switch(value, CAPS, value == "uppercase", off=value == "none")
            case "background" | "background-color":
                highlight = HIGHLIGHT if _is_coloured(value) else 0
            case "display":
                hidden = value == "none"
                block = value == "block"
            case "visibility":
                hidden = hidden or value == "hidden"
            case _:
                continue
        put, clear = put & ~off | on, clear & ~on | off
    if not (put or clear or highlight or hidden or block):
        return PLAIN
    return Look(put, clear, highlight, hidden, block)


def _switch(value: str, bit: int, on: bool, *, off: bool) -> tuple[int, int]:
    if not value:
        return 0, 0
    return (bit, 0) if on else (0, bit) if off else (0, 0)


def _is_bold(value: str) -> bool:
    return value in {"bold", "bolder"} or (value.isdecimal() and len(value) < 5 and int(value) >= 600)


def _is_wide(value: str) -> bool:
    """At least a twentieth of an em, or a pixel: what is less is the designer's fine tuning."""
    m = re.fullmatch(r"(\d{0,4}(?:\.\d{1,6})?)(px|pt|em|rem|ch|mm|cm|in)", value)
    if m is None or not m[1]:
        return False
    return float(m[1]) >= _WIDE[m[2]]


def _is_coloured(value: str) -> bool:
    return bool(value) and value.replace(" ", "") not in _NO_COLOUR and "url(" not in value and "gradient" not in value


def _without_comments(sheet: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return " ".join(kept)
        at = end + 2
    return " ".join([*kept, sheet[at:]])


def _without_at_rules(sheet: str) -> str:
    """Give the sheet without `@media {…}` and its like."""
    if "@" not in sheet:
        return sheet
    kept: list[str] = []
    depth = at = 0
    inside = False
    for m in re.finditer(r"@(?=[\w-]+[^{};@]*\{)|[{}]", sheet):
        sign = m[0]
        if sign == "@":
            if not inside and not depth:
                kept.append(sheet[at : m.start()])
                inside = True
        elif sign == "{":
            depth += 1
        else:
            depth = max(0, depth - 1)
            if inside and not depth:
                inside = False
                at = m.end()
    if not inside:
        kept.append(sheet[at:])
    return "".join(kept)
