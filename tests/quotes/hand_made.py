"""Documents made by hand: paragraphs, block quotations (`> `), headings (`# `), emphasis (`*…*`, `**…**`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model import Block, Document, Kind, Meta, Run
from fidelity.text.origin import identity

if TYPE_CHECKING:
    from fidelity.model import BlockKind

_STAR = re.compile(r"\*{1,2}")


def article(source: str, language: str | None = None) -> Document:
    """A document whose paragraphs stand two line ends apart; its positions are those of its own text."""
    text, blocks, runs, group = "", [], [], 0
    last_quoted = False
    for paragraph in source.strip("\n").split("\n\n"):
        kind: BlockKind = "heading" if paragraph.startswith("# ") else "code" if paragraph.startswith("    ") else "paragraph"
        quoted = paragraph.startswith("> ")
        group += quoted and not last_quoted
        last_quoted = quoted
        start = len(text) + 2 if text else 0
        words, found = _emphasis(re.sub(r"(?m)^(?:# |> | {4})", "", paragraph), start)
        runs += found
        text += ("\n\n" if text else "") + words
        blocks.append(Block((start, len(text)), kind, group if quoted else 0, int(quoted)))
    return Document(
        "a", text, "", text, identity(len(text)), tuple(blocks), tuple(runs), meta=Meta(language=language), emphatic=True
    )


def _emphasis(paragraph: str, start: int) -> tuple[str, list[Run]]:
    out, at = "", 0
    runs: list[Run] = []
    opened: dict[Kind, int] = {}
    for mark in _STAR.finditer(paragraph):
        out += paragraph[at : mark.start()]
        at = mark.end()
        kind: Kind = "italic" if len(mark[0]) == 1 else "bold"
        if kind in opened:
            runs.append(Run((opened.pop(kind), start + len(out)), (kind,)))
        else:
            opened[kind] = start + len(out)
    return out + paragraph[at:], sorted(runs, key=lambda run: run.span)
