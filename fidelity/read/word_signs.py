"""What the signs of the fonts Symbol and Wingdings stand for: Word documents name such a sign by font and number."""

from __future__ import annotations

from typing import Final

_SYMBOL: Final = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?",
    0x40: "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xC0: "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊",
    0xE5: "∑",
    0xF2: "∫",
}
_WINGDINGS: Final = {0x4A: "☺😐☹", 0x6C: "●", 0x6E: "■", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←→↑↓", 0xFB: "✗✓☒☑"}
_PRIVATE: Final = 0xF000  # where Word puts the signs of such fonts


def sign(font: str | None, number: str | None) -> str:
    """The sign of that number (hexadecimal) in a font; "" where it is not known what it looks like."""
    try:
        code = int(number or "", 16)
    except ValueError:
        return ""
    table = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}.get((font or "").lower())
    private = _PRIVATE <= code <= _PRIVATE + 0xFF
    if table is None:
        return chr(code) if not private and 0x20 <= code < 0xD800 else ""
    code -= _PRIVATE if private else 0
    for first, signs in table.items():
        if first <= code < first + len(signs):
            return signs[code - first]
    return ""
