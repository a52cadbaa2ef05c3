"""Which quotations a comment speaks of."""

from __future__ import annotations

import pytest
from yard import ALLOW, WRONG, allowed, checked, standing

A, B, C = (f"“{words}”" for words in WRONG[:3])
PLAIN = '[fidelity: allow changed-number "a correction"]'

IN_MARKDOWN = [
    (f"She said: {A} {ALLOW}\n\nHe said: {B}\n", ["The"], "directly behind"),
    (f"She said: {A}{ALLOW}, and he said: {B}\n", ["The"], "glued to it"),
    (f"She said: {A} (page 4), {ALLOW} and he said: {B}\n", ["The"], "behind the quotation's own parenthesis"),
    (f"She said: {A} {ALLOW} He said: {B}\n", ["The"], "between two: behind comes before what follows"),
    (f"She said: {A} and went. {ALLOW} He said: {B}\n", ["Fifty"], "in a line: the next quotation of the paragraph"),
    (f"She said: {A}. He said: {B} and went. {ALLOW}\n\nThey: {C}\n", ["The", "Fifty"], "none is left: all of it"),
    (f"{ALLOW}\nShe said: {A} He said: {B}\n\nThey: {C}\n", ["The", "Fifty"], "on a line of its own: the paragraph below"),
    (f"{ALLOW}\n\nShe said: {A} He said: {B}\n\nThey: {C}\n", ["The", "Fifty"], "with a blank line between"),
    (f"{ALLOW} She said: {A} He said: {B}\n\nThey: {C}\n", ["The", "Fifty"], "at the head of its line"),
    (f"She said: {A}\n{ALLOW}\n\nHe said: {B}\n", ["The"], "right under it, and a blank line next"),
    (f"She said: {A}\n\n{ALLOW}\n\nHe said: {B}\n", ["Fifty"], "blank lines on both sides: what follows"),
    (f"She said: {A}\n{ALLOW}\nHe said: {B}\n", ["Fifty"], "words on both sides: what follows"),
    (f"She said: {A}\n\n{ALLOW}\n", ["The"], "nothing follows: what stands before"),
    (f"{ALLOW}\n## Two heads\n\nShe said: {A}\n\nHe said: {B}\n", ["The"], "a heading is passed over"),
    (f"She writes:\n\n{ALLOW}\n> {WRONG[0]}\n\nHe said: {B}\n", ["The"], "a block quotation"),
    (f"{ALLOW}\nShe writes:\n\n> {WRONG[0]}\n\nHe said: {B}\n", ["The"], "a lead-in and what it announces"),
    (f"She writes:\n\n> {WRONG[0]} {ALLOW}\n\nHe said: {B}\n", ["The"], "behind the words of a block"),
    (f"She writes:\n\n> {WRONG[0]}\n>\n> {ALLOW}\n>\n> {WRONG[1]}\n\nHe: {C}\n", ["The", "The"], "inside a block"),
    (f"She said: “{WRONG[0][:15]}{ALLOW}{WRONG[0][15:]}” He said: {B}\n", ["The"], "inside a quotation"),
    (f"She said: “{ALLOW}{WRONG[0]}” He said: {B}\n", ["The"], "between the mark and its words"),
    (f"- {ALLOW} She said: {A}\n- He said: {B}\n", ["The"], "an item of a list"),
    (f"{ALLOW}\n{ALLOW.replace('number', 'name')}\n\nShe said: {A}\n\nHe said: {B}\n", ["The"], "several on lines"),
    (f"She said: {A}\n\nHe said: {B}\n\n{ALLOW.replace('allow', 'allow-file')}\n", ["The", "Fifty"], "the whole article"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected", "why"), IN_MARKDOWN)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_comment_in_markdown(source: str, ends: str, expected: list[str], why: str) -> None:
    article = checked(source.replace("\n", ends))
    assert expected == allowed(article), why
    left = [rule for rule, _ in standing(article)]
    total = sum(f.rule == "changed-number" for f in article.findings)
    assert total - len(expected) == left.count("changed-number"), why


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        (f"<p>She said: {A} {ALLOW}</p><p>He said: {B}</p>", ["The"], "all on one line"),
        (f"<p>She said: {A}</p>{ALLOW}\n<p>He said: {B}</p>", ["The"], "behind the paragraph's end"),
        (f"<p>She said: {A}</p>\n{ALLOW}\n<p>He said: {B}</p>", ["Fifty"], "between two paragraphs"),
        (f"<div>\n{ALLOW}\n<p>\nShe said: {A}</p>\n<p>He said: {B}</p></div>", ["The"], "before a paragraph"),
        (f"<p>\n{ALLOW}\nShe said: {A} He said: {B}</p>\n<p>They: {C}</p>", ["The", "Fifty"], "at the head of a paragraph"),
        (f"<p>\nShe said: {A}\n{ALLOW}\n</p>\n<p>He said: {B}</p>", ["The"], "at the end of a paragraph"),
        (f"<p>She writes:</p>{ALLOW}<blockquote><p>{WRONG[0]}</p></blockquote><p>He said: {B}</p>", ["The"], "a lead-in"),
        (f"<p>She writes:</p>\n{ALLOW}\n<blockquote><p>{WRONG[0]}</p></blockquote><p>He said: {B}</p>", ["The"], "a block"),
        (f"<p>She said: <q>{WRONG[0]}</q>{ALLOW} He said: {B}</p>", ["The"], "behind a q element"),
    ],
)  # fmt: skip
def test_a_comment_in_html(source: str, expected: list[str], why: str) -> None:
    assert expected == allowed(checked(source, "article.html")), why


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        (f"{PLAIN}\nShe said: {A}\n\nHe said: {B}\n", ["The"], "above"),
        (f"She said: {A}\n{PLAIN}\n\nHe said: {B}\n", ["The"], "below, and a blank line next"),
        (f"She said: {A}\n\n{PLAIN}\n\nHe said: {B}\n", ["Fifty"], "between"),
        (f"{PLAIN.replace('allow', 'allow-file')}\n\nShe said: {A}\n\nHe said: {B}\n", ["The", "Fifty"], "the whole article"),
    ],
)
def test_a_comment_in_plain_text(source: str, expected: list[str], why: str) -> None:
    assert expected == allowed(checked(source, "article.txt")), why


def test_findings_beside_the_quotations_belong_to_their_paragraph() -> None:
    allow = '<!-- fidelity: allow unbalanced-marks "as in the leaflet" -->'
    article = checked(f"{allow}\nHe said: “it is safe, and left.\n\nHe said: “it is safe, and left again.\n")
    assert [("unbalanced-marks", 4)] == [s for s in standing(article) if s[0] == "unbalanced-marks"]
