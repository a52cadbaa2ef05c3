"""Articles that quote from originals, both by the hundred thousand, and what is true of each quotation.

    python tests/benchmarks/batch_corpus.py --originals 10000 --articles 10000 --source FOLDER --out FOLDER

Writes originals.jsonl, articles.jsonl (dumps as the tool reads them) and truth.jsonl, which has a line for each article: its
line in the dump, and of each quotation what it was made of, what was changed, what it names, and which article it was copied
from if not from the original. Sentences of the source are recombined as for the benchmark of the index. One article in five
takes one quotation from an earlier article, changed on the way or not. All depends on the source and the seed alone; fewer
articles are the beginning of more. Without --source the texts of this project are recombined, which are few and repeat
themselves.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import tomllib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

_ROOT = Path(__file__).resolve().parents[2]

from archive_corpus import Corpus, Source  # noqa: E402 - found beside this script
from batch_damage import DAMAGES, ON_THE_WAY, Said, made  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive_corpus import Tokens

_WORDS = 1070  # of an original on average: 7 kB
_OWN = (550, 1150)  # words of an article that are its author's
_OWN_SWAPPED = 0.85  # of the content words: an article shares less with the originals than they do with each other
_QUOTES = (3, 6)
_COPIERS = 0.2  # share of the articles that take a quotation from an earlier one
_POOL = 4_000  # earlier quotations that may be taken up
_HOT = 3.0  # how much some of them are taken up more often than others
_MISSING = 0.07  # share of the quotations whose original is not in the archive
_WRONG = 0.05  # share of those that are given to another original
_BLOCK = 0.25  # share of those that are set as blocks
_SOURCES = 0.45  # chance that the next quotation is from another original than the last one
_HTML = 0.4  # share of the articles that are HTML; the others are Markdown
_BARE = str.maketrans("", "", '<>&*_#`|[](){}“”„«»‹›"…\\~^+=')
_MARKS = (("“", "”"), ('"', '"'))
_DAWN = dt.datetime(2004, 1, 5, 6, tzinfo=dt.UTC)  # the first original
_NOON = dt.datetime(2012, 1, 2, 6, tzinfo=dt.UTC)  # the first article
_YEARS = dt.timedelta(days=3650)  # over which the articles are spread

_NAMES: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Plate:
    """What is known of a text."""

    title: str
    author: str
    publisher: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in an article and all that is true of it; `original` is the number of what it was made of."""

    said: Said
    passage: str
    original: int
    made: str
    form: str
    named: str
    parent: tuple[int, int] | None
    own: Plate
    """Of the article that it stands in."""
    cited: Plate
    """Of the text that it is given to, as far as that is named."""


