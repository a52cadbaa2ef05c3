"""A run: job by job, out of what is kept of former runs or by a check, to the report over all articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity import __version__
from fidelity.accepted import Acceptance, Ledger
from fidelity.model import Report, ReportedArticle, ReportedSettings, Summary, Tool
from fidelity.settings import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from fidelity.job import Job, Outcome
    from fidelity.kept import Kept
    from fidelity.settings import Settings

SCHEMA = "fidelity-report/1"


def run_all(
    jobs: Iterable[Job],
    settings: Settings,
    check: Callable[[Job, Settings, date | None], Outcome],
    *,
    progress: Callable[[int, int], None] | None = None,
    ledger: Ledger | None = None,
    kept: Kept | None = None,
) -> Report:
    """The report over jobs, done one by one; what is `kept` of a former run and still holds is not checked again.

    The `ledger` says what is accepted besides the articles' own comments, and what of that is idle.
    """
    todo = list(jobs)
    ledger = ledger or Ledger(Acceptance())
    today = ledger.acceptance.today
    articles = []
    untouched = 0
    try:
        for n, job in enumerate(todo):
            if progress:
                progress(n, len(todo))
            own = job.settings or settings
            outcome = kept.find(job, own, today) if kept else None
            if outcome is None:
                outcome = check(job, own, today)
                if kept:
                    kept.keep(job, own, outcome)
            for one in outcome.articles:
                article = ledger.enter(one.article, one.whole or one.article, own)
                if own.style != settings.style:
                    article = replace(article, notes=(*article.notes, f"Checked by the house style {own.style}."))
                articles.append(article)
            untouched += outcome.untouched
    finally:
        if kept:
            kept.close()
    if progress:
        progress(len(todo), len(todo))
    each = {job.settings or settings for job in todo}
    return report(articles, settings, each, beside=ledger.rest(settings), untouched=untouched)


def report(
    articles: Sequence[ReportedArticle],
    settings: Settings,
    each: Iterable[Settings] = (),
    *,
    beside: Sequence[ReportedArticle] = (),
    untouched: int = 0,
) -> Report:
    """The report over all articles, which may `each` have been checked with other settings than those of the run.

    What stands `beside` them (a baseline with stale entries) is no article to count. `untouched` quotations were left out.
    """
    severities = [f.severity for a in (*articles, *beside) for f in a.findings if f.allowed is None]
    scored = [q for a in articles for q in a.quotes]
    scores = [(a.score, sum(q.match is not None for q in a.quotes)) for a in articles if a.score is not None]
    weight = sum(n for _, n in scores)
    summary = Summary(
        len(articles),
        len(scored),
        round(sum(s * n for s, n in scores) / weight, 1) if weight else None,
        severities.count("error"),
        severities.count("warning"),
        severities.count("info"),
        untouched,
    )
    used = sorted(set(each) or {settings}, key=fingerprint)
    said = ReportedSettings(", ".join(sorted({one.style for one in used})), fingerprint(*used))
    return Report(SCHEMA, Tool("fidelity", __version__), said, (*articles, *beside), summary)
