"""What a reading machine makes of printed words: `retum` for return, `c1ear` for clear, `l998` for 1998.

A misreading is told only where it cannot be a choice of words: one of the two forms is impossible, or unknown to both texts
where the other is known. Figures are never exchanged for figures.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fidelity.text.lexicon import LANGUAGES, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    Language = Callable[[], str | None]
    """Tells the language of the texts; asked only where it matters, which is seldom."""

_LONGEST = 40  # letters of a word that is looked at
_SHAPED = 5  # letters: shorter words are too easily others
_LONG = 6  # letters: from here on the printed form need not stand elsewhere in the texts
_SURELY = 7  # letters: from here on the misread form may come back, as it does in a scanned text
_MANY = 3  # misread places in a word, at most
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = re.compile(r"[ \u00a0\n\ufffd]")
_UNITS: Final = "l"  # `2l` are litres


@cache
def _table() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("confusions.toml").read_text(encoding="utf-8"))
    return loaded


@cache
def _pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a list; those of shapes hold either way round."""
    pairs = [(a, b) for a, b in (entry.split() for entry in _table()[name])]
    if name in ("shapes", "short", "both_words"):
        pairs += [(b, a) for a, b in pairs]
    return tuple(pairs)


@cache
def _small_words(language: str | None = None) -> frozenset[str]:
    languages = LANGUAGES if language is None else (language,)
    return frozenset(w for name in languages for w in lexicon(name).get("weigh", "stopword"))


def is_misread(one: str, other: str, language: Language, known: Callable[[str], bool]) -> bool:
    """Whether one of two differing stretches is a machine's misreading of the other.

    `known` says whether a word, in lower case, stands anywhere else in the two texts. `language` tells that of the texts.
    """
    if max(len(one), len(other)) > _LONGEST:
        return False
    return any(_misreads(odd, clean, language, known) for odd, clean in ((one, other), (other, one)))


def _misreads(odd: str, clean: str, language: Language, known: Callable[[str], bool]) -> bool:
    if clean.isdigit() or re.fullmatch(r"\d+(?:[.,]\d+)*", clean):
        return _figures(odd, clean)
    if not _WORD.fullmatch(clean) or (clean.lower() == odd.lower() and "I" not in odd + clean):
        return False
    if _alike(odd, clean, language):
        return True
    low, right = odd.lower(), clean.lower()
    if low in _small_words():
        return False
    if _lost_ligature(low, right, known):
        return True
    if not _WORD.fullmatch(odd) or odd[0].isupper() != clean[0].isupper() or _are_both_words(low, right):
        return False
    if len(right) > 1 and right in _small_words() and right in _small_words(language()):
        return _becomes(low, right, "short", "shapes", most=1)
    if len(low) < _SHAPED or not _becomes(low, right, "shapes") or (len(low) < _SURELY and known(low)):
        return False
    return len(low) >= (_SHAPED if known(right) else _LONG) and (clean.islower() or language() == "de")


def _figures(odd: str, clean: str) -> bool:
    """Letters read for figures: `l998`. At least one figure must be left, and a letter at the end may be a unit."""
    letters = sum(c.isalpha() or c == "|" for c in odd)
    if not letters or not any(c.isdigit() for c in odd) or odd[-1] in _UNITS or (odd[-1] == "o"):
        return False
    return len(odd) == len(clean) and _becomes(odd, clean, "figures")


def _alike(odd: str, clean: str, language: Language) -> bool:
    """A figure or a capital I inside a word, or `vv`: no word is spelled so."""
    if len(clean) < 3 and clean.lower() not in _small_words(language() or "en"):
        return False
    if not (clean.islower() or clean[1:].islower()) or not _becomes(odd, clean, "alike"):
        return False
    if any(c.isdigit() for c in odd):
        return len(clean) >= 3 and sum(c.isalpha() for c in odd) >= 2
    return "vv" in odd.lower() or "|" in odd or "I" in odd[1:] or odd[0] in "Il"


def _lost_ligature(low: str, right: str, known: Callable[[str], bool]) -> bool:
    """`de ne` for define, `rst` for first: the letters that are missing are those of one ligature."""
    bare = _GAP.sub("", low)
    if len(bare) < 2:
        return False
    for ligature in _table()["lost"] if len(bare) < len(right) else ():
        at = right.find(ligature)
        while at >= 0:
            if right[:at] + right[at + len(ligature) :] == bare:
                if bare in _table()["rest_is_word"] or bare in _small_words() or known(bare):
                    return False
                gaps = [m.start() for m in _GAP.finditer(low)]
                return all(g == at for g in gaps) if gaps else ligature in ("fi", "fl")
            at = right.find(ligature, at + 1)
    return False


def _are_both_words(low: str, right: str) -> bool:
    beginnings = _both_words()
    for k in range(1, len(low) + 1):
        for b in beginnings.get(low[:k], ()):
            if right.startswith(b) and low[k:] == right[len(b) :]:
                return True
    return False


@cache
def _both_words() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for a, b in _pairs("both_words"):
        out[a] = (*out.get(a, ()), b)
    return out


@lru_cache(maxsize=4096)  # the copies of a text differ from a quotation in the same words
def _becomes(odd: str, clean: str, *lists: str, most: int = _MANY) -> bool:
    """Whether `odd` becomes `clean` by one to `most` of the pairs of these lists, and by nothing else."""
    pairs = [pair for name in lists for pair in _pairs(name)]
    reached: list[dict[int, int]] = [{0: 0}, *({} for _ in odd)]  # by letters of `odd` and of `clean`: how many pairs
    for i, row in enumerate(reached):
        for j, used in row.items():
            steps = [(i + 1, j + 1, used)] if i < len(odd) and j < len(clean) and odd[i] == clean[j] else []
            if used < most:
                steps += [
                    (i + len(a), j + len(b), used + 1) for a, b in pairs if odd.startswith(a, i) and clean.startswith(b, j)
                ]
            for x, y, n in steps:
                if n < reached[x].get(y, most + 1):
                    reached[x][y] = n
    return reached[len(odd)].get(len(clean), 0) > 0
