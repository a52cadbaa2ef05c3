"""The tables of a run: what each column means, and the rows that a checked article gives.

Spans count code points of the decoded files, as in the JSON report, whose words the columns use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from fidelity.report.json import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fidelity.model import Document, ReportedArticle, ReportedQuote, Span

Kind = Literal["string", "int", "float", "bool", "strings", "spans"]
Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by the name of their table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `spans` is a list of `{start, end}`."""

    name: str
    kind: Kind
    meaning: str
    may_be_null: bool = False


def _columns(*lines: str) -> tuple[Column, ...]:
    """Columns out of lines such as `title? string what the article calls itself`."""
    kinds: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    parts = (line.split(maxsplit=2) for line in lines)
    return tuple(Column(name.rstrip("?"), kinds[kind], meaning, name.endswith("?")) for name, kind, meaning in parts)


TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "articles": _columns(
        "uri string the article's name: its file, or the file and the entry or page in it",
        "sha256 string digest of its bytes",
        "title? string what it is called",
        "author? string who wrote it",
        "publisher? string who published it",
        "published? string when, ISO 8601, as exact as it is known",
        "month? string the year and month of that: 2026-11",
        "language? string BCP 47",
        "url? string its address",
        "style string the house style by which it was checked",
        "score? float how near its quotations are to their originals: 0 to 100",
        "quotes int how many quotations",
        "exact int how many of them are exact",
        "trimmed int how many are trimmed",
        "altered int how many are altered",
        "not_found int how many stand in no original",
        "unchecked int how many could not be compared",
        "errors int findings that are errors, accepted ones left out",
        "warnings int findings that are warnings, accepted ones left out",
        "info int findings that are notes, accepted ones left out",
        "allowed int findings that a person has accepted",
        "notes strings what the reader could not do",
        "problem? string why it could not be checked",
    ),
    "quotes": _columns(
        "article string articles.uri",
        "id string the quotation's name, which edits elsewhere in the article do not change",
        "nth int its number in the article, from 1",
        "form string inline, block, announced or unmarked",
        "start int where it begins in the file",
        "end int where it ends",
        "line int the line where it begins, from 1",
        "column int the column where it begins, from 1",
        "end_line int the line where it ends",
        "end_column int the column where it ends",
        "text string the quoted words",
        "bounds string certain or uncertain",
        "lead_in? string the words that announce it",
        "speaker? string whom the article names",
        "publisher? string which publisher the article names",
        "work? string which work the article names",
        "url? string which address the article names",
        "date? string which date the article names",
        "declares strings what the article declares: emphasis-added …",
        "verdict string exact, trimmed, altered, not-found or unchecked",
        "reason? string why it is unchecked",
        "marked bool whether all that departs is marked",
        "score? float 0 to 100",
        "original? string originals.uri",
        "original_sha256? string digest of the original's bytes",
        "original_url? string the original's address",
        "snapshot? string when the copy of the original was taken",
        "how? string named, retrieved or given",
        "rung? string identical, folded or aligned",
        "passages? spans where it stands in the original's file",
        "text_passages? spans where it stands in the original's text as read",
        "original_text? string the original's words",
        "before? string the original's words before them",
        "after? string the original's words after them",
        "link? string opens the original's page there",
        "nearest? string the original with the nearest passage, where none has the words",
        "nearest_text? string the words of that passage",
        "page? int the article's page, from 1",
    ),
    "edits": _columns(
        "article string articles.uri",
        "quote string quotes.id",
        "nth int its number in the quotation, from 1",
        "kind string presentation, omission, insertion, substitution or move",
        "weight string none, minor, material or critical",
        "mark? string what marks it: ellipsis, brackets, sic or declaration",
        "why? string changed-number …",
        "text string the quotation's words",
        "original_text string the original's words",
        "start int where it begins in the article's file",
        "end int where it ends",
        "original_start int where it begins in the original's file",
        "original_end int where it ends",
    ),
    "emphasis": _columns(
        "article string articles.uri",
        "quote string quotes.id",
        "nth int its number in the quotation, from 1",
        "status string added, kept, removed, changed or unknown",
        "declared bool whether the article says so",
        "kinds strings italic, bold …",
        "text string the words",
        "start int where it begins in the article's file",
        "end int where it ends",
        "original_kinds strings the kinds in the original",
    ),
    "findings": _columns(
        "article string articles.uri",
        "quote? string quotes.id",
        "nth int its number in the article, from 1",
        "rule string the rule's name",
        "severity string error, warning or info",
        "message string what departs",
        "line int where it begins in the article: line",
        "column int and column",
        "end_line int where it ends: line",
        "end_column int and column",
        "start int where it begins in the article's file",
        "end int where it ends",
        "original? string originals.uri",
        "fingerprint string its name across runs",
        "fix_safety? string safe, unsafe or display, where there is a fix",
        "allowed_by? string comment or baseline, where a person has accepted it",
        "allowed_reason? string why",
    ),
    "originals": _columns(
        "uri string the original's name",
        "sha256 string digest of its bytes",
        "title? string what it is called",
        "author? string who wrote it",
        "publisher? string who published it",
        "published? string when, ISO 8601",
        "url? string its address",
        "snapshot? string when the copy was taken",
        "language? string BCP 47",
    ),
    "reports": _columns(
        "article string articles.uri",
        "report string the article's part of the JSON report",
    ),
}
"""Every table and its columns, in order."""

