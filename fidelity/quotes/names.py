"""Whom and what the words around a quotation name: speaker, publisher, work, address, date."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fidelity.model import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Run, Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.inline import Sorted
    from fidelity.quotes.page import Page

_NAME = re.compile(
    r"(?<![\w’'])(?:[A-Z][\w’'.&-]*|[A-Z]{2,})(?:\s+(?:(?:of|for|on|de|von|van|der|la|du|al|bin|di)\s+(?:the\s+)?)?[A-Z][\w’'&-]*\.?)*"
)
_DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\.?\s+)?(?:%s)\.?\s*(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:\d{4})?|\b(?:19|20)\d\d\b"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_CASE = re.compile(
    r"((?:[A-Z][\w’'.&,-]*|of|the|and|for|ex|rel\.|&|[a-z]{2,3}\.)(?:\s+(?:[A-Z][\w’'.&,()-]*|of|the|and|for|ex|rel\.|&|in|re|[a-z]{2,3}\.)){0,14}\s+v\.?\s+"
    r"[A-Z][\w’'.&-]*(?:,?\s+(?:[A-Z(][\w’'.&()-]*|of|the|and|for|ex|rel\.|&|in|[a-z]{2,3}\.)){0,14}),\s+(\d{1,4}\s+[A-Z][\w.\s]{0,9}?\s+(?:\d+|[_—–-]+))"
)
_SHORT = re.compile(
    r"([A-Z][\w’'.&-]*(?:\s+(?:[A-Z][\w’'.&-]*|of|the|and|for|&)){0,8}),\s*(?:supra|ante|post|\d{1,4}\s+U\.\s?S\.?,?)"
)
_AGAIN = re.compile(r"[Ii]d\.|[Ii]bid\b")
_VOLUME = re.compile(r"(\d{1,4}\s+U\.\s?S\.?),?\s+at\b")
_STATUTE = re.compile(r"(\d{1,3}\s+U\.\s?S\.\s?C\.\s*§+\s*[\w().–-]+|Art\.\s+[IVX]+[^.;“”]{0,30}|§+\s?\d[\w().–-]*)")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]{0,300}[”\"»“]")


@dataclass(slots=True)
class Memory:
    """What was named before, for "the paper goes on", "Id." and their like."""

    names: Names = field(default_factory=Names)
    works: dict[str, str] = field(default_factory=dict)  # publisher or speaker -> its last named work
    cases: dict[str, str] = field(default_factory=dict)  # short name or volume of a case -> its full name
    case: str | None = None
    read: int = 0


def names(page: Page, draft: Draft, titles: Sequence[Sorted], memory: Memory) -> Names:
    """The names around one quotation; drafts must come in the article's order."""
    _read_cases(page, draft.outer[0], memory)
    case = _citation(page, draft, memory)
    span = draft.lead_in or _sentence(page, draft)
    before = page.text[span[0] : span[1]]
    work = case or _work(page, span, titles)
    speaker, publisher = _sayer(page, draft, before, span)
    if draft.credit is not None:
        work, speaker, publisher = _credit(page, draft.credit, work, speaker, publisher)
    url = draft.cite or _url(page, draft, span)
    date = _date(page, before)
    found = Names(speaker, publisher, work, url, date)
    if work is None and draft.lead_in is not None:
        found = _inherit(page, found, before, memory)
    key = (found.publisher or found.speaker or "").lower()
    if found.work and key:
        memory.works[key] = found.work
    if found.work or found.publisher or found.speaker:
        memory.names = found
    return found


def of_lead(page: Page, span: Span, titles: Sequence[Sorted], memory: Memory) -> Names:
    """The names of a lead-in that nothing follows."""
    text = page.text[span[0] : span[1]]
    speaker, publisher = _subjects(page, text)
    return _inherit(
        page, Names(speaker, publisher, _work(page, span, titles), _link(page, span), _date(page, text)), text, memory
    )


def _inherit(page: Page, found: Names, text: str, memory: Memory) -> Names:
    last = memory.names
    key = (found.publisher or found.speaker or "").lower()
    same = next((k for k in reversed(memory.works) if key and (k.endswith(key) or key.endswith(k))), None)
    if found.work is None and same is not None:
        return Names(found.speaker, found.publisher, memory.works[same], found.url or last.url, found.date)
    if found.work is None and not key and page.phrases.back.search(text):
        return Names(last.speaker, last.publisher, last.work, found.url or last.url, found.date or last.date)
    return found


