"""What is a quotation, and where its words begin and end."""

from __future__ import annotations

import pytest
from hand_made import article

from fidelity.quotes import find_quotes

WORDS = "the harbour was closed for nine days"

MARKED = [
    (f"“{WORDS}”", "curly"),
    (f'"{WORDS}"', "straight"),
    (f"„{WORDS}“", "German"),
    (f"„{WORDS}”", "Polish"),
    (f"«{WORDS}»", "guillemets"),
    (f"« {WORDS} »", "French, spaced"),
    (f"»{WORDS}«", "guillemets inwards"),
    (f"»{WORDS}»", "guillemets one way"),
    (f"‹{WORDS}›", "single guillemets"),
    (f"「{WORDS}」", "corner brackets"),
    (f"『{WORDS}』", "white corner brackets"),
    (f"``{WORDS}''", "typewriter"),
    (f"”{WORDS}”", "closing marks on both sides"),
    (f"“{WORDS}“", "opening marks on both sides"),
    (f'“{WORDS}"', "curly, then straight"),
    (f'"{WORDS}”', "straight, then curly"),
    (f"‘{WORDS}’", "single curly"),
    (f"'{WORDS}'", "single straight"),
    (f"‚{WORDS}‘", "single German"),
]


@pytest.mark.parametrize(("marked", "why"), MARKED, ids=[why for _, why in MARKED])
def test_every_family_of_marks(marked: str, why: str) -> None:
    found = find_quotes(article(f"The pilot wrote that {marked} in her log. Nobody answered."))
    assert [WORDS] == [q.text.strip() for q in found.quotes], why


FOUND = [
    (
        "He said, “She called it ‘a ruin’ and left us there.” Then rain.",
        ["She called it ‘a ruin’ and left us there."],
        "inner single",
    ),
    ("‘He told me “never again” on the quay,’ she said.", ["He told me “never again” on the quay,"], "inner double"),
    (
        "“The dogs’ owners don’t pay the ’90s rate,” he said.",
        ["The dogs’ owners don’t pay the ’90s rate,"],
        "apostrophes inside",
    ),
    (
        "‘The dogs’ owners don’t pay their dues,’ he said.",
        ["The dogs’ owners don’t pay their dues,"],
        "possessive inside single marks",
    ),
    ("The rock ’n’ roll of the ’90s wasn’t the dogs’ fault.", [], "apostrophes alone"),
    ("C'est l'homme qu'on n'a pas vu à l'hôtel d'en face.", [], "elisions"),
    ('A 12" disc and a man of 5\'10" stood by a 7" reel.', [], "inches and feet"),
    ("“No comment,” the mayor said.", ["No comment,"], "two words, attributed"),
    (
        "“We lost the whole harvest,” said Ana. “It will not return.”",
        ["We lost the whole harvest, It will not return."],
        "interrupted",
    ),
    ("“If it rains,” he said, “we stay at home.”", ["If it rains, we stay at home."], "interrupted within a sentence"),
    (
        "“We lost the whole harvest this year,” said Ana. The mayor disagreed. “It was a good year for us all.”",
        ["We lost the whole harvest this year,", "It was a good year for us all."],
        "two speakers",
    ),
    ("The so-called “buffer zone” was a myth.", [], "scare quotes"),
    (
        "« Le port était fermé à tous », dit-elle, puis « la flotte n’était plus en mer », et rien.",
        ["Le port était fermé à tous", "la flotte n’était plus en mer"],
        "French spaces, and a comma behind",
    ),
    ("The word “liquidate” is older than that.", [], "a word as a word"),
    ("Ed “Two Boats” Miller left.", [], "nickname"),
    ("In an article titled “Why the harbour was closed for so long,” we learn little.", [], "title after `titled`"),
    ("Her book “The Long Winter of the Northern Ports” sold well.", [], "title in title case"),
    (
        "“The port was closed for nine long days.” Harbour Bd. v. Lee, 12 U. S. 3, 4 (1990).",
        ["The port was closed for nine long days."],
        "law",
    ),
    (
        "He wrote “the port is closed to all ships. And then nothing more.\n\nShe said, “We never saw a single ship there.”",
        ["We never saw a single ship there."],
        "an unclosed mark does not swallow the next paragraph",
    ),
    (
        "“We waited for the boat all night.\n\n“It never came to us,” said Ana.",
        ["We waited for the boat all night.\n\nIt never came to us,"],
        "opened anew in each paragraph",
    ),
    (
        "The Act provides: “A ship shall pay if— “(1) it came by night; or “(2) it has no crew of its own.” So it was.",
        ["A ship shall pay if—\n\n(1) it came by night; or\n\n(2) it has no crew of its own."],
        "paragraphs of a law run together",
    ),
    (
        "He wrote “the port is closed to all ships and she said “it is closed for us (a) in May and (b) in June” to him.",
        ["it is closed for us (a) in May and (b) in June"],
        "a second opening mark that numbers nothing",
    ),
    (
        "The judge held that “the licence was with-\n\ndrawn before the ship had sailed” that day.",
        ["the licence was with-\n\ndrawn before the ship had sailed"],
        "every printed line a block",
    ),
    ("# She said “the harbour is closed for us all” yesterday\n\nRain.", [], "headings quote nobody"),
    ('Run this:\n\n    print("hello to all of the big world")\n\nDone.', [], "code"),
    (
        "> The harbour was closed.\n\n> It opened in May.\n\nSo it was.",
        ["The harbour was closed.\n\nIt opened in May."],
        "one block of two paragraphs",
    ),
    (
        "> “The harbour was closed for nine days.” Port Act §4.\n\nSo it was.",
        ["The harbour was closed for nine days."],
        "a block's marks and citation",
    ),
    (
        "> The harbour was closed for us.\n\n> — Jane Doe, The Paper\n\nSo it was.",
        ["The harbour was closed for us."],
        "credit line",
    ),
    ("> ON APPEAL FROM THE HARBOUR COURT OF NORTHPORT [May 3, 2001]\n\nSo it was.", [], "a heading set as a block"),
    ("She said:\n\n> ALL BOATS STAY HERE NOW.\n\nSo it was.", ["ALL BOATS STAY HERE NOW."], "a shouted block, announced"),
    ("> Update: the harbour has been opened again.\n\nSo it was.", [], "the publisher's own note"),
    ("The ships that left in May never came back to us.\n\n> The ships that left in May\n\nRain.", [], "pull quote"),
    (
        "The minister stated in her report that:\n\n*The port was closed.*\n\n*It stays closed.*\n\nRain fell.",
        ["The port was closed.\n\nIt stays closed."],
        "paragraphs in italics",
    ),
    ("*The author lives in Oslo and has written nine books on ships.*\n\nRain.", [], "a note on the author in italics"),
]


