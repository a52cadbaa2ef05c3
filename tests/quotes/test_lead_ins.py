"""Announced quotations, lost ones, declarations and names."""

from __future__ import annotations

import pytest
from hand_made import article

from fidelity.quotes import find_quotes
from fidelity.read import read

P = "The ferry company has stopped all its sailings to the northern isles."

ANNOUNCED = [
    (f"CNN claims:\n\n{P}\n\nClearly, this is nonsense.", [P], 0, "one paragraph"),
    (f"It was stated explicitly that (emphasis added):\n\n{P}\n\nClearly, this is nonsense.", [P], 0, "passive, declared"),
    (
        f"The Courier would note in its report, “No More Boats This Year,” that:\n\n{P}\n\nIn reality, boats sail.",
        [P],
        0,
        "with a title",
    ),
    (
        f"In a paper titled “No More Boats,” it\n\nstates:\n\n{P}\n\nIn reality, boats sail.",
        [P],
        0,
        "lead-in over a page break",
    ),
    (
        f"Reuters reported:\n\n{P}\n\nAccording to the company, the crews said no.\n\nIn other words, a strike.",
        [f"{P}\n\nAccording to the company, the crews said no."],
        0,
        "reported news goes on",
    ),
    (
        "Reuters reported:\n\nThe ferry company has stopped all its\n\nsailings to the isles.\n\nClearly, a strike.",
        ["The ferry company has stopped all its\n\nsailings to the isles."],
        0,
        "a page break inside a sentence",
    ),
    (f"Reuters reported:\n\n{P}It should be noted that crews are few.\n\nRain.", [P], 0, "the author's words glued on"),
    (f"The Courier claims:\n\nHowever, the Herald reports:\n\n{P}\n\nThis is false.", [P], 1, "one lead-in after another"),
    ("The Courier claims:\n\nIn reality, boats sail every day of the week.", [], 1, "the author goes on"),
    ("The Courier claims:\n\n# A new heading\n\nBoats sail.", [], 1, "a heading follows"),
    (f"Region: North Sea\n\nIn-depth Report:\n\n{P}", [], 0, "labels"),
    (f"The match ended 3:1 and began at 10:30:\n\n{P}", [], 0, "no word of saying"),
    (f"On this point, the Herald was blunt (emphasis added):\n\n{P}\n\nClearly, a strike.", [P], 0, "a declaration"),
    (f"The mayor of Sandside had this to say:\n\n{P}\n\nClearly, a strike.", [P], 0, "this to say"),
    (f"In the words of Ana Lund:\n\n{P}\n\nClearly, a strike.", [P], 0, "in the words of"),
    (f"Ana Lund was clear:\n\n{P}\n\nClearly, a strike.", [P], 0, "was clear"),
    (f"The reason was clear:\n\n{P}", [], 0, "a reason says nothing"),
    (f"It was clear:\n\n{P}", [], 0, "the author's own"),
    (f"The committee met twice (see below):\n\n{P}", [], 0, "any other parenthesis"),
    (f"CNN claims: {P}\n\nClearly, a strike.", [P], 0, "in the same paragraph"),
    (f"The Courier claims:\n\nThe Herald wrote: {P}", [P], 1, "another lead-in with its quotation"),
    (f"The Court held that\n\n{P}", [], 0, "a page break inside a sentence of the author's"),
    (f"The claims at issue in Port are directed to this idea:\n\n{P}", [], 0, "a noun that looks like a verb"),
    ("CNN claims: no boats.", [], 0, "too little"),
    ("Ana Lund said: Oslo, Bergen, Narvik, Kirkenes, Hammerfest, Alta, Tana and Bode.", [], 0, "a list of names"),
    (f"The rule of the house is simple and it reads thus: {P}", [], 0, "nobody named"),
    (f"Die Zeitung schreibt:\n\n{P}\n\nMit anderen Worten: nein, das ist nicht so.", [P], 0, "German"),
    (f"Le journal affirme que :\n\n{P}\n\nEn réalité, ce n’est pas le cas.", [P], 0, "French"),
    (f"El diario afirma:\n\n{P}\n\nEn realidad, no es así para los que viven allí.", [P], 0, "Spanish"),
    (f"Il giornale scrive:\n\n{P}\n\nIn realtà non è così per chi ci vive.", [P], 0, "Italian"),
    (f"De krant schrijft:\n\n{P}\n\nMet andere woorden: het is niet zo.", [P], 0, "Dutch"),
    (f"O jornal afirma:\n\n{P}\n\nNa realidade, não é assim para quem mora ali.", [P], 0, "Portuguese"),
]
LANGUAGES = {"German": "de", "French": "fr", "Spanish": "es", "Italian": "it", "Dutch": "nl", "Portuguese": "pt"}


