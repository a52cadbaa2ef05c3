"""What a finding about changed words says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.rules.vocabulary import words_in

if TYPE_CHECKING:
    from fidelity.model import Edit
    from fidelity.rules.proof import Proof
    from fidelity.rules.weigh import Weighed

_NEAR = 60  # characters between the two parts of a negation
_WHAT = {
    "changed-negation": "negation",
    "changed-modal": "modal verb",
    "changed-quantifier": "quantifier",
    "changed-hedge": "hedge",
    "changed-condition": "condition",
    "changed-number": "number or date",
    "changed-name": "name",
}
_MINOR = {
    "changed-tense": "the same word in another form",
    "corrected-typo": "a slip, in one text only",
    "spelling-variant": "another spelling",
}


def message(proof: Proof, rule: str, w: Weighed) -> str:
    """A critical or minor change in one sentence, with the words of both texts."""
    here, there = proof.quoted(w.edit), proof.hidden(w.edit)
    if w.edit.kind == "omission":
        particle = particle_of(proof, w)
        if particle:
            both = f"{proof.hidden(particle.edit)} … {there}"
            whole = replace(w.edit, original=(particle.edit.original[0], w.edit.original[1]))
            return f"“{both}” was left out without a mark: the original says “{context(proof, whole)}”."
        return f"“{there}” was left out without a mark: the original says “{context(proof, w.edit)}”."
    if w.edit.kind == "insertion":
        return f"“{here}” was added: the original says “{context(proof, w.edit)}”."
    if rule in _MINOR:
        return f"The original writes “{there}”, the quotation “{here}”: {_MINOR[rule]}."
    dropped, added = w.words
    if bool(dropped) != bool(added):
        what = f"“{added}” was added" if added else f"“{dropped}” was left out"
        return f"{what}: the original says “{there}”, the quotation “{here}”."
    return f"A {_WHAT[rule]} was changed: the original says “{there}”, not “{here}”."


def particle_of(proof: Proof, negation: Weighed) -> Weighed | None:
    """The particle that goes with a negation left out (*ne* … pas), if that was left out before it in the same sentence."""
    if negation.edit.why != "changed-negation" or negation.edit.kind != "omission":
        return None
    at = negation.edit.original[0]
    near = [w for w in proof.weighed if at - _NEAR <= w.edit.original[1] <= at and _is_particle(proof, w)]
    between = proof.original[near[-1].edit.original[1] : at] if near else ""
    return near[-1] if near and not any(c in between for c in ".?!;") else None


def _is_particle(proof: Proof, w: Weighed) -> bool:
    """Whether all that was left out is half of a negation in two parts (French *ne*)."""
    words = words_in(proof.original, proof.vocabulary.language, *w.edit.original) if w.edit.kind == "omission" else []
    return len(words) == 1 and words[0].text in proof.vocabulary.lexicon.get("weigh", "negation_particle")


def context(proof: Proof, edit: Edit) -> str:
    """The original's words of an edit with a neighbour on either side."""
    text = proof.original
    start, end = edit.original
    left = text[max(0, start - 40) : start].split()[-1:]
    right = text[end : end + 40].split()[:1]
    return " ".join([*left, *text[start:end].split(), *right]).strip(" ,;:.")
