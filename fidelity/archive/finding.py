"""From an article and its quotations to the originals of a store that they could be from.

First what is named (a link, a title), then what has the words; of each page its other copies too, so that a quotation that is
true of one snapshot and not of another can be told. The aligner decides among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fidelity.archive.choose import address, is_named, title_words
from fidelity.text.words import letters, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fidelity.archive.index import Run
    from fidelity.archive.store import Entry, Store
    from fidelity.model import Document, Quote
    from fidelity.text.words import Words

_TITLES = 8  # originals whose titles are most like the work that a quotation names
_BY_WORDS = 12  # originals that share most of a quotation's words
_RUNNERS_UP = 0.25  # of the best one's weight, which the others must have
_PARAGRAPH = 25  # words from which a paragraph without marks is looked up: it may be copied
_COPIED = 4  # originals looked at for such a paragraph
_COPIES = 24  # differing copies of one page


class Found(NamedTuple):
    """The originals that an article's quotations could be from, in the order in which they were added to the store.

    `copied` are the texts (by number) that may have many words of the article in a row; None if there are too many to tell.
    """

    entries: list[Entry]
    copied: frozenset[int] | None


def candidates(store: Store, article: Document, quotes: Sequence[Quote], copied: int = _PARAGRAPH) -> Found:
    """The originals of a store that an article's quotations could be from, or that may have `copied` words of it in a row."""
    whole = words(article.text)
    runs = store.runs(whole.hashes, copied) if len(whole) >= copied else []
    many = any(run.numbers is None for run in runs)
    holding = None if many else frozenset(n for run in runs for n in run.numbers or ())
    texts = sorted({*_worded(store, quotes), *_copied(store, article, quotes, whole, runs, holding)})
    chosen = {e.id: e for e in (*_titled(store, article, quotes), *store.of_texts(texts))}
    linked = {a for u in _urls(article, quotes) if (a := address(u))}
    pages = linked | {a for e in chosen.values() if (a := address(e.meta.url))}
    for entries in store.at_addresses(pages).values():
        chosen.update((e.id, e) for e in _differing(entries, article.meta.published))
    return Found([chosen[k] for k in sorted(chosen)], holding)


def _urls(article: Document, quotes: Sequence[Quote]) -> Iterable[str | None]:
    return (*(link.url for link in article.links), *(q.names.url for q in quotes), *article.meta.originals)


def _titled(store: Store, article: Document, quotes: Sequence[Quote]) -> Iterable[Entry]:
    """Those whose titles are like that of a work that a quotation names, if it may be meant, or the article has the title."""
    works = {work: said for q in quotes if (work := q.names.work) and (said := title_words(work))}
    ids = {n for said in set(works.values()) for n in store.ids_with_title_words(said, _TITLES)}
    text = letters(article.text) if ids else ""
    for entry in store.of_ids(sorted(ids)):
        title = entry.meta.title
        if title is None or letters(title) in text or any(is_named(work, title) for work in works):
            yield entry


def _worded(store: Store, quotes: Sequence[Quote]) -> Iterable[int]:
    """The texts that share most of each quotation's words."""
    asked = [words(text).hashes for text in {q.text: None for q in quotes}]
    for hits in store.look_up_many(asked, _BY_WORDS):
        yield from (h.number for h in hits if h.weight >= _RUNNERS_UP * hits[0].weight)


def _copied(
    store: Store,
    article: Document,
    quotes: Sequence[Quote],
    whole: Words,
    runs: Sequence[Run],
    holding: frozenset[int] | None,
) -> Iterable[int]:
    """The texts that share most of each paragraph without marks, of those that may hold many of its words in a row."""
    quoted = [span for q in quotes for span in q.spans]
    asked = []
    for block in article.blocks if runs else ():
        start, end = block.span
        if block.kind in ("furniture", "code") or any(s <= start and end <= e for s, e in quoted):
            continue
        first, last = np.searchsorted(whole.starts, (start, end)).tolist()
        if last - first >= _PARAGRAPH and any(run.start < last and first < run.end for run in runs):
            asked.append(whole.hashes[first:last])
    for hits in store.look_up_many(asked, _COPIED):
        yield from (h.number for h in hits if holding is None or h.number in holding)


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