@pytest.mark.parametrize(("source", "expected", "missing", "why"), ANNOUNCED, ids=[row[3] for row in ANNOUNCED])
def test_announced_quotations(source: str, expected: list[str], missing: int, why: str) -> None:
    found = find_quotes(article(source, LANGUAGES.get(why)))
    assert expected == [q.text for q in found.quotes], why
    assert missing == len([n for n in found.notices if n.rule == "missing-quotation"]), why
    assert all((q.form, q.bounds) == ("announced", "uncertain") for q in found.quotes), why


def test_reach_goes_on_to_the_next_lead_in() -> None:
    source = f"CNN claims:\n\n{P}\n\nThe isles are poor.\n\nThe Herald says:\n\n{P}"
    first = find_quotes(article(source)).quotes[0]
    assert ["The isles are poor."] == [article(source).text[slice(*span)] for span in first.reach]


RUN_IN = [
    ("de", "Der Hafenkurier schreibt: Die Fähre fährt seit neun Tagen nicht mehr zu den Inseln im Norden.", "Hafenkurier"),
    ("fr", "Le Courrier du Port écrit : Les bateaux ne partent plus depuis neuf jours vers les îles.", "Courrier du Port"),
    ("es", "El Heraldo del Puerto informó: Los barcos no salen desde hace nueve días hacia las islas.", "Heraldo del Puerto"),
    ("it", "Il Corriere del Porto scrive: Le barche non partono da nove giorni verso le isole.", "Corriere del Porto"),
    ("nl", "De Havenkrant schrijft: De boten varen al negen dagen niet meer naar de eilanden.", "Havenkrant"),
    ("pt", "O Diário do Porto informou: Os barcos não saem há nove dias para as ilhas do norte.", "Diário do Porto"),
]


@pytest.mark.parametrize(("language", "source", "publisher"), RUN_IN, ids=[row[0] for row in RUN_IN])
def test_announced_in_the_same_paragraph(language: str, source: str, publisher: str) -> None:
    (quote,) = find_quotes(article(source, language)).quotes
    assert ("announced", "uncertain", publisher) == (quote.form, quote.bounds, quote.names.publisher)
    assert source.endswith(": " + quote.text)


Q = "“The port was *never* closed to the fishing fleet”"
DECLARED = [
    (f"She wrote, {Q} (emphasis added).", ["emphasis-added"], "behind"),
    (f"She wrote (emphasis mine): {Q}.", ["emphasis-added"], "before"),
    (
        f"She wrote, {Q}. Port Bd. v. Lee, 1 U. S. 3, 4 (1990) (emphasis added; citations and quotation marks omitted).",
        ["citation-omitted", "emphasis-added", "internal-marks-omitted"],
        "in the citation",
    ),
    (f"She wrote, {Q} (footnote omitted; emphasis deleted).", ["emphasis-omitted", "footnote-omitted"], "deleted"),
    (f"She wrote, {Q} (italics in original).", ["emphasis-original"], "original"),
    (f"She wrote, {Q} (cleaned up).", ["cleaned-up"], "cleaned up"),
    (f"She wrote, {Q} (alterations in original).", ["alteration-original"], "alterations"),
    (f"She wrote, {Q} (some emphasis added).", ["some-emphasis-added"], "partly"),
    (f"She wrote, {Q} (my translation).", ["translation"], "translated"),
    (f"She wrote, {Q} (and left).", [], "any other parenthesis"),
    (f"She wrote, {Q}.\n\nAll emphasis in quotations is mine.", ["emphasis-added"], "for the whole article"),
    (
        f"{Q[:-1]}.” Act, 12 U. S. C. §31(a)(1)(B) (emphasis added). It rained.",
        ["emphasis-added"],
        "a statute",
    ),
    (
        f"{Q[:-1]}.” Id., at ___ (slip op., at 12) (quoting Port Bd. v. Lee, 3 U. S. 4, 5 (1990); emphasis added). It rained.",
        ["emphasis-added"],
        "in a citation's citation",
    ),
    (f"{Q} of the isles for nine days. 12 U. S. C. §31 (emphasis added).", ["emphasis-added"], "the sentence goes on"),
    (f"{Q}, an element of the old theory (emphasis deleted).", ["emphasis-omitted"], "in the rest of the sentence"),
    (f"See Lee, supra, at 3 ({Q}; emphasis added).", ["emphasis-added"], "in the parenthesis around"),
    (f"{Q[:-1]}.” (Emphasis added.) It rained.", ["emphasis-added"], "a sentence of its own"),
    (f"{Q} of the isles. The storm was over (the emphasis is added).", [], "the next sentence's parenthesis"),
    (f"{Q[:-1]}.” The mayor said that much (emphasis added).", [], "another sentence's parenthesis"),
    (
        f"{Q} of the isles. Lee, 3 U. S., at 4 (“the fleet” (emphasis added)).",
        [],
        "a parenthesis with a quotation of its own",
    ),
    (f"She wrote, {Q} (Hervorhebung d. Verf.).", ["emphasis-added"], "German"),
    (f"She wrote, {Q} (c’est nous qui soulignons).", ["emphasis-added"], "French"),
    (f"She wrote, {Q} (corsivo mio).", ["emphasis-added"], "Italian"),
    (f"She wrote, {Q} (la cursiva es mía).", ["emphasis-added"], "Spanish"),
    (f"She wrote, {Q} (mijn cursivering).", ["emphasis-added"], "Dutch"),
    (f"She wrote, {Q} (grifo nosso).", ["emphasis-added"], "Portuguese"),
]


