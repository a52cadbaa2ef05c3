"""How a passage stands in its original: in the text's own voice or quoted there, and set like the quotation or not."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fidelity.locate.typography import presentation
from fidelity.model import Rival

if TYPE_CHECKING:
    from fidelity.locate import Needle
    from fidelity.locate.prepare import Original
    from fidelity.model import Document, Match, Quote, Run, Span

_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ("»", "«"), ("「", "」"))
_MOST = 0.7  # share of a passage that must stand in marks for it to be a quotation of that text
_FAR = 20_000  # characters of a paragraph on either side in which marks are looked for
_SAMPLES = 7  # places of a stretch at which that is looked at
_WHOLE = 0.5  # share of a text's blocks that stand in block quotations where that is only how it is set


def is_secondhand(match: Match, document: Document) -> bool:
    """Whether an original itself only quotes the passage: between marks in its paragraph, or in a block quotation."""
    spans = [there for _, there in match.links] or list(match.passages)
    whole = sum(end - start for start, end in spans)
    return whole > 0 and sum((end - start) * quoted_share(document, (start, end)) for start, end in spans) >= _MOST * whole


def quoted_share(document: Document, span: Span) -> float:
    """How much of a stretch an original quotes, 0 to 1, told at a few places of it."""
    places = [span[0] + (span[1] - span[0]) * (2 * k + 1) // (2 * _SAMPLES) for k in range(_SAMPLES)]
    return sum(_is_quoted(document, place) for place in places) / _SAMPLES


def _is_quoted(document: Document, place: int) -> bool:
    blocks = document.blocks
    k = bisect_right(blocks, place, key=lambda b: b.span[0]) - 1
    block = blocks[k] if 0 <= k < len(blocks) and place < blocks[k].span[1] else None
    if block is not None and block.quote and not _is_set_so(document):
        return True
    text = document.text
    top = block.span[0] if block is not None else text.rfind("\n\n", max(0, place - _FAR), place) + 1
    top = max(0, top, place - _FAR)
    bottom = text.find("\n\n", place, place + _FAR)
    before, after = text[top:place], text[place : bottom if bottom >= 0 else place + _FAR]
    for opener, closer in _PAIRS:
        end = after.find(closer)
        if before.rfind(opener) > before.rfind(closer) and end >= 0 and opener not in after[:end]:
            return True
    return bool(before.count('"') % 2 and after.count('"') % 2)


def _is_set_so(document: Document) -> bool:
    """Whether a document is set wholly or largely as block quotations, which then quote nothing."""
    return sum(b.quote > 0 for b in document.blocks) > _WHOLE * len(document.blocks)


def discord(match: Match, quote: Quote, document: Document) -> int:
    """Over how many words the quotation's emphasis and that of a passage disagree, as far as what is declared tells."""
    if not document.emphatic:
        return 0
    kinds = {d.kind for d in quote.declares}
    here = there = both = 0
    for (a, b), (c, d) in match.links:
        mine, theirs = _covered(quote.emphasis, (a, b)), _covered(document.emphasis, (c, d))
        here, there, both = here + mine, there + theirs, both + min(mine, theirs)
    if "emphasis-omitted" in kinds:
        return 0 if there > here else 1 + here
    if "emphasis-added" in kinds:
        return there
    return here + there - 2 * both


def _covered(runs: tuple[Run, ...], span: Span) -> int:
    return sum(max(0, min(span[1], r.span[1]) - max(span[0], r.span[0])) for r in runs)


def placed(match: Match, needle: Needle, quote: Quote, original: Original) -> Match:
    """A whole match set at that of its equal places which is the text's own voice, and is set like the quotation."""
    document = original.document
    whole = match.rung != "aligned" and len(match.passages) == len(match.links) == 1 and not needle.marked
    if not whole or not match.rivals or document is None:
        return match
    best = min(
        (_at(match, k, needle, original) for k in range(len(match.rivals) + 1)),
        key=lambda m: (is_secondhand(m, document), discord(m, quote, document)),
    )
    return replace(best, rivals=tuple(r for r in _places(match) if r.passages != best.passages))


def _places(match: Match) -> list[Rival]:
    return [Rival(match.original, match.passages, match.score), *match.rivals]


def _at(match: Match, k: int, needle: Needle, original: Original) -> Match:
    if not k:
        return match
    span = match.rivals[k - 1].passages[0]
    word = int(np.searchsorted(original.words.starts, span[0]))
    edits = presentation(needle, original, 0, word, needle.n)
    return replace(match, passages=(span,), edits=tuple(edits), links=((match.links[0][0], span),))
