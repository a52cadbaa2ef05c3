"""What the page shows, made ready: names, counts and links in words, the sides of each quotation as markup."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from fidelity.model import VERDICTS
from fidelity.report.address import address, is_relative
from fidelity.report.html.manual import RuleHelp, helps
from fidelity.report.html.sides import article_side, nearest_side, original_side
from fidelity.report.phrases import NAMES, count, needs_attention, on, qualified, score, standing, total
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fidelity.model import Position, Report, ReportedArticle, ReportedFinding, ReportedMatch, ReportedQuote, Severity
    from fidelity.report.look import Look

OPEN = 30
"""Quotations to look at, up to which their articles stand open at once."""
_SNIPPET = 110  # characters of a faithful quotation that its folded line shows
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_DAMAGE = {"page-break": "page break", "ocr": "misread word"}
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Tally:
    """A verdict or severity, how often it stands there, and its name."""

    key: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two texts: its heading, where it stands, its words, and an address that opens it, with what it opens."""

    name: str
    place: str
    words: Markup
    language: str
    link: str | None = None
    opens: str = ""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in words; `allowed` is who accepted it and why."""

    rule: str
    severity: str
    message: str
    where: str
    allowed: str | None


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quotation as the page shows it."""

    anchor: str
    number: int
    verdict: str
    name: str
    qualified: str
    score: str | None
    said: str
    look: bool
    snippet: str
    sides: tuple[SideView, ...]
    absent: str | None
    findings: tuple[FindingView, ...]
    allowed: tuple[FindingView, ...]
    notes: tuple[str, ...]

    @property
    def rules(self) -> str:
        """The rules that speak of it, for the filter."""
        return " ".join(sorted({f.rule for f in self.findings}))

    @property
    def severities(self) -> str:
        """How grave they are, for the filter."""
        return " ".join(s for s in _SEVERITIES if any(f.severity == s for f in self.findings))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article as the page shows it; `loose` are findings beside the quotations."""

    anchor: str
    title: str
    uri: str | None
    score: str | None
    number: str
    tallies: tuple[Tally, ...]
    look: int
    is_open: bool
    language: str
    notes: tuple[str, ...]
    quotes: tuple[QuoteView, ...]
    loose: QuoteView | None


def page(report: Report, look: Look | None) -> dict[str, Any]:
    """All that the template prints, by name."""
    anchors = _anchors(report.articles)
    found = [f for article in report.articles for f in standing(article.findings)]
    attention = sum(needs_attention(quote, article) for article in report.articles for quote in article.quotes)
    verdicts = total(report.articles)
    rules = Counter(f.rule for f in found)
    severities = Counter(f.severity for f in found)
    manual = look.manual if look else {}
    return {
        "tool": report.tool,
        "back": look.back if look else None,
        "settings": report.settings,
        "summary": report.summary,
        "score": _number(report.summary.score),
        "number": f"{count(len(report.articles), 'article')}, {count(report.summary.quotes, 'quotation')}",
        "attention": attention,
        "verdicts": [Tally(v, verdicts[v], NAMES[v]) for v in VERDICTS if verdicts[v]],
        "bar": _bar(verdicts),
        "severities": [Tally(s, severities[s], s) for s in _SEVERITIES if severities[s]],
        "rules": [Tally(rule, rules[rule], rule) for rule in sorted(rules)],
        "helps": [helps(name, manual.get(name)) for name in sorted({f.rule for a in report.articles for f in a.findings})],
        "unread": [(one_line(a.uri), one_line(a.problem)) for a in report.articles if a.problem is not None],
        "articles": _articles(report.articles, anchors, look.web if look else None, is_open=attention <= OPEN),
    }


def _anchors(articles: Sequence[ReportedArticle]) -> list[str]:
    """A name for each article that stays the same from report to report, as long as its path does."""
    seen: Counter[str] = Counter()
    anchors = []
    for article in articles:
        digest = hashlib.sha256(article.uri.encode("utf-8", "backslashreplace")).hexdigest()[:8]
        seen[digest] += 1
        anchors.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return anchors


def _bar(verdicts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """For each verdict where its stretch of a bar of 1,000 begins and how long it is."""
    whole = sum(verdicts.values())
    bar: list[tuple[str, int, int]] = []
    before = 0
    for verdict in VERDICTS:
        if verdicts[verdict]:
            start, end = 1000 * before // whole, 1000 * (before + verdicts[verdict]) // whole
            bar.append((verdict, start, end - start))
            before += verdicts[verdict]
    return bar


def _articles(
    articles: Sequence[ReportedArticle], anchors: Sequence[str], web: str | None, *, is_open: bool
) -> Iterator[ArticleView]:
    """One by one, so that a report of many articles is never whole in memory twice."""
    for article, anchor in zip(articles, anchors, strict=True):
        if article.problem is None:
            yield _article(article, anchor, web, is_open=is_open)


def _article(article: ReportedArticle, anchor: str, web: str | None, *, is_open: bool) -> ArticleView:
    quotes = tuple(_quote(number, quote, article, anchor, web) for number, quote in enumerate(article.quotes, 1))
    loose = [finding for finding in article.findings if finding.quote is None]
    look = sum(quote.look for quote in quotes)
    title, uri = one_line(article.title or ""), one_line(article.uri)
    return ArticleView(
        f"a-{anchor}",
        title or uri,
        uri if title else None,
        _number(article.score),
        count(len(article.quotes), "quotation"),
        tuple(Tally(v, article.counts[v], NAMES[v]) for v in VERDICTS if article.counts.get(v)),
        look,
        is_open and (look > 0 or any(f.allowed is None for f in loose)),
        article.language or "",
        tuple(one_line(note) for note in article.notes),
        quotes,
        _loose(loose, anchor) if loose else None,
    )


def _quote(number: int, quote: ReportedQuote, article: ReportedArticle, anchor: str, web: str | None) -> QuoteView:
    mine = [article.findings[i] for i in quote.findings]
    match, nearest = quote.match, quote.nearest
    names = [one_line(name) for name in (quote.names.speaker, quote.names.publisher, quote.names.work) if name]
    source = _source(article.uri, quote.start, web)
    place = _at(quote.start, quote.page)
    sides = [SideView("Article", place, article_side(quote), article.language or "", source, "open the line")]
    if match is not None:
        sides.append(_original("Original", match, original_side(match, quote.emphasis)))
    elif nearest is not None:
        sides.append(_original("Nearest passage, no match", nearest, nearest_side(nearest)))
    snippet = one_line(quote.text[:_SNIPPET])
    return QuoteView(
        f"q-{anchor}-{quote.id}",
        number,
        quote.verdict,
        NAMES[quote.verdict],
        qualified(quote).removeprefix(", "),
        _number(quote.score),
        ", ".join(names),
        needs_attention(quote, article),
        f"{snippet} …" if len(quote.text) > _SNIPPET else snippet,
        tuple(sides),
        _absent(quote) if match is None and nearest is None else None,
        tuple(_finding(f, match) for f in standing(tuple(mine))),
        tuple(_finding(f, match) for f in mine if f.allowed is not None),
        tuple(_notes(quote)),
    )


def _loose(findings: Sequence[ReportedFinding], anchor: str) -> QuoteView:
    """Findings that belong to no quotation, in the form of one, so that the page filters and walks them alike."""
    told = tuple(_finding(f, None) for f in standing(tuple(findings)))
    allowed = tuple(_finding(f, None) for f in findings if f.allowed is not None)
    return QuoteView(f"q-{anchor}-beside", 0, "", "", "", None, "", bool(told), "", (), None, told, allowed, ())


def _original(name: str, match: ReportedMatch, words: Markup) -> SideView:
    link = match.link or match.url
    opens = "open at the passage" if match.link else "open the page"
    place = f"{one_line(match.original)}, {_at(match.start, match.page)}"
    is_web = link is not None and link.lower().startswith(_WEB)
    return SideView(name, place, words, "", link if is_web else None, opens)


def _source(uri: str, start: Position, web: str | None) -> str | None:
    """The article's line on the web, where the report says under which address its files can be read."""
    reference = address(uri)
    if web is None or not web.lower().startswith(_WEB) or not is_relative(reference):
        return None
    return f"{web}{reference}?plain=1#L{start.line}"


