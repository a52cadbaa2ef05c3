"""What quoters make of a passage: kept whole, trimmed with and without a mark, words and figures changed, emphasis added.

Each kind of damage is a function of a `Said` that gives another, or None where the words do not allow it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    Damage = Callable[["Said", "np.random.Generator", "Callable[[], str]"], "Said | None"]

_LEAST = 8  # words that stay when some are left out
ELLIPSES = ("[…]", "…", "[...]", "...")


@dataclass(frozen=True, slots=True)
class Change:
    """One departure: its kind, what stood there and what stands there now."""

    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation as an article has it: its words, which of them are emphasised (first, last + 1), and all that was changed."""

    words: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    stress: tuple[int, int] | None = None
    declared: bool = False

    @property
    def text(self) -> str:
        """The words without markup."""
        return " ".join(self.words)

    def changed(self, start: int, end: int, new: Sequence[str], kind: str) -> Said:
        """The same with some words exchanged for others; emphasis behind them moves along, on them it is gone."""
        was = " ".join(self.words[start:end])
        stress, shift = self.stress, len(new) - (end - start)
        if stress and stress[0] >= end:
            stress = (stress[0] + shift, stress[1] + shift)
        elif stress and stress[1] > start:
            stress = None
        words = (*self.words[:start], *new, *self.words[end:])
        return Said(words, (*self.changes, Change(kind, was, " ".join(new))), stress, self.declared and stress is not None)


def exact(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said:  # noqa: ARG001 - one signature for all
    return said


def ellipsis(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
    cut = _stretch(said, chance, 3, len(said.words) // 2)
    return cut and said.changed(*cut, [ELLIPSES[int(chance.integers(len(ELLIPSES)))]], "ellipsis")


def silent_cut(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
    cut = _stretch(said, chance, 2, 6)
    return cut and said.changed(*cut, [], "silent-cut")


def shortened(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
    """Ended earlier, as a copy often is: no departure from the original, but one from what was copied."""
    if len(said.words) < 2 * _LEAST:
        return None
    end = int(chance.integers(_LEAST, len(said.words) - 2))
    return said.changed(end, len(said.words), [], "shortened")


def bracket(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:
    at = _plain(said, chance)
    return None if at is None else said.changed(at, at + 1, [f"[{_other(word, said.words[at])}]"], "bracket")


def changed_word(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:
    at = _plain(said, chance)
    return None if at is None else said.changed(at, at + 1, [_other(word, said.words[at])], "changed-word")


def lost_bracket(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
    """The word in brackets that an earlier article put there is now given as the original's."""
    at = next((k for k, w in enumerate(said.words) if w[0] == "[" and w[-1] == "]" and w not in ELLIPSES), None)
    return None if at is None else said.changed(at, at + 1, [said.words[at][1:-1]], "lost-bracket")


def changed_number(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
    figures = [k for k, w in enumerate(said.words) if w.rstrip(",.").isdecimal()]
    if not figures:
        return None
    at = figures[int(chance.integers(len(figures)))]
    old = said.words[at].rstrip(",.")
    new = str(int(old) + int(chance.integers(1, 9)) * (10 ** int(chance.integers(len(old[:6])))))
    return said.changed(at, at + 1, [new + said.words[at][len(old) :]], "changed-number")


def stressed(*, declared: bool) -> Damage:
    def damage(said: Said, chance: np.random.Generator, word: Callable[[], str]) -> Said | None:  # noqa: ARG001
        if said.stress is not None:
            return None
        start = int(chance.integers(1, len(said.words) - 3))
        end = start + int(chance.integers(1, 4))
        if any(w in ELLIPSES or "[" in w for w in said.words[start:end]):
            return None
        what = Change("emphasis-declared" if declared else "emphasis", "", " ".join(said.words[start:end]))
        return replace(said, changes=(*said.changes, what), stress=(start, end), declared=declared)

    return damage


DAMAGES: dict[str, tuple[float, Damage]] = {
    "exact": (0.44, exact),
    "ellipsis": (0.13, ellipsis),
    "bracket": (0.09, bracket),
    "changed-word": (0.09, changed_word),
    "changed-number": (0.06, changed_number),
    "silent-cut": (0.09, silent_cut),
    "emphasis-declared": (0.05, stressed(declared=True)),
    "emphasis": (0.05, stressed(declared=False)),
}
"""What is made of a passage of an original -> how often (the rest is kept whole), and how."""

ON_THE_WAY: dict[str, tuple[float, Damage]] = {
    "kept": (0.45, exact),
    "shortened": (0.15, shortened),
    "changed-word": (0.10, changed_word),
    "silent-cut": (0.10, silent_cut),
    "lost-bracket": (0.10, lost_bracket),
    "emphasis": (0.10, stressed(declared=False)),
}
"""What is made of a quotation that is copied from another article."""


def made(
    said: Said, among: dict[str, tuple[float, Damage]], chance: np.random.Generator, word: Callable[[], str]
) -> tuple[str, Said]:
    """One of several things done to a quotation, by chance, and which; what its words do not allow is not done."""
    first = next(iter(among))
    left = float(chance.random())
    for kind, (share, damage) in among.items():
        left -= share
        if left < 0:
            done = damage(said, chance, word)
            return (kind, done) if done is not None else (first, said)
    return first, said


def _stretch(said: Said, chance: np.random.Generator, least: int, most: int) -> tuple[int, int] | None:
    """Words to leave out from the middle, so that enough stays, and some on either side."""
    most = min(most, len(said.words) - _LEAST)
    if most < least:
        return None
    size = int(chance.integers(least, most + 1))
    start = int(chance.integers(3, len(said.words) - size - 2))
    return (start, start + size)


def _other(word: Callable[[], str], old: str) -> str:
    """A word that is not the old one."""
    return next(new for _ in iter(int, 1) if (new := word()).lower() != old)


def _plain(said: Said, chance: np.random.Generator) -> int | None:
    """A word that has no sign about it, and is not the first or last one."""
    places = [k for k, w in enumerate(said.words[1:-1], 1) if len(w) > 3 and w.isalpha() and w.islower()]
    return places[int(chance.integers(len(places)))] if places else None
