"""How letters on pages become text: columns, lines, paragraphs, what belongs to pages, notes, spaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pdf_by_hand import Sheet, made

from fidelity.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model import Document

FIRST = (
    "The keeper of the lamp has gone down to the harbour every evening since the winter, and he has written down the hour "
    "at which each of the boats came in and who was at the oars when it did so."
)
SECOND = (
    "He has kept those books for eleven years, and nobody has asked to see them in that time, although the town council has "
    "paid for the paper and for the ink, and once, in the year of the flood, for a new lamp."
)
THIRD = (
    "What is in them is mostly weather and mostly dull, but the pilots hold that they can be trusted, since the keeper has no "
    "reason to flatter anybody and no friends among those who own the ships."
)
LONG = f"{FIRST} {SECOND} {THIRD}"


def blocks(document: Document, *kinds: str) -> list[str]:
    """The text of the blocks of some kinds (of all, if none is named), each on one line."""
    return [
        " ".join(document.text[slice(*b.span)].replace("-\n", "").split())
        for b in document.blocks
        if not kinds or b.kind in kinds
    ]


def turned(texts: tuple[str, ...], by: int) -> list[str]:
    return [texts[(i + by) % len(texts)] for i in range(len(texts))]


def page(*paragraphs: str, top: float = 700, left: float = 72, wide: int = 70, gap: float = 8) -> Sheet:
    sheet = Sheet()
    for text in paragraphs:
        top = sheet.column(left, top, text, wide=wide) - gap
    return sheet


def test_paragraphs_apart_by_space() -> None:
    assert [FIRST, SECOND, THIRD] == blocks(read("a.pdf", made(page(FIRST, SECOND, THIRD))))


def test_paragraphs_apart_by_an_indent() -> None:
    sheet = Sheet()
    y: float = 700
    for text in (FIRST, SECOND, THIRD):
        y = sheet.column(72, y, text, wide=60, indent=3)
    assert [FIRST, SECOND, THIRD] == blocks(read("a.pdf", made(sheet)))


def test_paragraphs_apart_by_a_line_that_ends_early() -> None:
    sheet = Sheet()
    y: float = 700
    for text in (FIRST, SECOND, THIRD):
        y = sheet.column(72, y, text, wide=60)
    assert [FIRST, SECOND, THIRD] == blocks(read("a.pdf", made(sheet)))


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_under_a_title_and_over_a_note(columns: int) -> None:
    sheet = Sheet()
    sheet.put(150, 740, "THE BOOKS OF THE LAMP, AND WHO WROTE THEM", font="B", size=14)
    wide, step = (38, 260) if columns == 2 else (26, 180)
    texts = [FIRST, SECOND, THIRD][:columns]
    for n, text in enumerate(texts):
        sheet.column(50 + step * n, 700, text, wide=wide)
    sheet.column(
        50, 500, "A line under all of the columns, which reaches from the left edge far over to the right one.", wide=90
    )
    found = blocks(read("a.pdf", made(sheet)))
    assert ["THE BOOKS OF THE LAMP, AND WHO WROTE THEM", *texts] == found[: columns + 1]
    assert found[-1].startswith("A line under all")


def test_columns_do_not_depend_on_the_order_in_which_they_are_drawn() -> None:
    sheet = Sheet()
    sheet.column(310, 700, SECOND, wide=38)
    sheet.column(50, 700, FIRST, wide=38)
    mixed = Sheet()
    mixed.drawn = [line for pair in zip(sheet.drawn[:5], sheet.drawn[len(sheet.drawn) // 2 :], strict=False) for line in pair]
    mixed.drawn += [line for line in sheet.drawn if line not in mixed.drawn]
    assert [FIRST, SECOND] == blocks(read("a.pdf", made(mixed)))


def test_a_paragraph_runs_over_a_column_and_a_page() -> None:
    words = LONG.split()
    parts = [" ".join(words[:40]), " ".join(words[40:70]), " ".join(words[70:])]
    first, second = Sheet(), Sheet()
    first.column(50, 700, parts[0], wide=38)
    first.column(310, 700, parts[1], wide=38)
    second.column(50, 700, parts[2], wide=38)
    document = read("a.pdf", made(first, second))
    assert [LONG] == blocks(document)
    assert parts[2] == " ".join(document.text[document.pages[1] :].split())
    assert [1, 2] == [document.page(0), document.page(document.pages[1])]


HALVES = [
    ("When the wind had turned, the smallest of the boats went up the river and lay", "at the mill until the evening."),
    ("When the miller saw it there he sent his eldest son to ask the harbour office", "whose it was, and got no answer."),
    ("When the office was asked again in April it wrote that boats were no business", "of millers in this or any county."),
    ("When this letter was read out in the council somebody laughed so loud that the", "clerk put it down in the minutes."),
    ("When the minutes were printed, the laughter had become a cough, as it seems to", "happen to laughter in that town."),
    ("When the flood came, boat and mill and minutes went down to the sea together.", ""),
]
HEADS: dict[str, Callable[[int], list[tuple[float, float, str]]]] = {
    "numbers at the foot": lambda n: [(300, 30, f"{n}")],
    "numbers between dashes": lambda n: [(300, 30, f"- {n} -")],
    "a page word": lambda n: [(280, 30, f"Page {n} of 9")],
    "a title that comes back": lambda n: [(72, 760, "THE BOOKS OF THE LAMP"), (500, 760, f"{n}")],
    "titles by turns": lambda n: [(72, 760, f"{n}   THE BOOKS" if n % 2 else f"Of the keeper   {n}")],
    "roman numerals": lambda n: [(300, 30, ("i", "ii", "iii", "iv", "v", "vi")[n - 1])],
    "two lines": lambda n: [(72, 770, "Cite as: 12 Lamp 34"), (72, 756, f"Opinion of the pilots, {n}")],
}


@pytest.mark.parametrize("why", HEADS)
def test_heads_and_page_numbers_do_not_break_a_sentence(why: str) -> None:
    sheets = []
    for n in range(1, 7):
        sheet = page(*turned((FIRST, SECOND, THIRD), n), HALVES[n - 1][0], top=660)
        if n > 1:
            sheet.column(72, 680, HALVES[n - 2][1])
        for x, y, words in HEADS[why](n):
            sheet.put(x, y, words)
        sheets.append(sheet)
    document = read("a.pdf", made(*sheets))
    found = blocks(document, "paragraph")
    assert [" ".join(halves) for halves in HALVES[:5]] == [text for text in found if text.startswith("When")][:5]
    assert 6 * len(HEADS[why](1)) >= len(blocks(document, "furniture")) >= 6
    assert 18 == sum(found.count(text) for text in (FIRST, SECOND, THIRD))


def test_a_sentence_that_comes_back_is_no_head() -> None:
    refrain = "Nobody asked the keeper about it."
    document = read("a.pdf", made(*[page(FIRST, SECOND, refrain)] * 2))
    assert 2 == blocks(document, "paragraph").count(FIRST)


def test_numbers_of_lines_are_left_out() -> None:
    sheet = Sheet()
    sheet.column(100, 700, LONG, wide=60)
    for n in range(len(sheet.drawn)):
        sheet.put(72, 700 - 12 * n, f"{n + 1:2}".strip())
    document = read("a.pdf", made(sheet))
    assert [LONG] == blocks(document)
    assert "The numbers of lines beside the text were left out." in document.notes


def test_numbers_of_one_table_are_none_of_lines() -> None:
    sheet = Sheet()
    for n in range(1, 10):
        sheet.put(72, 700 - 12 * n, f"{n}")
        sheet.put(100, 700 - 12 * n, f"Boats that came in at {n}")
    document = read("a.pdf", made(page(FIRST, SECOND), sheet, page(THIRD, LONG)))
    assert "9" in document.text.split()
    assert not any("numbers of lines" in note for note in document.notes)


def test_numbers_of_a_list_stay() -> None:
    sheet = Sheet()
    for n in range(1, 6):
        sheet.put(72, 700 - 30 * n, f"{n}.")
        sheet.column(100, 700 - 30 * n, FIRST[:90], wide=60)
    document = read("a.pdf", made(sheet))
    assert [f"{n}. {FIRST[:90]}" for n in range(1, 6)] == blocks(document)


def test_notes_at_the_foot_do_not_break_a_sentence() -> None:
    first = page(FIRST, SECOND, "The pilots hold that they can be trusted, since the keeper has never had any reason to")
    first.put(72, 120, "3", size=5, rise=3)
    first.column(77, 120, "Minutes of the pilots, volume two, which is lost.", wide=80, size=7)
    second = page("flatter those who own the ships.", THIRD)
    document = read("a.pdf", made(first, second))
    begun = "The pilots hold that they can be trusted, since the keeper has never had any reason to"
    assert f"{begun} flatter those who own the ships." in blocks(document, "paragraph")
    assert ["3 Minutes of the pilots, volume two, which is lost."] == blocks(document, "footnote")


@pytest.mark.parametrize(
    ("before", "raised", "text", "calls", "why"),
    [
        ("the keeper's books.", "12", "the keeper's books. He", ["12"], "after a stop"),
        ("the keeper", "7", "the keeper He", ["7"], "after a word"),
        ("“the books”", "*", "“the books” He", ["*"], "a sign"),
        ("nine km", "2", "nine km2 He", [], "a unit"),
        ("ten to the 10", "6", "ten to the 106 He", [], "an exponent"),
        ("on the 9", "th", "on the 9th He", [], "an ordinal"),
    ],
)
def test_raised_figures(before: str, raised: str, text: str, calls: list[str], why: str) -> None:
    sheet = Sheet()
    x = 72.0
    sheet.put(x, 700, before)
    x += 6 * len(before)
    sheet.put(x, 700, raised, size=6, rise=4)
    x += 3.6 * len(raised) + 6
    sheet.put(x, 700, "He")
    sheet.column(72, 660, LONG, wide=70)
    document = read("a.pdf", made(sheet))
    assert text == blocks(document)[0], why
    assert calls == [i.label for i in document.inlines]


def test_lowered_letters_stay_in_their_line() -> None:
    sheet = Sheet()
    sheet.put(72, 700, "Set in T")
    sheet.put(119, 697, "E")
    sheet.put(124, 700, "X by the clerk, who was fond of it.")
    sheet.column(72, 688, LONG, wide=60)
    assert blocks(read("a.pdf", made(sheet)))[0].startswith("Set in TEX by the clerk, who was fond of it.")


def test_words_divided_at_line_ends_keep_their_line_end() -> None:
    sheet = Sheet()
    for n, words in enumerate(
        ("The keeper has gone down to the har-", "bour every evening since the win-", "ter and has seen no-", "body.")
    ):
        sheet.put(72, 700 - 12 * n, words)
    assert read("a.pdf", made(sheet)).text == (
        "The keeper has gone down to the har-\nbour every evening since the win-\nter and has seen no-\nbody."
    )


def test_spaces_come_from_gaps_and_never_double() -> None:
    sheet = Sheet()
    for x, word in ((72, "Nobody"), (111, "asked"), (149, "to"), (191, "see")):
        sheet.put(x, 700, word)
    sheet.put(72, 688, "the  books   of the lamp")
    assert read("a.pdf", made(sheet)).text.split("\n")[-1] == "the books of the lamp"
    assert "Nobody asked to see" in " ".join(read("a.pdf", made(sheet)).text.split())


def test_text_askew_is_left_out_and_a_turned_page_is_read() -> None:
    sheet = page(FIRST, SECOND)
    sheet.put(30, 200, "DRAFT COPY", turn="0 1 -1 0")
    sheet.put(200, 300, "NOT FOR SALE", turn="0.7 0.7 -0.7 0.7")
    document = read("a.pdf", made(sheet))
    assert [FIRST, SECOND] == blocks(document)
    assert "Text that stands askew was left out on page 1." in document.notes
    turned = Sheet()
    for n, words in enumerate((FIRST[:50], FIRST[50:100], FIRST[100:150])):
        turned.put(100 + 12 * n, 72, words.strip(), turn="0 1 -1 0")
    assert "".join(read("a.pdf", made(turned, turned=90)).text.split()) == "".join(FIRST[:150].split())


def test_text_off_the_page_is_left_out() -> None:
    sheet = page(FIRST)
    sheet.put(900, 400, "Not to be seen")
    assert [FIRST] == blocks(read("a.pdf", made(sheet)))


def test_a_table_is_cells_and_a_dialogue_is_not() -> None:
    sheet = page(FIRST)
    for n, row in enumerate((("Boat", "Oars", "Hour"), ("Anna", "four", "nine"), ("Berta", "six", "ten"))):
        for m, cell in enumerate(row):
            sheet.put(72 + 120 * m, 600 - 14 * n, cell)
    for n, (who, said) in enumerate(
        (("KEEPER:", "I saw it."), ("PILOT:", "At nine?"), ("KEEPER:", "At ten."), ("PILOT:", "Well."))
    ):
        sheet.put(72, 500 - 12 * n, who)
        sheet.put(160, 500 - 12 * n, said)
    document = read("a.pdf", made(sheet))
    assert ["Boat", "Oars", "Hour", "Anna", "four", "nine", "Berta", "six", "ten"] == blocks(document, "cell")
    assert "KEEPER: I saw it." in " ".join(blocks(document, "paragraph"))


def test_a_block_quotation_is_set_in_on_both_sides() -> None:
    sheet = Sheet()
    y = sheet.column(72, 700, FIRST, wide=70) - 8
    y = sheet.column(108, y, SECOND, wide=56) - 8
    sheet.column(72, y, THIRD, wide=70)
    document = read("a.pdf", made(sheet))
    assert [0, 1, 0] == [b.quote for b in document.blocks]


def test_a_caption_does_not_break_a_paragraph() -> None:
    words = LONG.split()
    first, second = page(" ".join(words[:60])), Sheet()
    second.column(72, 740, "Figure 4: The lamp before the flood.", wide=60, size=8)
    second.column(72, 700, " ".join(words[60:]), wide=70)
    document = read("a.pdf", made(first, second))
    assert [LONG] == blocks(document, "paragraph")
    assert ["Figure 4: The lamp before the flood."] == blocks(document, "caption")


@pytest.mark.parametrize("initial", ["T", "“T"])
def test_a_large_initial_belongs_to_its_word(initial: str) -> None:
    sheet = Sheet()
    sheet.put(72, 676, initial, size=34)
    left = 72 + 20.4 * len(initial) + 3
    lines = ("he keeper of the lamp has gone down to the harbour", "every evening since the winter, and he has written")
    for n, words in enumerate(lines):
        sheet.put(left, 700 - 12 * n, words)
    sheet.put(left, 676, "down the hour at which each of the boats came in")
    sheet.column(72, 664, "and who was at the oars when it did so.", wide=60)
    sheet.column(72, 644, SECOND, wide=60)
    assert [initial + FIRST[1:], SECOND] == blocks(read("a.pdf", made(sheet)))
