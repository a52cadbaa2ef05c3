"""Rules about italics, bold and other emphasis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.proof import short
from fidelity.rules.remedy import declared, set_as_original

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Declaration, Remedy, Severity, Span, Stress
    from fidelity.rules.proof import Proof
    from fidelity.styles import Change as StyleChange

_SLANTED = {"italic", "underline"}
_CLOSERS = ' .,;*_"”“»«’›‹'
_OPENERS = '"“„«»‹'
_ABOUT_EMPHASIS = ("emphasis-added", "some-emphasis-added", "emphasis-original")


def undeclared_emphasis(proof: Proof) -> Iterator[Finding]:
    """Find emphasis that the quoter added and does not say so.

    ## What it finds
    Italic, bold, underlined, highlighted or capitalised words of the quotation that the original sets plainly.

    ## Why it matters
    Stress is sense: the reader takes it for the source's.

    ## Example
    The original: "the seal may fail". The quotation: "the seal *may* fail", and no "(emphasis added)".

    ## Not flagged
    A block quotation set wholly in italics, case names, foreign words, titles; an original that is plain text (`unknown`).
    The original's own emphasis, unless the house wants "(emphasis in original)".
    """
    for s in proof.stresses:
        change: StyleChange
        words = _words(proof, s.quote)
        match s.status:
            case "added":
                change = "emphasis-added"
                message = f"The emphasis on “{words}” is not in the original, and nothing says that it was added."
                forbidden = (
                    f"The emphasis on “{words}” was added; the house ({proof.style.title}) allows none, not even declared."
                )
            case "kept":
                change = "emphasis-kept"
                message = f"The emphasis on “{words}” is the original’s, and nothing says so."
                forbidden = f"The house ({proof.style.title}) keeps no emphasis of the original: “{words}”."
            case _:
                continue
        if proof.minds_form(change, shown=s.declared):
            severity = proof.gravity(change)
            if s.declared or (change == "emphasis-kept" and proof.style.policy(change) == "forbidden"):
                message = forbidden
            yield Finding("undeclared-emphasis", message, proof.here(s.quote), _there(proof, s), severity, _note(proof, s))


def lost_emphasis(proof: Proof) -> Iterator[Finding]:
    """Find emphasis of the original that the quotation lost.

    ## What it finds
    Words that the original stresses and the quotation sets plainly, with no "(emphasis omitted)".

    ## Why it matters
    The source's own stress is part of what it said.

    ## Example
    The original: "it *is* the system". The quotation: "it is the system".

    ## Not flagged
    An original that is set so wholly; headings and links; an article in plain text (`unknown`). Another kind of emphasis in
    place of the original's (bold for italics), unless the house minds.
    """
    for s in proof.stresses:
        change: StyleChange
        words = _words(proof, s.quote)
        match s.status:
            case "removed":
                change = "emphasis-removed"
                stressed = short(proof.original[slice(*s.original)]) if s.original else words
                message = f"The original stresses “{stressed}”; the quotation does not."
            case "changed":
                change = "emphasis-underline" if {*s.kinds, *s.original_kinds} <= _SLANTED else "emphasis-kind"
                kinds = " and ".join(s.original_kinds), " and ".join(s.kinds)
                message = f"The original sets “{words}” in {kinds[0]}, the quotation in {kinds[1]}."
            case _:
                continue
        if proof.minds_form(change, shown=s.declared):
            severity = proof.gravity(change)
            remedy = set_as_original(proof, s.quote, s.original_kinds) if s.status == "removed" else None
            yield Finding("lost-emphasis", message, proof.here(s.quote), _there(proof, s), severity, remedy)


def false_emphasis_note(proof: Proof) -> Iterator[Finding]:
    """Find a note about emphasis that is not true.

    ## What it finds
    "(emphasis added)" over emphasis that the original has, or "(emphasis in original)" over emphasis that it lacks. Where the
    note is true of another run of the same quotation it is a warning.

    ## Why it matters
    The note was written to be relied on.

    ## Example
    The original: "it *is* the system". The quotation: "it *is* the system" (emphasis added).

    ## Not flagged
    "(some emphasis added)", and runs of which the original's copy cannot tell.
    """
    added = [s for s in proof.stresses if s.status == "added"]
    kept = [s for s in proof.stresses if s.status in ("kept", "changed")]
    if proof.declares("some-emphasis-added"):
        return
    says_added, says_original = proof.declares("emphasis-added"), proof.declares("emphasis-original")
    if says_added and says_original:
        return  # two notes share the runs between them: which is whose, only a reader can tell
    severity: Severity | None
    if says_added:
        for s in kept:
            message = (
                f"The note says that the emphasis was added, but “{_words(proof, s.quote)}” is stressed in the original too."
            )
            severity = "warning" if added else None
            yield Finding("false-emphasis-note", message, proof.here(s.quote), _there(proof, s), severity)
    if says_original:
        for s in added:
            message = f"The note says that the emphasis is the original’s, but “{_words(proof, s.quote)}” is plain there."
            severity = "warning" if kept else None
            yield Finding("false-emphasis-note", message, proof.here(s.quote), _there(proof, s), severity)


def idle_emphasis_note(proof: Proof) -> Iterator[Finding]:
    """Find a note about emphasis where none can be seen.

    ## What it finds
    "(emphasis added)" or "(italics in original)" beside a quotation without any emphasis.

    ## Why it matters
    The emphasis was most likely lost when the page was converted, and the reader cannot know which words are meant.

    ## Example
    A plain-text copy of an article that still says "(emphasis added)".

    ## Not flagged
    A note that speaks for the whole article ("all emphasis is mine"), or that stands behind a later quotation. In an article
    that is plain text, which cannot show emphasis, the note is only information.
    """
    quote = proof.case.quote
    if quote.emphasis or any(s.kinds for s in proof.stresses):
        return
    for note in quote.declares:
        if note.kind in _ABOUT_EMPHASIS and _is_near(proof, note):
            message = f"“{short(note.text)}”, but no emphasis can be seen in the quotation: was it lost in conversion?"
            severity: Severity | None = (
                None if proof.case.article.emphatic else "info"
            )  # plain text cannot show any: the copy's fault
            yield Finding("idle-emphasis-note", message, note.span, severity=severity)
            return


def _is_near(proof: Proof, note: Declaration) -> bool:
    start, end = proof.whole()
    reach = proof.settings.note_reach
    lead = proof.case.quote.lead_in
    if lead and lead.span[0] <= note.span[0] and note.span[1] <= lead.span[1] + 2:
        return True
    if not start - reach <= note.span[0] or not note.span[1] <= end + reach:
        return False
    between = proof.case.article.text[end : note.span[0]] if note.span[0] >= end else ""
    return not any(c in between.lstrip(_CLOSERS) for c in _OPENERS)  # a note speaks for the last quotation before it


def _note(proof: Proof, stress: Stress) -> Remedy | None:
    """The note that is missing beside emphasis, if one will do: whose is whose in a mixture is for the quoter to say."""
    kept = any(s.status in ("kept", "changed") for s in proof.stresses)
    added = any(s.status == "added" for s in proof.stresses)
    change: StyleChange = "emphasis-added" if stress.status == "added" else "emphasis-kept"
    if proof.style.policy(change) == "forbidden" or any(d.kind in _ABOUT_EMPHASIS for d in proof.case.quote.declares):
        return None
    if stress.status == "added":
        beside = proof.style.note_place == "words"
        return declared(proof, "some-emphasis-added" if kept and not beside else "emphasis-added", stress.quote)
    return None if added else declared(proof, "emphasis-original", stress.quote)


def _words(proof: Proof, span: Span) -> str:
    return short(proof.quote[slice(*span)])


def _there(proof: Proof, stress: Stress) -> tuple[str, Span] | None:
    return proof.there(stress.original) if stress.original else None
