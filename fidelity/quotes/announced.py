"""Lead-ins ("CNN claims:"), and the unmarked paragraphs that they announce."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fidelity.quotes import run_in
from fidelity.quotes.draft import Draft, Lead
from fidelity.quotes.notes import declared
from fidelity.quotes.page import ends_no_sentence, trim, word_count
from fidelity.quotes.phrases import language_of, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Document
    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Page, Part

_COLON = re.compile(r"(?::[\s*_]*(?:[(\[][^()\[\]]{3,60}[)\]])?|[(\[][^()\[\]]{3,60}[)\]]\s*:)[\s*_]*$")
_COMMA = re.compile(r"\b(?:that|as follows|dass|que|che|dat)\s*[,—–-]?\s*$|,\s*$")
_SENTENCE = re.compile(r"[.!?][\"”’)\]]*\s+(?=[^\W\d_])|[.!?][”\"]?(?=[A-Z][a-z])")
_GLUE = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+[ ,])|(?<=[a-z]{2}[.!?][”\"’])(?=[A-Z][a-z]+[ ,])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Gov|Jr|Sr|No|vs|v|U\.S|U\.K|Inc|Ltd|Co|Corp|etc|pp?|Art|Sec)|\b[A-Z])\.$"
)
_CAPITAL = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'&.-]+")
_TERM = re.compile(r"[\"“„«‘]([^\"“”„«»‘’]{3,60})[,.]?[\"”“»’]")
_NOTED = re.compile(r"[(\[]([^()\[\]]{3,60})[)\]]")
_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w’'&.-]+")
_IMPERSONAL = re.compile(r"\b(?:it|we|i|you|one|who)\s*$", re.IGNORECASE)
_WORD = 40  # characters before a verb in which its article stands
_MAX_REACH = 8
_SHORT_PARAGRAPH = 40  # words
_HEAD = 80  # characters of it in which the message is spoken of

Voice = Literal["author", "reported", "neutral"]


def leads(page: Page, pairs: Sequence[Pair]) -> list[Lead]:
    """All lead-ins that end a block, in order."""
    found: list[Lead] = []
    k = 0
    for part in page.parts:
        if part.block.kind not in {"paragraph", "item"} or part.block.quote:
            continue
        tail = page.text[max(part.start, part.end - 80) : part.end]
        if not _COLON.search(tail) and not _COMMA.search(tail):
            continue
        while k < len(pairs) and pairs[k].end <= part.start:
            k += 1
        head, start = part, part.start
        if part.index and word_count(page.text[part.start : part.end]) <= 8:
            before = page.parts[part.index - 1]
            if (
                before.block.kind == "paragraph"
                and not before.block.quote
                and page.runs_on(before, part)
                and not _colon(page, before)
            ):
                head, start = before, before.start
        lead = _lead(page, part, head, start, pairs)
        if lead is not None:
            found.append(lead)
    return found


def _colon(page: Page, part: Part) -> bool:
    return page.text[max(part.start, part.end - 3) : part.end].rstrip().endswith(":")


def _lead(page: Page, part: Part, head: Part, start: int, pairs: Sequence[Pair]) -> Lead | None:
    masked = _masked(page, start, part.end, pairs)
    at = _last_sentence(masked)
    clause = masked[at:]
    colon = _COLON.search(clause)
    if colon is None and (part.end - start - at > 200 or page.next_part(part) is None):
        return None
    body = clause[: colon.start()] if colon else clause
    declares = colon is not None and any(declared(m[1]) for m in _NOTED.finditer(clause, colon.start()))
    noted = colon is not None and re.search(r"[(\[]", colon[0]) is not None
    phrased = declares or _phrased(page, body, colon=colon is not None)
    if not phrased and not _announces(page, body, noted=noted, comma=colon is None):
        return None
    return Lead(trim(page.text, start + at, part.end), part.index, head.index)


def _masked(page: Page, start: int, end: int, pairs: Sequence[Pair]) -> str:
    """The text with what stands in quotation marks blanked, of the same length."""
    out, at = [], start
    lo, hi = 0, len(pairs)
    while lo < hi:
        mid = (lo + hi) // 2
        lo, hi = (mid + 1, hi) if pairs[mid].end <= start else (lo, mid)
    for i in range(lo, len(pairs)):
        s, e = max(start, pairs[i].start), min(end, pairs[i].end)
        if s >= end:
            break
        out.append(page.text[at:s])
        out.append("x" * (e - s))
        at = e
    out.append(page.text[at:end])
    return "".join(out)


def _last_sentence(text: str) -> int:
    at = 0
    for m in _SENTENCE.finditer(text):
        abbreviated = _ABBREVIATION.search(text, max(0, m.start() - 8), m.start() + 1) or ends_no_sentence(text, m.start())
        if abbreviated or m.end() >= len(text.rstrip()):
            continue
        at = m.end()
    return at


def _phrased(page: Page, body: str, *, colon: bool) -> bool:
    """Whether the clause ends with a phrase that announces ("had this to say"), said of somebody named."""
    if not colon:
        return False
    p = page.phrases
    if p.author.match(body.lstrip()):
        return False
    for found in p.announces.finditer(body):
        if found.start() and word_count(body[found.end() :]) <= 6 and _somebody(page, body[: found.start()]):
            return True
        if word_count(body[: found.start()]) <= 8 and 1 <= word_count(body[found.end() :]) <= 6:
            return _somebody(page, body[found.end() :])
    return False


def _noun(page: Page, before: str) -> bool:
    """Whether an article stands before a word; pronouns look like articles in languages that English is not."""
    word = re.search(r"([^\W\d_]+)\s+$", before)
    return word is not None and page.phrases.language == "en" and word[1].lower() in page.phrases.articles


def _somebody(page: Page, words: str) -> bool:
    """Whether a name, or a pronoun of a person, stands near the end."""
    near = words[-60:]
    p = page.phrases
    capitals = [m for m in _NAME.finditer(near) if m[0].lower() not in p.starters and not p.months.fullmatch(m[0])]
    if page.phrases.language == "de":
        return bool(p.outlets.search(near) or p.honorifics.search(near) or p.sayers.search(near))
    return bool(capitals) or (p.sayers.search(near) is not None and not _IMPERSONAL.search(near))


def _announces(page: Page, body: str, *, noted: bool, comma: bool) -> bool:
    """Whether the clause has a word of saying near its end, and somebody who says it."""
    p = page.phrases
    # "In-depth Report:" is a label, "the claims at issue" says nothing
    verbs = [
        m for m in p.verbs.finditer(body) if m[0][0].islower() and not _noun(page, body[max(0, m.start() - _WORD) : m.start()])
    ]
    if not verbs:
        return False
    last = verbs[-1]
    behind = re.sub(r"x{4,}", "x", body[last.end() :])
    if word_count(behind) > (3 if comma else 14 if noted else 12):
        return False
    if comma and not p.works.search(body) and word_count(body) > 12:
        return False
    opening = body.lstrip()
    found = p.author.match(opening)
    if found and word_count(opening) <= word_count(found[0]) + 2:
        return False
    return bool(p.sayers.search(body) or _CAPITAL.search(body) or re.match(r"\s*[A-Z][\w’'.-]*\s", body))


def announced(
    page: Page, found: Sequence[Lead], pairs: Sequence[Pair], taken: Sequence[Draft]
) -> tuple[list[Draft], list[Lead]]:
    """The unmarked quotations, and the lead-ins that nothing follows."""
    out: list[Draft] = []
    missing: list[Lead] = []
    runs = run_in.run_in(page, pairs, {lead.part for lead in found})
    parts = {page.part_at(d.outer[0]) for d in runs}
    bars = _Bars(
        {lead.part: lead for lead in found},
        {lead.head for lead in found} | {part.index for part in parts if part is not None},
        {d.outer[0] for d in taken},
    )
    opened = {pair.start: pair for pair in pairs}
    lent: dict[int, int] = {}  # part of a lead-in -> how many of its paragraphs an earlier quotation takes
    for lead in found:
        part = page.parts[lead.part + 1] if lead.part + 1 < len(page.parts) else None
        colon = _COLON.search(page.text[lead.span[0] : lead.span[1]]) is not None
        if part is None:
            missing += [lead] if colon else []
            continue
        if part.start in bars.starts or page.set_off(lead.part) or part.block.quote:
            continue
        if part.block.kind not in {"paragraph", "heading"}:
            continue
        pair = opened.get(part.start)
        if pair is not None and pair.end >= _first_stop(page, part) - 2:
            continue
        if _nothing(page, lead, part, bars):
            missing += [lead] if colon else []
            continue
        if colon:  # without one, a page break inside a sentence looks just the same
            out.append(_draft(page, lead, part, bars, lent))
    return sorted([*out, *runs], key=lambda d: d.spans), missing


@dataclass(frozen=True, slots=True)
class _Bars:
    """What an unmarked quotation cannot pass: lead-ins, by the part that they end or begin in, and set-apart quotations."""

    ends: dict[int, Lead]
    heads: set[int]
    starts: set[int]


def _nothing(page: Page, lead: Lead, part: Part, bars: _Bars) -> bool:
    """Whether what follows a lead-in is a heading, another lead-in, or plainly the author's own."""
    if part.block.kind == "heading" or page.ruled_off(lead.part):
        return True
    if page.phrases.closings.match(page.text[part.start : part.end].lstrip("*_ ")):
        return True
    whole = part.index in bars.ends and bars.ends[part.index].span[0] <= part.start + 2
    split = part.index in bars.heads and part.index not in bars.ends
    return whole or split or _voice(page, part, lead, "") == "author"


