"""Which language a text is in, told by its commonest small words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fidelity.text.lexicon import LANGUAGES, lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’])?")
_LOOKED_AT = 1200  # characters: enough for some two hundred words
_LEAST = 3  # small words that must be there
_LEAD = 1.3  # how far the best language must lead the second


@cache
def _weights() -> dict[str, tuple[tuple[int, float], ...]]:
    """For each small word the languages that use it; a word that several share counts less for each."""
    users: dict[str, list[int]] = {}
    for n, language in enumerate(LANGUAGES):
        for word in lexicon(language).get("weigh", "stopword"):
            users.setdefault(word, []).append(n)
    return {word: tuple((n, 1.0 / len(ns)) for n in ns) for word, ns in users.items()}


@lru_cache(maxsize=4096)
def detect(text: str) -> str | None:
    """The language of a text (`en`, `de`, `fr`, `es`, `it`, `nl`, `pt`), or None where it is too short or another one."""
    weights = _weights()
    scores = [0.0] * len(LANGUAGES)
    hits = 0
    words = _WORD.findall(text[:_LOOKED_AT].lower().replace("’", "'"))
    for told in filter(None, map(weights.get, words)):
        for n, weight in told:
            scores[n] += weight
        hits += len(told)
    if hits < _LEAST or max(scores) < len(words) * 0.08:
        return None
    best, second = sorted(scores, reverse=True)[:2]
    return LANGUAGES[scores.index(best)] if best >= _LEAD * second else None
