"""Quotations with known places in generated originals, for timing us and others on the same work."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

Span = tuple[int, int]

FORMS: Final = ("exact", "typographic", "words changed", "silent cut", "far ellipsis", "brackets", "heavy edit", "absent")
_PARTS = ("ba", "co", "di", "fen", "gar", "hol", "in", "ju", "ka", "lo", "mer", "nas", "or", "pel", "qui", "ran", "sto", "tu")
_WORDS = 40  # of a quotation


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation and the spans of the original that it was made from, in code points; none: it stands nowhere."""

    form: str
    quotation: str
    passages: tuple[Span, ...]


@cache
def original(size: int) -> str:
    """`size` kB of sentences whose words recur as unevenly as words do."""
    chance = random.Random(size)  # noqa: S311 - texts, not secrets
    vocabulary = ["".join(chance.choices(_PARTS, k=chance.choice((1, 1, 2, 2, 2, 3)))) for _ in range(4000)]
    weights = [1 / rank for rank in range(1, 4001)]
    out: list[str] = []
    length = 0
    while length < size * 1000:
        sentence = " ".join(chance.choices(vocabulary, weights, k=chance.randrange(6, 24))).capitalize() + "."
        out.append(sentence + ("\n\n" if chance.random() < 0.2 else " "))
        length += len(out[-1])
    return "".join(out).strip()


def cases(size: int, form: str, count: int) -> list[Case]:
    """So many quotations of a form, spread over the original of that size."""
    return [_case(size, form, n, count) for n in range(count)]


def _case(size: int, form: str, n: int, count: int) -> Case:
    whole = original(size)
    chance = random.Random(f"{size} {form} {n}")  # noqa: S311 - texts, not secrets
    start = _word_start(whole, int(len(whole) * (0.05 + 0.75 * n / max(1, count))))
    end = _after(whole, start, _WORDS)
    words = whole[start:end].split()
    if form == "exact":
        return Case(form, whole[start:end], ((start, end),))
    if form == "typographic":
        return Case(form, "\u00a0".join(words).replace("fi", "ﬁ").replace(".", "…", 1) + "”", ((start, end),))
    if form == "words changed":
        for at in chance.sample(range(4, len(words) - 4), chance.randrange(1, 4)):
            words[at] = "zebra"
        return Case(form, " ".join(words), ((start, end),))
    if form == "silent cut":
        first, gap = len(words) // 2, chance.randrange(15, 60)
        middle = _after(whole, start, first)
        again = _word_start(whole, _after(whole, start, first + gap))
        last = _after(whole, again, _WORDS - first)
        return Case(form, f"{whole[start:middle]} {whole[again:last]}", ((start, middle), (again, last)))
    if form == "far ellipsis":
        middle = _after(whole, start, _WORDS // 2)
        again = _word_start(whole, min(middle + 2_000, len(whole) - 400))
        last = _after(whole, again, _WORDS // 2)
        return Case(form, f"{whole[start:middle]} … {whole[again:last]}", ((start, middle), (again, last)))
    if form == "brackets":
        words[0] = f"[{words[0][:1].swapcase()}]{words[0][1:]}"
        words[12] = "[the harbour master]"
        return Case(form, " ".join(words), ((start, end),))
    if form == "heavy edit":
        for at in chance.sample(range(2, len(words) - 2), int(0.3 * len(words))):
            words[at] = chance.choice(("zebra", "yodel", "xylem"))
        return Case(form, " ".join(words), ((start, end),))
    strange = ["".join(chance.choices(("zu", "xe", "vy", "wro", "kli", "sht"), k=2)) for _ in range(_WORDS)]
    return Case(form, " ".join(strange), ())


def _word_start(text: str, at: int) -> int:
    while at and at < len(text) and not text[at - 1].isspace():
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _after(text: str, start: int, words: int) -> int:
    """Where so many words from `start` end."""
    at = start
    for _ in range(words):
        at = _word_start(text, at)
        while at < len(text) and not text[at].isspace():
            at += 1
    return at


def agreement(found: tuple[Span, ...], passages: tuple[Span, ...]) -> float:
    """The share of characters in common among all in either: 1 if both are the same places, or both none."""
    here = {k for start, end in found for k in range(start, end)}
    there = {k for start, end in passages for k in range(start, end)}
    return len(here & there) / len(here | there) if here or there else 1.0
