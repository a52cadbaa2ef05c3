from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import marko
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.read import read

if TYPE_CHECKING:
    from fidelity.model import Document


def article(text: str) -> Document:
    return read("article.md", text.encode())


def runs(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(document.text[slice(*run.span)], run.kinds) for run in document.emphasis]


@pytest.mark.parametrize(
    ("source", "text", "why"),
    [
        ("one\ntwo", "one\ntwo", "a soft line end stays"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree", "hard ones too"),
        ("a &amp; b \\* &hellip;", "a & b * …", "entities and escapes"),
        ("a `b  *c*` d", "a b *c* d", "code, with white space as on the page"),
        ("a ![alt *x*](u) b", "a b", "what an image shows is not the article's text"),
        ("a[^1] b\n\n[^1]: Note.", "a b\n\nNote.", "note calls are not text, notes are"),
        ("a <!-- no --> b <span>word</span><sup>2</sup>", "a b word", "HTML inside"),
        ("<blockquote><p>a</p>\n<p>b</p></blockquote>\n\nc", "a\n\nb\n\nc", "HTML blocks"),
        ("> <div>\n> a\n> </div>", "a", "HTML blocks in a quotation"),
        ("| a | b |\n|---|---|\n| *c* | d\\|e |", "a\n\nb\n\nc\n\nd|e", "tables"),
        ("```\nx\n\ny\n```", "x\n\ny", "code blocks"),
        ("- a\n- b\n  c", "a\n\nb\nc", "lists"),
        ("<https://e.example/x>", "https://e.example/x", "bare links"),
        ("~~gone~~ here", "gone here", "struck out"),
        ("A\n=\n\n***\n\nb", "A\n\nb", "headings and rules"),
    ],
)
def test_what_a_reader_of_the_page_sees(source: str, text: str, why: str) -> None:
    assert text == article(source).text, why


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        ("a *b* c", [("b", ("italic",))], "italic"),
        ("***a***", [("a", ("italic", "bold"))], "both"),
        ("**a *b* c**", [("a ", ("bold",)), ("b", ("italic", "bold")), ("c", ("bold",))], "nested"),
        ("*a*\n\n*b*", [("a", ("italic",)), ("b", ("italic",))], "a run for each paragraph"),
        ("*a\nb*", [("a\nb", ("italic",))], "over a line end"),
        ("a <u>b</u> <mark>c</mark>", [("b", ("underline",)), ("c", ("highlight",))], "HTML tags"),
        ("a *b", [], "a star that opens nothing"),
    ],
)
def test_emphasis(source: str, expected: list[tuple[str, tuple[str, ...]]], why: str) -> None:
    assert [(words.strip(), kinds) for words, kinds in expected] == [(w.strip(), k) for w, k in runs(article(source))], why


def test_callouts_and_quotations() -> None:
    document = article("> [!NOTE]\n> a\n\nx\n\n> [!INFO]\n> b\n\nx\n\n> c\n>\n> > d\n")
    assert [(1, 1, True), (0, 0, False), (2, 1, True), (0, 0, False), (3, 1, False), (3, 2, False)] == [
        (b.quote, b.depth, b.callout) for b in document.blocks
    ]


@pytest.mark.parametrize(
    ("source", "text", "callouts", "why"),
    [
        ("> [!NOTE]\n> a", "a", [True], "one that the parser knows"),
        ("> [!INFO]\n> a", "a", [True], "one that it does not know"),
        ("> [!quote]- Said by him\n> a", "Said by him\na", [True], "folded, with a title"),
        ("> [!INFO] *b*\n>\n> a", "b\n\na", [True, True], "with emphasis after it"),
        ("> [!INFO]\n", "", [], "nothing else"),
        ("> é\n>\n> > [!INFO]\n> > ü", "é\n\nü", [False, True], "in a quotation, which stays one"),
        ("> [INFO] a", "[INFO] a", [False], "no mark"),
        ("[!INFO] a", "[!INFO] a", [False], "no quotation"),
    ],
)
def test_signs_of_callouts_are_not_text(source: str, text: str, callouts: list[bool], why: str) -> None:
    document = article(source)
    assert (text, callouts) == (document.text, [block.callout for block in document.blocks]), why


def test_notes_are_blocks_of_their_own() -> None:
    document = article("a[^n].\n\n[^n]: One “two”.\n\n    Three.\n")
    assert ["paragraph", "footnote", "footnote"] == [b.kind for b in document.blocks]
    assert [((1, 1), "note-call", "n")] == [(i.span, i.kind, i.label) for i in document.inlines]


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "A: b"\ndate: 2020-01-02\nlang: de-AT\noriginals:\n  - a.md\n  - b.html\n---\n',
        '+++\ntitle = "A: b"\ndate = 2020-01-02\nlang = "de-AT"\noriginals = ["a.md", "b.html"]\n+++\n',
    ],
)
def test_front_matter(front: str) -> None:
    document = article(front + "\nText.\n")
    meta = document.meta
    assert ("Text.", "A: b", "2020-01-02", "de-at", ("a.md", "b.html")) == (
        document.text, meta.title, meta.published, meta.language, meta.originals,
    )  # fmt: skip
    assert document.source[document.origin.start(0) :].startswith("Text.")


@pytest.mark.parametrize(
    ("front", "why"),
    [
        ("---\na: &x [1]\nb: [*x, *x]\n---\n", "aliases"),
        ("---\na: [\n---\n", "not closed"),
        ("+++\na = \n+++\n", "broken TOML"),
        (f"---\na: {'[' * 90}\n---\n", "deep"),
    ],
)
def test_bad_front_matter_is_a_note(front: str, why: str) -> None:
    document = article(front + "Text.")
    assert (1, "Text.", None) == (len(document.notes), document.text, document.problem), why


# no `2*3` among the words: marko does not keep CommonMark's rule of three for `**2*3**`
def _words(node: Any) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, marko.inline.LineBreak):
        return " "
    children = node.children if hasattr(node, "children") else ""
    inner = children if isinstance(children, str) else "".join(map(_words, children))
    return f" {inner} " if isinstance(node, marko.block.BlockElement) else inner


WORD = st.sampled_from(["word", "naïve", "“Said”", "don't", "snake_case", "end.", "😀", "\\*x"])
INLINE = (
    WORD
    | st.tuples(st.sampled_from(["*", "**", "_", "***", "`"]), WORD).map(lambda t: f"{t[0]}{t[1]}{t[0]}")
    | WORD.map("[{}](u)".format)
)
LINE = st.lists(INLINE, min_size=1, max_size=5).map(" ".join)
BLOCK = (
    LINE | LINE.map("> {}".format) | LINE.map("- {}".format) | LINE.map("## {}".format) | st.tuples(LINE, LINE).map("\n".join)
)


@given(st.lists(BLOCK, min_size=1, max_size=5).map("\n\n".join))
@settings(max_examples=150, deadline=None)
def test_the_words_are_those_that_marko_sees(source: str) -> None:
    assert re.findall(r"\S+", _words(marko.Markdown().parse(source))) == article(source).text.split()
