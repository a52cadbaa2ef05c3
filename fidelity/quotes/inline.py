"""Quotations in marks inside running text, told from titles, terms and scare quotes; the interrupted ones joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fidelity.quotes import fragments, notes
from fidelity.quotes.draft import Draft
from fidelity.quotes.glyphs import Pair
from fidelity.quotes.page import WORD, last_sentence, letters, trim, word_count
from fidelity.quotes.spoken import credit_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Span
    from fidelity.quotes.draft import Lead
    from fidelity.quotes.page import Page

Sort = Literal["quotation", "title", "term"]

_REPORTER = r"\d{1,4}\s+(?:U\.\s?S\.|F\.|S\.\s?Ct\.|Fed\.|Stat\.|Cal\.|N\.\s?[WEY]\.|L\.\s?Ed)"
CITATION = re.compile(
    r"\W{0,6}(?:(?:[Ss]ee|[Cc]f\.),?\s+(?:also\s+)?)?"
    rf"(?:[Ii]d\.|[Ii]bid\b|(?:[Aa]nte|[Pp]ost|[Ss]upra),|{_REPORTER}|§|Art\.\s|(?:Brief|App\.|Tr\.|Reply Brief)\s"
    rf"|[A-Z][^“”\"\n]{{2,140}}?(?:{_REPORTER}|\bsupra\b|\bante\b|\bpost\b|§))"
    r"|\s{0,2}\([^()“”\"]{0,80}\b(?:1[5-9]|20)\d\d[a-z]?\b[^()“”\"]{0,60}\)"  # (Author 2010, p. 12)
    r"|\s{0,2}\((?:p|pp|S|art|§)\.?\s?\d"
)
_MAX_LEAD = 400
_NOTE = 80  # characters of a note about emphasis right behind
_SENTENCE = 6  # words, at least, of what is taken for a sentence
_MAX_TITLE = 15  # words of a title, at most, where they make a sentence
_CHAIN = re.compile(r"[\s,;&]*(?:and|or|und|et|y|e|en)?[\s,;]*")
_COORDINATED = re.compile(r"[\s,]*(?:and|und|et|y|e|en)\s")  # “…,” he said, “…,” and he added, “…”
_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]\w+")
_GAP_END = re.compile(r"[,.:;—–-]\s*$")
_AND_ADDS = re.compile(r"[,;—–-]\s*(?:and|und|et|y|e|en)(?:\s+[^\s:]+){0,12}\s*:\s*$")  # »…«, sagt X, und: »…«
_OF_SOMEBODY = re.compile(r"\s+(?:of|by|from|der|des|von|du|de|del|della|di|do|da|van)\s[^,.;:!?“”]{2,60},$")
_CLOSING_STOP = re.compile(r"[.,!?…—–-][’'\s*_]*$")


@dataclass(frozen=True, slots=True)
class Sorted:
    """A pair of marks and what it is."""

    pair: Pair
    sort: Sort


def sort_pairs(page: Page, pairs: Sequence[Pair], leads: Sequence[Lead]) -> list[Sorted]:
    """What each pair of marks holds: somebody's words, a title, or a term."""
    out: list[Sorted] = []
    ends = {lead.part: lead.span for lead in leads}
    for i, pair in enumerate(pairs):
        last = out[-1] if out else None
        after = pairs[i + 1].start if i + 1 < len(pairs) else len(page.text)
        quoting = last is not None and last.sort == "quotation" and _same_part(page, last.pair, pair)
        sort = _sort(page, pair, ends, after, quoting=quoting)
        if sort == "quotation" and fragments.imagined(page, pair):
            sort = "term"
        if sort == "quotation" and last is not None and last.sort == "title":
            gap = page.text[last.pair.end : pair.start]
            linked = _linked(page, pair)
            if len(gap) < 12 and _CHAIN.fullmatch(gap) and (linked or not _attributed(page, pair, after)):
                sort = "title"
        if sort == "term" and last is not None and last.sort == "quotation" and fragments.goes_on(page, last.pair, pair):
            sort = "quotation"
        out.append(Sorted(pair, sort))
    return out


def drafts(page: Page, found: Sequence[Sorted], leads: Sequence[Lead]) -> list[Draft]:
    """The quotations among the pairs; what one reporting clause interrupts is one quotation."""
    out: list[Draft] = []
    after = {lead.part + 1: lead for lead in leads}
    last: Sorted | None = None
    for item in found:
        joins = last is not None and _joins(page, last, item)
        if joins and out:
            out[-1].spans.extend(item.pair.spans)
            out[-1].outer = (out[-1].outer[0], item.pair.end)
            out[-1].joint = " "
            last = Sorted(item.pair, "quotation")
            continue
        last = item if item.sort == "quotation" else None
        if item.sort != "quotation":
            continue
        pair = item.pair
        part = page.part_at(pair.start)
        lead = after.get(part.index) if part is not None and pair.start == part.start else None
        before = page.text[max(part.start, pair.start - 20) : pair.start].rstrip() if part is not None else ""
        colon = before.endswith(":")
        out.append(
            Draft(
                "inline",
                list(pair.spans),
                (pair.start, pair.end),
                mark=pair.glyph,
                bounds="certain" if pair.closed else "uncertain",
                whole=lead is not None or colon,
                lead_in=lead.span if lead is not None else _lead_before(page, pair) if colon else None,
                credit=credit_below(page, pair.end) if part is not None and pair.start <= part.start + 1 else None,
            )
        )
    return out


