"""The original that a footnote names: the note called right behind a quotation, back over "Id." and "Ibid."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.archive.choose import title_words
from fidelity.archive.particulars import particulars

if TYPE_CHECKING:
    from fidelity.candidates.stock import Shelf
    from fidelity.model import Document, Quote

_BEHIND = 4  # characters between a quotation and the call of its note: a mark, a stop
SAME_AGAIN = re.compile(r"\W{0,20}(?:ibid|ibidem|ib|id|idem|ebd|ebda|ebenda|a\.\s?a\.\s?O)\b", re.IGNORECASE)
"""The beginning of a citation that repeats the last one."""
_FURTHER = re.compile(r"[;(\[]|\b(?:quoting|citing|zit\. nach|cité par|citado en|citato in)\b")
_FIGURE = re.compile(r"\W*(\d{1,4}|\*+)\W")
_LEAST = 2  # words of a title that a note must have


def in_note(article: Document, quote: Quote, stock: Shelf) -> list[int]:
    """The originals that the note at a quotation's end names; nothing if it names several works or none in hand."""
    if quote.names.work or quote.names.url:
        return []
    end = quote.spans[-1][1]
    called = next((i.label for i in article.inlines if i.kind == "note-call" and end <= i.span[0] <= end + _BEHIND), None)
    if called is None:
        return []
    texts = _texts(article)
    k = _notes(article, texts).get(called)
    while k is not None and k > 0 and SAME_AGAIN.match(texts[k]):
        k -= 1
    if k is None or SAME_AGAIN.match(texts[k]):
        return []
    cited = _FURTHER.split(texts[k], maxsplit=1)[0]
    found = [n for n in range(len(stock.originals)) if _names(cited, stock, n)]
    return found if found and all(stock.kin(found[0], n) for n in found) else []


def _names(cited: str, stock: Shelf, n: int) -> bool:
    """Whether a citation has all words of an original's title, or one of them beside its volume, docket or number."""
    words, plate = title_words(cited), stock.labels[n]
    exact = {p for p in particulars(cited) & plate.particulars if p[0] in ("cite", "docket")}
    return bool(exact and words & plate.title) or (len(plate.title) >= _LEAST and plate.title <= words)


def _texts(article: Document) -> list[str]:
    return [article.text[slice(*b.span)] for b in article.blocks if b.kind == "footnote"]


def _notes(article: Document, texts: list[str]) -> dict[str, int]:
    """Which of the footnotes each label calls: that which begins with it, else in order."""
    labels = dict.fromkeys(i.label for i in article.inlines if i.kind == "note-call" and i.label)
    begun = {m[1]: k for k, text in enumerate(texts) if (m := _FIGURE.match(text)) and m[1] in labels}
    if len(begun) == len(texts):
        return begun
    order = sorted(labels, key=lambda label: (label.isdecimal(), int(label) if label.isdecimal() else 0))
    return {label: k for k, label in enumerate(order)} if len(order) == len(texts) else {}
