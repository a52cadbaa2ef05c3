"""The comment as GitHub reads it: GitHub's Markdown (marko), then the HTML that comes of it, element by element."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import marko
import pytest
from by_hand import edit, finding, made, match, quote
from hostile import HOSTILE, LOOK, URI, article, everything, reports
from hypothesis import given, settings
from marko.ext.gfm import GFM

from fidelity.report import FORMATS, Look
from fidelity.report.inline_diff import MOST, differences
from fidelity.report.markdown import LIMIT, MARK
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from fidelity.model import Report, ReportedQuote

WEB = "https://git.example/desk/paper/blob/0123abc/"
ELEMENTS = {
    "h3",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "br",
    "sub",
    "b",
    "blockquote",
    "ins",
    "del",
    "wbr",
    "a",
}
VOID = {"br", "wbr"}
LIVE = re.compile(r"@\w|[#!$~%^]\d|\$\S|:[\w+-]+:|https?://|www\.|GH-\d|&\d|\[\[")
"""What a comment turns into a call, a number of something, a picture or a link, where it stands in one piece of text."""


class Page(HTMLParser):
    """The elements, and the text outside of code as it lies between tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.pieces: list[str] = [""]
        self.text = ""
        self.comments: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS
        assert {name for name, _ in attrs} == ({"href"} if tag == "a" else set())
        self.links += [value or "" for _, value in attrs]
        self.pieces.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.pieces.append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if "code" not in self.open:
            self.pieces[-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def drawn(report: Report, look: Look = LOOK) -> tuple[str, Page]:
    text = FORMATS["markdown"](report, look)
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT
    return text, Page(marko.Markdown(extensions=[GFM]).convert(text))


def judged(text: str, original: str, *edits: tuple[str, str]) -> ReportedQuote:
    """A quotation with the words of each pair (here, there) exchanged."""
    changes = (edit("substitution", (text, here), (original, there), "material", None) for here, there in edits)
    return quote(1, "altered", text, match(original, *changes))


def test_the_mark_is_the_first_line_and_cannot_be_seen() -> None:
    text, page = drawn(everything())
    assert text.splitlines()[0] == MARK == "<!-- fidelity-report -->"
    assert page.comments == [" fidelity-report "], "and nothing of an article makes a second one"
    assert page.text.split("\n")[1].startswith("Quotations: something to set right")


def test_findings_are_told_gravest_first_with_their_places() -> None:
    _, page = drawn(everything())
    severities = re.findall("❌ error|⚠️ warning|ℹ️ info", page.text)
    assert severities == sorted(severities, key=["❌ error", "⚠️ warning", "ℹ️ info"].index)
    assert len(severities) == 1 + sum(not f.allowed for a in everything().articles for f in a.findings)
    assert "articles/harbour.md:20:9original originals/harbour.html:12:20" in page.text
    assert "2 accepted findings not shown." in page.text


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (replace(made(), articles=(), summary=replace(made().summary, errors=0)), "something to look at"),
        (replace(made(), articles=(), summary=replace(made().summary, errors=0, warnings=0)), "nothing to set right"),
        (replace(made(), articles=made().articles[2:], summary=replace(made().summary, errors=0)), "something to set right"),
    ],
)
def test_the_heading_says_how_it_stands(report: Report, expected: str) -> None:
    assert f"### Quotations: {expected}\n" in drawn(report)[0]


def test_places_are_linked_where_the_files_are_on_the_web() -> None:
    _, page = drawn(everything(), replace(LOOK, web=WEB))
    assert f"{WEB}articles/harbour.md?plain=1#L20" in page.links
    assert all(link.startswith(WEB) for link in page.links)
    _, without = drawn(everything())
    assert [] == without.links
    elsewhere = replace(made(), articles=(replace(article(), uri="https://a.example/x.md", quotes=()),))
    assert not any("a.example" in link for link in drawn(elsewhere, replace(LOOK, web=WEB))[1].links)


