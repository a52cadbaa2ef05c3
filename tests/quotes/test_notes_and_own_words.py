"""Sentences that declare, notes behind a block, and blocks that are the author's own."""

from __future__ import annotations

import pytest
from hand_made import article

from fidelity.quotes import find_quotes

BEHIND_A_BLOCK = f"""
The report says:

> The rule is *old* and sound.

(emphasis in original). {"The court went on in this manner until the benches were empty. " * 4}
"""

DECLARED = [
    ("The Mail has: “it *may* rise to the second step of the mill.” The italics are ours.", ["emphasis-added"], "a sentence"),
    ("The Mail has: “it *may* rise to the second step of the mill.” The italics of the Mail were lost on them.", [], "no note"),
    (BEHIND_A_BLOCK, ["emphasis-original"], "opening the paragraph behind a block"),
]


@pytest.mark.parametrize(("source", "kinds", "why"), DECLARED, ids=[row[2] for row in DECLARED])
def test_what_is_declared_behind_a_quotation(source: str, kinds: list[str], why: str) -> None:
    assert kinds == [d.kind for d in find_quotes(article(source, "en")).quotes[0].declares], why


OWN = [
    ("en", "I would put my own rule thus:\n\n> Whoever builds the dam alone should carry its risk.", 0, "the author's rule"),
    ("en", "The judge put the rule thus:\n\n> Whoever builds the dam alone should carry its risk.", 1, "somebody else's rule"),
    ("de", "Ich würde es so fassen:\n\n> Wer den Damm allein baut, soll das Wagnis tragen.", 0, "the author's rule"),
    ("fr", "Ma propre règle est la suivante :\n\n> Qui bâtit seul la digue en porte le risque.", 0, "the author's rule"),
    ("en", "It rained.\n\n> **Do you walk? Tell us where and when, and win a hat in our draw.**", 0, "a call to readers"),
    ("en", "It rained.\n\n> **The dam will hold for twenty years, and no longer than that.**", 1, "bold words of somebody's"),
]


@pytest.mark.parametrize(("language", "source", "count", "why"), OWN, ids=[f"{row[0]}: {row[3]}" for row in OWN])
def test_blocks_of_the_authors_own(language: str, source: str, count: int, why: str) -> None:
    assert count == len(find_quotes(article(source, language)).quotes), why
