"""Text directives: the part of an address (`#:~:text=…`) that makes a browser open a page at given words and mark them.

After the WICG draft "URL Fragment Text Directives" (<https://wicg.github.io/scroll-to-text-fragment/>). A browser marks the
first place that fits, so a directive is only given once the draft's search, carried out on the page's text, ends at the very
passage. A term of a directive never runs over the end of a line or block, nor over a seam, where the page shows words that the
text lacks; from one term to the other the marked range may.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent

from fidelity.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST = 80  # characters: up to here the passage itself is named, beyond it its two ends
ENDS: Final = (24, 48, 96)  # characters of a long passage's ends: more only where fewer stand elsewhere too
AROUND: Final = (12, 24, 48, 96, 192)  # characters of the words before and behind, where those of the passage are not enough

_FEW = 40  # characters that are written otherwise: more are exchanged at once
_SPACE = re.compile(r"\s+")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
_MID_LETTER = frozenset(":·\u0387\u055f\u05f4\u2027\ufe13\ufe55\uff1a")
_MID_NUMBER = frozenset(",;\u037e\u0589\u060c\u060d\u066c\u07f8\u2044\ufe10\ufe14\ufe50\ufe54\uff0c\uff1b")
_MID_BOTH = frozenset(".'‘’\u2024\ufe52\uff07\uff0e")
_QUOTES: Final = {**dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("“”„‟", '"')}
# Scripts without spaces between words: only a dictionary knows the words' bounds, and each browser has its own.
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF),
             (0xFF66, 0xFFDC), (0x20000, 0x3FFFF))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What a browser searches. `folded` is `text` without case and accents, character by character.

    `seams` are the places of `text`, in order, at which the page shows something that the text lacks (a note's number).
    """

    text: str
    folded: str
    seams: tuple[int, ...]


def page(text: str, seams: Iterable[int] = ()) -> Page:
    """A page of these words; line ends part what a browser keeps apart."""
    return Page(text, _folded(text), tuple(sorted({*seams})))


def _folded(text: str) -> str:
    """The text as the search compares it. Where few characters are none of ASCII they are exchanged one by one: far quicker."""
    plain = {c: _plain(c) for c in set(text)}
    odd = {c: p for c, p in plain.items() if p != (c.lower() if c.isascii() else c)}
    if len(odd) > _FEW or any(plain.get(p, _plain(p)) != p or p.lower() != p for p in (*odd.values(), *plain.values())):
        return text.translate({ord(c): p for c, p in plain.items()})
    for c, p in odd.items():
        text = text.replace(c, p)
    return text.lower()


def deep_link(address: str | None, words: Page, passages: Sequence[Span], anchor: str = "") -> str | None:
    """The address with a directive for each passage that one can name, or None: no web address, or nothing to be named.

    The address keeps its own fragment (`#notes`), which browsers without directives go to; `anchor` is one to give it if it
    has none.
    """
    if address is None or not _WEB.match(address.strip()):
        return None
    base, _, fragment = percent(address.strip(), _SAFE, errors="replace").partition("#")
    found = dict.fromkeys(d for d in (directive(words, passage) for passage in passages) if d)
    return f"{base}#{fragment.partition(':~:')[0] or anchor}:~:{'&'.join(found)}" if found else None


def directive(words: Page, passage: Span) -> str | None:
    """The directive (`text=…`) that leads to the passage and nowhere else; None if there is none.

    Words cut through are taken whole. Where the page has the same words before, those around tell them apart; where a seam
    keeps these out of reach, the passage is named with a few words beyond the seam.
    """
    start, end = _whole(words, passage)
    if start >= end:
        return None
    for span in (start, end), *_wider(words, start, end):
        terms = _named(words, *span)
        if terms is not None:
            return _written(words.text, terms)
    return None


@dataclass(frozen=True, slots=True)
class _Terms:
    """The spans that the four parts of a directive name; an empty one is left out."""

    start: Span
    end: Span = (0, 0)
    prefix: Span = (0, 0)
    suffix: Span = (0, 0)


def _written(text: str, terms: _Terms) -> str:
    def term(span: Span) -> str:
        return percent(text[slice(*span)].replace("\u00ad", ""), safe="").replace("-", "%2D")

    parts = [term(terms.start)]
    if terms.prefix[1]:
        parts.insert(0, f"{term(terms.prefix)}-")
    if terms.end[1]:
        parts.append(term(terms.end))
    if terms.suffix[1]:
        parts.append(f"-{term(terms.suffix)}")
    return f"text={','.join(parts)}"


# --- which words name a passage -------------------------------------------------------------------------------------------


def _named(words: Page, start: int, end: int) -> _Terms | None:
    """The shortest terms that lead to `[start, end)`, whose ends are words."""
    pieces = _pieces(words, start, end)
    if len(pieces) == 1 and end - start <= LONGEST:
        return _named_whole(words, start, end)
    first, last = pieces[0], pieces[-1]
    for opening in _openings(words, start, first[1]):
        if _first(words, opening.start, opening.prefix) != opening.start[0]:
            continue
        after = opening.start[1]
        for closing in _closings(words, end, max(last[0], after)):
            if _end(words, closing, after) == closing.end[1]:
                return _Terms(opening.start, closing.end, opening.prefix, closing.suffix)
        break
    return _named_whole(words, start, end) if len(pieces) == 1 else None