@pytest.mark.parametrize(("source", "expected", "why"), FOUND, ids=[row[2] for row in FOUND])
def test_what_is_quoted(source: str, expected: list[str], why: str) -> None:
    assert expected == [q.text.strip() for q in find_quotes(article(source)).quotes], why


def test_an_odd_mark_is_noticed() -> None:
    found = find_quotes(article("He wrote “the port is closed to all of us.\n\nRain fell on the town."))
    assert ["unbalanced-marks"] == [n.rule for n in found.notices]
    assert () == found.quotes


def test_a_paragraph_that_is_all_quotation_needs_no_closing_mark() -> None:
    found = find_quotes(article("“The port is closed to all of us until the spring comes.\n\nRain fell on the town."))
    assert [("The port is closed to all of us until the spring comes.", "uncertain")] == [
        (q.text, q.bounds) for q in found.quotes
    ]


TITLES = [
    ("In an article headed “Boats lie idle for nine days”, we learn little.", "en", "headed"),
    ("She wrote it under the heading “Boats lie idle for nine days”.", "en", "under the heading"),
    ("The best is Ana Lund's in *The Fruit Grower*, “What the long frost took from us”, which I read.", "en", "after a work"),
    ("Er schrieb es unter der Schlagzeile „Die Boote liegen seit neun Tagen still“.", "de", "German"),
    ("Dans un article intitulé « Les bateaux sont à quai depuis neuf jours », rien.", "fr", "French"),
    ("Salió bajo el titular «Los barcos llevan nueve días parados en puerto».", "es", "Spanish"),
    ("Uscì in un articolo dal titolo «Le barche sono ferme da nove giorni».", "it", "Italian"),
    ("Het stond onder de kop “De boten liggen al negen dagen stil”.", "nl", "Dutch"),
    ("Saiu com a manchete “Os barcos estão parados há nove dias”.", "pt", "Portuguese"),
]


