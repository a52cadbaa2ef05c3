from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.candidates import case, shelf
from fidelity.model import Case, Document, Meta, Names, Quote
from fidelity.settings import Settings
from fidelity.text.origin import identity

TRUE = (
    "The keeper wrote his letters by the lamp. The harbour board may close the northern lock before the winter floods arrive, "
    "and no ferry will run until the engineers have seen the gate. Nobody on the quay had expected so much water."
)
COPY = TRUE.replace("may close", "must close")
OTHER = (
    "Salt was dear that year. Seven merchants went up the valley to ask for grain, and came back with three empty carts; "
    "their names stand in the parish book beside the price of each sack."
)
MORE = (
    " The clerk read out the letters of four villages. Two asked for sandbags, one for a doctor, and the last for nothing but a"
    " bell. It was agreed to send what could be spared by cart on Thursday, and to meet again when the road was dry."
)
QUOTED = "The harbour board must close the northern lock before the winter floods arrive"


def document(uri: str, text: str, *, problem: str | None = None, title: str | None = None) -> Document:
    return Document(uri, text, "", text, identity(len(text)), meta=Meta(title=title), problem=problem)


def judged(text: str, *originals: Document, **names: str) -> Case:
    said = Names(names.get("speaker"), names.get("publisher"), names.get("work"), names.get("url"), names.get("date"))
    quote = Quote("inline", ((0, len(text)),), text, identity(len(text)), names=said)
    return case(document("article.md", text), quote, shelf(originals), Settings())


def decided(found: Case) -> tuple[object, ...]:
    return (found.original and found.original.uri, found.match, found.reason, found.named, [d.uri for _, d in found.others])


def test_the_original_that_is_named_decides_before_a_copyist_with_the_same_alteration() -> None:
    named = document("n.txt", TRUE + MORE, title="Minutes of the Harbour")
    copyist = document("a.txt", f"{OTHER} As they had it then: {QUOTED}. So much for the minutes.")
    found = judged(QUOTED, named, copyist, work="Minutes of the Harbour")
    assert named == found.original
    assert found.match
    assert "named" == found.match.how
    assert ["must"] == [QUOTED[slice(*e.quote)] for e in found.match.edits]
    assert ["a.txt"] == [d.uri for _, d in found.others]


def test_of_two_versions_the_one_that_is_truer_decides() -> None:
    early, late = document("early.html", TRUE, title="Minutes of the Harbour"), document("late.html", COPY)
    found = judged(QUOTED, early, late, work="Minutes of the Harbour")
    assert late == found.original
    assert [early] == [d for _, d in found.others]


@pytest.mark.parametrize(("first", "second"), [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_without_a_name_the_truest_decides(first: str, second: str) -> None:
    found = judged(QUOTED, document(first, TRUE), document(second, COPY), document("c.txt", OTHER))
    assert found.match
    assert found.original
    assert second == found.original.uri
    assert 100.0 == found.match.score
    assert "retrieved" == found.match.how


def test_originals_in_any_order_give_the_same_case() -> None:
    stock = [document("a.txt", TRUE), document("b.txt", COPY), document("c.txt", OTHER), document("d.txt", "", problem="empty")]
    cases = {repr(decided(judged(QUOTED, *order))) for order in permutations(stock)}
    assert 1 == len(cases)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([TRUE, COPY, OTHER, TRUE + OTHER, OTHER + COPY, ""]), min_size=1, max_size=14), st.data())
def test_nor_does_the_order_of_many_matter(texts: list[str], data: st.DataObject) -> None:
    stock = [document(f"{n:02}.txt", text) for n, text in enumerate(texts)]
    mixed = data.draw(st.permutations(stock))
    assert decided(judged(QUOTED, *stock)) == decided(judged(QUOTED, *mixed))


@pytest.mark.parametrize(
    ("originals", "names", "reason", "why"),
    [
        ([], {}, "no original is in hand; name some with --originals", "nothing given"),
        (
            [document("a.txt", "", problem="The file is empty.")],
            {},
            "its original could not be read: The file is empty",
            "unreadable",
        ),
        (
            [document("a.txt", OTHER), document("b.txt", OTHER[::-1])],
            {},
            "its original is not in hand",
            "none has it, none is named",
        ),
        ([document("a.txt", OTHER)], {}, None, "the only one in hand is the one that is meant"),
        (
            [document("a.txt", OTHER, title="Salt and Grain"), document("b.txt", "x")],
            {"work": "Salt and Grain"},
            None,
            "it is named",
        ),
    ],
)
def test_what_is_not_found_has_its_reason(
    originals: list[Document], names: dict[str, str], reason: str | None, why: str
) -> None:
    found = judged(QUOTED, *originals, **names)
    assert found.match is None, why
    assert (reason is None) == (found.reason is None), why
    assert (found.reason or "").startswith(reason or ""), why


def test_a_short_quotation_needs_a_named_original_or_a_run_that_is_no_chance() -> None:
    stock = [document("a.txt", TRUE, title="Minutes of the Harbour"), document("b.txt", OTHER)]
    assert judged("his letters", *stock).match is None
    assert judged("his letters", *stock).reason is not None
    assert judged("his letters", *stock, work="Minutes of the Harbour").match is not None


def test_a_quotation_without_words_is_not_compared() -> None:
    found = judged("… — !", document("a.txt", TRUE))
    assert found.match is None
    assert "it holds no words that could be compared" == found.reason