@pytest.mark.parametrize(
    ("given_quote", "expected", "why"),
    [
        (judged("It is 8 now.", "It is 9 now.", ("8", "9")), "It is <del>9</del><ins>8</ins> now.", "both words"),
        (judged("He <b> it.", "He is it.", ("<b>", "is")), "He <del>is</del><ins>&lt;b&gt;</ins> it.", "markup is text"),
        (made().articles[0].quotes[2], "The harbour is <del>not</del> safe for all ships.", "words left out"),
        (
            made().articles[0].quotes[3],
            "The pilots <del>, who had waited three hours,</del><ins>…</ins> asked for a second tug.",
            "an ellipsis and what it stands for",
        ),
        (
            made().articles[0].quotes[4],
            "First <ins>the bell rang</ins>, then the lamp went out.",
            "moved words, where they are",
        ),
        (
            made().articles[0].quotes[6],
            "We will <b>rebuild the pier</b>, every plank of it, before the ice comes.",
            "emphasis that was added and not declared",
        ),
        (made().articles[0].quotes[7], "The crack was known to the mayor.", "nothing to compare with"),
        (
            judged("他說今天", "他說明天", ("今", "明")),
            "他說<del>明</del><ins>今</ins>天",
            "no spaces where the script has none",
        ),
    ],
)
def test_differences_stand_in_place(given_quote: ReportedQuote, expected: str, why: str) -> None:
    assert expected == differences(given_quote), why


def test_missing_words_are_set_apart_only_where_the_script_sets_spaces() -> None:
    spaced = edit("omission", ("is safe", ">is"), ("is not safe", "not"), "critical", None)
    chinese = edit("omission", ("他來", ">他"), ("他不來", "不"), "critical", None)
    assert differences(quote(1, "trimmed", "is safe", match("is not safe", spaced))) == "is <del>not</del> safe"
    assert differences(quote(1, "trimmed", "他來", match("他不來", chinese))) == "他<del>不</del>來"


def test_long_quotations_are_cut_between_differences() -> None:
    text = " ".join(f"w{n}" for n in range(200))
    shown = differences(judged(text, text.replace("w100", "x"), ("w100", "x")))
    assert "<del>x</del><ins>w100</ins>" in shown
    assert shown.startswith("w0 w1 ")
    assert "⟨… 76 words …⟩" in shown
    many = [(f"w{n}", f"v{n}") for n in range(100, 170)]
    shown = differences(judged(text, text.replace("w", "v"), *many))
    assert shown.endswith(f"⟨… {70 - MOST} more differences …⟩")


def test_what_does_not_fit_is_counted() -> None:
    long = " ".join(["“word”"] * 60)
    findings = tuple(finding("altered-wording", "error", f"{n} {long}", n, line=n) for n in range(1, 301))
    quotes = tuple(quote(n, "altered", f"{n} {long}", match(long), n - 1) for n in range(1, 301))
    report = replace(made(), articles=(replace(made().articles[0], findings=findings, quotes=quotes),))
    text, page = drawn(report)
    assert len(text) > LIMIT * 0.9, "what room there is, is used"
    rows, shown = page.text.count("❌ error"), text.count("<blockquote>")
    assert rows > 50
    assert shown > 20
    said = re.search(
        r"Not shown, because a comment holds no more: (\d+) findings and the words of (\d+) quotations\.", page.text
    )
    assert said
    assert (300 - rows, 300 - shown) == (int(said[1]), int(said[2]))


def test_hostile_texts_are_read_as_they_stand() -> None:
    _, page = drawn(everything())
    for message in HOSTILE:
        assert one_line(message) in page.text, ascii(message)
    assert f"{one_line(URI)}:1:11"[-40:] in page.text


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_stays_text(report: Report) -> None:
    text, page = drawn(report, replace(LOOK, web=WEB))
    assert [" fidelity-report "] == page.comments
    assert not any(LIVE.search(piece) for piece in page.pieces), [p for p in page.pieces if LIVE.search(p)]
    assert all(link.startswith(WEB) for link in page.links)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
