"""Cases and statutes that a legal article cites for a quotation; short names and "Id." lead back to the full ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.page import Page

_VERSUS = re.compile(r"\sv\.?\s+(?=[A-Z])")
_RIGHT = re.compile(
    r"(?P<side>[A-Z][\w’'.&-]*(?:,?\s+(?:[A-Z(][\w’'.&()-]*|of|the|and|for|ex|rel\.|&|in|de|la)){0,14}),\s+"
    r"(?P<cite>\d{1,4}\s+[A-Z][\w.]{0,8}(?:\s+(?:[A-Z][\w.]{0,8}|\dd|\dth)){0,3}\s+(?:\d+(?!\w)|[_—–-]+))"
)
_JOINING = {"of", "the", "and", "for", "&", "ex", "rel.", "de", "la"}
_SIGNALS = {
    "see", "cf.", "in", "but", "e.g.", "e.g.,", "also", "accord", "compare", "contra", "quoting", "citing", "id.", "and", "the",
    "as", "like", "under", "from", "with", "both", "unlike", "since", "after", "before", "to", "by", "because", "when",
}  # fmt: skip
_FIRM = re.compile(r"(?:Inc|Ltd|Co|Corp|LLC|LLP|LP|PLC|[LNPS]\.(?=[A-Z]|$)|AG|GmbH|Jr|Sr)(?:\b|$)")
_SENTENCE_WORD = re.compile(r"[^\W\d_]*[a-z]{6}\.$|[a-z][^\W\d_]*\.$|\d+\.$")
_SHORT = re.compile(
    r"([A-Z][\w’'.&-]{0,40}(?:\s{1,9}(?:[A-Z][\w’'.&-]{0,40}|of|the|and|for|&)){0,8}),\s{0,9}(?:supra|ante|post|\d{1,4}\s+U\.\s?S\.?,?)"
)
_AGAIN = re.compile(r"(?:[Ss]ee\s+)?(?:[Ii]d\.|[Ii]bid\b)")
_SEE = re.compile(r"^(?:[Ss]ee(?:,?\s+also|,?\s+e\.g\.)?|[Cc]f\.|[Aa]ccord|[Qq]uoting|[Cc]iting),?\s+")
_OTHER = re.compile(
    r"\bApp\.|\bBrief\s+for|\bTr\.\s+of|\bF\.\s?(?:\dd|Supp)|\bU\.\s?S\.\s?C\.|\bCFR\b|\bFed\.\s?Reg|\bRecord\b|\bsupra,|\bante,"
)
_ELSEWHERE = re.compile(
    r"(?:[Aa]nte|[Pp]ost|[Ss]upra|[Ii]nfra)\b(?!\s+[a-z])|(?:(?:Joint|Supp\.) )?App\.|(?:(?:Reply|Supp\.|Joint) )?Briefs?\b"
    r"|Tr\.\s|Pet\.\s|(?:\d+\s+)?Record\b|Decl\.|Exh\.|Memorandum\b"
)
_QUOTED = re.compile(r"“[^“”]{0,2000}”")
_REPORTER = re.compile(r"\d{1,4}\s+[A-Z][A-Za-z]{0,5}\.(?:\s?(?:[A-Z][A-Za-z]{0,5}\.|\dd\b|\dth\b)){0,3}")
_VOLUME = re.compile(rf"({_REPORTER.pattern}),?\s+at\b")
_STATUTE = re.compile(
    r"(\d{1,3}\s+U\.\s?S\.\s?C\.\s*§+\s*[\w.–-]+(?:\(\w{1,4}\))*|Art\.\s+[IVX]+(?:,\s+§\s?\d+(?:,\s+cl\.\s+\d+)?)?|§+\s?\d[\w.–-]*(?:\(\w{1,4}\))*)"
)
_STOPPED = re.compile(r"[a-z]{3}[.!?]\s")
_NEW_SENTENCE = re.compile(r"[.;]\s+[A-Z][a-z]+\s+[a-z]")
_PINNED = re.compile(r"[\d)_—–]\s*$")
_VAGUE = {"united", "united states", "state", "people", "county", "city"}
_LEFT = 140
_RIGHT_REACH = 220


@dataclass(slots=True)
class Cases:
    """The cases that an article has named so far."""

    known: dict[str, str] = field(default_factory=dict)  # short name or volume of a case -> its full name
    last: str | None = None
    at: int = 0  # where it was cited
    read: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited for a quotation; no `name` where that is no case or statute: the opinion itself, a brief, the record.

    `sure` where it stands behind the quotation with its own volume, and not after "see": else it may be cited for something
    else, or be another one of its name or volume, or "Id." may mean another.
    """

    name: str | None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    start: int
    end: int
    name: str
    cite: str


def cited(page: Page, draft: Draft, cases: Cases) -> Cited | None:
    """The case or statute that is cited for a quotation: right behind it, behind its sentence, or before its parenthesis."""
    _read(page.text, draft.outer[0], cases)
    start, end = draft.outer
    if around := _of_parenthesis(page.text, start, end, cases):
        return around
    limit = page.text.find("\n", end, end + 260)
    found = _cited(page.text, end, limit if limit >= 0 else end + 260, cases, near=True)
    if found is None and draft.cited[0] > end:
        found = _cited(page.text, *draft.cited, cases, near=False)
    return found


