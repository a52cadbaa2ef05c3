"""The pipeline, from files to a report. Only this module knows the order of the stages."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.accepted import Acceptance, Ledger, last_days, open_baseline
from fidelity.allow.touched import Touched, narrowed
from fidelity.archive.finding import candidates
from fidelity.archive.folder import merged, sources
from fidelity.archive.grounds import grounded
from fidelity.archive.store import Store
from fidelity.assemble import Assembler, Judged, article_score
from fidelity.candidates import Shelf, cases, shelf
from fidelity.candidates.stock import MOST_KEPT, Book, Kept, shelved
from fidelity.formats import by_name
from fidelity.job import Checked, Job, Outcome
from fidelity.quotes import find_quotes
from fidelity.read import read, read_all
from fidelity.rules import judge, judge_notice
from fidelity.run import run_all
from fidelity.settings import Settings
from fidelity.unmarked import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from fidelity.model import Document, Found, Quote, Report, ReportedArticle

__all__ = ["Job", "Stocks", "check", "check_article", "check_shelved", "originals_at", "outcome", "run"]
_NAMED = 20  # unusable originals that an article's report names one by one


def run(
    jobs: Iterable[Job],
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    ledger: Ledger | None = None,
    stocks: Stocks | None = None,
) -> Report:
    """Check articles one by one; the `ledger` says what is accepted besides their own comments, and what of that is idle.

    Raises OriginalsError or StoreError if the originals cannot be used as they were given.
    """
    originals = stocks or Stocks()
    return run_all(
        jobs, settings, lambda job, own, today: outcome(job, own, today, originals), progress=progress, ledger=ledger
    )


def outcome(job: Job, settings: Settings, today: date | None, stocks: Stocks) -> Outcome:
    """Check the articles of one file. Raises OriginalsError or StoreError if the originals cannot be used."""
    ledger = Ledger(Acceptance(today=today))
    out: list[Checked] = []
    untouched = 0
    named: dict[str, None] = {}
    ends: set[date] = set()
    passing = False
    for given in read_all(job.article, job.fields) if isinstance(job.article, Path) else (read(*job.article),):
        article = grounded(given)
        found = find_quotes(article, settings=settings)
        passing |= article.problem is not None
        if job.lines == ():
            untouched += len(found.quotes)
            continue
        paths = (*job.originals, *job.beside(article.meta.originals))
        stock = stocks(paths, job.archive, article, found.quotes, job.fields, settings)
        judged, whole = _judged(article, found, stock, settings, ledger)
        shown, left = _narrowed(article, judged, whole, job)
        out.append(Checked(shown, None if shown is whole else whole))
        untouched += left
        named |= dict.fromkeys(article.meta.originals)
        ends |= last_days(article)
        passing |= any(by_name(d.uri) == "pdf" for d in stock.unreadable)
    past = {day for day in ends if today is not None and day < today}
    return Outcome(tuple(out), untouched, tuple(named), max(past, default=None), min(ends - past, default=None), passing)


def check(
    article: str | Path,
    originals: str | Path | Iterable[str | Path] = (),
    settings: Settings | None = None,
    *,
    baseline: str | Path | None = None,
    today: date | None = None,
) -> Report:
    """Check one article file against originals (files or folders), as `fidelity check` does.

    An article that cannot be read stands in the report with its `problem`. Comments in the article and the `baseline` say which
    findings are accepted; without `today` none of that has ended. Raises OriginalsError for originals that do not exist or a
    catalogue beside them that is wrong, BaselineError for a baseline that cannot be used.
    """
    given = [originals] if isinstance(originals, str | Path) else originals
    acceptance = Acceptance(None if baseline is None else open_baseline(baseline), today)
    return run([Job(Path(article), tuple(Path(o) for o in given))], settings or Settings(), ledger=Ledger(acceptance))


def check_article(
    article: Document, originals: Sequence[Document] | Shelf, settings: Settings, acceptance: Acceptance | None = None
) -> ReportedArticle:
    """Check one article against the originals in hand."""
    stock = originals if isinstance(originals, Shelf) else shelf(originals)
    return _judged(article, find_quotes(article, settings=settings), stock, settings, Ledger(acceptance or Acceptance()))[1]


def check_shelved(
    article: Document, job: Job, settings: Settings, stocks: Stocks
) -> tuple[ReportedArticle, Mapping[str, Document]]:
    """Check one article that has been read, as `run` does; with it the originals that were in hand, by uri.

    Nothing but its own comments says what is accepted. Raises OriginalsError or StoreError.
    """
    article = grounded(article)
    quoted = find_quotes(article, settings=settings)
    paths = (*job.originals, *job.beside(article.meta.originals))
    stock = stocks(paths, job.archive, article, quoted.quotes, job.fields, settings)
    _, reported = _judged(article, quoted, stock, settings, Ledger(Acceptance()))
    return reported, {d.uri: d for o in stock.originals if (d := o.document)}


def _judged(
    article: Document, quoted: Found, stock: Shelf, settings: Settings, ledger: Ledger
) -> tuple[list[Judged], ReportedArticle]:
    stock = stock.beside(article, quoted.quotes)
    found = bounded(article, quoted, stock, settings)
    known = {d.uri: d for o in stock.originals if (d := o.document)}
    judged = [Judged(case.quote, judge(case, settings)) for case in cases(article, found.quotes, stock, settings)]
    loose = [f for notice in found.notices if (f := judge_notice(notice, article, settings))]
    reported = Assembler(article, known).article(judged, loose, (*_notes(article, stock), *found.notes))
    return judged, ledger.article(article, [j.quote for j in judged], reported, settings)


def _narrowed(article: Document, judged: Sequence[Judged], whole: ReportedArticle, job: Job) -> tuple[ReportedArticle, int]:
    """The article as far as a change touched it, and how many quotations are left out."""
    if job.lines is None:
        return whole, 0
    touched = Touched(article, job.lines)
    kept = [touched.quote(j.quote) for j in judged]
    score = article_score(j.judgement.match for j, keep in zip(judged, kept, strict=True) if keep)
    return narrowed(whole, kept, score, touched, job.since), kept.count(False)


def originals_at(paths: Sequence[Path], fields: Mapping[str, str] | None = None) -> Iterator[Document]:
    """The originals at these paths, one by one, with what a catalogue beside them knows. Raises OriginalsError.

    `fields` is the field map of JSON dumps for which the catalogue has none.
    """
    for source in sources(paths):
        for document in read_all(source.path, source.fields or fields):
            yield replace(document, meta=merged(document.meta, source.meta))


class Stocks:
    """Originals, read and prepared once however many articles share them; and those that a store has for an article.

    Of a store's originals those last used are kept ready, as many as `memory` is given for (bytes, about).
    """

    def __init__(self, memory: int = MOST_KEPT) -> None:
        self._given: dict[tuple[object, ...], list[Book]] = {}
        self._stores: dict[Path, Store] = {}
        self._kept = Kept(memory)

    def __call__(
        self,
        paths: Sequence[Path],
        archive: Path | None,
        article: Document,
        quotes: Sequence[Quote],
        fields: Mapping[str, str],
        settings: Settings | None = None,
    ) -> Shelf:
        """The shelf for an article: all originals at these paths, and what the store has that it may quote."""
        wanted = tuple(dict.fromkeys(paths))
        key = (wanted, *sorted(fields.items()))
        if key not in self._given:
            self._given = {key: [Book(d) for d in originals_at(wanted, fields)]}
        given = self._given[key]
        if archive is None:
            return shelved(given)
        if archive not in self._stores:
            self._stores[archive] = Store.open(archive)
        store = self._stores[archive]
        found = candidates(store, article, quotes, (settings or Settings()).unmarked_words)
        known = {(b.document.uri, b.document.sha256) for b in given}  # what is given by hand and stored too is one original
        entries = [e for e in store.told_apart(found.entries) if (e.uri, e.sha256) not in known]
        books = {self._kept((archive, e), partial(store.decoded, e)): e.number for e in entries}
        may = None if found.copied is None else frozenset(b for b, n in books.items() if n in found.copied).union(given)
        return shelved([*given, *books], store.count, may)


def _notes(article: Document, stock: Shelf) -> list[str]:
    unreadable = [f"{d.uri}: {d.problem or 'this original is empty'}" for d in stock.unreadable[:_NAMED]]
    more = len(stock.unreadable) - len(unreadable)
    return [*article.notes, *unreadable, *([f"{more} more originals cannot be used."] if more else [])]
