"""Block quotations: set apart by the markup, or as paragraphs wholly in italics after a lead-in."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from fidelity.quotes.draft import Draft
from fidelity.quotes.inline import CITATION
from fidelity.quotes.page import last_sentence, letters, trim, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Span
    from fidelity.quotes.draft import Lead
    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Page, Part

_CREDIT = re.compile(r"(?:(?<![^\n])|(?<=[.!?…”\"»“])\s)\s{0,40}(?:[—–―]|--|- )\s{0,40}[^\n]{2,160}$")
_NAME_LINE = re.compile(
    r"[*_]*[A-ZÀ-ÖØ-Þ][\w.'’-]+(?:,?\s+(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|la|von|van|der|del|di|da)){1,5}[*_]*(?<![.!?])"
)
_OPENING = "\"“”„«»‹‘'‚「『"
_EDGE = re.compile(r"[\s*_]*")
_QUESTION = re.compile(r"[^.!?]{2,80}\?\s")
_SENTENCE = 300
_PULLED = 4  # words, at least
_MAX_CITATION = 60  # words
_MAX_HEADLINE = 40


def blocks(page: Page, pairs: Sequence[Pair], leads: Sequence[Lead]) -> list[Draft]:
    """Every block quotation that quotes somebody."""
    after = {lead.part + 1: lead for lead in leads}
    found: list[Draft] = []
    for group in _groups(page):
        lead = after.get(group[0].index)
        if lead is not None or not _repeats(page, group):
            found += _block(page, group, pairs, lead)
    return found


def repeated(page: Page, leads: Sequence[Lead]) -> list[Span]:
    """The blocks that repeat words which the article has in its running text, as pull quotes do."""
    announced = {lead.part + 1 for lead in leads}
    return [(g[0].start, g[-1].end) for g in _groups(page) if g[0].index not in announced and _repeats(page, g)]


def _groups(page: Page) -> list[list[Part]]:
    groups: dict[int, list[Part]] = {}
    for part in page.parts:
        if part.block.quote:
            groups.setdefault(part.block.quote, []).append(part)
    return list(groups.values())


def _repeats(page: Page, group: list[Part]) -> bool:
    spans, _ = _without_credit(page, [(part.start, part.end) for part in group])
    return _pulled(page, " ".join(page.text[s:e] for s, e in spans))


def _block(page: Page, group: list[Part], pairs: Sequence[Pair], lead: Lead | None) -> list[Draft]:
    if any(part.block.callout for part in group) or all(part.block.kind == "heading" for part in group):
        return []
    text = page.text
    first = text[group[0].start : group[0].start + 60].lstrip("*_ ([")
    opening = page.phrases.notes.match(first)
    if opening and first[opening.end() : opening.end() + 2].lstrip("*_ ")[:1] in {":", "–", "—", "("}:
        return []
    spans = [(part.start, part.end) for part in group]
    spans, credit = _without_credit(page, spans)
    if not spans or not letters("".join(text[s:e] for s, e in spans)):
        return []
    words = " ".join(text[s:e] for s, e in spans)
    if lead is None and credit is None and _headline(words):
        return []
    if lead is None and _imagined(page, group[0]):
        return []
    if credit is None and (_own(page, group[0]) or (lead is None and _calls(page, group))):
        return []
    outer = (group[0].start, group[-1].end)
    cite = next((part.block.cite for part in group if part.block.cite), None)
    several = _without_marks(page, spans, pairs) or [spans]
    return [
        Draft(
            "block",
            words_of,
            outer if not i else (words_of[0][0], outer[1]),
            ">",
            whole=True,
            lead_in=lead.span if lead else None,
            cite=cite,
            credit=credit,
            among=len(several) > 1,
        )
        for i, words_of in enumerate(several)
    ]


def _own(page: Page, first: Part) -> bool:
    """Whether the author announces words of his own right before a block: "I would put my rule thus:"."""
    before = page.parts[first.index - 1] if first.index else None
    if before is None or before.block.quote or not page.text[before.start : before.end].rstrip(" *_").endswith(":"):
        return False
    text = page.text[max(before.start, before.end - _SENTENCE) : before.end]
    return page.phrases.own_words.search(text[last_sentence(text) :]) is not None


def _imagined(page: Page, first: Part) -> bool:
    """Whether the author asks right before a block to imagine what it holds: "Imagine the conversation."."""
    if not first.index:
        return False
    before = page.parts[first.index - 1]
    text = page.text[max(before.start, before.end - _SENTENCE) : before.end].rstrip(" .:!*_")
    return page.phrases.imagined.match(text[last_sentence(text) :]) is not None


def _calls(page: Page, group: list[Part]) -> bool:
    """Whether a block is a call to readers: all of it bold, with a question to them at its beginning."""
    text = page.text[group[0].start : group[-1].end]
    question = _QUESTION.match(text)
    return question is not None and all(page.bold(part.start, part.end) for part in group)


def _without_credit(page: Page, spans: list[Span]) -> tuple[list[Span], Span | None]:
    """Cut the attribution line ("— Jane Doe, The Paper") off a block quotation's end."""
    start, end = spans[-1]
    if len(spans) > 1 and _NAME_LINE.fullmatch(page.text, start, end):
        return spans[:-1], (start, end)
    found = _CREDIT.search(page.text, start, end)
    if found is None or word_count(found[0]) > 20:
        return spans, None
    if found.start() == start and len(spans) == 1:
        return spans, None
    credit = trim(page.text, found.start(), end)
    rest = trim(page.text, start, found.start())
    return ([*spans[:-1], rest] if rest[0] < rest[1] else spans[:-1]), credit


