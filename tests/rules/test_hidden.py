"""What an omission hides, and whether it governs what is kept. `{…}` marks the hidden words."""

import pytest

from fidelity.rules.hidden import Limit, limits
from fidelity.rules.vocabulary import vocabulary

_LONG = (
    "The town grew. {It had no harbour, and nobody could say whether the railway, if it came at all, would stop there; some "
    "left, others did not, and only the brewery, which never closed, paid its men.} In May the first train came."
)

GOVERNS = [
    ("en", "The minister did {not} say that he would resign.", "a lone not"),
    ("en", "The levy is {not, as critics fear,} a tax on bread.", "a not before an aside"),
    ("en", "The works may close the road {unless the panel objects}, the report says.", "an exception after the clause"),
    ("en", "The line will reopen {if the state pays} before Easter.", "a condition"),
    ("en", "Dogs are welcome {except in the dining room} all year.", "an exception"),
    ("en", "{Unless the panel objects,} the works will begin in May.", "a condition before the clause"),
    ("en", "The firm{, according to the police,} paid bribes to the mayor.", "an attribution set off by commas"),
    ("en", "The firm{, critics say,} paid bribes to the mayor.", "a reporting clause"),
    ("en", "The auditors found {no credible} evidence of fraud.", "a no that runs into what is kept"),
    ("en", "The auditors found {no evidence of fraud, and} left the town.", "a no that belongs to the kept verb"),
    ("en", "The road {may} collapse in winter.", "a lone may"),
    ("en", "The road {may, in the panel’s view,} collapse in winter.", "a may before an aside"),
    ("en", "He told us that {some of} the officers were armed.", "a quantifier before its noun"),
    ("en", "The storm passed. {Nobody was hurt. It is not true that} the mayor fled.", "a denial that opens the kept clause"),
    ("en", "The plan costs {more than} forty million.", "a comparison beside a number"),
    ("en", "The tunnel is {probably} safe for buses.", "a hedge"),
    ("en", "Water reached the lane at {about} ten past four.", "an about before a number that is kept"),
    (
        "en",
        "No test may be held {while fish are passing the ladder}, and the warden must know.",
        "a time that limits a negation",
    ),
    (
        "en",
        "The keeper was not allowed to open it {without a written order}, and none was found.",
        "an exception to a negation",
    ),
    ("de", "Der Minister hat {nicht} gesagt, dass er zurücktritt.", "ein einzelnes nicht"),
    ("de", "Die Brücke ist {keineswegs, wie manche meinen,} sicher für Lastwagen.", "eine Verneinung vor einem Einschub"),
    ("de", "Die Strecke wird wieder eröffnet{, sofern das Land zahlt,} und zwar im Mai.", "eine Bedingung"),
    ("de", "Das Amt fand {keine} Belege für Betrug.", "ein keine"),
    ("de", "Die Firma hat {nach Angaben der Polizei} Geld an den Bürgermeister gezahlt.", "eine Zuschreibung"),
    ("de", "Der Damm {könnte} brechen, schreibt das Amt.", "ein Modalverb"),
    ("de", "Hunde sind {, außer im Speisesaal,} überall erlaubt.", "eine Ausnahme"),
    ("fr", "Le ministre n’a {pas} dit qu’il partirait.", "un pas seul"),
    ("fr", "La ligne rouvrira {si l’État paie} avant Pâques.", "une condition"),
    ("fr", "Les chiens sont admis{, sauf dans la salle à manger,} toute l’année.", "une exception"),
    ("fr", "Le pont {pourrait} céder cet hiver.", "un verbe modal"),
    ("fr", "L’entreprise a{, selon la police,} payé le maire.", "une attribution"),
    ("es", "El ministro {no} dijo que se iría.", "un no"),
    ("it", "Il ministro {non} ha detto che se ne andrà.", "un non"),
    ("nl", "De minister heeft {niet} gezegd dat hij vertrekt.", "een niet"),
    ("pt", "O ministro {não} disse que sairia.", "um não"),
]