def _named_whole(words: Page, start: int, end: int) -> _Terms | None:
    """The whole passage as one term, with the words around it if need be."""
    before, behind = list(_before(words, start)), list(_behind(words, end))
    alone = [_Terms((start, end))] if _state(words, start) == _state(words, end) == _APART else []
    if _state(words, end) == _APART:
        alone += [_Terms((at, end), prefix=prefix) for at, prefix in before]
    if _state(words, start) == _APART:
        alone += [_Terms((start, to), suffix=suffix) for to, suffix in behind]
    both = (_Terms((at, to), prefix=prefix, suffix=suffix) for (at, prefix), (to, suffix) in zip(before, behind, strict=False))
    for terms in (*alone, *both):
        if _first(words, terms.start, terms.prefix, terms.suffix) == terms.start[0]:
            return terms
    return None


def _openings(words: Page, start: int, limit: int) -> Iterator[_Terms]:
    ends = dict.fromkeys(to for size in ENDS if (to := _to(words, start, limit, size)) is not None)
    if _state(words, start) == _APART:
        yield from (_Terms((start, to)) for to in ends)
    yield from (_Terms((at, to), prefix=prefix) for to in ends for at, prefix in _before(words, start))


def _closings(words: Page, end: int, limit: int) -> Iterator[_Terms]:
    starts = dict.fromkeys(at for size in ENDS if (at := _from(words, end, limit, size)) is not None)
    if _state(words, end) == _APART:
        yield from (_Terms((0, 0), (at, end)) for at in starts)
    yield from (_Terms((0, 0), (at, to), suffix=suffix) for at in starts for to, suffix in _behind(words, end))


def _before(words: Page, start: int) -> Iterator[tuple[int, Span]]:
    """Where a term that begins at `start` is to begin, and the words before it, ever more of them.

    At the beginning of a line these are the last ones of the line before; marks between them and the term are the term's.
    """
    text = words.text
    low = _low(words, start)
    stop = low + len(text[low:start].rstrip())
    if not _has_word(text, low, stop):
        start -= len(text[low:start].lstrip())
        stop = len(text[:low].rstrip())
        if not stop or _has_seam(words, stop, low):
            return
        low = _low(words, stop - 1)
    found = dict.fromkeys(at for size in AROUND if (at := _from(words, stop, low, size)) is not None)
    yield from ((start, (at, stop)) for at in found)


def _behind(words: Page, end: int) -> Iterator[tuple[int, Span]]:
    """Where a term that ends at `end` is to end, and the words behind it, ever more of them."""
    text = words.text
    high = _high(words, end)
    at = high - len(text[end:high].lstrip())
    if not _has_word(text, at, high):
        end += len(text[end:high].rstrip())
        space = _SPACE.match(text, high)
        if space is None or _has_seam(words, high, space.end()):
            return
        at = space.end()
        high = _high(words, at + 1)
    found = dict.fromkeys(to for size in AROUND if (to := _to(words, at, high, size)) is not None)
    yield from ((end, (at, to)) for to in found)


def _wider(words: Page, start: int, end: int) -> Iterator[Span]:
    """The passage with some words beyond the seams that it lies between."""
    low, high = _low(words, start), _high(words, end)
    left = _from(words, low, _low(words, low - 1), ENDS[0]) if low and low in words.seams else None
    right = _to(words, high, _high(words, high + 1), ENDS[0]) if high in words.seams else None
    if right is not None:
        yield start, right
    if left is not None:
        yield left, end
    if left is not None and right is not None:
        yield left, right


# --- lines and words ------------------------------------------------------------------------------------------------------


def _low(words: Page, at: int) -> int:
    """The last line's beginning or seam that does not lie behind `at`."""
    i = bisect_right(words.seams, at)
    return max(words.text.rfind("\n", 0, at) + 1, words.seams[i - 1] if i else 0)


def _high(words: Page, at: int) -> int:
    """The first line's end or seam that does not lie before `at`."""
    i = bisect_left(words.seams, at)
    line = words.text.find("\n", at)
    end = line if line >= 0 else len(words.text)
    return min(words.seams[i], end) if i < len(words.seams) else end


def _has_seam(words: Page, start: int, end: int) -> bool:
    """Whether there is one from `start` to `end`, both included."""
    return bisect_left(words.seams, start) < bisect_right(words.seams, end)


def _pieces(words: Page, start: int, end: int) -> list[Span]:
    """The stretches of `[start, end)` that a term can name, each with a word in it."""
    found = []
    while start < end:
        if words.text[start] == "\n":
            start += 1
            continue
        stop = min(end, _high(words, start + 1))
        if _has_word(words.text, start, stop):
            found.append((start, stop))
        start = stop
    return found


