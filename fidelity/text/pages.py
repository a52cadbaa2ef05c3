"""Lines of the page between the lines of the work: running heads, page numbers, and notes at the foot, left in the text.

Readers take out what they can be sure of. Here a stretch is given that one of two texts has and the other has not, and the
question is whether it is whole lines that belong to a page's edge.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Span

_SHORT = 90  # characters of a running head
_MOST = 24  # lines at one break
_NEAR = 2000  # characters on either side that are looked at
_FEW = 4  # words: a line with fewer may be a cell or an item
_FULL = 8  # words of the line before a lone number
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
_BARE = re.compile(r"[-–—\[(|· ]*(?:\d{1,4}|[ivxlc]{1,7})[-–—\])|· ]*")
_PAGE = re.compile(
    r"[-–—\[(| ]*(?:page|seite|página|pagina|pág\.|pag\.|blz\.|bladzijde)[ \u00a0]?\d{1,4}"
    r"(?:[ \u00a0]?(?:of|/|von|sur|de|di|van)[ \u00a0]?\d{1,4})?[-–—\])| ]*",
    re.IGNORECASE,
)
_DRESSED = re.compile(r"[-–—\[|·]")
_NOTE = re.compile(r"(?:\[?\d{1,3}[\].)]?|[*†‡§]{1,3})[ \u00a0]+[\"“„«(]?[A-ZÀ-ÞŒ]")
_RULE = re.compile(r"[—–_\-*=]{3,60}")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]\d*]{0,4}$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The short lines of a text, how often each comes back (numbers aside), and which numbers stand alone, in order."""

    often: Counter[str]
    numbers: tuple[tuple[int, int], ...]  # where, which


@lru_cache(maxsize=32)
def _sheet(text: str) -> _Sheet:
    often: Counter[str] = Counter()
    numbers: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words and len(words) <= _SHORT:
            often[_shape(words)] += 1
            figures = re.search(r"\d+", words)
            if figures and (_BARE.fullmatch(words) or _PAGE.fullmatch(words)):
                numbers.append((at, int(figures[0])))
        at += len(line) + 1
    return _Sheet(often, tuple(numbers))


def _shape(line: str) -> str:
    return " ".join(_NUMBER.sub("#", line).split())


def is_page_break(text: str, span: Span) -> bool:
    """Whether `text[span]`, from its first to its last word, is whole lines of a page's edge in the middle of the work.

    It needs a sign that is beyond doubt: a page number that counts on, or stands alone in a sentence; or a head that comes
    back and breaks a sentence in two. Beside such a sign also a head that stands once, and notes at the foot, are taken.
    """
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    end = len(text) if end < 0 else end
    if any(c.isalnum() for c in text[start : span[0]] + text[span[1] : end]):
        return False
    before, after = text[max(0, start - _NEAR) : start].rstrip(), text[end : end + _NEAR].lstrip()
    lines = _lines(text, start, end)
    if not before or not after or not lines or len(lines) > _MOST:
        return False
    broken = _runs_over(before, after)
    sheet = _sheet(text)
    sure = [_is_sure(words, at, before, after, sheet, broken=broken) for at, words in lines]
    if not any(sure):
        return False
    noted = False
    for known, (_, words) in zip(sure, lines, strict=True):
        noted = noted or (broken and bool(_NOTE.match(words)))
        if not known and not noted and not _RULE.fullmatch(words) and not (broken and _is_head(words)):
            return False
    return True


def lines_before(text: str, at: int) -> list[int]:
    """Where the lines before the one that begins with `at` begin, the nearest first: as many as an edge may have."""
    out: list[int] = []
    start = text.rfind("\n", 0, at) + 1
    if text[start:at].strip():
        return out
    while start and len(out) < _MOST:
        end = start - 1
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            out.append(start)
    return out


def lines_after(text: str, at: int) -> list[int]:
    """Where the lines end that follow the one that ends with `at`, the nearest first: as many as an edge may have."""
    out: list[int] = []
    end = text.find("\n", at)
    if end < 0 or any(c.isalnum() for c in text[at:end]):
        return out
    while end < len(text) and len(out) < _MOST:
        start = end + 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            out.append(end)
    return out


def _lines(text: str, start: int, end: int) -> list[tuple[int, str]]:
    out = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            out.append((at, line.strip()))
        at += len(line) + 1
    return out


def _is_sure(words: str, at: int, before: str, after: str, sheet: _Sheet, *, broken: bool) -> bool:
    """Whether a line alone shows that a page ends here."""
    if _PAGE.fullmatch(words):
        return True
    if _BARE.fullmatch(words):
        if any(c.isdigit() for c in words) and _counts_on(at, sheet):
            return True
        return broken and (bool(_DRESSED.match(words)) or _is_prose_around(before, after))
    return broken and len(words) <= _SHORT and sheet.often[_shape(words)] > 1 and _is_head(words)


def _counts_on(at: int, sheet: _Sheet) -> bool:
    """Whether the number at `at` stands between lower and higher ones, as those of pages do: most of the sequence grows."""
    if len(sheet.numbers) < 2 or not any(place == at for place, _ in sheet.numbers):
        return False
    steps = [b[1] - a[1] for a, b in pairwise(sheet.numbers)]
    apart = min(b[0] - a[0] for a, b in pairwise(sheet.numbers))
    return apart > 2 * _SHORT and all(0 < s <= 3 for s in steps)


def _is_prose_around(before: str, after: str) -> bool:
    """Whether whole lines of running text stand on both sides: a number between cells or items is no page's."""
    last, first = before[before.rfind("\n") + 1 :], after.split("\n", 1)[0]
    return len(_WORD.findall(last)) >= _FULL and len(_WORD.findall(first)) >= _FEW


def _runs_over(before: str, after: str) -> bool:
    """Whether a sentence goes on from one stretch to the other beyond doubt."""
    if not after[0].islower():
        return False
    return before[-1] in "-‐\u00ad,;" or before[-1].isalnum() or before[-1] in "”’»)"


def _is_head(words: str) -> bool:
    """Whether a line may be a head: short, begun with a capital or a number, no sentence, no part of a list or a dialogue."""
    found = _WORD.findall(words)
    if len(words) > _SHORT or not found or words[-1] in ",;:" or words[0] in '("“„«' or _SENTENCE_END.search(words):
        return False
    long = [w for w in found if len(w) > 3]
    return not found[0].islower() and 2 * sum(w[0].isupper() for w in long) >= len(long)
