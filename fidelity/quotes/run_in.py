"""Lead-ins with the quotation behind them in the same paragraph, without marks: "CNN claims: More than …"."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from fidelity.quotes.draft import Draft
from fidelity.quotes.names import subjects
from fidelity.quotes.page import last_sentence, trim, word_count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Page, Part

_COLON = re.compile(r":[ \u00a0]+(?=[A-ZÀ-ÖØ-Þ0-9])")
_ENDED = re.compile(r"[.!?…][\s)\]*_]*$")
_MARKS = re.compile(r"[“”„«»‹›\"]")
_ENOUGH = 8  # words, at least
_NEAR = 8  # words between the word of saying and the colon, at most
_MAX_LEAD = 300


def run_in(page: Page, pairs: Sequence[Pair], leads: Collection[int]) -> list[Draft]:
    """The rest of each paragraph behind a strong lead-in: somebody named, a word of saying, a colon, then sentences."""
    found: list[Draft] = []
    for part in page.parts:
        if part.block.kind != "paragraph" or part.block.quote or part.index in leads:
            continue
        colon = _COLON.search(page.text, part.start, min(part.end, part.start + _MAX_LEAD))
        if colon is None or not _sentences(page, part, colon.end(), pairs):
            continue
        start = part.start + last_sentence(page.text[part.start : colon.start()])
        if _strong(page, page.text[start : colon.start()]):
            lead = trim(page.text, start, colon.start() + 1)
            spans = [trim(page.text, colon.end(), part.end)]
            found.append(Draft("announced", spans, spans[0], bounds="uncertain", whole=True, lead_in=lead))
    return found


def _sentences(page: Page, part: Part, start: int, pairs: Sequence[Pair]) -> bool:
    """Whether sentences follow, and no marks: neither a list of names nor what has its own quotations."""
    rest = page.text[start : part.end]
    at = bisect_left(pairs, start, key=lambda pair: pair.start)
    if (at < len(pairs) and pairs[at].start < part.end) or _MARKS.search(rest) or not _ENDED.search(rest):
        return False
    words = rest.split()[1:12]
    return word_count(rest) >= _ENOUGH and 2 * sum(1 for word in words if word[:1].islower()) > len(words)


def _strong(page: Page, clause: str) -> bool:
    p = page.phrases
    if _MARKS.search(clause) or p.author.match(clause.lstrip()):
        return False
    verbs = [m for m in p.verbs.finditer(clause) if m[0][0].islower()]
    if not verbs or word_count(clause[verbs[-1].end() :]) > _NEAR:
        return False
    return any(subjects(page, clause))
