"""Which words of a text are names: capitals that no sentence beginning explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.rules.vocabulary import Vocabulary, Word

_OPENING = " \t\"“”„‘’'«»‹›([*_"
_NOUNS_IN_CAPITALS = ("de",)
_SEEN = 20  # places of a word that are looked at


def names_in(text: str, words: Sequence[Word], vocabulary: Vocabulary, other: str = "") -> list[str]:
    """The names among `words` of `text`, as written.

    A capital at the beginning of a sentence counts only if one of the texts writes the word so inside a sentence too. Where
    all nouns have capitals, a name is what follows a title or another capital, or has a capital inside.
    """
    return [w.raw for k, w in enumerate(words) if _is_name(text, words, k, vocabulary, other)]


def _is_name(text: str, words: Sequence[Word], k: int, vocabulary: Vocabulary, other: str) -> bool:
    word = words[k]
    raw = word.raw
    if not raw[:1].isupper() or raw in ("I", "I'm", "I've", "I'll", "I’m", "I’ve", "I’ll"):
        return False
    if word.text in vocabulary.sets["stopword"] or word.text in vocabulary.sets["finite"]:
        return False
    if len(raw) > 1 and raw.isupper() and raw.isalpha():
        return not _all_capitals(text, word)
    if vocabulary.language in _NOUNS_IN_CAPITALS:
        return _is_name_among_nouns(words, k, vocabulary, text)
    if not _begins_sentence(text, word.start):
        return True
    return _inside_sentence(raw, text, word.start) or _inside_sentence(raw, other, -1)


def _is_name_among_nouns(words: Sequence[Word], k: int, vocabulary: Vocabulary, text: str) -> bool:
    word = words[k]
    left = re.search(r"(\w+)\.?[ \u00a0]$", text[max(0, word.start - 30) : word.start])
    right = re.match(r"[ \u00a0](\w+)", text[word.end : word.end + 30])
    titled = left and left[1].lower() in vocabulary.sets["honorific"]
    paired = (left and left[1][0].isupper() and not _begins_sentence(text, word.start - len(left[0]))) or (
        right and right[1][0].isupper()
    )
    return bool(titled or paired)


def _all_capitals(text: str, word: Word) -> bool:
    around = text[max(0, word.start - 40) : word.end + 40]
    return not any(c.islower() for c in around)


def _begins_sentence(text: str, at: int) -> bool:
    i = at
    while i and text[i - 1] in _OPENING:
        i -= 1
    if not i or text[i - 1] in "\n\r…":
        return True
    if text[i - 1] in "!?:":
        return True
    return text[i - 1] == "." and not re.search(r"(?:^|\W)(?:[A-Z]|Mr|Mrs|Ms|Dr|St|v|vs)\.$", text[max(0, i - 6) : i])


def _inside_sentence(raw: str, text: str, skip: int) -> bool:
    """Whether `text` writes the word so inside a sentence."""
    at = text.find(raw)
    for _ in range(_SEEN):
        if at < 0:
            return False
        end = at + len(raw)
        if (
            at != skip
            and not text[end : end + 1].isalnum()
            and at > 1
            and text[at - 1] == " "
            and (text[at - 2].islower() or text[at - 2] in ",;")
        ):
            return True
        at = text.find(raw, end)
    return False