@pytest.mark.parametrize(("source", "expected", "why"), DECLARED, ids=[row[2] for row in DECLARED])
def test_declarations(source: str, expected: list[str], why: str) -> None:
    quote = find_quotes(article(source)).quotes[0]
    assert expected == sorted(d.kind for d in quote.declares), why


def test_a_declaration_belongs_to_the_nearest_quotation() -> None:
    found = find_quotes(
        article("He wrote, “the port was never closed at all,” and “the *fleet* was never at sea then” (emphasis added).")
    )
    assert [[], ["emphasis-added"]] == [[d.kind for d in q.declares] for q in found.quotes]


SHARED = [
    (
        "“The *port* was closed for nine days” because “its *whole* fleet lay at sea then.” Lee, 3 U. S. 4 (emphasis added).",
        [["emphasis-added"], ["emphasis-added"]],
        "the citation behind a sentence is for all of it",
    ),
    (
        "“The *port* was closed for nine days” because “its whole fleet lay at sea then.” Lee, 3 U. S. 4 (emphasis added).",
        [["emphasis-added"], []],
        "only one has emphasis",
    ),
    (
        "“The *port* was closed for nine days.” Rain. “Its *whole* fleet lay at sea then.” Lee, 3 U. S. 4 (emphasis added).",
        [[], ["emphasis-added"]],
        "another sentence's citation",
    ),
]


@pytest.mark.parametrize(("source", "expected", "why"), SHARED, ids=[row[2] for row in SHARED])
def test_quotations_of_one_sentence_share_its_citation(source: str, expected: list[list[str]], why: str) -> None:
    assert expected == [[d.kind for d in q.declares] for q in find_quotes(article(source)).quotes], why


def test_a_sentence_with_a_quotation_declares_nothing_for_the_article() -> None:
    source = f"She wrote, {Q}.\n\nLee reads “costs are due in all cases unless otherwise said” (emphasis added)."
    assert [[], ["emphasis-added"]] == [[d.kind for d in q.declares] for q in find_quotes(article(source)).quotes]


def test_a_declaration_inside_is_not_quoted_words() -> None:
    (quote,) = find_quotes(article("She wrote, “The port was *never* [emphasis added] closed to the fishing fleet.”")).quotes
    assert ["emphasis-added"] == [d.kind for d in quote.declares]
    assert 2 == len(quote.spans)
    assert "emphasis added" not in quote.text


NAMED = [
    (
        f"CNN in its article, “No More Boats This Year,” claims:\n\n{P}",
        ("CNN", "No More Boats This Year"),
        "publisher and title",
    ),
    (f"In Reuters’ report, “No More Boats This Year,” it claims:\n\n{P}", ("Reuters", "No More Boats This Year"), "possessive"),
]


