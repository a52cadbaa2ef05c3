"""The shelf of originals in hand: which of them are versions of one text, and which is the article itself."""

from __future__ import annotations

from collections import OrderedDict
from sys import getsizeof
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from fidelity.archive.choose import address, label
from fidelity.locate import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from fidelity.archive.choose import Label
    from fidelity.locate.prepare import Original
    from fidelity.model import Document, Quote

MOST_KEPT = 256 << 20
"""Bytes of originals that are kept from article to article: some ten thousand pages, or a thousand court opinions."""

_KIN = 0.6  # share of common pairs of words from which two originals are versions of one text; of one field they share 0.3
_EXCERPT = 0.85  # the share where one is much shorter: less, and it is a text that quotes the other at length
_MUCH = 4  # times as long
_SAMPLED = 4_000  # pairs from which a sixteenth of them says enough
_SIXTEENTH = np.uint32(1 << 28)
_OWN = 0.8  # share of an article's own words that stand in an original which is the article once more
_CROWD = 40  # originals from which likeness to one of them says little
_SAYS = 30  # pairs of words below which that says nothing
_GLANCES = 4  # parts in which they are looked at, until enough are missing
_HALF = np.uint64(32)
_SPOT = 200  # bytes of a segment of a map, a block, a link
_LETTER = 9  # bytes of words for each letter of a text: hashes, places, codes, pairs


class Book:
    """An original with what is worked out of it once: as a text to be searched, its name plate, its likeness to others."""

    __slots__ = ("__weakref__", "_kin", "_label", "_original", "_pairs", "document", "is_usable", "rank")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rank = (document.uri, document.meta.snapshot or "", document.sha256)
        self.is_usable = not document.problem and bool(document.text.strip())
        self._original: Original | None = None
        self._label: Label | None = None
        self._pairs: NDArray[np.uint32] | None = None
        self._kin: WeakKeyDictionary[Book, bool] = WeakKeyDictionary()

    @property
    def original(self) -> Original:
        """The original, ready to be searched."""
        if self._original is None:
            self._original = prepare(self.document)
        return self._original

    @property
    def label(self) -> Label:
        """Its name plate."""
        if self._label is None:
            self._label = label(self.document)
        return self._label

    @property
    def pairs(self) -> NDArray[np.uint32]:
        """Its pairs of neighbouring words, each once, in order of their hashes."""
        if self._pairs is None:
            self._pairs = _distinct(self.original)
        return self._pairs

    def is_version_of(self, other: Book) -> bool:
        """Whether two originals are versions of one text: of one address, or most of the shorter one stands in the other."""
        known = self._kin.get(other)
        if known is None:
            one, two = self.label.address, other.label.address
            known = (one is not None and one == two) or _are_versions(self.pairs, other.pairs)
            self._kin[other] = other._kin[self] = known
        return known

    @property
    def size(self) -> int:
        """How many bytes of memory it takes at most, about: texts, the map between them, words with their hashes."""
        document = self.document
        spots = len(document.origin.here) + len(document.blocks) + len(document.emphasis) + len(document.links)
        return getsizeof(document.text) + getsizeof(document.source) + _SPOT * spots + _LETTER * len(document.text)


