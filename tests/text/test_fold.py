from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.text.fold import fold
from fidelity.text.origin import is_forward

ODD = "ab Z9.\"“”„«»'’‘‚-–—\u2010\u00ad\u200b\ufeff\n\r\t\u2028\u00a0ﬁœé\u0301\u0308½…①가가"


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("“a” „b“ «c»", '"a" "b" "c"', "double marks of every kind"),
        ("‘a’ don’t ‹b›", "'a' don't 'b'", "single marks and apostrophes"),
        ("a–b—c−d‐e", "a-b-c-d-e", "dashes"),
        ("a\u00a0b\u2009c\t\nd", "a b c d", "blanks of every kind, and runs of them"),
        ("con\u00adtri", "contri", "a soft hyphen"),
        ("contri-\nbution", "contribution", "a word divided at a line's end"),
        ("contri-\r\n  bution", "contribution", "with another line end and an indent"),
        ("Anglo-\nSaxon", "Anglo- Saxon", "a capital after the hyphen: no division"),
        ("1990-\n2000", "1990- 2000", "between figures: no division"),
        ("zero\u200bwidth\ufeff", "zerowidth", "characters without width"),
        ("ﬁn ｆｕｌｌ", "fin full", "ligatures and full-width letters"),
        ("cafe\u0301", "café", "accents are composed"),
        ("Café", "Café", "case and accents stay"),
        ("plain text.", "plain text.", "nothing to do"),
        ("", "", "nothing at all"),
    ],
)
def test_folded_spelling(text: str, expected: str, why: str) -> None:
    assert expected == fold(text)[0], why


@given(st.text(st.sampled_from(ODD)) | st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)[0]
    assert once == fold(once)[0]


@given(st.text(st.sampled_from(ODD)) | st.text())
def test_the_way_back_never_runs_backwards_and_stays_inside(text: str) -> None:
    folded, origin = fold(text)
    assert len(folded) == origin.size
    assert is_forward(origin)
    for i in range(origin.size):
        start, end = origin.span(i, i + 1)
        assert 0 <= start <= end <= len(text)


@given(st.text(st.sampled_from(ODD)))
def test_each_folded_character_stands_for_what_folds_to_it(text: str) -> None:
    folded, origin = fold(text)
    for i, c in enumerate(folded):
        if c in "abZ9":
            assert c in fold(text[slice(*origin.span(i, i + 1))])[0]
