"""What an article tells of its sources beyond the names of one quotation: its other quotations, and "the report says"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.archive.choose import Tie
from fidelity.archive.particulars import particulars
from fidelity.rules.weigh import CITATION
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.archive.particulars import Particulars
    from fidelity.candidates.stock import Shelf
    from fidelity.model import Case, Document, Quote

_BEFORE, _AFTER = 300, 120  # characters of the sentence around a quotation that may name its source
_CITED = 160  # characters behind a quotation in which its citation stands
_TIMES = 3  # mentions of a work that are looked at for its year
_MEMORY = 1_000  # characters before a quotation in which its case is named, if "Id." or "at 12" means that
_SURE = 80.0  # score from which a quotation tells which originals the article quotes
_TELLING = 4  # letters of a word that can name a work
_OPENERS = '“„«»"‘‚‹'
_STOP = re.compile(r"[.!?:][”\"»)]{0,9}\s{1,20}(?=[\W_]{0,20}[A-ZÀ-ÖØ-Þ])")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“„«»\"][^“”„«»\"\n]{0,600}[”“»«\"]")
_THE = frozenset({
    "the", "this", "der", "die", "das", "den", "dem", "des", "im", "am", "zum", "zur", "beim", "vom", "dieser",
    "la", "le", "l", "du", "au", "cette", "ce", "el", "del", "al", "esta", "este", "il", "lo", "nella", "nel", "della",
    "dalla", "dal", "alla", "sulla", "sul", "questa", "questo", "het", "dit", "deze", "o", "a", "do", "da", "no", "na", "pelo",
    "pela",
})  # fmt: skip
_OF = frozenset({
    "of", "by", "from", "on", "about", "von", "vom", "der", "des", "zu", "zur", "zum", "über", "de", "du", "d", "sur", "di",
    "del", "della", "dei", "delle", "sul", "sulla", "van", "over", "do", "da", "dos", "das", "sobre", "y",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of an article's sources: originals by number.

    `spoken`: those whose title or link stands anywhere in the article. `quoted`: where each long quotation that was found
    begins in the article, and the original that has it.
    """

    spoken: frozenset[int] = frozenset()
    quoted: tuple[tuple[int, int], ...] = ()

    def before(self, at: int) -> int | None:
        """The original of the last long quotation before a place, else of the first one after it."""
        earlier = [n for start, n in self.quoted if start < at]
        return earlier[-1] if earlier else next((n for _, n in self.quoted), None)


def sources(spoken: frozenset[int], found: Sequence[Case], stock: Shelf) -> Sources:
    """What the quotations that could be compared tell of an article's sources."""
    numbers = {id(o.document): n for n, o in enumerate(stock.originals)}
    quoted = {(c.quote.spans[0][0], numbers[id(c.original)]) for c in found if is_sure(c)}
    return Sources(spoken, tuple(sorted(quoted)))


def said_of_work(article: Document, quote: Quote) -> Particulars:
    """The year, volume, day … that stand by the work that a quotation names, here or where the article cites it in full."""
    end = quote.spans[-1][1]
    tail = article.text[end : end + _CITED].split("\n", 1)[0].lstrip("”»“\"'’ ")
    said = [quote.names.work or "", quote.names.date or "", re.split(f"[{_OPENERS}]", tail, maxsplit=1)[0]]
    return particulars(" \n".join(said)) | said_by_work(article, quote)


