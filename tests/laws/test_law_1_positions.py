"""Law 1: positions are carried, never found again; folding is idempotent; maps never run backwards."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.text.fold import fold
from fidelity.text.lines import Lines
from fidelity.text.origin import Builder, compose, is_forward

if TYPE_CHECKING:
    from fidelity.model import Origin

TYPESETTING = "aeiouxyzT ..,?'\"“”„‘’«»‹›–—-‐ \u00ad\u00a0\u2009\u202f\u200b\ufeff\u2060ﬁﬂﬀœéö½²№…e\u0301\u0308\u0323\r\n\u2028"
PROSE = st.text(st.sampled_from(TYPESETTING), max_size=80)
ANYTHING = st.text(max_size=60)
READ = st.builds(lambda n, gap: (n, n, gap), st.integers(1, 4), st.integers(0, 3)) | st.tuples(
    st.just(1), st.integers(0, 4), st.integers(0, 3)
)
"""How a reader makes a text: stretches as they are, and single characters that stand for several (an entity)."""
FILES = st.text(st.sampled_from("ab é\r\n\u2028\u2029\ufeff"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(PROSE | ANYTHING)
def test_folding_twice_is_folding_once(text: str) -> None:
    once, _ = fold(text)
    assert once == fold(once)[0]


@settings(max_examples=300, deadline=None)
@given(PROSE | ANYTHING)
def test_fold_maps_cover_the_text_and_never_run_backwards(text: str) -> None:
    folded, origin = fold(text)
    assert len(folded) == origin.size
    assert is_forward(origin)
    assert all(there >= 0 and there + width <= len(text) for there, width in zip(origin.there, origin.width, strict=True))


@settings(max_examples=300, deadline=None)
@given(PROSE | ANYTHING)
def test_each_folded_character_stands_where_its_map_says(text: str) -> None:
    folded, origin = fold(text)
    for i, char in enumerate(folded):
        start, end = origin.span(i, i + 1)
        assert start < end, (char, start)
        assert _bare(char) in _bare(fold(text[start:end])[0])


def _bare(text: str) -> str:
    """Without accents: several accents on one letter may change places when they are put together."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@settings(max_examples=200, deadline=None)
@given(PROSE, st.data())
def test_any_span_of_folded_text_walks_back_to_all_its_letters(text: str, data: st.DataObject) -> None:
    folded, origin = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    there = text[slice(*origin.span(start, end))]
    letters = [c for c in folded[start:end] if c.isascii() and c.isalpha()]
    around = iter(c for c in unicodedata.normalize("NFKC", there) if c.isascii() and c.isalpha())
    assert all(c in around for c in letters), (letters, there)


@settings(max_examples=200, deadline=None)
@given(st.lists(READ, max_size=8), st.data())
def test_maps_compose_to_the_map_of_both_steps(pieces: list[tuple[int, int, int]], data: st.DataObject) -> None:
    inner, middle = _map(pieces)
    outer_pieces = data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 2)), max_size=5))
    outer, whole = _map(outer_pieces, limit=middle)
    both = compose(outer, inner)
    assert whole == both.size
    assert is_forward(both)
    ends = [*outer.here, outer.size]
    for start, end in combinations(ends, 2):
        if start < end:
            assert inner.span(*outer.span(start, end)) == both.span(start, end)


def _map(pieces: list[tuple[int, int, int]], limit: int = 10**6) -> tuple[Origin, int]:
    builder, at = Builder(), 0
    for length, width, gap in pieces:
        start = at + gap
        if start + width > limit:
            break
        builder.add("x" * length, start, start + width)
        at = start + width if length else at
    text, origin = builder.finish()
    return origin, len(text)


@settings(max_examples=300, deadline=None)
@given(FILES, st.data())
def test_line_and_column_lead_back_to_the_character(source: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(source)))
    at = Lines(source).position(offset)
    rows = re.findall("[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029])|[^\r\n\u2028\u2029]+$", source)
    mark = 1 if at.line == 1 and source.startswith("\ufeff") and offset else 0
    assert offset == sum(len(row) for row in rows[: at.line - 1]) + at.column - 1 + mark
