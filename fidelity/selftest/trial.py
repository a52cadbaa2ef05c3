"""A mutation before the judge: a small article around it, the real pipeline, and whether the judge was right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

from fidelity.candidates import Shelf, shelf
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.selftest.mutation import ACCUSED, Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model import Document, ReportedArticle, ReportedFinding
    from fidelity.selftest.mutation import Kind, Mutation, Workshop
    from fidelity.selftest.passages import Text
    from fidelity.settings import Settings

_STRUCTURE = re.compile(r"[-+*>#=]|\d+[.)]|\. \. \.")


@dataclass(frozen=True, slots=True)
class Result:
    """What the judge said of one mutation.

    `right` is whether it is what it should say, `named` whether a fitting rule fired.
    """

    kind: str
    group: Group
    language: str
    what: str
    quote: str
    verdict: str
    findings: tuple[str, ...]
    right: bool
    named: bool


class Court:
    """The judge with the originals of each language prepared once."""

    def __init__(self, texts: list[Text], settings: Settings) -> None:
        self._settings = settings
        self._texts = {t.uri: t for t in texts}
        self._shelf: Callable[[str], Shelf] = cache(self._prepared)

    def _prepared(self, uri: str) -> Shelf:
        """Our own texts in the language of a text, and this one; other versions of it are not in hand."""
        text = self._texts[uri]
        ours = [t for t in self._texts.values() if t.source is not None and t.language == text.language and t.uri != uri]
        return shelf([_addressed(t.document) for t in (text, *ours)])

    def try_(self, kind: Kind, mutation: Mutation, shop: Workshop) -> Result:
        """Put the mutation into an article, have it checked, and compare."""
        source, span = article_around(mutation, shop)
        stock = self._shelf(mutation.passage.text.uri)
        if mutation.original is not None:
            uri = mutation.passage.text.uri
            rest = [o.document for o in stock.originals if o.document and o.uri != uri]
            stock = shelf([_addressed(read(uri, mutation.original.encode())), *rest])
        reported = check_article(read("article.md", source.encode()), stock, self._settings)
        return _compared(kind, mutation, reported, span)


def _address(document: Document) -> str:
    return document.meta.url or f"https://originals.example/{document.uri.rpartition('/')[2]}"


def _addressed(document: Document) -> Document:
    """The original with an address, by which the article names it."""
    return replace(document, meta=replace(document.meta, url=_address(document)))


def article_around(mutation: Mutation, shop: Workshop) -> tuple[str, tuple[int, int]]:
    """The article's Markdown, and where the quotation stands in it."""
    text = mutation.passage.text
    words = {k: v for k, v in shop.words.items() if isinstance(v, str)}
    opener, closer = shop.items("marks")
    leads = shop.items("clause" if mutation.form == "clause" else "lead")
    lead = shop.rng.choice(leads).format(uri=_address(text.document), title=text.title)
    head = f"{words['opening']}\n\n{lead}"
    note = f" {mutation.note}" if mutation.note else ""
    if mutation.form == "block":
        begin = f"{head}\n\n"
        quote = "\n".join(f"> {line}".rstrip() for line in _wrapped(mutation.quote, shop).split("\n"))
        end = f"\n\n{note}\n\n" if note else "\n\n"
    else:
        begin, quote = f"{head} {opener}", _wrapped(mutation.quote, shop)
        stop = "." if mutation.note or quote[-1] not in ".?!" else ""
        end = f"{closer}{note}{stop}\n\n"
    return f"{begin}{quote}{end}{words['closing']}\n", (len(begin), len(begin) + len(quote))


def _wrapped(quote: str, shop: Workshop) -> str:
    """The quotation on lines of its own length, as half of all authors write; a line may not begin a list or a heading."""
    if "\n" in quote or shop.rng.random() < 0.5:
        return quote
    lines = wrap(quote, shop.rng.randrange(50, 90), break_long_words=False, break_on_hyphens=False)
    return quote if any(_STRUCTURE.match(line) for line in lines[1:]) or "  " in quote else "\n".join(lines)


def _compared(kind: Kind, mutation: Mutation, reported: ReportedArticle, span: tuple[int, int]) -> Result:
    quotes = [q for q in reported.quotes if any(s < span[1] and span[0] < e for s, e in q.spans)]
    grave = [f for f in reported.findings if f.severity != "info"]
    verdict = "/".join(q.verdict for q in quotes) or "not seen"
    here = [f for f in grave if f.here.span[0] <= span[1] and span[0] <= f.here.span[1]]
    if kind.group in ACCUSED:
        right = any(f.severity == "error" for f in here)
        named = any(f.rule in mutation.rules for f in here)
    else:
        right = not grave and len(quotes) == 1 and verdict in mutation.verdicts
        named = right
    return Result(
        kind.name,
        kind.group,
        mutation.passage.text.language,
        mutation.what,
        mutation.quote,
        verdict,
        tuple(_told(f) for f in grave),
        right,
        named,
    )


def _told(finding: ReportedFinding) -> str:
    return f"{finding.severity} {finding.rule}: {finding.message}"
