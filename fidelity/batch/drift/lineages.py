"""The drift of a run, lineage by lineage: from its tables to what the reports draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fidelity.batch.drift import roots
from fidelity.batch.drift.clusters import clusters
from fidelity.batch.drift.dates import told, when
from fidelity.batch.drift.departures import reading
from fidelity.batch.drift.difference import pieces
from fidelity.batch.drift.firsts import firsts, spreads
from fidelity.batch.drift.gathering import batches, gathered
from fidelity.batch.drift.ground import Ground, of_original
from fidelity.batch.drift.naming import pointers
from fidelity.batch.drift.rows import uses
from fidelity.batch.drift.stemma import ROOT, Witnessed, parents
from fidelity.batch.drift.telling import descent
from fidelity.model.drift import Departure, DriftSummary, Lineage, Source, Witness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.batch.drift.departures import Key, Reading
    from fidelity.batch.drift.rows import Use
    from fidelity.batch.folder import Run

MEMORY = "1GB"
"""What the database may hold in memory while it brings the uses of each quotation together."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What was looked at, and the lineages, one by one, those with the most changes first."""

    summary: DriftSummary
    lineages: Iterator[Lineage]


class UnknownOriginalError(Exception):
    """No quotation of the run stands in the original asked for."""


def drift(run: Run, *, original: str | None = None, least: int = 2, most: int | None = None, memory: str = MEMORY) -> Drift:
    """The drift of the quotations of a run; with `original` (its uri or address) of those alone that it has.

    Only the first `most` lineages are worked out; the summary counts all.

    Raises UnknownOriginalError, and pyarrow.ArrowException or OSError where a table cannot be read.
    """
    found = gathered(run.tables["quotes"], run.tables["emphasis"])
    if original is not None and original not in found.originals and original not in found.urls:
        raise UnknownOriginalError(original)
    grouped = clusters(found, least, only=original)
    summary = DriftSummary(
        run.path.as_posix(),
        run.is_finished,
        original,
        least,
        len(found.original),
        grouped.too_short,
        grouped.count,
        grouped.left_out,
        int((grouped.of >= 0).sum()),
    )
    if most is not None:
        grouped.of[grouped.of >= most] = -1
    used = {found.originals[n] for n in set(found.original[grouped.of >= 0].tolist()) if n >= 0}
    del found
    sources = _sources(run, used)
    return Drift(summary, (lineage(n + 1, each, sources) for n, each in uses(run, grouped, memory)))


def lineage(number: int, members: Sequence[Use], sources: Mapping[str, Source]) -> Lineage:
    """The lineage of one quotation's uses."""
    members = sorted(members, key=_order)
    dates = [when(use.published) for use in members]
    ground = of_original(members)
    hypothesis = ground is None
    if ground is None:
        ground = roots.chosen(members)
    known = _known(members, ground, sources)
    readings, which, own = _readings(members, ground)
    pointed = pointers(members, known)
    named = {w: {p: pointer.weight for p, pointer in each.items()} for w, each in pointed.items()}
    nodes = [Witnessed(r, d, u.article) for r, d, u in zip(which, dates, members, strict=True)]
    descents = parents(nodes, readings, named)
    groups: dict[int, list[int]] = defaultdict(list)
    for w, r in enumerate(which):
        groups[r].append(w)
    witnesses = []
    for n, use in enumerate(members):
        first = descents[n].nodes[0]
        theirs = readings[which[first]] if first != ROOT else None
        rivals = 0
        if first == ROOT and own[n].tells:
            rivals = sum(
                p != n and dates[p].may_precede(dates[n]) and members[p].article != use.article for p in groups[which[n]]
            )
        against = members[first].text if first != ROOT else ground.between(*own[n].extent)
        witnesses.append(
            Witness(
                n + 1,
                use.article,
                use.quote,
                use.title,
                use.author,
                use.publisher,
                use.url,
                use.published,
                told(dates[n].earliest),
                told(dates[n].latest),
                use.line,
                use.column,
                use.lead_in,
                use.text,
                use.verdict,
                use.place.original if use.place else None,
                which[n] + 1,
                departures(own[n]),
                pieces(use.text, own[n].stressed, against),
                descent(n, descents[n], own[n], theirs, dates, pointed.get(n, {}), rivals, hypothesis=hypothesis),
            )
        )
    spread = spreads(own, dates)
    return Lineage(
        number,
        ground.text,
        hypothesis,
        tuple(n + 1 for n, each in enumerate(own) if hypothesis and not departures(each)),
        known,
        len(readings),
        len({use.article for use in members}),
        sum(not d.is_known for d in dates),
        firsts(spread, dates),
        spread,
        tuple(witnesses),
    )


def departures(found: Reading) -> tuple[Departure, ...]:
    """The departures of a use in the order of the text."""
    return tuple(each.departure for each in found.found)


def _order(use: Use) -> tuple[float, float, str, int]:
    date = when(use.published)
    return date.order.timestamp(), date.earliest.timestamp() if date.earliest else 0.0, use.article, use.nth


def _known(members: Sequence[Use], ground: Ground, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """The originals of the uses, that of the text on top first."""
    uris = {use.place.original for use in members if use.place}
    ordered = sorted(uris, key=lambda uri: (uri != ground.original, uri))
    return tuple(sources.get(uri, Source(uri, None, None, None, None, None)) for uri in ordered)


def _sources(run: Run, used: set[str]) -> dict[str, Source]:
    columns = ["uri", "title", "author", "publisher", "published", "url"]
    found: dict[str, Source] = {}
    for batch in batches(run.tables["originals"], columns):
        for row in batch.to_pylist():
            if row["uri"] in used:
                found.setdefault(row["uri"], Source(*(row[name] for name in columns)))
    return found


def _readings(members: Sequence[Use], ground: Ground) -> tuple[list[Reading], list[int], list[Reading]]:
    """The different readings in the order of the time line, which one each use has, and each use's own."""
    cache: dict[Any, Reading] = {}
    numbers: dict[frozenset[Key], int] = {}
    found: list[Reading] = []
    which, own = [], []
    for use in members:
        other = use.place.text if use.place and use.place.original != ground.original else None
        key = (use.text, other, tuple((s.text, s.status, s.declared, s.start - use.span[0]) for s in use.stressed))
        if key not in cache:
            cache[key] = reading(use, ground)
        each = cache[key]
        if each.signature not in numbers:
            numbers[each.signature] = len(found)
            found.append(each)
        which.append(numbers[each.signature])
        own.append(each)
    return found, which, own
