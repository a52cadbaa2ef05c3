"""Every kind of proper marking. A right judge has nothing to say of it, beyond a remark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.selftest.damage import FORMS
from fidelity.selftest.mutation import SET_APART, WORD, Kind, Mutation, ellipsis, lone_words, places
from fidelity.selftest.passages import SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.selftest.mutation import Workshop

_ALTERED = ("altered",)
_TRIMMED = ("trimmed",)
_EXACT = ("exact",)


def changed_original(shop: Workshop, old: str, new: str) -> str | None:
    """The original's file with `new` in place of `old`, if it is one of ours and holds it once."""
    source = shop.passages[0].text.source if shop.passages else None
    return source.replace(old, new) if source and source.count(old) == 1 else None


def _bracketed_case(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        first = passage.words[0]
        quote = f"[{first.swapcase()}]{passage.words[1:]}"
        yield Mutation(passage, quote, quote[:6], form="clause", verdicts=_EXACT)
        for start in _clauses(shop, passage.words):
            quote = f"[{passage.words[start].upper()}]{passage.words[start + 1 :]}"
            yield Mutation(passage, quote, quote[:6], verdicts=_EXACT)


def _clauses(shop: Workshop, words: str) -> list[int]:
    """Where a coordinate clause of some length begins, after its coordinator."""
    either = "|".join(shop.items("coordinators"))
    found = [m.end() for m in re.finditer(rf", (?:{either}) (?=[^\W\d])", words)]
    return [at for at in found if len(words[at:].split()) >= 8 and "." not in words[at:-1]]


def _letters_added(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 5)
        for m in shop.rng.sample(found, min(1, len(found))):
            ending = shop.rng.choice(shop.items("endings"))
            quote = f"{passage.words[: m.end()]}[{ending}]{passage.words[m.end() :]}"
            yield Mutation(passage, quote, f"{m[0]}[{ending}]", verdicts=_ALTERED)


def _letters_dropped(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = [m for m in lone_words(passage.words, 6) if m[0][-1] in "sne"]
        for m in shop.rng.sample(found, min(1, len(found))):
            quote = f"{passage.words[: m.end() - 1]}[]{passage.words[m.end() :]}"
            yield Mutation(passage, quote, f"{m[0][:-1]}[]", verdicts=_ALTERED)


def _replaced(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for pronoun in shop.items("pronouns"):
            for m in places(passage.words, pronoun):
                new = shop.rng.choice(shop.items("nouns"))
                if m.start() or len(passage.starts) > 1:
                    quote = f"{passage.words[: m.start()]}[{new}]{passage.words[m.end() :]}"
                    yield Mutation(passage, quote, f"{m[0]} → [{new}]", verdicts=_ALTERED)


def _inserted(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 4)
        for m in shop.rng.sample(found, min(1, len(found))):
            new = shop.rng.choice(shop.items("inserts"))
            quote = f"{passage.words[: m.end()]} {new}{passage.words[m.end() :]}"
            yield Mutation(passage, quote, f"+ {new}", verdicts=_ALTERED)


def _left_out(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for s in passage.stretches:
            if s.limits or len(passage.words.split()) - len(passage.words[s.start : s.end].split()) < SHORT:
                continue
            mark = shop.rng.choice(FORMS)
            quote = ellipsis(passage.words, s.start, s.end, mark)
            inside = bool(WORD.search(passage.words[s.end :]))
            form = shop.rng.choice(SET_APART)
            hidden = passage.words[s.start : s.end]
            yield Mutation(passage, quote, f"{hidden} → {mark}", form=form, verdicts=_TRIMMED if inside else _EXACT)


def _sentence_left_out(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if len(passage.starts) > 2:
            k = shop.rng.randrange(1, len(passage.starts) - 1)
            start, end = passage.starts[k], passage.starts[k + 1]
            mark = shop.rng.choice(FORMS)
            quote = ellipsis(passage.words, start, end, mark)
            yield Mutation(passage, quote, f"{passage.words[start:end]} → {mark}", verdicts=_TRIMMED)


def _paragraph_left_out(shop: Workshop) -> Iterator[Mutation]:
    for a in shop.passages:
        later = [b for b in shop.passages if len(b.starts) == 1 and b.first > a.first + 1 and b.paragraph > a.paragraph]
        if len(a.starts) == 1 and later:
            b = shop.rng.choice(later)
            mark = shop.rng.choice(FORMS)
            yield Mutation(a, f"{a.words}\n\n{mark}\n\n{b.words}", f"paragraphs → {mark}", form="block", verdicts=_TRIMMED)


def _at_the_edges(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        mark = shop.rng.choice(FORMS)
        yield Mutation(passage, f"{mark} {passage.words}", f"{mark} at the beginning", verdicts=_EXACT)
        yield Mutation(passage, f"{passage.words} {mark}", f"{mark} at the end", verdicts=_EXACT)


def _slip(shop: Workshop) -> Iterator[Mutation]:
    """A slip of the original, kept and followed by [sic]."""
    for passage in shop.passages:
        for right, wrong in shop.pairs("", "slips"):
            for m in list(places(passage.words, right))[:1]:
                words = passage.words[: m.start()] + wrong + passage.words[m.end() :]
                quote = f"{passage.words[: m.start()]}{wrong} [sic]{passage.words[m.end() :]}"
                original = changed_original(shop, passage.words, words)
                if len(passage.starts) == 1 and original:
                    yield Mutation(passage, quote, f"{wrong} [sic]", verdicts=_EXACT, original=original)


def _declared(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if not passage.text.document.emphatic:
            continue  # whether the emphasis was added cannot be told
        found = lone_words(passage.words, 4)
        for m in shop.rng.sample(found, min(2, len(found))):
            sign = shop.rng.choice(("*", "**"))
            quote = f"{passage.words[: m.start()]}{sign}{m[0]}{sign}{passage.words[m.end() :]}"
            note = shop.rng.choice(shop.items("emphasis_added"))
            yield Mutation(passage, quote, f"{sign}{m[0]}{sign} {note}", note=note, verdicts=_EXACT)


def _kept_emphasis(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 4)
        for m in shop.rng.sample(found, min(1, len(found))):
            quote = f"{passage.words[: m.start()]}*{m[0]}*{passage.words[m.end() :]}"
            original = changed_original(shop, passage.words, quote)
            if len(passage.starts) == 1 and original:
                yield Mutation(passage, quote, f"*{m[0]}* in both", verdicts=_EXACT, original=original)


def _citation(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = [m for m in re.finditer(r"\w{4,}(?=[,.])", passage.words) if m.end() < len(passage.words) - 1]
        for m in shop.rng.sample(found, min(1, len(found))):
            cited = shop.rng.choice(shop.items("citation"))
            words = f"{passage.words[: m.end()]} {cited}{passage.words[m.end() :]}"
            original = changed_original(shop, passage.words, words)
            note = str(shop.words["citation_omitted"])
            if len(passage.starts) == 1 and original:
                yield Mutation(passage, passage.words, f"{cited} {note}", note=note, verdicts=_TRIMMED, original=original)


MARKING: tuple[Kind, ...] = (
    Kind("bracketed-first-letter", "marking", _bracketed_case),
    Kind("bracketed-ending", "marking", _letters_added),
    Kind("empty-brackets", "marking", _letters_dropped),
    Kind("bracketed-noun", "marking", _replaced),
    Kind("bracketed-insertion", "marking", _inserted),
    Kind("ellipsis-over-words", "marking", _left_out),
    Kind("ellipsis-over-sentences", "marking", _sentence_left_out),
    Kind("ellipsis-over-paragraphs", "marking", _paragraph_left_out),
    Kind("ellipsis-at-the-edge", "marking", _at_the_edges),
    Kind("sic", "marking", _slip),
    Kind("declared-emphasis", "marking", _declared),
    Kind("kept-emphasis", "marking", _kept_emphasis),
    Kind("citation-omitted", "marking", _citation),
)
"""Every kind of proper marking."""
