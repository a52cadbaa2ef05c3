"""Short stretches in marks that are somebody's words: the sentence around them says whose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.quotes.page import last_sentence, letters, word_count

if TYPE_CHECKING:
    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Page

_THAT = re.compile(r"(?<!\w)(?:that|dass|daß|que|che|dat)(?!\w)", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?…][’'\s*_]*$")
_NEW_SENTENCE = re.compile(r"\s*$|\s+[A-ZÀ-ÖØ-Þ“«„]")
_LAST_WORD = re.compile(r"(?<![\w-])([^\W\d_]+)['’]?\s*$")
_SENTENCE_BREAK = re.compile(r"[.!?;:]\s|\n")
_STOP = re.compile(r"[.!?;](?:\s|$)|\n")
_CUT = re.compile(r"[\[(]\s?(?:\.\s?\.\s?\.|…)\s?[\])]|\w\s?(?:\.\s?\.\s?\.|…)\s?\w")  # only quoters cut
_EDITED = re.compile(r"\[\w{1,20}\]")
_BRACKETS = re.compile(r"[\[\]]")
_QUOTED = re.compile(r"[“\"«„»][^“”\"«»„]{0,300}[”\"»“«]")
_ENDS = re.compile(r"\s*(?:[.,;:!?)\]—–]|$)|\s(?:and|but|und|aber|et|mais|y|pero|e|ma|en|maar|mas)\s")
_OFF = re.compile(r"[,!?…—–][’'\s*_]*$")
_NAME = re.compile(r"(?:\S{1,80}\s{1,9}){0,2}?[A-ZÀ-ÖØ-Þ]\w")
_UNKNOWN = re.compile(r"[a-zà-öø-ÿœ]+(?:-t-)?(?:-[a-z]+)?(?:\s+[a-zà-öø-ÿœ]+)?\s+[A-ZÀ-ÖØ-Þ]\w+")
_OTHERWISE = frozenset({"so", "per", "as per", "zoals", "conforme"})
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST, _PHRASE = 3, 4  # words
_LINE = 160  # characters
_OPENING = 2  # words before the one that asks to imagine
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


def imagined(page: Page, pair: Pair) -> bool:
    """Whether the sentence before the marks, or the one that they stand in, asks to imagine what they hold."""
    part = page.part_at(pair.start)
    if part is None:
        return False
    start = part.start
    if part.index and not letters(page.text[start : pair.start]) and pair.end - pair.start < _LINE:  # a line of dialogue
        start = page.parts[part.index - 1].start
    before = page.text[max(start, pair.start - _REACH) : pair.start]
    clause = before[last_sentence(before) :]
    if not letters(clause):
        before = before[: len(before) - len(clause)].rstrip()
        clause = before[last_sentence(before) :]
    return any(word_count(clause[: found.start()]) <= _OPENING for found in page.phrases.imagined.finditer(clause))


def said(page: Page, pair: Pair, inner: str, count: int, following: int, *, quoting: bool) -> bool:
    """Whether a few words in marks are said or written by somebody whom their sentence names, before or behind them.

    A term, a nickname, scare quotes are named by an article or a word for terms right before them; what is said is framed by
    words of saying ("said it was “…”", "“…”, according to X"), is a piece of a clause, has a figure, the marks of a quoter, or
    is a word that was left out ("the word “…” fell out"). `quoting` tells that the paragraph has quoted before.
    """
    part = page.part_at(pair.start)
    if part is None:
        return False
    count = min(count, word_count(_BRACKETS.sub("", inner)))  # “depict[s]” is one word
    if (count > 1 and _CUT.search(inner)) or (count >= _SHORTEST and _EDITED.search(inner)):
        return True
    p = page.phrases
    before, behind = _sentence(page, pair, part.start, min(part.end, following))
    if count > 1 and any(
        word_count(before[m.end() :]) <= (2 if before.endswith(":") else 0) for m in p.quoting.finditer(before)
    ):
        return True
    if any(m.end() == len(before) for m in p.single.finditer(before)) and p.leaves_out.search(f"{before} {behind}"):
        return True
    lower = not inner[:1].isupper()
    if part.block.kind == "cell" and not letters(page.text[part.start : pair.start] + page.text[pair.end : part.end]):
        return lower and count > 1
    named = any(words.search(before) for words in (p.works, p.outlets))
    if lower and count >= _SHORTEST and named and p.describes.search(before):
        return True
    if _is_determined(page, before):
        return False
    if (lower or not before or before[-1] in ",:") and _reported(page, inner, behind, alone=not before and count >= _SHORTEST):
        return True
    if not lower:
        return False
    ends = _OFF.search(inner) is not None or _ENDS.match(behind) is not None
    if (ends or count >= _SHORTEST) and _accorded(page, before):
        return True
    saying = [m for m in p.verbs.finditer(before) if m[0][0].islower() and not p.decrees.match(m[0])]
    judged = any(m.end() == len(before) for m in p.copulas.finditer(before))
    if ends and judged and count <= _SHORTEST and any(word_count(before[m.end() :]) <= _FAR for m in saying):
        return True
    source = (
        bool(saying)
        or named
        or (before.endswith(":") and count > 1)
        or (quoting and count >= _SHORTEST and _first_word(inner) not in p.articles)
    )
    source = source or page.sets_off(pair.start - len(before), pair.start) or _accorded_at_all(page, before, behind)
    clause = any(character.isdigit() for character in inner) or _begins_clause(page, inner)
    begun = before.endswith(":") and _first_word(inner) in p.prepositions | p.common
    return count > 1 and source and (clause or begun or count >= _SHORTEST)


def _sentence(page: Page, pair: Pair, start: int, end: int) -> tuple[str, str]:
    """The rest of the author's sentence before and behind the marks, with what it quotes elsewhere blanked."""
    before = _QUOTED.sub(_blanked, page.text[max(start, pair.start - _REACH) : pair.start])
    behind = page.text[pair.end : min(end, pair.end + _REACH)]
    stop = _STOP.search(behind)
    return before[last_sentence(before) :].rstrip(" *_\u00a0\n").lstrip(), behind[: stop.start()] if stop else behind


