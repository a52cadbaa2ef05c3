"""Rules about words that were left out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.hidden import ends_sentence, is_break
from fidelity.rules.house import change_of
from fidelity.rules.message import context, particle_of
from fidelity.rules.proof import short
from fidelity.rules.remedy import before_the_stop, declared, restored, with_ellipsis, without
from fidelity.rules.verdict import cut_sentence
from fidelity.rules.vocabulary import words_in
from fidelity.rules.weigh import RULE_OF
from fidelity.text.editorial import marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Remedy, Severity, Span
    from fidelity.rules.hidden import Limit
    from fidelity.rules.proof import Proof
    from fidelity.rules.weigh import Weighed

_WHAT = {
    "negation": "a negation",
    "modal": "a modal verb",
    "quantifier": "a quantifier",
    "comparative": "a comparison",
    "hedge": "a hedge",
    "condition": "a condition",
}
_STOPS = tuple(".?!")
_CLOSERS = ' \t\n"”’»›)]'
_DETAILS = 3  # names and numbers that a message lists


def unmarked_omission(proof: Proof) -> Iterator[Finding]:
    """Find words of the original that were left out without a mark.

    ## What it finds
    Words between the first and the last of the passage that the quotation lacks, with no ellipsis in their place.

    ## Why it matters
    The reader takes the sentence for whole.

    ## Example
    The original: "the mayor, against all advice, signed". The quotation: "the mayor signed".

    ## Not flagged
    Words before the first or after the last quoted word; citations and notes that "(citation omitted)" or "(cleaned up)"
    covers. A single "not" or "may" is named after what it is (`changed-negation`, `changed-modal` …).
    """
    twofold = [particle_of(proof, w) for w in proof.weighed]  # told with the negation that they belong to
    for w in _omissions(proof):
        if w in twofold:
            continue
        severity: Severity | None = "warning" if w.edit.weight == "minor" else None
        if w.edit.mark is not None and proof.minds(w.edit):
            message = f"The house ({proof.style.title}) allows no omission, not even a marked one: “{proof.hidden(w.edit)}”."
        elif w.edit.mark is None and w.edit.why == "unmarked-omission" and proof.minds(w.edit):
            message = f"Left out without a mark: “{proof.hidden(w.edit)}”."
        else:
            continue
        if w.edit.mark is not None or w.edit.weight != "critical":
            change = change_of(w.edit, proof.original)
            severity = proof.gravity(change, own=severity)
        place, there = proof.here(w.edit.quote), proof.there(w.edit.original)
        yield Finding("unmarked-omission", message, place, there, severity, _mark(proof, w))
    yield from _note_calls(proof)


def _mark(proof: Proof, w: Weighed) -> Remedy | None:
    """What shows an omission that hides nothing grave and that the house allows; else the original's words."""
    if w.edit.mark is not None:
        return None
    if w.edit.weight == "critical" or any(limit.governs for limit in w.limits):
        whole = crosses_sentence(proof, w.edit.original)
        return None if whole else restored(proof, w.edit)  # an ellipsis would only cover it
    change = change_of(w.edit, proof.original)
    if proof.style.policy(change) == "forbidden":
        return restored(proof, w.edit)
    if change == "citation":
        return declared(proof, "citation-omitted")
    return None if crosses_paragraph(proof, w.edit.original) else with_ellipsis(proof, w.edit)


def _note_calls(proof: Proof) -> Iterator[Finding]:
    """The numbers and signs of notes that were dropped, in a house that wants it said."""
    shown = proof.declares("footnote-omitted", "cleaned-up")
    if not proof.minds_form("note-call", shown=shown):
        return
    for w in proof.weighed:
        e = w.edit
        if e.why == "note-call" and e.quote[0] == e.quote[1] and e.original[0] < e.original[1]:
            message = (
                f"The note call “{proof.hidden(e)}” was left out; the house ({proof.style.title}) wants “(footnote omitted)”."
            )
            severity = proof.gravity("note-call")
            place, there = proof.here(e.quote), proof.there(e.original)
            yield Finding("unmarked-omission", message, place, there, severity, declared(proof, "footnote-omitted"))


