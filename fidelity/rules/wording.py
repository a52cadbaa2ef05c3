"""Rules about words that were changed, added or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.house import change_of
from fidelity.rules.message import message
from fidelity.rules.remedy import restored
from fidelity.rules.verdict import runs_backwards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Document, Edit, Match, Severity
    from fidelity.rules.proof import Proof
    from fidelity.rules.weigh import Weighed


def altered_wording(proof: Proof) -> Iterator[Finding]:
    """Find words that replace other words of the original.

    ## What it finds
    A word or a run of words that stands in place of others, without brackets, and that no more specific rule names.

    ## Why it matters
    What stands between quotation marks is what the source said. Another word, however close, is the quoter's.

    ## Example
    The original: "the bridge was closed in haste". The quotation: "the bridge was shut in haste".

    ## Not flagged
    A replacement in brackets (`[the panel] recommended`), and what only differs in typography. A changed article is a warning.
    """
    for w in _edits(proof, "altered-wording"):
        severity: Severity | None = "warning" if w.edit.weight == "minor" else None
        message = f"The original says “{proof.hidden(w.edit)}”, not “{proof.quoted(w.edit)}”."
        yield _finding(proof, "altered-wording", w.edit, message, severity)


def added_words(proof: Proof) -> Iterator[Finding]:
    """Find words that the original does not have.

    ## What it finds
    Words of the quotation, without brackets, that the original lacks at that place.

    ## Why it matters
    The source is made to say more than it said.

    ## Example
    The original: "the ferry runs at six". The quotation: "the ferry always runs at six, as everyone knows".

    ## Not flagged
    Insertions in brackets (`the operator [Nordbahn] may`), [sic], note calls.
    """
    for w in _edits(proof, "added-words"):
        severity: Severity | None = "warning" if w.edit.weight == "minor" else None
        message = f"The original does not have the words “{proof.quoted(w.edit)}”."
        yield _finding(proof, "added-words", w.edit, message, severity)


def moved_words(proof: Proof) -> Iterator[Finding]:
    """Find words that stand elsewhere in the original.

    ## What it finds
    A run of words that the original has, but before or after the place where the quotation puts it.

    ## Why it matters
    Order is sense: what was said of one thing is now said of another.

    ## Example
    The original: "First we pay, then we build." The quotation: "First we build, then we pay."

    ## Not flagged
    Passages that stand in the original's order, however far apart.
    """
    for w in _edits(proof, "moved-words"):
        message = f"“{proof.quoted(w.edit)}” stands elsewhere in the original."
        yield _finding(proof, "moved-words", w.edit, message)


def merged_passages(proof: Proof) -> Iterator[Finding]:
    """Find passages that were joined in another order, or out of two originals.

    ## What it finds
    One quotation made of passages that the original has the other way round, or of which another original holds a part.

    ## Why it matters
    The join makes a statement that nobody made, even where an ellipsis stands between.

    ## Example
    A report's sentence and a press release's, between one pair of quotation marks.

    ## Not flagged
    Passages of one original in its own order, with an ellipsis between.
    """
    if proof.match is None or not proof.minds_form("order", shown=False):
        return
    if runs_backwards(proof.match) and not any(e.kind == "move" for e in proof.match.edits):
        yield Finding(
            "merged-passages",
            "The passages stand in the original in another order.",
            proof.whole(),
            proof.there(proof.match.passages[0]),
        )
    for w in proof.weighed:
        found = _spliced(proof, w.edit)
        if found:
            match, document = found
            title = document.meta.title or document.uri
            message = f"“{proof.quoted(w.edit)}” is out of another original ({title}): two texts are given as one."
            yield Finding("merged-passages", message, proof.here(w.edit.quote), (document.uri, match.passages[0]))


def _spliced(proof: Proof, edit: Edit) -> tuple[Match, Document] | None:
    """The other original that an unmarked stretch of the quotation is out of, if there is one."""
    if edit.kind not in ("insertion", "substitution") or edit.mark:
        return None
    start, end = edit.quote
    if len(proof.quote[start:end].split()) < proof.settings.splice_words:
        return None
    for match, document in (*proof.case.others, *proof.case.parts):
        shared = sum(max(0, min(q[1], end) - max(q[0], start)) for q, _ in match.links)
        if 2 * shared > end - start:
            return match, document
    return None


def changed_negation(proof: Proof) -> Iterator[Finding]:
    """Find a negation that was added, dropped or changed.

    ## What it finds
    not, no, never, without … (and their counterparts in other languages) on one side only: replaced, put in, or left out
    without a mark, down to a single "not".

    ## Why it matters
    The sentence says the opposite.

    ## Example
    The original: "the seal did not fail". The quotation: "the seal did fail".

    ## Not flagged
    A clause or sentence left out together with its own "not", behind an ellipsis. One in brackets is a remark.
    """
    yield from _changed(proof, "changed-negation")
    for w in proof.weighed:
        if w.edit.why == "changed-negation" and w.edit.mark == "brackets" and not proof.minds(w.edit):
            told = message(proof, "changed-negation", w)
            told = f"The brackets turn the sense: {told[0].lower()}{told[1:]}"
            yield Finding("changed-negation", told, proof.here(w.edit.quote), proof.there(w.edit.original), "info")


def changed_modal(proof: Proof) -> Iterator[Finding]:
    """Find a modal verb that was added, dropped or changed.

    ## What it finds
    may, might, must, shall, should, can, could, will, would … on one side only.

    ## Why it matters
    "May disrupt" is a warning, "will disrupt" a forecast, "must disrupt" an order.

    ## Example
    The original: "the works may disrupt traffic". The quotation: "the works will disrupt traffic".

    ## Not flagged
    A modal in brackets (`[will]`), or one that went with its own clause behind an ellipsis.
    """
    yield from _changed(proof, "changed-modal")


def changed_quantifier(proof: Proof) -> Iterator[Finding]:
    """Find a quantifier or comparative that was added, dropped or changed.

    ## What it finds
    all, some, only, most, few, more, less, at least … on one side only.

    ## Why it matters
    "Some of the wells" and "all of the wells" are two findings.

    ## Example
    The original: "most members agreed". The quotation: "all members agreed".

    ## Not flagged
    Set phrases (at all, above all).
    """
    yield from _changed(proof, "changed-quantifier")


def changed_hedge(proof: Proof) -> Iterator[Finding]:
    """Find a hedge or an attribution that was added, dropped or changed.

    ## What it finds
    allegedly, reportedly, apparently, according to, likely, suspected … on one side only.

    ## Why it matters
    An allegation becomes a fact.

    ## Example
    The original: "the firm allegedly paid". The quotation: "the firm paid".

    ## Not flagged
    The reporter's own clause between two halves of somebody's speech.
    """
    yield from _changed(proof, "changed-hedge")


def changed_condition(proof: Proof) -> Iterator[Finding]:
    """Find a condition or exception that was added, dropped or changed.

    ## What it finds
    if, unless, except, provided, subject to, until … on one side only.

    ## Why it matters
    What holds under a condition is given as holding always.

    ## Example
    The original: "open unless it snows". The quotation: "open if it snows".

    ## Not flagged
    A whole condition left out is `unmarked-omission` and `hidden-limit`.
    """
    yield from _changed(proof, "changed-condition")


def changed_number(proof: Proof) -> Iterator[Finding]:
    """Find a number, unit or date that was changed.

    ## What it finds
    Numbers of another value, in figures or words, other units, currencies, months and days.

    ## Why it matters
    Numbers are what readers remember and repeat.

    ## Example
    The original: "forty-two wells". The quotation: "24 wells".

    ## Not flagged
    The same value written otherwise (3,000 and 3000; "three" and 3 are `spelling-variant`).
    """
    yield from _changed(proof, "changed-number")


def changed_name(proof: Proof) -> Iterator[Finding]:
    """Find a name that was changed.

    ## What it finds
    Capitalised words inside sentences, initials and titles that are others in the original.

    ## Why it matters
    The statement is about somebody else.

    ## Example
    The original: "a letter by Ms Keller". The quotation: "a letter by Ms Kellner".

    ## Not flagged
    A spelling of the same name that the language's table knows, a possessive.
    """
    yield from _changed(proof, "changed-name")


def changed_tense(proof: Proof) -> Iterator[Finding]:
    """Find a word in another form: tense, number, person, case.

    ## What it finds
    An inflected form in place of another one of the same word.

    ## Why it matters
    It is a minor change, but a style that forbids any wants it in brackets: `judge[s]`.

    ## Example
    The original: "the engineer warns". The quotation: "the engineer warned".

    ## Not flagged
    The change in brackets.
    """
    yield from _changed(proof, "changed-tense")


def corrected_typo(proof: Proof) -> Iterator[Finding]:
    """Find a slip of the original that was put right in silence, or one that the quoter made.

    ## What it finds
    A word that differs by one slip from the original's, where one of the two is a known misspelling or is written nowhere else.

    ## Why it matters
    Most houses want the slip kept with [sic], or the correction in brackets.

    ## Example
    The original: "we did not recieve it". The quotation: "we did not receive it".

    ## Not flagged
    Pairs of real words (casual and causal, trial and trail): those are `altered-wording`.
    """
    yield from _changed(proof, "corrected-typo")


def spelling_variant(proof: Proof) -> Iterator[Finding]:
    """Find a word in another spelling.

    ## What it finds
    -ise and -ize, colour and color, defence and defense, a number in figures for one in words.

    ## Why it matters
    Hardly; some houses want even that as it was.

    ## Example
    The original: "the colour of the water". The quotation: "the color of the water".

    ## Not flagged
    Accents and ligatures, which are typography.
    """
    yield from _changed(proof, "spelling-variant")


def _changed(proof: Proof, rule: str) -> Iterator[Finding]:
    for w in _edits(proof, rule):
        yield _finding(proof, rule, w.edit, message(proof, rule, w))


def _edits(proof: Proof, rule: str) -> Iterator[Weighed]:
    for w in proof.weighed:
        if w.edit.why != rule or w.edit.kind == "presentation" or not proof.minds(w.edit):
            continue
        if rule == "moved-words" or not _spliced(proof, w.edit):  # a spliced passage is named once, as merged
            yield w


def _finding(proof: Proof, rule: str, edit: Edit, message: str, severity: Severity | None = None) -> Finding:
    here = proof.here(edit.quote)
    if edit.mark:
        message = f"{message} The house ({proof.style.title}) does not allow this, not even marked."
    return Finding(rule, message, here, proof.there(edit.original), _severity(proof, edit, severity), restored(proof, edit))


def _severity(proof: Proof, edit: Edit, own: Severity | None) -> Severity | None:
    """What the house says of the change; of a critical one that nothing shows, the rule alone decides."""
    if edit.weight == "critical" and not edit.mark:
        return own
    return proof.gravity(change_of(edit, proof.original), own=own)