class Made:
    """The originals and articles made of a source. Articles come in order, for later ones copy from earlier ones."""

    def __init__(self, source: Source, originals: int, seed: int, words: int = _WORDS) -> None:
        self.corpus, self.originals, self.seed = Corpus(source, seed, words), originals, seed
        self.vocabulary = [_bare(token) for token in source.vocabulary]
        self.paragraphs = lru_cache(maxsize=4096)(self._paragraphs)
        self.plate = lru_cache(maxsize=4096)(self._plate)
        self._telling = [word for word in self._words(source.content) if len(word) > 4]

    def original(self, number: int) -> dict[str, str]:
        """An original as an entry of a dump."""
        text = "\n".join(f"<p>{' '.join(words)}</p>" for words in self.paragraphs(number))
        return {**asdict(self.plate(number)), "format": "html", "text": f"<h1>{self.plate(number).title}</h1>\n{text}"}

    def articles(self, count: int) -> Iterator[tuple[dict[str, str], list[Quotation]]]:
        """Articles as entries of a dump, with the truth about their quotations."""
        pool: list[tuple[int, int, Quotation]] = []
        for number in range(count):
            chance = np.random.default_rng((self.seed, 11, number))
            entry, quotations = self._article(number, chance, pool)
            yield entry, quotations
            for nth, quotation in enumerate(quotations, 1):
                if len(pool) < _POOL:
                    pool.append((number, nth, quotation))
                else:
                    pool[int(chance.integers(_POOL))] = (number, nth, quotation)

    # Originals

    def _words(self, tokens: Tokens) -> list[str]:
        vocabulary = self.vocabulary
        return [vocabulary[t] for t in tokens.tolist()]

    def _paragraphs(self, number: int) -> list[list[str]]:
        chance = np.random.default_rng((self.seed, 12, number))
        return _parted(self._words(self.corpus.original(number)), chance, 3, 6)

    def _plate(self, number: int) -> Plate:
        chance = np.random.default_rng((self.seed, 13, number))
        when = _DAWN + (_NOON - _DAWN) * float(chance.random())
        return self._named(chance, when, f"{number}")

    def _named(self, chance: np.random.Generator, when: dt.datetime, name: str) -> Plate:
        """A title, an author and a publisher by chance."""

        def pick(what: str) -> str:
            return str(_NAMES[what][int(chance.integers(len(_NAMES[what])))])

        terms = [self._word(chance).capitalize() for _ in range(3)]
        title = pick("titles").format(*terms, place=pick("places"))
        author = f"{pick('first')} {pick('last')}"
        town, paper = pick("places"), pick("papers")
        url = f"https://{town.lower()}-{paper.lower()}.example/{when:%Y/%m}/{name}"
        return Plate(title, author, f"{town} {paper}", f"{when:%Y-%m-%dT%H:%M:%SZ}", url)

    # Articles

    def _article(
        self, number: int, chance: np.random.Generator, pool: Sequence[tuple[int, int, Quotation]]
    ) -> tuple[dict[str, str], list[Quotation]]:
        when = _NOON + _YEARS * (number / 100_000)
        own = self._named(chance, when, f"a{number}")
        markup: Markup = _Html() if chance.random() < _HTML else _Markdown()
        blocks = [markup.heading(own.title), *map(markup.paragraph, map(" ".join, self._prose(chance)))]
        count = int(chance.integers(_QUOTES[0], _QUOTES[1] + 1))
        copier = int(chance.integers(count)) if pool and chance.random() < _COPIERS else -1
        source = int(chance.integers(self.originals))
        places = sorted(chance.integers(2, len(blocks) + 1, size=count).tolist())
        quotations = []
        for k, place in enumerate(places):
            if chance.random() < _SOURCES:
                source = int(self.originals * chance.random() ** (1 + 2 * (chance.random() < 0.3)))
            quotation = self._copied(own, chance, pool) if k == copier else self._taken(own, source, chance)
            quotations.append(quotation)
            blocks.insert(place + k, _set(quotation, markup, chance))
        return {**asdict(own), "format": markup.name, "text": "\n\n".join(blocks)}, quotations

    def _prose(self, chance: np.random.Generator) -> list[list[str]]:
        """What an author writes, in paragraphs."""
        source = self.corpus.source
        words = int(chance.integers(*_OWN))
        which = chance.integers(len(source.lengths), size=max(6, int(words / float(source.lengths.mean()))))
        tokens = source.sentences(which)
        at = np.flatnonzero(source.is_content[tokens] & (chance.random(len(tokens)) < _OWN_SWAPPED))
        tokens[at] = source.content[chance.integers(len(source.content), size=len(at))]
        return _parted(self._words(tokens), chance, 2, 4)

    def _taken(self, own: Plate, source: int, chance: np.random.Generator) -> Quotation:
        """A quotation taken from an original, which is now and then one that the archive lacks."""
        is_missing = chance.random() < _MISSING
        number = self.originals + source if is_missing else source
        form = "block" if chance.random() < _BLOCK else "inline"
        passage = self._passage(number, form, chance)
        kind, said = made(Said(tuple(passage)), DAMAGES, chance, lambda: self._word(chance))
        named = ("link", "link", "link", "title", "title", "maker", "maker", "maker", "nothing")[int(chance.integers(9))]
        cited = number
        if chance.random() < _WRONG:
            named, cited = "wrong", (number + 1 + int(chance.integers(self.originals - 1))) % self.originals
        return Quotation(said, " ".join(passage), number, kind, form, named, None, own, self.plate(cited))

    def _copied(self, own: Plate, chance: np.random.Generator, pool: Sequence[tuple[int, int, Quotation]]) -> Quotation:
        """A quotation as an earlier article has it, changed on the way or not; rather one that has changed already."""
        tries = [pool[int(len(pool) * chance.random() ** _HOT)] for _ in range(3)]
        article, nth, parent = next((t for t in tries if t[2].said.changes), tries[0])
        kind, said = made(parent.said, ON_THE_WAY, chance, lambda: self._word(chance))
        named = ("link", "title", "maker", "parent", "parent", "nothing")[int(chance.integers(6))]
        cited = parent.own if named == "parent" else self.plate(parent.original)
        return Quotation(said, parent.passage, parent.original, kind, parent.form, named, (article, nth), own, cited)

    def _passage(self, number: int, form: str, chance: np.random.Generator) -> list[str]:
        """Words that stand together in one paragraph of an original: some of a sentence, a whole one, or several."""
        paragraphs = self.paragraphs(number)
        while True:
            words = paragraphs[int(chance.integers(len(paragraphs)))]
            least, most = (35, 90) if form == "block" else (8, 30)
            starts = [0, *(k + 1 for k, w in enumerate(words[:-1]) if _ends(w))]
            start = starts[int(chance.integers(len(starts)))]
            if form == "inline" and chance.random() < 0.4:
                start += int(chance.integers(6))
            size = int(chance.integers(least, most + 1))
            stops = [k + 1 for k, w in enumerate(words) if _ends(w) and least <= k + 1 - start <= most]
            end = stops[int(chance.integers(len(stops)))] if stops and chance.random() < 0.7 else start + size
            taken = words[start:end]
            if len(taken) >= min(8, least) and sum(map(len, taken)) > 30:
                return [*taken[:-1], taken[-1].rstrip(",;:-–—") or taken[-1]]

    def _word(self, chance: np.random.Generator) -> str:
        return self._telling[int(chance.integers(len(self._telling)))]


