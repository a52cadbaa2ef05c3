"""Rules about marks: punctuation, capitals, brackets, [sic], and what "cleaned up" may cover."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.remedy import bracketed, declared, outside, restored, without
from fidelity.rules.vocabulary import words_in
from fidelity.text.editorial import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Span
    from fidelity.rules.proof import Proof
    from fidelity.rules.weigh import Weighed

_STOPS = ".?!"
_QUOTERS = {",": "comma", ".": "full stop"}
_CLOSERS = " \t\n\"“”„‘’'«»‹›)]*_"


def changed_punctuation(proof: Proof) -> Iterator[Finding]:
    """Find punctuation that changes the sense.

    ## What it finds
    A question mark, exclamation mark or full stop inside the quotation where the original has none, or the other way round;
    at its end, a question turned into a statement. In a house that minds: a comma or stop of the quoter's inside the closing
    mark, and lines of verse that were run together without a slash.

    ## Why it matters
    "Is it safe?" asks what "It is safe." answers.

    ## Example
    The original: "Has it failed? We do not know." The quotation: "Has it failed. We do not know."

    ## Not flagged
    Commas, dashes, quotation marks; the last stop or comma; what stands where the author interrupts the quotation.
    """
    if proof.match is None:
        return
    for w in proof.weighed:
        if w.edit.kind != "presentation" or w.edit.why != "punctuation" or w.edit.mark or _at_joint(proof, w.edit.quote):
            continue
        here, there = _stop(proof.quote, w.edit.quote), _stop(proof.original, w.edit.original)
        if here != there:
            message = f"The original has {_name(there)} here, the quotation {_name(here)}."
            remedy = restored(proof, w.edit)
            yield Finding("changed-punctuation", message, proof.here(w.edit.quote), proof.there(w.edit.original), remedy=remedy)
    yield from _at_the_end(proof)
    yield from _verse(proof)


def _verse(proof: Proof) -> Iterator[Finding]:
    """Lines that the original breaks itself (not the paper's edge) and the quotation runs together."""
    if proof.case.original is None or not proof.case.original.emphatic or not proof.minds_form("verse", shown=False):
        return
    for w in proof.weighed:
        here, there = proof.quote[slice(*w.edit.quote)], proof.original[slice(*w.edit.original)]
        if w.edit.kind == "presentation" and there.count("\n") == 1 and not {*here} & {"\n", "/", "|"}:
            message = f"The original breaks the line here; the house ({proof.style.title}) wants a slash."
            severity = proof.gravity("verse")
            yield Finding("changed-punctuation", message, proof.here(w.edit.quote), proof.there(w.edit.original), severity)
            return


def _at_joint(proof: Proof, span: Span) -> bool:
    """Whether the author's own words stand here (“…,” she writes, “…”): what punctuation they ask for is convention."""
    start, end = proof.case.quote.origin.span(*span)
    return any(start <= a and b <= end for (_, a), (b, _) in pairwise(proof.case.quote.spans))


def _stop(text: str, span: tuple[int, int]) -> str:
    """The stop between two words, if it is one: a full stop counts only before white space or closing marks."""
    between = text[slice(*span)].replace(". . .", "").replace("...", "").replace("…", "")
    found = next((c for c in between if c in _STOPS), "")
    if found == "." and not between.rstrip(" \n\t").endswith((".", "”", "’", '"', "'", ")", "»", "“", "„")):
        found = "."
    initial = span[0] > 1 and text[span[0] - 1].isupper() and not text[span[0] - 2].isalnum()
    return "" if found == "." and (initial or text[span[1] : span[1] + 1].islower()) else found


def _at_the_end(proof: Proof) -> Iterator[Finding]:
    assert proof.match is not None
    if not proof.match.links:
        return
    (_, here), (_, there) = proof.match.links[-1]
    if any(c.isalnum() for c in proof.quote[here:]):
        return
    place, place_there = proof.here((here, len(proof.quote.rstrip()))), proof.there((there, there + 1))
    mine, theirs = _next_stop(proof.quote, here), _next_stop(proof.original, there)
    if mine and theirs and mine != theirs and "?" in (mine, theirs):
        message = f"The original ends with {_name(theirs)} here, the quotation with {_name(mine)}."
        yield Finding("changed-punctuation", message, place, place_there)
        return
    inside, quote = proof.quote[here : here + 1], proof.case.quote
    strange = inside in _QUOTERS and inside not in proof.original[there : there + 2]
    if strange and quote.form == "inline" and not quote.whole and proof.minds_form("final-punctuation", shown=False):
        what = _QUOTERS[inside]
        message = f"The {what} before the closing mark is not the original’s: the house ({proof.style.title}) sets it outside."
        severity = proof.gravity("final-punctuation")
        yield Finding("changed-punctuation", message, place, place_there, severity, outside(proof, here))


def _next_stop(text: str, at: int) -> str:
    while at < len(text) and text[at] in _CLOSERS:
        at += 1
    return text[at] if at < len(text) and text[at] in _STOPS and text[at : at + 3] != "..." else ""


def _name(stop: str) -> str:
    return {"?": "a question mark", "!": "an exclamation mark", ".": "a full stop"}.get(stop, "no stop")


def unmarked_capital(proof: Proof) -> Iterator[Finding]:
    """Find a first letter whose case was changed without brackets.

    ## What it finds
    A word at the beginning of the quotation with a capital that the original lacks, or the other way round.

    ## Why it matters
    Legal style wants `[T]he`; others change it in silence.

    ## Example
    The original: "and the seal failed". The quotation: "The seal failed".

    ## Not flagged
    A bracketed letter; a quotation that is declared "cleaned up"; any, in a house where the change is silent.
    """
    for w in proof.weighed:
        e = w.edit
        shown = e.mark is not None or proof.declares("cleaned-up")
        if e.kind != "presentation" or e.why != "case" or not proof.minds_form("first-letter", shown=shown):
            continue
        here, there = proof.quote[slice(*e.quote)].replace("[", "").replace("]", ""), proof.original[slice(*e.original)]
        if here[:1] != there[:1] and here[1:] == there[1:]:
            wants = "allows no other, not even in brackets" if shown else "wants brackets around another"
            message = f"The original writes “{there}” here: the house ({proof.style.title}) {wants}."
            severity = proof.gravity("first-letter")
            remedy = None if shown else bracketed(proof, e.quote[0])
            yield Finding("unmarked-capital", message, proof.here(e.quote), proof.there(e.original), severity, remedy)


def bracket_in_original(proof: Proof) -> Iterator[Finding]:
    """Find brackets that are the original's own.

    ## What it finds
    Brackets in the quotation that stand in the original too, and no note that says so.

    ## Why it matters
    The reader takes them for the quoter's.

    ## Example
    The original itself quotes: "the [second] pier". The quotation has the same brackets.

    ## Not flagged
    With "(alteration in original)".
    """
    shown = proof.declares("alteration-original")
    if proof.match is None or not proof.minds_form("original-brackets", shown=shown):
        return
    for mark in marks(proof.quote):
        if mark.kind != "bracket" or any(
            w.edit.quote[0] < mark.span[1] and mark.span[0] < w.edit.quote[1] for w in proof.weighed
        ):
            continue
        there = next((o for q, o in proof.match.links if q[0] <= mark.span[0] and mark.span[1] <= q[1]), None)
        if there and "[" in proof.original[slice(*there)]:
            message = (
                f"The brackets around “{mark.inner}” are the original’s own; say so, or readers take them for the quoter’s."
            )
            severity = proof.gravity("original-brackets")
            remedy = None if shown else declared(proof, "alteration-original")
            yield Finding("bracket-in-original", message, proof.here(mark.span), proof.there(there), severity, remedy)


def sic_without_error(proof: Proof) -> Iterator[Finding]:
    """Find a [sic] where the original has no error.

    ## What it finds
    [sic] after a word that the original writes otherwise, or after one that is plainly right: the text writes it so again and
    again, and it is no form that grammar could mind.

    ## Why it matters
    It accuses the source of a mistake that it did not make.

    ## Example
    The original: "they were warned". The quotation: "they was [sic] warned".

    ## Not flagged
    A word that is written so nowhere else, and forms of agreement, which only a reader can judge.
    """
    if proof.match is None:
        return
    for mark in marks(proof.quote):
        if mark.kind != "sic":
            continue
        before = words_in(proof.quote, proof.vocabulary.language, max(0, mark.span[0] - 40), mark.span[0])
        if not before:
            continue
        word = before[-1]
        changed = next((w for w in proof.weighed if _covers(w, word.start, word.end)), None)
        if changed:
            message = f"[sic] stands after “{word.raw}”, but the original says “{proof.hidden(changed.edit)}”."
            yield Finding("sic-without-error", message, proof.here(mark.span), proof.there(changed.edit.original))
        elif _plainly_right(proof, word.text):
            message = f"[sic] stands after “{word.raw}”, which is no error in the original."
            remedy = without(proof, mark.span, "unsafe")
            yield Finding("sic-without-error", message, proof.here(mark.span), remedy=remedy)


def _covers(w: Weighed, start: int, end: int) -> bool:
    return w.edit.kind in ("substitution", "insertion") and w.edit.quote[0] <= start and end <= w.edit.quote[1]


def _plainly_right(proof: Proof, word: str) -> bool:
    vocabulary = proof.vocabulary
    if vocabulary.is_finite(word) or vocabulary.has("stopword", word) or vocabulary.has("pronoun", word):
        return False
    wrong = {entry.split()[0] for entry in vocabulary.lexicon.get("weigh", "misspelling")}
    if word in wrong or len(word) < 4 or not word.isalpha():
        return False
    text = proof.original.lower()
    return text.count(word) + proof.case.article.text.lower().count(word) - proof.quote.lower().count(word) > 1


def cleaned_up_words(proof: Proof) -> Iterator[Finding]:
    """Find words changed under "(cleaned up)".

    ## What it finds
    Words replaced, added or left out without a mark, where the quotation is declared "cleaned up".

    ## Why it matters
    The note allows marks, brackets, capitals and citations to go. It never allows words to change.

    ## Example
    The original: "the duty is rarely absolute". The quotation: "the duty is absolute" (cleaned up).

    ## Not flagged
    Citations, brackets, inner quotation marks and capitals that were cleaned up.
    """
    for w in proof.weighed:
        if w.edit.why == "cleaned-up-words" and w.edit.mark is None:
            here, there = proof.quoted(w.edit), proof.hidden(w.edit)
            what = (
                f"“{there}” became “{here}”"
                if here and there
                else f"“{there}” was left out"
                if there
                else f"“{here}” was added"
            )
            message = f"“Cleaned up” does not cover words: {what}."
            place, place_there = proof.here(w.edit.quote), proof.there(w.edit.original)
            yield Finding("cleaned-up-words", message, place, place_there, remedy=restored(proof, w.edit))
