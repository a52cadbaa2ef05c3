"""Words that only their layout shows to be somebody's: answers of an interview, dialogue after dashes, epigraphs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from fidelity.quotes.draft import Draft
from fidelity.quotes.page import letters, trim, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Span
    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Page, Part

_LABEL = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]{0,20}[ \u00a0]?){1,4}:[ \u00a0\n]+(?=\S)")
_INITIALS = re.compile(
    r"[A-Z]\.?\s?:|(?:Frage|Antwort|Question|Réponse|Pregunta|Respuesta|Domanda|Risposta|Vraag|Antwoord)\s?:"
)
_ASKED = re.compile(r"\?[\"”’»)\s]*$")
_TURNS = 2
_GOES_ON = 4  # further paragraphs that an answer may have before the next question
_DASH = re.compile(r"[—–―][ \u00a0\u202f]?(?=[^\W\d_]|[¿¡«“\"…])")
_ASIDE = re.compile(r"\s?[—–](?=[^\W\d_])[^—–\n]{2,120}(?:[—–](?=[\s.,;:?!])[.,;:]?|$)")
_BEFORE_VERB = re.compile(r"[,?!…][ \u00a0\u202f]$")
_CLAUSE_END = re.compile(r"[,.!?]")
_DIALOGUE = frozenset({"fr", "es", "it", "pt"})
_CREDIT = re.compile(r"(?:[—–―]|--)[ \u00a0]?[A-ZÀ-ÖØ-Þ][^\n]{1,100}[^\n.!?…]$")
_CREDIT_BELOW = re.compile(r"\n[ \t]*(?:[—–―]|--)[ \u00a0]?[A-ZÀ-ÖØ-Þ][^\n]{2,100}$")
_MAX_CREDIT, _MAX_EPIGRAPH = 14, 120  # words


def spoken(page: Page, pairs: Sequence[Pair]) -> list[Draft]:
    """All of them; where marks show the words, the marks come first."""
    marked = {part.index for pair in pairs if (part := page.part_at(pair.start)) is not None and pair.start <= part.start + 1}
    return [*_answers(page), *_dialogues(page), *_epigraphs(page, marked)]


def credit_below(page: Page, end: int) -> Span | None:
    """The line behind a paragraph that says whose words all of it are ("— Jane Doe"), if its words end there."""
    part = page.part_at(max(0, end - 1))
    if part is None or letters(page.text[end : part.end]):
        return None
    after = page.next_part(part)
    return (after.start, after.end) if after is not None and _is_credit(page, after) else None


def _is_credit(page: Page, part: Part) -> bool:
    text = page.text[part.start : part.end]
    if part.block.kind != "paragraph" or word_count(text) > _MAX_CREDIT or _CREDIT.fullmatch(text) is None:
        return False
    return page.phrases.finite.search(text) is None and page.phrases.verbs.search(text) is None


def _answers(page: Page) -> list[Draft]:
    """The answers of an interview: labels that take turns, of whom one asks and the other does not."""
    labels: dict[int, tuple[str, int]] = {}
    for part in page.parts:
        found = (
            _LABEL.match(page.text, part.start, part.end) if part.block.kind == "paragraph" and not part.block.quote else None
        )
        if found is not None and _is_label(page, found):
            labels[part.index] = (found[0].rstrip(" \u00a0\n:."), found.end())
    turns, asked = Counter(name for name, _ in labels.values()), Counter[str]()
    for index, (name, _) in labels.items():
        asked[name] += _ASKED.search(page.text[page.parts[index].start : page.parts[index].end]) is not None
    askers = {name for name, n in turns.items() if 2 * asked[name] > n}
    told = page.phrases.interviews.search(page.text)
    if not askers or len(turns) < _TURNS or all(_is_faq(page, page.parts[index], told) for index in labels):
        return []
    out: list[Draft] = []
    previous = None
    for index, (name, start) in sorted(labels.items()):
        if name not in askers and (previous in askers or asked[name] == 0):
            spans = [trim(page.text, start, page.parts[index].end), *_more(page, index, labels)]
            label = (page.parts[index].start, start)
            lead = trim(page.text, *label)
            credit = None if _INITIALS.match(page.text, lead[0]) else (lead[0], lead[0] + len(name))
            outer = (page.parts[index].start, spans[-1][1])
            out.append(Draft("announced", spans, outer, whole=True, lead_in=lead, credit=credit))
        previous = name
    return out


def _is_label(page: Page, found: re.Match[str]) -> bool:
    name = found[0].rstrip(" \u00a0\n:.")
    if page.phrases.notes.fullmatch(name) or not letters(name):
        return False
    end = found.start() + len(name)
    return _INITIALS.match(found[0]) is not None or name.isupper() or page.bold(found.start(), end)


def _is_faq(page: Page, part: Part, told: re.Match[str] | None) -> bool:
    """Whether a label says no more than question or answer, and no interview is `told` of before: the author asks himself."""
    if _INITIALS.match(page.text, part.start) is None:
        return False
    return told is None or told.end() > part.end


def _more(page: Page, index: int, labels: dict[int, tuple[str, int]]) -> Iterator[Span]:
    """The further paragraphs of an answer, if another turn follows."""
    last = next((i for i in range(index + 1, index + 2 + _GOES_ON) if i in labels), index)
    for part in page.parts[index + 1 : last]:
        if part.block.kind != "paragraph" or part.block.quote:
            return
        yield part.start, part.end


def _dialogues(page: Page) -> list[Draft]:
    """Paragraphs that begin with a dash, in languages that set speech so, where one of them says who speaks."""
    if page.phrases.language not in _DIALOGUE:
        return []
    out: list[Draft] = []
    run: list[tuple[Draft, bool]] = []
    for part in (*page.parts, None):
        dash = _DASH.match(page.text, part.start, part.end) if part is not None and part.block.kind == "paragraph" else None
        if part is not None and dash is not None and not part.block.quote and not _is_credit(page, part):
            spans, told = _said(page, dash.end(), part.end)
            if spans:
                run.append(
                    (Draft("inline", spans, (part.start, part.end), "—", bounds="uncertain", whole=True, joint=" "), told)
                )
                continue
        if any(told for _, told in run):
            out += [draft for draft, _ in run]
        run = []
    return out


def _said(page: Page, start: int, end: int) -> tuple[list[Span], bool]:
    """The words of a speaker without the clauses that say who speaks, and whether there is such a clause."""
    text, verbs = page.text, page.phrases.verbs
    cuts = [m.span() for m in _ASIDE.finditer(text, start, end) if verbs.search(m[0])]
    if not cuts:
        at = start
        for verb in verbs.finditer(text, start, end):
            if verb.start() >= at and _BEFORE_VERB.search(text, max(start, verb.start() - 2), verb.start()):
                close = _CLAUSE_END.search(text, verb.end(), end)
                at = close.end() if close else end
                cuts.append((verb.start(), at))
    spans, at = [], start
    for s, e in (*cuts, (end, end)):
        span = trim(text, at, s)
        if letters(text[slice(*span)]):
            spans.append(span)
        at = e
    return spans, bool(cuts)


def _epigraphs(page: Page, marked: set[int]) -> list[Draft]:
    """A paragraph in italics, or the first one below a heading, with a line below that says whose words it is."""
    out: list[Draft] = []
    for part in page.parts:
        text = page.text[part.start : part.end]
        if part.block.kind != "paragraph" or part.block.quote or part.index in marked or _DASH.match(text):
            continue
        first = part.index == 0 or page.parts[part.index - 1].block.kind == "heading"
        if word_count(text) > _MAX_EPIGRAPH or not (first or page.italic(part.start, part.end)):
            continue
        below = _CREDIT_BELOW.search(text) if first else None
        credit = (part.start + below.start() + 1, part.end) if below else credit_below(page, part.end)
        if credit is None:
            continue
        span = trim(page.text, part.start, min(part.end, credit[0]))
        out.append(Draft("block", [span], (part.start, max(part.end, credit[1])), whole=True, credit=credit))
    return out