_META: Final = ("title", "author", "publisher", "published", "url", "snapshot", "language")


def no_rows() -> Rows:
    """Tables without a row."""
    return {name: [] for name in TABLES}


def rows(article: Document, reported: ReportedArticle, style: str, originals: Mapping[str, Document]) -> Rows:
    """What a checked article gives: its rows of every table. `originals` are those on its shelf, by uri."""
    found = no_rows()
    found["articles"].append(_article(article, reported, style))
    for nth, quote in enumerate(reported.quotes, 1):
        found["quotes"].append(_quote(reported.uri, nth, quote))
        found["edits"] += _edits(reported.uri, quote)
        found["emphasis"] += _emphasis(reported.uri, quote)
    found["findings"] += _findings(reported)
    found["originals"] += _originals(reported, originals)
    found["reports"].append({"article": reported.uri, "report": encoded(reported).decode()})
    return found


def unread(article: Document, problem: str, style: str) -> Rows:
    """The rows of an article that was not checked, and why."""
    found = no_rows()
    nothing = dict.fromkeys(("quotes", "exact", "trimmed", "altered", "not_found", "unchecked"), 0)
    none = dict.fromkeys(("errors", "warnings", "info", "allowed"), 0)
    found["articles"].append(_head(article, style) | {"score": None} | nothing | none | {"notes": [], "problem": problem})
    return found


def _head(article: Document, style: str) -> Row:
    meta = article.meta
    published = meta.published
    return {
        "uri": article.uri,
        "sha256": article.sha256,
        "title": meta.title,
        "author": meta.author,
        "publisher": meta.publisher,
        "published": published,
        "month": published[:7] if published and len(published) >= 7 else None,
        "language": meta.language,
        "url": meta.url,
        "style": style,
    }


def _article(article: Document, reported: ReportedArticle, style: str) -> Row:
    standing = [f.severity for f in reported.findings if f.allowed is None]
    return (
        _head(article, style)
        | {"language": reported.language, "score": reported.score, "quotes": len(reported.quotes)}
        | {name.replace("-", "_"): count for name, count in reported.counts.items()}
        | {
            "errors": standing.count("error"),
            "warnings": standing.count("warning"),
            "info": standing.count("info"),
            "allowed": len(reported.findings) - len(standing),
            "notes": list(reported.notes),
            "problem": reported.problem,
        }
    )