def hidden_limit(proof: Proof) -> Iterator[Finding]:
    """Find an omission that hides a word which limits what is quoted.

    ## What it finds
    A negation, modal, quantifier, comparison, hedge, condition or exception among the words left out. Where it governs
    words that the quotation keeps it is an error, ellipsis or no ellipsis; where it went with its own clause, a remark.

    ## Why it matters
    An ellipsis says that something is missing, not that it says the contrary.

    ## Example
    The original: "The plan is not, as some fear, a tax." The quotation: "The plan is … a tax."

    ## Not flagged
    Without a mark, a single word is named after what it is (`changed-negation` …), and a clause with its own limit is
    `unmarked-omission` only.
    """
    for w in _omissions(proof):
        governing = [x for x in w.limits if x.governs]
        if w.edit.mark is None and (w.edit.why in RULE_OF.values() or not governing):
            continue
        if governing:
            yield _limit(proof, w, _gravest(governing), governs=True)
        elif w.limits and w.edit.why == "hidden-limit":
            yield _limit(proof, w, w.limits[0], governs=False)


def _gravest(found: list[Limit]) -> Limit:
    order = ("negation", "condition", "modal", "hedge", "quantifier", "comparative")
    return min(found, key=lambda x: (order.index(x.term.kind), x.span))


def _limit(proof: Proof, w: Weighed, limit: Limit, *, governs: bool) -> Finding:
    word = short(proof.original[slice(*limit.span)])
    what = _WHAT[limit.term.kind]
    if governs:
        how = "The ellipsis hides" if w.edit.mark == "ellipsis" else "The words left out hold"
        message = f"{how} {what} that limits what is quoted: “{word}” in “{short(context(proof, w.edit))}”."
    else:
        message = f"What was left out has {what} of its own: “{word}”."
    here, there = proof.here(w.edit.quote), proof.there(limit.span)
    if not governs:
        return Finding("hidden-limit", message, here, there, "info")
    whole = crosses_sentence(proof, w.edit.original)
    return Finding("hidden-limit", message, here, there, remedy=None if whole else restored(proof, w.edit, hidden=True))


def hidden_detail(proof: Proof) -> Iterator[Finding]:
    """Find a name, number or date inside a marked omission.

    ## What it finds
    Names, numbers and dates among the words that an ellipsis stands for.

    ## Why it matters
    It rarely does; a reader who checks wants to know.

    ## Example
    The original: "the wells, drilled by Aldridge in 1974, are dry". The quotation: "the wells … are dry".

    ## Not flagged
    Omissions without a mark, which are reported as such, and those that already hide a limit.
    """
    for w in _omissions(proof):
        if w.edit.mark == "ellipsis" and w.details and w.edit.weight != "critical":
            shown = [short(proof.original[slice(*d)]) for d in w.details]
            more = f" and {len(shown) - _DETAILS} more" if len(shown) > _DETAILS else ""
            message = f"The ellipsis hides {', '.join(f'“{s}”' for s in shown[:_DETAILS])}{more}."
            yield Finding("hidden-detail", message, proof.here(w.edit.quote), proof.there(w.details[0]))


def ellipsis_over_paragraph(proof: Proof) -> Iterator[Finding]:
    """Find an ellipsis that stands for a paragraph's end.

    ## What it finds
    An ellipsis inside a paragraph of the quotation whose hidden words cross from one paragraph of the original to another.

    ## Why it matters
    Two thoughts look like one; most houses want the break shown.

    ## Example
    The first sentence of a report and the last of its third paragraph, joined by three dots.

    ## Not flagged
    An ellipsis beside a paragraph break of the quotation itself, unless the house forbids even that.
    """
    for w in _omissions(proof):
        here, there = w.edit.quote, w.edit.original
        if w.edit.mark != "ellipsis" or not crosses_paragraph(proof, there):
            continue
        shown = _beside_break(proof, here)
        if proof.minds_form("omission-over-paragraph", shown=shown):
            message = "The ellipsis joins words out of two paragraphs of the original."
            severity = proof.gravity("omission-over-paragraph")
            yield Finding("ellipsis-over-paragraph", message, proof.here(here), proof.there(there), severity)


def ellipsis_over_sentence(proof: Proof) -> Iterator[Finding]:
    """Find an ellipsis that stands for the end of a sentence.

    ## What it finds
    An ellipsis whose hidden words cross from one sentence of the original to another within a paragraph.

    ## Why it matters
    Several houses want four dots there; parts of two sentences may read as one.

    ## Example
    The original: "It rained. We went home late." The quotation: "It … went home late."

    ## Not flagged
    What crosses a paragraph is `ellipsis-over-paragraph`. Four dots, or a stop beside the dots, where the house shows it so;
    any ellipsis where the house has one form for all.
    """
    for w in _omissions(proof):
        here, there = w.edit.quote, w.edit.original
        if w.edit.mark != "ellipsis" or crosses_paragraph(proof, there) or not crosses_sentence(proof, there):
            continue
        shown = proof.style.over_sentence == "any" or _has_stop(proof.quote, here)
        if proof.minds_form("omission-over-sentence", shown=shown):
            message = "The ellipsis crosses the end of a sentence of the original."
            severity = proof.gravity("omission-over-sentence")
            yield Finding("ellipsis-over-sentence", message, proof.here(here), proof.there(there), severity)


