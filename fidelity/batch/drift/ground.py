"""The text on top of a lineage: the original's passage as far as the run's quotations show it, or a reading chosen for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.locate import Original, prepare
from fidelity.text.sentences import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.batch.drift.rows import Place, Use
    from fidelity.model import Span

_SIGNS = 8  # spaces and signs between an omission's words and the passages on either side
JOINT = " … "
"""What stands for words of the original that no quotation shows."""


@dataclass(frozen=True)
class Ground:
    """A text, the original that it is from (None: a reading of some witness), and the words around it there."""

    text: str
    original: str | None
    before: str = ""
    after: str = ""

    @cached_property
    def prepared(self) -> Original:
        """The text, ready to be compared with."""
        return prepare(self.text)

    @cached_property
    def joints(self) -> tuple[int, ...]:
        """Before which words the original has words that no quotation shows."""
        if self.original is None:
            return ()
        found, at = [], self.text.find(JOINT)
        while at >= 0:
            found.append(int(self.prepared.words.starts.searchsorted(at)))
            at = self.text.find(JOINT, at + 1)
        return tuple(found)

    def words(self, span: Span) -> Span:
        """Which words stand in a stretch of the text."""
        found = self.prepared.words
        return int(found.starts.searchsorted(span[0])), int(found.ends.searchsorted(span[1], side="right"))

    @property
    def size(self) -> int:
        """How many words."""
        return len(self.prepared.words)

    def between(self, first: int, last: int) -> str:
        """The text from word `first` up to word `last` (exclusive)."""
        found = self.prepared.words
        return self.text[int(found.starts[first]) : int(found.ends[last - 1])] if first < last else ""

    def is_edge(self, word: int) -> bool:
        """Whether a sentence, or the text, begins at a word; a quotation that begins or ends there is no one's mark."""
        if word in (0, self.size):
            return True
        found = self.prepared.words
        return ends_sentence(self.text, int(found.ends[word - 1]), int(found.starts[word]))


def of_original(uses: Sequence[Use]) -> Ground | None:
    """The passage of the original that most of the uses stand in; None if none of them stands in one."""
    places = [use.place for use in uses if use.place]
    if not places:
        return None
    counts = Counter(place.original for place in places)
    original = min(counts, key=lambda uri: (-counts[uri], uri))
    mine = [place for place in places if place.original == original]
    inside = sorted({part for place in mine for part in _parts(place)}, key=lambda part: (part[0], -len(part[1])))
    if not inside:
        return None
    around = {part for place in mine for part in _around(place)}
    low, high = inside[0][0], max(start + len(text) for start, text in inside)
    blocks = _merged(sorted({*inside, *around}, key=lambda part: (part[0], -len(part[1]))))
    shown = [(max(start, low), text[max(0, low - start) : high - start]) for start, text in blocks]
    shown = [(start, text) for start, text in shown if text and any(_touch(start, text, part) for part in inside)]
    before, after = _edge(blocks, low, high)
    shown = _filled(shown, mine)
    return Ground(JOINT.join(text.strip() for _, text in shown), original, before, after)


def _parts(place: Place) -> list[tuple[int, str]]:
    """Where each passage begins in the original's text, and its words."""
    found, at = [], 0
    for start, end in place.passages:
        found.append((start, place.text[at : at + end - start]))
        at += end - start + len(JOINT)
    whole = at - len(JOINT) == len(place.text)
    return found if whole else []


def _around(place: Place) -> list[tuple[int, str]]:
    low, high = min(s for s, _ in place.passages), max(e for _, e in place.passages)
    return [part for part in ((low - len(place.before), place.before), (high, place.after)) if part[1]]


def _merged(parts: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Stretches of one text that overlap or touch, put together."""
    found: list[tuple[int, list[str], int]] = []
    for start, text in parts:
        if found and start <= found[-1][2]:
            first, pieces, end = found[-1]
            if start + len(text) > end:
                pieces.append(text[end - start :])
                found[-1] = (first, pieces, start + len(text))
        else:
            found.append((start, [text], start + len(text)))
    return [(start, "".join(pieces)) for start, pieces, _ in found]


def _filled(shown: Sequence[tuple[int, str]], places: Sequence[Place]) -> list[tuple[int, str]]:
    """The stretches with what lies between them put in, where the omission of some quotation tells it."""
    hidden: dict[Span, str] = {}
    for place in places:
        ordered = sorted(place.passages)
        for (_, end), (start, _) in pairwise(ordered):
            for text in place.omitted:
                if 0 <= start - end - len(text) <= _SIGNS:
                    hidden.setdefault((end, start), text)
    found: list[tuple[int, str]] = []
    for start, text in shown:
        if found:
            end = found[-1][0] + len(found[-1][1])
            between = hidden.get((end, start))
            if between is not None:
                whole = f"{found[-1][1].rstrip()} {between} {text.lstrip()}"
                found[-1] = (start + len(text) - len(whole), whole)
                continue
        found.append((start, text))
    return found


def _touch(start: int, text: str, part: tuple[int, str]) -> bool:
    return part[0] < start + len(text) and start < part[0] + len(part[1])


def _edge(blocks: Sequence[tuple[int, str]], low: int, high: int) -> tuple[str, str]:
    before = next((text[: low - start] for start, text in blocks if start < low <= start + len(text)), "")
    after = next((text[high - start :] for start, text in blocks if start <= high < start + len(text)), "")
    return before, after