def _quote(uri: str, nth: int, quote: ReportedQuote) -> Row:
    names, match, nearest = quote.names, quote.match, quote.nearest
    return {
        "article": uri,
        "id": quote.id,
        "nth": nth,
        "form": quote.form,
        "start": quote.spans[0][0],
        "end": quote.spans[-1][1],
        "line": quote.start.line,
        "column": quote.start.column,
        "end_line": quote.end.line,
        "end_column": quote.end.column,
        "text": quote.text,
        "bounds": quote.bounds,
        "lead_in": quote.lead_in.text if quote.lead_in else None,
        "speaker": names.speaker,
        "publisher": names.publisher,
        "work": names.work,
        "url": names.url,
        "date": names.date,
        "declares": [declared.kind for declared in quote.declares],
        "verdict": quote.verdict,
        "reason": quote.reason,
        "marked": quote.marked,
        "score": quote.score,
        "original": match.original if match else None,
        "original_sha256": match.sha256 if match else None,
        "original_url": match.url if match else None,
        "snapshot": match.snapshot if match else None,
        "how": match.how if match else None,
        "rung": match.rung if match else None,
        "passages": _spans(match.passages) if match else None,
        "text_passages": _spans(match.text_passages) if match else None,
        "original_text": match.text if match else None,
        "before": match.before if match else None,
        "after": match.after if match else None,
        "link": match.link if match else None,
        "nearest": nearest.original if nearest else None,
        "nearest_text": nearest.text if nearest else None,
        "page": quote.page,
    }


def _edits(uri: str, quote: ReportedQuote) -> Iterable[Row]:
    for nth, edit in enumerate(quote.match.edits if quote.match else (), 1):
        yield {
            "article": uri,
            "quote": quote.id,
            "nth": nth,
            "kind": edit.kind,
            "weight": edit.weight,
            "mark": edit.mark,
            "why": edit.why,
            "text": edit.quote.text,
            "original_text": edit.original.text,
            "start": edit.quote.span[0],
            "end": edit.quote.span[1],
            "original_start": edit.original.span[0],
            "original_end": edit.original.span[1],
        }


def _emphasis(uri: str, quote: ReportedQuote) -> Iterable[Row]:
    for nth, run in enumerate(quote.emphasis, 1):
        yield {
            "article": uri,
            "quote": quote.id,
            "nth": nth,
            "status": run.status,
            "declared": run.declared,
            "kinds": list(run.kinds),
            "text": run.text,
            "start": run.span[0],
            "end": run.span[1],
            "original_kinds": list(run.original.kinds),
        }


def _findings(reported: ReportedArticle) -> Iterable[Row]:
    for nth, finding in enumerate(reported.findings, 1):
        here = finding.here
        yield {
            "article": reported.uri,
            "quote": finding.quote,
            "nth": nth,
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "line": here.start.line,
            "column": here.start.column,
            "end_line": here.end.line,
            "end_column": here.end.column,
            "start": here.span[0],
            "end": here.span[1],
            "original": finding.there.original if finding.there else None,
            "fingerprint": finding.fingerprint,
            "fix_safety": finding.fix.safety if finding.fix else None,
            "allowed_by": finding.allowed.by if finding.allowed else None,
            "allowed_reason": finding.allowed.reason if finding.allowed else None,
        }


def _originals(reported: ReportedArticle, originals: Mapping[str, Document]) -> Iterable[Row]:
    """The originals that the quotations were set against, each once, in the quotations' order."""
    used = {match.original: match for q in reported.quotes if (match := q.match or q.nearest)}
    for uri, match in used.items():
        document = originals.get(uri)
        meta = {name: getattr(document.meta, name) if document else None for name in _META}
        yield {"uri": uri, "sha256": match.sha256} | meta


def _spans(spans: Iterable[Span]) -> list[Row]:
    return [{"start": start, "end": end} for start, end in spans]
