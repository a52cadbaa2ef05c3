from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from fidelity.read import read

if TYPE_CHECKING:
    from fidelity.model import Document


def page(body: str, head: str = "") -> Document:
    return read("page.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def runs(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(document.text[slice(*run.span)], run.kinds) for run in document.emphasis]


@pytest.mark.parametrize(
    ("body", "text", "why"),
    [
        ("<p>one\n  two</p>", "one two", "white space is one space"),
        ("<p>one<p>two", "one\n\ntwo", "a paragraph ends the one before"),
        ("<p>one<br>two<br><br>three", "one\ntwo\n\nthree", "two breaks end a paragraph"),
        ("<p>caf&eacute; &amp; &#8220;x&#8221;", "café & “x”", "entities"),
        ("<p>a <q>b</q> c</p>", "a b c", "no marks are put in for q"),
        ("<p>a<script>b</script><style>c{}</style><template>d</template> e", "a e", "scripts are not text"),
        ("<p>a <span hidden>b</span><span style='display: none'>c</span> d", "a d", "hidden words are not read"),
        ("<p>a <a class=sr-only>b</a>c", "a c", "words for screen readers only"),
        ("<pre>\n a\n   b\n</pre>", " a\n   b", "white space counts in pre"),
        ("<p>a word<sup>3</sup> x", "a word x", "a raised number after a word is a note call"),
        ("<p>20 m<sup>2</sup> x", "20 m2 x", "a raised number after a unit is an exponent"),
        ("<p>10<sup>6</sup> x", "106 x", "a raised number after a number too"),
        ("<p>le XX<sup>e</sup> s", "le XXe s", "raised letters are text"),
        ("<p>end.<sup><a href='#fn12'>[12]</a></sup> x", "end. x", "a linked note call"),
        ("<p>end.<a href='#fn1' role=doc-noteref>1</a> x", "end. x", "a note call without sup"),
        ("<p>a<wbr>b&shy;c&#x200b;d", "ab\u00adc\u200bd", "soft hyphens are kept"),
        ("<table>stray<tr><td>cell<td>two</table>", "stray\n\ncell\n\ntwo", "words in the wrong place stay where they are"),
        ("<p>1 < 2 and AT&T", "1 < 2 and AT&T", "bare signs"),
        ("<p>in <ruby>漢字<rp>(</rp><rt>kanji</rt><rp>)</rp></ruby> so", "in 漢字 so", "readings above the words are not text"),
        ("<p><ruby>漢<rt>kan<rb>字<rt>ji</ruby> so", "漢字 so", "readings whose end tags are left out"),
        ("<p>a <![CDATA[b]]> c", "a c", "no CDATA outside of XML"),
    ],
)
def test_what_a_reader_of_the_page_sees(body: str, text: str, why: str) -> None:
    assert text == page(body).text, why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        ("<em>a</em>", [("a", ("italic",))], "em"),
        ("<p>x <b>a <i>b</i></b>", [("a", ("bold",)), ("b", ("italic", "bold"))], "nested"),
        ("<p>x <b>a</p><p>b</b> c", [("a", ("bold",)), ("b", ("bold",))], "formatting goes on past its paragraph"),
        ("<p>x <b>a<p>b</b> c</p>d", [("a", ("bold",)), ("b", ("bold",))], "and its end tag does not end the paragraph"),
        ("<p><u>a</u> <ins>b</ins>", [("a b", ("underline",))], "underline"),
        ("<p><mark>a</mark>", [("a", ("highlight",))], "highlight"),
        ("<p><cite>a</cite>", [("a", ("italic",))], "a title is italic"),
        ("<p><span style='font-weight: 700'>a</span>", [("a", ("bold",))], "inline style"),
        ("<p><span style='font: italic bold 12px serif'>a</span>", [("a", ("italic", "bold"))], "the short form"),
        ("<p><em>a <span style='font-style:normal'>b</span></em>", [("a", ("italic",))], "a reset inside"),
        (
            "<p><span style='font-variant:small-caps;letter-spacing:.2em'>a</span>",
            [("a", ("small-caps", "letter-spacing"))],
            "caps",
        ),
        (
            "<p><span style='background:#ff0'>a</span> <span style='background:white'>b</span>",
            [("a", ("highlight",))],
            "ground",
        ),
        ("<p><b style='font-weight:normal'>a</b>", [], "an editor's wrapper that is no bold"),
        ("<table><tr><td><b>a<td>b</table>", [("a", ("bold",))], "formatting ends with its cell"),
    ],
)
def test_emphasis(body: str, expected: list[tuple[str, tuple[str, ...]]], why: str) -> None:
    assert expected == runs(page(body)), why