OWN_CLAUSE = [
    ("en", "The plan{, which may not be legal,} will start in May.", "a relative clause with its own verb"),
    ("en", "He will pay {and will not complain}, and he will leave.", "a coordinate clause"),
    ("en", "The road {may be closed, but it} is safe.", "the modal’s own verb is hidden with it"),
    ("en", "The minister {did not resign but} apologised to the town.", "a predicate hidden whole"),
    ("en", "It rained. {The mayor did not come. If it rains again, he may.} We went home.", "whole sentences"),
    ("en", "The police{, not the army,} fired the shots.", "a contrast set off by commas"),
    ("en", "The firm said that {the owner must show that} the claim has merit.", "the modal governs a hidden verb"),
    (
        "en",
        _LONG,
        "a long cut of whole sentences",
    ),
    ("en", "It was late, {and he would leave if nobody came, but} the others stayed.", "a condition in a hidden clause"),
    ("de", "Der Plan{, der nicht beschlossen ist,} beginnt im Mai.", "ein Relativsatz"),
    (
        "de",
        "Es regnete. {Der Bürgermeister kam nicht. Wenn es wieder regnet, kommt er vielleicht.} Wir gingen heim.",
        "ganze Sätze",
    ),
    ("de", "Die Polizei{, nicht die Armee,} schoss zuerst.", "ein Gegensatz zwischen Kommas"),
    ("fr", "Le plan{, qui n’est pas légal,} commence en mai.", "une relative"),
    (
        "fr",
        "Il pleuvait. {Le maire n’est pas venu. S’il pleut encore, il viendra peut-être.} Nous sommes rentrés.",
        "des phrases",
    ),
    ("fr", "La police{, et non l’armée,} a tiré.", "un contraste"),
]

OWN_CLAUSE += [
    ("en", "The committee adopted nine of the plans {without comment} and rejected two.", "a without with its own object"),
    ("en", "The gate may have been open {for several hours} before the alarm.", "a quantifier with its own noun"),
    (
        "fr",
        "Les juges appliquent des règles vagues {et ne s’en plaignent guère}.\nL’idée n’est pas neuve.",
        "un autre prédicat",
    ),
    ("de", "Die Wehr kam nach zwanzig Minuten {und pumpte bis zum Abend}.\nSie ging.", "eine Frist im anderen Prädikat"),
    ("nl", "Het huis heeft zes kamers {en geen enkele kachel}.\nHet is oud.", "een ander voorwerp met zijn eigen ontkenning"),
    ("es", "El informe lo confirma{, aunque varios diarios escribieron lo contrario}.\nLa torre sigue.", "una concesión"),
]
NOTHING = [
    ("en", "The panel{, chaired by a retired engineer,} met twice.", "no weighty word"),
]


def _found(language: str, marked: str) -> tuple[Limit, ...]:
    start, end = marked.index("{"), marked.index("}") - 1
    return limits(marked.replace("{", "").replace("}", ""), (start, end), vocabulary(language), 8)


@pytest.mark.parametrize(("language", "marked", "description"), GOVERNS)
def test_a_limit_that_governs_kept_words_is_seen(language: str, marked: str, description: str) -> None:
    assert any(x.governs for x in _found(language, marked)), description


@pytest.mark.parametrize(("language", "marked", "description"), OWN_CLAUSE)
def test_a_limit_that_left_with_its_own_clause_accuses_nobody(language: str, marked: str, description: str) -> None:
    found = _found(language, marked)
    assert found, description
    assert [] == [x.term.text for x in found if x.governs], description


@pytest.mark.parametrize(("language", "marked", "description"), NOTHING)
def test_words_without_weight_hide_no_limit(language: str, marked: str, description: str) -> None:
    assert () == _found(language, marked), description
