"""Short stretches in marks that are somebody's words: the sentence around them says whose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.quotes.page import last_sentence, word_count

if TYPE_CHECKING:
    from fidelity.quotes.marks import Pair
    from fidelity.quotes.page import Page

_THAT = re.compile(r"(?<!\w)(?:that|dass|daß|que|che|dat)(?!\w)", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?…][’'\s*_]*$")
_NEW_SENTENCE = re.compile(r"\s*$|\s+[A-ZÀ-ÖØ-Þ“«„]")
_LAST_WORD = re.compile(r"([^\W\d_]+)['’]?\s*$")
_SENTENCE_BREAK = re.compile(r"[.!?;:]\s|\n")
_SHORTEST, _PHRASE = 3, 4  # words
_REACH = 160
_GAP = 120
_FAR = 8  # words between a word of saying with its "that" and the marks


def told(page: Page, pair: Pair, inner: str, count: int) -> bool:
    """Whether the sentence around a few words in marks tells that they are quoted: a source, and a word for what it does.

    "The report has “…”", "she saw that “…”", "the paper wrote that in March “…”", "citing the report: “…”", or a whole
    sentence in marks that stands alone.
    """
    part = page.part_at(pair.start)
    if part is None or (count < _SHORTEST and not (count > 1 and inner[:1].isdigit())):
        return False
    p, text = page.phrases, page.text
    before = text[max(part.start, pair.start - _REACH) : pair.start]
    clause = before[last_sentence(before) :].rstrip(" *_\u00a0\n")
    source = any(words.search(clause) for words in (p.works, p.outlets, p.sayers))
    if source and any(found.end() == len(clause) for found in p.speaks.finditer(clause)):
        return True
    if count < _SHORTEST or _is_determined(page, clause):
        return False
    saying = [clause[found.end() :] for found in p.verbs.finditer(clause)]
    that = _THAT.search(clause[-6:])
    if count >= _PHRASE and that is not None and not clause[-6:][that.end() :].strip() and word_count(clause) > 1:
        return True
    if any(_THAT.match(rest.lstrip()) and word_count(rest) <= _FAR for rest in saying):
        return True
    if clause.endswith(":") and inner[:1].isupper() and (saying or p.according.search(clause) or p.works.search(clause)):
        return True
    if saying and source and clause.endswith(",") and word_count(saying[-1]) <= _SHORTEST:  # "dice el reportaje, «…»"
        return True
    if p.language == "de" and source and (verb := p.verbs.match(text, pair.end + 1)) and verb.end() <= part.end:
        return True
    alone = not clause or (len(before.rstrip()) > 0 and last_sentence(before + "A") == len(before))
    whole = inner[:1].isupper() and _STOPPED.search(inner) is not None
    return (
        alone and whole and count >= _PHRASE and _NEW_SENTENCE.match(text[pair.end : min(part.end, pair.end + 4)]) is not None
    )


def goes_on(page: Page, last: Pair, pair: Pair) -> bool:
    """Whether a few words in marks are a further piece of what the same sentence quotes."""
    part = page.part_at(pair.start)
    gap = page.text[last.end : pair.start]
    if part is None or last.start < part.start or len(gap) > _GAP or _SENTENCE_BREAK.search(gap):
        return False
    if _STOPPED.search(page.text[last.spans[-1][0] : last.spans[-1][1]]) or _is_determined(page, gap.rstrip()):
        return False
    return word_count(page.text[pair.start : pair.end]) >= _SHORTEST


def _is_determined(page: Page, clause: str) -> bool:
    """Whether an article or a word for terms stands right before the marks: what they hold is named, not said."""
    word = _LAST_WORD.search(clause)
    if word is not None and word[1].lower() in page.phrases.articles:
        return True
    tail = clause.rstrip(" ,:")
    return any(found.end() == len(tail) for found in page.phrases.terms.finditer(tail))
