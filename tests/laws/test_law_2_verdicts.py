"""Law 2: every quotation ends in exactly one verdict. Law 5: the order of the originals never changes one."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quoted_texts import STRANGE, Story, damaged, stories

from fidelity.candidates import shelf
from fidelity.model import VERDICTS, Document, ReportedArticle
from fidelity.pipeline import check_article
from fidelity.quotes import find_quotes
from fidelity.read import read
from fidelity.settings import Settings
from fidelity.unmarked import bounded

LEAD_INS = [
    'The keeper said: "{}"',
    '"{}," the report says.',
    "As the council put it, “{}”.",
    "> {}",
    "The Ledger reported:\n\n{}",
]


@st.composite
def articles(draw: st.DrawFn, story: Story) -> Document:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        strange = " ".join(draw(st.lists(st.sampled_from(STRANGE), min_size=8, max_size=14)))
        quote = draw(st.one_of(damaged(story), st.just(strange)))
        parts += [draw(st.sampled_from(LEAD_INS)).format(quote), "That is all that was heard of it, and nobody asked again."]
    return read("article.md", "\n\n".join(parts).encode())


def originals(story: Story) -> list[Document]:
    return [
        read(f"{name}.txt", text.encode())
        for name, text in {"a": story.original, "b": story.original[::-1], "c": "Page not found"}.items()
    ]


def checked(article: Document, stock: list[Document]) -> ReportedArticle:
    return check_article(article, stock, Settings())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(12), st.data())
def test_every_quotation_ends_in_one_verdict(story: Story, data: st.DataObject) -> None:
    article = data.draw(articles(story))
    report = checked(article, originals(story))
    assert list(VERDICTS) == list(report.counts)
    assert len(report.quotes) == sum(report.counts.values())
    assert report.counts == {verdict: sum(q.verdict == verdict for q in report.quotes) for verdict in VERDICTS}
    found = bounded(article, find_quotes(article), shelf(originals(story)), Settings())
    told = [span for quote in report.quotes for span in quote.spans]  # an interrupted quotation may be told as two
    assert [article.origin.span(*span) for quote in found.quotes for span in quote.spans] == told
    assert len(found.notices) == sum(finding.quote is None for finding in report.findings)
    for quote in report.quotes:
        assert (quote.verdict == "unchecked") == (quote.reason is not None)
        assert (quote.verdict in ("exact", "trimmed", "altered")) == (quote.match is not None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(12), st.data())
def test_without_originals_every_quotation_is_unchecked_with_its_reason(story: Story, data: st.DataObject) -> None:
    report = checked(data.draw(articles(story)), [])
    assert {"unchecked"} >= {q.verdict for q in report.quotes}
    assert all(q.reason for q in report.quotes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(12), st.data())
def test_the_order_of_originals_changes_nothing(story: Story, data: st.DataObject) -> None:
    article, stock = data.draw(articles(story)), originals(story)
    assert checked(article, stock) == checked(article, data.draw(st.permutations(stock)))
