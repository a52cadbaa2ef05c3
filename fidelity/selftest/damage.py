"""Every kind of damage that a quotation can do to its original. A right judge reports each as an error."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.selftest.mutation import SET_APART, WORD, Kind, Mutation, ellipsis, inner, lone_words, places, put
from fidelity.selftest.passages import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.selftest.mutation import Workshop

FORMS = ("…", "...", ". . .", "[…]", "[...]", "(…)", "(...)", "[. . .]")
_RULES = {
    "negation": ("changed-negation", "hidden-limit"),
    "modal": ("changed-modal", "hidden-limit"),
    "quantifier": ("changed-quantifier", "hidden-limit"),
    "hedge": ("changed-hedge", "hidden-limit"),
    "comparative": ("changed-quantifier", "hidden-limit"),
    "condition": ("changed-condition", "hidden-limit"),
    "unit": ("changed-number",),
    "scale": ("changed-number",),
    "currency": ("changed-number",),
    "word": ("changed-number",),
    "order": ("altered-wording", "changed-condition", "changed-negation", "changed-quantifier"),
    "percent": ("changed-number",),
    "name": ("changed-name",),
    "title": ("changed-name",),
    "alike": ("altered-wording",),
}
_DROPPED = ("hidden-limit", "unmarked-omission", "changed-negation", "changed-condition", "changed-hedge", "changed-modal")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _pairs(table: str, name: str) -> Callable[[Workshop], Iterator[Mutation]]:
    """Each pair of a list, wherever the passages have its first part."""

    def make(shop: Workshop) -> Iterator[Mutation]:
        rules = _RULES[name.rsplit("-", 1)[-1]]
        negations = {"not", "never", "nicht", "pas", "jamais", "no", "non", "niet", "não", "nie"}
        for passage in shop.passages:
            text = passage.words
            for old, new in shop.pairs(table, name):
                for m in places(text, old):
                    fewer = len(new.split()) < len(m[0].split())
                    if fewer and not inner(text, *m.span()):
                        continue
                    following = text[m.end() :].split()[:1]
                    if name == "add-negation" and following and following[0].strip(",.") in negations:
                        continue
                    what = new.replace("…", m[1]) if "…" in old else new
                    quote = put(text, *m.span(), what)
                    if quote.casefold() != text.casefold():
                        form = shop.rng.choice(SET_APART)
                        yield Mutation(passage, quote, f"{m[0]} → {what or '(nothing)'}", form=form, rules=rules)

    return make


def _behind_ellipsis(shop: Workshop) -> Iterator[Mutation]:
    """A single weighty word that governs kept words, and an ellipsis in its place."""
    names = ("drop-negation", "drop-modal", "drop-quantifier", "drop-hedge")
    for passage in shop.passages:
        for old, new in (p for name in names for p in shop.pairs("critical", name)):
            if new or "…" in old:
                continue
            for m in places(passage.words, old):
                if inner(passage.words, *m.span()):
                    mark = shop.rng.choice(FORMS)
                    quote = ellipsis(passage.words, *m.span(), mark)
                    yield Mutation(passage, quote, f"{m[0]} → {mark}", rules=("hidden-limit",))


def _limits(*, marked: bool) -> Callable[[Workshop], Iterator[Mutation]]:
    """Conditions, attributions and negations that the text's author says limit what stands around them."""

    def make(shop: Workshop) -> Iterator[Mutation]:
        for passage in shop.passages:
            for s in passage.stretches:
                if not s.limits or not inner(passage.words, s.start, s.end):
                    continue
                hidden = passage.words[s.start : s.end]
                mark = shop.rng.choice(FORMS)
                if marked:
                    quote = ellipsis(passage.words, s.start, s.end, mark)
                    yield Mutation(passage, quote, f"{hidden} → {mark}", rules=("hidden-limit",))
                else:
                    quote = put(passage.words, s.start, s.end, "").replace(",,", ",")
                    yield Mutation(passage, quote, f"{hidden} → (nothing)", rules=_DROPPED)

    return make


