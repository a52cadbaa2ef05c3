"""From an alignment to edits: what an editor would say was done to the original's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from fidelity.locate.damage import damage, is_page_edge
from fidelity.locate.figures import is_note_call, number
from fidelity.locate.region import Step, alike, settle
from fidelity.locate.seed import Run
from fidelity.locate.typography import presentation, spelling_fold
from fidelity.model import Edit, Span
from fidelity.text.words import letters

if TYPE_CHECKING:
    from fidelity.locate.align import Alignment, Region
    from fidelity.locate.needle import Needle
    from fidelity.locate.prepare import Original
    from fidelity.model import Mark

_FAR = 8  # words left out at once without a mark: from here on the parts are passages of their own
_NEAR = 0.7  # likeness of two words from which one is taken for a form of the other
_LOOSE = 3  # a change and the words left out or added beside it are one edit up to this difference in words
_ELLIPSIS = re.compile(r"…|\.[ \u00a0]?\.[ \u00a0]?\.|\*[ ]?\*[ ]?\*")


@dataclass(slots=True)
class Told:
    """The alignment told as edits; `passages` are spans of the original's text, `kept` and `omitted` count words."""

    edits: list[Edit] = field(default_factory=list)
    links: list[tuple[Span, Span]] = field(default_factory=list)
    passages: list[Span] = field(default_factory=list)
    words: int = 0
    kept: int = 0
    omitted: int = 0
    near: float = 0.0  # of the changed words, those that are nearly the original's (a spelling, an ending): their likeness
    cuts: int = 0  # how often more than a few words are left out without a mark
    changed: int = 0  # quoted words, brackets left out, that are changed or added


def tell(alignment: Alignment, needle: Needle, original: Original) -> Told:
    """Edits, links and passages of an alignment, in the quotation's order."""
    teller = _Teller(needle, original)
    items: list[tuple[int, int, Run | Region]] = [(r.i, 1, r) for r in alignment.equal]
    items += [(r.i1, 0, r) for r in alignment.regions]
    items += [(r.i, 1, r) for r in alignment.moved]
    items.sort()
    for _, _, item in items:
        if not isinstance(item, Run):
            teller.region(item)
        elif item in alignment.moved:
            teller.move(item)
        else:
            teller.equal(item)
    return teller.finish()


