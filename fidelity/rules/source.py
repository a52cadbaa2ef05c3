"""Rules about where a quotation comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.proof import short
from fidelity.rules.weigh import CITATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Document, Match, Severity
    from fidelity.rules.proof import Proof

_AROUND = 300  # characters on either side of a passage, by which two copies of one text know each other
_WHOLE = 0.9  # share of the words that an original must have to be one that has "these words"
_ALIKE = 0.5  # share of those words that copies have in common


def not_found(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that no original in hand has.

    ## What it finds
    A quotation whose every possible original is in hand and readable, and none holds the passage.

    ## Why it matters
    Nobody is known to have said it.

    ## Example
    A sentence between quotation marks that the report linked beside it does not contain.

    ## Not flagged
    Quotations whose original is not in hand, cannot be read, or that are too short to tell: those are `unchecked`.
    """
    case = proof.case
    if case.match is not None or case.reason is not None:
        return
    hint = "the nearest passage is only a hint" if case.nearest else "nothing comes near it"
    there = (case.nearest.original, case.nearest.passages[0]) if case.nearest and case.nearest.passages else None
    yield Finding("not-found", f"No original in hand has these words; {hint}.", proof.whole(), there)


def found_elsewhere(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that stands in another original than the one it names.

    ## What it finds
    The article names an original that is in hand, and the words stand in another one.

    ## Why it matters
    The words are real and the source is wrong: somebody else said them.

    ## Example
    "The Herald writes", and the sentence is the Courier's.

    ## Not flagged
    Copies and versions of the named original (`original-changed`), and articles that name none.
    """
    match, original = proof.match, proof.case.original
    if match is None or original is None or not proof.case.named or match.original in proof.case.named:
        return
    if any(document.uri in proof.case.named for _, document in proof.case.parts):
        return  # it holds a part of the words: told as a splice
    for other, document in proof.case.others:
        if document.uri in proof.case.named and _are_copies(match, original, other, document):
            return
    title = original.meta.title or original.uri
    message = f"These words stand in another original than the one named: {short(title)}."
    yield Finding("found-elsewhere", message, proof.whole(), proof.there(match.passages[0]))


def ambiguous_original(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that several originals hold, with nothing to say which is meant.

    ## What it finds
    Two different texts that both have the words, equally near, where the article names neither.

    ## Why it matters
    Whoever is quoted, it might be somebody else.

    ## Example
    A phrase that the ministry's and the opposition's paper both use.

    ## Not flagged
    Copies of one text.
    """
    match, original = proof.match, proof.case.original
    if match is None or original is None or proof.case.named or match.how == "named" or _is_cited(proof):
        return
    if match.kept < _WHOLE * match.words:
        return  # parts of it stand here and there: no original has the whole
    for other, document in proof.case.others:
        if document.uri != match.original and other.score >= match.score and not _are_copies(match, original, other, document):
            title = document.meta.title or document.uri
            message = f"Another original has these words too ({short(title)}), and the article does not say which is meant."
            yield Finding("ambiguous-original", message, proof.whole(), (document.uri, other.passages[0]))
            return


def _is_cited(proof: Proof) -> bool:
    """Whether the article names a source that could not be told among those in hand: a work, a link, a citation."""
    names, end = proof.case.quote.names, proof.whole()[1]
    return bool(names.work or names.url or names.publisher or CITATION.search(proof.case.article.text[end : end + 80]))


def original_changed(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that is true of one version of the original and not of another.

    ## What it finds
    Two copies of the same text in hand, of which only one has the words as they are quoted.

    ## Why it matters
    The source was changed after it was quoted, or before: the author need not be at fault.

    ## Example
    The morning's report lacks a clause that the evening's has.

    ## Not flagged
    Copies that differ somewhere else.
    """
    match, original = proof.match, proof.case.original
    if match is None or original is None:
        return
    for other, document in proof.case.others:
        if other.score < match.score and _are_copies(match, original, other, document):
            told = {(e.quote, original.text[slice(*e.original)]) for e in match.edits}
            edits = (e for e in other.edits if e.kind != "presentation" and e.mark is None)
            edit = next((e for e in edits if (e.quote, document.text[slice(*e.original)]) not in told), None)
            if edit is None:
                continue
            here, there = short(proof.quote[slice(*edit.quote)]), short(document.text[slice(*edit.original)])
            what = f"has “{there}” for “{here}”" if here and there else f"lacks “{here}”" if here else f"also has “{there}”"
            title = document.meta.title or document.uri
            message = f"True of this version of the original; another one in hand ({short(title)}) {what}."
            yield Finding("original-changed", message, proof.here(edit.quote), (document.uri, edit.original))
            return


def unchecked(proof: Proof) -> Iterator[Finding]:
    """Report a quotation that could not be compared with anything.

    ## What it finds
    Quotations without an original in hand, with one that cannot be read, too short to tell, or in another language.

    ## Why it matters
    Unchecked is not right. The reason says what would help.

    ## Example
    A quotation from a page of which no copy was given.

    ## Not flagged
    Nothing is left out. With `--require-originals` it is an error.
    """
    if proof.case.match is None and proof.case.reason is not None:
        severity: Severity | None = "error" if proof.settings.require_originals else None
        yield Finding("unchecked", f"Not checked: {proof.case.reason}.", proof.whole(), None, severity)


def _are_copies(match: Match, original: Document, other: Match, document: Document) -> bool:
    """Whether two originals are copies or versions of one text, by the words around the passage."""
    if not match.passages or not other.passages:
        return False
    if original.meta.url and original.meta.url == document.meta.url:
        return True
    a, b = _surroundings(original.text, match), _surroundings(document.text, other)
    if not a or not b:
        return bool(original.meta.title) and original.meta.title == document.meta.title
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def _surroundings(text: str, match: Match) -> set[str]:
    low, high = min(p[0] for p in match.passages), max(p[1] for p in match.passages)
    around = text[max(0, low - _AROUND) : low] + " " + text[high : high + _AROUND]
    return {w.strip(".,;:!?\"'“”").lower() for w in around.split() if len(w) > 3}
