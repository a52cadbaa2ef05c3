"""The HTML report parsed as a browser would: what it is made of, and that nothing of what it shows becomes a part of it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from by_hand import made, match, quote
from hostile import ANY, HOSTILE, LOOK, everything, reports
from hypothesis import example, given, settings
from hypothesis import strategies as st
from justhtml import Element, JustHTML

from fidelity.model import ReportedAside
from fidelity.report import FORMATS
from fidelity.report.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

    from fidelity.model import Report

TAGS = set(
    """
    html head meta title link style body a header p h1 h2 h3 h4 dl div dt dd svg rect ul ol li form label input
    fieldset legend span select option button main details summary mark ins del em small section strong blockquote
    footer dialog kbd script code
    """.split()  # noqa: SIM905 - a list of words reads better so
)
ATTRIBUTES = set(
    """
    lang charset http-equiv content name rel href class id aria-label aria-labelledby aria-hidden aria-keyshortcuts
    hidden role for type autocomplete spellcheck value tabindex open dir data-v data-s data-r data-look data-score
    checked viewBox preserveAspectRatio focusable x y width height
    """.split()  # noqa: SIM905 - a list of words reads better so
)
SENT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
SETTINGS = settings(deadline=None, max_examples=30)


def drawn(report: Report) -> str:
    return FORMATS["html"](report, LOOK)


def parsed(text: str) -> JustHTML:
    """The page's tree; anything that the HTML standard calls an error fails."""
    page = JustHTML(text, sanitize=False, collect_errors=True)
    assert [] == [str(error) for error in page.errors]
    return page


def query(node: JustHTML | Element, selector: str) -> list[Element]:
    return [found for found in node.query(selector) if isinstance(found, Element)]


def elements(page: JustHTML) -> list[Element]:
    return query(page, "*")


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in (element.attrs or {}).items()}


def words(element: Element) -> str:
    return element.to_text(separator="", strip=False)


def own_parts(text: str) -> tuple[str, str]:
    """The style sheet and the script."""
    page = parsed(text)
    (style,), (script,) = query(page, "style"), query(page, "script")
    return words(style), words(script)


def test_the_page_looks_as_before(snapshot: SnapshotAssertion) -> None:
    text = drawn(made())
    for name in ("style", "script"):
        text = re.sub(f"(<{name}>).*?(</{name}>)", r"\1\2", text, flags=re.DOTALL)
    assert snapshot == re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "sha256-…", text)


def test_it_is_made_of_known_elements_and_attributes() -> None:
    for element in elements(parsed(drawn(everything()))):
        assert element.name in TAGS, element.name
        assert set(attributes(element)) <= ATTRIBUTES, (element.name, attributes(element))


