"""What holds of every article, however odd."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hand_made import article
from hypothesis import given
from hypothesis import strategies as st

from fidelity.quotes import find_quotes

if TYPE_CHECKING:
    from fidelity.model import Span

PIECES = [
    "“",
    "”",
    "„",
    "«",
    "»",
    "‘",
    "’",
    '"',
    "'",
    "``",
    "''",
    "‹",
    "›",
    " ",
    " ",
    "\n\n",
    "\n\n> ",
    "\n\n# ",
    ", he said, ",
    ".",
    ",",
    ":",
    "CNN claims:",
    "(emphasis added)",
    "[emphasis mine]",
    "*",
    "**",
    "the port was closed for nine days",
    "Clearly",
    "Smith v. Lee, 1 U. S. 2",
    "Id., at 3",
    "—",
    "5'10\"",
    "don’t",
    "NEVER EVER",
    "…",
]
ARTICLES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(ARTICLES)
def test_words_stand_where_the_spans_say(source: str) -> None:
    document = article(source)
    spans: list[Span] = []
    for quote in find_quotes(document).quotes:
        assert quote.spans
        spans += quote.spans
        stretches = [document.text[start:end] for start, end in quote.spans]
        at = 0
        for stretch, (start, end) in zip(stretches, quote.spans, strict=True):
            found = quote.text.index(stretch, at)
            assert (start, end) == quote.origin.span(found, found + len(stretch))
            at = found + len(stretch)
        for run in quote.emphasis:
            assert 0 <= run.span[0] < run.span[1] <= len(quote.text)
        for start, end in quote.reach:
            assert 0 <= start < end <= len(document.text)
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


@given(st.text(max_size=200))
def test_any_text_is_read_without_complaint(source: str) -> None:
    document = article(source)
    assert find_quotes(document) == find_quotes(document)


@pytest.mark.parametrize(
    "piece", ["“a ", '" ', "'a ", "‘a b c d e f g’ ", "“a ‘b «c ", "CNN claims:\n\n", "“a b c d e f g” (("]
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text may take some ten times as long; a square would take a hundred."""

    def seconds(times: int) -> float:
        document = article(piece * times)
        start = time.process_time()
        find_quotes(document)
        return time.process_time() - start

    seconds(50)
    assert seconds(4000) < 40 * seconds(400) + 0.2
