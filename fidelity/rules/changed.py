"""Whether a quotation is true of some versions of its original and not of others: which ones, and since when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fidelity.model import Document, Finding, Span
from fidelity.rules.edition import is_named
from fidelity.rules.proof import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Match, Severity, Version
    from fidelity.rules.proof import Proof

_DAY, _MINUTE = 10, 16  # characters of an ISO time that tell its day, its minute
_ALL = 0.9  # share of a quotation's letters that a version lacks which does not have the passage at all
_LISTED = 4  # dates that a message gives one by one


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a version has instead of the quoted words: where they stand in the quotation, and what stands there."""

    document: Document
    here: Span
    there: Span
    told: str
    lacks_all: bool


def original_changed(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that is true of one version of the original and not of another.

    ## What it finds
    Copies or versions of one text in hand, of which only some have the words as they are quoted; the others may lack them. By
    the dates of the copies it says of which the quotation is true, and since when not. It is information where others lack the
    whole passage and are earlier copies, or copies that somebody else made: the text grew, or was cut by who copied it; and
    where the article says which version it quotes ("the new terms").

    ## Why it matters
    The source was changed after it was quoted, or before: the author need not be at fault.

    ## Example
    The morning's report lacks a clause that the evening's has.

    ## Not flagged
    Copies that differ somewhere else, and copies of a part of the text that ends before the passage.
    """
    match, original = proof.match, proof.case.original
    if match is None or original is None:
        return
    true_of, readings = [original], []
    for version in proof.case.versions:
        reading = _otherwise(proof, match, original, version)
        if reading is not None:
            readings.append(reading)
        elif version.known or version.match is not None:
            true_of.append(version.document)
    if readings:
        first, message = _message(proof, true_of, readings)
        grown = all(r.lacks_all and _is_other(original, r.document) for r in readings)
        is_meant = is_named(proof.case.article, proof.case.quote, original, [r.document for r in readings])
        severity: Severity | None = "info" if grown or is_meant else None
        yield Finding("original-changed", message, proof.here(first.here), (first.document.uri, first.there), severity)


def _is_other(original: Document, document: Document) -> bool:
    """Whether another version is an earlier copy, or was made by somebody else."""
    mine, theirs = original.meta, document.meta
    if mine.url is not None and mine.url == theirs.url:
        return bool(mine.snapshot and theirs.snapshot) and (theirs.snapshot or "") < (mine.snapshot or "")
    elsewhere = any(a != b for a, b in ((mine.url, theirs.url), (mine.publisher, theirs.publisher)))
    return elsewhere or (bool(mine.published and theirs.published) and (theirs.published or "") < (mine.published or ""))


def _otherwise(proof: Proof, match: Match, original: Document, version: Version) -> _Reading | None:
    """How a version reads where the quotation stands, if otherwise than the original that decides."""
    document, other = version.document, version.match
    if other is not None:
        if other.score >= match.score:
            return None
        told = {(e.quote, original.text[slice(*e.original)]) for e in match.edits}
        edits = (e for e in other.edits if e.kind != "presentation" and e.mark is None)
        edit = next((e for e in edits if (e.quote, document.text[slice(*e.original)]) not in told), None)
        return _reading(proof, document, edit.quote, edit.original) if edit is not None else None
    if version.change is None:
        return None
    here = _quoted(match, version.change[0])
    return _reading(proof, document, here, version.change[1]) if here is not None else None


def _reading(proof: Proof, document: Document, here: Span, there: Span) -> _Reading:
    mine, theirs = short(proof.quote[slice(*here)]), short(document.text[slice(*there)])
    told = f"has “{theirs}” for “{mine}”" if mine and theirs else f"lacks “{mine}”" if mine else f"also has “{theirs}”"
    words = sum(c.isalnum() for c in proof.quote[slice(*here)])
    return _Reading(document, here, there, told, not theirs and words >= _ALL * sum(c.isalnum() for c in proof.quote))


def _quoted(match: Match, span: Span) -> Span | None:
    """Where a stretch of the original stands in the quotation; None if the quotation leaves it out."""
    low, high = [], []
    for (a, b), (c, d) in match.links:
        if (c < span[1] and span[0] < d) or (span[0] == span[1] and c < span[0] < d):
            even = b - a == d - c
            low.append(a + max(0, span[0] - c) if even else a)
            high.append(b - max(0, d - span[1]) if even else b)
    return (min(low), max(high)) if low else None


def _message(proof: Proof, true_of: Sequence[Document], readings: Sequence[_Reading]) -> tuple[_Reading, str]:
    """The reading to show, and what is said of it."""
    documents = [*true_of, *(r.document for r in readings)]
    is_page = documents[0].meta.url is not None and len({d.meta.url for d in documents}) == 1
    by_snapshot = is_page or len({d.meta.published for d in documents}) == 1
    departs = any(e.kind != "presentation" and e.mark is None for e in proof.match.edits) if proof.match else False
    verb = "Nearest to" if departs else "True of"
    times = {(d.uri, d.sha256): _time(d, by_snapshot=by_snapshot) for d in documents}
    if not all(times.values()):
        first = readings[0]
        title = first.document.meta.title or first.document.uri
        return first, f"{verb} this version of the original; another one in hand ({short(title)}) {first.told}."
    days = (
        {times[d.uri, d.sha256][:_DAY] for d in true_of},
        {times[r.document.uri, r.document.sha256][:_DAY] for r in readings},
    )
    size = _MINUTE if days[0] & days[1] else _DAY

    def at(document: Document) -> str:
        return times[document.uri, document.sha256][:size].replace("T", " ")

    good = sorted({at(d) for d in true_of})
    bad = sorted(readings, key=lambda r: (at(r.document), r.document.uri))
    what = "page" if is_page else "text"
    near = _nearest(proof, [(at(d), False) for d in true_of] + [(at(r.document), True) for r in bad])
    after = [r for r in bad if at(r.document) > good[-1]]
    if len(after) == len(bad):
        return bad[0], f"{verb} {_copies(good)}; since {at(bad[0].document)} the {what} {bad[0].told}{near}."
    if at(bad[-1].document) < good[0]:
        return bad[-1], f"{verb} {_copies(good)}; up to {at(bad[-1].document)} the {what} {bad[-1].told}{near}."
    first = after[0] if after else bad[-1]
    return first, f"{verb} {_copies(good, listed=True)}; that of {at(first.document)} {first.told}{near}."


def _time(document: Document, *, by_snapshot: bool) -> str:
    """When a copy was taken, or a version published; empty if that is not known."""
    meta = document.meta
    return (meta.snapshot or meta.published if by_snapshot else meta.published or meta.snapshot) or ""


def _copies(times: Sequence[str], *, listed: bool = False) -> str:
    if len(times) == 1:
        return f"the copy of {times[0]}"
    if listed and len(times) <= _LISTED:
        return f"the copies of {', '.join(times[:-1])} and {times[-1]}"
    return f"the copies of {times[0]} {'to' if not listed else 'and others up to'} {times[-1]}"


def _nearest(proof: Proof, copies: Sequence[tuple[str, bool]]) -> str:
    """Said where the copy nearest to the article's date is one of which the quotation is not true."""
    day = _day(proof.case.article.meta.published)
    known = [(abs(d - day), changed) for time, changed in copies if day is not None and (d := _day(time)) is not None]
    return "; so does the copy nearest to the article’s date" if known and min(known)[1] else ""


def _day(time: str | None) -> int | None:
    try:
        return date.fromisoformat((time or "")[:_DAY]).toordinal()
    except ValueError:
        return None