def test_style_and_script_are_named_by_their_hashes() -> None:
    text = drawn(everything())
    page = parsed(text)
    (policy,) = [
        attributes(m)["content"] for m in query(page, "meta") if attributes(m).get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    for name, part in zip(("style-src", "script-src"), own_parts(text), strict=True):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"'sha256-{digest}'" == rules[name], f"{name} allows our own and nothing else"
    assert "'none'" == rules["default-src"] == rules["base-uri"] == rules["form-action"]
    assert "data:" == rules["img-src"]
    assert "unsafe" not in policy
    assert attributes(query(page, "head > *")[1]).get("http-equiv"), "before all that it speaks of but the encoding"


def test_nothing_is_fetched() -> None:
    for part in own_parts(drawn(everything())):
        assert (
            re.search(r"https?:|//[a-z]|url\(|@import|@font-face|fetch\(|XMLHttp|WebSocket|import\(|eval|innerHTML", part)
            is None
        )
    for element in elements(parsed(drawn(everything()))):
        assert "src" not in attributes(element)
        if element.name == "link":
            assert "data:," == attributes(element)["href"]


def test_every_name_is_used_once_and_every_reference_leads_somewhere() -> None:
    found = elements(parsed(drawn(everything())))
    ids = Counter(attributes(element)["id"] for element in found if "id" in attributes(element))
    assert [] == [name for name, number in ids.items() if number > 1]
    for element in found:
        if element.name == "a" and attributes(element)["href"].startswith("#"):
            assert attributes(element)["href"][1:] in ids
        for attribute in ("for", "aria-labelledby"):
            assert attributes(element).get(attribute) in {None, *ids}


def test_same_article_twice_has_two_names() -> None:
    report = made()
    test = replace(report, articles=(*report.articles, *report.articles))
    ids = Counter(attributes(e)["id"] for e in elements(parsed(drawn(test))) if "id" in attributes(e))
    assert {1} == set(ids.values())


def test_headings_go_down_by_one() -> None:
    levels = [int(e.name[1]) for e in elements(parsed(drawn(everything()))) if re.fullmatch("h[1-6]", e.name)]
    assert 1 == levels[0]
    assert 1 == levels.count(1)
    for before, after in pairwise(levels):
        assert after <= before + 1


def test_filters_come_with_the_script_alone() -> None:
    page = parsed(drawn(made()))
    (form,) = query(page, "form")
    assert "hidden" in form.attrs
    assert len(query(page, "form input[type=checkbox]")) == 1 + 5 + 3, "what needs a look, verdicts, severities"
    assert ["", *sorted({f.rule for a in made().articles for f in a.findings if f.allowed is None})] == [
        attributes(option)["value"] for option in query(page, "#rule option")
    ]


def test_what_the_filters_ask_stands_at_each_quotation() -> None:
    report = made()
    page = parsed(drawn(report))
    rows = [row for row in query(page, ".q") if "beside" not in attributes(row)["class"]]
    quotes = [(quote, article) for article in report.articles for quote in article.quotes]
    assert len(quotes) == len(rows)
    for row, (q, article) in zip(rows, quotes, strict=True):
        standing = [article.findings[i] for i in q.findings if article.findings[i].allowed is None]
        assert q.verdict == attributes(row)["data-v"]
        assert {f.rule for f in standing} == set(attributes(row).get("data-r", "").split())
        assert {f.severity for f in standing} == set(attributes(row).get("data-s", "").split())


def test_everything_of_the_report_is_there_to_read() -> None:
    report = everything()
    text = words(query(parsed(drawn(report)), "body")[0])
    for article in report.articles:
        assert one_line(article.uri) in text
        for note in article.notes:
            assert one_line(note) in text
        if article.problem:
            assert one_line(article.problem) in text
        for finding in article.findings:
            assert finding.rule in text
            assert visible(finding.message) in text
            if finding.allowed:
                assert visible(finding.allowed.reason) in text


def test_accepted_findings_are_folded_with_their_reason() -> None:
    page = parsed(drawn(made()))
    (folded,) = query(page, "details.ok")
    assert "open" not in folded.attrs
    assert "1 accepted finding" == words(query(folded, "summary")[0])
    assert "Accepted: house spelling (by comment)" in words(folded)


def test_an_article_that_cannot_be_read_is_told_with_the_reason() -> None:
    (section,) = query(parsed(drawn(made())), "section.unread")
    assert "articles/scan.pdf" in words(section)
    assert "save it as HTML" in words(section)


def test_a_few_to_look_at_stand_open_and_many_are_folded() -> None:
    report = made()
    assert ["articles/harbour.md", "articles/odd"] == [
        words(query(e, ".uri")[0]) if query(e, ".uri") else words(query(e, "h3")[0])[:12]
        for e in query(parsed(drawn(report)), "details.article")
        if "open" in attributes(e)
    ]
    many = replace(report, articles=report.articles * 4)
    assert [] == [e for e in query(parsed(drawn(many)), "details.article") if "open" in attributes(e)]


def test_what_a_change_did_not_touch_is_counted() -> None:
    report = made()
    assert "not looked at" not in drawn(report)
    assert "Not touched by the change, not looked at</dt><dd>1,234</dd>" in drawn(
        replace(report, summary=replace(report.summary, untouched=1234))
    )


def test_no_articles_at_all() -> None:
    report = made()
    empty = replace(
        report, articles=(), summary=replace(report.summary, articles=0, quotes=0, score=None, errors=0, warnings=0, info=0)
    )
    assert "No article to show." in words(query(parsed(drawn(empty)), "main")[0])


@pytest.mark.parametrize(
    ("url", "link", "expected", "why"),
    [
        ("https://a.example/p", "https://a.example/p#:~:text=x", ["https://a.example/p#:~:text=x"], "at the passage"),
        ("http://a.example/p", None, ["http://a.example/p"], "the page alone"),
        (None, None, [], "no address"),
        ("javascript:alert(1)", None, [], "a script is no address"),
        ("data:text/html,<script>alert(1)</script>", None, [], "nor is a page in an address"),
        ("file:///etc/passwd", None, [], "nor a file of the reader's"),
        ("HTTPS://a.example/\"onclick='x'", None, ["HTTPS://a.example/\"onclick='x'"], "quotation marks stay in the attribute"),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None, expected: list[str], why: str) -> None:
    report = made()
    one = replace(report.articles[0], quotes=(quote(1, "exact", "A.", match("A.", url=url, link=link)),), findings=())
    page = parsed(drawn(replace(report, articles=(one,))))
    found = [attributes(a)["href"] for a in query(page, "a") if not attributes(a)["href"].startswith("#")]
    assert expected == found, why


def test_an_article_on_the_web_is_linked_at_its_line() -> None:
    text = FORMATS["html"](made(), replace(LOOK, web="https://git.example/blob/1/"))
    assert '<a href="https://git.example/blob/1/articles/harbour.md?plain=1#L20" rel="noreferrer">open the line</a>' in text


def strange(report: Report, texts: Iterator[str]) -> Report:
    """The report with any text before, after and inside its first quotation, and as its title."""
    article, *others = report.articles
    first, *rest = article.quotes
    aside = ReportedAside((0, min(1, len(first.text))), next(texts))
    first = replace(first, before=next(texts), after=next(texts), asides=(aside,))
    return replace(report, articles=(replace(article, title=next(texts), quotes=(first, *rest)), *others))


@given(reports(), st.lists(ANY, min_size=4, max_size=4))
@example(made(), ["", "\x1c", "\x1f", ""])  # Python takes them for blanks
@SETTINGS
def test_texts_of_strangers_stay_text(report: Report, texts: list[str]) -> None:
    text = drawn(strange(report, iter(texts)))
    assert SENT.search(text) is None, "control characters are shown, not sent"
    text.encode()
    page = parsed(text)
    for element in elements(page):
        assert element.name in TAGS, element.name
        assert set(attributes(element)) <= ATTRIBUTES, (element.name, attributes(element))
        href = attributes(element).get("href")
        assert href is None or href.startswith(("#", "http://", "https://")) or href == "data:,"
    assert len(query(page, "script")) == len(query(page, "style")) == 1
    for shown in texts:
        assert "".join(visible(shown).split()) in "".join(words(query(page, "body")[0]).split())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_title_changes_nothing_of_the_page(hostile: str) -> None:
    report = made()

    def titled(title: str) -> list[str]:
        article = replace(report.articles[0], title=f"x{title}")
        return [element.name for element in elements(parsed(drawn(replace(report, articles=(article,)))))]

    assert titled("") == titled(hostile)


def test_a_quotation_costs_little_besides_its_words() -> None:
    report = made()
    article = report.articles[0]
    faithful = quote(1, "exact", "Nobody was at the wheel.", match("Nobody was at the wheel."))

    def size(number: int) -> int:
        quotes = tuple(replace(faithful, id=f"{n:012x}-1") for n in range(number))
        return len(drawn(replace(report, articles=(replace(article, quotes=quotes, findings=()),))).encode())

    assert 900 > (size(200) - size(100)) / 100 > 300
