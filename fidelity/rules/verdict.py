"""The verdict, whether every departure is marked, and the score."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.rules.dates import value_end
from fidelity.rules.house import may_be_silent
from fidelity.text.editorial import marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Edit, Match, Quote, Verdict
    from fidelity.rules.vocabulary import Vocabulary
    from fidelity.styles import Style

_CLOSERS = ' \t"”’»›)]*_'
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOPS = ".?!"


def verdict(
    quote: Quote, article: str, match: Match, original: str, vocabulary: Vocabulary, house: Style
) -> tuple[Verdict, bool]:
    """The verdict on a quotation that was found, and whether all its departures are marked, declared or silent in the house.

    The verdict is the same in every house.
    """
    departures = [e for e in match.edits if e.kind != "presentation"]
    cut = cut_sentence(quote, article, match, original, vocabulary)
    marked = all(e.mark is not None or may_be_silent(e, original, house) for e in departures)
    marked = marked and (not cut or house.policy("sentence-end") == "silent")
    if any(e.kind in ("insertion", "substitution", "move") for e in departures) or runs_backwards(match):
        return "altered", marked and not runs_backwards(match)
    return ("trimmed" if departures or cut else "exact"), marked


def runs_backwards(match: Match) -> bool:
    """Whether passages stand in the quotation in another order than in the original."""
    starts = [p[0] for p in match.passages]
    return starts != sorted(starts)


def counted(match: Match, quote: str, original: str, told: Sequence[Edit]) -> Match:
    """The match with its words counted anew over the weighed edits; `told` are the edits as the aligner told them.

    What a declaration covers, or was only a reporter's clause, is not left out without a mark; a replaced word that turned
    out to be a matter of presentation stands in the original.
    """
    words, kept, omitted = match.words, match.kept, match.omitted
    for before, after in zip(told, match.edits, strict=True):
        if before.mark is not None or before.kind == "presentation":
            continue
        if before.kind == "omission" and (after.kind == "presentation" or after.mark == "declaration"):
            omitted -= len(_WORD.findall(original[slice(*before.original)]))
        elif before.kind == "insertion" and after.why == "page-break":
            words -= len(_WORD.findall(quote[slice(*before.quote)]))
        elif before.kind == "substitution" and after.why == "page-break":
            kept += 1
            words -= len(_WORD.findall(quote[slice(*before.quote)])) - 1
        elif before.kind == "substitution" and after.kind == "presentation":
            kept += len(_WORD.findall(quote[slice(*before.quote)]))
    return replace(match, words=words, kept=min(kept, words), omitted=max(0, omitted))


def cut_sentence(quote: Quote, article: str, match: Match, original: str, vocabulary: Vocabulary) -> bool:
    """Whether the quotation closes as a sentence where the original's sentence runs on.

    Only a quotation set as sentences of its own closes one itself; a stop inside the marks of a fragment belongs to the
    quoter's sentence. A quotation in the author's own sentence counts only if it begins where a sentence of the original
    begins, with a capital, and has a verb.
    """
    text = quote.text.rstrip().rstrip('"”’»›)]*_').rstrip()
    if not text or text[-1] not in _STOPS or not match.links:
        return False
    found = marks(text)
    if found and found[-1].kind == "ellipsis" and found[-1].span[1] >= len(text) - 1:
        return False
    last_here, last_there = match.links[-1]
    if any(c.isalnum() for c in quote.text[last_here[1] :]):
        return False  # what follows the last kept word is changed or added: told as that
    if not quote.whole and not _is_sentence(quote, article, match, original, vocabulary):
        return False
    if quote.form == "inline" and original[last_there[1] : last_there[1] + 1] == ";":
        return False  # a whole clause, whose semicolon became the stop
    return runs_on(original, value_end(quote.text, last_here[1], original, last_there[1], vocabulary.language))


def _is_sentence(quote: Quote, article: str, match: Match, original: str, vocabulary: Vocabulary) -> bool:
    """Whether an inline quotation is set as a sentence: `Keller said, “The line is safe.”`, or between two of the author's."""
    start = quote.spans[0][0]
    lead = article[max(0, start - 80) : start].rstrip(' "“„«‘‚‹*_')
    told = _WORD.findall(lead.lower())[-6:]
    announced = lead.endswith((",", ":")) and any(w in vocabulary.sets["attribution_verb"] for w in told)
    if not announced and lead and lead[-1] not in ".!?\n":
        return False
    first = match.links[0][1][0]
    head = quote.text.lstrip(" \"“‘«„'*_")
    if not head[:1].isupper() or quote.form != "inline":
        return False
    before = original[:first].rstrip(" \t\"“‘«„'([*_")
    if before and before[-1] not in ".?!\n":
        return False
    words = [w.lower() for w in _WORD.findall(quote.text)]
    return len(words) >= 4 and any(vocabulary.is_finite(w) for w in words)


def runs_on(original: str, end: int) -> bool:
    """Whether the sentence goes on with more words after the last word, which ends at `end`."""
    if re.match(r",[\"”’»]", original[end : end + 2]):
        return False  # speech that ends there: “…,” said Keller
    i = end
    while i < len(original) and (original[i] in _CLOSERS or original[i] == "\n"):
        if original[i] == "\n" and original[i : i + 2] == "\n\n":
            return False
        i += 1
    if i >= len(original) or original[i] in ".?!…":
        return False
    rest = original[i : i + 40]
    return bool(re.match(r"[,;:—–-]*[\s\"“”‘’«»„(]*[^\W_]", rest))
