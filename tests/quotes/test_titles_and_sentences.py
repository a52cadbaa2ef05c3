"""Sentences in marks are somebody's words; titles are not: near misses of both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_made import article

from fidelity.model import Inline
from fidelity.quotes import find_quotes

SENTENCE = "The warden had left the mill before the water rose"

LEAD = """
According to the report, “The Board does not think the warden erred”; indeed “he had written to it four times in March.” \
The report adds:

> Nobody read it.
"""

FOUND = [
    (
        "en",
        "“Gates that fail must be taken out of use,” it adds, and it has a word for us as well: “They ought to have written.”",
        ["Gates that fail must be taken out of use,", "They ought to have written."],
        "two, with a clause and a colon",
    ),
    ("en", f"In the leaflet the warden is called “{SENTENCE}” and nothing else.", [SENTENCE], "a sentence is no nickname"),
    ("en", "She ran a boat called “The Merry Widow of Old Harwell Creek” there.", [], "a name is no sentence"),
    (
        "en",
        LEAD,
        ["The Board does not think the warden erred", "he had written to it four times in March.", "Nobody read it."],
        "quotations in front of a lead-in",
    ),
    (
        "es",
        "Y calla lo que sigue en el periódico: «Pero tampoco digo que nadie lo supiera».",
        ["Pero tampoco digo que nadie lo supiera"],
        "a work and a colon",
    ),
    (
        "it",
        "Il volantino, citando la relazione: «Il tetto resse bene per oltre trenta anni».",
        ["Il tetto resse bene per oltre trenta anni"],
        "a work and a colon",
    ),
    ("en", "A press release of the Lind Institute, “Evening walks and sleep: what we learned”, made a stir.", [], "its title"),
    (
        "en",
        "A press release of the Lind Institute, “the walks were longer than those of the year before”, says the paper.",
        ["the walks were longer than those of the year before"],
        "its words",
    ),
    ("de", "»Es fehlt nicht am Willen im Tal«, sagt Huber, und: »Wir haben schlicht keine Leute mehr«.",
     ["Es fehlt nicht am Willen im Tal", "Wir haben schlicht keine Leute mehr"], "two, with a conjunction and a colon"),
    ("de", "„Ein Hinweis auf Schäden“, so das Gutachten, „findet sich in keinem der Berichte.“",
     ["Ein Hinweis auf Schäden findet sich in keinem der Berichte."], "one, interrupted without a verb"),
    ("es", "«Nunca ha pasado del diez por ciento», escribe Ruiz. “Los técnicos lo sabían ya entonces”, añade El Faro.",
     ["Nunca ha pasado del diez por ciento", "Los técnicos lo sabían ya entonces"], "two, each with its own clause"),
    ("fr", "Le tract parle d’« une panne de deux jours que personne n’avait vue », dit le maire.",
     ["une panne de deux jours que personne n’avait vue"], "an elided article before the mark"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "quoted", "why"), FOUND, ids=[f"{row[0]}: {row[3]}" for row in FOUND])
def test_sentences_and_titles(language: str, source: str, quoted: list[str], why: str) -> None:
    assert quoted == [q.text.strip() for q in find_quotes(article(source, language)).quotes], why


MARKUP = [
    ("The report says: {}.", "it never reached the lower town before the morning", True, "words that only the markup marks"),
    ("The report says: “{}”.", "it never reached the lower town before the morning", True, "markup and marks"),
    ("They call it {} here.", "the lake", False, "a term"),
]


@pytest.mark.parametrize(("around", "words", "is_quoted", "why"), MARKUP, ids=[row[3] for row in MARKUP])
def test_what_the_markup_marks(around: str, words: str, is_quoted: bool, why: str) -> None:
    document = article(around.format(words))
    at = document.text.index(words)
    document = replace(document, inlines=(Inline((at, at + len(words)), "quote"),))
    assert [words] * is_quoted == [q.text for q in find_quotes(document).quotes], why
