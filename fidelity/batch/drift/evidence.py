"""What a departure weighs as evidence: how unlikely it is that two people make it independently, and that one is undone.

The figures rank explanations, as in any parsimony of texts; they are no probabilities. A change of a rare word weighs much,
an ending, an article or a spelling little, for two people may well correct or slip alike; whoever undoes a change must have
seen the original. Calibrated on nothing: each is a judgement, said here so that it can be disputed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rapidfuzz.distance import Indel

from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["cut", "moved", "emphasised", "set-off", "plain", "shorter", "longer", "mark"]

COPIED: Final = 1.5
"""How much better than by the original a witness must be explained by another one before copying is spoken of."""
LIKELY: Final = 2.5
STRONG: Final = 4.5
SAME: Final = 0.25
"""Explanations that are no further apart than this are equally good."""
LONGER: Final = 4.0
"""A copy has words of the original that its model lacks: for each end."""
LINKS: Final = 8.0
NAMES_WORK: Final = 6.0
NAMES_PUBLISHER: Final = 4.0

_TABLE: Final[dict[Kind, tuple[float, float]]] = {
    #             to come by, to be rid of
    "cut": (4.0, 4.0),
    "moved": (5.0, 4.0),
    "emphasised": (3.0, 1.0),
    "set-off": (3.0, 1.0),
    "plain": (0.7, 1.0),
    "shorter": (0.7, 0.0),  # that it goes further than its model is weighed by LONGER
    "longer": (3.0, 0.3),
    "mark": (1.2, 0.7),
}
_WORD: Final = (4.5, 3.0)
_SMALL: Final = (1.8, 1.2)  # a slip, an ending, an article
_SHOWN: Final = 0.6  # part of its weight that a word keeps which is shown to be the quoter's: the obvious one in brackets
_SHORT = 3  # letters up to which a word is an article or the like
_NEAR = 0.75  # likeness of letters from which on one word is a form or spelling of the other


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs to come by a departure without a model, and to be rid of the model's."""

    new: float
    undo: float


def price(kind: Kind, here: str, there: str, *, shown: bool = False, is_sentence: bool = False) -> Price:
    """The price of a departure: `here` are the quotation's words, `there` those on top.

    `is_sentence`: it leaves out whole sentences, or begins or ends where one does, or sets off the whole quotation.
    """
    new, undo = _TABLE[kind]
    match kind:
        case "cut":
            small = len(letters(there)) <= _SHORT and there.strip() != "…"
            new = _SMALL[0] if small else new - (1.0 if shown else 0.0) - (1.0 if is_sentence else 0.0)
        case "emphasised" | "set-off":
            new = 0.8 if is_sentence else new + (1.0 if len(here.split()) >= 3 else 0.0)
        case "shorter" if is_sentence:
            new = 0.4
        case _:
            pass
    return Price(new, undo)


def word_price(word: str, replaced: Sequence[str], *, shown: bool) -> Price:
    """The price of a word put in, given by its folded letters, in the place of others."""
    is_small = max(map(len, (word, *replaced))) <= _SHORT or any(
        Indel.normalized_similarity(word, o) >= _NEAR for o in replaced
    )
    new, undo = _SMALL if is_small else _WORD
    part = _SHOWN if shown else 1.0
    return Price(new * part, undo * part)
