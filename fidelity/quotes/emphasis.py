"""A quotation's emphasis, relative to the way in which the whole of it is set."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.model import Kind, Run
from fidelity.quotes.page import letters, trim
from fidelity.text.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.model import Document, Span

_CAPS = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+(?:\s+(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+|[AIO])(?!\w))*(?!\w)")
_ELLIPSIS = re.compile(r"…|\.\s?\.")
_BRACKETED = re.compile(r"\[[^\[\]]{0,200}\]")
_LOWER = re.compile(r"(?<!\w)[a-zà-öø-ÿ][a-zà-öø-ÿ'’-]*(?!\w)")
_UPPER = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Þ]{2,}(?!\w)")
_STYLE = 2  # times that a word may stand in capitals for it to be emphasis
_SHORT, _LONG, _RUN = 1, 4, 5  # letters of a word that is none alone, of one to look for in lower case; words of a long run
_BASE = 0.9  # of the letters: what covers more is the way in which the whole quotation is set
_QUOTED = re.compile(r"[“«„][^“”«»„]{3,4000}[”»“]")
_FEW = 8  # letters around a quotation that say nothing of how its paragraph is set
_OVERLAP = 16  # runs that may begin before a place and reach over it


def emphasis(document: Document, spans: Sequence[Span], text: str, *, block: bool) -> tuple[Run, ...]:
    """The runs of a quotation's own text that stand out from the rest of it.

    What covers all letters of a block is its base style: there, what lacks it stands out. Inline, words set off against the
    author's around them stand out even if they are the whole quotation; where these are set so too, nothing does.
    """
    inside = _inside(document, spans, text)
    runs: list[tuple[Span, Kind]] = []
    kinds = sorted({kind for _, some in inside for kind in some})
    whole = letters(text)
    for kind in kinds:
        parts = _joined([span for span, some in inside if kind in some], text)
        covered = sum(letters(text[s:e]) for s, e in parts)
        if block and whole and covered >= _BASE * whole and covered < whole:
            runs += [(trim(text, *gap), kind) for gap in _gaps(parts, len(text))]
        elif covered >= _BASE * whole and (block or _around(document, spans, kind)):
            continue
        else:
            runs += [(span, kind) for span in parts]
    runs += [(span, "caps") for span in _caps(text, document)]
    return _merged(runs, text)


def _inside(document: Document, spans: Sequence[Span], text: str) -> list[tuple[Span, tuple[Kind, ...]]]:
    """The document's runs that touch the quotation, in the coordinates of its own text."""
    found: list[tuple[Span, tuple[Kind, ...]]] = []
    runs = document.emphasis
    joints = len(spans) - 1
    joint = (len(text) - sum(e - s for s, e in spans)) // joints if joints else 0
    here = 0
    for start, end in spans:
        i = max(0, bisect_left(runs, start, key=_start) - _OVERLAP)
        while i < len(runs) and runs[i].span[0] < end:
            s, e = max(start, runs[i].span[0]), min(end, runs[i].span[1])
            if s < e:
                found.append(((s - start + here, e - start + here), runs[i].kinds))
            i += 1
        here += end - start + joint
    return found


def _around(document: Document, spans: Sequence[Span], kind: Kind) -> bool:
    """Whether the author's words around a quotation, in its block, are set in that way too (a question all in bold)."""
    at = bisect_left(document.blocks, (spans[0][0] + 1, 0), key=lambda block: block.span) - 1
    if at < 0:
        return False
    low, high = document.blocks[at].span
    rest = [s for s in ((low, spans[0][0]), (spans[-1][1], high)) if s[0] < s[1]]
    if any(_QUOTED.search(document.text, *s) for s in rest):  # other quotations are not the author's words
        return False
    size = sum(letters(document.text[s:e]) for s, e in rest)
    inside = sum(
        letters(document.text[max(s, run.span[0]) : min(e, run.span[1])])
        for run in document.emphasis
        if kind in run.kinds
        for s, e in rest
        if run.span[0] < e and s < run.span[1]
    )
    return size > _FEW and inside >= _BASE * size


def _start(run: Run) -> int:
    return run.span[0]


def _gaps(parts: Iterable[Span], size: int) -> list[Span]:
    out, at = [], 0
    for s, e in parts:
        if at < s:
            out.append((at, s))
        at = e
    if at < size:
        out.append((at, size))
    return out


def _joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Runs that only go on over a paragraph break or a blank are one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _caps(text: str, document: Document) -> list[Span]:
    """Words shouted in capitals: ordinary words, which an acronym is not. What the quoter put in brackets is his own."""
    if text.upper() == text:
        return []
    masked = _BRACKETED.sub(lambda m: " " * len(m[0]), text)
    return [m.span() for m in _CAPS.finditer(masked) if _shouted([w.strip("'’-").lower() for w in m[0].split()], document)]


def _shouted(words: Sequence[str], document: Document) -> bool:
    """Whether all words are ordinary ones (of a long run, most): such as are often shouted, or stand in lower case too."""
    often, used, set_so = _often_shouted(document.meta.language or "en"), *word_cases(document.text)
    if any(w not in often and set_so[w] > _STYLE for w in words):  # the way in which this article always sets the word
        return False
    ordinary = sum(1 for w in words if w in often or (w in used and (len(w) >= _LONG or len(words) > 1)))
    if len(words) == 1:
        return ordinary == 1 and len(words[0]) > _SHORT
    return ordinary == len(words) or (len(words) >= _RUN and ordinary >= 0.6 * len(words))


@cache
def _often_shouted(language: str) -> frozenset[str]:
    return frozenset(word for code in ("en", language) for word in lexicon(code).get("quotes", "shouted"))


@lru_cache(maxsize=2)
def word_cases(text: str) -> tuple[frozenset[str], Counter[str]]:
    """The words that stand in lower case, and how often each stands in capitals."""
    return frozenset(_LOWER.findall(text)), Counter(word.lower() for word in _UPPER.findall(text))


def _merged(runs: Iterable[tuple[Span, Kind]], text: str) -> tuple[Run, ...]:
    """Cut the runs at each other's ends, so that each stretch has all of its kinds; drop those without letters."""
    opening: dict[int, list[Kind]] = {}
    closing: dict[int, list[Kind]] = {}
    for (s, e), kind in runs:
        opening.setdefault(s, []).append(kind)
        closing.setdefault(e, []).append(kind)
    open_now: Counter[Kind] = Counter()
    out: list[Run] = []
    for start, end in pairwise(sorted({*opening, *closing})):
        open_now.update(opening.get(start, ()))
        open_now.subtract(closing.get(start, ()))
        kinds = tuple(sorted(kind for kind, n in open_now.items() if n > 0))
        if not kinds or not letters(text[start:end]):
            continue
        gap = text[out[-1].span[1] : start] if out else ""
        if out and out[-1].kinds == kinds and not letters(gap) and not _ELLIPSIS.search(gap):
            out[-1] = Run((out[-1].span[0], end), kinds)
        else:
            out.append(Run((start, end), kinds))
    return tuple(out)
