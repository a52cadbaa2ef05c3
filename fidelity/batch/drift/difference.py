"""A witness's words set against its parent's, word by word: what is new, what is gone, what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from fidelity.model.drift import Piece
from fidelity.text.editorial import marks
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Span
    from fidelity.text.words import Words


def pieces(text: str, stressed: Sequence[Span], parent: str) -> tuple[Piece, ...]:
    """The text in stretches; between them, as `gone`, what only the parent has. Together, without those, they are the text."""
    mine, others = words(text), words(parent)
    cuts: list[tuple[Span, bool]] = []
    lost: list[tuple[int, str]] = []
    for op in Indel.opcodes(others.codes, mine.codes):
        if op.tag == "insert":
            cuts.append((_span(mine, op.dest_start, op.dest_end), True))
        elif op.tag == "delete":
            at = int(mine.starts[op.dest_start]) if op.dest_start < len(mine) else len(text)
            start, end = _span(others, op.src_start, op.src_end)
            lost.append((at, parent[start:end]))
    shown = [mark.span for mark in marks(text) if mark.kind == "ellipsis"]
    places = {
        0,
        len(text),
        *(c for span, _ in cuts for c in span),
        *(c for s in (*shown, *stressed) for c in s),
        *(a for a, _ in lost),
    }
    edges = sorted(p for p in places if 0 <= p <= len(text))
    found: list[Piece] = []
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        found += [Piece("gone", said) for at, said in lost if at == start]
        if start < end:
            is_new = any(s <= start < e for (s, e), _ in cuts)
            is_mark = any(s <= start < e for s, e in shown)
            is_set = any(s <= start < e for s, e in stressed)
            found.append(Piece("new" if is_new else "mark" if is_mark else "same", text[start:end], is_set))
    return tuple(_joined(found))


def _span(found: Words, first: int, last: int) -> Span:
    return int(found.starts[first]), int(found.ends[last - 1])


def _joined(found: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in found:
        if out and (out[-1].role, out[-1].stressed) == (piece.role, piece.stressed) and piece.role != "gone":
            out[-1] = Piece(piece.role, out[-1].text + piece.text, piece.stressed)
        else:
            out.append(piece)
    return out