class _Markdown:
    """How an article in Markdown is set."""

    name = "markdown"

    def heading(self, title: str) -> str:
        return f"# {title}"

    def paragraph(self, text: str) -> str:
        return text

    def block(self, text: str) -> str:
        return f"> {text}"

    def link(self, text: str, url: str) -> str:
        return f"[{text}]({url})"

    def work(self, title: str) -> str:
        return f"*{title}*"

    def stress(self, text: str) -> str:
        return f"**{text}**"


class _Html:
    """How an article in HTML is set."""

    name = "html"

    def heading(self, title: str) -> str:
        return f"<h1>{title}</h1>"

    def paragraph(self, text: str) -> str:
        return f"<p>{text}</p>"

    def block(self, text: str) -> str:
        return f"<blockquote><p>{text}</p></blockquote>"

    def link(self, text: str, url: str) -> str:
        return f'<a href="{url}">{text}</a>'

    def work(self, title: str) -> str:
        return f"<cite>{title}</cite>"

    def stress(self, text: str) -> str:
        return f"<em>{text}</em>"


Markup = _Markdown | _Html


def _set(quotation: Quotation, markup: Markup, chance: np.random.Generator) -> str:
    """A quotation with its lead-in, as its article has it."""
    named, said, plate = quotation.named, quotation.said, quotation.cited
    is_linked = named in ("link", "parent") or chance.random() < 0.3
    work = markup.link(plate.title, plate.url) if is_linked else markup.work(plate.title)
    words = list(said.words)
    if said.stress:
        start, end = said.stress
        words[start:end] = [markup.stress(" ".join(words[start:end]))]
    text = " ".join(words)
    note = " (emphasis added)" if said.declared else ""
    leads = _NAMES[quotation.form][named if named in ("maker", "nothing", "parent") else "work"]
    lead = leads[int(chance.integers(len(leads)))]
    told = {"author": plate.author, "publisher": plate.publisher, "work": work}
    if quotation.form == "block":
        return f"{markup.paragraph(lead.format(**told))}\n\n{markup.block(text + note)}"
    opener, closer = _MARKS[int(chance.integers(2))]
    stop = "" if text[-1] in ".?!" and not note else "."
    return markup.paragraph(lead.format(**told, quote=f"{opener}{text}{closer}{note}{stop}"))