W = "“the port was never closed to the fishing fleet”"
SAYERS = [
    (f"Ana Lund said {W} in May.", ("Ana Lund", None), "name and verb"),
    (f"{W[:-1]},” said Ana Lund on Monday.", ("Ana Lund", None), "verb and name"),
    (f"According to Ana Lund, {W}.", ("Ana Lund", None), "according to"),
    (f"According to the crews, {W}.", (None, None), "according to nobody named"),
    (f"For the panel, Dr Ana Lund and her colleagues write: {W}.", ("Ana Lund", None), "a title and colleagues"),
    (f"The brief of the pilots is long. Pilots argue that {W}.", (None, None), "a word that begins a sentence"),
    (f"Boats come today. Today, we say that {W}.", (None, None), "a word that is a paper's name, too"),
    (f"Many times the Times reported that {W}.", (None, "Times"), "a paper whose name is a word"),
    (f"Lund argued that {W}.", ("Lund", None), "a name that begins a sentence"),
    (f"The District Court reasoned that {W}.", (None, None), "a court that reasons"),
    (
        f"Ana Lund, President of the Council on Harbour Relations, said that {W}.",
        ("Ana Lund", "Council on Harbour Relations"),
        "an office in a body",
    ),
    (f"The Harbour Gazette reported that {W}.", (None, "Harbour Gazette"), "a paper"),
    (f"The Northport Packet reported that {W}.", (None, "Northport Packet"), "a paper by what it does"),
    (f"CNN claims that {W}.", (None, "CNN"), "a broadcaster"),
    (f"The court held that {W} because the Lanham Act said so.", (None, None), "a law"),
    (f"The Court stated that {W}.", (None, None), "a court is no publisher"),
    (f"ERISA provides that {W} if asked.", (None, None), "an act by its letters"),
    (f"See Windsor, {W}.", (None, None), "a signal"),
    (f"The clerk found that {W}. He told Mayor Lund so on Friday.", (None, None), "a name in the next sentence"),
    (f"On Castle Street the keeper wrote that {W}.", (None, None), "a place"),
    (f"{W[:-1]}.” Port Bd. v. Lee, 3 U. S. 4, 5. The Court said so in the Times.", (None, None), "a citation wins"),
    (f"„{W[1:-1]}“, schreiben die Mitarbeiter des Hafens.", (None, None), "German nouns"),
    (f"„{W[1:-1]}“, sagte Ana Lund am Montag.", ("Ana Lund", None), "German"),
]


@pytest.mark.parametrize(("source", "expected", "why"), SAYERS, ids=[row[2] for row in SAYERS])
def test_who_says_it(source: str, expected: tuple[str | None, str | None], why: str) -> None:
    (quote,) = find_quotes(article(source, "de" if why.startswith("German") else None)).quotes
    assert expected == (quote.names.speaker, quote.names.publisher), why


S = "“The port was never closed to the fishing fleet.”"
LEE = "Port Bd., Inc. v. Lee, 512 U. S. 3"
CASES = [
    (f"{S} {LEE}, 4 (1990).", LEE, "right behind"),
    (f"Last Term, in {LEE}, 4 (1990), we held: {S}", LEE, "before, behind a word and a comma"),
    (f"It was held so. See {LEE}, 4 (1990) ({S[:-2]}”).", LEE, "in the citation's parenthesis"),
    (f"{S[:-2]}” in all but name because it lay open. {LEE}, 4 (1990).", LEE, "behind the rest of the sentence"),
    (f"The fleet came home with its nets. {S} {LEE}, 4 (1990).", LEE, "a sentence before it"),
    (f"{S} Port v. Lee, 473 F. 3d 724, 725 (1990).", "Port v. Lee, 473 F. 3d 724", "a reporter's series"),
    (f"{S} 12 U. S. C. §31(a)(1).", "12 U. S. C. §31(a)(1)", "a statute"),
    (f"{S} Art. I, §4, cl. 1. It rained.", "Art. I, §4, cl. 1", "an article of a constitution"),
    (f"{S} The mayor laughed. {LEE}, 4, is older.", None, "a case in another sentence"),
]


@pytest.mark.parametrize(("source", "expected", "why"), CASES, ids=[row[2] for row in CASES])
def test_the_case_cited(source: str, expected: str | None, why: str) -> None:
    (quote,) = find_quotes(article(source)).quotes
    assert expected == quote.names.work, why


@pytest.mark.parametrize(("source", "expected", "why"), NAMED, ids=[row[2] for row in NAMED])
def test_names(source: str, expected: tuple[str, str], why: str) -> None:
    (quote,) = find_quotes(article(source)).quotes
    assert expected == (quote.names.publisher, quote.names.work), why


def test_a_later_lead_in_takes_up_the_work_named_before() -> None:
    source = f"CNN in its article, “No More Boats This Year,” claims:\n\n{P}\n\nClearly so.\n\nCNN also claims:\n\n{P}"
    assert ["No More Boats This Year"] * 2 == [q.names.work for q in find_quotes(article(source)).quotes]