def _whole(words: Page, passage: Span) -> Span:
    """The passage from its first to its last word, these taken whole; empty if it has none."""
    text = words.text
    start, end = passage
    while start < end and not _is_word(text[start]):
        start += 1
    while start < end and not _is_word(text[end - 1]):
        end -= 1
    if start >= end:
        return start, start
    while start and _state(words, start) == _JOINED:
        start -= 1
    while end < len(text) and _state(words, end) == _JOINED:
        end += 1
    return start, end


def _to(words: Page, start: int, limit: int, size: int) -> int | None:
    """The first end of a word `size` characters or more behind `start`; the last one before `limit` if it comes sooner."""
    text = words.text
    for at in range(min(start + size, limit), limit + 1):
        if _is_word(text[at - 1]) and _state(words, at) == _APART and at > start:
            return at
    for at in range(min(start + size, limit), start, -1):
        if _is_word(text[at - 1]) and _state(words, at) == _APART:
            return at
    return None


def _from(words: Page, end: int, limit: int, size: int) -> int | None:
    """The last beginning of a word `size` characters or more before `end`, else the first one behind `limit`."""
    text = words.text
    for at in range(max(end - size, limit), limit - 1, -1):
        if at < end and _is_word(text[at]) and _state(words, at) == _APART:
            return at
    for at in range(max(end - size, limit), end):
        if _is_word(text[at]) and _state(words, at) == _APART:
            return at
    return None


_APART, _UNKNOWN, _JOINED = 0, 1, 2


def _state(words: Page, at: int) -> int:
    """Whether a word goes on over `at`, by the default word boundaries of UAX #29; what stands in a seam may be part of one."""
    text = words.text
    if at <= 0 or at >= len(text):
        return _UNKNOWN if _has_seam(words, at, at) else _APART
    left, right = text[at - 1], text[at]
    if _has_seam(words, at, at):
        return _UNKNOWN
    if _is_word(left) and _is_word(right):
        return _UNKNOWN if _is_unspaced(left) or _is_unspaced(right) else _JOINED
    if _is_word(right) and at > 1 and _joins(text[at - 2], left, right):
        return _JOINED
    if _is_word(left) and _has_seam(words, at + 1, at + 1):
        return _UNKNOWN if left.isdecimal() and _joins(left, right, left) else _APART  # mostly a note's number
    if _is_word(left) and at + 1 < len(text) and _joins(left, right, text[at + 1]):
        return _JOINED
    return _APART


def _joins(left: str, mid: str, right: str) -> bool:
    if mid in _MID_BOTH:
        return (left.isalpha() and right.isalpha()) or (left.isdecimal() and right.isdecimal())
    if mid in _MID_LETTER:
        return left.isalpha() and right.isalpha()
    return mid in _MID_NUMBER and left.isdecimal() and right.isdecimal()


@cache
def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_\u00ad" or unicodedata.category(char)[0] == "M"


@cache
def _is_unspaced(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _UNSPACED)


def _has_word(text: str, start: int, end: int) -> bool:
    return any(map(_is_word, text[start:end]))


@cache
def _plain(char: str) -> str:
    """The character as the search compares it: one for one, so that places stay."""
    if char.isspace():
        return char if char == "\n" else " "
    return _QUOTES.get(char) or unicodedata.normalize("NFKD", char).casefold()[:1] or char


# --- the draft's search ---------------------------------------------------------------------------------------------------


def _places(words: Page, term: Span, after: int = 0) -> Iterator[int]:
    """Where the words of `term` stand, from `after` on."""
    wanted = words.folded[slice(*term)]
    at = words.folded.find(wanted, after)
    while at >= 0:
        i = bisect_right(words.seams, at)
        if i == len(words.seams) or words.seams[i] >= at + len(wanted):
            yield at
        at = words.folded.find(wanted, at + 1)


def _first(words: Page, term: Span, prefix: Span, suffix: Span = (0, 0)) -> int | None:
    """The first place that has the words of `term` between those of `prefix` and `suffix`."""
    size = term[1] - term[0]
    for at in _places(words, term):
        led = _follows(words, at, prefix) if prefix[1] else _state(words, at) != _JOINED
        if led and (_leads(words, at + size, suffix) if suffix[1] else _state(words, at + size) != _JOINED):
            return at
    return None


def _end(words: Page, closing: _Terms, after: int) -> int | None:
    """Where the range ends that begins before `after`."""
    size = closing.end[1] - closing.end[0]
    for at in _places(words, closing.end, after):
        if _state(words, at) == _JOINED:
            continue
        if _leads(words, at + size, closing.suffix) if closing.suffix[1] else _state(words, at + size) != _JOINED:
            return at + size
    return None


def _follows(words: Page, at: int, prefix: Span) -> bool:
    wanted = words.folded[slice(*prefix)]
    while at and words.folded[at - 1].isspace():
        at -= 1
    return words.folded.endswith(wanted, 0, at) and _state(words, at - len(wanted)) != _JOINED


def _leads(words: Page, at: int, suffix: Span) -> bool:
    wanted = words.folded[slice(*suffix)]
    while at < len(words.folded) and words.folded[at].isspace():
        at += 1
    return words.folded.startswith(wanted, at) and _state(words, at + len(wanted)) != _JOINED