class Shelf:
    """The originals in hand, ready to be searched; unreadable ones are kept apart, to say so.

    `among` is how many there are of which these were chosen by their likeness to the article: the size of the archive.
    `copied` are those that may have a long stretch of the article word for word, where that is known; else any may.
    """

    __slots__ = ("among", "books", "copied", "labels", "originals", "unreadable")

    def __init__(
        self,
        books: Iterable[Book],
        unreadable: Sequence[Document] = (),
        among: int = 0,
        copied: frozenset[Book] | None = None,
    ) -> None:
        self.books = list(books)
        self.copied = copied
        self.originals: list[Original] = [book.original for book in self.books]
        self.labels: list[Label] = [book.label for book in self.books]
        self.unreadable: list[Document] = list(unreadable)
        self.among = among

    @property
    def is_crowd(self) -> bool:
        """Whether so many originals were searched that some of them will be like any quotation by chance."""
        return max(self.among, len(self.originals)) > _CROWD

    def kin(self, a: int, b: int) -> bool:
        """Whether two originals are versions of one text: of one address, or most of the shorter one stands in the other."""
        return a == b or self.books[a].is_version_of(self.books[b])

    def versions(self, n: int) -> list[int]:
        """All other originals that are versions of one."""
        return [m for m in range(len(self.originals)) if m != n and self.kin(n, m)]

    def beside(self, article: Document, quotes: Iterable[Quote] = ()) -> Shelf:
        """The shelf without the article itself, its page, or a copy of what its author wrote: no text is its own source."""
        own = address(article.meta.url)
        rest = _beyond(article, quotes)
        keep = [
            book
            for book in self.books
            if not (
                (own is not None and book.label.address == own)
                or _is_file(book.document, article)
                or (len(rest) >= _SAYS and _may_be_copy(rest, book.original) and _is_copy(rest, book.pairs))
            )
        ]
        if len(keep) == len(self.books):
            return self
        return Shelf(keep, [d for d in self.unreadable if not _is_file(d, article)], self.among, self.copied)

    def copied_from(self) -> list[Original]:
        """The originals that may have a long stretch of the article word for word."""
        return [book.original for book in self.books if self.copied is None or book in self.copied]


class Kept:
    """Books of originals out of an archive, kept from article to article: those last used, as many as memory is given for."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most = most
        self.size = 0
        self._books: OrderedDict[Hashable, tuple[Book, int]] = OrderedDict()

    def __call__(self, key: Hashable, decoded: Callable[[], Document]) -> Book:
        """The book of an original; where it is not kept, it is made of the document."""
        found = self._books.get(key)
        if found is not None:
            self._books.move_to_end(key)
            return found[0]
        book = Book(decoded())
        size = book.size
        self._books[key] = (book, size)
        self.size += size
        while self.size > self.most:
            self.size -= self._books.popitem(last=False)[1][1]
        return book


def shelf(documents: Sequence[Document], among: int = 0) -> Shelf:
    """Prepare originals, in order of name: the order in which they are given never matters.

    `among`: the number of originals of which these were chosen for an article.
    """
    return shelved(map(Book, documents), among)


def shelved(books: Iterable[Book], among: int = 0, copied: frozenset[Book] | None = None) -> Shelf:
    """The same of originals that may have been on a shelf before; `copied`: those that an article may have copied."""
    ordered = sorted(books, key=lambda book: book.rank)
    return Shelf([b for b in ordered if b.is_usable], [b.document for b in ordered if not b.is_usable], among, copied)


def _distinct(original: Original) -> NDArray[np.uint32]:
    """The pairs of neighbouring words of a text, each once, in order of their hashes."""
    pairs = (original.pairs >> _HALF).astype(np.uint32)
    return pairs[np.flatnonzero(np.concatenate((pairs[:1] == pairs[:1], pairs[1:] != pairs[:-1])))]


def _share(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """The share of one text's pairs of words that stand in another; of long ones a fixed sixteenth is looked at."""
    if min(len(one), len(other)) > _SAMPLED:
        one, other = one[: one.searchsorted(_SIXTEENTH)], other[: other.searchsorted(_SIXTEENTH)]
    if not len(one) or not len(other):
        return 0.0
    at = other.searchsorted(one)
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


def _may_be_copy(own: NDArray[np.uint32], original: Original) -> bool:
    """Whether a text may have so much of what an author wrote: of most others a few pairs of words show that it has not."""
    if len(own) > _SAMPLED:
        return True
    there, lacking = original.pairs, 0
    if not len(there):
        return False
    for k in range(_GLANCES):
        wanted = own[k::_GLANCES].astype(np.uint64) << _HALF
        at = there.searchsorted(wanted)
        at[at == len(there)] = 0
        lacking += int(np.count_nonzero((there[at] ^ wanted) >> _HALF))
        if lacking > (1 - _OWN) * len(own) + 1:
            return False
    return True


def _is_copy(own: NDArray[np.uint32], original: NDArray[np.uint32]) -> bool:
    """Whether a text is the article once more: it has what the author wrote, and little that the article lacks.

    A press release that the article copies is longer or shorter, and no copy of it.
    """
    return len(original) <= 2 * len(own) and _share(own, original) >= _OWN
