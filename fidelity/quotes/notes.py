"""Declarations: what the quoter says of a quotation ("emphasis added", "citation omitted"), and of which quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from fidelity.model import Declaration
from fidelity.quotes.phrases import any_of
from fidelity.text.lexicon import LANGUAGES, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import DeclarationKind

_GROUP = re.compile(r"\(([^()\[\]]{4,200})\)|\[([^()\[\]]{4,200})\]")
_SPLIT = re.compile(r"\s{0,9};\s{0,9}")
_SIGNED = re.compile(r"[\s:,](?:[A-ZÀ-ÖØ-Þ]\.[\s-]?){2,3}$")  # "emphasis A. L."
_MAX_PIECE = 160
_MAX_SENTENCE = 300
_EDGE = re.compile(r"[.!?\n“”„«»\"]")


@dataclass(frozen=True, slots=True)
class _Words:
    emphasis: re.Pattern[str]
    citation: re.Pattern[str]
    footnote: re.Pattern[str]
    inner: re.Pattern[str]
    alteration: re.Pattern[str]
    added: re.Pattern[str]
    original: re.Pattern[str]
    omitted: re.Pattern[str]
    some: re.Pattern[str]
    phrase_added: re.Pattern[str]
    phrase_cleaned: re.Pattern[str]
    phrase_translation: re.Pattern[str]
    everywhere: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    lex = lexicon(language)
    return _Words(**{name: any_of(lex.get("declarations", name)) for name in _Words.__dataclass_fields__})


@cache
def _hint() -> re.Pattern[str]:
    names = ("emphasis", "citation", "footnote", "inner", "alteration", "phrase_added", "phrase_cleaned", "phrase_translation")
    return any_of(word for code in LANGUAGES for name in names for word in lexicon(code).get("declarations", name))


def bracketed(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[tuple[int, int], list[Declaration]]]:
    """Each parenthesis or square bracket that declares something, with all that it declares."""
    for group in _GROUP.finditer(text, start, len(text) if end is None else end):
        inner = group[1] or group[2]
        if not _hint().search(inner):
            continue
        kinds = declared(inner)
        if kinds:
            yield group.span(), [Declaration(kind, group.span(), group[0]) for kind in kinds]


def said(words: str, span: tuple[int, int], text: str) -> list[Declaration]:
    """What a parenthesis declares, of which `words` are its own and `text` is all; long ones only in short pieces."""
    if not _hint().search(words):
        return []
    short = ";".join(piece for piece in _SPLIT.split(words) if len(piece) <= _MAX_PIECE)
    return [Declaration(kind, span, text) for kind in declared(short)]


def declared(words: str) -> list[DeclarationKind]:
    """The kinds of declaration that a parenthesis makes, in its order; empty where it declares nothing."""
    for code in LANGUAGES:
        kinds = _declared(words, _words(code))
        if kinds:
            return kinds
    return []


def _declared(text: str, words: _Words) -> list[DeclarationKind]:
    found: dict[DeclarationKind, None] = {}
    for piece in _SPLIT.split(text):
        for kind in _piece(piece, words):
            found.setdefault(kind)
    return list(found)


def _piece(piece: str, words: _Words) -> Iterator[DeclarationKind]:
    if words.phrase_translation.search(piece):
        yield "translation"
    if words.phrase_cleaned.search(piece):
        yield "cleaned-up"
    objects: list[tuple[int, str]] = []
    for name in ("inner", "emphasis", "citation", "footnote", "alteration"):
        objects += [(m.end(), name) for m in getattr(words, name).finditer(piece)]
    if not objects:
        if words.phrase_added.search(piece):
            yield "emphasis-added"
        return
    predicates: list[tuple[int, str]] = []
    for name in ("original", "added", "omitted"):
        predicates += [(m.end(), name) for m in getattr(words, name).finditer(piece)]
    if not predicates:
        signed = objects[-1][1] == "emphasis" and _SIGNED.search(piece) is not None
        if signed or words.phrase_added.search(piece):
            yield "emphasis-added"
        return
    # each object has the next predicate behind it ("emphasis added, citations omitted"), else the last one ("my emphasis")
    predicates.sort()
    for end, name in sorted(objects):
        behind = [p for p in predicates if p[0] > end]
        verb = behind[0][1] if behind else predicates[-1][1]
        following = min((o for o, _ in objects if o > end), default=len(piece) + 1)
        if verb == "original" and len(behind) > 1 and behind[1][0] < following and behind[1][1] == "omitted":
            verb = "omitted"  # "italics of the original omitted"
        kind = _kind(name, verb, partly=bool(words.some.search(piece)))
        if kind:
            yield kind


def _kind(name: str, verb: str, *, partly: bool) -> DeclarationKind | None:
    match name, verb:
        case "emphasis", "added":
            return "some-emphasis-added" if partly else "emphasis-added"
        case "emphasis", "original":
            return "emphasis-original"
        case "emphasis", _:
            return "emphasis-omitted"
        case "citation", "omitted":
            return "citation-omitted"
        case "footnote", "omitted":
            return "footnote-omitted"
        case "inner", "omitted":
            return "internal-marks-omitted"
        case "alteration", "original":
            return "alteration-original"
        case "alteration", "omitted":
            return "internal-marks-omitted"
    return None


def everywhere(text: str) -> list[Declaration]:
    """What sentences of the author's declare for the whole article ("All emphasis is mine."), in order."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is longer
        low = text
    out: dict[tuple[int, int], list[Declaration]] = {}
    for code in LANGUAGES:
        for phrase in lexicon(code).get("declarations", "everywhere"):
            at = low.find(phrase.lower())
            while at >= 0:
                span = _sentence(text, at)
                words = text[slice(*span)].strip()
                if span not in out and _words(code).everywhere.search(words):
                    out[span] = [Declaration(kind, span, words) for kind in _declared(words, _words(code))]
                at = low.find(phrase.lower(), max(span[1], at + 1))
    return [declaration for span in sorted(out) for declaration in out[span]]


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence around a place; one with a quotation in it is about that one, and ends there."""
    before = text[max(0, at - _MAX_SENTENCE) : at]
    start = at - len(before) + max((m.end() for m in _EDGE.finditer(before)), default=0)
    found = _EDGE.search(text, at, at + _MAX_SENTENCE)
    return start, found.end() if found else min(len(text), at + _MAX_SENTENCE)