def _absent(quote: ReportedQuote) -> str:
    if quote.verdict == "not-found":
        return "None of the originals in hand has this passage."
    return f"Nothing to hold it to: {one_line(quote.reason or 'no original is in hand')}."


def _finding(finding: ReportedFinding, match: ReportedMatch | None) -> FindingView:
    where = _at(finding.here.start, finding.here.page)
    if there := finding.there:
        name = "the original" if match is not None and there.original == match.original else one_line(there.original)
        where += f"; {name}, {_at(there.start, there.page)}"
    allowed = finding.allowed
    accepted = None if allowed is None else f"{allowed.reason} (by {allowed.by})" if allowed.reason else f"by {allowed.by}"
    return FindingView(finding.rule, finding.severity, finding.message, where, accepted)


def _notes(quote: ReportedQuote) -> Iterator[str]:
    if quote.bounds == "uncertain":
        yield "Where the quotation begins or ends is uncertain: no marks say so."
    for declared in quote.declares:
        yield f"The article declares: {one_line(declared.text)}"
    match = quote.match
    if match is None:
        return
    if match.snapshot:
        yield f"The copy of the original was taken on {one_line(match.snapshot)}."
    damage = [count(n, noun) for why, noun in _DAMAGE.items() if (n := sum(edit.why == why for edit in match.edits))]
    if damage:
        yield f"Damage of a copy, not held against the quotation: {', '.join(damage)}."
    for rival in match.rivals:
        yield f"As near: {one_line(rival.original)} ({score(rival.score)})"


def _at(start: Position, page: int | None) -> str:
    return f"line {start.line}:{start.column}{on(page)}"


def _number(value: float | None) -> str | None:
    """A score without the word."""
    return None if value is None else score(value).removeprefix("score ")


__all__ = ["OPEN", "ArticleView", "FindingView", "QuoteView", "RuleHelp", "SideView", "Tally", "page"]
