"""The self-test: true passages, damaged, marked and set in every way, and whether the judge tells one from the other.

What a right judge must say is known from how each quotation was made, never asked of the judge. Which words may be left
out honestly, and which limit what stands around them, the author of a text has marked in it.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from fidelity.selftest.damage import DAMAGE
from fidelity.selftest.looks import LOOKS
from fidelity.selftest.marking import MARKING
from fidelity.selftest.mutation import Kind, Mutation, Workshop
from fidelity.selftest.outcome import Outcome
from fidelity.selftest.passages import SHORT, Text, of_pairs, passages, shipped, words_of
from fidelity.selftest.trial import Court, Result
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["KINDS", "Outcome", "Result", "selftest"]

KINDS: tuple[Kind, ...] = (*DAMAGE, *MARKING, *LOOKS)


def selftest(
    pairs: Path | None = None,
    *,
    seed: int = 1,
    count: int = 5000,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Make `count` mutations, as evenly over kinds and texts as there are places for them, and try the judge on each.

    The same seed makes the same mutations. Raises OriginalsError for pairs that cannot be used.
    """
    texts = [*shipped(), *(of_pairs(pairs) if pairs else ())]
    court = Court(texts, Settings())
    chosen = _chosen(texts, seed, count)
    results = []
    for n, (kind, mutation, shop) in enumerate(chosen):
        if progress:
            progress(n, len(chosen))
        results.append(court.try_(kind, mutation, shop))
    if progress:
        progress(len(chosen), len(chosen))
    return Outcome(seed, tuple(results))


def _chosen(texts: list[Text], seed: int, count: int) -> list[tuple[Kind, Mutation, Workshop]]:
    """One mutation of each kind and text in turn, until there are enough or none is left."""
    ready = {t.uri: tuple(passages(t)) for t in texts}
    queues = []
    for kind in KINDS:
        for text in texts:
            others = tuple(t for t in texts if t.source is not None and t.language == text.language and t.uri != text.uri)
            rng = Random(f"{seed} {kind.name} {text.uri}")  # noqa: S311 - a choice of examples, no secret
            shop = Workshop(ready[text.uri], words_of(text.language), others, rng)
            made = [(kind, m, shop) for m in kind.make(shop) if sum(any(map(str.isalnum, w)) for w in m.quote.split()) >= SHORT]
            rng.shuffle(made)
            queues.append(made)
    out: list[tuple[Kind, Mutation, Workshop]] = []
    while len(out) < count and any(queues):
        for queue in queues:
            if queue and len(out) < count:
                out.append(queue.pop())
    return out
