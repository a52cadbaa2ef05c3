"""Verbatim runs against a naive search for common stretches."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.locate import prepare
from fidelity.locate.verbatim import verbatim
from fidelity.read import read
from fidelity.text.words import words

WORDS = [
    f"{a}{b}" for a in ("bra", "kul", "mor", "pid", "san", "tel", "ven") for b in ("dol", "fam", "gat", "lok", "rin", "shek")
]


def naive(here: str, there: str, least: int) -> set[int]:
    """The numbers of the words of `here` that lie in a common run of at least `least` words."""
    a, b = here.split(), there.split()
    out: set[int] = set()
    for i in range(len(a) - least + 1):
        if any(a[i : i + least] == b[j : j + least] for j in range(len(b) - least + 1)):
            out.update(range(i, i + least))
    return out


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_runs_are_those_that_a_naive_search_finds(data: st.DataObject) -> None:
    text = st.permutations(WORDS)  # what repeats itself over and over is no passage of anybody's
    there = data.draw(text)
    start = data.draw(st.integers(0, 15))
    shared = there[start : start + data.draw(st.integers(6, 14))]
    own = [w + "um" for w in data.draw(text)]
    here = [*own, *shared, *own[::-1], *there[:7], *own]
    document = read("a.txt", " ".join(here).encode())
    spans = verbatim(document, [prepare(" ".join(there))], 8)
    bounds = words(document.text)
    told = {n for n in range(len(bounds)) for s, e in spans if s <= int(bounds.starts[n]) and int(bounds.ends[n]) <= e}
    assert told == naive(" ".join(here), " ".join(there), 8)


def test_a_copy_of_the_article_is_not_quoted_by_it() -> None:
    text = " ".join(WORDS[k * 5 % len(WORDS)] + str(k) for k in range(80))
    document = read("a.txt", text.encode())
    assert [] == verbatim(document, [prepare(text)], 25)
    assert 1 == len(verbatim(read("b.txt", (text[:300] + " and then " * 80).encode()), [prepare(text)], 20))
