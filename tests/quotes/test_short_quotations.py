"""A few words in marks: somebody's, where their sentence says so; terms, nicknames, names and inventions are nobody's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_made import article

from fidelity.quotes import find_quotes

SHORT = [
    ("en", "The pilots, the report says, “were not warned”.", ["were not warned"], "a piece of a clause"),
    (
        "en",
        "The bank's report puts the loss at “some 40 million crowns”, which is low.",
        ["some 40 million crowns"],
        "a figure",
    ),
    ("en", "The mayor said the plan was “absurd”. Nobody laughed.", ["absurd"], "a judgement"),
    ("en", "“Absurd,” said Ms Lund.", ["Absurd,"], "a reporting clause behind"),
    ("en", "The plan is, according to the Coast Office, “dead”.", ["dead"], "according to, before"),
    ("en", "The plan was “dead”, according to the Coast Office.", ["dead"], "according to, behind"),
    ("en", "The Post has it that “Boats [...] may sail” again.", ["Boats [...] may sail"], "a quoter's ellipsis"),
    ("en", "The terms provide the ferry “*as is*” (italics in the original).", ["as is"], "a note behind"),
    ("en", "Look at the dots: the word “perhaps” fell out.", ["perhaps"], "a word left out"),
    ("en", "Lund pays for “repairs, however caused.”", [], "nobody named"),
    (
        "en",
        "The *Act of the Old Harbour* holds a keeper liable for “loss, however caused.”",
        ["loss, however caused."],
        "a title set off",
    ),
    (
        "en",
        "The Act says “no boat may leave the harbour at night.” It gives them “until the first of May”.",
        ["no boat may leave the harbour at night.", "until the first of May"],
        "further in a paragraph that quotes",
    ),
    (
        "en",
        "The Act says “no boat may leave the harbour at night.” They call it “the long sleep”.",
        ["no boat may leave the harbour at night."],
        "a nickname in a paragraph that quotes",
    ),
    ("en", "The ferry, which locals call “the slow lady”, left.", [], "a nickname"),
    ("en", "His “friends” left the quay.", [], "scare quotes"),
    ("en", "The port is “open” only in name.", [], "scare quotes behind a copula"),
    ("en", "Press “Start” and then “Save as”.", [], "an interface"),
    ("en", "Our rating: “Half true”.", [], "a rating"),
    ("en", "The band played “Boats in May” twice.", [], "a song"),
    ("en", "Suppose a keeper writes to her: “Your boat will be sold on Friday.”", [], "something to imagine"),
    ("en", "Imagine her on the quay. “Is this my boat, then, or yours?” No, it is gone.", [], "imagined just before"),
    ("de", "Der Hafen sei „nicht sicher“, sagte Frau Lund.", ["nicht sicher"], "reported speech"),
    ("de", "„Unsinn“, sagte Frau Lund.", ["Unsinn"], "one word"),
    ("de", "Die Lotsen, so der Bericht, „wurden nicht gewarnt“.", ["wurden nicht gewarnt"], "so, with somebody"),
    ("de", "In der Mitteilung steht am Ende: »für wünschenswert«.", ["für wünschenswert"], "a colon"),
    ("de", "Man bringt als Zitat den Satz „Boote dürfen fahren“.", ["Boote dürfen fahren"], "a word for quotations"),
    ("de", "Der Wirt, genannt „Boots-Karl“, lachte.", [], "a nickname"),
    ("fr", "« Nous voulons simplement rentrer », concède enfin Anne Lund.", ["Nous voulons simplement rentrer"], "conceded"),
    ("fr", "« Nous voulons simplement rentrer », bougonne Anne Lund.", ["Nous voulons simplement rentrer"], "no listed verb"),
    ("fr", "La ministre juge que le port « doit fermer ».", ["doit fermer"], "a verb"),
    ("fr", "Le rapport qualifie la dette d’« élevée sans être grave ».", ["élevée sans être grave"], "a source's judgement"),
    ("fr", "Le maire parle de « modernisation ».", [], "one word"),
    ("es", "El puerto, según el informe, «podría cerrarse».", ["podría cerrarse"], "según"),
    ("es", "La obra costaría, dice el informe, «unos 12 millones».", ["unos 12 millones"], "a figure"),
    ("es", "Y si os preguntan «¿y qué me importa eso?», abrid el grifo.", [], "something to imagine"),
    (
        "it",
        "Il sindaco fa dire alla relazione: «Chiuderemo i banchi del porto».",
        ["Chiuderemo i banchi del porto"],
        "made to say",
    ),
    ("it", "Il porto è «la pancia del paese».", [], "a saying"),
    ("nl", "De haven is volgens het rapport “bijna leeg”.", ["bijna leeg"], "volgens"),
    ("nl", "De “vrede” in de haven duurde kort.", [], "scare quotes"),
    ("pt", "A nota permite-os “até ao máximo de doze”.", ["até ao máximo de doze"], "a pronoun that looks like an article"),
    ("pt", "A “limpeza” do porto durou um dia.", [], "scare quotes"),
]


@pytest.mark.parametrize(("language", "source", "quoted", "why"), SHORT, ids=[f"{row[0]}: {row[3]}" for row in SHORT])
def test_a_few_words(language: str, source: str, quoted: list[str], why: str) -> None:
    assert quoted == [q.text.strip() for q in find_quotes(article(source, language)).quotes], why


NAMED = [
    (
        "en",
        "The Harbour Post wrote that “the port was closed to all of us.” It cost “some 40 million crowns”.",
        ("publisher", "Harbour Post"),
        "the paragraph's last quotation",
    ),
    ("en", "It is, in the Lund release, “promising”, according to all.", ("publisher", "Lund"), "whose work it is"),
    ("en", "*Lund v. Roe* is old.\n\nA report has *Lund* at “some nine crowns”.", ("work", "Lund v. Roe"), "a short title"),
    ("es", "Según El Faro del Puerto, «no quiere barcos».", ("publisher", "Faro del Puerto"), "a paper's own article"),
    (
        "de",
        "Das Gutachten der Hafenkammer Nord liegt vor. Zum Kai steht darin: „Der Kai ist sicher.“",
        ("publisher", "Hafenkammer Nord"),
        "the sentence before",
    ),
    ("de", "Die Gutachterin Ana Lund schreibt: „Der Kai ist sicher.“", ("speaker", "Ana Lund"), "an office before a name"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "named", "why"), NAMED, ids=[f"{row[0]}: {row[3]}" for row in NAMED])
def test_a_few_words_carry_their_source(language: str, source: str, named: tuple[str, str], why: str) -> None:
    names = find_quotes(article(source, language)).quotes[-1].names
    assert named[1] == getattr(names, named[0]), why


def test_longer_quotations_are_lent_no_source() -> None:
    source = (
        "The Harbour Post wrote that “the port was closed to all.” Rain fell. “Nobody told the pilots of the harbour anything.”"
    )
    first, second = find_quotes(article(source)).quotes
    assert ("Harbour Post", None) == (first.names.publisher, second.names.publisher)


def test_cells_that_are_all_quotation() -> None:
    document = article("“up to 500 boats”\n\n“The Long Winter”\n\n“free”")
    document = replace(document, blocks=tuple(replace(block, kind="cell") for block in document.blocks))
    assert ["up to 500 boats"] == [q.text for q in find_quotes(document).quotes]
