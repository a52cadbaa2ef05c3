"""Rules about the form of marks: how a house writes an ellipsis, and which quotation marks stand inside others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.omission import crosses_paragraph, crosses_sentence
from fidelity.rules.proof import short
from fidelity.rules.remedy import declared, ellipsis_of, glyphs, has_other_marks, without, written
from fidelity.text.editorial import marks
from fidelity.text.fold import DOUBLE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Edit, Span
    from fidelity.rules.proof import Proof

_THIN = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_FAMILY = {
    "“": "double", "”": "double", "„": "double", "‟": "double", '"': "double", "``": "double", "''": "double", "‘‘": "double",
    "«": "angled", "»": "angled", "‹": "single angled", "›": "single angled",
    "‘": "single", "’": "single", "‚": "single", "‛": "single", "'": "single",
}  # fmt: skip
_CLOSING = {
    "“": '”"', "”": "”", "„": "“”", '"': '"”', "«": "»", "»": "«", "‹": "›", "›": "‹",
    "‘": "’'", "’": "’", "‚": "‘’", "'": "'’",
}  # fmt: skip
_OTHER = {"“": "‘", '"': "'", "‘": "“", "'": '"'}  # what most houses set inside
_DOTS = 3
_INNER = re.compile(r"(?:(?<=[\s(\[—–])|^)([“”„\"«»‹›‘’‚'])(?=\w)")
_WORD = re.compile(r"\w+")
_OPENED = re.compile(rf"(?:^|[\s(\[—–])[{''.join(sorted(DOUBLE_MARKS))}\"‘‚‹']")


def wrong_ellipsis_form(proof: Proof) -> Iterator[Finding]:
    """Find an ellipsis that is not written as the house writes it.

    ## What it finds
    An ellipsis over words left out in a form that the house does not use (`…` where it wants `. . .` or `[…]`); four dots where
    no sentence of the original ends; an ellipsis before the first quoted word, where the house sets none.

    ## Why it matters
    The form tells the reader whose dots they are, and whether a sentence ended behind them.

    ## Example
    A court brief: "the lease … ends in May". Its house writes: "the lease . . . ends in May".

    ## Not flagged
    An ellipsis that stands in the original too; thin or unbreakable spaces between the dots; an ellipsis at the end.
    """
    house = proof.style
    leads = proof.minds_form("leading-ellipsis", shown=True)
    for w in proof.weighed:
        e = w.edit
        if e.mark != "ellipsis":
            continue
        if e.kind == "omission":
            mark = next((m.span for m in marks(proof.quote[slice(*e.quote)]) if m.kind == "ellipsis"), None)
            if mark is None:
                continue
            span = (e.quote[0] + mark[0], e.quote[0] + mark[1])
            text, form, dots = proof.quote[slice(*span)], *_form(proof.quote[slice(*span)])
            if form not in house.ellipses:
                wanted = " or ".join(house.ellipses)
                message = f"The house ({house.title}) writes an ellipsis as {wanted}, not as {short(text)}."
                remedy = written(proof, span, ellipsis_of(proof)) if dots == _DOTS else None
                yield Finding("wrong-ellipsis-form", message, proof.here(span), proof.there(e.original), remedy=remedy)
            elif dots > 3 and house.over_sentence == "four dots" and not _ends_one(proof, e.original):
                message = "Four dots say that a sentence ended in what is left out; none did."
                runs_on = proof.quote[span[1] :].lstrip()[:1].islower()
                remedy = written(proof, span, ellipsis_of(proof)) if runs_on else None
                yield Finding("wrong-ellipsis-form", message, proof.here(span), proof.there(e.original), remedy=remedy)
        elif e.why == "edge-ellipsis" and leads and not any(c.isalnum() for c in proof.quote[: e.quote[0]]):
            message = f"The house ({house.title}) sets no ellipsis before the first quoted word."
            severity = proof.gravity("leading-ellipsis")
            mark = next((m.span for m in marks(proof.quote) if m.kind == "ellipsis"), e.quote)
            remedy = without(proof, mark, "safe")
            yield Finding("wrong-ellipsis-form", message, proof.here(e.quote), severity=severity, remedy=remedy)


def _form(text: str) -> tuple[str, int]:
    """An ellipsis's form, without a fourth dot, and how many dots it has."""
    bare = text.translate(_THIN).strip()
    rim = bare[0] + bare[-1] if bare[0] in "[(" else ""
    inner = bare[1:-1].strip() if rim else bare
    dots = 3 * inner.count("…") + inner.count(".") + 3 * ("*" in inner) + 2 * inner.count("‥")
    tight = "..." in inner  # `. ...` is a stop and three dots
    form = "…" if "…" in inner else "* * *" if "*" in inner else ".." if dots < 3 else "..." if tight else ". . ."
    return (f"{rim[0]}{form}{rim[1]}" if rim else form), dots


