"""Comments that speak to the tool: handed on with their place, never in the text, never in the way of a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.quotes import find_quotes
from fidelity.read import read


@pytest.mark.parametrize(
    ("name", "source", "text", "comments", "why"),
    [
        ("a.md", "One <!-- fidelity: a --> two.", "One two.", ["<!-- fidelity: a -->"], "in a line"),
        ("a.md", "One.\r\n\r\n<!-- fidelity: a -->\r\nTwo.", "One.\n\nTwo.", ["<!-- fidelity: a -->"], "after CRLF"),
        ("a.md", "<!-- Fidelity: a -->\n\nOne.", "One.", ["<!-- Fidelity: a -->"], "capitals"),
        ("a.md", "One <!-- of ours --> two.", "One two.", [], "a comment to somebody else"),
        ("a.md", "`<!-- fidelity: a -->`", "<!-- fidelity: a -->", [], "code is no comment"),
        ("a.md", "```\n<!-- fidelity: a -->\n```", "<!-- fidelity: a -->", [], "nor is a block of code"),
        ("a.md", "> one\n> <!-- fidelity:\n> a --> two", "one\n\ntwo", ["<!-- fidelity:\n> a -->"], "over lines"),
        ("a.md", "> one\n> <!-- fidelity:\n> a\n> b -->\n>\n> two", "one\n\ntwo", ["<!-- fidelity:\n> a\n> b -->"], "three"),
        ("a.md", "> <!-- never\n> closed", "", [], "one that is never closed ends with its block"),
        ("a.md", "---\ntitle: T\n---\n\n<!-- fidelity: a -->\nÖl.", "Öl.", ["<!-- fidelity: a -->"], "behind front matter"),
        ("a.md", "Öl <!-- fidelity: ä --> fließt.", "Öl fließt.", ["<!-- fidelity: ä -->"], "bytes are not characters"),
        ("a.html", "<p>One<!-- fidelity: a --> two</p>", "One two", ["<!-- fidelity: a -->"], "HTML"),
        ("a.html", "<script><!-- fidelity: a --></script><p>One</p>", "One", [], "a script's words are no comment"),
        ("a.txt", "One.\n\n[fidelity: a]\n\nTwo.", "One.\n\nTwo.", ["[fidelity: a]"], "plain text, a line of its own"),
        ("a.txt", "One [fidelity: a] two.", "One [fidelity: a] two.", [], "in a line of plain text it is text"),
        ("a.txt", "  [Fidelity: a]  \nOne.", "One.", ["[Fidelity: a]"], "with space around it"),
    ],
)  # fmt: skip
def test_a_comment_is_handed_on_and_not_in_the_text(name: str, source: str, text: str, comments: list[str], why: str) -> None:
    document = read(name, source.encode())
    assert comments == [document.source[slice(*c.span)] for c in document.comments], why
    assert text == document.text, why


def test_a_comment_between_the_lines_of_a_paragraph_in_plain_text_divides_nothing_and_is_no_running_head() -> None:
    line = "The lamp was lit on every night of the storm, so the keeper says it,\n"
    with_it = read("a.txt", (line * 3 + '[fidelity: allow not-found "x"]\n' + line * 3).encode())
    without = read("a.txt", (line * 6).encode())
    assert without.text == with_it.text
    assert without.notes == with_it.notes
    assert 1 == len(with_it.comments)


WORDS = (
    "The *keeper* said: “The lamp was lit on every night of the storm.” Nobody answered.\n\nShe writes:\n\n"
    "> The slipway was rebuilt with **seven** kinds of timber\n> in that year.\n\n- An item: “We went home before the storm.”\n"
)
COMMENT = '<!-- fidelity: allow changed-number "“so” they say" -->'


@given(st.integers(0, WORDS.count(" ") - 1), st.booleans())
@settings(deadline=None)
def test_a_comment_anywhere_in_a_line_leaves_text_and_quotations_as_they_were(number: int, glued: bool) -> None:
    places = [n for n, c in enumerate(WORDS) if c == " " and WORDS[n - 1] not in ">-\n"]
    at = places[number % len(places)]
    without = read("a.md", WORDS.encode())
    with_it = read("a.md", (WORDS[:at] + ("" if glued else " ") + COMMENT + WORDS[at:]).encode())
    assert without.text == with_it.text
    assert [b.quote for b in without.blocks] == [b.quote for b in with_it.blocks]
    assert [q.text for q in find_quotes(without).quotes] == [q.text for q in find_quotes(with_it).quotes]
    assert [r.span for r in without.emphasis] == [r.span for r in with_it.emphasis]
    assert [COMMENT] == [with_it.source[slice(*c.span)] for c in with_it.comments]
