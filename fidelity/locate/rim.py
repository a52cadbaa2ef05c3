"""The words before a quotation's first common stretch and after its last: they have a neighbour on one side only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein

from fidelity.locate.seed import Run, drawn_near, equal_runs
from fidelity.text.language import detect
from fidelity.text.lexicon import lexicon
from fidelity.text.sentences import SENTENCE_END
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original

SLACK = 6  # words of the original looked at beyond as many as the quotation has, at a rim or beside a long cut
_BEYOND = 3  # words that a bracket may stand for beyond as many as it has itself
_SMALL = 3  # letters: shorter words that a bracket and its neighbourhood share are chance
_CELLS = 3000  # a larger rim with brackets is looked at without them
_CHANGE, _MORE, _KEPT = 1000, 1, 10  # a word changed, a word more or less than the bracket has, a word kept
_KIN = 0.5  # likeness of two words from which one is taken to stand for the other
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s")  # what parts a clause from the next
_CLASSES = ("negation", "modal", "quantifier", "comparative", "hedge", "condition", "article", "pronoun", "preposition",
            "finite", "month", "weekday", "unit", "currency", "direction")  # fmt: skip
_CRITICAL = ("negation", "modal", "quantifier", "comparative", "hedge", "condition")
_OPENERS = ("coordinator", "relative", "condition", "next_limit", "concession")
_AROUND = 500  # characters of the original before, behind and at a place that tell its language


def rim(i1: int, i2: int, j1: int, j2: int, needle: Needle, original: Original, moved: list[Run], *, left: bool) -> list[Run]:
    """Equal runs before the first or after the last run; a lone common word far from it is chance and not taken."""
    if i1 == i2 or j1 == j2:
        return []
    stops = [m for m in moved if i1 <= m.i < i2]
    if stops:
        i1, i2 = (max(m.i + m.n for m in stops), i2) if left else (i1, min(m.i for m in stops))
    q, o = needle.words.codes[i1:i2], original.words.codes[j1:j2]
    if not q or not o:
        return []
    own = needle.bracketed
    has_own = any(i1 <= i < i2 for i in own)
    if has_own and len(q) * len(o) <= _CELLS and not any(i1 < k < i2 for k in needle.gaps):
        return _past_brackets(q, o, i1, j1, needle, left=left)
    found = drawn_near(outwards(q, o, i1, j1, left=left, bracketed=has_own), q, o, i1, j1, i2, j2, own, left=left)
    while found:
        edge = found[0] if left else found[-1]
        far_here = (i2 - edge.i - edge.n) if left else (edge.i - i1)
        far_there = (j2 - edge.j - edge.n) if left else (edge.j - j1)
        matched = sum(r.n for r in found)
        if max(far_here, far_there) <= 2 * matched + 1:
            break
        found = found[1:] if left else found[:-1]
    return found


def outwards(q: str, o: str, i: int, j: int, *, left: bool, bracketed: bool = False) -> list[Run]:
    """The runs that a rim shares with the words beside it, where the original's outermost words need not be used.

    Only if fewer of them cost less (or with words of the quoter no more): else the whole stretch says more (words left out
    before the quotation's last ones).
    """
    found = equal_runs(q, o, i, j)
    cost = len(q)
    if len(q) > 1 and (more := _most_kept(q, o, i, j)) and sum(r.n for r in more) > sum(r.n for r in found):
        found = more
    if found:
        edge = found[0] if left else found[-1]
        near_q = q[edge.i - i :] if left else q[: edge.i + edge.n - i]
        near_o = o[edge.j - j :] if left else o[: edge.j + edge.n - j]
        cost = Levenshtein.distance(near_q, near_o) + len(q) - len(near_q)
    sizes = range(min(len(o), max(1, len(q) - SLACK)), len(o) + 1)
    least, size = min((Levenshtein.distance(q, o[-n:] if left else o[:n]), -n) for n in sizes)
    if least > cost or (least == cost and (found or not bracketed)):
        return found
    return equal_runs(q, o[size:], i, j + len(o) + size) if left else equal_runs(q, o[:-size], i, j)


def _most_kept(q: str, o: str, i: int, j: int) -> list[Run]:
    """The runs by which most words are kept, if no more are changed than at the least; both ways end in the same price."""
    changes, at = 0, [0, 0]
    runs = []
    for op in Indel.opcodes(q, o):
        if op.tag == "equal":
            runs.append(Run(i + op.src_start, j + op.dest_start, op.src_end - op.src_start))
            changes += max(op.src_start - at[0], op.dest_start - at[1])
            at = [op.src_end, op.dest_end]
    changes += max(len(q) - at[0], len(o) - at[1])
    return runs if changes <= Levenshtein.distance(q, o) else []


def _past_brackets(q: str, o: str, i: int, j: int, needle: Needle, *, left: bool) -> list[Run]:
    """The runs of a rim that has brackets, each of which stands for nothing or for some of the original's words.

    A small dynamic programme from the neighbour outwards; of the original's words only as many are used as pay.
    """
    steps = _units(len(q), i, needle)
    if left:
        steps, q, o = [(len(q) - b, len(q) - a, own) for a, b, own in reversed(steps)], q[::-1], o[::-1]
    size = len(o) + 1
    row = [_CHANGE * k for k in range(size)]
    ways: list[list[int]] = []  # for each place how many of the original's words the step takes; negative: the same words
    for a, b, own in steps:
        new, way = [0] * size, [0] * size
        for k in range(size):
            options = [(row[k] + (_MORE * (b - a) if own else _CHANGE), 0)]
            if own:
                options += [(row[k - w] + _MORE * abs(w - b + a), w) for w in range(1, min(k, b - a + _BEYOND) + 1)]
            elif k:
                options += [(row[k - 1] + _CHANGE, 1)]
            if k >= b - a and q[a:b] == o[k - b + a : k]:
                options.append((row[k - b + a] - _KEPT * (b - a), a - b))
            if k and not own:
                options.append((new[k - 1] + _CHANGE, size))
            new[k], way[k] = min(options)
        row = new
        ways.append(way)
    at = min(range(size), key=lambda k: (row[k], k))
    pairs: list[tuple[int, int]] = []
    for (a, b, _), way in zip(reversed(steps), reversed(ways), strict=True):
        while way[at] == size:
            at -= 1
        if way[at] < 0:
            pairs += [(b - 1 - n, at - 1 - n) for n in range(b - a)]
        at -= abs(way[at])
    if left:
        pairs = [(len(q) - 1 - x, len(o) - 1 - y) for x, y in pairs]
    return [Run(i + x, j + y, 1) for x, y in sorted(pairs)]


def _units(size: int, i: int, needle: Needle) -> list[tuple[int, int, bool]]:
    """The words of a rim one by one, those of a bracket together: (first, last, whether they are the quoter's)."""
    out: list[tuple[int, int, bool]] = []
    brackets = {b.first - i: b for b in needle.brackets if b.first < b.last}
    k = 0
    while k < size:
        stop = min(size, brackets[k].last - i) if k in brackets else k + 1
        out.append((k, stop, k in brackets))
        k = stop
    return out


# --- what stands there instead ------------------------------------------------------------------------------------------------


def stand_for(needle: Needle, original: Original, i: int, i2: int, place: int, step: int) -> int:
    """How many of the original's words the quotation's first or last words stand for.

    As many as they are themselves, within the sentence, unless they are plainly added; more or fewer where the same letters
    are divided otherwise (`plain tiffs`).
    """
    if i >= i2:
        return 0
    quoted = letters(needle.text[slice(*needle.span(i, i2))])
    if i2 - i == 1 and i in needle.inner and 0 <= (beside := place if step > 0 else place - 1) < len(original.words):
        before, after = needle.outside(i)
        there = letters(original.text[slice(*original.span(beside, beside + 1))])
        if (before or after) and there.startswith(before) and there.endswith(after):
            return 1
    for count in (i2 - i + d for d in (0, 1, -1, 2, -2)):
        j, j2 = (place, place + count) if step > 0 else (place - count, place)
        if 0 <= j < j2 <= len(original.words) and quoted == letters(original.text[slice(*original.span(j, j2))]):
            return count
    near = [k - i if step > 0 else i2 - k for k in needle.gaps if i <= k <= i2]  # behind an ellipsis anything may stand
    most = _same_sentence(original, place, min([i2 - i, *near]), step)
    own = needle.bracketed
    if most and own.issuperset(range(i, i2)):
        return max(most, _shared(needle, original, i, i2, place, step))
    if not most or any(x in own or x in needle.inner for x in range(i, i2)):
        return most
    if most == i2 - i == _same_sentence(original, place, most + 1, step):
        return most  # both end there
    return _replaced(needle, original, i if step > 0 else i2 - 1, place if step > 0 else place - 1, most, step)


def _shared(needle: Needle, original: Original, i: int, i2: int, place: int, step: int) -> int:
    """How far the words beside a bracket go that it has too: `[perishable goods]` for "goods that are perishable"."""
    words = needle.words.codes[i:i2]
    most = _same_sentence(original, place, i2 - i + _BEYOND, step)
    for count in range(most, 0, -1):
        at = place + count - 1 if step > 0 else place - count
        if original.words.codes[at] in words and original.words.stops[at] - original.words.begins[at] > _SMALL:
            return count
    return 0


def _replaced(needle: Needle, original: Original, i: int, j: int, most: int, step: int) -> int:
    """How many of up to `most` words outwards from word `i` stand for the original's from word `j` on; the rest were added.

    A clause that begins or ends in the original alone has not been replaced by what the quoter went on to say.
    """
    language = _language_at(original, j)
    for count in range(most):
        x, y = i + count * step, j + count * step
        word, there = (side.text[slice(*side.span(at, at + 1))].lower() for side, at in ((needle, x), (original, y)))
        if _are_kin(word, there, language):
            continue
        if there in _openers(language) and word not in _openers(language):
            return count
        clauses = [_CLAUSE.search(_between(side, at, step)) for side, at in ((needle, x), (original, y))]
        if clauses[1] and not clauses[0]:
            return count
    return most


def are_critical(original: Original, first: int, last: int) -> bool:
    """Whether the original's words `first` … `last` have one that may turn the sense, or a figure."""
    text = " ".join(original.text[slice(*original.span(j, j + 1))].lower() for j in range(first, last))
    return any(map(str.isdigit, text)) or any(f" {said} " in f" {text} " for said in _critical(_language_at(original, first)))


@lru_cache(maxsize=16)
def _critical(language: str | None) -> frozenset[str]:
    lists = lexicon(language or "")
    return frozenset(entry for name in _CRITICAL for entry in lists.get("weigh", name))


def _language_at(original: Original, word: int) -> str | None:
    block = original.words.begins[word] // _AROUND
    return _language(original.text[max(0, block - 1) * _AROUND : (block + 2) * _AROUND])


def _between(side: Needle | Original, word: int, step: int) -> str:
    """What stands between a word and its neighbour inwards."""
    a, b = (word - 1, word) if step > 0 else (word, word + 1)
    if a < 0 or b >= len(side.words):
        return ""
    return side.text[side.words.stops[a] : side.words.begins[b]]


def _are_kin(a: str, b: str, language: str | None) -> bool:
    if a[:1].isdigit() and b[:1].isdigit():
        return True
    if Indel.normalized_similarity(a, b) > _KIN:
        return True
    return not _classes(language).get(a, frozenset()).isdisjoint(_classes(language).get(b, ()))


_language = lru_cache(maxsize=64)(detect)  # the rims of one quotation, and often of the next, are in one stretch


@lru_cache(maxsize=16)
def _classes(language: str | None) -> dict[str, frozenset[str]]:
    """The lists that a word stands in."""
    out: dict[str, set[str]] = {}
    for name, word in _listed(language, _CLASSES):
        out.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in out.items()}


@lru_cache(maxsize=16)
def _openers(language: str | None) -> frozenset[str]:
    """Words that open a clause: conjunctions, relative pronouns and the first words of conditions."""
    return frozenset(word for _, word in _listed(language, _OPENERS))


def _listed(language: str | None, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    lists = lexicon(language or "")
    return ((name, entry.split()[0]) for name in names for entry in lists.get("weigh", name))


def _same_sentence(original: Original, place: int, most: int, step: int) -> int:
    """How many words, up to `most`, stand in the same sentence before (step -1) or after (1) a place between words."""
    words, count = original.words, 0
    while count < most:
        right = place + count if step > 0 else place - count
        if not 0 < right < len(words):
            if right == 0 and step > 0 and len(words):
                count += 1
                continue
            break
        between = original.text[words.stops[right - 1] : words.begins[right]]
        if SENTENCE_END.search(between):
            break
        count += 1
    return count