def _sentence(page: Page, draft: Draft) -> Span:
    part = page.part_at(draft.outer[0])
    if part is None:
        return draft.outer
    low = max(part.start, draft.outer[0] - 300)
    text = page.text[low : draft.outer[0]]
    cut = max((m.end() for m in re.finditer(r"[a-z0-9)”\"’][.!?][\"”’)]*\s+(?=[^\W\d_a-z])", text)), default=0)
    return low + cut, draft.outer[0]


def _work(page: Page, span: Span, titles: Sequence[Sorted]) -> str | None:
    best = None
    for item in titles[bisect_left(titles, span[0], key=_begins) : bisect_left(titles, span[1], key=_begins)]:
        best = page.text[item.pair.spans[0][0] : item.pair.spans[-1][1]].strip(" ,.*_“”\"'")
    if best:
        return best
    for start, end in page.cites[bisect_left(page.cites, (span[0], 0)) : bisect_left(page.cites, (span[1], 0))]:
        return page.text[start:end].strip(" ,.")
    for link in page.links_in(*span):
        words = page.text[slice(*link.span)]
        if len(words.split()) >= 3 and words[:1].isupper():
            return words.strip(' ,.“”"')
    runs = page.document.emphasis
    for run in runs[bisect_left(runs, span[0], key=_run_begins) : bisect_left(runs, span[1], key=_run_begins)]:
        words = page.text[slice(*run.span)].strip(" ,.")
        if "italic" in run.kinds and len(words.split()) >= 2 and words[:1].isupper():
            return words
    return None


def _begins(item: Sorted) -> int:
    return item.pair.start


def _run_begins(run: Run) -> int:
    return run.span[0]


def _sayer(page: Page, draft: Draft, before: str, span: Span) -> tuple[str | None, str | None]:
    if len(draft.spans) > 1 and draft.form == "inline":
        between = page.text[draft.spans[0][1] : draft.spans[1][0]]
        speaker, publisher = _subjects(page, between)
        if speaker or publisher:
            return speaker, publisher
    if draft.form == "inline" and draft.lead_in is None:
        part = page.part_at(draft.outer[1])
        tail = page.text[draft.outer[1] : min(part.end if part else 0, draft.outer[1] + 120)]
        tail = re.split(r"[.;](?:\s|$)", tail)[0]
        if page.phrases.verbs.search(tail) and not page.phrases.verbs.search(before[-60:]):
            speaker, publisher = _subjects(page, tail)
            if speaker or publisher:
                return speaker, publisher
    del span
    return _subjects(page, before)


def _subjects(page: Page, text: str) -> tuple[str | None, str | None]:
    """The likeliest speaker and the likeliest publisher that a stretch of text names."""
    people: list[tuple[int, str]] = []
    outlets: list[tuple[int, str]] = []
    masked = _QUOTED.sub(lambda m: " " * len(m[0]), text)
    for m in _NAME.finditer(masked):
        words = m[0].split()
        while words and words[0].lower() in page.phrases.starters:
            words = words[1:]
        name = _POSSESSIVE.sub("", " ".join(words)).strip(".,")
        if not name or page.phrases.months.fullmatch(name) or masked[m.end() : m.end() + 1] == "-":
            continue
        before, after = masked[max(0, m.start() - 24) : m.start()], masked[m.end() : m.end() + 30]
        weight = 2 * bool(page.phrases.verbs.match(after.lstrip(" ,"))) + bool(page.phrases.verbs.search(after))
        if page.phrases.outlets.search(name) or (name.isupper() and 2 < len(name) <= 6):
            outlets.append((weight + bool(page.phrases.works.search(after)), name))
            continue
        titled = [h for h in page.phrases.honorifics.finditer(before) if not before[h.end() :].strip(" .")]
        weight += 2 * bool(titled) + (len(words) >= 2)
        if weight:
            people.append((weight, name))
    return _heaviest(people), _heaviest(outlets)


