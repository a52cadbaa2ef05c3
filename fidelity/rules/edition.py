"""Which version of a text an article says that it quotes: "the new terms", "the 2021 edition", "an early draft"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.text.words import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Document, Quote

_BEFORE = 400  # characters before a quotation, of which its sentence and the one before are read
_AFTER = 80  # and behind it
_HEAD = 500  # characters of a text in which it may say of what year it is
_NEAR = 2  # words between "new" and what is new
_STOP = re.compile(r"(?<=[.!?:])[\s”\"»]{1,20}(?=[\W_]{0,20}[A-ZÀ-ÖØ-Þ])")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?!\d)")
_NEW = frozenset({
    "new", "newer", "current", "latest", "amended", "revised", "updated", "present",
    "neu", "neue", "neuen", "neuer", "neues", "neuem", "geänderte", "geänderten", "aktuelle", "aktuellen", "jetzige",
    "nouveau", "nouvel", "nouvelle", "nouvelles", "nouveaux", "actuel", "actuelle", "actuelles", "modifié", "modifiée",
    "nuevo", "nueva", "nuevos", "nuevas", "vigente", "vigentes", "actual", "actuales",
    "nuovo", "nuova", "nuovi", "nuove", "attuale", "attuali", "nieuw", "nieuwe", "huidige", "gewijzigde",
    "novo", "nova", "novos", "novas", "atual", "atuais", "atualizado", "atualizada",
})  # fmt: skip
_OLD = frozenset({
    "old", "older", "former", "previous", "earlier", "original", "early",
    "alt", "alte", "alten", "alter", "altes", "frühere", "früheren", "vorige", "ursprüngliche", "ursprünglichen",
    "ancien", "ancienne", "anciens", "anciennes", "précédent", "précédente", "initial", "initiale",
    "viejo", "vieja", "antiguo", "antigua", "antiguos", "antiguas", "anterior", "anteriores",
    "vecchio", "vecchia", "vecchi", "vecchie", "precedente", "oud", "oude", "eerdere",
    "antigo", "antiga", "antigos", "antigas",
})  # fmt: skip
_TEXTS = frozenset({
    "version", "edition", "draft", "text", "wording", "clause", "release", "statement", "copy", "page",
    "fassung", "entwurf", "klausel", "wortlaut", "ausgabe", "texte", "édition", "brouillon", "versión", "edición",
    "texto", "borrador", "cláusula", "versione", "edizione", "testo", "bozza", "clausola", "versie", "tekst", "editie",
    "ontwerp", "versão", "edição", "rascunho",
})  # fmt: skip


def is_named(article: Document, quote: Quote, document: Document, others: Sequence[Document]) -> bool:
    """Whether the words around a quotation say of which of several versions it is: by age, year, or a title of its own."""
    own = _telling(document)
    rest = {w for other in others for w in _telling(other)}
    year = year_of(document)
    years = {year_of(other) for other in others}
    for sentence in _sentences(article, quote):
        said = [letters(w) if not w.isdecimal() else w for w in _WORD.findall(sentence)]
        if own - rest and (own - rest) <= set(said):
            return True
        if year and year not in years and any(y in said for y in (year, *sorted(years - {None}, key=str))):
            return year in said
        age = _age(said, own & rest)
        if age and year and None not in years and years:
            return year > max(map(str, years)) if age == "new" else year < min(map(str, years))
    return False


def year_of(document: Document) -> str | None:
    """The year of a version: of its snapshot, its publication, or the latest that its head gives."""
    dated = document.meta.snapshot or document.meta.published
    return dated[:4] if dated else max(_YEAR.findall(document.text[:_HEAD]), default=None)


def _telling(document: Document) -> set[str]:
    return {letters(w) for w in _WORD.findall(document.meta.title or "") if len(w) > 3}


def _sentences(article: Document, quote: Quote) -> list[str]:
    """The author's words in a quotation's sentence, then those of the sentence before."""
    start, end = quote.spans[0][0], quote.spans[-1][1]
    before = article.text[max(0, start - _BEFORE) : start]
    head = _STOP.split(before)
    tail = article.text[end : end + _AFTER].split("\n", 1)[0] if not quote.whole else ""
    return [f"{head[-1]} {re.split(r'[.!?“„«]', tail, maxsplit=1)[0]}", *head[-2:-1]]


def _age(said: Sequence[str], title: set[str]) -> str | None:
    """Whether the new or the old version is spoken of; nothing where both are or neither is."""
    ages = {
        "new" if word in _NEW else "old"
        for k, word in enumerate(said)
        if (word in _NEW or word in _OLD) and (_TEXTS | title) & set(said[k + 1 : k + 2 + _NEAR])
    }
    return ages.pop() if len(ages) == 1 else None
