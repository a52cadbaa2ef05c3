"""What HTML tags do: which are blocks, which end others, how they look, and which class names mean what."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fidelity.read import css

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.model import BlockKind

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCK: Final = HEADINGS | frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "plaintext",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
    )
)
VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
FORMATTING: Final = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
SKIPPED: Final = frozenset(
    (
        "audio",
        "button",
        "canvas",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "rp",
        "rt",
        "rtc",
        "datalist",
    )
)
MARKERS: Final = frozenset({"td", "th", "caption", "template", "object", "marquee", "applet"})
TABLE: Final = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "body", "html"})

TABLE_SCOPE: Final = frozenset[str]()
SCOPE: Final = frozenset({"td", "th", "caption", "table", "template", "object", "marquee", "applet"})
P_SCOPE: Final = SCOPE | {"button", "html", "body"}
_LIST: Final = frozenset({"ul", "ol", "menu", "dir", "td", "th", "table", "body"})
_HERE: Final = frozenset({"table", "template"})

ENDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), _LIST),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl", *SCOPE})),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl", *SCOPE})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "rt": (frozenset({"rt", "rp"}), frozenset({"ruby", "rtc", *SCOPE})),
    "rp": (frozenset({"rt", "rp"}), frozenset({"ruby", "rtc", *SCOPE})),
    "rb": (frozenset({"rt", "rp", "rtc"}), frozenset({"ruby", *SCOPE})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", *_HERE})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", *_HERE})),
    "tr": (frozenset({"tr", "caption"}), frozenset({"tbody", "thead", "tfoot", *_HERE})),
    "tbody": (frozenset({"tbody", "thead", "tfoot", "caption"}), _HERE),
    "thead": (frozenset({"tbody", "thead", "tfoot", "caption"}), _HERE),
    "tfoot": (frozenset({"tbody", "thead", "tfoot", "caption"}), _HERE),
    **{h: (HEADINGS, frozenset({"div", "section", "article", "li", "blockquote", "body", *SCOPE})) for h in HEADINGS},
}
"""A start tag -> which open elements it ends, and which ones it does not look beyond."""

CLOSES_P: Final = (BLOCK | {"hr"}) - {
    "body", "caption", "html", "option", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip

LOOK: Final = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var", "address"), css.ITALIC),
    **dict.fromkeys(("b", "strong"), css.BOLD),
    **dict.fromkeys(("u", "ins"), css.UNDERLINE),
    "mark": css.HIGHLIGHT,
}

PLACES: Final[dict[str, BlockKind]] = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("nav", "header", "footer", "aside", "menu", "search", "form"), "furniture"),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), "code"),
}


@cache
def names() -> dict[str, dict[str, frozenset[str]]]:
    """Load the wording tables of `names.toml`."""
    table = tomllib.loads((files("fidelity.read") / "names.toml").read_text("utf-8"))
    return {part: {key: frozenset(values) for key, values in entries.items()} for part, entries in table.items()}


def traits(attrs: Mapping[str, str]) -> frozenset[str]:
    """Say what an element's class, role and id tell of it: any of hidden, furniture, footnote, callout."""
    return _traits(attrs.get("class", ""), attrs.get("role", ""), attrs.get("id", ""), attrs.get("epub:type", ""))


@lru_cache(maxsize=4096)
def _traits(classes: str, role: str, name: str, epub: str) -> frozenset[str]:
    words = {*classes.lower().split(), *role.lower().split(), *epub.lower().split()}
    known = names()
    found = {trait for trait, listed in known["class"].items() if words & listed}
    found |= {trait for trait, listed in known["role"].items() if words & listed}
    found |= {trait for trait, listed in known["id"].items() if name.lower().rstrip("0123456789").rstrip("-_:.") in listed}
    if "pagebreak" in epub.lower().split():  # the number of a page of the printed book
        found.add("hidden")
    return frozenset(found)


_LABEL = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[ivx]{1,5}|[a-z]|[*†‡§¶#]{1,4}|note\s\d{1,3}|fn\.?\s?\d{1,3})\s*[\])]?", re.IGNORECASE
)
_RAISED = re.compile(r"\[?\s*(?:\d{1,3}|[*†‡§¶]{1,4})(?:\s?[,–-]\s?\d{1,3}){0,4}\s*\]?")
_WAY_BACK = re.compile(r"[\u21a9\u2191^\ufe0e\ufe0f⇑⤴]{1,3}")
_UNIT = re.compile(r"(?:.*[\W\d_])?(?:[kcdmµn]?m|ft|in|sec|s|[a-z]|[A-Z])$", re.DOTALL)


def is_way_back(label: str) -> bool:
    """Whether it is the arrow that leads from a footnote back to the text."""
    return _WAY_BACK.fullmatch(label) is not None


def is_note_label(label: str, *, raised: bool, linked: bool, after: str) -> bool:
    """Whether `label` is the call of a note; `after` is the word that it stands right after ("" if there is a space).

    A raised number after a digit, a unit or a single letter is an exponent.
    """
    if linked:
        return _LABEL.fullmatch(label) is not None or is_way_back(label)
    if not raised or not _RAISED.fullmatch(label) or not after:
        return False
    return not after[-1:].isdigit() and not _UNIT.fullmatch(after[-12:])


def is_note_link(attrs: Mapping[str, str]) -> bool:
    """Whether a link leads to a note, or back from one."""
    href = attrs.get("href", "")
    if "#" not in href:
        return False
    target = href.rpartition("#")[2].lower().rstrip("0123456789").rstrip("-_:.")
    words = {
        *attrs.get("class", "").lower().split(),
        *attrs.get("role", "").lower().split(),
        *attrs.get("epub:type", "").split(),
    }
    return target in names()["link"]["note"] or bool(words & names()["link"]["note_class"])
