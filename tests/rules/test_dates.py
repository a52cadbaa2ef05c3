"""Dates of one day are the same however they are written; others are not."""

import pytest

from fidelity.rules.dates import same_date

SAME = [
    ("en", "12 March 2019", "March 12, 2019", "day and month the other way round"),
    ("en", "12 March", "March 12th", "an ordinal"),
    ("en", "4 May 2019", "2019-05-04", "in figures"),
    ("en", "3 Apr. 2019", "3 April 2019", "a month cut short"),
    ("en", "04/05/2019", "5 April 2019", "month first, as Americans write"),
    ("de", "12. März 2020", "12.03.2020", "in Ziffern"),
    ("de", "3. Jänner 2020", "3. Januar 2020", "ein anderer Name des Monats"),
    ("fr", "1er mars 2017", "01/03/2017", "en chiffres"),
    ("es", "30 de junio de 2017", "30/06/2017", "en cifras"),
    ("it", "12 marzo 2017", "12.3.2017", "in cifre"),
    ("nl", "30 juni 2016", "30-06-2016".replace("-", "/"), "in cijfers"),
    ("pt", "30 de junho de 2017", "2017-06-30", "em algarismos"),
]
OTHERS = [
    ("en", "12 March 2019", "21 March 2019", "another day"),
    ("en", "12 March 2019", "March 12, 2018", "another year"),
    ("en", "12 March 2019", "12 May 2019", "another month"),
    ("en", "12 March 2019", "12 March", "a year left out"),
    ("de", "12. März 2020", "03.12.2020", "Tag und Monat vertauscht"),
    ("fr", "le 12 mars 2017", "le 12", "aucune date"),
]


@pytest.mark.parametrize(("language", "here", "there", "description"), SAME)
def test_one_day(language: str, here: str, there: str, description: str) -> None:
    assert same_date(here, (0, len(here)), there, (0, len(there)), language), description
    assert same_date(there, (0, len(there)), here, (0, len(here)), language), description


@pytest.mark.parametrize(("language", "here", "there", "description"), OTHERS)
def test_two_days(language: str, here: str, there: str, description: str) -> None:
    assert not same_date(here, (0, len(here)), there, (0, len(there)), language), description


def test_a_word_beside_a_date_is_no_part_of_it() -> None:
    here, there = "closed on March 12, 2019", "not closed on 12 March 2019"
    assert not same_date(here, (0, 6), there, (0, 10), "en")
