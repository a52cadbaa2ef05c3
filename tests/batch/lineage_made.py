"""Quotations that spread from article to article in a known way, checked by the tool itself and written as a run.

Each quotation has its own history: an article takes it from the original or from an earlier article, and on the way it may be
trimmed, changed, stressed, bracketed or set otherwise. Some passages of one original overlap, some originals say nearly the
same, stock phrases are everywhere, dates are equal, vague or missing. All hangs on the seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from fidelity.batch.folder import SCHEMA, About, Done, Run
from fidelity.batch.parquet import write_rows
from fidelity.batch.tables import TABLES, no_rows, rows
from fidelity.candidates import shelf
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fidelity.batch.tables import Rows
    from fidelity.model import Document


def listed(words: str) -> list[str]:
    """The words, one by one."""
    return words.split()


ADJECTIVES = listed("""
old northern silent broad costly honest narrow public broken careful distant early formal gentle
hollow idle joint late modest neutral open patient quiet rapid sober timely urgent vital weary
wooden young brittle civil dense eager
""")
NOUNS = listed("""
harbour council bridge ferry engineer budget report witness tunnel valley railway market school
warden orchard mill ledger lantern quarry garden library clinic printer surveyor teacher bakery
cannery foundry granary archive chapel depot brewery seawall turbine aqueduct reservoir shipyard
pavilion observatory vineyard workshop courthouse signalman ploughman
""")
VERBS = listed("""
repaired measured closed defended measured questioned copied delayed praised financed inspected
planned rebuilt rejected rented saved sold surveyed tested visited warned watched widened drained
fenced flooded lighted mended
""")
PLACES = listed("""
Aldmoor Brenfield Castow Dunmere Eskdale Farrow Glenholt Hexley Ister Jarrowby Kelsom Lindow Marrick
Norwell Oxmere Penwick Quarrel Rudstone Selby Tarnow
""")
STOCK = (
    "at the end of the day",
    "there is no doubt in my mind that",
    "we must all work together to make sure that",
    "in the interest of full and open information",
)
PAPERS = [f"The {place} {kind}" for place in PLACES for kind in ("Courier", "Observer", "Post", "Record", "Tribune", "Argus")]
SPEAKERS = ("Ada Lund", "Bo Rask", "Cora Venn", "Dirk Holm", "Eva Stroud", "Finn Marlow", "Greta Solberg", "Hugo Pell")


@dataclass(frozen=True)
class Word:
    """A word of a quotation as an article has it; `source` is its place in the original, -1 for an ellipsis."""

    text: str
    source: int
    stressed: bool = False
    changed: bool = False


@dataclass(frozen=True)
class Copy:
    """One article's use of a quotation: whom it has it from (None: the original), and its words."""

    name: str
    parent: str | None
    published: date | None
    said: str | None
    words: tuple[Word, ...]
    links: bool

    @property
    def shows(self) -> frozenset[tuple[object, ...]]:
        """What a reader can see of its changes: the telling ones, and where it begins and ends."""
        places = [w.source for w in self.words if w.source >= 0]
        return self.telling | {("from", places[0]), ("to", places[-1])}

    @property
    def telling(self) -> frozenset[tuple[object, ...]]:
        """The changes that can show descent: all but where it begins and ends."""
        found: set[tuple[object, ...]] = {("word", w.source, w.text) for w in self.words if w.changed}
        inner = [w for w in self.words if w.source >= 0]
        marked = {inner_before.source for inner_before, mark in pairwise(self.words) if mark.source < 0}
        for one, next_ in pairwise(inner):
            if next_.source != one.source + 1:
                found.add(("cut", one.source, next_.source, one.source in marked))
        for stressed, group in groupby(inner, key=lambda w: w.stressed):
            if stressed:
                found.add(("stress", *(w.source for w in group)))
        return frozenset(found)


@dataclass
class Quotation:
    """A quotation with its uses, in the order in which they came."""

    name: str
    original: str
    first: int
    last: int
    copies: list[Copy] = field(default_factory=list)