def test_rules_of_a_style_element() -> None:
    rules = "/* x */ .q, p.lead { font-style: italic } em { font-style: normal; font-weight: bold }"
    sheet = f"<style>{rules} @media print {{ p {{display:none}} }}</style>"
    document = page("<p class=lead>a</p><p><span class='x q'>b</span> <em>c</em> d", sheet)
    assert [("a", ("italic",)), ("b", ("italic",)), ("c", ("bold",))] == runs(document)


@pytest.mark.parametrize(
    ("rules", "italic", "why"),
    [
        (".quote em { font-style: normal }", "b", "a descendant"),
        ("blockquote.quote > p em { font-style: normal }", "b", "a child of a class"),
        ("blockquote > em { font-style: normal }", "ab", "no child"),
        ("#top em { font-style: normal }", "b", "inside an id"),
        (
            "em.x { font-style: italic } #here { font-style: normal }",
            "b",
            "an id weighs more than a class, whatever stands last",
        ),
        (".quote em { font-style: normal } em { font-style: italic }", "b", "two parts weigh more than one"),
        ("em em { font-style: normal }", "ab", "not inside itself"),
        (".x.y { font-style: normal }", "b", "two classes"),
        (".y.z { font-style: normal }", "ab", "two classes, of which one is missing"),
        ("p:hover em, em[id], p + p em, em ~ em { font-style: normal }", "ab", "what is passed over"),
        (".quote em { display: none }", "ab", "what a longer selector hides may be shown again"),
        ("* { font-style: normal }", "ab", "everything is nothing"),
    ],
)
def test_selectors(rules: str, italic: str, why: str) -> None:
    body = "<blockquote class=quote id=top><p><em class='x y' id=here>a</em></p></blockquote><p><em>b</em></p>"
    document = page(body, f"<style>{rules}</style>")
    assert ("a\n\nb", italic) == (document.text, "".join(words for words, _ in runs(document))), why


@pytest.mark.parametrize(
    ("body", "text", "emphasis", "why"),
    [
        ("<p>a <![CDATA[b < c > d]]> e</p>", "a b < c > d e", [], "CDATA"),
        ("<p>a <![CDATA[<em>b</em>]]></p><p>c</p>", "a <em>b</em>\n\nc", [], "CDATA that looks like tags"),
        ("<script>//<![CDATA[\nf('<p>')\n//]]></script><p>a</p>", "a", [], "CDATA in a script"),
        ("<script src='x.js'/><p>a</p><style/><title/><p>b</p>", "a\n\nb", [], "elements closed by their start tags"),
        ("<p>a <i/> b <em>c</em><a id='n'/> d</p>", "a b c d", ["c"], "formatting that holds nothing"),
        ("<p>a<br/>b <![CDATA[c", "a\nb c", [], "CDATA without an end"),
    ],
)
def test_xhtml(body: str, text: str, emphasis: list[str], why: str) -> None:
    document = read("a.xhtml", f"<html><head/><body>{body}</body></html>".encode())
    assert (text, emphasis) == (document.text, [words for words, _ in runs(document)]), why
    for i, char in enumerate(document.text):
        if not char.isspace():
            assert char == document.source[document.origin.start(i)]


def test_block_quotations_are_numbered_and_nested() -> None:
    document = page("<blockquote cite=u><p>a<blockquote><p>b</blockquote></blockquote><p>c<blockquote>d</blockquote>")
    assert [(1, 1, "u"), (1, 2, "u"), (0, 0, None), (2, 1, None)] == [(b.quote, b.depth, b.cite) for b in document.blocks]


