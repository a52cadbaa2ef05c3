from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.text.words import fold_character, letters, words

LETTERS = "abcdeßéñœﬁøŁžаяшλως北京㌀㎏㈱語אבגدذر०१٢ı"
OTHERS = " \n.,;:'’\"-–—[]()\u00ad\u200b\u0301\ufeff…¹²"


def told(text: str) -> list[str]:
    found = words(text)
    return [text[a:b] for a, b in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("", [], "nothing"),
        (" … — ! ", [], "no letter and no digit"),
        ("The end.", ["The", "end"], "a stop is no part of a word"),
        ("don't don’t donʼt", ["don't", "don’t", "donʼt"], "an apostrophe between letters, in every shape"),
        ("'tis the boys' own", ["tis", "the", "boys", "own"], "a mark at a word's rim is no apostrophe"),
        ("4.2 1,000.50 4. 2", ["4.2", "1,000.50", "4", "2"], "points between digits, and a stop after one"),
        ("e.g. U.S.", ["e", "g", "U", "S"], "points between letters part them"),
        ("a4 4a B2B", ["a4", "4a", "B2B"], "letters and digits together are one word"),
        ("[T]he judge[s] [so] a[]b", ["T]he", "judge[s", "so", "a", "b"], "brackets between letters are no break, others are"),
        ("4[2] [1]", ["4", "2", "1"], "a bracket beside a digit is a break"),
        ("co\u00adop re\u200bdo", ["co\u00adop", "re\u200bdo"], "soft hyphens and characters without width stand inside"),
        ("well-known river—bank", ["well", "known", "river", "bank"], "hyphens and dashes part"),
        ("dam¹ x²³", ["dam", "¹", "x", "²", "³"], "raised figures are words of their own"),
        ("東京に 行く", ["東", "京", "に", "行", "く"], "each character of a script without blanks"),
        ("a東b", ["a", "東", "b"], "and beside letters too"),
        ("𠀀𠀁", ["𠀀", "𠀁"], "beyond the basic plane too"),
        ("5㎏ a㌀t", ["5㎏", "a㌀t"], "letters in a square are letters: no two words may begin at one place"),
        ("京㌀京", ["京", "㌀", "京"], "but an ideograph beside them is its own word"),
        ("שלום עולם", ["שלום", "עולם"], "written from right to left"),
        ("cafe\u0301s", ["cafe\u0301s"], "a combining accent belongs to its letter"),
    ],
)
def test_which_words_a_text_has(text: str, expected: list[str], why: str) -> None:
    assert expected == told(text), why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Straße", "STRASSE", "case of every kind"),
        ("café", "cafe\u0301", "composed and not"),
        ("coöperate", "cooperate", "a diaeresis"),
        ("ﬁnal", "final", "a ligature"),
        ("œuvre", "oeuvre", "two letters in one"),
        ("don’t", "don't", "apostrophes"),
        ("contri\u00adbution", "contribution", "a soft hyphen"),
        ("[T]he", "the", "brackets within a word"),
        ("١٢", "١٢", "other figures are the same as themselves"),
        ("Ａｂ", "ab", "full-width letters"),
        ("5㎏", "5kg", "letters in a square"),
    ],
)
def test_spellings_of_one_word_have_one_hash(one: str, other: str, why: str) -> None:
    assert words(one).hashes.tolist() == words(other).hashes.tolist(), why
    assert words(one).codes == words(other).codes, why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("4.2", "42", "a point makes another number"),
        ("4 2", "42", "a blank too"),
        ("1,000", "1000", "figures in groups are told apart here, and compared as numbers later"),
        ("not able", "notable", "two words are not one"),
        ("dont", "don't", "an apostrophe is a letter of its word"),
        ("ab", "ba", "order"),
        ("a", "aa", "length"),
        ("river", "rivers", "an ending"),
        ("x²", "x2", "a raised figure is no part of the word"),
    ],
)
def test_different_words_have_different_hashes(one: str, other: str, why: str) -> None:
    assert words(one).hashes.tolist() != words(other).hashes.tolist(), why


def naive(text: str) -> list[tuple[str, str]]:
    """Runs of letters and digits, for texts without any of the special characters."""
    out, start = [], None
    for i, c in enumerate([*text, " "]):
        if c.isalnum() and start is None:
            start = i
        elif not c.isalnum() and start is not None:
            out.append((text[start:i], "".join(map(fold_character, text[start:i]))))
            start = None
    return out


@given(st.text(st.sampled_from('abcdXYZéÉäöüñžаЯшλως01 .;:-–—!?\n()"')))
def test_words_are_the_runs_of_letters_that_a_slow_reader_finds(text: str) -> None:
    spaced = text.replace(".", " . ")
    expected = naive(spaced)
    assert [raw for raw, _ in expected] == told(spaced)
    by_spelling = dict(zip((folded for _, folded in expected), words(spaced).hashes.tolist(), strict=True))
    assert [by_spelling[folded] for _, folded in expected] == words(spaced).hashes.tolist()
    assert len({*by_spelling.values()}) == len(by_spelling)


@given(st.text(st.sampled_from(LETTERS + OTHERS)) | st.text())
def test_words_stand_in_order_inside_the_text(text: str) -> None:
    found = words(text)
    at = 0
    for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True):
        assert at <= start < end <= len(text)
        at = end
    assert len(found) == len(found.hashes) == len(found.codes) == len(found.starts)


@given(st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=8), min_size=1, max_size=6), st.integers(0, 40))
def test_a_word_has_the_same_hash_wherever_it_stands(some: list[str], blanks: int) -> None:
    alone = [h for w in some for h in words(w).hashes.tolist()]
    assert alone == words(" " * blanks + ", ".join(some)).hashes.tolist()


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(st.sampled_from(LETTERS + OTHERS), min_size=1, max_size=12), min_size=20, max_size=60))
def test_a_long_text_has_the_words_of_its_parts(parts: list[str]) -> None:
    line = " ".join(parts) + " "
    alone = words(line)
    times = (1 << 18) // len(line) + 3
    long = words(line * times)
    assert alone.hashes.tolist() * times == long.hashes.tolist()
    offset = len(line) * (times - 1)
    assert [s + offset for s in alone.starts.tolist()] == long.starts.tolist()[len(alone) * (times - 1) :]
    assert [e + offset for e in alone.ends.tolist()] == long.ends.tolist()[len(alone) * (times - 1) :]


def test_a_long_text_is_parted_between_words() -> None:
    text = "x" * ((1 << 18) - 3) + " bridge, don't 4.2 " + "ferry " * 50
    assert ["bridge", "don't", "4.2", "ferry"] == told(text)[1:5]


@given(st.text())
def test_folding_characters_is_settled_at_once(text: str) -> None:
    once = letters(text)
    assert once == letters(once)
    assert letters(unicodedata.normalize("NFC", text)) == letters(unicodedata.normalize("NFD", text))