@dataclass
class Archive:
    """The originals and the articles with what is true of them."""

    originals: dict[str, list[str]]
    quotations: list[Quotation]
    articles: dict[str, str]


class Maker:
    """Makes an archive out of a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - an archive is no secret

    def sentence(self) -> list[str]:
        r = self.random

        def noun() -> str:
            return f"{r.choice(ADJECTIVES)} {r.choice(NOUNS)}"

        relative = f"which the {r.choice(NOUNS)} {r.choice(VERBS)}"
        frames = (
            f"The {noun()} of {r.choice(PLACES)} {r.choice(VERBS)} the {noun()} before the {noun()} was {r.choice(VERBS)}.",
            f"{r.choice(STOCK).capitalize()} the {noun()} may be {r.choice(VERBS)} by the {noun()} of {r.choice(PLACES)}.",
            f"Nobody in {r.choice(PLACES)} has {r.choice(VERBS)} the {noun()}, and the {noun()} will not be {r.choice(VERBS)}.",
            f"In {r.randint(3, 90)} days the {noun()}, {relative}, must be {r.choice(VERBS)}.",
            f"We have {r.choice(VERBS)} the {noun()} of {r.choice(PLACES)} because the {noun()} {r.choice(VERBS)} it.",
        )
        return r.choice(frames).split()

    def archive(self, quotations: int, most: int) -> Archive:
        r = self.random
        originals: dict[str, list[str]] = {}
        made: list[Quotation] = []
        while len(made) < quotations:
            name = f"original-{len(originals):04}.md"
            sentences = [self.sentence() for _ in range(14)]
            originals[name] = [word for sentence in sentences for word in sentence]
            starts = [0]
            for sentence in sentences:
                starts.append(starts[-1] + len(sentence))
            spots = [(1, 3), (2, 5), (8, 10)] if r.random() < 0.15 else [(1, r.randint(2, 4)), (7, r.randint(8, 10))]
            for first, last in spots:  # 1-3 and 2-5 overlap
                made.append(Quotation(f"q{len(made):04}", name, starts[first], starts[last]))
            if r.random() < 0.1:  # another original that says nearly the same
                twin = f"original-{len(originals):04}.md"
                words = list(originals[name])
                for at in r.sample(range(len(words)), len(words) // 12):
                    words[at] = self.other(words[at])
                originals[twin] = words
                made.append(Quotation(f"q{len(made):04}", twin, starts[1], starts[3]))
        articles: dict[str, str] = {}
        for quotation in made:
            self.spread(quotation, originals[quotation.original], r.randint(2, most), articles)
        return Archive(originals, made, articles)

    def spread(self, quotation: Quotation, original: list[str], count: int, articles: dict[str, str]) -> None:
        r = self.random
        day = date(2015, 1, 1) + timedelta(days=r.randint(0, 1500))
        papers = r.sample(PAPERS, count)
        for n in range(count):
            day += timedelta(days=r.choice((0, 0, 1, 2, 5, 30)) if n else 0)
            own = tuple(Word(original[k], k) for k in range(quotation.first, quotation.last))
            copies = quotation.copies
            parent = None if not copies or r.random() < 0.3 else r.choice(copies[-6:])
            words = parent.words if parent else own
            for _ in range(r.choice((0, 0, 1, 1, 1, 2))):
                words = self.changed(words)
            name = f"{quotation.name}-{n:02}.md"
            said = r.choices((day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], None), (80, 6, 2, 12))[0]
            links = parent is not None and r.random() < 0.12
            copy = Copy(name, parent.name if parent else None, day, said, words, links)
            copies.append(copy)
            articles[name] = self.article(copy, papers, n, quotation)

    def changed(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words with one change more, or none where they are too few."""
        r = self.random
        out, n = list(words), len(words)
        kind = r.choices(("trim", "cut", "word", "bracket", "stress", "typography"), (15, 20, 30, 10, 15, 10))[0]
        at = r.randrange(1, max(2, n - 1))
        if kind == "typography" or n < 9:
            return words
        if kind == "trim":
            size = r.randint(2, n // 3)
            out = out[size:] if r.random() < 0.5 else out[: n - size]
        elif kind == "cut":
            size = r.randint(1, min(7, n // 3))
            at = min(at, n - size - 1)
            out[at : at + size] = [Word("…", -1)] if r.random() < 0.6 else []
        elif kind == "stress":
            size = r.randint(1, 3)
            if any(w.stressed or w.source < 0 for w in out[at - 1 : at + size + 1]):
                return words
            out[at : at + size] = [replace(w, stressed=True) for w in out[at : at + size]]
        elif out[at].source >= 0:
            text = self.other(out[at].text) if kind == "word" else f"[{r.choice(ADJECTIVES)} {r.choice(NOUNS)}]"
            out[at] = replace(out[at], text=text, changed=True)
        while out[0].source < 0:
            del out[0]
        while out[-1].source < 0:
            del out[-1]
        return tuple(out)

    def other(self, word: str) -> str:
        stop = word[-1] if word[-1] in ".," else ""
        bare = word.rstrip(".,")
        pools = (ADJECTIVES, NOUNS, VERBS, PLACES)
        pool = next((p for p in pools if bare in p), ADJECTIVES)
        return self.random.choice([w for w in pool if w != bare]) + stop

    def article(self, copy: Copy, papers: list[str], n: int, quotation: Quotation) -> str:
        r = self.random
        head = [f"title: Notes of a day {copy.name}", f"publisher: {papers[n]}", f"url: https://{copy.name[:-3]}.example/story"]
        if copy.said:
            head.append(f"published: {copy.said}")
        speaker = SPEAKERS[int(quotation.original[9:13]) % len(SPEAKERS)]
        marks = r.choice((("“", "”"), ('"', '"')))
        lead = f"{speaker} said:"
        if copy.links:
            model = (copy.parent or "").removesuffix(".md")
            lead = f"As [{papers[int(model[-2:])]}](https://{model}.example/story) has it, {speaker} said:"
        filler = " ".join(" ".join(self.sentence()) for _ in range(2))
        quoted = f"{marks[0]}{rendered(copy.words)}{marks[1]}"
        return "\n".join(["---", *head, "---", "", filler, "", f"{lead} {quoted}", "", " ".join(self.sentence()), ""])


def rendered(words: Iterable[Word]) -> str:
    """The words as Markdown."""
    out: list[str] = []
    listed = list(words)
    for n, word in enumerate(listed):
        opens = word.stressed and not (n and listed[n - 1].stressed)
        closes = word.stressed and not (n + 1 < len(listed) and listed[n + 1].stressed)
        out.append(f"{'**' if opens else ''}{word.text}{'**' if closes else ''}")
    return " ".join(out)


def run_of(archive: Archive, folder: Path, *, withheld: bool = False) -> Run:
    """Check the articles and write the tables of a run; with `withheld` there is no original to compare with."""
    originals = {
        name: read(
            name,
            f"---\ntitle: {name}\nauthor: {SPEAKERS[int(name[9:13]) % len(SPEAKERS)]}\n---\n\n{' '.join(words)}\n".encode(),
        )
        for name, words in archive.originals.items()
    }
    about = About(SCHEMA, "fidelity", "sha256:none", "strict", {})
    run = Run.begin(folder, about)
    every = no_rows()
    by_article = {copy.name: q.original for q in archive.quotations for copy in q.copies}
    for name, text in archive.articles.items():
        article = read(name, text.encode())
        stock: list[Document] = [] if withheld else [originals[by_article[name]]]
        reported = check_article(article, shelf(stock), Settings())
        found: Rows = rows(article, reported, "strict", {d.uri: d for d in stock})
        for table, lines in found.items():
            every[table] += lines
    for table in TABLES:
        if table == "originals":
            every[table] = list({row["uri"]: row for row in every[table]}.values())
        write_rows(run.file(table, 0), table, every[table])
    with run.journal() as journal:
        run.tell(journal, Done(0, len(archive.articles), len(every["quotes"]), {}))
    run.say(About(SCHEMA, "fidelity", "sha256:none", "strict", {}, finished=True))
    return Run.open(folder)