def truth(number: int, entry: dict[str, str], quotations: Sequence[Quotation], corpus: Made) -> dict[str, Any]:
    """What is true of an article's quotations, in its order. Lines and quotations count from 1."""
    return {
        "line": number + 1,
        "url": entry["url"],
        "published": entry["published"],
        "quotes": [
            {
                "nth": nth,
                "form": q.form,
                "made": q.made,
                "changes": [asdict(change) for change in q.said.changes],
                "text": q.said.text,
                "passage": q.passage,
                "original": q.original + 1 if q.original < corpus.originals else None,
                "original_url": corpus.plate(q.original).url,
                "named": q.named,
                "parent": {"line": q.parent[0] + 1, "nth": q.parent[1]} if q.parent else None,
            }
            for nth, q in enumerate(quotations, 1)
        ],
    }


def write(corpus: Made, articles: int, folder: Path) -> None:
    """Write the three files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "originals.jsonl").open("w", encoding="utf-8") as file:
        for number in range(corpus.originals):
            file.write(json.dumps(corpus.original(number), ensure_ascii=False) + "\n")
    articles_file, truth_file = folder / "articles.jsonl", folder / "truth.jsonl"
    with articles_file.open("w", encoding="utf-8") as file, truth_file.open("w", encoding="utf-8") as told:
        for number, (entry, quotations) in enumerate(corpus.articles(articles)):
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            told.write(json.dumps(truth(number, entry, quotations, corpus), ensure_ascii=False) + "\n")


def _parted(words: Sequence[str], chance: np.random.Generator, least: int, most: int) -> list[list[str]]:
    """Words as paragraphs of so many sentences."""
    out: list[list[str]] = [[]]
    left = int(chance.integers(least, most + 1))
    for word in words:
        if not word:
            continue
        if not left:
            out.append([])
            left = int(chance.integers(least, most + 1))
        out[-1].append(word)
        left -= _ends(word)
    return [paragraph for paragraph in out if paragraph]


def _bare(token: str) -> str:
    """A token without what could be a mark or markup: "3." at the beginning of a paragraph would be a list."""
    word = token.translate(_BARE).strip("'’‘-")
    return word[:-1] if word[:-1].isdecimal() else word


def _ends(word: str) -> bool:
    return len(word) > 3 and word[-1] in ".?!"


def main() -> None:
    """Write a corpus as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--originals", type=int, default=1000, help="how many originals (1000)")
    parser.add_argument("--articles", type=int, default=1000, help="how many articles (1000)")
    parser.add_argument("--source", type=Path, action="append", default=[], help="a folder whose texts are recombined")
    parser.add_argument("--out", type=Path, required=True, help="the folder that the files are put in")
    parser.add_argument("--words", type=int, default=_WORDS, help=f"words of an original on average ({_WORDS})")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(
        Made(Source(options.source or [_ROOT]), options.originals, options.seed, options.words), options.articles, options.out
    )
    sys.stdout.write(f"{options.originals:,} originals and {options.articles:,} articles in {options.out}\n")


if __name__ == "__main__":
    main()