def _same_part(page: Page, before: Pair, pair: Pair) -> bool:
    part = page.part_at(pair.start)
    return part is not None and part.start <= before.start


def _sort(page: Page, pair: Pair, ends: dict[int, Span], after: int, *, quoting: bool) -> Sort:
    start, end = trim(page.text, pair.spans[0][0], pair.spans[-1][1])
    inner = page.text[start:end]
    part = page.part_at(pair.start)
    if part is None or not letters(inner) or part.block.kind == "heading":
        return "term"
    count = word_count(inner)
    before = page.text[max(part.start, pair.start - 160) : pair.start]
    if _is_title(page, pair, inner, count, before, after, in_lead=_within(ends.get(part.index), pair)):
        return "title"
    if count >= _SENTENCE or _noted(page, pair, part.end):
        return "quotation"
    cited = CITATION.match(page.text, pair.end, min(part.end, pair.end + 260)) is not None and count >= 2
    if fragments.told(page, pair, inner, count) or fragments.said(page, pair, inner, count, after, quoting=quoting):
        return "quotation"
    if count >= 4:
        return "quotation" if cited or _attributed(page, pair, after) else "term"
    spoken = inner[:1].isupper() and _CLOSING_STOP.search(inner) is not None
    return "quotation" if cited or (spoken and _attributed(page, pair, after)) else "term"


def _noted(page: Page, pair: Pair, end: int) -> bool:
    """Whether a note about quotations stands right behind the marks: “as is” (bold in the original)."""
    return any(span[0] <= pair.end + 1 for span, _ in notes.bracketed(page.text, pair.end, min(end, pair.end + _NOTE)))


def _within(lead: Span | None, pair: Pair) -> bool:
    return lead is not None and lead[0] <= pair.start and pair.end <= lead[1]


def _linked(page: Page, pair: Pair) -> bool:
    size = letters(page.text[pair.start : pair.end])
    return any(
        letters(page.text[max(pair.start, link.span[0]) : min(pair.end, link.span[1])]) >= 0.9 * size
        for link in page.links_in(max(0, pair.start - 5), pair.end)
    )


def _is_title(page: Page, pair: Pair, inner: str, count: int, before: str, after: int, *, in_lead: bool) -> bool:
    p = page.phrases
    bare = before.rstrip(" ,:\n\u00a0*_(")
    colon = before.rstrip(" *_\u00a0\n").endswith(":")
    sentence = count >= _SENTENCE and p.finite.search(inner) is not None
    if sentence and count > _MAX_TITLE and stop_of(inner) == ".":
        return False
    titled = _ends_with(p.titled, bare)
    if colon and not titled and not in_lead and count >= _SENTENCE and not title_cased(inner, p.small):
        return False
    if colon and not titled and not in_lead and p.quoting.search(_last_clause(before)) and not title_cased(inner, p.small):
        return False
    work = _ends_with(p.works, bare) or _ends_with(p.works, re.sub(r"\s+(?:in|of|on|from|by)?\s*[\d]{4}$", "", bare))
    upper = inner[:1].isupper() or inner[:1].isdigit()
    stop = stop_of(inner)
    if titled and upper and count <= 30 and not (sentence and _ends_with(p.terms, bare)):
        return True
    if upper and stop not in ".!" and count <= 20 and _behind_work(page, pair.start):
        return True
    cased = p.language == "en" and title_cased(inner, p.small)
    if cased and (stop not in ".!" or work):
        return True
    if _linked(page, pair) and upper and (work or not _attributed(page, pair, after)):
        return True
    if work and upper and count <= 25 and stop != ".":
        return (in_lead and not _according(page, before)) or not _attributed(page, pair, after)
    if upper and stop != "." and count <= _MAX_TITLE and not sentence and _of_somebody(page, before):
        return True
    return in_lead and count < (_MAX_TITLE if sentence else 40) and upper and stop != "." and not _according(page, before)


def stop_of(text: str) -> str:
    """The last character of words, without the marks that set them off."""
    return text.rstrip("*_ ")[-1:]


def _according(page: Page, before: str) -> bool:
    """Whether "according to X," leads to the marks."""
    return page.phrases.according.search(_last_clause(before)) is not None


def _of_somebody(page: Page, before: str) -> bool:
    """Whether a work of somebody's is named right before, with a comma: A press release of the Lind Institute, “…”."""
    bare = before.rstrip(" *_\u00a0\n")
    return any(_OF_SOMEBODY.fullmatch(bare, m.end()) for m in page.phrases.works.finditer(bare))


