"""Italics that are only a convention: case names, foreign words, titles of works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Case, Document, Span, Stress
    from fidelity.rules.vocabulary import Vocabulary

_CONVENTIONAL = frozenset(("italic", "underline"))
_SMALL = frozenset((
    "of", "the", "and", "for", "in", "on", "at", "to", "a", "an", "v", "vs", "ex", "re", "parte", "rel",
    "de", "la", "le", "les", "des", "du", "der", "die", "das", "und", "et", "von", "van", "y", "e", "del", "di", "da",
))  # fmt: skip
_VERSUS = re.compile(r"(?:^|\s)vs?\.?(?:\s|$)")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_OFTEN = 2  # places in italics from which on a name is taken for one that the text always sets so


def is_convention(stress: Stress, case: Case, vocabulary: Vocabulary) -> bool:
    """Whether a run is set so because such words always are, and emphasises nothing."""
    if not {*stress.kinds, *stress.original_kinds} <= _CONVENTIONAL:
        return False
    assert case.original is not None
    text = case.quote.text[slice(*stress.quote)]
    if _is_foreign(text, vocabulary):
        return True
    if not _is_title_case(text, vocabulary):
        return False
    if _is_case_name(case.quote.text, stress.quote) or (
        stress.original is not None and _is_case_name(case.original.text, stress.original)
    ):
        return True
    if stress.status in ("kept", "changed"):
        return True
    if stress.kinds:
        return _often(text, case.article) or _often(text, case.original)
    return _often(text, case.original)


def _is_foreign(text: str, vocabulary: Vocabulary) -> bool:
    words = " ".join(text.lower().replace("’", "'").split()).strip(".,;:!?()[]\"'“”‘ ")
    phrases = {*vocabulary.lexicon.get("weigh", "foreign_phrase")}
    return words in phrases or words.replace(". ", ".").rstrip(".") in phrases


def _is_title_case(text: str, vocabulary: Vocabulary) -> bool:
    """Whether all words have capitals, small ones between them aside."""
    words = _WORD.findall(text)
    big = [w for w in words if w.lower() not in _SMALL]
    if not big or not all(w[0].isupper() or w[0].isdigit() for w in big):
        return bool(_VERSUS.search(text)) and any(w[0].isupper() for w in words)
    return not all(w.lower() in vocabulary.sets["stopword"] or w.lower() in vocabulary.sets["negation"] for w in big)


def _is_case_name(text: str, span: Span) -> bool:
    run = text[slice(*span)]
    before, after = text[max(0, span[0] - 6) : span[0]], text[span[1] : span[1] + 6]
    return (
        bool(_VERSUS.search(run))
        or bool(re.match(r"[*_\s]+vs?\.?[*_\s]", after))
        or bool(re.search(r"\svs?\.?[*_\s]+$", before))
        or run.lower().startswith(("in re ", "ex parte "))
    )


def _often(text: str, document: Document) -> bool:
    """Whether a document sets the same words in italics in several places."""
    wanted = text.lower().strip(" .,;:'’\"“”")
    count = 0
    for run in document.emphasis:
        if "italic" in run.kinds or "underline" in run.kinds:
            here = document.text[slice(*run.span)].lower().strip(" .,;:'’\"“”")
            count += here == wanted or here.startswith(wanted + " ")
    return count >= _OFTEN
