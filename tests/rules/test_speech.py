"""Which words of an original that quotes somebody are the reporter's."""

import pytest

from fidelity.rules.speech import reporters_words
from fidelity.rules.vocabulary import vocabulary, words_in


@pytest.mark.parametrize(
    ("language", "text", "expected", "why"),
    [
        ("en", "It is {safe,” said Moss, “unless} it rains", "said Moss", "between two halves"),
        ("en", 'It is {safe," said Moss, "unless} it rains', "said Moss", "typewriter's marks"),
        ("de", "Es ist {sicher“, sagte Moos. „Aber} es regnet", "sagte Moos", "German marks"),
        ("de", "Es ist {sicher«, sagte Moos. »Aber} es regnet", "sagte Moos", "German guillemets"),
        ("fr", "C'est {sûr », a dit le maire. « Mais} il pleut", "a dit le maire", "French guillemets with blanks"),
        ("it", "È {sicuro», ha detto Mori. «Ma} piove", "ha detto Mori", "Italian guillemets"),
        ("en", "It {is,” said Moss, “safe,” he said again, “unless} it rains", "said Moss he said again", "two clauses"),
        (
            "en",
            "It was built in 1920, {but critics say “it is} unsafe”",
            "",
            "speech only begins: the clause says whose view it is",
        ),
        ("en", "It is {safe,” said Moss, and the council went} home", "", "speech only ends"),
        ("en", "It is {safe,” the green old door, “unless} it rains", "", "nobody says anything"),
        ("en", "It is {safe unless} it rains", "", "no marks"),
    ],
)
def test_reporters_words(language: str, text: str, expected: str, why: str) -> None:
    start, end = text.index("{"), text.index("}") - 1
    plain = text.replace("{", "").replace("}", "")
    words, before, after = (words_in(plain, language, a, b) for a, b in ((start, end), (0, start), (end, len(plain))))
    found = reporters_words(plain, words, before, after, vocabulary(language))
    assert expected == " ".join(words[k].raw for k in sorted(found)), why
