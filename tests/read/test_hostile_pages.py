"""Pages and articles that somebody made to hurt: read in time, with a note, and with the words that they have."""

from __future__ import annotations

import pytest
from test_laws import check_laws

from fidelity.read import read
from fidelity.read.stack import DEEPEST, TOO_DEEP

MANY = 4000


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("</><<i>D<", "a nameless end tag before a text that begins as it does"),
        ("</><<d><>", "the same before a tag"),
        ("a</>b</></>c<b>d</></b></>", "several"),
        ("<textarea>a</>b</textarea></>c", "one that is text"),
        ("<title></></title></><p>c", "one in the title"),
        ('<b</></noscript></></>]]><p title="</>">w', "one in a tag"),
    ],
)
def test_nameless_end_tags_move_nothing(page: str, why: str) -> None:
    for name in ("a.html", "a.xhtml"):
        document = read(name, page.encode())
        check_laws(document)
        at = {document.source[document.origin.start(n)] == char for n, char in enumerate(document.text) if not char.isspace()}
        assert at <= {True}, why


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("tag", ["blockquote", "div", "b", "span", "q", "ul", "font", "section", "em", "table", "object"])
def test_elements_nested_too_deeply_cost_little_and_lose_no_word(tag: str, kind: str) -> None:
    data = "".join(f"<{tag} class=c{n}>" for n in range(MANY)) + "deep" + f"</{tag}>" * MANY + "<p>And <i>so</i> on.</p>"
    document = read("made.up", data.encode(), hint=kind)
    check_laws(document)
    assert document.text.split() == ([] if tag == "object" else ["deep"]) + ["And", "so", "on."]
    assert (TOO_DEEP,) == document.notes or tag == "object"
    assert [("italic",)] == [run.kinds for run in document.emphasis if "so" in document.text[slice(*run.span)]]


@pytest.mark.parametrize(
    ("data", "words", "why"),
    [
        ("> " * MANY + "deep\n\nafter", ["deep", "after"], "block quotations"),
        ("- " * MANY + "deep\n\nafter", ["deep", "after"], "lists"),
        ("> - " * MANY + "deep\n\nafter", ["deep", "after"], "both"),
    ],
)
def test_markdown_nested_too_deeply(data: str, words: list[str], why: str) -> None:
    document = read("a.md", data.encode())
    check_laws(document)
    assert words == document.text.split(), why
    assert (TOO_DEEP,) == document.notes, why
    assert DEEPEST >= max(block.depth for block in document.blocks), why


def test_what_is_not_shown_is_not_shown_in_the_deep_either() -> None:
    document = read("a.html", ("<div>" * MANY + "<select>no<b>no</select><script>no</script>yes" + "</div>" * MANY).encode())
    assert "yes" == document.text


def test_formatting_that_is_never_closed_goes_on() -> None:
    document = read("a.html", b"<font size=2><p>old <b>page</b></p>" * 2000)
    check_laws(document)
    assert 2000 == len(document.blocks) == sum(run.kinds == ("bold",) for run in document.emphasis)
    assert () == document.notes


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", "x\n" * 600, "lines"),
        ("a.html", "<p>x" * 600, "paragraphs"),
        ("a.html", "&amp;" * 2000, "entities"),
        ("a.md", "# x\n" * 600, "headings"),
        ("a.md", "x\r\n" * 600, "line ends"),
    ],
)
def test_a_text_in_endless_pieces_is_left(monkeypatch: pytest.MonkeyPatch, name: str, data: str, why: str) -> None:
    monkeypatch.setattr("fidelity.text.origin.MOST_PIECES", 1000)
    monkeypatch.setattr("fidelity.read.plain._MOST_LINES", 500)
    document = read(name, data.encode())
    assert "pieces (lines, tags, entities), as no article is" in (document.problem or ""), why
    assert "" == document.text
