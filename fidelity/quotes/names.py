"""Whom and what the words around a quotation name: speaker, publisher, work, address, date."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fidelity.model import Names
from fidelity.quotes import cases
from fidelity.quotes.cases import Cases
from fidelity.quotes.emphasis import word_cases
from fidelity.quotes.page import last_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Run, Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.inline import Sorted
    from fidelity.quotes.page import Page

_NAME_WORD = r"(?:(?:[A-ZÀ-ÖØ-Þ]|St|Mt)\.(?!\w)|[A-ZÀ-ÖØ-Þ](?:[\w’'&-]|\.(?=\w))*)"
_LINK = r"(?:of|for|on|de|del|do|da|dos|das|des|della|dei|delle|von|van|der|la|du|al|bin|di)"
_NAME = re.compile(rf"(?<![\w’']){_NAME_WORD}(?:\s+(?:{_LINK}\s+(?:(?:the|la|los|las|les|den|der)\s+)?)?{_NAME_WORD})*")
_ON = re.compile(r"\s{1,9}(?:on|for|of)\s{1,9}")
_GENITIVE = re.compile(r"(?<!von)(?<!zu)\s{1,9}(?:der|des|dem|den|das|die)\s{1,9}")
_OFFICE = re.compile(r"\s+of\s+(?:the\s+)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORT = 6  # words below which a quotation cannot be known by its words
_PARAGRAPH = 600
_BEHIND = 60  # characters behind a quotation in which its link begins
_SAYING = 40  # characters in which a pronoun's verb stands
_LETTERS = 3  # of a name, at least
_SAYS, _LIKELY = 3, 2  # weights: a word of saying stands right by the name, or not far from it
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]{0,300}[”\"»“]")


@dataclass(slots=True)
class Memory:
    """What was named before, for "the paper goes on", "Id." and their like."""

    names: Names = field(default_factory=Names)
    at: int = -1  # where
    works: dict[str, str] = field(default_factory=dict)  # publisher or speaker -> its last named work
    cases: Cases = field(default_factory=Cases)


def names(page: Page, draft: Draft, titles: Sequence[Sorted], memory: Memory) -> Names:
    """The names around one quotation; drafts must come in the article's order."""
    cited = cases.cited(page, draft, memory.cases)
    case = cited.name if cited else None
    span = draft.lead_in or _sentence(page, draft)
    before = page.text[span[0] : span[1]]
    near = cases.named(page.text, span, memory.cases) if case is None else None
    work = case or (None if cited else near or _work(page, span, titles))
    speaker, publisher = _sayer(page, draft, before)
    if case is not None:  # the citation is the source: whoever else is named is not
        publisher = None
        speaker = speaker if speaker and " " in speaker and speaker.lower() not in case.lower() else None
    if draft.credit is not None:
        work, speaker, publisher = _credit(page, draft.credit, work, speaker, publisher)
    url = draft.cite or _url(page, draft, span)
    date = _date(page, before)
    guessed = work is not None and work == (near if cited is None or cited.name is None else None if cited.sure else cited.name)
    found = Names(speaker, publisher, work, url, date, lent=guessed)
    if work is None and draft.lead_in is not None:
        found = _inherit(page, found, before, memory)
    if _is_short(page, draft) and not _says_whose(found):
        found = _of_paragraph(page, draft, found, titles, memory)
    key = (found.publisher or found.speaker or "").lower()
    if found.work and key:
        memory.works[key] = found.work
    if found.work or found.publisher or found.speaker:
        memory.names, memory.at = found, draft.outer[0]
    return found


def _is_short(page: Page, draft: Draft) -> bool:
    return draft.form == "inline" and sum(len(page.text[s:e].split()) for s, e in draft.spans) < _SHORT


def _says_whose(found: Names) -> bool:
    return bool(found.work or found.publisher or found.speaker or found.url)


def _of_paragraph(page: Page, draft: Draft, found: Names, titles: Sequence[Sorted], memory: Memory) -> Names:
    """Whose a few quoted words are by their paragraph: its last quotation's source, else who is named in it before them.

    Only what is too short to be known by its words alone needs that; longer quotations are not lent a source.
    """
    part = page.part_at(draft.outer[0])
    if part is None:
        return found
    last = memory.names
    low = max(part.start, draft.outer[0] - _PARAGRAPH)
    before = page.text[low : draft.outer[0]]
    start = draft.outer[0] - len(before) + last_sentence(before)
    speaker, publisher = subjects(page, before[start - low :], loose=True)
    work = _work(page, (start, draft.outer[0]), titles) or _short_title(page, (start, draft.outer[0]))
    if not (speaker or publisher or work) and part.start <= memory.at < draft.outer[0]:
        return _lent(last, found)
    if not (speaker or publisher or work):
        speaker, publisher = subjects(page, before, loose=True)
        work = _work(page, (low, draft.outer[0]), titles)
    if speaker or publisher or work:
        return Names(speaker, publisher, work, _link(page, (low, draft.outer[0])), found.date)
    if any(words.search(before) for words in (page.phrases.back, page.phrases.works, page.phrases.sayers)):
        return _lent(last, found)
    return found


