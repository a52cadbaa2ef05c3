"""The uses of each cluster with all that is known of them, cluster by cluster, sorted by the database on disk if need be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fidelity.batch.drift.gathering import batches
from fidelity.batch.results import opened
from fidelity.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from fidelity.batch.drift.clusters import Clusters
    from fidelity.batch.folder import Run

_QUOTE = (
    *(
        "article",
        "id",
        "nth",
        "line",
        "column",
        "text",
        "lead_in",
        "publisher",
        "work",
        "url",
        "declares",
        "verdict",
        "start",
        "end",
    ),
    *("original", "original_url", "how", "text_passages", "original_text", "before", "after"),
)
_HIDDEN = 800  # characters of an omission up to which it is put back into the text on top
_STRESS = "list(struct_pack(status := status, text := text, declared := declared, start := start) ORDER BY nth)"
_SQL = f"""
SELECT u.*, a.title AS a_title, a.author AS a_author, a.publisher AS a_publisher, a.url AS a_url, a.published, e.runs, o.omitted
FROM uses AS u
LEFT JOIN (SELECT uri, any_value(title) AS title, any_value(author) AS author, any_value(publisher) AS publisher,
                  any_value(url) AS url, any_value(published) AS published FROM articles GROUP BY uri) AS a ON a.uri = u.article
LEFT JOIN (SELECT article, quote, {_STRESS} AS runs FROM emphasis
           WHERE status NOT IN ('kept', 'changed') GROUP BY article, quote) AS e
       ON e.article = u.article AND e.quote = u.id
LEFT JOIN (SELECT article, quote, list(original_text ORDER BY nth) AS omitted FROM edits
           WHERE kind = 'omission' AND length(original_text) < {_HIDDEN} GROUP BY article, quote) AS o
       ON o.article = u.article AND o.quote = u.id
ORDER BY u.cluster, u.article, u.nth, u.position
"""  # noqa: S608 - ours
_BATCH = 1024  # rows in Python's hands at once


@dataclass(frozen=True, slots=True)
class Stressed:
    """Words that are set off in an article, or in its original alone (`removed`); `start` counts in the article's file."""

    text: str
    status: str
    declared: bool
    start: int


@dataclass(frozen=True, slots=True)
class Named:
    """What an article names as the source of a quotation."""

    publisher: str | None
    work: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands in an original: `passages` in code points of its text, `text` the words there."""

    original: str
    url: str | None
    how: str
    passages: tuple[Span, ...]
    text: str
    before: str
    after: str
    omitted: tuple[str, ...] = ()
    """The words of the original that lie between the passages, as far as they are not many."""


@dataclass(frozen=True, slots=True)
class Use:
    """A quotation in an article; `span` counts in its file."""

    article: str
    quote: str
    nth: int
    title: str | None
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    line: int
    column: int
    span: Span
    text: str
    lead_in: str | None
    named: Named
    declares: tuple[str, ...]
    verdict: str
    place: Place | None
    stressed: tuple[Stressed, ...]


def uses(run: Run, clusters: Clusters, memory: str) -> Iterator[tuple[int, list[Use]]]:
    """Each cluster's number and uses, in order. The database holds no more than `memory`, beyond which it sorts on disk."""
    if not (clusters.of >= 0).any():
        return
    with opened({"main": run}, memory) as connection:
        reader = pa.RecordBatchReader.from_batches(_schema(run), _members(run, clusters))
        connection.register("uses", reader)
        rows = _rows(connection)
        for cluster, members in groupby(rows, key=lambda row: int(row["cluster"])):
            yield cluster, [_use(row) for row in members]


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    relation = connection.sql(_SQL)
    assert relation is not None
    for batch in relation.to_arrow_reader(_BATCH):
        yield from batch.to_pylist()


def _schema(run: Run) -> pa.Schema:
    fields = [pa.field("cluster", pa.int32()), pa.field("position", pa.int64())]
    for batch in batches(run.tables["quotes"][:1], _QUOTE):
        return pa.schema([*fields, *batch.schema])
    return pa.schema(fields)


def _members(run: Run, clusters: Clusters) -> Iterator[pa.RecordBatch]:
    """The rows that belong to a cluster, with its number."""
    at = 0
    for batch in batches(run.tables["quotes"], _QUOTE):
        of = clusters.of[at : at + len(batch)]
        mine = of >= 0
        chosen = batch.filter(pa.array(mine))
        numbers = [pa.array(of[mine], pa.int32()), pa.array((mine.nonzero()[0] + at).astype("int64"))]
        at += len(batch)
        if len(chosen):
            yield pa.RecordBatch.from_arrays([*numbers, *chosen.columns], names=["cluster", "position", *chosen.schema.names])


def _use(row: dict[str, Any]) -> Use:
    place = None
    if row["original"] is not None and row["text_passages"]:
        spans = tuple((int(p["start"]), int(p["end"])) for p in row["text_passages"])
        place = Place(
            row["original"],
            row["original_url"],
            row["how"] or "given",
            spans,
            row["original_text"] or "",
            row["before"] or "",
            row["after"] or "",
            tuple(row["omitted"] or ()),
        )
    return Use(
        row["article"],
        row["id"],
        row["nth"],
        row["a_title"],
        row["a_author"],
        row["a_publisher"],
        row["a_url"],
        row["published"],
        row["line"],
        row["column"],
        (row["start"], row["end"]),
        row["text"],
        row["lead_in"],
        Named(row["publisher"], row["work"], row["url"]),
        tuple(row["declares"] or ()),
        row["verdict"],
        place,
        tuple(Stressed(r["text"], r["status"], r["declared"], r["start"]) for r in row["runs"] or ()),
    )