def _behind_work(page: Page, start: int) -> bool:
    """Whether a work in italics stands right before, with a comma: *The Fruit Grower*, “What the frost took”."""
    head = page.text[max(0, start - 6) : start]
    end = start - len(head) + len(head.rstrip(" ,\u00a0("))
    if "," not in page.text[end:start]:
        return False
    name = page.set_off_before(end)
    return len(name.split()) >= 2 and name[:1].isupper() and name.split()[-1][:1].isupper()


def title_cased(text: str, small: frozenset[str]) -> bool:
    """Whether the words are capitalised as in an English title: three at least, and all but the small ones."""
    words = [w for w in WORD.findall(text) if w.lower() not in small and w[0].isalpha()]
    if len(words) < 3:
        return False
    return sum(1 for w in words if w[0].isupper()) >= 0.85 * len(words)


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    tail = text[-40:]
    return any(m.end() == len(tail) for m in pattern.finditer(tail))


def _attributed(page: Page, pair: Pair, following: int) -> bool:
    """Whether a word of saying stands right before or right after the marks."""
    text, p = page.text, page.phrases
    part = page.part_at(pair.start)
    if part is None:
        return False
    before = _last_clause(text[max(part.start, pair.start - 70) : pair.start])
    if any(word_count(before[m.end() :]) <= 3 for m in p.verbs.finditer(before)) and not _ends_with(
        p.terms, before.rstrip(" ,:")
    ):
        return True
    if p.according.search(before):
        return True
    tail = _first_clause(text[pair.end : min(part.end, following, pair.end + 90)])
    stopped = _CLOSING_STOP.search(text[pair.spans[-1][0] : pair.spans[-1][1]]) is not None or tail[:1] == ","
    if p.according.match(tail.lstrip(" ,—–-")):
        return True
    found = p.verbs.search(tail)
    return stopped and found is not None and word_count(tail[: found.start()]) <= 6


def _last_clause(text: str) -> str:
    return text[last_sentence(text) :]


def _first_clause(text: str) -> str:
    found = re.search(r"[.!?;](?:\s|$)", text)
    return text[: found.start()] if found else text


def _joins(page: Page, last: Sorted, item: Sorted) -> bool:
    """Whether only a short reporting clause stands between two pairs: "…," he said, "…"."""
    gap_start, gap_end = last.pair.end, item.pair.start
    if item.sort == "title" or not 3 <= gap_end - gap_start <= 140:
        return False
    part = page.part_at(gap_start)
    if part is None or page.part_at(gap_end) is not part:
        return False
    gap = page.text[gap_start:gap_end]
    if re.search(r"[.!?;:(\[]\s*\S", gap[:-2].replace("Mr.", "Mr").replace("Dr.", "Dr")) or not _GAP_END.search(gap):
        return False
    verbs = len(page.phrases.verbs.findall(gap))
    so = not verbs and page.phrases.according.match(gap.lstrip(" ,—–-")) is not None
    if word_count(gap) > 14 or (verbs != 1 and not so) or _AND_ADDS.search(gap):
        return False
    if _COORDINATED.match(gap) or (gap.rstrip().endswith(".") and _reported_behind(page, last, item.pair, gap)):
        return False
    head = page.text[last.pair.spans[-1][0] : last.pair.spans[-1][1]].rstrip("’' *_")[-1:]
    running = gap.lstrip(" ,—–-*_")[:1].islower()
    lower = page.text[slice(*item.pair.spans[0])].lstrip("*_ […")[:1].islower()
    ended = gap.rstrip()[-1:] == "."
    begun = not lower and page.phrases.language != "de"  # German nouns have capitals
    if begun and gap.rstrip().endswith(",") and page.text[last.pair.spans[0][0]].islower():
        return False  # asked whether it was “true,” she said, “No.”
    if head in ",—–-…" or gap.lstrip().startswith(","):
        return True
    if head in "!?":
        return ended or (running and lower)
    return head == "." and ended and (running or _verb_second(page, gap))


def _reported_behind(page: Page, last: Sorted, pair: Pair, gap: str) -> bool:
    """Whether a pair has a reporting clause of its own, with somebody else in it: “…,” said X. “…,” said Y."""
    part = page.part_at(pair.start)
    tail = _first_clause(page.text[pair.end : min(part.end if part else pair.end, pair.end + 90)])
    found = page.phrases.verbs.search(tail)
    comma = tail[:1] == "," or page.text[pair.end - 2 : pair.end - 1] == ","
    if not comma or found is None or word_count(tail[: found.start()]) > 2:
        return False
    names = [m[0] for m in _NAME.finditer(tail)]
    return last.pair.glyph != pair.glyph or any(name not in gap for name in names)


def _verb_second(page: Page, gap: str) -> bool:
    """Whether a clause is a name and a word of saying: "Smith added."."""
    found = page.phrases.verbs.search(gap)
    return found is not None and word_count(gap[: found.start()]) <= 3 and "," not in gap


def _lead_before(page: Page, pair: Pair) -> Span | None:
    part = page.part_at(pair.start)
    if part is None:
        return None
    low = max(part.start, pair.start - _MAX_LEAD)
    start = pair.start - len(_last_clause(page.text[low : pair.start]))
    start, end = trim(page.text, start, pair.start)
    return (start, end) if start > low or low == part.start else None
