"""What a person has accepted: comments in the article and the baseline, and which of them allow nothing any more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fidelity.allow.baseline import (
    DEFAULT,
    Baseline,
    BaselineError,
    Entry,
    entries_of,
    read_baseline,
    stale_entries,
    unmatched,
    written,
)
from fidelity.allow.comment import STALE, understood
from fidelity.allow.place import Places, Scope
from fidelity.model import Allowed, Stale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Document, Quote, ReportedArticle, ReportedFinding

__all__ = [
    "DEFAULT",
    "STALE",
    "Baseline",
    "BaselineError",
    "Entry",
    "Terms",
    "accepted",
    "entries_of",
    "in_baseline",
    "read_baseline",
    "stale_entries",
    "understood",
    "unmatched",
    "written",
]


UNCHECKED = "unchecked"
"""The verdict on a quotation that could not be compared, and the rule that says so."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms the comments of an article hold.

    `known` are the names of all rules, `active` those that were looked for. Without `today` no allowance has ended.
    """

    known: Collection[str]
    active: Collection[str]
    today: date | None = None


def accepted(
    article: Document, quotes: Sequence[Quote], reported: ReportedArticle, terms: Terms
) -> tuple[dict[int, Allowed], tuple[Stale, ...]]:
    """Which findings (by number) the article's comments accept, and which comments allow nothing.

    `quotes` are the article's quotations in the order of `reported.quotes`. An article that could not be read has no findings,
    so nothing can allow that.
    """
    out: dict[int, Allowed] = {}
    stale: list[Stale] = []
    places: Places | None = None
    for comment in article.comments:
        wish, wrong = understood(comment, terms.known)
        stale += wrong
        if wish is None:
            continue
        has_ended = terms.today is not None and wish.until is not None and wish.until < terms.today
        if places is None:
            places = Places(article, quotes)
        scope = None if wish.everywhere else places.scope(comment)
        for rule in wish.rules:
            held = [n for n, f in enumerate(reported.findings) if f.rule == rule and _is_meant(f, scope, reported)]
            if has_ended and rule in terms.active:
                stale.append(Stale("comment", comment.span, "ended", rule, str(wish.until)))
            elif not held and rule in terms.active and not _is_open(rule, scope, reported):
                stale.append(Stale("comment", comment.span, "unmatched", rule))
            if not has_ended:
                for n in held:
                    out.setdefault(n, Allowed("comment", wish.reason))
    return out, tuple(stale)


def _is_open(rule: str, scope: Scope | None, reported: ReportedArticle) -> bool:
    """Whether nobody knows if a rule would find something, since a quotation that is meant could not be compared this time."""
    meant = reported.quotes if scope is None else [reported.quotes[n] for n in scope.quotes]
    return rule != UNCHECKED and any(quote.verdict == UNCHECKED for quote in meant)


def _is_meant(finding: ReportedFinding, scope: Scope | None, reported: ReportedArticle) -> bool:
    if scope is None:
        return True
    if finding.quote is not None:
        return any(reported.quotes[n].id == finding.quote for n in scope.quotes)
    return scope.stretch is not None and scope.stretch[0] <= finding.here.span[0] < scope.stretch[1]


def in_baseline(reported: ReportedArticle, baseline: Baseline) -> dict[int, Allowed]:
    """Which findings of an article (by number) the baseline accepts."""
    key = baseline.key(reported.uri)
    told = ((n, baseline.allowed(key, f.fingerprint)) for n, f in enumerate(reported.findings) if f.rule != STALE)
    return {n: by for n, by in told if by is not None}
