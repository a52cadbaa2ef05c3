"""The lineages drawn: for a terminal, as JSON, and as a page; whatever stands in the articles."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hostile import HOSTILE
from justhtml import Element, JustHTML
from rich.cells import cell_len

from fidelity.model.drift import (
    Departure,
    Descent,
    DriftSummary,
    First,
    Lineage,
    Piece,
    Reason,
    Source,
    Spread,
    Witness,
)
from fidelity.report import Look
from fidelity.report.drift import FORMATS
from fidelity.report.visible import one_line

SENT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
NINE = Departure("changed", "nine", "ten", shown=False)
LOUD = Departure("emphasised", "at once", "", shown=False)


def witness(number: int, said: str = "The bridge will open in nine days.", **more: object) -> Witness:
    first = number == 1
    descent = Descent(
        (0,) if first else (1,),
        0,
        "likely" if first else "strong",
        (Reason("own", "no earlier article has its changes") if first else Reason("shared", "both have “nine” for “ten”"),),
        (NINE,) if first else (LOUD,) if number == 2 else (),
        (),
    )
    pieces = (
        Piece("same", "The bridge will open in "),
        Piece("gone", "ten"),
        Piece("new", "nine"),
        Piece("same", " days", number == 2),
    )
    made = Witness(
        number,
        f"articles/{number}.md",
        f"q{number}",
        "Ten days",
        None,
        f"Paper {number}",
        f"https://{number}.example/",
        "2015-11-0" + str(number),
        f"2015-11-0{number}",
        f"2015-11-0{number}",
        3,
        9,
        None,
        said,
        "altered",
        "bridge.txt",
        1,
        (NINE,),
        pieces,
        descent,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def made(*witnesses: Witness, text: str = "The bridge will open in ten days.") -> Lineage:
    source = Source("bridge.txt", "The bridge", "Ada Lund", None, "2015-10-30", "https://harbour.example/bridge")
    spread = Spread(NINE, tuple(w.number for w in witnesses), (1,), 0)
    return Lineage(
        1,
        text,
        hypothesis=False,
        root=(),
        sources=(source,),
        readings=2,
        articles=len(witnesses),
        undated=0,
        firsts=(First("altered", (1,), 0),),
        spreads=(spread,),
        witnesses=witnesses,
    )


def summary(lineages: int = 1) -> DriftSummary:
    return DriftSummary(
        "RUN", finished=True, original=None, min_variants=2, quotes=9, too_short=0, lineages=lineages, left_out=0, witnesses=3
    )


def drawn(name: str, lineage: Lineage, look: Look | None = None) -> str:
    drawing = FORMATS[name](summary(), look or Look(80), None)
    return "".join([*drawing.head(), *drawing.lineage(lineage), *drawing.foot()])


def hostile(text: str) -> Lineage:
    descent = witness(1).descent
    bad = replace(descent, reasons=(Reason("links", text),), new=(Departure("changed", text, text, shown=True),))
    pieces = (Piece("same", text), Piece("gone", text), Piece("new", text), Piece("mark", text))
    one = witness(1, text, article=text, title=text, publisher=text, author=text, url=text, pieces=pieces, descent=bad)
    lineage = made(one, witness(2), text=text)
    return replace(lineage, sources=(Source(text, text, text, text, text, text),))


THREE = made(witness(1), witness(2), witness(3))


def test_the_terminal_has_the_original_the_time_line_and_the_tree() -> None:
    text = drawn("full", THREE)
    for said in (
        "Original  bridge.txt · “The bridge” · Ada Lund · 2015-10-30",
        "│ The bridge will open in ten days.",
        "First to alter  1 Paper 1, 2015-11-01",
        "“nine” for “ten”: 3 uses, first 1; 1, 2 and 3",
        "articles/2.md:3:9",
        "in {-ten-} {+nine+} days" if "{-ten-} {+nine+}" in text else "{+nine+}",
        "from 1: strong (both have “nine” for “ten”)",
        "└─ 1 2015-11-01 Paper 1: altered · likely",
        "   ├─ 2 2015-11-02 Paper 2: emphasised · strong",
    ):
        assert said in text


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = drawn("full", made(*(witness(n) for n in range(1, 9)), text="bridge " * 300), Look(width))
    assert width >= max(cell_len(line) for line in text.splitlines())


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b" not in drawn("full", THREE)
    assert "\x1b[" in drawn("full", THREE, Look(80, "standard"))


def test_the_json_has_every_field_and_says_its_schema() -> None:
    found = json.loads(drawn("json", THREE))
    assert ["schema", "tool", "summary", "lineages"] == list(found)
    assert "fidelity-drift/1" == found["schema"]
    assert set(Lineage.__dataclass_fields__) == set(found["lineages"][0])
    assert set(Witness.__dataclass_fields__) == set(found["lineages"][0]["witnesses"][0])
    assert [1] == found["lineages"][0]["witnesses"][1]["descent"]["parents"]


def test_json_without_lineages_is_whole() -> None:
    drawing = FORMATS["json"](summary(0), Look(), None)
    assert [] == json.loads("".join([*drawing.head(), *drawing.foot()]))["lineages"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_article_holds_is_shown_and_never_sent(text: str) -> None:
    for name in ("full", "html"):
        page = drawn(name, hostile(text))
        assert not SENT.search(page)
        assert not re.search(r"(?m)^\s*::|##\[", page) or name == "html"
    assert json.loads(drawn("json", hostile(text)).encode("utf-8", "backslashreplace"))


def page(text: str) -> JustHTML:
    found = JustHTML(text, sanitize=False, collect_errors=True)
    assert [] == [str(error) for error in found.errors]
    return found


def query(found: JustHTML, selector: str) -> list[Element]:
    return [node for node in found.query(selector) if isinstance(node, Element)]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_an_article_becomes_a_part_of_the_page(text: str) -> None:
    found = page(drawn("html", hostile(text)))
    assert [] == query(found, "script") + query(found, "img") + query(found, "iframe")
    links = [node.attrs.get("href") or "" for node in query(found, "a")]
    assert [] == [link for link in links if not link.startswith(("#", "http://", "https://"))]
    plain = page(drawn("html", hostile("plain")))
    tags = {node.name for node in query(plain, "*")}
    assert {node.name for node in query(found, "*")} <= tags | {"a", "bdi", "q"}


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    text = drawn("html", THREE)
    policy = query(page(text), "meta[http-equiv]")[0].attrs["content"] or ""
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"<(?:script|link rel=\"stylesheet\"|img)|\sstyle=|\son\w+=|url\(", text)


def test_the_picture_has_a_title_a_description_and_words_for_what_it_draws() -> None:
    found = page(drawn("html", THREE))
    (picture,) = (node for node in query(found, "svg") if node.attrs.get("role") == "img")
    named = (picture.attrs["aria-labelledby"] or "").split()
    ids = {node.attrs.get("id") for node in query(found, "*")}
    assert ids >= set(named)
    text = drawn("html", THREE)
    for said in ("1 Paper 1", ">altered<", ">emphasised<", "2015-11-01", "e-strong", "n-altered", "n-emphasised"):
        assert said in text


def test_many_uses_are_cut_short_and_counted() -> None:
    many = made(*(witness(n, descent=replace(witness(3).descent)) if n > 2 else witness(n) for n in range(1, 10)))
    text = drawn(
        "full", replace(many, witnesses=many.witnesses[:2] + tuple(replace(many.witnesses[2], number=n) for n in range(3, 300)))
    )
    assert "more uses: -v lists them." in text
    assert len(text.splitlines()) < 200
    assert one_line("3, 4, 5") in text