def _first_stop(page: Page, part: Part) -> int:
    found = re.search(r"[.!?][”\"’»]?(?:\s|$)", page.text[part.start : part.end])
    return part.start + found.start() if found else part.end


def _draft(page: Page, lead: Lead, part: Part, bars: _Bars, lent: dict[int, int]) -> Draft:
    text = page.text
    rest = _following(page, part, bars, through=False)
    skipped = lent.get(lead.part, 0)
    passed = [part, *rest][:skipped]
    part, following = [part, *rest][skipped], rest[skipped:]
    inner = bars.ends.get(part.index)
    end = inner.span[0] if inner is not None else part.end
    glue = _glue(text, part.start, end)
    spans = [trim(text, part.start, glue if glue is not None else end)]
    reach = [(p.start, p.end) for p in passed]
    if glue is not None:
        reach.append(trim(text, glue, end))
    if inner is not None:  # the next lead-in is glued on: a page scraped out of order may go on behind it
        following = _following(page, part, bars, through=True) if glue is not None else []
        kept = _lent(page, lead, inner, following)
        lent[inner.part] = kept
    else:
        kept = 0 if glue is not None else _kept(page, lead, part, following)
    spans += [(p.start, p.end) for p in following[:kept]]
    reach += [(p.start, p.end) for p in following[kept:]]
    return Draft(
        "announced", spans, (spans[0][0], spans[-1][1]), bounds="uncertain", whole=True, lead_in=lead.span, reach=reach
    )