def _ends_one(proof: Proof, original: Span) -> bool:
    """Whether a sentence of the original ends in what an ellipsis stands for."""
    return crosses_sentence(proof, original) or crosses_paragraph(proof, original)


def nested_marks(proof: Proof) -> Iterator[Finding]:
    """Find inner quotation marks at the wrong level, or dropped.

    ## What it finds
    Inside a quotation, marks of the same kind as the outer ones, or of another kind than the house sets inside those;
    in a house that minds, inner quotation marks of the original that the quotation dropped without saying so.

    ## Why it matters
    The reader cannot see where the inner quotation ends, or that there is one.

    ## Example
    “The chair spoke of “undue haste” in May”, where the house writes “The chair spoke of ‘undue haste’ in May”.

    ## Not flagged
    Straight marks for curved ones of the same level; block quotations, which have no outer marks; dropped marks under
    "(internal quotation marks omitted)" or "(cleaned up)".
    """
    quote = proof.case.quote
    if quote.form == "inline" and quote.mark in _FAMILY:
        yield from _wrong_level(proof, quote.mark)
    shown = proof.declares("internal-marks-omitted", "cleaned-up")
    if proof.minds_form("inner-marks", shown=shown):
        dropped = next((w.edit for w in proof.weighed if _drops_marks(proof, w.edit)), None)
        if dropped:
            after = proof.original[dropped.original[1] :][:40].split("\n")[0]
            message = f"The original has quotation marks before “{short(after)} …”; here they are gone."
            severity = proof.gravity("inner-marks")
            start = dropped.quote[1]
            end = m.end() if (m := _WORD.match(proof.quote, start)) else start + 1
            place, there = proof.here((start, end)), proof.there(dropped.original)
            yield Finding("nested-marks", message, place, there, severity, declared(proof, "internal-marks-omitted"))


def _wrong_level(proof: Proof, outer: str) -> Iterator[Finding]:
    text, house = proof.quote, proof.style
    allowed = house.inner.get(outer)
    for m in _INNER.finditer(text):
        glyph = m[1]
        closed = re.search(rf"(?<=[^\s])[{_CLOSING[glyph]}](?!\w)", text[m.end() :])
        if closed is None:
            continue
        if (_FAMILY[glyph] == _FAMILY[outer]) if allowed is None else glyph not in allowed:
            should = f"the house ({house.title}) sets {' or '.join(allowed)}" if allowed else "most houses set the other kind"
            message = f"Inside {outer} stand marks of the kind {glyph}; {should}."
            end = m.end() + closed.end()
            wanted = None if has_other_marks(proof) else allowed[0] if allowed else _OTHER.get(outer)
            pair = (((m.start(1), m.end(1)), wanted), ((m.end() + closed.start(), end), _CLOSING[wanted][0])) if wanted else ()
            yield Finding("nested-marks", message, proof.here((m.start(1), end)), remedy=glyphs(proof, pair) if pair else None)
            return


def _drops_marks(proof: Proof, edit: Edit) -> bool:
    """Whether a gap between two words opens an inner quotation in the original and none here."""
    here, there = proof.quote[slice(*edit.quote)], proof.original[slice(*edit.original)]
    if edit.kind != "presentation" or "\n" in there or any(c.isalnum() for c in there):
        return False  # a paragraph of speech opens anew; words are told otherwise
    return bool(_OPENED.search(there)) and not any(c in _FAMILY for c in here)
