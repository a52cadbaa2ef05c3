from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_directive_oracle import Parsed, find, parse

from fidelity.text.fragment import deep_link, directive, page

LINES = "The weir was rebuilt.\nThe warden said so, twice; the well-kept ladder held & held.\n\nIt wasn't cheap."
TWICE = "The pier is safe, said the mayor.\nThe pier is safe, said the warden.\nThe pier is safe.\nThe pier is safe."
LONG = (
    "The committee met nine times and heard forty witnesses, among them the pilots and the tug masters.\n"
    "It found that the lamp was lit. It found that the lamp was lit on every night of the storm, and thanks the keeper."
)


def where(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    start = [m.start() for m in re.finditer(re.escape(words), text)][nth - 1]
    return start, start + len(words)


def seen(text: str, written: str, unread: dict[int, str] | None = None) -> tuple[int, int] | None:
    """What the oracle marks, in places of `text`; the page also has `unread` words at some of them."""
    shown, places, blocks = [], [], [""]
    for at in range(len(text) + 1):
        for char in (unread or {}).get(at, ""):
            blocks[-1] += char
            shown.append(char)
            places.append(at)
        if at == len(text) or text[at] == "\n":
            blocks.append("")
            continue
        blocks[-1] += text[at]
        shown.append(text[at])
        places.append(at)
    found = find(blocks, parse(written))
    return (places[found[0]], places[found[1] - 1] + 1) if found else None


@pytest.mark.parametrize(
    ("text", "words", "nth", "expected", "why"),
    [
        (LINES, "weir was", 1, "text=weir%20was", "the words alone, where they stand once"),
        (LINES, "The weir was rebuilt.", 1, "text=The%20weir%20was%20rebuilt", "a mark at the rim is left out"),
        (LINES, "eir wa", 1, "text=weir%20was", "words are taken whole"),
        (LINES, "wasn", 1, "text=wasn%27t", "an apostrophe is inside its word"),
        (LINES, "well-kept", 1, "text=well%2Dkept", "a hyphen would end a prefix"),
        (LINES, "so, twice", 1, "text=so%2C%20twice", "a comma would part the terms"),
        (LINES, "held & held", 1, "text=held%20%26%20held", "an ampersand would part the directives"),
        (LINES, "held", 2, "text=ladder%20held%20%26-,held", "the words before tell the second one from the first"),
        (LINES, "rebuilt.\nThe warden", 1, "text=rebuilt,The%20warden", "a term ends with its line, the range does not"),
        (
            TWICE,
            "The pier is safe",
            2,
            "text=said%20the%20mayor.-,The%20pier%20is%20safe",
            "before the first word of a line: the line before",
        ),
        (TWICE, "The pier is safe", 3, "text=said%20the%20warden.-,The%20pier%20is%20safe", "the same further on"),
        (TWICE, ", ", 1, None, "no words, no directive"),
        ("Yes.\nYes.\nYes.", "Yes", 3, None, "nothing tells the third from the second"),
        ("“Yes.”\n“No.”\n“Yes.”", "Yes", 2, "text=No.%E2%80%9D-,%E2%80%9CYes", "a mark before the term goes with it"),
        ("It is 3.5 m", "3", 1, "text=3.5", "a number with a point is one word"),
        ("So naïve.\nSo very naive.", "naive", 1, "text=So%20very-,naive", "accents tell browsers nothing"),
        ("A café.\nThe Café.", "Café", 1, "text=The-,Caf%C3%A9", "nor does case"),
        ("co\u00adop", "co\u00adop", 1, "text=coop", "soft hyphens are not looked for"),
        (
            LONG,
            LONG[: LONG.index(" It found that", 120)],
            1,
            "text=The%20committee%20met%20nine%20times,found%20that%20the%20lamp%20was%20lit",
            "a long one by its ends",
        ),
        (
            LONG,
            "the lamp was lit on every night of the storm, and thanks the keeper",
            1,
            "text=the%20lamp%20was%20lit%20on%20every%20night%20of%20the%20storm%2C%20and%20thanks%20the%20keeper",
            "a short one whole",
        ),
    ],
)
def test_directive(text: str, words: str, nth: int, expected: str | None, why: str) -> None:
    written = directive(page(text), where(text, words, nth))
    assert expected == written, why


def test_unspaced_scripts_are_told_by_the_words_around() -> None:
    text = "市長は昨日、橋の建設を始めると発表した。"
    written = directive(page(text), where(text, "建設"))
    assert written is not None
    assert Parsed("建設", None, "市長は昨日、橋の", "を始めると発表した") == parse(written)


@pytest.mark.parametrize(
    ("text", "unread", "words", "covered", "why"),
    [
        (
            "a policy that nobody had read",
            {8: "1"},
            "a policy",
            "a policy that nobody had read",
            "a note's number makes another word",
        ),
        (
            "He read a policy. Nobody else had.",
            {17: "[1]"},
            "policy. Nobody",
            "policy. Nobody",
            "between the ends of a range it may stand",
        ),
        ("It was in 1998. Nobody knew.", {15: "3"}, "in 1998", "in 1998. Nobody knew", "a number goes on through a point"),
        ("So said the mayor. Yes. No. Yes.", {27: "[2]"}, "Yes", "Yes", "the first is named without what follows"),
    ],
)
def test_seams(text: str, unread: dict[int, str], words: str, covered: str, why: str) -> None:
    written = directive(page(text, unread), where(text, words))
    assert written is not None
    assert where(text, covered) == seen(text, written, unread), why


@pytest.mark.parametrize(
    ("address", "anchor", "expected", "why"),
    [
        ("https://a.example/x", "", "https://a.example/x#:~:text=weir&text=warden", "a directive for each passage"),
        ("https://a.example/x#top", "", "https://a.example/x#top:~:text=weir&text=warden", "its own fragment is kept"),
        (
            "https://a.example/x#top:~:text=old",
            "",
            "https://a.example/x#top:~:text=weir&text=warden",
            "an older directive is not",
        ),
        (
            "https://a.example/x.pdf",
            "page=3",
            "https://a.example/x.pdf#page=3:~:text=weir&text=warden",
            "an anchor, if it has none",
        ),
        ("https://a.example/x#a", "page=3", "https://a.example/x#a:~:text=weir&text=warden", "its own comes first"),
        (
            " HTTP://a.example/é x?q=1&r=%20 ",
            "",
            "HTTP://a.example/%C3%A9%20x?q=1&r=%20#:~:text=weir&text=warden",
            "made an address",
        ),
        ("originals/a.html", "", None, "a path is no web address"),
        ("file:///a.html", "", None, "nor is a file's"),
        ("https:///a", "", None, "nor one without a host"),
        (None, "", None, "nor none"),
    ],
)
def test_deep_link(address: str | None, anchor: str, expected: str | None, why: str) -> None:
    passages = [where(LINES, "weir"), where(LINES, "; "), where(LINES, "warden"), where(LINES, "weir")]
    assert expected == deep_link(address, page(LINES), passages, anchor), why


def test_no_link_where_nothing_can_be_named() -> None:
    assert deep_link("https://a.example/", page(LINES), [where(LINES, "; ")]) is None


words = st.sampled_from(["the", "The", "pier", "is", "not", "safe", "né", "ne", "a-b", "4.2", "it's", "“so”", "on,"])
texts = st.lists(st.tuples(words, st.sampled_from([" ", " ", " ", ". ", ".\n", "\n\n", " \n"])), min_size=1, max_size=40).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


def within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words of which `[start, end)` has a letter or digit."""
    found = [m.span() for m in re.finditer(r"[^\W_]+(?:['.][^\W_]+)*", text)]
    return [(a, b) for a, b in found if any(map(str.isalnum, text[max(a, start) : min(b, end)]))]


@given(texts, st.data())
def test_the_search_of_the_draft_ends_at_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    written = directive(page(text), (start, end))
    core = within(text, start, end)
    if written is None:
        named = text[core[0][0] : core[-1][1]].casefold().replace("é", "e") if core else ""
        assert not core or "\n" in named or text.casefold().replace("é", "e").count(named) > 1, "what stands once has one"
        return
    found = seen(text, written)
    assert found is not None, written
    left, right = text[found[0] : core[0][0]], text[core[-1][1] : found[1]]
    assert found[0] <= core[0][0], written
    assert found[1] >= core[-1][1], written
    assert not any(map(str.isalnum, left + right)), f"{written} marks other words too: {left!r} {right!r}"


@given(texts, st.dictionaries(st.integers(0, 200), st.sampled_from(["1", "[2]", " Share "]), max_size=4), st.data())
def test_what_the_page_shows_besides_misleads_nobody(text: str, unread: dict[int, str], data: st.DataObject) -> None:
    inside = [m.span() for m in re.finditer(r"[\w'.-]+", text)]
    unread = {at: w for at, w in unread.items() if at <= len(text) and not any(a < at < b for a, b in inside)}
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    core = within(text, start, end)
    written = directive(page(text, unread), (start, end))
    if written is not None:
        found = seen(text, written, unread)
        assert found is not None, written
        assert found[0] <= core[0][0] < core[-1][1] <= found[1], written


def test_a_page_of_one_word_takes_no_longer_than_it_must() -> None:
    text = "so " * 100_000
    began = time.process_time()
    assert directive(page(text), (150_000, 150_200)) is None
    assert time.process_time() - began < 5
