"""An archive of any size out of nothing, as the folder of a run: authors of different care, originals of different fame."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))

from by_hand import edit, finding, match, quote, stress
from made_run import ABOUT
from msgspec import json, structs, to_builtins

from fidelity.batch.folder import Done, Run
from fidelity.batch.parquet import write_rows
from fidelity.batch.tables import TABLES, no_rows, rows, unread
from fidelity.model import Document, Meta, ReportedArticle
from fidelity.report.json import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import Origin, ReportedFinding, ReportedQuote

SAID = "The council heard the pilots twice and found that the lamp was lit on every night of the storm"
CUT = "The council heard the pilots and found that the lamp was lit on every night of the storm"
WRONG = "The council heard the pilots twice and found that the lamp was lit on no night of the storm"
_EACH = 5


def articles(number: int, seed: int = 1) -> Iterator[tuple[Document, ReportedArticle]]:
    """Articles with five quotations each. Author 0 is careless, the others hardly; the original 0 is quoted everywhere."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for n in range(number):
        author = int(chance.random() ** 2 * max(2, number // 20))
        careless = 0.4 if author == 0 else 0.03
        year, month = 2015 + n * 10 // number, chance.randrange(1, 13)
        uri = f"news/{year}/{n:07}.md"
        quotes: list[ReportedQuote] = []
        findings: list[ReportedFinding] = []
        for k in range(1, _EACH + 1):
            original = f"originals/{int(chance.random() ** 3 * max(2, number // 2)):06}.html"
            quotes.append(_quote(k, original, chance.random(), careless, len(findings)))
            for at in range(len(findings), max((f + 1 for f in quotes[-1].findings), default=0)):
                rule = ("changed-quantifier", "undeclared-emphasis", "unmarked-omission", "not-found")[
                    ("altered", "exact", "trimmed", "not-found").index(quotes[-1].verdict)
                ]
                findings.append(finding(rule, "error", f"{rule} says why, at length, of “{original}”.", k, line=10 * k + at))
        verdicts = [q.verdict for q in quotes]
        counts = {v: verdicts.count(v) for v in ("exact", "trimmed", "altered", "not-found", "unchecked")}
        scores = [q.score for q in quotes if q.score is not None]
        score = round(sum(scores) / len(scores), 1) if scores else None
        reported = ReportedArticle(
            uri=uri,
            sha256=f"{n:064x}",
            title=f"What was said, number {n}" if n % 7 else None,
            published=f"{year}-{month:02}-11",
            language="en",
            score=score,
            counts=counts,
            notes=(),
            quotes=tuple(quotes),
            findings=tuple(findings),
            problem=None,
        )
        meta = Meta(
            title=reported.title,
            author=f"Author {author}" if author % 11 else None,
            publisher=f"The Gull of Port {author % 9}",
            published=reported.published if n % 13 else None,
        )
        yield document(uri, meta, reported.sha256), reported


def document(uri: str, meta: Meta, sha256: str = "0" * 64) -> Document:
    return Document(uri, "", sha256, "", _nowhere(), meta=meta)


def _nowhere() -> Origin:
    none: Any = None  # no row of a table asks where a document's text comes from
    origin: Origin = none
    return origin


def _quote(number: int, original: str, chance: float, careless: float, at: int) -> ReportedQuote:
    if chance < careless / 2:
        differs = edit("substitution", (WRONG, "no"), (SAID, "every"), "critical", "changed-quantifier")
        return quote(number, "altered", WRONG, match(SAID, differs, uri=original), at, marked=False, score=94.7)
    if chance < careless * 0.7:
        left = edit("omission", (CUT, ">pilots"), (SAID, " twice"), "material", "unmarked-omission")
        return quote(number, "trimmed", CUT, match(SAID, left, uri=original), at, marked=False, score=95.0)
    if chance < careless:
        loud = stress("added", SAID, SAID, "every night", ("bold",), (), declared=False)
        return quote(number, "exact", SAID, match(SAID, uri=original), at, emphasis=(loud,))
    if chance > 0.97:
        return quote(number, "not-found", WRONG, None, at, marked=False)
    if chance > 0.9:
        return quote(number, "unchecked", SAID, None, reason="no original is in hand")
    return replace(quote(number, "exact", SAID, match(SAID, uri=original)), before="It was told: “", after="”")


def write_archive(
    path: Path, given: Iterable[tuple[Document, ReportedArticle]], bad: Sequence[Document] = (), chunk: int = 500
) -> Path:
    """A finished run of these articles, and of some that could not be read."""
    run = Run.begin(path, ABOUT)
    known: dict[str, Document] = {}
    waiting = no_rows()
    chunks = 0
    with run.journal() as journal:

        def put() -> None:
            nonlocal waiting, chunks
            for table in TABLES:
                write_rows(run.file(table, chunks), table, waiting[table])
            run.tell(journal, Done(chunks, len(waiting["articles"]), len(waiting["quotes"]), {}))
            waiting, chunks = no_rows(), chunks + 1

        for article, reported in given:
            for q in reported.quotes:
                if q.match and q.match.original not in known:
                    name = q.match.original
                    meta = Meta(
                        title=f"Record {name[10:16]}", publisher=f"Archive {sum(map(ord, name)) % 17}", published="2014-01-01"
                    )
                    known[name] = document(name, meta)
            for table, found in rows(article, reported, "strict", known).items():
                waiting[table] += found
            if len(waiting["articles"]) >= chunk:
                put()
        for article in bad:
            for table, found in unread(article, "This file is a picture; give the text.", "strict").items():
                waiting[table] += found
        put()
    run.say(structs.replace(ABOUT, planned=chunks, finished=True))
    return path


def scrubbed(article: ReportedArticle) -> ReportedArticle:
    """The article as it comes back from JSON, which can carry no half characters."""
    return json.decode(encoded(to_builtins(article)), type=ReportedArticle)
