"""A page's edge in the article's own copy of a quotation is nobody's addition."""

from fidelity.model import ReportedArticle
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings

ORIGINAL = (
    "<p>The trust met in the spring of that year to weigh what the new sluices would cost the villages and who should mend"
    " them. Nobody could tell, and the trust asked the clerk to gather contributions from the tenants of the valley.</p>"
)
FIRST = "The trust met in the spring of that year to weigh what the new sluices would cost the villages and who"
SECOND = "should mend them. Nobody could tell, and the trust asked the clerk to gather contribu"
THIRD = "tions from the tenants of the valley."


def _check(*lines: str) -> ReportedArticle:
    quoted = "".join(f"<p>{line}</p>" for line in lines)
    article = f"<p>The trust wrote in its report:</p><blockquote>{quoted}</blockquote><p>That was all.</p>"
    return check_article(read("article.html", article.encode()), [read("original.html", ORIGINAL.encode())], Settings())


def test_page_numbers_and_heads_are_not_added_words() -> None:
    checked = _check(FIRST, "12", "<b>The Mill Trust</b>", SECOND + "-", "- 13 -", THIRD)
    assert [] == [f.rule for f in checked.findings]
    (quote,) = checked.quotes
    assert ("exact", 100.0) == (quote.verdict, quote.score)
    assert quote.match is not None
    assert ["page-break", "page-break"] == [e.why for e in quote.match.edits]


def test_a_line_of_words_is_added() -> None:
    checked = _check(FIRST, "for the sake of the mill", SECOND + THIRD)
    assert "altered" == checked.quotes[0].verdict
    assert ["added-words"] == [f.rule for f in checked.findings if f.severity == "error"]


def test_a_number_in_the_line_is_added() -> None:
    checked = _check(FIRST.replace("new", "12 new"), SECOND + THIRD)
    assert "altered" == checked.quotes[0].verdict