def _blanked(found: re.Match[str]) -> str:
    """Quoted words as blanks, but for a stop before the closing mark, which may end the sentence."""
    kept = found[0][-2:] if found[0][-2] in ".!?" else "xx"
    return "x" * (len(found[0]) - 2) + kept


def _reported(page: Page, inner: str, behind: str, *, alone: bool) -> bool:
    """Whether a reporting clause stands right behind: "“…”, according to X", "“…,” said X"."""
    p = page.phrases
    comma = behind.lstrip(" \u00a0")[:1] in {",", "—", "–"}
    if not comma and _OFF.search(inner) is None:
        return False
    tail = behind.lstrip(" \u00a0,—–*_")
    if p.according.match(tail):
        return True
    verb = p.verbs.search(tail)
    if verb is not None and word_count(tail[: verb.start()]) <= _SHORTEST and tail[verb.start()].islower():
        near = tail[: verb.end() + 40]
        return _NAME.search(near) is not None or p.sayers.search(near) is not None
    other = _UNKNOWN.match(tail)
    if not alone or other is None or p.language == "de" or (p.language == "en" and comma):
        return False
    return all(
        word not in p.starters | p.articles | p.prepositions and not p.works.fullmatch(word) for word in other[0].split()[:-1]
    )


def _accorded(page: Page, before: str) -> bool:
    """Whether "according to X" leads to the marks."""
    return any(word_count(before[m.end() :]) <= _FAR and _is_accord(before, m) for m in page.phrases.according.finditer(before))


def _accorded_at_all(page: Page, before: str, behind: str) -> bool:
    return any(_is_accord(text, m) for text in (before, behind) for m in page.phrases.according.finditer(text))


def _is_accord(text: str, found: re.Match[str]) -> bool:
    """Whether words that have other uses too ("so", "per") attribute: at the beginning of a clause, with somebody behind."""
    if found[0].lower() not in _OTHERWISE:
        return True
    head = text[: found.start()].rstrip()
    return (not head or head.endswith(",")) and _NAME.match(text, found.end() + 1) is not None


def _first_word(inner: str) -> str:
    word = _WORD.search(inner)
    return word[0].lower() if word else ""


def _begins_clause(page: Page, inner: str) -> bool:
    """Whether words begin with a verb: a piece of a clause, which names nothing."""
    p = page.phrases
    start = inner.lstrip("*_ […]")
    return any(words.match(start) is not None for words in (p.finite, p.modals, p.copulas))


def goes_on(page: Page, last: Pair, pair: Pair) -> bool:
    """Whether a few words in marks are a further piece of what the same sentence quotes."""
    part = page.part_at(pair.start)
    gap = page.text[last.end : pair.start]
    if part is None or last.start < part.start or len(gap) > _GAP or _SENTENCE_BREAK.search(gap):
        return False
    if _STOPPED.search(page.text[last.spans[-1][0] : last.spans[-1][1]]) or _is_determined(page, gap.rstrip()):
        return False
    words = page.text[pair.start + 1 : pair.end - 1]
    count = word_count(words)
    return count >= _SHORTEST or (count > 1 and (words[:1].isdigit() or _begins_clause(page, words)))


def _is_determined(page: Page, clause: str) -> bool:
    """Whether an article or a word for terms stands right before the marks: what they hold is named, not said."""
    word = _LAST_WORD.search(clause)
    if word is not None and word[1].lower() in page.phrases.articles:
        return True
    tail = clause.rstrip(" ,:")
    terms = (found for found in page.phrases.terms.finditer(tail) if found.end() == len(tail))
    return any(tail[found.start() - 1 : found.start()] != "-" for found in terms)  # not "permite-os"
