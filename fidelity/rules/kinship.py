"""How two different words are related: one inflected, one spelled otherwise, one a slip put right, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import DamerauLevenshtein

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.rules.vocabulary import Vocabulary

Kin = Literal["same", "spelling", "inflection", "typo", "other"]
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåøæœïëãõ")
_LONG_SLIP = 7  # letters: from here on a slip of one letter is told from another word by what else the original says


def kinship(here: str, there: str, vocabulary: Vocabulary, known: Callable[[str], bool]) -> Kin:
    """How a word of the quotation is related to the original's; both in lower case.

    `known` says whether the documents use a word elsewhere: a slip is a word that nobody else writes.
    """
    if here == there:
        return "same"
    lists = vocabulary.lexicon
    pair = {f"{here} {there}", f"{there} {here}"}
    if pair & set(lists.get("weigh", "not_a_typo")):
        return "other"
    if pair & set(lists.get("weigh", "variant_word")):
        return "spelling"
    if pair & set(lists.get("weigh", "misspelling")):
        return "typo"
    if is_variant(here, there, vocabulary):
        return "spelling"
    if is_inflection(here, there, vocabulary):
        return "inflection"
    return "typo" if _is_slip(here, there, known) else "other"


def is_variant(here: str, there: str, vocabulary: Vocabulary) -> bool:
    """Whether two words are spellings of one, by the language's pairs of endings and of stretches inside."""
    if min(len(here), len(there)) < 4 or max(len(here), len(there)) < 5:
        return False
    for entry in vocabulary.lexicon.get("weigh", "variant"):
        x, y = entry.split()
        for a, b in ((x, y), (y, x)):
            if here.endswith(a) and here[: -len(a)] + b == there:
                return True
    for entry in vocabulary.lexicon.get("weigh", "variant_inside"):
        x, y = entry.split()
        for a, b in ((x, y), (y, x)):
            at = here.find(a)
            while at >= 0:
                if here[:at] + b + here[at + len(a) :] == there:
                    return True
                at = here.find(a, at + 1)
    return False


def is_inflection(here: str, there: str, vocabulary: Vocabulary) -> bool:
    """Whether two words are forms of one: by the table of irregular forms, or a shared stem with endings that inflect."""
    lemma = vocabulary.lemma
    a, b = lemma.get(here), lemma.get(there)
    if a or b:
        return a == b or (lemma.get(here, here) == lemma.get(there, there))
    stem = 0
    for x, y in zip(here, there, strict=False):
        if x != y:
            break
        stem += 1
    if stem < 2:
        return False
    endings = {"", *vocabulary.lexicon.get("weigh", "inflection")}
    never = {frozenset(e.split()) for e in vocabulary.lexicon.get("weigh", "inflection_never")}
    swaps = {frozenset(e.split()) for e in vocabulary.lexicon.get("weigh", "inflection_swap")}
    for cut in range(stem, max(stem - 4, 1), -1):
        left, right = here[cut:], there[cut:]
        short = cut == 3 and len(left) == len(right) == 1 and not any(c in _VOWELS for c in left + right)
        if frozenset((left, right)) in never:
            return False
        if cut >= 3 and left in endings and right in endings and not short:
            return True
        if frozenset((left, right)) in swaps:
            return True
        doubled = here[cut - 1]
        for x, y in ((left, right), (right, left)):
            if cut >= 3 and x == "" and y[:1] == doubled and len(y) > 2 and y[1:] in endings:
                return True
    return False


def _is_slip(here: str, there: str, known: Callable[[str], bool]) -> bool:
    """One slip of the pen between them, and one of the two is a word that neither text uses elsewhere."""
    if here[0] != there[0] or min(len(here), len(there)) < 4 or any(c.isdigit() for c in here + there):
        return False
    distance = DamerauLevenshtein.distance(here, there)
    if distance != 1:
        return False
    if "ie" in here + there and here.replace("ie", "ei") == there.replace("ie", "ei"):
        return True
    if _odd(here) != _odd(there):
        return True
    if max(len(here), len(there)) < _LONG_SLIP:
        return False
    if known(here):
        return not known(there)
    return known(there) and _is_slip_of_the_pen(here, there)


def _is_slip_of_the_pen(here: str, there: str) -> bool:
    """Whether only two letters changed places, or one was written twice or once too few: no other word comes of that."""
    if sorted(here) == sorted(there):
        return True
    short, long = sorted((here, there), key=len)
    return any(long[i] == long[i - 1] and long[:i] + long[i + 1 :] == short for i in range(1, len(long)))


def _odd(word: str) -> bool:
    """Whether a word cannot be right in any of the languages: three like letters in a row, or no vowel at all."""
    if any(a == b == c for a, b, c in zip(word, word[1:], word[2:], strict=False)):
        return True
    return not any(c in _VOWELS for c in word)