def _heaviest(names: Sequence[tuple[int, str]]) -> str | None:
    return max(names, key=lambda n: n[0])[1] if names else None


def _credit(
    page: Page, span: Span, work: str | None, speaker: str | None, publisher: str | None
) -> tuple[str | None, str | None, str | None]:
    line = page.text[span[0] : span[1]].lstrip("—–―- ").strip()
    pieces = [p.strip(' *_“”"().') for p in re.split(r",\s+|\s+[—–]\s+", line) if p.strip(' *_“”"().')]
    for i, piece in enumerate(pieces):
        if page.phrases.outlets.search(piece) and i:
            publisher = publisher or piece
            work = work or (piece if len(pieces) <= 2 else None)
        elif i == 0:
            speaker = piece
        elif work is None and not re.fullmatch(r".*\d{4}", piece):
            work = piece
    return work, speaker, publisher


def _url(page: Page, draft: Draft, span: Span) -> str | None:
    if draft.credit is not None:
        found = _link(page, draft.credit)
        if found:
            return found
    found = _link(page, span)
    if found:
        return found
    if draft.form != "inline":
        return None
    return _link(page, (draft.outer[0], draft.outer[1] + 60))


def _link(page: Page, span: Span) -> str | None:
    urls = [link.url for link in page.links_in(*span) if not link.url.startswith(("#", "mailto:"))]
    return urls[-1] if urls else None


def _date(page: Page, text: str) -> str | None:
    best = None
    for m in page.phrases.months.finditer(text):
        near = re.search(
            rf"(?:\b\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?)?{re.escape(m[0])}\.?(?:\s+de)?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d))?,?(?:\s+\d{{4}})?",
            text[max(0, m.start() - 8) : m.end() + 16],
        )
        if near and any(c.isdigit() for c in near[0]):
            best = near[0].strip(" ,")
    if best is None:
        found = re.search(r"\b(?:in|of|his|her|its|a|the|im|en|nel|vom|von|de|em|van|uit|from)\s+((?:19|20)\d\d)\b", text)
        best = found[1] if found else None
    return best


def _read_cases(page: Page, until: int, memory: Memory) -> None:
    if until <= memory.read:
        return
    for m in re.finditer(r"\sv\.?\s", page.text[memory.read : until]):
        at = memory.read + m.start()
        low = max(0, at - 140)
        found = None
        for found in _CASE.finditer(page.text, low, min(len(page.text), at + 200)):
            if found.start() <= at < found.end():
                break
        if found is not None:
            _remember(found, memory)
    memory.read = until


def _remember(found: re.Match[str], memory: Memory) -> str:
    case = re.sub(r"^(?:See|Cf\.|In|But|E\.g\.|Also|The|As|And)(?:,?\s+also)?,?\s+", "", " ".join(found[1].split()))
    full = f"{case}, {' '.join(found[2].split())}"
    for side in re.split(r"\s+v\.?\s+", case):
        for piece in {side, side.split(",")[0], side.split()[0]}:
            if len(piece) > 3 and piece not in {"United", "United States"}:
                memory.cases[piece.lower()] = full
    volume = re.match(r"\d{1,4}\s+U\.\s?S", found[2])
    if volume:
        memory.cases[re.sub(r"\W+", "", volume[0])] = full
    memory.case = full
    return full


def _citation(page: Page, draft: Draft, memory: Memory) -> str | None:
    """The case or statute cited right behind a quotation; `Id.` and `Ibid.` are the one cited last."""
    end = draft.outer[1]
    tail = page.text[end : end + 260].split("“")[0].split("\n")[0]
    head = tail.lstrip(" )*_.,’'”")
    if _AGAIN.match(head):
        return memory.case
    found = _CASE.search(tail)
    if found is not None and found.start() <= 30:
        return _remember(found, memory)
    short = _SHORT.match(head)
    if short is not None:
        key = short[1].lower()
        memory.case = memory.cases.get(key) or memory.cases.get(key.split()[0]) or short[1]
        return memory.case
    volume = _VOLUME.match(head)
    if volume is not None:
        memory.case = memory.cases.get(re.sub(r"\W+", "", volume[1]), memory.case)
        return memory.case
    statute = _STATUTE.match(head)
    return statute[1].strip() if statute else None
