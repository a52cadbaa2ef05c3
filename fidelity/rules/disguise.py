"""Rules about words that are not what they seem: letters of other alphabets, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.remedy import glyphs
from fidelity.text.lookalikes import intruders, is_east_asian, main_script, mixed, plain
from fidelity.text.unseen import is_grave, named, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Case, Edit, Match, Span
    from fidelity.rules.proof import Proof

LOOK_ALIKES = "look-alike-letters"
_AROUND = 400  # characters of the quotation on either side that tell its alphabet
_LONG = 40  # characters of a word that a finding shows
_NAMED = 3  # characters that a message names
_SHAPES = "LNSM"  # letters, figures, signs and accents: dashes, quotation marks and blanks pass for no letter
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def disguised(edit: Edit, case: Case) -> Edit | None:
    """The edit told as a matter of look-alike letters, if it is that and nothing else; None if it is not.

    In the quotation they make another word; where the original has them, the quotation wrote what everybody reads.
    """
    if edit.kind not in ("substitution", "presentation") or edit.mark is not None or case.original is None:
        return None
    here, there = case.quote.text[slice(*edit.quote)], case.original.text[slice(*edit.original)]
    if not any(not c.isascii() and unicodedata.category(c)[0] in _SHAPES for c in here + there):
        return None
    start, end = edit.quote
    around = case.quote.text[max(0, start - _AROUND) : start] + case.quote.text[end : end + _AROUND]
    main = main_script(around)
    if intruders(here, there, main, wide=is_east_asian(around + here)):
        return replace(edit, kind="substitution", weight="minor", why=LOOK_ALIKES)
    if edit.kind == "substitution" and intruders(there, here, main, wide=True):
        return replace(edit, kind="presentation", weight="none", why=LOOK_ALIKES)
    return None


def recounted(match: Match, quote: str, told: Sequence[Edit]) -> Match:
    """The match without the words that only look like the original's; `told` are its edits as the aligner told them."""
    false = [
        len(_WORD.findall(quote[slice(*after.quote)]))
        for before, after in zip(told, match.edits, strict=True)
        if before.kind == "presentation" and after.kind == "substitution" and after.why == LOOK_ALIKES
    ]
    return replace(match, kept=max(0, match.kept - sum(false))) if false else match


def look_alike_letters(proof: Proof) -> Iterator[Finding]:
    """Find words that only look like the original's.

    ## What it finds
    Letters of another alphabet, figures in wide forms, or letters made for formulas, inside a word of the quotation that would
    else be the original's: “pоrt” with a Cyrillic о, wide figures for a year. Where no original has the quotation, words in
    Latin letters that hold such ones, since no search finds them.

    ## Why it matters
    A reader sees the same word. A search engine, a screen reader and a plagiarism check see another one, so such letters are a
    way to hide a quotation, or a slip of the keyboard.

    ## Example
    The original: "the port will stay open". The quotation: "the pоrt will stay open", with a Cyrillic о.

    ## Not flagged
    Words of another alphabet among Latin ones; the micro sign, ligatures, accents; signs of a science (NFκB); wide figures
    among East Asian words; what the original writes so, too.
    """
    seen = []
    for w in proof.weighed:
        if w.edit.why != LOOK_ALIKES or w.edit.kind != "substitution":
            continue
        seen.append(w.edit.quote)
        here, there = proof.quote[slice(*w.edit.quote)], proof.original[slice(*w.edit.original)]
        foreign = [c for c in dict.fromkeys(here) if c not in there and plain(c) != c] or [c for c in here if c not in there]
        message = f"“{proof.quoted(w.edit)}” only looks like the original’s “{proof.hidden(w.edit)}”: {_list(foreign)}."
        yield _finding(proof, w.edit.quote, message, proof.there(w.edit.original))
    for span, letters in mixed(proof.quote):
        if not any(a < span[1] and span[0] < b for a, b in seen) and _is_astray(proof, span):
            word = proof.quote[slice(*span)]
            message = f"“{word}” has letters of another alphabet, so that no search finds it: {_list(letters)}."
            yield _finding(proof, span, message, None)
            if proof.match is None:
                return  # one is enough to say why


def _is_astray(proof: Proof, span: Span) -> bool:
    """Whether a word of the quotation does not stand so in an original."""
    if proof.match is None:
        nearest = proof.case.nearest
        return nearest is None or not any(a <= span[0] and span[1] <= b for (a, b), _ in nearest.links)
    return not any(a <= span[0] and span[1] <= b for (a, b), _ in proof.match.links)


def _finding(proof: Proof, span: Span, message: str, there: tuple[str, Span] | None) -> Finding:
    words = plain(proof.quote[slice(*span)])
    remedy = glyphs(proof, ((span, words),)) if words != proof.quote[slice(*span)] else None
    return Finding(LOOK_ALIKES, message, proof.here(span), there, remedy=remedy)


def hidden_characters(proof: Proof) -> Iterator[Finding]:
    """Find characters in a quotation that nobody sees and that have no work there.

    ## What it finds
    Characters that turn the direction of words, gaps without width inside words, strokes through letters, hidden tags, and
    control characters. One finding a quotation names them all.

    ## Why it matters
    What is copied, searched or read aloud is not what is seen. “desolc” behind U+202E looks like “closed”.

    ## Example
    “the port will not be c⟨U+200B⟩losed”

    ## Not flagged
    Soft hyphens; joiners in scripts that join letters and in emoji; marks of direction beside Arabic or Hebrew words; what the
    original has, too. Characters that turn words round, steer a terminal or strike letters out are warnings.
    """
    found = unseen(proof.quote)
    if found and proof.match is not None:
        theirs = {c for start, end in proof.match.passages for c in proof.original[start:end] if not c.isalnum()}
        found = [at for at in found if proof.quote[at] not in theirs]
    if not found:
        return
    chars = sorted({proof.quote[at] for at in found})
    more = f", and {len(chars) - _NAMED} other kinds" if len(chars) > _NAMED else ""
    names = ", ".join(named(c) for c in chars[:_NAMED])
    message = f"The quotation holds {_counted(len(found))} not seen: {names}{more}."
    grave = any(map(is_grave, chars))
    here = proof.here(_word_at(proof.quote, found[0]))
    yield Finding("hidden-characters", message, here, severity="warning" if grave else None)


def _word_at(text: str, at: int) -> Span:
    """What stands around a character between white space, as far as it is not long."""
    start, end = at, at + 1
    while start > max(0, at - _LONG) and not text[start - 1].isspace():
        start -= 1
    while end < min(len(text), at + _LONG) and not text[end].isspace():
        end += 1
    return start, end


def _counted(number: int) -> str:
    return "a character that is" if number == 1 else f"{number} characters that are"


def _list(foreign: Sequence[str]) -> str:
    shown = ", ".join(f"“{c}” is {named(c)}" for c in foreign[:_NAMED])
    return f"{shown}, and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else shown