def _lent(last: Names, found: Names) -> Names:
    """The source of an earlier quotation; who speaks there need not speak here, if it names anything else."""
    speaker = None if last.publisher or last.work or last.url else last.speaker
    return Names(speaker, last.publisher, last.work, last.url, found.date or last.date)


def of_lead(page: Page, span: Span, titles: Sequence[Sorted], memory: Memory) -> Names:
    """The names of a lead-in that nothing follows."""
    text = page.text[span[0] : span[1]]
    speaker, publisher = subjects(page, text, announced=True)
    return _inherit(
        page, Names(speaker, publisher, _work(page, span, titles), _link(page, span), _date(page, text)), text, memory
    )


def _inherit(page: Page, found: Names, text: str, memory: Memory) -> Names:
    last = memory.names
    key = (found.publisher or found.speaker or "").lower()
    same = next((k for k in reversed(memory.works) if key and (k.endswith(key) or key.endswith(k))), None)
    if found.work is None and same is not None:
        return Names(
            found.speaker, found.publisher, memory.works[same], found.url or last.url, found.date, lent=found.url is None
        )
    if found.work is None and not key and _leads_back(page, text):
        return Names(
            last.speaker, last.publisher, last.work, found.url or last.url, found.date or last.date, lent=found.url is None
        )
    return found


def _leads_back(page: Page, text: str) -> bool:
    """Whether a lead-in speaks of what was named before: "the paper goes on", "it says"; but not "it has been said"."""
    if page.phrases.back.search(text):
        return True
    for found in page.phrases.it.finditer(text):
        after = text[found.end() : found.end() + _SAYING]
        verb = page.phrases.verbs.search(after)
        if verb and not page.phrases.copulas.search(after[: verb.start()]):
            return True
    return False


def _sentence(page: Page, draft: Draft) -> Span:
    part = page.part_at(draft.outer[0])
    if part is None:
        return draft.outer
    low = max(part.start, draft.outer[0] - 300)
    text = page.text[low : draft.outer[0]]
    return low + last_sentence(text), draft.outer[0]


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
        party = page.text[max(0, run.span[0] - 4) : run.span[0]].endswith((" v. ", " v "))
        party = party or re.match(r"\s+v\.?\s", page.text[run.span[1] : run.span[1] + 4]) is not None
        if "italic" in run.kinds and len(words.split()) >= 2 and words[:1].isupper() and not party:
            return words
    return None


def _short_title(page: Page, span: Span) -> str | None:
    """The whole title of which a stretch has the first word in italics: *Lund*, where *Lund v. Roe* went before."""
    runs = [run.span for run in page.document.emphasis if "italic" in run.kinds and run.span[0] < span[1]]
    for short in reversed([r for r in runs if r[0] >= span[0]]):
        word = page.text[slice(*short)].strip(" ,.")
        for whole in runs:
            if whole[1] <= short[0] and word[:1].isupper() and page.text[slice(*whole)].startswith(word + " "):
                return page.text[slice(*whole)].strip(" ,")
    return None


def _begins(item: Sorted) -> int:
    return item.pair.start


def _run_begins(run: Run) -> int:
    return run.span[0]


def _sayer(page: Page, draft: Draft, before: str) -> tuple[str | None, str | None]:
    if len(draft.spans) > 1 and draft.form == "inline":
        between = page.text[draft.spans[0][1] : draft.spans[1][0]]
        speaker, publisher = subjects(page, between)
        if speaker or publisher:
            return speaker, publisher
    if draft.form == "inline" and draft.lead_in is None:
        tail = page.text[draft.rest[0] : min(draft.rest[1], draft.rest[0] + 120)]
        tail = re.split(r"[.;](?:\s|$)", tail)[0]
        if page.phrases.verbs.search(tail) and not page.phrases.verbs.search(before[-60:]):
            speaker, publisher = subjects(page, tail)
            if speaker or publisher:
                return speaker, publisher
    return subjects(page, before, announced=draft.lead_in is not None)