def _without_marks(page: Page, spans: list[Span], pairs: Sequence[Pair]) -> list[list[Span]]:
    """The words inside a block's outer marks, where these hold all of it but the citation behind; else nothing.

    Several quotations in marks with only a citation behind each are several; a mark that opens anew in the middle of a block
    (its paragraphs run together) belongs to one.
    """
    text, start, end = page.text, spans[0][0], spans[-1][1]
    at = _EDGE.match(text, start)
    first = at.end() if at else start
    if text[first : first + 1] not in _OPENING:
        return []
    inside = [p for p in pairs[bisect_left(pairs, start, key=_start) : bisect_left(pairs, end, key=_start)] if p.end <= end]
    if not inside or not _only_cited(page, inside[-1].end, end):
        return []
    if inside[0].start == first:
        ends = [*(p.start for p in inside[1:]), end]
        if all(_only_cited(page, p.end, stop) for p, stop in zip(inside, ends, strict=True)):
            return [list(p.spans) for p in inside]
    if len(inside) > 1 and inside[0].start == first:
        return []
    last = inside[-1].spans[-1][1]
    clipped = [(max(s, first + 1), min(e, last)) for s, e in spans]
    return [[span for span in clipped if span[0] < span[1]]]


def _only_cited(page: Page, start: int, end: int) -> bool:
    """Whether nothing but a citation or a parenthesis stands in `[start, end)`."""
    tail = page.text[start:end].strip(" *_\n.")
    if not tail or CITATION.match(page.text, start, end) is not None:
        return word_count(tail) < _MAX_CITATION
    return tail.startswith("(") and tail.endswith(")") and word_count(tail) < 30


def _start(pair: Pair) -> int:
    return pair.start


def _headline(words: str) -> bool:
    """Whether the block is a heading in capitals that a conversion took for a quotation."""
    upper, lower = sum(map(str.isupper, words)), sum(map(str.islower, words))
    return upper > 2 * lower and word_count(words) < _MAX_HEADLINE


def _pulled(page: Page, words: str) -> bool:
    """Whether the block only repeats the article's own words, as a pull quote does."""
    bare = " ".join(words.split()).strip("“”\"'‘’*_ …")
    return word_count(bare) >= _PULLED and bare in page.running


def italics(page: Page, pairs: Sequence[Pair], leads: Sequence[Lead]) -> list[Draft]:
    """Paragraphs set wholly in italics after a lead-in; several in a row are one quotation.

    One in marks with its citation behind them is an ordinary quotation whose words happen to be all there is.
    """
    found: list[Draft] = []
    for lead in leads:
        spans: list[Span] = []
        index = lead.part + 1
        while index < len(page.parts):
            part = page.parts[index]
            plain = part.block.kind == "paragraph" and not part.block.quote
            if (
                not plain
                or _cited_in_marks(page, part, pairs)
                or not page.italic(part.start, part.end)
                or (spans and word_count(page.text[part.start : part.end]) < 2)
            ):
                break
            spans.append((part.start, part.end))
            index += 1
        if spans:
            found.append(Draft("block", spans, (spans[0][0], spans[-1][1]), whole=True, lead_in=lead.span))
    return found


def _cited_in_marks(page: Page, part: Part, pairs: Sequence[Pair]) -> bool:
    at = bisect_left(pairs, part.start, key=_start)
    pair = pairs[at] if at < len(pairs) else None
    if pair is None or pair.start > part.start + 1 or pair.end >= part.end:
        return False
    return CITATION.match(page.text, pair.end, part.end) is not None
