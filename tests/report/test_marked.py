from __future__ import annotations

from dataclasses import replace

import pytest
from by_hand import LONG, edit, match, quote, stress

from fidelity.model import ReportedEdit, Side
from fidelity.report.marked import JOINT, Token, article_side, original_side, plain
from fidelity.report.visible import one_line, visible


def words(tokens: list[Token]) -> str:
    return "".join(token.text for token in tokens)


def test_signs_cling_to_the_words() -> None:
    here, there = "He said that he came.", "He said he came."
    found = match(there, edit("insertion", (here, " that "), (there, ">said"), "minor", None))
    assert "He said {+that+} he came." == words(article_side(quote(1, "altered", here, found), found))
    assert there == words(original_side(found, (), around=False)), "nothing to sign where nothing is missing"


def test_omitted_words_stand_where_the_joint_would() -> None:
    here = "They asked … for help."
    there = f"They asked{JOINT}for help."
    omitted = ReportedEdit(
        "omission", "material", "ellipsis", Side((5, 6), "…"), Side((7, 20), " in the night "), None, (11, 12), (10, 10)
    )
    found = match(there, omitted)
    assert here == words(article_side(quote(1, "trimmed", here, found), found)), "the article's own mark is sign enough"
    assert "They asked {-in the night-} for help." == words(original_side(found, (), around=False))


def test_crossing_of_emphasis_and_difference_is_well_nested() -> None:
    here, there = "It was one two three here.", "It was one too three here."
    found = match(there, edit("substitution", (here, "two"), (there, "too"), "minor", None))
    for part, wanted in [
        ("one two three", "It was *one {+two+} three* here."),
        ("w", "It *w*as one {+two+} three here."),
        ("two", "It was one {+*two*+} three here."),
    ]:
        q = quote(1, "altered", here, found, emphasis=(stress("added", here, there, part, ("bold",), (), declared=False),))
        assert wanted == words(article_side(q, found)), part


def test_long_passages_are_cut_away_from_the_differences() -> None:
    here = LONG.replace("patience", "impatience")
    found = match(LONG, edit("substitution", (here, "impatience"), (LONG, "patience"), "material", None))
    for side in (article_side(quote(1, "altered", here, found), found), original_side(found, (), around=False)):
        (gap,) = [token for token in side if token.role == "gap"]
        hidden = int(gap.text.removeprefix("⟨… ").removesuffix(" words …⟩"))
        shown = words([t for t in side if t.role != "gap"])
        assert len(LONG.split()) == hidden + len(shown.split())
        assert "patience" in shown


@pytest.mark.parametrize("text", ["", " ", "a", "\n\n", "word " * 31, "字" * 200])
def test_any_text_can_be_shown(text: str) -> None:
    assert words(plain(text)) == text or "words …⟩" in words(plain(text))


def test_nothing_but_the_words_is_lost_from_short_texts() -> None:
    here = "One, two, three."
    found = replace(match(here), edits=())
    assert here == words(article_side(quote(1, "exact", here, found), found)) == words(original_side(found, (), around=False))


@pytest.mark.parametrize(
    ("text", "shown", "why"),
    [
        ("a\x1b[31mb", "a␛[31mb", "an escape sequence is shown, not sent"),
        ("a\u202eb", "a⟨U+202E⟩b", "a bidi override"),
        ("a\u009bb", "a⟨U+009B⟩b", "an eight-bit escape"),
        ("a\x7fb", "a␡b", "delete"),
        ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne", "line ends are one line end"),
        ("co\u00adop", "coop", "a soft hyphen is nothing to see"),
        ("\udcff", "⟨U+DCFF⟩", "a byte that was no UTF-8"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀", "joiners are part of the words"),
    ],
)
def test_visible(text: str, shown: str, why: str) -> None:
    assert shown == visible(text), why
    assert shown == visible(visible(text)), why


def test_one_line() -> None:
    assert "a b c" == one_line(" a\n\nb\r\n c ")
