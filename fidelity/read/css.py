"""A small, honest part of CSS: what style rules do to emphasis and to whether words are seen at all.

Read are `style=""` and the rules of `<style>` whose selector is a tag, a class or both (`em`, `.q`, `p.q`), with the
properties font, font-style, font-weight, font-variant, text-decoration, letter-spacing, text-transform, background and
display. All else (descendants, ids, media, sheets elsewhere) is passed over; `inherit` and its kin say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
_AT_STATEMENT = re.compile(r"@[\w-]+[^{};@]*;")
_LONGEST_SHEET = 500_000  # characters; what is longer than this is a framework's, and of no use here
_NO_COLOUR = frozenset({"transparent", "none", "initial", "inherit", "unset", "white", "#fff", "#ffffff", "rgb(255,255,255)"})


class Stylesheet:
    """The simple rules of a page's `<style>` elements."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], Look] = {}
        self._known: dict[tuple[str, str, str], Look] = {}

    def add(self, sheet: str) -> None:
        """Take in the text of one `<style>`; later rules win over earlier ones."""
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
                s = _SELECTOR.fullmatch(selector.strip())
                if s is not None and (s[1] or s[2]):
                    key = ((s[1] or "").lower(), s[2] or "")
                    self._rules[key] = over(self._rules.get(key, PLAIN), look)

    def look(self, tag: str, attrs: Mapping[str, str]) -> Look:
        """Say what the rules and the element's own style do to it."""
        if not attrs and not self._rules:
            return PLAIN
        classes, style = attrs.get("class", ""), attrs.get("style", "")
        if not style and not self._rules:
            return PLAIN
        key = (tag, classes, style)
        known = self._known.get(key)
        if known is None:
            known = self._rules.get((tag, ""), PLAIN)
            names = classes.split()
            for owner in ("", tag):
                for name in names:
                    known = over(known, self._rules.get((owner, name), PLAIN))
            known = over(known, declared(style))
            self._known[key] = known
        return known


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
    m = re.fullmatch(r"(\d{0,4}(?:\.\d{1,6})?)(px|pt|em|rem|ch)", value)
    if m is None or not m[1]:
        return False
    return float(m[1]) >= (1 if m[2] in {"px", "pt"} else 0.05)


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
