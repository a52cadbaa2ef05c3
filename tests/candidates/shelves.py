"""Articles and shelves of originals for the tests beside this file."""

from __future__ import annotations

from itertools import count

from fidelity.candidates import case, cases, shelf
from fidelity.model import Case, Document, Names, Quote
from fidelity.quotes import find_quotes
from fidelity.read import read
from fidelity.settings import Settings

BEFORE = (
    "The keeper wrote his letters by the lamp. Divers went down at dawn with two lanterns and a rope, and found the sluice "
    "half open. Nobody on the quay had expected so much water in a dry month."
)
PASSAGE = "The harbour board may close the northern lock before the winter floods arrive."
AFTER = (
    "No ferry will run until the engineers have seen the gate. The council thanked the crew for its work and set a date for "
    "the next visit. The clerk read out the letters of four villages, and it was agreed to send what could be spared."
)
OTHER = (
    "Salt was dear that year. Seven merchants went up the valley to ask for grain, and came back with three empty carts; "
    "their names stand in the parish book beside the price of each sack, and nobody has crossed them out."
)


def page(uri: str, *paragraphs: str, **meta: str) -> Document:
    head = "".join(f"{key}: {value!r}\n" for key, value in meta.items())
    return read(uri, f"---\n{head}---\n\n{chr(10).join(p + chr(10) for p in paragraphs)}".encode())


def told(passage: str = PASSAGE) -> tuple[str, str, str]:
    return BEFORE, passage, AFTER


def case_of(text: str, *originals: Document, names: Names | None = None, **meta: str) -> Case:
    article = page("article.md", f"So it was: “{text}”", **meta)
    at = article.text.index(text)
    found = [q for q in find_quotes(article).quotes if q.spans[0][0] == at]
    quote = found[0] if found else Quote("inline", ((at, at + len(text)),), text, article.origin)
    if names is not None:
        quote = Quote("inline", quote.spans, quote.text, quote.origin, names=names, whole=quote.whole)
    return case(article, quote, shelf(originals), Settings())


def cases_of(text: str, *originals: Document, **meta: str) -> dict[str, Case]:
    """The case of each quotation of an article, by the quotation's first words."""
    article = page("article.md", text, **meta)
    quotes = find_quotes(article).quotes
    stock = shelf(originals).beside(article, quotes)
    numbers = count()
    return {f"{next(numbers)} {c.quote.text}": c for c in cases(article, quotes, stock, Settings())}


def one(found: dict[str, Case], words: str) -> Case:
    """The case of the one quotation that has these words."""
    (only,) = [c for text, c in found.items() if words in text]
    return only
