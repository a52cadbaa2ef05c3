"""The weighty words of each language where a speaker meets them: what turns a statement round, and what only looks so."""

from __future__ import annotations

import pytest

from fidelity.rules.vocabulary import CLASSES, vocabulary, words_in
from fidelity.text.lexicon import LANGUAGES, lexicon

TERMS = [
    ("es", "habrá que pagar", ["modal"], "an inflected phrase"),
    ("es", "pudieran cerrar", ["modal"], "the subjunctive"),
    ("es", "por supuesto es así", [], "of course"),
    ("es", "por lo tanto, sobre todo hoy", [], "therefore, above all"),
    ("es", "salvo si llueve", ["condition"], "except if"),
    ("es", "mientras que otros ríen", [], "whereas"),
    ("es", "de acuerdo con el informe", ["hedge"], "according to"),
    ("es", "rara vez ocurre", ["quantifier"], "seldom"),
    ("it", "se ne parla molto", [], "a clitic, no condition"),
    ("it", "se stesso", [], "himself"),
    ("it", "qualora piova", ["condition"], "should it rain"),
    ("it", "non appena arriva", [], "as soon as"),
    ("it", "nessun'altra prova", ["negation"], "elided"),
    ("it", "dovessero chiudere", ["modal"], "the subjunctive"),
    ("it", "il secondo piano", [], "the second floor"),
    ("it", "secondo il sindaco", ["hedge"], "according to the mayor"),
    ("it", "a meno che non piova", ["condition"], "its non says nothing by itself"),
    ("nl", "niet alleen vandaag", [], "not only"),
    ("nl", "als gevolg daarvan", [], "as a consequence"),
    ("nl", "alleen indien het regent", ["condition"], "only if"),
    ("nl", "men dient te betalen", ["modal"], "must"),
    ("nl", "daarna ging men dan weg", [], "then is no comparison"),
    ("nl", "op zijn minst", ["quantifier"], "at least"),
    ("pt", "trata-se de uma lei", [], "the pronoun behind the verb"),
    ("pt", "a lei que se aplica", [], "the pronoun before the verb"),
    ("pt", "se o conselho concordar", ["condition"], "the condition"),
    ("pt", "neste caso a lei vale", [], "in this case"),
    ("pt", "caso chova", ["condition"], "in case"),
    ("pt", "tinham de pagar", ["modal"], "had to"),
    ("pt", "de modo algum", ["negation"], "by no means"),
    ("pt", "à exceção do porto", ["condition"], "with a contracted preposition"),
]


@pytest.mark.parametrize(("language", "text", "kinds", "why"), TERMS, ids=[f"{r[0]}: {r[-1]}" for r in TERMS])
def test_terms(language: str, text: str, kinds: list[str], why: str) -> None:
    assert kinds == [t.kind for t in vocabulary(language).terms(words_in(text, language))], why


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_says_a_thing_twice_and_none_is_empty(language: str) -> None:
    for name, entries in lexicon(language).sections["weigh"].items():
        assert entries, name
        assert len(set(entries)) == len(entries), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_of_two_kinds(language: str) -> None:
    lists = {kind: set(lexicon(language).get("weigh", kind)) for kind in CLASSES}
    for kind, entries in lists.items():
        for other in CLASSES[CLASSES.index(kind) + 1 :]:
            assert set() == entries & lists[other], f"{kind} and {other}"
