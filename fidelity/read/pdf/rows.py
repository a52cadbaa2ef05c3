"""Fragments put together to lines: words with the spaces between them, raised figures, small capitals."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from fidelity.model import Kind
from fidelity.read.pdf.fonts import Face
from fidelity.read.pdf.fragments import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SAME_LINE: Final = 0.36  # of the size: baselines of one line differ by no more
RAISED: Final = (-0.35, 0.75)  # of the size of the line: how far small letters stand above its baseline
SMALL: Final = 0.87  # of the size: what is raised or lowered is smaller
LEAST_RAISE: Final = 0.1  # of the size
TOUCHING: Final = 0.5  # of the size: between a word and what is raised behind it
GAP: Final = 0.17  # of the size: the least space between words where a line has no spaces of its own
SPACED_GAP: Final = 0.2  # the same where it has
LETTER_SPACED: Final = 0.08  # of the size: between letters, at the median
REDUCED: Final = (0.62, 0.88)  # of the size: capitals so much smaller on the same line are small capitals
TYPED: Final = 0.7  # of the letters
LEAST_WORD: Final = 3  # letters by which a size shows
WIDE_CELL: Final = 1.5  # of the size: between cells of a table

_CALL = re.compile(r"[\[(]?(?:\d{1,3}(?:[,–-]\d{1,3}){0,4}|[*†‡§¶‖#]{1,4})[\])]?")
_CAPITALS = re.compile(r"[^\W\d_a-z]$")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?…\"'”’»)\]*])$")


@dataclass(slots=True)
class Part:
    """Some words of a line that are set in one way. `call`: the call of a note, which is no part of the text."""

    text: str
    kinds: frozenset[Kind] = frozenset()
    url: str | None = None
    call: bool = False


@dataclass(slots=True)
class Line:
    """A line of a column. `raised`: it begins with a raised figure, as notes do; `first` is the width of its first word.

    `fixed`: most of it is typewriting. `sizes` are all sizes of its words.
    """

    parts: list[Part]
    x0: float
    x1: float
    base: float
    size: float
    face: Face
    first: float = 0.0
    raised: bool = False
    fixed: bool = False
    sizes: frozenset[float] = frozenset()
    page: int = 0
    text: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.text = "".join([part.text for part in self.parts if not part.call])

    def all_of(self, kind: Kind) -> bool:
        """Whether every word of it is set so."""
        return all(kind in part.kinds or not part.text.strip() or part.call for part in self.parts)


@dataclass(slots=True)
class Row:
    """The fragments on one baseline, from left to right."""

    fragments: list[Fragment]
    base: float
    size: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return min([f.x0 for f in self.fragments])

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max([f.x1 for f in self.fragments])

    def cells(self) -> list[list[Fragment]]:
        """Give its fragments, parted where the gaps are as wide as between cells."""
        out = [[self.fragments[0]]]
        edge = self.fragments[0].x1
        for fragment in self.fragments[1:]:
            if fragment.x0 - edge > WIDE_CELL * self.size:
                out.append([])
            out[-1].append(fragment)
            edge = max(edge, fragment.x1)
        return out


def rows(found: Iterable[Fragment]) -> list[Row]:
    """Put fragments of one column together to lines, from top to bottom."""
    out: list[Row] = []
    for fragment in sorted(found, key=_down):
        near = next(
            (r for r in reversed(out[-4:]) if abs(r.base - fragment.base) <= SAME_LINE * min(r.size, fragment.size)), None
        )
        if near is None:
            out.append(Row([fragment], fragment.base, fragment.size))
            continue
        near.fragments.append(fragment)
        if len(fragment.letters) > len(near.fragments[0].letters):  # the longest says where the line stands
            near.fragments[0], near.fragments[-1] = fragment, near.fragments[0]
            near.base, near.size = fragment.base, fragment.size
    for row in out:
        _measure(row)
    return _with_raised(out)


def _down(fragment: Fragment) -> tuple[float, float]:
    return -fragment.base, fragment.x0


def _measure(row: Row) -> None:
    """Take the baseline and size that most letters have."""
    counts: Counter[tuple[float, float]] = Counter()
    for fragment in row.fragments:
        counts[fragment.size, fragment.base] += len(fragment.letters)
    row.size, row.base = max(counts, key=lambda key: (counts[key], key))
    row.fragments.sort(key=_across)


def _across(fragment: Fragment) -> tuple[float, float]:
    return fragment.x0, fragment.x1


def _with_raised(found: list[Row]) -> list[Row]:
    """Give the rows with raised and lowered fragments put where they touch a larger word."""
    out: list[Row] = []
    for i, row in enumerate(found):
        rest = []
        for fragment in row.fragments:
            host = next((r for r in (*found[i + 1 : i + 4], *found[max(0, i - 3) : i]) if _touches(fragment, r)), None)
            if host is None or len(fragment.letters) > 6:
                rest.append(fragment)
            else:
                host.fragments.append(fragment)
                host.fragments.sort(key=_across)
        if rest:
            row.fragments = rest
            out.append(row)
        else:
            row.fragments = []
    return [row for row in out if row.fragments]


def _touches(small: Fragment, row: Row) -> bool:
    if small.size > SMALL * row.size or not RAISED[0] * row.size <= small.base - row.base <= RAISED[1] * row.size:
        return False
    return any(
        f is not small and f.size > small.size and min(abs(small.x0 - f.x1), abs(f.x0 - small.x1)) <= TOUCHING * row.size
        for f in row.fragments
    )


def line(found: Sequence[Fragment], row: Row, page: int = 0) -> Line:
    """Put fragments of a row together to words."""
    size = row.size
    least = _least_gap(found, size)
    reduced = _reduced(found, row)
    parts: list[Part] = []
    edge: float | None = None
    before = ""
    space = False
    raised = False
    for fragment in found:
        up = fragment.size <= SMALL * size and abs(fragment.base - row.base) > LEAST_RAISE * size
        kinds = fragment.kinds
        text = fragment.text
        small = fragment.size in reduced and not up and abs(fragment.base - row.base) <= LEAST_RAISE * size
        if small and any(c.isupper() for c in text):
            kinds |= {"small-caps"}
        words = _spaced(fragment, least)
        if small:
            words = words.lower()
            if parts and not space and not fragment.space_before and (capitals := _CAPITALS.search(parts[-1].text)):
                parts[-1].text = parts[-1].text[: capitals.start()]
                words = capitals[0] + words
        if edge is not None:
            gap = fragment.x0 - edge
            space = space or fragment.space_before or gap > least * (2 if up else 1)
        is_call = up and fragment.base > row.base and _CALL.fullmatch(words) is not None
        if is_call and not parts:
            raised, is_call = True, False
            words += " "
        elif is_call:
            is_call = _WORD_BEFORE.search(before) is not None
        if space and parts and not is_call and not before.endswith(" "):
            parts.append(Part(" ", parts[-1].kinds & kinds))
            before += " "
        parts.append(Part(words, kinds, fragment.url, is_call))
        if not is_call:
            before = (before + words)[-12:]
        space = fragment.space_after or (space and is_call)
        edge = max(fragment.x1, edge) if edge is not None else fragment.x1
    main = max(found, key=lambda f: (f.size == row.size, len(f.letters)))
    typed = sum(len(f.letters) for f in found if f.setting.face.fixed)
    return Line(
        parts,
        found[0].x0,
        edge or 0.0,
        row.base,
        size,
        main.setting.face,
        _first_word(found, least),
        raised,
        typed > TYPED * sum(len(f.letters) for f in found),
        frozenset(f.size for f in found if len(f.letters) >= LEAST_WORD or f.size == size),
        page,
    )


def _least_gap(found: Sequence[Fragment], size: float) -> float:
    """Measure how wide a gap between letters must be to be a space."""
    gaps = [gap / size for fragment in found for gap in _gaps(fragment)]
    has_spaces = any(" " in f.letters for f in found)
    common = median(gaps) if len(gaps) > 4 else 0.0
    least = SPACED_GAP if has_spaces else GAP
    return (least + max(0.0, common) if common > LETTER_SPACED else least) * size


def _gaps(fragment: Fragment) -> Iterator[float]:
    letters = fragment.letters
    for i in range(1, len(letters)):
        if letters[i] != " " and letters[i - 1] != " ":
            yield fragment.lefts[i] - fragment.rights[i - 1]


def _spaced(fragment: Fragment, least: float) -> str:
    """Give a fragment's words, with a space wherever a gap shows one, and never two."""
    out: list[str] = []
    edge = fragment.lefts[0]
    for letter, left, right in zip(fragment.letters, fragment.lefts, fragment.rights, strict=True):
        if letter == " ":
            if out and out[-1] != " ":
                out.append(" ")
            continue
        if left - edge > least and out and out[-1] != " ":
            out.append(" ")
        out.append(letter)
        edge = right
    return "".join(out)


def _first_word(found: Sequence[Fragment], least: float) -> float:
    begin = found[0].x0
    edge = begin
    for fragment in found:
        for letter, left, right in zip(fragment.letters, fragment.lefts, fragment.rights, strict=True):
            if letter == " " or left - edge > least:
                return edge - begin
            edge = right
    return edge - begin


def _reduced(found: Sequence[Fragment], row: Row) -> frozenset[float]:
    """Give the sizes in which this line has small capitals made of large ones: they touch a full one, and all are capitals."""
    sizes: set[float] = set()
    for a, b in pairwise(found):
        if (
            REDUCED[0] * row.size <= b.size <= REDUCED[1] * row.size
            and a.size == row.size
            and a.letters[-1].isupper()
            and b.letters[0].isupper()
            and b.x0 - a.x1 < GAP * row.size
            and abs(a.base - b.base) <= 0.02 * row.size
        ):
            sizes.add(b.size)
    return frozenset(s for s in sizes if not any(c.islower() for f in found if f.size == s for c in f.letters))
