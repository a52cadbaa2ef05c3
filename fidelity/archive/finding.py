"""From an article and its quotations to the originals of a store that they could be from.

First what is named (a link, a title), then what has the words; of each page its other copies too, so that a quotation that is
true of one snapshot and not of another can be told. The aligner decides among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.archive.choose import address, title_words
from fidelity.text.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.archive.store import Entry, Store
    from fidelity.model import Document, Quote

_TITLES = 8  # originals whose titles are most like the work that a quotation names
_BY_WORDS = 12  # originals that share most of a quotation's words
_RUNNERS_UP = 0.25  # of the best one's weight, which the others must have
_PARAGRAPH = 25  # words from which a paragraph without marks is looked up: it may be copied
_COPIED = 4  # originals looked at for such a paragraph
_COPIES = 24  # differing copies of one page


def candidates(store: Store, article: Document, quotes: Sequence[Quote]) -> list[Entry]:
    """The originals of a store that an article's quotations could be from, in the order in which they were added."""
    chosen: dict[int, Entry] = {}
    for entry in (*_linked(store, article, quotes), *_titled(store, quotes), *_worded(store, article, quotes)):
        chosen[entry.id] = entry
    for place in sorted({a for e in chosen.values() if (a := address(e.meta.url))}):
        for entry in _differing(store.at_address(place), article.meta.published):
            chosen[entry.id] = entry
    return [chosen[k] for k in sorted(chosen)]


def _linked(store: Store, article: Document, quotes: Sequence[Quote]) -> Iterable[Entry]:
    urls = [*(link.url for link in article.links), *(q.names.url for q in quotes), *article.meta.originals]
    for place in sorted({a for u in urls if (a := address(u))}):
        yield from _differing(store.at_address(place), article.meta.published)


def _titled(store: Store, quotes: Sequence[Quote]) -> Iterable[Entry]:
    for said in sorted({w for q in quotes if (w := title_words(q.names.work))}, key=sorted):
        yield from store.with_title_words(said, _TITLES)


def _worded(store: Store, article: Document, quotes: Sequence[Quote]) -> Iterable[Entry]:
    numbers: dict[int, None] = {}
    for text in {q.text: None for q in quotes}:
        hits = store.look_up(words(text).hashes, _BY_WORDS)
        numbers.update((h.number, None) for h in hits if h.weight >= _RUNNERS_UP * hits[0].weight)
    quoted = [span for q in quotes for span in q.spans]
    for block in article.blocks:
        start, end = block.span
        if block.kind in ("furniture", "code") or any(s <= start and end <= e for s, e in quoted):
            continue
        said = words(article.text[start:end])
        if len(said) >= _PARAGRAPH:
            numbers.update((h.number, None) for h in store.look_up(said.hashes, _COPIED))
    return store.of_texts(sorted(numbers))


def _differing(entries: Sequence[Entry], published: str | None) -> list[Entry]:
    """Of the copies of one page those that differ: the first and the last of each text, the nearest to a date first."""
    ends: dict[int, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.meta.snapshot or "", e.uri)):
        ends[entry.number] = [*ends.get(entry.number, [])[:1], entry]
    kept = [e for pair in ends.values() for e in pair]
    if len(kept) <= _COPIES:
        return kept
    wanted = published or ""
    before = [e for e in kept if (e.meta.snapshot or "") <= wanted]
    after = [e for e in kept if (e.meta.snapshot or "") > wanted]
    half = _COPIES // 2
    return [*before[-max(half, _COPIES - len(after)) :], *after[: max(half, _COPIES - len(before))]]
