"""Where a quotation without marks ends: as far as an original has its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.locate import prepare
from fidelity.locate.bounds import Settled, around, settle
from fidelity.quotes import find_quotes
from fidelity.read import read

if TYPE_CHECKING:
    from fidelity.locate import Original
    from fidelity.model import Document

SAID = (
    "The council closed the northern bridge after the flood of last spring. "
    "It will not be opened before the engineers have looked at every pier. "
)
MORE = "The ferry runs every hour until the work is done and costs nothing. "
ORIGINAL = prepare(f"Something else stands first here. {SAID}{MORE}And much else follows in the paper after that.")
OTHER = prepare("Of barges and their owners this page has a good deal to say, and of nothing else at all.")


def article(*paragraphs: str) -> Document:
    return read("article.txt", "\n\n".join(paragraphs).encode())


def told(document: Document, *originals: Original) -> list[list[str]]:
    quotes = find_quotes(document).quotes
    settled = settle(document, quotes, originals)
    return [[document.text[slice(*s)].replace("\n", " ") for s in settled[k].spans] for k in sorted(settled)]


LEAD = "The Harbour Times reports:"


def test_the_author_s_own_sentence_glued_to_the_paragraph_is_cut_off() -> None:
    document = article(LEAD, f"{SAID}So much for what we were promised by all of them.", "We shall see.")
    assert [[SAID.strip()]] == told(document, ORIGINAL)


def test_an_altered_sentence_between_two_that_stand_there_belongs_to_it() -> None:
    first, second = SAID.strip().split(". ")
    document = article(LEAD, f"{first}. Nobody in town has ever heard a reason for any of that. {second} {MORE}")
    (spans,) = told(document, ORIGINAL)
    assert spans[0].startswith(first)
    assert spans[-1].endswith(MORE.strip())


def test_a_paragraph_that_no_original_holds_ends_it() -> None:
    document = article(LEAD, SAID, "This is what the author thinks of it, and at length.", MORE)
    assert [[SAID.strip()]] == told(document, ORIGINAL)


def test_a_further_paragraph_of_the_same_original_is_part_of_it() -> None:
    document = article(LEAD, SAID, MORE, "This is what the author thinks of it, and at length.")
    assert [[SAID.strip(), MORE.strip()]] == told(document, ORIGINAL)


def test_without_an_original_that_holds_it_the_guess_stands_and_is_uncertain() -> None:
    document = article(LEAD, SAID, "This is what the author thinks.")
    (found,) = settle(document, find_quotes(document).quotes, [OTHER]).values()
    assert not found.certain
    assert found.spans


def test_quotations_with_marks_are_left_alone() -> None:
    document = article(f"The paper writes: “{SAID.strip()}” That is all.")
    assert {} == settle(document, find_quotes(document).quotes, [ORIGINAL])


def test_the_order_of_the_originals_changes_nothing() -> None:
    document = article(LEAD, f"{SAID}So much for what we were promised by all of them.", "We shall see.")
    assert told(document, ORIGINAL, OTHER) == told(document, OTHER, ORIGINAL)


def test_a_copied_run_takes_in_the_sentences_beside_it_that_stand_there_too() -> None:
    document = article(f"I have my doubts about it. {SAID}{MORE}Who knows what comes.")
    start = document.text.index("It will not be opened")
    (span,) = around(document, (start, document.text.index(" The ferry runs")), [ORIGINAL], [])
    assert f"{SAID}{MORE}".strip() == document.text[slice(*span)].replace("\n", " ")


def test_settled_is_a_value() -> None:
    assert Settled(((0, 1),), certain=True) == Settled(((0, 1),), certain=True)
