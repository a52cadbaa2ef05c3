"""Few words in marks: quoted where the sentence says whose they are, else terms and scare quotes."""

from __future__ import annotations

import pytest
from hand_made import article

from fidelity.quotes import find_quotes

FRAGMENTS = [
    ("en", "The release has “promising but far from settled”.", ["promising but far from settled"], "a source has it"),
    ("en", "The leaflet spoke of “2,350 walkers” at least.", ["2,350 walkers"], "a source speaks of a number"),
    ("en", "The leaflet spoke of “the fridge” at least.", [], "two words that are no number"),
    ("en", "Each of them saw that “the beams were rotten”.", ["the beams were rotten"], "what somebody saw"),
    ("en", "The paper wrote that in the lower town “all paid more”.", ["all paid more"], "behind a that-clause's opening"),
    ("en", "The shop's “sleep experts” did not reply to the letter.", [], "scare quotes"),
    ("en", "He says the “black and white” house is his.", [], "an article before the marks"),
    ("en", "So much for the leaflet's words. “It must also pay.” I like it.", ["It must also pay."], "a sentence alone"),
    (
        "en",
        "The damages “were fixed at two thousand pounds in all,” and interest ran “from 9 March 2011,” it seems.",
        ["were fixed at two thousand pounds in all,", "from 9 March 2011,"],
        "a further piece in the same sentence",
    ),
    ("de", "Der Kanton, der in der Zeitung »gestern einen Bus« verspricht, schweigt.", ["gestern einen Bus"], "verb behind"),
    ("de", "Der Bericht spricht von „drei Nächten ohne Licht“.", ["drei Nächten ohne Licht"], "a source speaks of"),
    ("fr", "Un tract, dit-on, parle de « quatre jours sans eau ».", ["quatre jours sans eau"], "a source speaks of"),
    ("fr", "Ils y voient la « belle époque ancienne » du village.", [], "a term"),
    ("es", "El alcalde, dice el informe, «no excluye pagarla (...)», y nada más.", ["no excluye pagarla (...)"], "an ellipsis"),
    ("it", "Il giornale parla di «tre notti senza luce».", ["tre notti senza luce"], "a source speaks of"),
]


@pytest.mark.parametrize(("language", "source", "quoted", "why"), FRAGMENTS, ids=[f"{row[0]}: {row[3]}" for row in FRAGMENTS])
def test_few_words_in_marks(language: str, source: str, quoted: list[str], why: str) -> None:
    assert quoted == [q.text.strip() for q in find_quotes(article(source, language)).quotes], why
