"""From judgements to the report: every span walked back to the files, positions counted, fingerprints made.

Nothing is decided here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from fidelity.fixing.fit import fitted
from fidelity.model import (
    VERDICTS,
    Document,
    Edit,
    Finding,
    Fix,
    Here,
    Judgement,
    Match,
    Meta,
    OriginalEmphasis,
    Position,
    Quote,
    ReportedArticle,
    ReportedAside,
    ReportedDeclaration,
    ReportedEdit,
    ReportedEmphasis,
    ReportedFinding,
    ReportedLeadIn,
    ReportedMatch,
    ReportedNames,
    ReportedQuote,
    ReportedRival,
    Side,
    Span,
    Stress,
    There,
)
from fidelity.text.around import around, asides
from fidelity.text.fragment import deep_link
from fidelity.text.lines import Lines
from fidelity.text.seams import as_shown
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fidelity.text.fragment import Page

JOINT = " … "
_CONTEXT = 120  # characters of the original shown before and after a passage


@dataclass(frozen=True, slots=True)
class Judged:
    """One quotation with what was found out about it, and the originals that this speaks of, by uri."""

    quote: Quote
    judgement: Judgement


class _File:
    """A document with its line positions."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._lines: Lines | None = None
        self._page: Page | None = None

    def span(self, span: Span) -> Span:
        return self.document.origin.span(*span)

    def position(self, offset: int) -> Position:
        if self._lines is None:
            self._lines = Lines(self.document.source)
        return self._lines.position(offset)

    def ends(self, span: Span) -> tuple[Position, Position]:
        """Where a span of the source begins, and where its last character ends."""
        return self.position(span[0]), self.position(span[1])

    def link(self, passages: Sequence[Span]) -> str | None:
        """A link that opens the original's page at the passages; to the page as it is known, not to an archive's copy."""
        document = self.document
        url = document.meta.url
        if url is None:
            return None
        if self._page is None:
            self._page = as_shown(document)
        number = document.page(passages[0][0]) if url.lower().endswith(".pdf") else None
        return deep_link(url, self._page, passages, "" if number is None else f"page={number}")


_HELD = 16  # originals whose lines and words as shown are kept for the next article
_files: list[_File] = []


def _held(document: Document) -> _File:
    """The original with what was worked out about it for articles before."""
    for file in _files:
        if file.document is document:
            return file
    _files.append(file := _File(document))
    del _files[:-_HELD]
    return file