def _has_stop(text: str, span: Span) -> bool:
    """Whether a stop stands beside an ellipsis, or four dots are one."""
    dots = text[slice(*span)]
    before, after = text[: span[0]].rstrip(_CLOSERS)[-1:], text[span[1] :].lstrip()[:1]
    return dots.count(".") + 3 * dots.count("…") > 3 or before in _STOPS or after in _STOPS


def _beside_break(proof: Proof, span: Span) -> bool:
    return bool(re.search(r"\n[ \t]*\n", proof.quote[max(0, span[0] - 3) : span[1] + 3]))


def _rims(proof: Proof, omitted: Span) -> tuple[int, int]:
    """From the last kept to the next kept word of the original."""
    text, (start, end) = proof.original, omitted
    while start and not text[start - 1].isalnum():
        start -= 1
    while end < len(text) and not text[end].isalnum():
        end += 1
    return start, end


def crosses_paragraph(proof: Proof, omitted: Span) -> bool:
    """Whether a paragraph of the original ends in what is left out."""
    gap = proof.original[slice(*_rims(proof, omitted))]
    return any(is_break(gap, m.start(), m.end()) for m in re.finditer(r"\n[ \t]*\n", gap))


def crosses_sentence(proof: Proof, omitted: Span) -> bool:
    """Whether a sentence of the original ends in what is left out, or at its rims."""
    start, end = _rims(proof, omitted)
    words = words_in(proof.original, proof.vocabulary.language, start, end)
    spans = [(start, start), *((x.start, x.end) for x in words), (end, end)]
    return any(ends_sentence(proof.original, a[1], b[0]) for a, b in pairwise(spans))


def empty_ellipsis(proof: Proof) -> Iterator[Finding]:
    """Find an ellipsis that stands for nothing.

    ## What it finds
    An ellipsis between two words that stand side by side in the original.

    ## Why it matters
    It tells the reader that words are missing; often the words were cut somewhere else.

    ## Example
    The original: "the seal failed". The quotation: "the seal … failed".

    ## Not flagged
    An ellipsis at the quotation's edge, and one that the original has itself.
    """
    for w in proof.weighed:
        if w.edit.kind == "presentation" and w.edit.why == "empty-ellipsis":
            message = "Nothing is left out where this ellipsis stands."
            mark = next((m.span for m in marks(proof.quote[slice(*w.edit.quote)]) if m.kind == "ellipsis"), None)
            at = w.edit.quote[0]
            remedy = without(proof, (at + mark[0], at + mark[1]), "unsafe") if mark else None  # words may be cut elsewhere
            place, there = proof.here(w.edit.quote), proof.there(w.edit.original)
            yield Finding("empty-ellipsis", message, place, there, remedy=remedy)


def cut_sentence_rule(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that ends as a sentence where the original's sentence goes on.

    ## What it finds
    A quotation set as a sentence of its own that closes with . ? or ! while the original runs on with more words.

    ## Why it matters
    What the source went on to say is cut off, and the stop says that there was nothing more.

    ## Example
    The original: "The bridge is safe, the inspector said, for pedestrians." The quotation: "The bridge is safe."

    ## Not flagged
    A fragment in the author's own sentence, whose stop is the author's; an ellipsis before the stop; a house that wants none.
    """
    if proof.match is None or proof.case.original is None or not proof.minds_form("sentence-end", shown=False):
        return
    if cut_sentence(proof.case.quote, proof.case.article.text, proof.match, proof.original, proof.vocabulary):
        end = proof.match.links[-1][1][1]
        rest = proof.original[end : end + 60].strip(" ,;:\n").split("\n")[0]
        message = f"The original’s sentence does not end here: it goes on “{short(rest)} …”."
        last = proof.quote.rstrip()
        start = max(last.rfind(" ") + 1, 0)
        yield Finding(
            "cut-sentence",
            message,
            proof.here((start, len(last))),
            proof.there((end, min(end + 60, len(proof.original)))),
            proof.gravity("sentence-end"),
            before_the_stop(proof),
        )


def _omissions(proof: Proof) -> Iterator[Weighed]:
    return (w for w in proof.weighed if w.edit.kind == "omission" and w.edit.mark in (None, "ellipsis", "brackets"))