def test_note_calls_links_and_inlines() -> None:
    document = page("<p>He <q cite=v>said <cite>It</cite></q>.<sup>4</sup> <a href=/x>More <i>here</i></a>")
    where = {i.kind: (document.text[slice(*i.span)], i.label) for i in document.inlines}
    assert {"quote": ("said It", "v"), "cite": ("It", ""), "note-call": ("", "4")} == where
    assert [("More here", "/x")] == [(document.text[slice(*link.span)], link.url) for link in document.links]


PROSE = "A sentence that is long enough to be prose, with more than twenty words in it, one after another, until it does end. "


def test_what_stands_around_the_article_is_furniture() -> None:
    document = page(f"<nav>Home</nav><div>Read next</div><article><h1>T</h1><p>{PROSE * 3}</p></article><footer>us</footer>")
    assert ["furniture", "furniture", "heading", "paragraph", "furniture"] == [b.kind for b in document.blocks]


def test_no_prose_is_lost_to_an_article_element() -> None:
    document = page(f"<article><p>Teaser</p></article><section><p>{PROSE}</p><p>{PROSE}</p></section>")
    assert ["paragraph"] * 3 == [b.kind for b in document.blocks]


def test_head() -> None:
    head = """<title>A &amp; B</title><meta property="og:site_name" content="The Paper"><meta name=author content="Jo Roe">
    <link rel=canonical href="https://paper.example/a"><script type="application/ld+json">{"@type":"NewsArticle","headline":"A",
    "datePublished":"2021-03-04T05:06:07Z"}</script><!-- FILE ARCHIVED ON 10:11:12 May 06, 2022 AND RETRIEVED -->"""
    meta = page("<p>x", head).meta
    assert ("A & B", "Jo Roe", "The Paper") == (meta.title, meta.author, meta.publisher)
    assert ("2021-03-04T05:06:07Z", "https://paper.example/a", "2022-05-06T10:11:12Z") == (
        meta.published,
        meta.url,
        meta.snapshot,
    )


@pytest.mark.parametrize(
    ("title", "body", "bad", "why"),
    [
        ("404 Not Found", "<p>nginx", True, "an error page"),
        ("404 Not Found", f"<p>{PROSE * 20}", False, "an article about one"),
        ("Just a moment...", "<p>Verify you are human", True, "a barrier"),
        ("A day", "<p>Short but good.", False, "a short page"),
        ("A day", "<script>app()</script>", True, "a page that a script fills"),
    ],
)
def test_error_pages(title: str, body: str, bad: bool, why: str) -> None:
    assert bad == (page(body, f"<title>{title}</title>").problem is not None), why


WORD = st.sampled_from(["word", "naïve", "“Said”", "don't", "x&amp;y", "&eacute;t&eacute;", "end."])
INLINE = st.recursive(
    WORD,
    lambda inner: st.tuples(st.sampled_from(["em", "b", "span", "q", "cite", "u"]), inner).map(
        lambda t: f"<{t[0]}>{t[1]}</{t[0]}>"
    ),
)
LINE = st.lists(INLINE, min_size=1, max_size=5).map("\n ".join)
BLOCK = st.recursive(
    LINE.map("<p>{}</p>".format)
    | LINE.map("<p>{}".format)
    | LINE.map("<ul><li>{}<li>x</ul>".format)
    | LINE.map("<h2>{}</h2>".format),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda bs: "<blockquote>" + "".join(bs) + "</blockquote>"),
    max_leaves=6,
)


@given(st.lists(BLOCK, min_size=1, max_size=5).map("".join))
@settings(max_examples=150, deadline=None)
def test_the_words_are_those_that_justhtml_sees(body: str) -> None:
    # a slow parser written after the standard; a space at each tag that ends a block keeps words apart
    spaced = re.sub(r"<(/?(?:p|ul|li|h2|blockquote))>", r" <\1> ", body)
    assert JustHTML(spaced, sanitize=False).to_text(separator="", strip=False).split() == page(body).text.split()


def test_an_end_tag_without_a_name_moves_nothing() -> None:
    source = "</><p>One</> two<b></></>three</b></><title>a</>b</title>four</></p>"
    document = read("a.html", source.encode())
    assert "One twothreefour" == document.text.replace("\n", "")
    for word in ("One", "two", "three", "four"):
        start = document.text.index(word)
        assert word == source[slice(*document.origin.span(start, start + len(word)))]