def _lent(page: Page, first: Lead, second: Lead, following: list[Part]) -> int:
    """How many of the paragraphs behind two lead-ins have more in common with what the first one names."""
    ours, theirs = (_stems(page, page.text[lead.span[0] : lead.span[1]]) for lead in (first, second))
    count = 0
    for part in following[:-1]:
        words = _stems(page, page.text[part.start : part.end])
        if len(words & ours) <= len(words & theirs):
            break
        count += 1
    return count


def _stems(page: Page, text: str) -> set[str]:
    common = page.phrases.common
    return {w[:5].lower() for w in re.findall(r"[^\W\d_]{4,}", text) if w.lower() not in common}


def _glue(text: str, start: int, end: int) -> int | None:
    """Where a conversion has glued the author's next paragraph to the last quoted one: a stop with no space behind."""
    found = _GLUE.search(text, start, end)
    return found.start() if found else None


def _following(page: Page, part: Part, bars: _Bars, *, through: bool) -> list[Part]:
    """The paragraphs behind one that may belong to the same quotation; none if a lead-in ends it, unless `through` it."""
    out: list[Part] = []
    if part.index in bars.ends and not through:
        return out
    for after in page.parts[part.index + 1 : part.index + 1 + _MAX_REACH]:
        if after.block.kind != "paragraph" or after.block.quote or after.start in bars.starts or after.block.callout:
            break
        if after.index in bars.heads or page.set_off(after.index - 1):
            break
        out.append(after)
        if after.index in bars.ends:
            break
    return [p for p in out if p.index not in bars.ends]


def _kept(page: Page, lead: Lead, first: Part, following: list[Part]) -> int:
    """How many of the following paragraphs are likely still quoted: up to the last reported one before the author speaks."""
    quoted = page.text[first.start : first.end]
    kept = 0
    last = first
    for i, part in enumerate(following):
        voice = _voice(page, part, lead, quoted)
        if i == kept and page.runs_on(last, part):
            kept = i + 1
        elif voice == "author":
            break
        elif voice == "reported":
            kept = i + 1
        elif i - kept >= 2:
            break
        quoted += " " + page.text[part.start : part.end]
        last = part
    return kept


def _voice(page: Page, part: Part, lead: Lead, quoted: str) -> Voice:
    text, p = page.text[part.start : part.end], page.phrases
    opening = text.lstrip("*_ ")
    if p.author.match(opening):
        return "author"
    subject = _subject(page, lead)
    if subject:
        named = re.match(rf"(?:the\s+)?{re.escape(subject)}(?:['’]s?)?\s+", opening, re.IGNORECASE)
        if named and p.faults.match(opening[named.end() :]):
            return "author"
        if named and p.verbs.match(opening[named.end() :]):
            return "author"
    low = quoted.lower()
    if quoted and any(m[1].lower().strip(" ,.") in low for m in _TERM.finditer(opening[:200])):
        return "author"
    if p.notes.match(opening) and opening[len(p.notes.match(opening)[0]) :][:1] in {":", "–"}:  # type: ignore[index]
        return "author"
    if opening.startswith("[") or p.according.search(text) or _reports(page, text):
        return "reported"
    return "neutral"


def _reports(page: Page, text: str) -> bool:
    return any(True for _ in page.phrases.verbs.finditer(text))


def speaks_of_message(document: Document, text: str) -> bool:
    """Whether a short paragraph behind a lead-in speaks of what was sent ("I have lost the letter"): its author does."""
    words = phrases(language_of(document))
    head = text[: _first_break(text)]
    return word_count(text) <= _SHORT_PARAGRAPH and words.messages.search(head) is not None


def _first_break(text: str) -> int:
    found = re.search(r"[.!?]\s", text)
    return min(found.start() if found else len(text), _HEAD)


def _subject(page: Page, lead: Lead) -> str:
    """The name that a lead-in begins with."""
    found = re.search(r"\b(?:The\s+)?([A-Z][\w’'.-]*(?:\s+[A-Z][\w.-]*)*)", page.text[lead.span[0] : lead.span[1]])
    return re.sub(r"['’]s?$", "", found[1]) if found else ""