def test_id_is_not_a_case_when_something_else_was_cited_since() -> None:
    source = f"{S} {LEE}, 4 (1990). The letters show it, App. 16. “The fleet was not at sea at all.” Id., at 17."
    assert [LEE, None] == [q.names.work for q in find_quotes(article(source)).quotes]


def test_id_is_the_statute_cited_last() -> None:
    source = f"{S} {LEE}, 4 (1990). {S} 12 U. S. C. §31(a). “The fleet was not at sea at all.” Ibid."
    assert [LEE, *["12 U. S. C. §31(a)"] * 2] == [q.names.work for q in find_quotes(article(source)).quotes]


def test_id_is_the_case_cited_last() -> None:
    source = (
        "“The port was closed for nine days.” Port Bd. v. Lee, 512 U. S. 3, 4 (1990). “The fleet was not at sea.” Id., at 5."
    )
    assert ["Port Bd. v. Lee, 512 U. S. 3"] * 2 == [q.names.work for q in find_quotes(article(source)).quotes]


TITLED = f"CNN in its article, “No More Boats This Year,” claims:\n\n{P}\n\nClearly so.\n\n"


@pytest.mark.parametrize(
    ("lead_in", "lent", "why"),
    [
        ("It says", True, "the paper says"),
        ("It goes on to claim", True, "and goes on"),
        ("It has since reported", True, "a verb of saying, and nobody else who says it"),
        ("It has been said before", False, "nobody is said to have said it"),
        ("One sailor has put it so", False, "somebody else said it"),
    ],
)
def test_which_pronoun_leads_back(lead_in: str, lent: bool, why: str) -> None:
    names = find_quotes(article(f"{TITLED}{lead_in}: “{P}”")).quotes[-1].names
    assert (("No More Boats This Year", True) if lent else (None, False)) == (names.work, names.lent), why


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        (f"The Courier says: “{P}” ([here](https://c.example/1))", "https://c.example/1", "right behind it"),
        (f"“{P[:-1]},” says [the Courier](https://c.example/1).", "https://c.example/1", "in the same sentence"),
        (f"“{P}” [The Courier](https://c.example/1) has more.", "https://c.example/1", "nothing stands between"),
        (f"The Courier says: “{P}” Read what [the Post](https://p.example/2) has.", None, "in the next sentence"),
        (f"The Courier says: “{P}”\n\nAda Lee in [Salt](https://p.example/2) is sad.", None, "in the next paragraph"),
    ],
)
def test_which_link_behind_a_quotation_is_its_own(source: str, expected: str | None, why: str) -> None:
    (quote,) = find_quotes(read("article.md", source.encode())).quotes
    assert expected == quote.names.url, why


@pytest.mark.parametrize(
    ("source", "work", "guessed", "why"),
    [
        (f"{S} {LEE}, 4 (1990).", LEE, False, "right behind the quotation"),
        (f"In {LEE} (1990), it was so. The court said: {S} Lee, 512 U. S., at 4.", LEE, False, "its short name and its volume"),
        (f"{S} See {LEE}, 4 (1990).", LEE, True, "it may only agree"),
        (f"See {LEE}, 4 (1990) ({S}); Salt Co. v. Roe, 513 U. S. 8.", LEE, False, "in its parenthesis, before another case"),
        (f"See {LEE}, 4 (1990). See Port Bd., 512 U. S., at 7 (holding that {S})", LEE, False, "in that of its short name"),
        (f"In {LEE}, 4 (1990), we held: {S}", LEE, True, "it is named, and nothing is cited"),
        (f"{LEE}, 4 (1990). Again: {S} Id., at 5.", LEE, True, "who knows what was cited last"),
        (f"{LEE}, 4 (1990). Again: {S} 512 U. S., at 5.", LEE, True, "a volume has many cases"),
        (f"In {LEE}, 4 (1990), the first word is: {S} Ante, at 6.", None, False, "the opinion itself is cited"),
        (f"In {LEE}, 4 (1990), the point was: {S} Brief for Petitioner 12.", None, False, "a brief is cited"),
        (f"Under {LEE}, 4 (1990), they said: {S} 584 F. 3d, at 857.", None, False, "a volume of which nothing was named"),
    ],
)
def test_how_sure_a_citation_is(source: str, work: str | None, guessed: bool, why: str) -> None:
    names = find_quotes(article(source)).quotes[-1].names
    assert (work, guessed) == (names.work, names.lent), why
