"""The language of a text, told by its small words."""

from __future__ import annotations

import pytest

from fidelity.text.language import detect

TEXTS = [
    ("The lock was closed for the winter and it will not open before the end of March.", "en"),
    ("Die Schleuse war im Winter geschlossen, und sie wird nicht vor dem Ende des Monats öffnen.", "de"),
    ("L’écluse était fermée pendant l’hiver, et elle ne sera pas ouverte avant la fin du mois.", "fr"),
    ("La esclusa estuvo cerrada en el invierno y no se abrirá hasta el fin de mes.", "es"),
    ("La chiusa era chiusa per tutto l’inverno e non sarà aperta prima della fine del mese.", "it"),
    ("De sluis was in de winter gesloten en zij zal niet voor het einde van de maand opengaan.", "nl"),
    ("A comporta esteve fechada no inverno e não será aberta até ao fim do mês.", "pt"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS, ids=[t[1] for t in TEXTS])
def test_each_language(text: str, language: str) -> None:
    assert language == detect(text)
    assert language == detect(text.upper()), "in capitals"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("Keller", "a name"),
        ("42 17 2019 4.2", "figures"),
        ("Sulku suljettiin talveksi eikä sitä avata ennen maaliskuuta kenellekään.", "a language that is not known"),
        ("Шлюз был закрыт на зиму и не откроется до конца марта.", "another alphabet"),
    ],
)
def test_too_little_or_unknown(text: str, why: str) -> None:
    assert detect(text) is None, why


def test_the_beginning_of_a_long_text_decides() -> None:
    english, german = TEXTS[0][0], TEXTS[1][0]
    assert "en" == detect(f"{english} " * 30 + f"{german} " * 60)
