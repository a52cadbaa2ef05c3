"""Marked text drawn with rich: the two sides beside each other, or one under the other where the page is narrow."""

from __future__ import annotations

import unicodedata
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fidelity.report.marked import Role, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDE = 100
"""Cells from which on two columns read better than two paragraphs."""

LEGEND: tuple[tuple[str, str, str], ...] = (
    ("{+", "{+words+}", "only in the article"),
    ("{-", "{-words-}", "only in the original"),
    ("{^}", "{^}", "words left out here, unmarked"),
    ("{>", "{>words<}", "moved"),
    ("*", "*words*", "bold"),
    ("_", "_words_", "italic or otherwise set off"),
    ("⟨…", "⟨… 9 words …⟩", "the same, not shown"),
    ("‹", "‹words›", "the original around the passage"),
)

_STYLES: dict[Role, str] = {
    "same": "",
    "added": "bold red",
    "missing": "bold green",
    "moved": "bold magenta",
    "place": "bold red",
    "shown": "yellow",
    "gap": "dim italic",
    "around": "dim",
}
_SET = {"bold": "bold", "italic": "italic", "underline": "underline", "highlight": "reverse"}


def drawn(tokens: Iterable[Token]) -> Text:
    """The tokens as one rich text; nothing in them is read as markup."""
    text = Text(overflow="fold")
    for token in tokens:
        text.append(token.text, style=_style(token))
    return text


def signs(tokens: Iterable[Token]) -> set[str]:
    """Which signs of the legend the tokens use."""
    used: set[str] = set()
    for token in tokens:
        match token:
            case Token(role="same", text=("*" | "_") as sign, kinds=kinds) if kinds:
                used.add(sign)
            case Token(role="gap"):
                used.add("⟨…")
            case Token(role="around"):
                used.add("‹")
            case Token(role="place"):
                used.add("{^}")
            case Token(role="added" | "missing" | "moved", text=words):
                used.update(sign for sign in ("{+", "{-", "{>") if words.strip() == sign)
    return used


def legend(used: set[str]) -> Text:
    """One line that explains the signs in use."""
    text = Text("Signs: ", style="dim")
    for i, (_, sign, meaning) in enumerate(entry for entry in LEGEND if entry[0] in used):
        text.append(f"{' · ' if i else ''}{sign} {meaning}")
    return text


def sides(names: Sequence[str], places: Sequence[str], bodies: Sequence[Text], width: int) -> RenderableType:
    """Article and original with their names and places above them; a place is never broken while the page can hold it.

    Texts that run from right to left stand one under the other: a terminal that turns them round would turn round a whole line
    of two such texts, and so change the sides.
    """
    heads = [Text.assemble((f"{name}  ", "bold"), place) for name, place in zip(names, places, strict=True)]
    if width >= WIDE and not any(_runs_left(body.plain) for body in bodies):
        room = width // len(heads) - 5
        above = [] if all(head.cell_len <= room for head in heads) else [Padding(head, (0, 0, 0, 3)) for head in heads]
        if above:
            heads = [Text(name, style="bold") for name in names]
        table = Table(box=box.SQUARE, expand=True, border_style="dim", header_style="", padding=(0, 1))
        for head in heads:
            table.add_column(head, ratio=1, overflow="fold")
        table.add_row(*bodies)
        return Group(*above, table)
    parts: list[RenderableType] = []
    for head, body in zip(heads, bodies, strict=True):
        bar = Table(box=None, show_header=False, pad_edge=False, padding=0, expand=True)
        bar.add_column(width=2, style="dim")
        bar.add_column(ratio=1, overflow="fold")
        lines = body.wrap(_measure(), max(10, width - 5), overflow="fold")
        for line in lines:
            line.rstrip()
            bar.add_row("│", line)
        parts += [head, bar]
    return Padding(Group(*parts), (0, 0, 0, 3))


def _runs_left(text: str) -> bool:
    """Whether anything in a text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


def _style(token: Token) -> str:
    parts = [_STYLES[token.role]]
    if token.marked and token.role in {"added", "missing", "moved"}:
        parts = ["yellow"]
    parts += [style for kind, style in _SET.items() if kind in token.kinds]
    if token.stressed and token.role == "same":
        parts.append("bright_red" if "bold" in token.kinds else "red")
    return " ".join(part for part in parts if part)


def _measure() -> Console:
    return Console(file=StringIO(), width=WIDE, color_system=None, force_terminal=False, legacy_windows=False)