def _of_parenthesis(text: str, start: int, end: int, cases: Cases) -> Cited | None:
    """The case in whose own parenthesis a quotation stands: `Lee, 512 U. S., at 4 (“…”)`; what follows it is another."""
    low = max(0, start - _LEFT)
    depth, opening = 0, -1
    for at in range(start - 1, low - 1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth < 0:
            opening = at
            break
    if opening < 0 or ")" not in text[end : end + _LEFT] or not _PINNED.search(text, low, opening):
        return None
    full = _cases(text, max(0, opening - _RIGHT_REACH), opening)
    short = [m for m in _SHORT.finditer(text, max(0, opening - _LEFT), opening) if m[1].lower() not in _VAGUE and _volume(m[0])]
    if short and (not full or short[-1].start() > full[-1].end):
        cases.last, cases.at = _known(short[-1], cases), end
        return Cited(cases.last, cases.last != short[-1][1])
    if full and not _NEW_SENTENCE.search(text, full[-1].end, start):
        return Cited(_remember(full[-1], cases), sure=True)
    return None


def named(text: str, span: Span, cases: Cases) -> str | None:
    """The case that a sentence names with its citation before it quotes."""
    found = _cases(text, *span)
    return _remember(found[-1], cases) if found else None


def _cases(text: str, start: int, end: int) -> list[_Case]:
    out: list[_Case] = []
    for versus in _VERSUS.finditer(text, start, end):
        right = _RIGHT.match(text, versus.end(), min(len(text), versus.end() + _RIGHT_REACH))
        left = _left(text[max(start, versus.start() - _LEFT) : versus.start()])
        if right is not None and left:
            name = " ".join(f"{left} v. {right['side']}".split())
            out.append(_Case(versus.start() - len(left), right.end(), name, " ".join(right["cite"].split())))
    return out


def _left(text: str) -> str:
    """The party before "v.", read backwards from it."""
    words: list[str] = []
    for word in reversed(re.split(r"[—–\n]", text)[-1].split()):
        low = word.lower()
        closes = word[-1] in ";:)”’?!" or (word[-1] == "," and not (words and _FIRM.match(words[-1])))
        if words and (closes or _SENTENCE_WORD.match(word)):
            break
        if low not in _JOINING and (not word[0].isupper() or low in _SIGNALS):
            break
        words.append(word)
    while words and (words[-1].lower() in _JOINING or words[-1].lower() in _SIGNALS):
        words.pop()
    if len(words) > 1 and re.fullmatch(r"[A-Z]", words[-1]):  # the letter of a heading
        words.pop()
    return " ".join(reversed(words))


def _read(text: str, until: int, cases: Cases) -> None:
    for case in _cases(text, cases.read, until) if until > cases.read else ():
        _remember(case, cases)
    cases.read = max(until, cases.read)


def _remember(case: _Case, cases: Cases, offset: int = 0) -> str:
    full = f"{case.name}, {case.cite}"
    for side in re.split(r"\s+v\.?\s+", case.name):
        for piece in {side, side.split(",")[0], side.split()[0]}:
            if len(piece) > 3 and piece.lower() not in _VAGUE:
                cases.known[piece.lower()] = full
    if volume := _volume(case.cite):
        cases.known[volume] = full
    cases.last, cases.at = full, offset + case.end
    return full


def _cited(text: str, start: int, end: int, cases: Cases, *, near: bool) -> Cited | None:
    tail = text[start:end].split("“", maxsplit=1)[0].split("\n", maxsplit=1)[0]
    bare = tail.lstrip(" )*_.,’'”")
    head = _SEE.sub("", bare)
    direct = head == bare
    if _AGAIN.match(head):
        if _OTHER.search(_QUOTED.sub("", text[cases.at : start])):
            cases.last = None
        cases.at = end
        return Cited(cases.last) if cases.last else None
    if direct and _ELSEWHERE.match(head):
        return Cited(None)
    found = _cases(tail, 0, len(tail))
    if found and (not near or (found[0].start <= 30 and not _STOPPED.search(tail, 0, max(0, found[0].start)))):
        return Cited(_remember(found[0], cases, start), direct and found[0].start <= len(tail) - len(bare))
    short = _SHORT.match(head)
    if short is not None and short[1].lower() not in _VAGUE:
        name = _known(short, cases)
        cases.last, cases.at = name, end
        return Cited(name, direct and _volume(short[0]) != "" and _volume(short[0]) == _volume(name))
    volume = _VOLUME.match(head)
    if volume is not None:
        cases.last, cases.at = cases.known.get(_volume(volume[1])), end
        return Cited(cases.last)
    statute = _STATUTE.match(head)
    if statute is not None:
        cases.last, cases.at = statute[1].strip(" ."), end
        return Cited(cases.last, direct)
    return None


def _known(short: re.Match[str], cases: Cases) -> str:
    """The full name of a case that is cited by a short one; the short one itself if none was named so."""
    key = short[1].lower()
    return next((full for k in (key, key.split()[0], _volume(short[0])) if (full := cases.known.get(k))), short[1])


def _volume(cite: str) -> str:
    """The volume of a reporter that a citation gives, without blanks and stops; empty if it gives none."""
    found = _REPORTER.search(cite)
    return re.sub(r"\W+", "", found[0]) if found else ""
