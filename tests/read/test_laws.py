"""The laws that every reader keeps, over every entry of READERS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.read import READERS, read
from fidelity.text.lines import Lines
from fidelity.text.origin import is_forward, segments

if TYPE_CHECKING:
    from fidelity.model import Document

PIECES = [
    "word", "Zw\xf6lf", "na\xefve \U0001f600", " ", "  ", "\n", "\n\n", "\t", "\xa0", "\u2028", "\x0c", "\xad", "-",
    ".", "\u201cSaid so,\u201d", "'s", "*", "**", "***", "_", "`", "~~", "# ", "> ", ">> ", "- ", "1. ", "    ", "|",
    "|---|---|\n", "[a](b)", "![i](j)", "[^1]", "[^1]: ", "\\*", "&amp;", "&eacute;", "&#8217;", "&notit;", "<b>",
    "</b>", "<i>", "</i>", "<em>", "</em>", "<p>", "</p>", "<div>", "</div>", "<blockquote>", "</blockquote>", "<q>",
    "</q>", "<br>", "<sup>", "</sup>", "1", "<a href='#fn1'>", "</a>", "<table>", "<tr>", "<td>", "</table>", "<li>",
    "<ul>", "</ul>", "<pre>", "</pre>", "<!-- c -->", "<!--", "<style>b{", "</style>", "<script>", "</script>",
    "<span style='font-style:italic'>", "</span>", "<main>", "</main>", "---\n", "+++\n", "a: b\n",
    "<section class='footnotes'>", "</section>", "<code>", "</code>", "<h1>", "</h2>", "<nav>", "</nav>", "<", ">",
    "&", "12  HEAD\n", "\n4\n\n", "<ruby>", "<rt>", "</ruby>", "<![CDATA[", "]]>", "<script/>", "[!INFO] ", "</>",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)
FORMATS = st.sampled_from(sorted(READERS))


def check_laws(document: Document) -> None:
    text, source, origin = document.text, document.source, document.origin
    assert len(text) == origin.size
    assert is_forward(origin)
    at = 0
    for length, there, width in segments(origin):
        assert there + width <= len(source)
        if length == width and length > 1:
            for here, original in zip(text[at : at + length], source[there : there + width], strict=True):
                assert here == original or here.isspace() or here == "\ufffd"
        at += length
    last = 0
    for block in document.blocks:
        start, end = block.span
        assert last <= start < end <= len(text)
        assert text[last:start].strip() == ""
        last = end
    assert text[last:].strip() == ""
    spans = [*(r.span for r in document.emphasis), *(k.span for k in document.links), *(i.span for i in document.inlines)]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    for run in document.emphasis:
        assert run.kinds
        assert any(b.span[0] <= run.span[0] < run.span[1] <= b.span[1] for b in document.blocks)


@given(FORMATS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_reader_keeps_the_laws(kind: str, text: str) -> None:
    document = read("made.up", text.encode("utf-8", "replace"), hint=kind)
    check_laws(document)
    if document.problem is None:
        assert document.source == text.encode("utf-8", "replace").decode()


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_xhtml_keeps_the_laws_too(text: str) -> None:
    check_laws(read("made-up.xhtml", text.encode("utf-8", "replace")))


@given(FORMATS, st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_make_a_reader_raise(kind: str, data: bytes) -> None:
    document = read("made.up", data, hint=kind)
    check_laws(document)
    assert document.text.strip() or document.problem


SAMPLES = {
    "markdown": "# Über *Ton*\n\nEine Zeile 😀 und\nnoch **eine** &amp; Ende.\n\n> Zitat *hier*\n> weiter\n\n- Punkt\n",
    "html": "<h1>Über Ton</h1>\n<p>Eine <em>Zeile</em> 😀\nund &amp; Ende.</p>\n<blockquote>\n<p>Zitat</p>\n</blockquote>\n",
    "text": "Über Ton\n\nEine Zeile 😀 und\nnoch eine & Ende.\n\nEin anderer Absatz.\n",
}


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize(
    ("line_end", "why"),
    [("\r\n", "Windows"), ("\r", "old Mac"), ("\u2028", "line separators"), ("\n", "Unix")],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_and_column_do_not_depend_on_the_line_ends(kind: str, line_end: str, why: str, mark: str) -> None:
    plain = read("a", SAMPLES[kind].encode(), hint=kind)
    other = read("b", (mark + SAMPLES[kind].replace("\n", line_end)).encode(), hint=kind)
    assert plain.text == other.text, why
    assert plain.blocks == other.blocks
    assert plain.emphasis == other.emphasis
    expected, actual = Lines(plain.source), Lines(other.source)
    for i, char in enumerate(plain.text):
        if not char.isspace():
            assert expected.position(plain.origin.start(i)) == actual.position(other.origin.start(i)), (char, why)


@given(FORMATS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_same_bytes_same_document(kind: str, text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert read("a", data, hint=kind) == read("a", data, hint=kind)
