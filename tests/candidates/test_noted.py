"""Footnotes name the original."""

from __future__ import annotations

import pytest
from shelves import AFTER, BEFORE, OTHER, PASSAGE, page

from fidelity.candidates import shelf
from fidelity.candidates.noted import in_note
from fidelity.quotes import find_quotes

ACT = page("act.md", OTHER, PASSAGE, title="Locks and Sluices Act 1931")
CASE = page("case.md", BEFORE, PASSAGE, AFTER, title="Ferry Company v. Harbour Board, 61 Rep. 402 (1934)")


@pytest.mark.parametrize(
    ("notes", "expected", "why"),
    [
        (["Locks and Sluices Act 1931 § 2(1)."], ["act.md"], "by its title"),
        (["Ferry Company v. Harbour Board, 61 Rep. 402, 404 (1934)."], ["case.md"], "the whole citation"),
        (["Ferry Company, 61 Rep. at 403."], ["case.md"], "short, with its volume"),
        (["Ferry Company, 59 Rep. at 403."], [], "another volume"),
        (["Locks and Sluices Act 1931 § 2(1).", "*Id.* § 4(1)."], ["act.md"], "the same as before"),
        (["Ferry Company, 61 Rep. at 403.", "*Ibid.*", "Ebd., S. 4."], ["case.md"], "over two notes"),
        (["*Ibid.*"], [], "the same as nothing"),
        (["Songs of the Quay, p. 4.", "*Id.* at 5."], [], "what is not in hand"),
        (["Songs of the Quay, p. 4 (quoting Locks and Sluices Act 1931)."], [], "what the cited work quotes"),
    ],
)
def test_the_note_at_the_end_of_a_quotation(notes: list[str], expected: list[str], why: str) -> None:
    calls = " ".join(f"Something is said here.[^{k}]" for k in range(1, len(notes)))
    text = [f"{calls} So it was: “{PASSAGE}”[^{len(notes)}]", *(f"[^{k}]: {note}" for k, note in enumerate(notes, 1))]
    article = page("article.md", *text)
    (quote,) = [q for q in find_quotes(article).quotes if q.text.startswith(PASSAGE[:20])]
    stock = shelf([ACT, CASE])
    assert expected == [stock.originals[n].uri for n in in_note(article, quote, stock)], why


def test_without_a_note_nothing_is_named() -> None:
    article = page("article.md", f"So it was: “{PASSAGE}” And more.[^1]", "[^1]: Locks and Sluices Act 1931.")
    (quote,) = find_quotes(article).quotes
    assert [] == in_note(article, quote, shelf([ACT, CASE]))
