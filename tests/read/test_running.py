from __future__ import annotations

import pytest

from fidelity.read import read

FILLING = """The keeper of the lamp has gone down to the harbour every evening
since the winter, and he has written down the hour at which each
of the boats came in and who was at the oars when it did so.

He has kept those books for eleven years, and nobody has asked to
see them in that time, although the town council has paid for the
paper and for the ink, and once, in the year of the flood, for a
new lamp. What is in them is mostly weather and mostly dull.

"""
HALVES = (
    "When the wind had turned {} saw the smallest of the boats go up-",
    "stream to the mill, where {} found it on that Sunday.",
)
WHO = ("Anna", "the miller", "her brother", "a priest")


def pages(*heads: str, halves: tuple[str, str] = HALVES) -> str:
    """A page of paragraphs before each head, and one that goes on behind it."""
    return "".join(
        f"{FILLING}{FILLING}{halves[0].format(who)}\n{head}{halves[1].format(who)}\n\n"
        for head, who in zip(heads, WHO, strict=False)
    )


def text_of(source: str) -> str:
    return read("a.txt", source.encode()).text


FAR = " " * 20
NUMBERED = f"\n{FAR}{FAR}{{}}\nTHE LAMP BOOKS{FAR}SPRING\n\n"
HEADS = {
    "a number at the foot, a head on the next page": [NUMBERED.format(n) for n in (4, 5, 6)],
    "only two of them": [NUMBERED.format(n) for n in (4, 5)],
    "numbers between dashes": [f"\n- {n} -\n\n\n{FAR}The Lamp Books\n\n" for n in (11, 12, 13)],
    "numbers with their word": [f"\nPage {n} of 9\n\n" for n in (2, 3, 4)],
    "heads that end with a stop": [f"{n}    LAMP v. TOWN OF HAVEN, INC.\n\n{FAR}Opinion of ROE, J.\n\n" for n in (2, 4, 6)],
    "a long head, close to its number": [f"{n}   THE LAMP BOOKS, AND WHAT THE KEEPER WROTE IN THEM\n\n" for n in (2, 4, 6)],
    "form feeds": ["\n\x0cTHE LAMP BOOKS\n\n"] * 3,
    "each head once": [f"\n{n}\n\n{FAR}{t}\n\n" for n, t in ((7, "The Flood"), (8, "The Red Sail"), (9, "The Mill"))],
    "a head on several lines": [f"\n{n}\n{FAR}Lamp\n{FAR}  Books kept\n{FAR}   by hand\n\n" for n in (7, 8, 9)],
    "roman numerals": ["\n\nxiv\n\n", "\n\nxv\n\n", "\n\nxvi\n\n"],
    "a form feed and nothing else": ["\x0c\n"] * 3,
}


@pytest.mark.parametrize("why", HEADS)
def test_no_head_stays_between_the_halves_of_a_word(why: str) -> None:
    heads = HEADS[why]
    document = read("a.txt", pages(*heads).encode())
    assert len(heads) == sum("go up-\nstream to the mill" in document.text[slice(*b.span)] for b in document.blocks)
    assert 2 * len(heads) == document.text.count("mostly weather and mostly dull.")
    assert 2 * len(heads) == document.text.count("The keeper of the lamp has gone")


@pytest.mark.parametrize(
    ("source", "kept", "why"),
    [
        (pages("\n2013\n\n", "\n1987\n\n", "\n2004\n\n"), "2013", "numbers that do not count on are text"),
        (pages("\nROW ON, ROW ON!\n\n", "\nROW ON, ROW ON!\n\n"), "ROW ON", "no page is seen to begin there"),
        ("\n\n".join(f"{n}    lamps of the {n}th kind" for n in range(1, 9)), "3    lamps", "a table is no row of pages"),
        (f"{FILLING}{FAR}1\n{FILLING}{FAR}* * *\n\n{FILLING}", "* * *", "a row of stars"),
        (
            pages(*(f"{n}      THE LAMP BOOKS\n\n" for n in (2, 4, 6))) + f"{FAR}1\n{FILLING * 2}{FAR}2\n{FILLING}",
            "\n\n1\n\nThe keeper",
            "the numbers of sections, where pages have heads",
        ),
        (
            pages("\n7\n\n   Loud they sang,\n\n", "\n8\n\n   Lowly they sang,\n\n", halves=("then {} rose", "and {} left")),
            "Lowly they sang",
            "words of the text next to page numbers",
        ),
    ],
)  # fmt: skip
def test_no_words_of_the_work_are_taken_for_a_head(source: str, kept: str, why: str) -> None:
    document = read("a.txt", source.encode())
    assert kept in document.text, why
    at = document.text.index(kept) + len(kept) - len(kept.lstrip())
    assert ["paragraph"] == [b.kind for b in document.blocks if b.span[0] <= at < b.span[1]], why


def test_a_number_that_slipped_to_the_next_line() -> None:
    heads = [f"{' ' * 14}Cite as: 9 L. B. ____ (1921){' ' * 10}{n}\n\n" for n in (3, 5, 7)]
    slipped = f"{' ' * 14}Cite as: 9 L. B. ____ (1921)\n{' ' * 40}9\n\n"
    assert "Cite as" not in text_of(pages(*heads, slipped))


def test_notes_at_the_foot_of_a_page_are_blocks_of_their_own() -> None:
    foot = "——————\n  1 The red sail was mended twice in that\nyear, by two of the brothers.\n{}      THE LAMP BOOKS\n\n"
    document = read("a.txt", pages(*(foot.format(n) for n in (2, 4, 6))).encode())
    assert 3 == sum(b.kind == "footnote" for b in document.blocks)
    assert all("red sail was mended" not in document.text[slice(*b.span)] for b in document.blocks if b.kind == "paragraph")
