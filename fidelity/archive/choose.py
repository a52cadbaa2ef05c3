"""Which originals a quotation names: by address, by title, by publisher or author.

A name proves little by itself, so each kind of agreement has its strength and the words decide among the candidates. What
else is said of a work (a year, a date, a volume, a docket number) tells it from others of its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from fidelity.archive.particulars import WEIGHTS, Particulars, particulars
from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Document, Names, Quote


class Tie(IntEnum):
    """How strongly an article ties a quotation to an original."""

    NONE = 0
    MAKER = 1  # the publisher or the author is named
    TITLE = 2  # the work is named
    ADDRESS = 3  # the link leads there


_SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "da", "das", "de", "del", "della", "dem", "den", "der", "des", "di", "die", "do",
    "du", "e", "een", "el", "en", "et", "for", "from", "gli", "het", "il", "im", "in", "into", "l", "la", "las", "le", "les",
    "lo", "los", "o", "of", "on", "or", "os", "the", "to", "un", "und", "une", "v", "van", "von", "vs", "with", "y", "zu",
})  # fmt: skip
_FIRM = frozenset(
    {"co", "inc", "corp", "ltd", "llc", "llp", "company", "ex", "rel", "et", "al", "gmbh", "ag", "sa", "spa", "bv"}
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENOUGH = 0.75  # share of the shorter title's words that must stand in the longer one
_LONG = 12  # letters from which a title in the running text is no chance
_AT_LEAST = 0.4  # and of the longer one's: two common words do not name a work
_VERSUS = re.compile(r"\s(?:v|vs)\.?\s", re.IGNORECASE)
_LINE = 100  # characters of a line that may be a title
_KNOWN = 10_000  # names whose words are remembered, for each is compared with many
_NAME = 300  # characters of such a name at most
_HEAD = 1_500  # characters of an original in which it says what it is


@dataclass(frozen=True)
class Label:
    """An original's name plate, folded once for many comparisons. `said` and `head` are what it says of itself."""

    address: str | None
    title: frozenset[str]
    makers: tuple[frozenset[str], ...]
    said: str = ""
    head: str = ""
    parties: tuple[frozenset[str], ...] = ()  # of a case

    @cached_property
    def particulars(self) -> Particulars:
        """What tells it from others of its name; asked for few, so read only then."""
        return particulars(self.said) | {p for p in particulars(self.head) if p[0] in ("cite", "docket")}


def label(original: Document) -> Label:
    """The name plate of an original."""
    meta = original.meta
    makers = tuple(m for m in (_words(meta.publisher), _words(meta.author)) if m)
    title = meta.title or _heading(original)
    plate = " \n".join(p for p in (title, meta.published, meta.url) if p)
    return Label(address(meta.url), _words(title), makers, plate, original.text[:_HEAD], _parties(title))


def _heading(original: Document) -> str | None:
    """The first line of a text that says nothing else of itself, if it is one of its own and short enough for a title."""
    first = original.text[:_HEAD].lstrip().split("\n", 1)[0].strip()
    return first if first and len(first) <= _LINE and not first.endswith((".", ",", ";", ":", "?", "!")) else None


def _parties(title: str | None) -> tuple[frozenset[str], ...]:
    """The words of either side in the name of a case; nothing if it is none."""
    sides = _VERSUS.split(title or "", maxsplit=1)
    words = tuple(_words(side) - _FIRM for side in sides)
    return words if len(words) > 1 and all(words) else ()


def _same_case(said: tuple[frozenset[str], ...], title: tuple[frozenset[str], ...]) -> bool:
    """Whether both sides are the same: "v. United States" alone names no case."""
    return all(a & b and 2 * len(a & b) >= min(len(a), len(b)) for a, b in zip(said, title, strict=True))


def told_apart(said: Particulars, plates: Sequence[Label], among: Sequence[int]) -> list[int]:
    """Those of several works of one name with which most of what is said agrees; all of them if nothing tells."""
    score = {n: sum(WEIGHTS[kind] for kind, _ in said & plates[n].particulars) for n in among}
    best = max(score.values(), default=0)
    return [n for n in among if score[n] == best]


def tie(names: Names, plate: Label, links: Sequence[str] = ()) -> Tie:
    """How strongly what is said of a quotation ties it to an original."""
    wanted = {a for a in (address(names.url), *(address(u) for u in links)) if a}
    if plate.address and plate.address in wanted:
        return Tie.ADDRESS
    if _is_named(names.work, plate.title, plate.parties):
        return Tie.TITLE
    for said in (names.publisher, names.speaker, names.work):
        words = _words(said)
        if words and any(words <= maker or maker <= words for maker in plate.makers):
            return Tie.MAKER
    return Tie.NONE


def is_named(work: str, title: str) -> bool:
    """Whether a work that an article names may be the one of a title."""
    return _is_named(work, _words(title), _parties(title))


def _is_named(work: str | None, title: frozenset[str], sides: tuple[frozenset[str], ...]) -> bool:
    if sides and _VERSUS.search(work or ""):
        parties = _parties(work)
        return bool(parties) and _same_case(parties, sides)
    return _same_title(_words(work), title)


def mentioned(article: Document, plates: Sequence[Label], titles: Sequence[str | None]) -> frozenset[int]:
    """The originals (by number) that an article speaks of anywhere: it links to them, or its text has their title."""
    linked = {a for link in article.links if (a := address(link.url))}
    text = letters(article.text)
    named = {
        n for n, t in enumerate(titles) if t and len(_words(t)) > 1 and (w := letters(t)) and len(w) >= _LONG and w in text
    }
    return frozenset(named | {n for n, p in enumerate(plates) if p.address and p.address in linked})


def _same_title(said: frozenset[str], title: frozenset[str]) -> bool:
    """Whether one title is (nearly all of) the other: works are cited by their head, or with a subtitle added."""
    if not said or not title:
        return False
    common = len(said & title)
    if len(said) == 1:
        return said == title
    shorter, longer = sorted((len(said), len(title)))
    return common >= max(_ENOUGH * shorter, min(2, len(title)), _AT_LEAST * longer)


def _words(text: str | None) -> frozenset[str]:
    """The words that tell a name from another: no small words, no single letters, no figures (dates, volumes, pages)."""
    return _known(text) if text is not None and len(text) <= _NAME else _split(text or "")


def _split(text: str) -> frozenset[str]:
    said = (letters(m[0]) for m in _WORD.finditer(text))
    return frozenset(w for w in said if len(w) > 1 and w.isalpha() and w not in _SMALL)


@lru_cache(maxsize=_KNOWN)
def _known(text: str) -> frozenset[str]:
    return _split(text)


def address(url: str | None) -> str | None:
    """A web address as it is compared: without scheme, `www.`, tracking, fragment, and the slash at its end."""
    if not url or url.startswith("#"):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # http://[ leads nowhere
        return None
    if not parts.netloc and not parts.path:
        return None
    host = parts.netloc.lower().removeprefix("www.")
    query = "&".join(sorted(p for p in parts.query.split("&") if p and not p.startswith(("utm_", "fbclid", "gclid", "ref="))))
    path = unquote(parts.path).rstrip("/")
    whole = f"{host}{path}" + (f"?{query}" if query else "")
    return whole or None


def names_something(quote: Quote) -> bool:
    """Whether the article says at all where the quotation is from."""
    names = quote.names
    return bool(names.work or names.publisher or names.url or names.speaker)


def title_words(title: str | None) -> frozenset[str]:
    """The words of a title by which a catalogue finds it."""
    return _words(title)