class Assembler:
    """Makes the reported article from its parts. Every finding comes with its severity."""

    def __init__(self, article: Document, originals: Mapping[str, Document]) -> None:
        self._article = _File(article)
        self._originals = originals
        self._findings: list[ReportedFinding] = []
        self._seen: Counter[str] = Counter()
        self._prints: Counter[str] = Counter()

    def article(self, judged: Sequence[Judged], loose: Iterable[Finding], notes: Sequence[str]) -> ReportedArticle:
        """The whole article: its quotations in order, then findings that belong to none of them."""
        document = self._article.document
        quotes = tuple(self._quote(j) for j in judged)
        for finding in loose:
            self._finding(finding, None, document.text[slice(*finding.here)])
        counts = Counter(q.verdict for q in quotes)
        return ReportedArticle(
            document.uri,
            document.sha256,
            document.meta.title,
            document.meta.published,
            document.meta.language,
            article_score(j.judgement.match for j in judged),
            {v: counts[v] for v in VERDICTS},
            tuple(notes),
            quotes,
            tuple(self._findings),
            document.problem,
        )

    # --- a quotation ------------------------------------------------------------------------------------------------------

    def _quote(self, judged: Judged) -> ReportedQuote:
        quote, judgement = judged.quote, judged.judgement
        spans = tuple(self._article.span(s) for s in quote.spans)
        start, end = self._article.position(spans[0][0]), self._article.position(spans[-1][1])
        digest = hashlib.sha256(letters(quote.text).encode()).hexdigest()[:12]
        self._seen[digest] += 1
        identity = f"{digest}-{self._seen[digest]}"
        numbers = tuple(self._finding(f, identity, quote.text) for f in judgement.findings)
        lead = quote.lead_in
        names = quote.names
        document = self._article.document
        before, after = around(document, quote.spans)
        return ReportedQuote(
            identity,
            quote.form,
            spans,
            start,
            end,
            quote.text,
            quote.bounds,
            ReportedLeadIn(self._article.span(lead.span), lead.text) if lead else None,
            ReportedNames(names.speaker, names.publisher, names.work, names.url, names.date),
            tuple(ReportedDeclaration(d.kind, self._article.span(d.span), d.text) for d in quote.declares),
            judgement.verdict,
            judgement.reason,
            judgement.marked,
            None if judgement.score is None else round(judgement.score, 1),
            self._match(judgement.match, quote),
            self._match(judgement.nearest, quote),
            tuple(self._stress(s, quote, judgement.match) for s in judgement.emphasis),
            numbers,
            document.page(quote.spans[0][0]),
            before,
            after,
            tuple(ReportedAside(at, words) for at, words in asides(document, quote.spans, quote.text)),
        )

    def _in_article(self, quote: Quote, span: Span) -> Span:
        """A span of the quotation's text, in the article's file."""
        return self._article.span(quote.origin.span(*span))

    def _match(self, match: Match | None, quote: Quote) -> ReportedMatch | None:
        if match is None:
            return None
        file = _held(self._originals[match.original])
        text = file.document.text
        shown, places = _shown(text, match.passages)
        whole = (min(s for s, _ in match.passages), max(e for _, e in match.passages))
        hull = file.span(whole)
        start, end = file.ends(hull)
        meta: Meta = file.document.meta
        edits = tuple(self._edit(e, quote, file, places) for e in match.edits)
        rivals = tuple(
            ReportedRival(r.original, tuple(_held(self._originals[r.original]).span(p) for p in r.passages), round(r.score, 1))
            for r in match.rivals
        )
        return ReportedMatch(
            match.original,
            file.document.sha256,
            meta.url,
            meta.snapshot,
            match.how,
            match.rung,
            tuple(file.span(p) for p in match.passages),
            start,
            end,
            shown,
            _tail(text, whole[0]),
            _head(text, whole[1]),
            file.link(match.passages),
            rivals,
            edits,
            file.document.page(whole[0]),
            match.passages,
        )

    def _edit(self, edit: Edit, quote: Quote, file: _File, places: Callable[[Span], Span]) -> ReportedEdit:
        return ReportedEdit(
            edit.kind,
            edit.weight,
            edit.mark,
            Side(self._in_article(quote, edit.quote), quote.text[slice(*edit.quote)]),
            Side(file.span(edit.original), file.document.text[slice(*edit.original)]),
            edit.why,
            edit.quote,
            places(edit.original),
        )

    def _stress(self, stress: Stress, quote: Quote, match: Match | None) -> ReportedEmphasis:
        file = _held(self._originals[match.original]) if match else None
        there = file.span(stress.original) if file and stress.original else None
        places = _shown(file.document.text, match.passages)[1] if file and match else None
        return ReportedEmphasis(
            stress.status,
            stress.declared,
            tuple(stress.kinds),
            self._in_article(quote, stress.quote),
            quote.text[slice(*stress.quote)],
            OriginalEmphasis(there, tuple(stress.original_kinds)),
            stress.quote,
            places(stress.original) if places and stress.original else None,
        )

    # --- findings ---------------------------------------------------------------------------------------------------------

    def _finding(self, finding: Finding, quote: str | None, words: str) -> int:
        here = self._article.span(finding.here)
        start, end = self._article.ends(here)
        key = "\0".join((finding.rule, letters(words), letters(self._article.document.text[slice(*finding.here)])))
        self._prints[key] += 1
        digest = hashlib.sha256(f"{key}\0{self._prints[key]}".encode()).hexdigest()[:16]
        remedy = finding.remedy
        edits = fitted(self._article.document, remedy.changes) if remedy else ()
        fix = Fix(remedy.safety, edits) if remedy and edits else None
        self._findings.append(
            ReportedFinding(
                finding.rule,
                finding.severity or "info",
                finding.message,
                quote,
                Here(here, start, end, self._article.document.page(finding.here[0])),
                self._there(finding),
                fix,
                digest,
                None,
            )
        )
        return len(self._findings) - 1

    def _there(self, finding: Finding) -> There | None:
        if finding.there is None:
            return None
        uri, span = finding.there
        file = _held(self._originals[uri])
        there = file.span(span)
        return There(uri, there, *file.ends(there), file.document.page(span[0]))


def article_score(matches: Iterable[Match | None]) -> float | None:
    """The score of the verdicts page over all checked quotations of an article; None if there are none."""
    kept = whole = 0
    for match in matches:
        if match:
            kept += match.kept
            whole += match.words + match.omitted
    return round(100.0 * kept / whole, 1) if whole else None


def _shown(text: str, passages: Sequence[Span]) -> tuple[str, Callable[[Span], Span]]:
    """The passages' words in one string, and where a span of the original stands in it."""
    offsets, at = [], 0
    for n, (start, end) in enumerate(passages):
        at += len(JOINT) if n else 0
        offsets.append(at)
        at += end - start

    order = sorted(range(len(passages)), key=lambda n: passages[n])
    starts = [passages[n][0] for n in order]
    least = list(accumulate((offsets[n] for n in reversed(order)), min))[::-1]  # of the passages from each one on
    reach = list(accumulate((passages[n][1] for n in order), max))  # of the passages up to each one

    def place(span: Span) -> Span:
        near, k = [], bisect_right(starts, span[0])
        while k and reach[k - 1] >= span[0]:
            k -= 1
            near.append(order[k])
        for n in sorted(near):
            if span[1] <= passages[n][1]:
                return offsets[n] + span[0] - passages[n][0], offsets[n] + span[1] - passages[n][0]
        for n in sorted(near):
            start, end = passages[n]
            if span[0] <= end:
                return offsets[n] + span[0] - start, offsets[n] + end - start
        after = bisect_left(starts, span[1])
        joint = max(0, least[after] - len(JOINT)) if after < len(least) else at
        return joint, joint

    return JOINT.join(text[s:e] for s, e in passages), place


def _tail(text: str, start: int) -> str:
    before = text[max(0, start - _CONTEXT) : start]
    return before if start <= _CONTEXT else before[before.find(" ") + 1 :]


def _head(text: str, end: int) -> str:
    after = text[end : end + _CONTEXT]
    return after if end + _CONTEXT >= len(text) else after[: after.rfind(" ") + 1] or after