def subjects(page: Page, text: str, *, announced: bool = False, loose: bool = False) -> tuple[str | None, str | None]:
    """The likeliest speaker and the likeliest publisher that a stretch of text names.

    A person must be said to say something; a publisher must have a name like one, or print something as only papers do, or,
    where `loose`, own a work ("the Lund report").
    """
    p = page.phrases
    people: list[tuple[int, str]] = []
    outlets: list[tuple[int, str]] = []
    masked = _QUOTED.sub(lambda m: " " * len(m[0]), text)
    for m in _NAME.finditer(masked):
        end = m.end()
        on = _ON.search(m[0])
        if on is not None and (p.no_names.match(m[0], on.end()) or p.months.match(m[0], on.end())):
            end = m.start() + on.start()  # "Ana Lund on Monday"
        piece = _GENITIVE.split(masked[m.start() : end])[-1] if p.language == "de" else masked[m.start() : end]
        genitive = len(piece) < end - m.start()
        words = piece.split()
        while words and (words[0].lower() in p.starters or words[0].lower() in p.prepositions):
            words = words[1:]
        office = p.language == "de" and len(words) > 2 and p.no_names.fullmatch(words[0]) is not None
        words = words[office:]  # "Gutachterin Ana Lund"
        name = _POSSESSIVE.sub("", " ".join(words)).strip(".,")
        name = _rank(page, name)
        if not name or p.months.fullmatch(name) or masked[end : end + 1] == "-" or p.no_names.search(name):
            continue
        if all(len(word.strip(".")) == 1 for word in words) or (len(name) < _LETTERS and not name.isupper()):
            continue
        start = end - len(piece) + piece.find(words[0])
        before, after = masked[max(0, start - 40) : start], masked[end : end + (110 if masked[end : end + 1] == "," else 40)]
        weight, prints = _says(page, before, after)
        dropped = piece.split()[: len(piece.split()) - len(words)]
        headed = not office and bool(dropped) and dropped[-1].lower() in p.articles
        determined = not office and (genitive or headed or _determined(page, before))
        ordinary = len(words) == 1 and name.lower() in word_cases(page.text)[0] and not p.honorifics.search(before[-20:])
        outlet = p.outlets.search(name) is not None and (determined or not ordinary)
        outlet = outlet or (headed and _within(page, before.rstrip()[: -len(dropped[-1])]))
        placed = genitive or any(word.lower() in p.prepositions for word in before.split()[-2:])  # "im Hafenblatt"
        outlet = outlet or ((weight > 0 or announced or (loose and placed)) and p.compounds.search(name) is not None)
        outlet = outlet or (loose and determined and p.works.match(after.lstrip()) is not None)
        if not outlet and p.bodies.search(name) and len(words) > 1:
            outlet = announced or weight > 0 or p.works.search(after) is not None
        if (
            outlet
            or (prints and determined)
            or (name.isupper() and 2 < len(name) <= 6 and weight >= _SAYS and after[:1] != ",")
        ):
            outlets.append((weight + bool(p.works.search(after)), name))
            continue
        if determined or p.bodies.search(name) or (len(words) == 1 and (p.works.fullmatch(name) or p.sayers.fullmatch(name))):
            continue
        if weight >= _LIKELY and not ordinary:  # "Petitioners argue": a word that begins a sentence
            people.append((weight + (len(words) >= 2), name))
    return _heaviest(people), _heaviest(outlets)


def _rank(page: Page, name: str) -> str:
    """A name without the office that its bearer holds there: "President of the Harbour Council" is one of the council."""
    found = page.phrases.honorifics.match(name)
    office = _OFFICE.match(name, found.end()) if found is not None else None
    return name[office.end() :] if office is not None else name


def _says(page: Page, before: str, after: str) -> tuple[int, bool]:
    """How likely the name between is that of who says the quoted words, and whether it is said to print them."""
    p = page.phrases
    behind = after.lstrip(" ,")
    verb = p.verbs.search(behind)
    if verb is not None and p.decrees.match(verb[0]):
        return 0, False
    owns = re.match(r"[’']?s?\s", after) is not None and p.works.search(after[:24]) is not None
    titled = any(not before[h.end() :].strip(" .") for h in p.honorifics.finditer(before))
    if any(_leads(before[v.end() :]) for v in (*p.verbs.finditer(before), *p.according.finditer(before))):
        return _SAYS, False
    if verb is None:
        return _LIKELY if owns and before.rstrip()[-1:] != "." else 0, False
    distance = len(re.findall(r"\w+", behind[: verb.start()]))
    prints = distance <= 1 and p.prints.match(verb[0]) is not None
    if distance == 0:
        return _SAYS, prints
    return (_LIKELY if distance <= 1 + 3 * titled or after.startswith(",") else 1), prints


def _leads(between: str) -> bool:
    """Whether next to nothing stands between a word of saying and the name behind it: "concède enfin X"."""
    word = between.strip(" ,")
    return not word or (word.isalpha() and word.islower() and len(word) > 3 and not between.startswith(","))


def _within(page: Page, before: str) -> bool:
    """Whether a capital article behind these words is a paper's own: "writes The Courier", "según El Noticiero"."""
    p, word = page.phrases, re.search(r"([^\W\d_]+),?\s+$", before)
    if word is None:
        return False
    return word[1].lower() in p.prepositions | p.starters or any(
        m.end() == word.end(1) for m in _both(p.verbs, p.according, before)
    )


def _both(verbs: re.Pattern[str], according: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    yield from verbs.finditer(text)
    yield from according.finditer(text)


def _determined(page: Page, before: str) -> bool:
    """Whether an article or its like stands before: then it is no person's name."""
    word = re.search(r"([^\W\d_]+)\s+$", before)
    return word is not None and word[1].lower() in page.phrases.articles


def _heaviest(names: Sequence[tuple[int, str]]) -> str | None:
    return max(reversed(names), key=lambda n: n[0])[1] if names else None


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
    part = page.part_at(draft.outer[0])
    ends = (draft.outer[1] + _BEHIND, max(draft.rest[1], draft.cited[1]), *([part.end] if part else []))
    return _link(page, (draft.outer[0], min(ends)))  # the next sentence and the next paragraph link to what they speak of


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