def said_by_work(article: Document, quote: Quote) -> Particulars:
    """The year, volume, day … right behind the name of the work, wherever the article has it."""
    text, work = article.text, quote.names.work
    said = []
    at = text.find(work) if work else -1
    for _ in range(_TIMES):
        if at < 0 or not work:
            break
        stop = at + len(work)
        said.append(work + text[stop : stop + _CITED // 4].split(";")[0].split("\n")[0])
        at = text.find(work, stop)
    return particulars(" \n".join(said))


def meant_in_sentence(article: Document, quote: Quote, stock: Shelf, known: Sources) -> tuple[list[int], bool]:
    """The originals that the sentence around a quotation speaks of by a word of their name, of those that the article quotes.

    The first word of a title ("the report" for "Report on the Lower Gates") or the publisher's name ("the Herald"). The second
    value is whether it speaks of it as of the one thing that is known: "the report", not "the ministry's report" or "the report
    of 2012", and right after having quoted it.
    """
    among = sorted({n for _, n in known.quoted} | known.spoken)
    if not among:
        return [], False
    words = _sentence(article, quote)
    titled = [n for n in among if (head := _head(stock, n)) and head in [letters(w) for w in words]]
    made = [n for n in among if any(letters(w) in _marks_of_makers(stock, n) for w in words if w[:1].isupper())]
    meant = titled or made
    if not meant or not all(stock.kin(meant[0], n) for n in meant):
        return [], False
    last = known.before(quote.spans[0][0])
    return meant, bool(titled) and last is not None and stock.kin(last, meant[0]) and _is_definite(
        words, _head(stock, meant[0])
    )


def _sentence(article: Document, quote: Quote) -> list[str]:
    """The author's words in the sentence around a quotation."""
    start, end = quote.spans[0][0], quote.spans[-1][1]
    before = article.text[max(0, start - _BEFORE) : start].rsplit("\n\n", 1)[-1].rstrip()
    after = article.text[end : end + _AFTER].split("\n\n", 1)[0]
    before = _QUOTED.sub(" … ", before.rstrip(_OPENERS + " "))
    head = _STOP.split(before)[-1]
    tail = re.split(rf"[.!?](?:\s|$)|[{_OPENERS}]", after.lstrip("”»“\"'’.,"))[0]
    return [*_WORD.findall(head), "…", *(_WORD.findall(tail) if not quote.whole else ())]


def _is_definite(words: Sequence[str], head: str) -> bool:
    for k, word in enumerate(words):
        if letters(word) == head:
            behind = words[k + 1] if k + 1 < len(words) else "…"
            if k and words[k - 1].lower() in _THE and behind.lower() not in _OF and not behind[:1].isupper():
                return True
    return False


def _head(stock: Shelf, n: int) -> str:
    """The first telling word of an original's title; empty if it has none."""
    document = stock.originals[n].document
    found = _WORD.findall((document.meta.title if document else None) or "")
    return next((low for w in found if len(low := letters(w)) >= _TELLING and low in stock.labels[n].title), "")


def _marks_of_makers(stock: Shelf, n: int) -> frozenset[str]:
    """The words by which a publisher or author goes for short: the whole name's last word, or its first."""
    document = stock.originals[n].document
    out = set()
    for name in (document.meta.publisher, document.meta.author) if document else ():
        found = [w for w in map(letters, _WORD.findall(name or "")) if len(w) >= _TELLING]
        out |= {found[0], found[-1]} if found else set()
    return frozenset(out)


def is_elsewhere(article: Document, quote: Quote, ties: Sequence[Tie]) -> bool:
    """Whether the article names a work, a link or a citation for a quotation, and nothing in hand is that."""
    if any(t >= Tie.TITLE for t in ties):
        return False
    if quote.names.work or quote.names.url:
        return True
    end = quote.spans[-1][1]
    tail = re.split(f"[{_OPENERS}]", article.text[end : end + _AFTER].split("\n", 1)[0].lstrip("”»“\"'’"), maxsplit=1)[0]
    return CITATION.search(tail) is not None


def is_of_another(article: Document, quote: Quote) -> bool:
    """Whether the citation behind a quotation gives another volume of the reporter than the work has that it was given to."""
    volumes = [
        dict(_volume(value) for kind, value in particulars(said) if kind == "cite")
        for said in (quote.names.work or "", _tail(article, quote))
    ]
    return any(volumes[0][reporter] != volumes[1][reporter] for reporter in volumes[0].keys() & volumes[1].keys())


def _volume(cite: str) -> tuple[str, str]:
    reporter = cite.lstrip("0123456789")
    return reporter, cite.removesuffix(reporter)


def _tail(article: Document, quote: Quote) -> str:
    """The first citation behind a quotation, up to the next one."""
    end = quote.spans[-1][1]
    tail = article.text[end : end + _AFTER].split("\n", 1)[0].lstrip("”»“\"'’. ")
    return re.split(f"[{_OPENERS}(;]", tail, maxsplit=1)[0]


def is_later(document: Document, article: Document) -> bool:
    """Whether a text is younger than an article that could otherwise quote it, as far as both are dated: by the year."""
    years = [
        {value for kind, value in particulars(" ".join(p for p in (d.meta.published, d.meta.title) if p)) if kind == "year"}
        for d in (document, article)
    ]
    return all(years) and min(years[0]) > max(years[1])


def is_remembered(article: Document, quote: Quote) -> bool:
    """Whether the case that a quotation is given to was cited long before: "564 U. S., at 12" may be another of that volume."""
    work = quote.names.work or ""
    if not any(kind == "cite" for kind, _ in particulars(work)):
        return False
    words = [w for w in _WORD.findall(work) if w[:1].isupper() and len(w) >= _TELLING]
    start, end = quote.spans[0][0], quote.spans[-1][1]
    near = article.text[max(0, start - _MEMORY) : start] + article.text[end : end + _BEFORE]
    return bool(words) and words[0] not in near


def is_sure(case: Case) -> bool:
    """Whether a quotation tells that its original is one that the article quotes from."""
    match = case.match
    if match is None or match.score < _SURE:
        return False
    return match.how != "retrieved" or match.original not in case.secondhand