def _digits(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for m in _NUMBER.finditer(passage.words):
            at = [k for k, c in enumerate(m[0]) if c.isdigit()]
            k = shop.rng.choice(at)
            digit = shop.rng.choice([d for d in "123456789" if d != m[0][k]])
            new = [m[0][:k] + digit + m[0][k + 1 :]]
            if len(at) > 1 and m[0][at[-1]] != m[0][at[-2]] and m[0][at[0]] != "0":
                swapped = list(m[0])
                swapped[at[-1]], swapped[at[-2]] = swapped[at[-2]], swapped[at[-1]]
                new.append("".join(swapped))
            for number in new:
                yield Mutation(passage, put(passage.words, *m.span(), number), f"{m[0]} → {number}", rules=("changed-number",))


def _decimal_point(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for m in re.finditer(r"(\d+)[.,](\d{1,2})(?!\d)", passage.words):
            for number in (m[1] + m[2], f"{m[1]}{m[2]}0"):
                yield Mutation(passage, put(passage.words, *m.span(), number), f"{m[0]} → {number}", rules=("changed-number",))


def _dates(shop: Workshop) -> Iterator[Mutation]:
    months = shop.items("months")
    either = "|".join(map(re.escape, months))
    for passage in shop.passages:
        for m in re.finditer(rf"(?<!\d)(\d{{1,2}})(\.?(?: de)? )({either})(?!\w)", passage.words):
            day = int(m[1][::-1]) if m[1] != m[1][::-1] and 0 < int(m[1][::-1]) < 32 else int(m[1]) + 1
            month = shop.rng.choice([x for x in months if x != m[3]])
            for new in (f"{day}{m[2]}{m[3]}", f"{m[1]}{m[2]}{month}"):
                yield Mutation(passage, put(passage.words, *m.span(), new), f"{m[0]} → {new}", rules=("changed-number",))


def _names_swapped(shop: Workshop) -> Iterator[Mutation]:
    """Two persons or places of a passage change their names, whole or only the last part of each.

    First name and surname that stand side by side are one person's: set the other way round they still name the same one.
    """
    names = list(dict.fromkeys(old for old, _ in shop.pairs("critical", "change-name")))
    for passage in shop.passages:
        text = passage.words
        found = sorted((m for name in names for m in list(places(text, name))[:1]), key=lambda m: m.span())
        persons: list[list[re.Match[str]]] = []
        for m in found:
            if persons and not text[persons[-1][-1].end() : m.start()].strip():
                persons[-1].append(m)
            else:
                persons.append([m])
        for a, b in pairwise(persons):
            whole = (a[0].start(), a[-1].end()), (b[0].start(), b[-1].end())
            last = a[-1].span(), b[-1].span()
            for (s, e), (t, u) in dict.fromkeys((whole, last)):
                if e <= t and text[s:e] != text[t:u]:
                    quote = text[:s] + text[t:u] + text[e:t] + text[s:e] + text[u:]
                    yield Mutation(passage, quote, f"{text[s:e]} ↔ {text[t:u]}", rules=("changed-name", "moved-words"))


def _moved_focus(shop: Workshop) -> Iterator[Mutation]:
    """A word such as "only" stands before other words than it did."""
    words = [old for old, new in shop.pairs("critical", "drop-quantifier") if not new and " " not in old and old[0].islower()]
    for passage in shop.passages:
        for m in (m for word in words for m in places(passage.words, word)):
            onward = re.compile(r" (\w+ \w+)(?= \w)").match(passage.words, m.end())
            if onward and m.start():
                quote = f"{passage.words[: m.start()]}{onward[1]} {m[0]}{passage.words[onward.end() :]}"
                rules = ("changed-quantifier", "changed-hedge", "moved-words")
                yield Mutation(passage, quote, f"{m[0]} {onward[1]} → {onward[1]} {m[0]}", rules=rules)


def _negative_prefix(shop: Workshop) -> Iterator[Mutation]:
    """A word turned round by a syllable."""
    for passage in shop.passages:
        found = lone_words(passage.words, 6)
        for m in shop.rng.sample(found, min(2, len(found))):
            prefix = shop.rng.choice(shop.items("negative_prefixes"))
            rules = ("altered-wording", "changed-negation", "added-words")
            yield Mutation(passage, put(passage.words, *m.span(), prefix + m[0]), f"{m[0]} → {prefix}{m[0]}", rules=rules)


def _added_words(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 3)
        for m in shop.rng.sample(found, min(2, len(found))):
            new = shop.rng.choice(shop.items("added"))
            quote = f"{passage.words[: m.end()]} {new}{passage.words[m.end() :]}"
            yield Mutation(passage, quote, f"+ {new}", rules=("added-words", "altered-wording"))


def _other_word(shop: Workshop) -> Iterator[Mutation]:
    known = sorted({m[0] for p in shop.passages for m in lone_words(p.words, 6)})
    for passage in shop.passages:
        found = lone_words(passage.words, 5)
        for m in shop.rng.sample(found, min(2, len(found))):
            new = shop.rng.choice(known)
            if new[0] != m[0][0] and new[-3:] != m[0][-3:]:
                yield Mutation(passage, put(passage.words, *m.span(), new), f"{m[0]} → {new}", rules=("altered-wording",))


def _cut_word(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = [m for m in lone_words(passage.words, 5) if m[0] not in shop.items("articles")]
        for m in shop.rng.sample(found, min(2, len(found))):
            yield Mutation(passage, put(passage.words, *m.span(), ""), f"{m[0]} → (nothing)", rules=("unmarked-omission",))


def _cut_clause(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for s in passage.stretches:
            if not s.limits and WORD.search(passage.words[s.end :]) and s.start:
                quote = put(passage.words, s.start, s.end, "")
                hidden = passage.words[s.start : s.end]
                yield Mutation(passage, quote, f"{hidden} → (nothing)", rules=("unmarked-omission",))


def _cut_whole_sentence(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if len(passage.starts) > 2:
            k = shop.rng.randrange(1, len(passage.starts) - 1)
            start, end = passage.starts[k], passage.starts[k + 1]
            form = shop.rng.choice(SET_APART)
            yield Mutation(
                passage,
                put(passage.words, start, end, ""),
                f"{passage.words[start:end]} → (nothing)",
                form=form,
                rules=("unmarked-omission",),
            )


def _cut_paragraph(shop: Workshop) -> Iterator[Mutation]:
    for a in shop.passages:
        later = [b for b in shop.passages if len(b.starts) == 1 and b.paragraph == a.paragraph + 2]
        if len(a.starts) == 1 and later:
            b = shop.rng.choice(later)
            yield Mutation(a, f"{a.words} {b.words}", "a paragraph → (nothing)", rules=("unmarked-omission",))


def _cut_end(shop: Workshop) -> Iterator[Mutation]:
    """A sentence closed with a stop before its clause is over."""
    for passage in shop.passages:
        for s in passage.stretches:
            rest = passage.words[s.end :]
            if not rest.startswith((".", ",")) or len(passage.words[: s.start].split()) < 8:
                continue
            start = max((x for x in passage.starts if x <= s.start), default=0)
            if len(passage.words[start : s.start].split()) >= 5:
                quote = passage.words[: s.start].rstrip(" ,;") + "."
                form = shop.rng.choice(SET_APART)
                yield Mutation(passage, quote, f"… | {passage.words[s.start : s.end]}", form=form, rules=("cut-sentence",))


def _swapped(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if len(passage.starts) == 2:
            cut = passage.starts[1]
            quote = f"{passage.words[cut:]} {passage.words[:cut].strip()}"
            yield Mutation(passage, quote, "two sentences change places", rules=("moved-words", "merged-passages"))
        m = re.match(r"(\S+(?: \S+){4,}), ((?:\w+) \S+(?: \S+){4,})[.]$", passage.words)
        if m and len(passage.starts) == 1:
            quote = f"{m[2][:1].upper()}{m[2][1:]}, {m[1][:1].lower()}{m[1][1:]}."
            yield Mutation(passage, quote, "two clauses change places", rules=("moved-words", "merged-passages"))


def _spliced(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if len(passage.starts) > 1 or not shop.others:
            continue
        other = shop.rng.choice(shop.others)
        candidates = [
            s.text for s in other.sentences if 9 <= len(s.text.split()) <= 30 and not any(c in s.text for c in "“„«‘")
        ]
        if candidates and len(passage.words.split()) >= 9:
            second = shop.rng.choice(candidates)
            for joint in (" ", f" {shop.rng.choice(FORMS)} "):
                yield Mutation(passage, f"{passage.words}{joint}{second}", f"+ {second}", rules=("merged-passages",))


def _undeclared(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if not passage.text.document.emphatic:
            continue  # whether the emphasis was added cannot be told
        found = lone_words(passage.words, 4)
        for m in shop.rng.sample(found, min(2, len(found))):
            sign = shop.rng.choice(("*", "**"))
            quote = f"{passage.words[: m.start()]}{sign}{m[0]}{sign}{passage.words[m.end() :]}"
            form = shop.rng.choice(SET_APART)
            yield Mutation(passage, quote, f"{sign}{m[0]}{sign}", form=form, rules=("undeclared-emphasis",))


def _of_lists(table: str) -> list[str]:
    return list(words_of("en")[table])


DAMAGE: tuple[Kind, ...] = (
    *(Kind(name, "critical", _pairs("critical", name)) for name in _of_lists("critical")),
    Kind("hide-weighty-word", "critical", _behind_ellipsis),
    Kind("hide-limit", "critical", _limits(marked=True)),
    Kind("drop-limit", "critical", _limits(marked=False)),
    Kind("change-digits", "critical", _digits),
    Kind("drop-decimal-point", "critical", _decimal_point),
    Kind("change-date", "critical", _dates),
    Kind("swap-names", "critical", _names_swapped),
    Kind("move-focus", "critical", _moved_focus),
    Kind("negative-prefix", "critical", _negative_prefix),
    *(Kind(name, "damage", _pairs("damage", name)) for name in _of_lists("damage")),
    Kind("add-words", "damage", _added_words),
    Kind("another-word", "damage", _other_word),
    Kind("cut-word", "damage", _cut_word),
    Kind("cut-clause", "damage", _cut_clause),
    Kind("cut-sentence-out", "damage", _cut_whole_sentence),
    Kind("cut-paragraph-out", "damage", _cut_paragraph),
    Kind("cut-end", "damage", _cut_end),
    Kind("swap", "damage", _swapped),
    Kind("splice", "damage", _spliced),
    Kind("undeclared-emphasis", "damage", _undeclared),
)
"""Every kind of damage, the critical ones first."""
