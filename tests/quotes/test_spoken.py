"""Words that layout alone gives to somebody: interviews, dialogue after dashes, epigraphs; and what looks like them."""

from __future__ import annotations

import pytest
from hand_made import article

from fidelity.quotes import find_quotes

SPOKEN = [
    (
        "en",
        "We met Ana Lund.\n\nTHE POST: Was the port closed?\n\nLUND: It was closed for nine days.\n\nShe left.",
        ["It was closed for nine days."],
        "names in capitals",
    ),
    (
        "en",
        "**Post:** Was it shut?\n\n**Lund:** For nine days.\n\nWe had no food.\n\n**Post:** Who helped?\n\n**Lund:** Nobody.",
        ["For nine days.\n\nWe had no food.", "Nobody."],
        "names in bold, an answer of two paragraphs",
    ),
    (
        "en",
        "An interview with Ana Lund.\n\nQ: Was the port closed?\n\nA: It was closed for nine days.",
        ["It was closed for nine days."],
        "question and answer",
    ),
    ("en", "Q: Was the port closed?\n\nA: It was closed for nine days.", [], "the author's own questions"),
    ("en", "CLAIM: Nobody helped them.\n\nFACT: Many people did help.", [], "labels that ask nothing"),
    ("en", "NOTE: Do you know the way?\n\nUPDATE: Boats stay here.", [], "a publisher's labels"),
    (
        "fr",
        "— Vous partez ? demanda le pilote.\n\n— Non, répondit Anne Lund, nous restons tous ici.\n\nElle se tut.",
        ["Vous partez ?", "Non, nous restons tous ici."],
        "French dialogue",
    ),
    (
        "es",
        "—Nos vamos mañana —dijo el piloto—. No volveremos.\n\n—Ni nosotros.\n\nElla calló.",
        ["Nos vamos mañana No volveremos.", "Ni nosotros."],
        "Spanish dialogue",
    ),
    ("fr", "Trois points :\n\n— le port reste fermé jusqu'en mai\n\n— les bateaux restent à quai", [], "a list after dashes"),
    (
        "en",
        "# The long winter\n\n*The sea has no roads, only debts.*\n\n— Ana Lund\n\nIt began early.",
        ["The sea has no roads, only debts."],
        "an epigraph in italics",
    ),
    (
        "en",
        "# The long winter\n\nThe sea has no roads,\nonly debts.\n— Ana Lund\n\nIt began early.",
        ["The sea has no roads,\nonly debts."],
        "an epigraph with its name below",
    ),
    (
        "en",
        "It began early for us.\n\nThe boats stayed at home.\n\n— Ana Lund",
        [],
        "the author's name at the end",
    ),
]


@pytest.mark.parametrize(("language", "source", "quoted", "why"), SPOKEN, ids=[f"{row[0]}: {row[3]}" for row in SPOKEN])
def test_layout_says_whose(language: str, source: str, quoted: list[str], why: str) -> None:
    assert quoted == [q.text.strip() for q in find_quotes(article(source, language)).quotes], why


def test_the_label_names_the_speaker() -> None:
    source = "THE POST: Was the port closed?\n\nANA LUND: It was closed for nine days."
    (quote,) = find_quotes(article(source)).quotes
    assert "ANA LUND" == quote.names.speaker


@pytest.mark.parametrize("words", ["“The sea has no roads, only debts to pay.”", "*The sea has no roads, only debts to pay.*"])
def test_the_line_below_an_epigraph_names_its_author(words: str) -> None:
    (quote,) = find_quotes(article(f"# The long winter\n\n{words}\n\n— Ana Lund\n\nIt began early.")).quotes
    assert "Ana Lund" == quote.names.speaker


