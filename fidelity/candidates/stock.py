"""The shelf of originals in hand: which of them are versions of one text, and which is the article itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fidelity.archive.choose import Label, address, label
from fidelity.locate import prepare
from fidelity.locate.prepare import Original
from fidelity.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.model import Quote

_KIN = 0.6  # share of common pairs of words from which two originals are versions of one text; of one field they share 0.3
_EXCERPT = 0.85  # the share where one is much shorter: less, and it is a text that quotes the other at length
_MUCH = 4  # times as long
_SAMPLED = 4_000  # pairs from which a sixteenth of them says enough
_SIXTEENTH = np.uint32(1 << 28)
_OWN = 0.8  # share of an article's own words that stand in an original which is the article once more
_CROWD = 40  # originals from which likeness to one of them says little
_SAYS = 30  # pairs of words below which that says nothing


@dataclass(slots=True)
class Shelf:
    """The originals in hand, ready to be searched; unreadable ones are kept apart, to say so.

    `among` is how many there are of which these were chosen by their likeness to the article: the size of the archive.
    """

    originals: list[Original]
    labels: list[Label]
    unreadable: list[Document] = field(default_factory=list)
    among: int = 0
    _kin: dict[tuple[int, int], bool] = field(default_factory=dict)
    _pairs: dict[int, NDArray[np.uint32]] = field(default_factory=dict)

    @property
    def is_crowd(self) -> bool:
        """Whether so many originals were searched that some of them will be like any quotation by chance."""
        return max(self.among, len(self.originals)) > _CROWD

    def kin(self, a: int, b: int) -> bool:
        """Whether two originals are versions of one text: of one address, or most of the shorter one stands in the other."""
        if a == b:
            return True
        key = (min(a, b), max(a, b))
        if key not in self._kin:
            one, two = self.labels[a].address, self.labels[b].address
            self._kin[key] = (one is not None and one == two) or _are_versions(self._of(a), self._of(b))
        return self._kin[key]

    def versions(self, n: int) -> list[int]:
        """All other originals that are versions of one."""
        return [m for m in range(len(self.originals)) if m != n and self.kin(n, m)]

    def beside(self, article: Document, quotes: Iterable[Quote] = ()) -> Shelf:
        """The shelf without the article itself, its page, or a copy of what its author wrote: no text is its own source."""
        own = address(article.meta.url)
        rest = _beyond(article, quotes)
        keep = [
            n
            for n, original in enumerate(self.originals)
            if not (
                (own is not None and self.labels[n].address == own)
                or (original.document is not None and _is_file(original.document, article))
                or (len(rest) >= _SAYS and _is_copy(rest, self._of(n)))
            )
        ]
        if len(keep) == len(self.originals):
            return self
        unreadable = [d for d in self.unreadable if not _is_file(d, article)]
        return Shelf([self.originals[n] for n in keep], [self.labels[n] for n in keep], unreadable, self.among)

    def _of(self, n: int) -> NDArray[np.uint32]:
        if n not in self._pairs:
            self._pairs[n] = _distinct(self.originals[n])
        return self._pairs[n]


def shelf(documents: Sequence[Document], among: int = 0) -> Shelf:
    """Prepare originals, in order of name: the order in which they are given never matters.

    `among`: the number of originals of which these were chosen for an article.
    """
    ordered = sorted(documents, key=lambda d: (d.uri, d.meta.snapshot or "", d.sha256))
    usable = [d for d in ordered if not d.problem and d.text.strip()]
    unusable = [d for d in ordered if d.problem or not d.text.strip()]
    return Shelf([prepare(d) for d in usable], [label(d) for d in usable], unusable, among)


def _distinct(original: Original) -> NDArray[np.uint32]:
    """The pairs of neighbouring words of a text, each once, in order of their hashes."""
    return np.unique((original.pairs >> np.uint64(32)).astype(np.uint32))


def _share(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of one text's pairs of words that stand in another; of long ones a fixed sixteenth is looked at."""
    if min(len(one), len(other)) > _SAMPLED:
        one, other = one[: np.searchsorted(one, _SIXTEENTH)], other[: np.searchsorted(other, _SIXTEENTH)]
    if not len(one) or not len(other):
        return 0.0
    at = np.searchsorted(other, one)
    at[at == len(other)] = 0
    return float((other[at] == one).mean())


def _are_versions(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> bool:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return _share(short, long) >= (_EXCERPT if len(long) > _MUCH * len(short) else _KIN)


def _beyond(article: Document, quotes: Iterable[Quote]) -> NDArray[np.uint32]:
    """What an article says beyond its quotations, as pairs of words."""
    own, at = [], 0
    for start, end in sorted(span for quote in quotes for span in quote.spans):
        own.append(article.text[at:start])
        at = max(at, end)
    return _distinct(prepare("\n".join([*own, article.text[at:]])))


def _is_file(document: Document, article: Document) -> bool:
    return document.uri == article.uri or bool(article.sha256 and document.sha256 == article.sha256)


def _is_copy(own: NDArray[np.uint32], original: NDArray[np.uint32]) -> bool:
    """Whether a text is the article once more: it has what the author wrote, and little that the article lacks.

    A press release that the article copies is longer or shorter, and no copy of it.
    """
    return len(original) <= 2 * len(own) and _share(own, original) >= _OWN
