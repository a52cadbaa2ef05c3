"""The lexicon's lists for finding quotations, made into patterns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fidelity.text.lexicon import LANGUAGES, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fidelity.model import Document

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of one language; each matches whole words in any case, but for names, which keep theirs."""

    language: str
    verbs: re.Pattern[str]
    sayers: re.Pattern[str]
    works: re.Pattern[str]
    titled: re.Pattern[str]
    terms: re.Pattern[str]
    according: re.Pattern[str]
    author: re.Pattern[str]
    faults: re.Pattern[str]
    notes: re.Pattern[str]
    honorifics: re.Pattern[str]
    outlets: re.Pattern[str]
    bodies: re.Pattern[str]
    no_names: re.Pattern[str]
    decrees: re.Pattern[str]
    prints: re.Pattern[str]
    announces: re.Pattern[str]
    months: re.Pattern[str]
    back: re.Pattern[str]
    it: re.Pattern[str]
    finite: re.Pattern[str]
    speaks: re.Pattern[str]
    own_words: re.Pattern[str]
    quoting: re.Pattern[str]
    copulas: re.Pattern[str]
    modals: re.Pattern[str]
    compounds: re.Pattern[str]
    interviews: re.Pattern[str]
    leaves_out: re.Pattern[str]
    single: re.Pattern[str]
    messages: re.Pattern[str]
    several: re.Pattern[str]
    imagined: re.Pattern[str]
    describes: re.Pattern[str]
    closings: re.Pattern[str]
    small: frozenset[str]
    common: frozenset[str]
    starters: frozenset[str]
    articles: frozenset[str]
    prepositions: frozenset[str]


def any_of(words: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """A pattern for whole words or phrases of a list; an empty list matches nothing."""
    listed = sorted(set(words), key=lambda w: (-len(w), w))
    if not listed:
        return re.compile(r"(?!)")
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in listed)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", flags)


def _ends_of_words(endings: Iterable[str]) -> re.Pattern[str]:
    listed = sorted(endings)
    return re.compile(rf"\w(?:{'|'.join(map(re.escape, listed))})s?(?!\w)" if listed else r"(?!)")


@cache
def phrases(language: str) -> Phrases:
    """The patterns of a language; one that has no lexicon gets the English ones."""
    lex = lexicon(language if language in LANGUAGES else "en")

    def get(name: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        return any_of(lex.get("quotes", name), flags)

    return Phrases(
        language=language,
        verbs=get("verbs"),
        sayers=get("sayers"),
        works=get("works"),
        titled=get("titled"),
        terms=get("terms"),
        according=get("according"),
        author=get("author"),
        faults=get("faults"),
        notes=get("notes"),
        honorifics=get("honorifics", 0),
        outlets=get("outlets", 0),
        bodies=get("bodies", 0),
        no_names=get("no_names", 0),
        decrees=get("decrees"),
        prints=get("prints"),
        announces=get("announces"),
        months=get("months", 0),
        back=get("back"),
        it=get("it"),
        finite=any_of(lex.get("weigh", "finite")),
        speaks=get("speaks"),
        own_words=get("own_words"),
        quoting=get("quoting"),
        copulas=get("copulas"),
        modals=any_of(lex.get("weigh", "modal")),
        interviews=get("interviews"),
        leaves_out=get("leaves_out"),
        single=get("single"),
        messages=get("messages"),
        imagined=get("imagined"),
        describes=get("describes"),
        closings=get("closings"),
        several=any_of(lex.get("declarations", "several")),
        compounds=_ends_of_words(lex.get("quotes", "compounds")),
        small=frozenset(lex.get("quotes", "small")),
        starters=frozenset((*lex.get("quotes", "starters"), *lex.get("quotes", "common"), *lex.get("quotes", "small"))),
        common=frozenset(lex.get("quotes", "common")),
        prepositions=frozenset(lex.get("weigh", "preposition")),
        articles=frozenset((*lex.get("weigh", "article"), *(lex.get("weigh", "preposition") if lex.language == "de" else ()))),
    )


def language_of(document: Document) -> str:
    """The language that a document says it is in, else the one whose little words it uses most."""
    said = (document.meta.language or "").lower().split("-")[0].split("_")[0]
    if said in LANGUAGES:
        return said
    words = Counter(match[0].lower() for match in _WORD.finditer(document.text, 0, _SAMPLE))
    counts = {code: sum(words[w] for w in _common(code) & words.keys()) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: counts[code])
    return best if counts[best] else "en"


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(lexicon(language).get("quotes", "common"))
