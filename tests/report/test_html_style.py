"""The colours of the HTML report, computed: WCAG 2.2 AA in light and dark."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = "".join((files("fidelity.report.html") / name).read_text("utf-8") for name in ("house.css", "page.css"))
DARK = CSS.index("prefers-color-scheme: dark")
TEXT, SHAPE = 4.5, 3.0
"""Contrast that text and that shapes (borders of controls, the ring around what has the focus, stretches of the bar) need."""


def colours(scheme: str) -> dict[str, str]:
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS[:DARK]))
    dark = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS[DARK:]))
    assert light.keys() == dark.keys(), "both schemes name every colour"
    return light if scheme == "light" else dark


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    found = colours(scheme)
    pairs = [(name, f"{name}-on") for name in found if f"{name}-on" in found]
    assert 12 <= len(pairs)
    pairs += [(name, ground) for name in ("ink", "quiet", "link", "error", "warning", "info") for ground in ("paper", "panel")]
    pairs += [(name, "quoted-on") for name in ("quiet", "altered", "added", "ink")]
    for name, ground in pairs:
        assert TEXT <= contrast(found[name], found[ground]), f"{name} on {ground} in {scheme}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_can_be_seen(scheme: str) -> None:
    found = colours(scheme)
    for name in ("edge", "focus", "missing", "moved"):
        for ground in ("paper", "panel"):
            assert SHAPE <= contrast(found[name], found[ground]), f"{name} on {ground} in {scheme}"


def test_colours_stand_in_variables_alone() -> None:
    rules = re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", CSS)
    assert [] == re.findall(r"#[0-9a-f]{3,8}\b(?! *\{)|\brgba?\((?!0 0 0 / 50%)|\bhsl", rules)


@pytest.mark.parametrize("sign", ["ins::before", "del::before", ".moved::before", ".v-altered::before", ".s-error::before"])
def test_no_meaning_hangs_on_colour_alone(sign: str) -> None:
    (rule,) = re.findall(rf"(?m)^(?:\.[a-z-]+ \{{[^}}]*\}} )?{re.escape(sign)} \{{ ([^}}]*) \}}", CSS)
    assert re.search(r'content: "[^" ]"; content: "[^" ]" / "', rule), "a sign, and what is read aloud in its place"


@pytest.mark.parametrize("selector", [":focus-visible", ".q:focus"])
def test_the_focus_is_visible(selector: str) -> None:
    assert re.search(rf"(?m)^{re.escape(selector)} \{{ outline: 3px solid var\(--focus\)", CSS)
