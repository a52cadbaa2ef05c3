"""The pipeline, from files to a report. Only this module knows the order of the stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity import __version__
from fidelity.accepted import Acceptance, Ledger, open_baseline
from fidelity.allow.touched import Touched, narrowed
from fidelity.archive.finding import candidates
from fidelity.archive.folder import merged, sources
from fidelity.archive.store import Store
from fidelity.assemble import Assembler, Judged, article_score
from fidelity.candidates import Shelf, cases, shelf
from fidelity.model import Document, Report, ReportedArticle, ReportedSettings, Span, Summary, Tool
from fidelity.quotes import find_quotes
from fidelity.read import read, read_all
from fidelity.rules import judge, judge_notice
from fidelity.settings import Settings, fingerprint
from fidelity.unmarked import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from fidelity.model import Found, Quote

SCHEMA = "fidelity-report/1"
_NAMED = 20  # unusable originals that an article's report names one by one


@dataclass(frozen=True, slots=True)
class Job:
    """One article to check: a path, or a name with its bytes; and where its originals are (files, folders, a store).

    `fields` is the field map of JSON dumps, for the article and for originals of which no catalogue has one. An article may
    have settings of its own; by default it is checked with those of the run. `lines` are those that a change touched (None:
    all of them); the other quotations are left out. `since` names that change to people.
    """

    article: Path | tuple[str, bytes]
    originals: tuple[Path, ...] = ()
    archive: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    settings: Settings | None = None
    lines: tuple[Span, ...] | None = None
    since: str = ""


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
    todo = list(jobs)
    stocks = stocks or Stocks()
    ledger = ledger or Ledger(Acceptance())
    articles = []
    untouched = 0
    for n, job in enumerate(todo):
        if progress:
            progress(n, len(todo))
        folder = (job.article if isinstance(job.article, Path) else Path(job.article[0])).parent
        for article in read_all(job.article, job.fields) if isinstance(job.article, Path) else (read(*job.article),):
            found = find_quotes(article)
            if job.lines == ():
                untouched += len(found.quotes)
                continue
            paths = (*job.originals, *_named_by(article, folder))
            stock = stocks(paths, job.archive, article, found.quotes, job.fields)
            checked, left = _checked(article, found, stock, job.settings or settings, ledger, job)
            if job.settings is not None and job.settings.style != settings.style:
                checked = replace(checked, notes=(*checked.notes, f"Checked by the house style {job.settings.style}."))
            articles.append(checked)
            untouched += left
    if progress:
        progress(len(todo), len(todo))
    each = [job.settings or settings for job in todo]
    return report(articles, settings, each, beside=ledger.rest(settings), untouched=untouched)


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
    return _checked(article, find_quotes(article), stock, settings, Ledger(acceptance or Acceptance()))[0]


def check_shelved(
    article: Document, job: Job, settings: Settings, stocks: Stocks
) -> tuple[ReportedArticle, Mapping[str, Document]]:
    """Check one article that has been read, as `run` does; with it the originals that were in hand, by uri.

    Nothing but its own comments says what is accepted. Raises OriginalsError or StoreError.
    """
    quoted = find_quotes(article)
    folder = (job.article if isinstance(job.article, Path) else Path(job.article[0])).parent
    stock = stocks((*job.originals, *_named_by(article, folder)), job.archive, article, quoted.quotes, job.fields)
    reported, _ = _checked(article, quoted, stock, settings, Ledger(Acceptance()))
    return reported, {d.uri: d for o in stock.originals if (d := o.document)}


def _checked(
    article: Document, quoted: Found, stock: Shelf, settings: Settings, ledger: Ledger, job: Job | None = None
) -> tuple[ReportedArticle, int]:
    """The article as reported, and how many quotations were left out because the change did not touch them."""
    stock = stock.beside(article, quoted.quotes)
    found = bounded(article, quoted, stock, settings)
    known = {d.uri: d for o in stock.originals if (d := o.document)}
    judged = [Judged(case.quote, judge(case, settings)) for case in cases(article, found.quotes, stock, settings)]
    loose = [f for notice in found.notices if (f := judge_notice(notice, article, settings))]
    assembler = Assembler(article, known)
    reported = assembler.article(judged, loose, _notes(article, stock))
    reported = ledger.article(article, [j.quote for j in judged], reported, settings)
    if job is None or job.lines is None:
        return reported, 0
    touched = Touched(article, job.lines)
    kept = [touched.quote(j.quote) for j in judged]
    score = article_score(j.judgement.match for j, keep in zip(judged, kept, strict=True) if keep)
    return narrowed(reported, kept, score, touched, job.since), kept.count(False)


def report(
    articles: Sequence[ReportedArticle],
    settings: Settings,
    each: Sequence[Settings] = (),
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


def originals_at(paths: Sequence[Path], fields: Mapping[str, str] | None = None) -> Iterator[Document]:
    """The originals at these paths, one by one, with what a catalogue beside them knows. Raises OriginalsError.

    `fields` is the field map of JSON dumps for which the catalogue has none.
    """
    for source in sources(paths):
        for document in read_all(source.path, source.fields or fields):
            yield replace(document, meta=merged(document.meta, source.meta))


class Stocks:
    """Originals, read and prepared once however many articles share them; and those that a store has for an article."""

    def __init__(self) -> None:
        self._read: dict[tuple[object, ...], list[Document]] = {}
        self._shelves: dict[tuple[object, ...], Shelf] = {}
        self._stores: dict[Path, Store] = {}

    def __call__(
        self,
        paths: Sequence[Path],
        archive: Path | None,
        article: Document,
        quotes: Sequence[Quote],
        fields: Mapping[str, str],
    ) -> Shelf:
        """The shelf for an article: all originals at these paths, and what the store has that it may quote."""
        wanted = tuple(dict.fromkeys(paths))
        key = (wanted, *sorted(fields.items()))
        if key not in self._shelves:
            self._read = {key: list(originals_at(wanted, fields))}
            self._shelves = {key: shelf(self._read[key])}
        if archive is None:
            return self._shelves[key]
        if archive not in self._stores:
            self._stores[archive] = Store.open(archive)
        store = self._stores[archive]
        given = self._read[key]
        known = {(d.uri, d.sha256) for d in given}  # what is given by hand and stored too is one original
        chosen = map(store.document, candidates(store, article, quotes))
        return shelf([*given, *(d for d in chosen if (d.uri, d.sha256) not in known)], among=store.count)


def _named_by(article: Document, folder: Path) -> list[Path]:
    """The originals that an article's front matter names as files; what is a web address needs an archive."""
    return [folder / name for name in article.meta.originals if "://" not in name]


def _notes(article: Document, stock: Shelf) -> list[str]:
    unreadable = [f"{d.uri}: {d.problem or 'this original is empty'}" for d in stock.unreadable[:_NAMED]]
    more = len(stock.unreadable) - len(unreadable)
    return [*article.notes, *unreadable, *([f"{more} more originals cannot be used."] if more else [])]