class _Teller:
    def __init__(self, needle: Needle, original: Original) -> None:
        self.needle, self.original = needle, original
        self.told = Told()
        self._told_gaps: set[int] = set()
        self._told_brackets: set[int] = set()
        self._bracket_of = {i: b for b in needle.brackets for i in range(b.first, b.last)} if needle.brackets else {}
        asides = {bisect_left(needle.words.begins, a.span[0]) for a in needle.asides} if needle.asides else set()
        self._marked_places = asides | needle.gaps.keys()  # no edit reaches over a mark that may have one of its own
        self._damages: dict[tuple[int, int, int, int], str | None] = {}
        self._last: tuple[int, int] | None = None  # the original's words of the passage that is open
        self._break = False

    # --- equal words ------------------------------------------------------------------------------------------------------

    def equal(self, run: Run) -> None:
        cuts = [k for k in sorted(self.needle.gaps) if run.i < k < run.i + run.n] if self.needle.gaps else []
        if not cuts:
            self._stretch(run)
            return
        at = run.i
        for cut in [*cuts, run.i + run.n]:
            self._stretch(Run(at, run.j + at - run.i, cut - at))
            if cut in cuts and cut not in self._told_gaps:
                self._quiet_ellipsis(cut, run.j + cut - run.i)
            at = cut

    def _stretch(self, run: Run) -> None:
        plain = run.n - sum(i in self._bracket_of for i in range(run.i, run.i + run.n)) if self._bracket_of else run.n
        self.told.words += plain
        self.told.kept += plain
        self._passage(run.j, run.j + run.n)
        here, there = self._quoted(run.i, run.i + run.n), self._there(run.j, run.j + run.n)
        self.told.links.append((here, there))
        if self.needle.text[here[0] : here[1]] != self.original.text[there[0] : there[1]]:
            self.told.edits += self._without_asides(presentation(self.needle, self.original, run.i, run.j, run.n))
        for b in self.needle.brackets:
            if run.i <= b.first < b.last <= run.i + run.n:
                there = self._there(run.j + b.first - run.i, run.j + b.last - run.i)
                if not self._bracketed_there(there):
                    why = self._bracket_why(b.span, there)
                    self.told.edits.append(Edit("presentation", b.span, there, "brackets", why=why))

    def _bracket_why(self, span: Span, there: Span) -> str:
        inner = self.needle.text[span[0] + 1 : span[1] - 1].strip()
        return "case" if spelling_fold(inner, self.original.text[slice(*there)]) == "case" else "bracketed-same"

    def _bracketed_there(self, span: Span) -> bool:
        text = self.original.text
        return text[: span[0]].rstrip()[-1:] == "[" or text[max(0, span[0] - 1)] == "["

    def _without_asides(self, edits: list[Edit]) -> list[Edit]:
        spans = [a.span for a in self.needle.asides] + [b.span for b in self.needle.brackets]
        if not spans:
            return edits
        return [e for e in edits if not any(s < e.quote[1] and e.quote[0] < t for s, t in spans)]

    # --- places where they differ -----------------------------------------------------------------------------------------

    def region(self, region: Region) -> None:
        if region.i1 + 1 == region.i2 and self._damage(*region) == "page-break":
            self._change(*region, None)
            return
        steps = settle(self.needle, self.original, *region)
        if region.i1 == 0 or region.i2 == self.needle.n:
            steps = self._at_rim(steps, region)
        steps = [part for s in steps for part in self._divide(s)]
        classes = [self._class(s) for s in steps]
        for order in (range(len(steps)), range(len(steps) - 1, -1, -1)):  # words left out beside a bracket: it stands for them
            step_back = 1 if order.step < 0 else -1
            for x in order:
                near = classes[x + step_back] if 0 <= x + step_back < len(steps) else None
                if classes[x] is None and steps[x].i == steps[x].i2 and near and near[0] == "bracket":
                    classes[x] = near
        group: list[Step] = []
        for x, step in enumerate(steps):
            parted = step.i < step.i2 and step.i in self._marked_places and any(g.i < g.i2 for g in group)
            if group and (parted or classes[x] != classes[x - 1] or step.joined or group[-1].joined):
                self._group(group, classes[x - 1])
                group = []
            group.append(step)
        if group:
            self._group(group, classes[-1])

    def _at_rim(self, steps: list[Step], region: Region) -> list[Step]:
        """Without the original's words before the first and after the last quoted word: nobody left those out."""
        while steps and region.i1 == 0 and steps[0].i == steps[0].i2 and not self._in_bracket(steps[0], 0):
            steps = steps[1:]
        last = self.needle.n - 1
        while steps and region.i2 > last and steps[-1].i == steps[-1].i2 and not self._in_bracket(steps[-1], last):
            steps = steps[:-1]
        return steps

    def _in_bracket(self, step: Step, edge: int) -> bool:
        """Whether the bracket at the quotation's edge has a word of these too: then it stands for them."""
        bracket = self._bracket_of.get(edge)
        if bracket is None:
            return False
        words = self.needle.words.codes[bracket.first : bracket.last]
        return any(code in words for code in self.original.words.codes[step.j : step.j2])

    def _divide(self, step: Step) -> list[Step]:
        """A step that only adds words, cut where a bracket begins or ends or another mark stands."""
        if step.j != step.j2 or step.i2 - step.i < 2:
            return [step]
        inner, bracket = self.needle.inner, self._bracket_of
        cuts = [
            k for k in range(step.i + 1, step.i2) if bracket.get(k) is not bracket.get(k - 1) or k in inner or k - 1 in inner
        ]
        edges = [step.i, *cuts, step.i2]
        return [Step(a, b, step.j, step.j2) for a, b in pairwise(edges)]

    def _class(self, step: Step) -> tuple[str, int] | None:
        if step.i == step.i2:
            if step.i in self.needle.gaps:
                return ("ellipsis", step.i)
            empty = next((n for n, b in enumerate(self.needle.brackets) if b.first == b.last == step.i), None)
            return None if empty is None else ("bracket", self.needle.brackets[empty].span[0])
        bracket = self._bracket_of.get(step.i)
        if bracket:
            return ("bracket", bracket.span[0])
        if step.i in self.needle.inner:
            return ("inner", step.i)
        return ("damaged", step.i) if step.j < step.j2 and self._damage(step.i, step.i2, step.j, step.j2) else None

    def _damage(self, i: int, i2: int, j: int, j2: int) -> str | None:
        """What copying did to words, asked once for each."""
        if (key := (i, i2, j, j2)) not in self._damages:
            self._damages[key] = damage(self.needle, self.original, *key)
        return self._damages[key]

    def _group(self, steps: list[Step], kind: tuple[str, int] | None) -> None:
        i, i2, j, j2 = steps[0].i, steps[-1].i2, steps[0].j, steps[-1].j2
        if steps[0].joined:
            self._joined(steps[0])
        elif kind is None or kind[0] == "damaged":
            self._plain(steps)
        elif kind[0] == "ellipsis":
            self._omit(kind[1], j, j2)
        elif kind[0] == "bracket":
            self._bracket(kind[1], i, i2, j, j2)
        else:
            self._inner(i, j, j2)

    def _joined(self, step: Step) -> None:
        """The same letters, divided into words in another way."""
        here, there = self._quoted(step.i, step.i2), self._there(step.j, step.j2)
        n = sum(i not in self._bracket_of for i in range(step.i, step.i2))
        self.told.words += n
        self.told.kept += n
        self._passage(step.j, step.j2)
        self.told.links.append((here, there))
        both = self.needle.text[slice(*here)] + self.original.text[slice(*there)]
        if step.i2 - step.i == step.j2 - step.j == 1:
            if self.needle.text[slice(*here)] == self.original.text[slice(*there)]:
                return
            why = spelling_fold(self.needle.text[slice(*here)], self.original.text[slice(*there)])
        else:
            why = "hyphenation" if any(c in both for c in "-\u00ad‐‑\n") else "space"
        marked: Mark | None = "brackets" if any(i in self.needle.inner for i in range(step.i, step.i2)) else None
        self.told.edits.append(Edit("presentation", here, there, marked, why=why))

    def _plain(self, steps: list[Step]) -> None:
        """Changed, added and left-out words beside each other: one edit, unless far more is left out or added than changed."""
        i, i2, j, j2 = steps[0].i, steps[-1].i2, steps[0].j, steps[-1].j2
        if i < i2 and j < j2 and abs((i2 - i) - (j2 - j)) > _LOOSE and len(steps) > 1:
            for part in alike(steps):
                self._change(part[0].i, part[-1].i2, part[0].j, part[-1].j2, None)
        else:
            self._change(i, i2, j, j2, None)

    def _change(self, i: int, i2: int, j: int, j2: int, mark: Mark | None) -> None:
        if i == i2:
            self._omit(i, j, j2)
            return
        here = self._quoted(i, i2)
        if j == j2:
            if i2 - i == 1 and is_note_call(self.needle.text, *here):
                self.told.edits.append(Edit("presentation", here, self._place(j), why="note-call"))
                return
            self.told.edits.append(Edit("insertion", here, self._place(j), mark))
        else:
            self._passage(j, j2)
            there = self._there(j, j2)
            value = number(self.needle.text[slice(*here)])
            same_value = value is not None and value == number(self.original.text[slice(*there)])
            why = "number-format" if same_value else self._damage(i, i2, j, j2) if mark is None else None
            if why:
                self.told.words += i2 - i
                self.told.kept += i2 - i
                self.told.links.append((here, there))
                self.told.edits.append(Edit("presentation", here, there, mark, why=why))
                return
            self.told.edits.append(Edit("substitution", here, there, mark))
            if i2 - i == j2 - j == 1:
                like = Indel.normalized_similarity(self.needle.text[slice(*here)], self.original.text[slice(*there)])
                self.told.near += like if like >= _NEAR else 0.0
        if mark is None:
            self.told.words += i2 - i
            self.told.changed += i2 - i

    def _inner(self, i: int, j: int, j2: int) -> None:
        """A word with brackets inside it: marked as far as its letters outside the brackets agree."""
        here = self.needle.span(i, i + 1)
        if j == j2:
            self._change(i, i + 1, j, j2, None)
            return
        left, right = self.needle.outside(i)
        words = [letters(self.original.text[slice(*self._there(k, k + 1))]) for k in range(j, j2)]
        fits = words[0].startswith(left) and words[0].endswith(right) and bool(left or right)
        if not fits:
            self._change(i, i + 1, j, j2, None)
            return
        self._passage(j, j + 1)
        self.told.edits.append(Edit("substitution", here, self._there(j, j + 1), "brackets"))
        if j2 > j + 1:
            self._omit(i + 1, j + 1, j2)

    def _bracket(self, start: int, i: int, i2: int, j: int, j2: int) -> None:
        bracket = next(b for b in self.needle.brackets if b.span[0] == start)
        del i, i2
        here = bracket.span
        if start in self._told_brackets:  # on both sides of words that have moved
            here = here[1], here[1]
        self._told_brackets.add(start)
        if j == j2:
            self.told.edits.append(Edit("insertion", here, self._place(j), "brackets"))
            return
        self._passage(j, j2)
        kind = "substitution" if bracket.first < bracket.last else "omission"
        self.told.edits.append(Edit(kind, here, self._there(j, j2), "brackets"))  # type: ignore[arg-type]

    def _omit(self, place: int, j: int, j2: int) -> None:
        there = self._there(j, j2)
        if j2 - j == 1 and is_note_call(self.original.text, *there):
            self.told.edits.append(Edit("presentation", self._here(place), there, why="note-call"))
            return
        marks = self.needle.gaps.get(place)
        if marks:
            here = (marks[0].span[0], marks[-1].span[1])
            if place in self._told_gaps:  # one ellipsis over words on both sides of some that have moved
                here = here[1], here[1]
            self._told_gaps.add(place)
            self.told.edits.append(Edit("omission", here, there, "ellipsis"))
            self._break = True
            return
        if is_page_edge(self.original, j, j2):
            self.told.edits.append(Edit("presentation", self._here(place), there, why="page-break"))
            return
        self.told.omitted += j2 - j
        self.told.edits.append(Edit("omission", self._here(place), there))
        self.told.cuts += j2 - j > _FAR
        self._break |= j2 - j > _FAR

    def move(self, run: Run) -> None:
        """Words that stand elsewhere in the original."""
        self._break = True
        self._passage(run.j, run.j + run.n)
        self._break = True
        self.told.words += run.n
        self.told.changed += run.n
        here, there = self._quoted(run.i, run.i + run.n), self._there(run.j, run.j + run.n)
        self.told.edits.append(Edit("move", here, there))

    def _quiet_ellipsis(self, k: int, j: int) -> None:
        """An ellipsis where no word is missing: the original has it too, or it is empty."""
        self._told_gaps.add(k)
        there = (self.original.words.stops[j - 1], self.original.words.begins[j])
        if not _ELLIPSIS.search(self.original.text[slice(*there)]):
            marks = self.needle.gaps[k]
            here = (marks[0].span[0], marks[-1].span[1])
            self.told.edits.append(Edit("presentation", here, there, "ellipsis", why="empty-ellipsis"))

    # --- the end ----------------------------------------------------------------------------------------------------------

    def finish(self) -> Told:
        """Marks that no difference has used up, and everything in order."""
        told, needle = self.told, self.needle
        at = told.passages[0][0] if told.passages else 0
        stop = told.passages[-1][1] if told.passages else 0
        if self._last:
            stop = self._there(*self._last)[1]
        for k, marks in needle.gaps.items():
            if k not in self._told_gaps:
                edge = k in (0, needle.n)
                here = (marks[0].span[0], marks[-1].span[1])
                if not any(e.quote[0] < here[1] and here[0] < e.quote[1] for e in told.edits):
                    there = (at, at) if k == 0 else (stop, stop)
                    why = "edge-ellipsis" if edge else "empty-ellipsis"
                    told.edits.append(Edit("presentation", here, there, "ellipsis", why=why))
        for aside in needle.asides:
            if any(e.quote[0] < aside.span[1] and aside.span[0] < e.quote[1] for e in told.edits):
                continue  # it stands inside a word that is the same but for its division
            why = "sic" if aside.kind == "sic" else "note-call"
            place = next((o[1] for q, o in reversed(told.links) if q[0] <= aside.span[0]), at)
            mark: Mark | None = "sic" if aside.kind == "sic" else None
            told.edits.append(Edit("presentation", aside.span, (place, place), mark, why=why))
        for b in needle.brackets:
            if not any(e.quote[0] < b.span[1] and b.span[0] < e.quote[1] for e in told.edits) and b.first == b.last:
                told.edits.append(Edit("presentation", b.span, (at, at), "brackets", why="punctuation"))
        if len(told.edits) > 1:
            told.edits.sort(key=lambda e: (e.quote, e.original))
        if self._last:
            told.passages.append(self._there(*self._last))
        return told

    def _passage(self, j: int, j2: int) -> None:
        """The original's words `j` … `j2` are part of the quotation: lengthen the open passage, or begin another."""
        if self._last is None:
            self._last = (j, j2)
        elif self._break or j < self._last[1]:
            self.told.passages.append(self._there(*self._last))
            self._last = (j, j2)
        else:
            self._last = (self._last[0], j2)
        self._break = False

    def _quoted(self, i: int, i2: int) -> Span:
        return self.needle.span(i, i2)

    def _there(self, j: int, j2: int) -> Span:
        return self.original.span(j, j2)

    def _place(self, j: int) -> Span:
        at = self.original.words.stops[j - 1] if j else 0
        return at, at

    def _here(self, place: int) -> Span:
        if not place:
            at = self._quoted(0, 1)[0]
        else:
            at = self._quoted(place - 1, place)[1]
            bracket = self._bracket_of.get(place - 1)
            at = bracket.span[1] if bracket and bracket.last == place else at
        return at, at