MARKS = [
    (
        "de",
        "Sie sagte: „Wir fuhren alle nach Hause.„ Gut.",
        ["Wir fuhren alle nach Hause."],
        "the opening mark twice",
    ),
    ("de", "Sie sagte: ,,Wir fuhren alle nach Hause.'' Dann ging sie.", ["Wir fuhren alle nach Hause."], "two commas"),
    (
        "en",
        "It is 3,,4 and “the port was closed to us all”.",
        ["the port was closed to us all"],
        "commas that are no mark",
    ),
    ("en", 'A 12" pipe. "The 7" reel was ours and theirs," said Ana.', ['The 7" reel was ours and theirs,'], "inches inside"),
    (
        "en",
        'He left "in the long hot summer of 1987" and "again in 1990".',
        ["in the long hot summer of 1987", "again in 1990"],
        "years before a mark",
    ),
    (
        "en",
        "“The boats were old,” said Ana Lund. “We never saw him,” said Bo Roe.",
        ["The boats were old,", "We never saw him,"],
        "two speakers in a row",
    ),
    (
        "en",
        "“The boats were old,” said Ana Lund. “We never saw him,” said Lund.",
        ["The boats were old, We never saw him,"],
        "one speaker, named twice",
    ),
    (
        "en",
        "“The boats,” he said, “were old,” and he added, “nobody paid for them.”",
        ["The boats, were old,", "nobody paid for them."],
        "and he added",
    ),
    (
        "en",
        "Asked whether the port was “closed at all times,” Lund said, “No. It was open to us.”",
        ["closed at all times,", "No. It was open to us."],
        "an answer is no part of the question",
    ),
    (
        "en",
        "“The ships that left never came back,” said Ana.\n\n> “The ships that left never came back”\n\n> Ana Lund",
        ["The ships that left never came back,"],
        "a pull quote with a name",
    ),
    (
        "en",
        "> The ships that left never came back.\n\nHe agreed.\n\n> The ships that left never came back.\n\nSo did she.",
        ["The ships that left never came back.", "The ships that left never came back."],
        "a block quoted twice is no pull quote",
    ),
    ("en", "Imagine the conversation.\n\n> So can I leave? Of course you can, they say.\n\nNo.", [], "an imagined block"),
]


@pytest.mark.parametrize(("language", "source", "quoted", "why"), MARKS, ids=[f"{row[0]}: {row[3]}" for row in MARKS])
def test_marks_and_neighbours(language: str, source: str, quoted: list[str], why: str) -> None:
    assert quoted == [q.text.strip() for q in find_quotes(article(source, language)).quotes], why


ONE, TWO = "“the harbour was *closed* to us all.”", "“It *never* opened again for anyone.”"
SHARED = [
    (f"She wrote: {ONE} Later: {TWO} (Emphases added.) Rain.", 2, "emphases"),
    (f"She wrote: {ONE} Later: {TWO} (emphasis added in both)", 2, "both"),
    (f"She wrote: {ONE} Later: {TWO} (Emphasis added.)", 2, "a sentence of its own at the end"),
    (f"She wrote: {ONE} Later: {TWO} (emphasis added). Rain.", 1, "the last one's"),
    (f"She wrote: {ONE}\n\nLater: {TWO} (Emphases added.)", 1, "another paragraph's"),
]


@pytest.mark.parametrize(("source", "declared", "why"), SHARED, ids=[row[2] for row in SHARED])
def test_a_note_for_several_quotations(source: str, declared: int, why: str) -> None:
    assert declared == sum(1 for q in find_quotes(article(source)).quotes if q.declares), why


NOTES = [
    ("en", "She wrote: “it was NOT closed to us all” (capitals mine).", "capitals"),
    ("en", "She wrote: “it was *not* closed to us all” – the italics are mine, if you like.", "behind a dash"),
    ("de", "> Es war *nicht* für uns alle offen. (Hervorhebung A. L.)\n\nGut.", "signed with initials"),
]


@pytest.mark.parametrize(("language", "source", "why"), NOTES, ids=[row[2] for row in NOTES])
def test_notes_in_other_forms(language: str, source: str, why: str) -> None:
    (quote,) = find_quotes(article(source, language)).quotes
    assert ["emphasis-added"] == [d.kind for d in quote.declares], why


def test_italics_of_the_original_left_out() -> None:
    source = "Le rapport écrit « la dette est élevée sans être grave » (italiques de l'original omis)."
    (quote,) = find_quotes(article(source, "fr")).quotes
    assert ["emphasis-omitted"] == [d.kind for d in quote.declares]


def test_among_quotations_italics_are_emphasis() -> None:
    source = "*“No boat may leave the harbour now.”* *Lund*, at 9. *“The port is closed to us all.”* *Roe*, at 8."
    first, second = find_quotes(article(source)).quotes
    assert [("italic",), ("italic",)] == [run.kinds for quote in (first, second) for run in quote.emphasis]


def test_bold_of_a_whole_paragraph_is_no_emphasis() -> None:
    (quote,) = find_quotes(article("**Ms Lund, the report says: “No boat may leave the harbour now.” Do you agree?**")).quotes
    assert () == quote.emphasis


MISSING = [
    ("de", "Sie schrieb mir am 3. November:\n\nIch weiß das nicht mehr.\n\nMit freundlichen Grüßen", 0, "a date"),
    ("de", "Der Lotse hat Folgendes zu sagen. Er schrieb:\n\nMit freundlichen Grüßen\n\nAna Lund", 1, "the letter ends"),
]


@pytest.mark.parametrize(("language", "source", "missing", "why"), MISSING, ids=[row[3] for row in MISSING])
def test_lead_ins(language: str, source: str, missing: int, why: str) -> None:
    found = find_quotes(article(source, language))
    assert missing == sum(1 for n in found.notices if n.rule == "missing-quotation"), why
    assert 1 - missing == len(found.quotes), why