@pytest.mark.parametrize(("source", "language", "why"), TITLES, ids=[row[2] for row in TITLES])
def test_titles_are_no_quotations(source: str, language: str, why: str) -> None:
    assert () == find_quotes(article(source, language)).quotes, why


def test_words_in_italics_before_a_quotation_make_no_title_of_it() -> None:
    found = find_quotes(article("She was *quite furious*, “You will never sail with us again,” she said."))
    assert ["You will never sail with us again,"] == [q.text for q in found.quotes]


JOINED = [
    ("de", "»Der Hafen ist zu«, schreiben die Lotsen. »Wir bleiben alle an Land.« Es regnete."),
    ("fr", "« Le port est fermé », écrivent les pilotes. « Nous restons tous à terre. » Il pleut."),
    ("es", "«El puerto está cerrado», escriben los pilotos. «Nos quedamos todos en tierra». Llueve."),
    ("it", "«Il porto è chiuso», scrivono i piloti. «Restiamo tutti a terra». Piove."),
    ("nl", "“De haven is dicht,” schrijven de loodsen. “Wij blijven allemaal aan land.” Het regent."),
    ("pt", "“O porto está fechado”, escrevem os pilotos. “Ficamos todos em terra.” Chove."),
]


@pytest.mark.parametrize(("language", "source"), JOINED, ids=[row[0] for row in JOINED])
def test_what_a_reporting_clause_interrupts_is_one_quotation(language: str, source: str) -> None:
    found = find_quotes(article(source, language))
    assert [2] == [len(q.spans) for q in found.quotes]
    assert () == found.notices


EMPHASIS = [
    ("She said, “The port was *never* closed to anyone.”", [("never", ("italic",))], "inline"),
    (
        "She said, “*The port was never closed to anyone.*”",
        [("The port was never closed to anyone.", ("italic",))],
        "inline, the whole",
    ),
    (
        "> *The port was* never *closed to anyone who came by sea or over the long land road from the north in spring.*",
        [("never", ("italic",))],
        "roman inside italics",
    ),
    ("> *The port was never closed to anyone.*", [], "a block's base style"),
    ("> *“The port was never closed to anyone.”* Lee, *ante*, at 8.", [], "a block's base style, in marks"),
    ("> *The port was **never** closed to anyone.*", [("never", ("bold",))], "bold inside italics"),
    (
        "> It was **closed in May**\n\n> **and in June** for us.",
        [("closed in May\n\nand in June", ("bold",))],
        "over a paragraph break",
    ),
    ("She said, “The port was NEVER EVER closed to NATO ships.”", [("NEVER EVER", ("caps",))], "capitals, not acronyms"),
    ("She said, “The port was NOT closed to [ALL] of the RLUIPA ships.”", [("NOT", ("caps",))], "not in brackets"),
    ("The ships lay idle. “She lay IDLE in the harbour of NATO then,” he said.", [("IDLE", ("caps",))], "an ordinary word"),
    ("WHARF here, WHARF there, by the wharf. “The WHARF is closed to us,” he said.", [], "always set so"),
    ("“The TEFRA rules of the UN and the EU hold for THOMAS LEE as well,” he said.", [], "acronyms and a name"),
    (
        "It reads:\n\n*“The port was closed to us all. It was a hard year*. . . . *Nobody came.”* Lee, *ante*, at 8.",
        [("The port was closed to us all. It was a hard year", ("italic",)), ("Nobody came.", ("italic",))],
        "in marks with a citation behind, not the ellipsis",
    ),
    ("It reads:\n\n*“The port was closed to us all. It was a hard year.”*\n\nRain.", [], "a paragraph in marks and italics"),
]


@pytest.mark.parametrize(("source", "expected", "why"), EMPHASIS, ids=[row[2] for row in EMPHASIS])
def test_emphasis_is_relative_to_the_base_style(source: str, expected: list[tuple[str, tuple[str, ...]]], why: str) -> None:
    (quote,) = find_quotes(article(source)).quotes
    assert expected == [(quote.text[slice(*run.span)], run.kinds) for run in quote.emphasis], why


def test_in_a_block_of_several_quotations_their_citations_show_how_words_are_set() -> None:
    source = "> *“The port was never closed to us.”* Lee, *ante*, at 8. “The fleet was never at sea then.” Roe, *ante*, at 9."
    first, second = find_quotes(article(source)).quotes
    assert [("italic",)] == [run.kinds for run in first.emphasis]
    assert () == second.emphasis
