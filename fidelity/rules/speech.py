"""The reporter's words in an original that quotes somebody: what stands between two halves of speech is not the speaker's."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.rules.vocabulary import Vocabulary, Word

_MARKS = frozenset('"“”„«»')
_LONGEST = 25  # words: what is longer is a passage of the reporter's own


def reporters_words(
    text: str, words: Sequence[Word], before: Sequence[Word], after: Sequence[Word], vocabulary: Vocabulary
) -> frozenset[int]:
    """Which of `words` are a reporting clause between two halves of speech (“…,” *said Keller*. “…”), by their places.

    `before` and `after` are the words around them. A clause behind which no speech goes on is not looked at: it may say whose
    view the words before it are.
    """
    out: set[int] = set()
    first = -1  # the reporter speaks from this word on
    sequence = [*before[-1:], *words, *after[:1]]
    shift = len(before[-1:])
    for n, (left, right) in enumerate(pairwise(sequence), 1):
        for at in range(left.end, right.start):
            if text[at] not in _MARKS:
                continue
            if _turn(text, at) == "close":
                first = n - shift
            elif first >= 0:
                clause = range(first, min(n - shift, len(words)))
                said = any(words[k].text in vocabulary.sets["attribution_verb"] for k in clause)
                if said and len(clause) <= _LONGEST:
                    out.update(clause)
                first = -1
    return frozenset(out)


def _turn(text: str, at: int) -> Literal["open", "close"]:
    """Whether a quotation mark opens or closes, by its form and by what it stands at."""
    mark, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if mark in "„”":
        return "open" if mark == "„" else "close"
    if mark == "»":
        return "open" if after.isalnum() and not before.isalnum() and before not in ".,!?…" else "close"
    if mark == "«":
        return "close" if before and not before.isspace() and not after.isalnum() and before != "(" else "open"
    return "open" if not before or before.isspace() or before in "([—–" else "close"
