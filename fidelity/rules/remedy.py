"""Remedies: marks that a house wants and a quotation lacks (safe), and the original’s own words (for an editor to look at).

A remedy changes the article's text as little as it can. Where what is wanted cannot be said with certainty there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from fidelity.model import Change, Remedy
from fidelity.text.editorial import marks
from fidelity.text.language import detect
from fidelity.text.lexicon import lexicon

if TYPE_CHECKING:
    from fidelity.model import DeclarationKind, Edit, Safety, Span
    from fidelity.rules.proof import Proof

_MOST_WORDS = 30  # of the original that a remedy puts back: who left out more has to say why, not a tool
_LIKENESS = 75.0  # score of a quotation from which on single words of it are put right
_KEPT = 2  # words between two changes that are put right together
_LIKE = frozenset(("changed-number", "changed-name", "changed-tense", "spelling-variant", "corrected-typo"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_THIN = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_BOUND = re.compile(r"[^\W_]")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)|(?<=s)['’](?=\s)")
_QUOTE_MARKS = frozenset("“”„‟\"«»‹›‘‚‛'’`")
_SIGNS = _QUOTE_MARKS | {*"*_"}
_DAMAGED = re.compile("[\ufffd\x00-\x08\x0b-\x1f]|[-\u00ad‐]\\s*\\n|\\n\\s*\\n")
_CLOSED = re.compile(r"[ \u00a0\u202f]?[”“\"»«›‹’‘']{1,2}")
_CITED = re.compile(r"[ \u00a0]\((?=[^()]{0,120}(?:\d|\bibid\b|\bop\. cit))[^()“”„«»\"]{2,120}(?=\))", re.IGNORECASE)
_SPACES = " \u00a0\u202f\n\t"


# --- marks ----------------------------------------------------------------------------------------------------------------


def ellipsis_of(proof: Proof) -> str:
    """The form of an ellipsis to write: of those that the house accepts the one that the article uses most, else the first."""
    accepted = proof.style.ellipses
    text = proof.case.article.text
    used = Counter(text[slice(*m.span)].translate(_THIN) for m in marks(text) if m.kind == "ellipsis")
    return max(accepted, key=lambda form: (used[form], -accepted.index(form)))


def with_ellipsis(proof: Proof, edit: Edit) -> Remedy | None:
    """Set the house's ellipsis where words were left out; where others are changed close by, it would not tell all."""
    gap = _gap(proof, edit)
    if gap is None or len(_beside(proof, edit)) > 1:
        return restored(proof, edit)
    start, end = gap[0]
    here = proof.quote[start:end]
    at = next((start + i for i in range(len(here.rstrip(_SPACES)), len(here)) if here[i] in _SPACES), None)
    if at is None or marks(here):
        return None  # no space to set it in
    place = _in_article(proof, (at, at))
    return _safe(Change(place, f" {ellipsis_of(proof)}")) if place else None


def written(proof: Proof, span: Span, form: str) -> Remedy | None:
    """Write an ellipsis in another form, with a space to the words on both sides."""
    before, after = proof.quote[: span[0]][-1:], proof.quote[span[1] :][:1]
    left = " " if before and (before.isalnum() or before in ".,;:?!") else ""
    right = " " if after.isalnum() or (after == "." and form.endswith(" .")) else ""  # . . . .
    place = _in_article(proof, span)
    return _safe(Change(place, f"{left}{form}{right}")) if place else None


def without(proof: Proof, span: Span, safety: Safety) -> Remedy | None:
    """Take a mark of the quoter's away, with the space on one of its sides."""
    start, end = span
    text = proof.quote
    if text[end : end + 1] in _SPACES and (start == 0 or text[start - 1] in _SPACES) and end < len(text):
        end += 1
    elif start and text[start - 1] in _SPACES:
        start -= 1
    place = _in_article(proof, (start, end))
    return Remedy(safety, (Change(place, ""),)) if place and (start or end < len(text)) else None


def before_the_stop(proof: Proof) -> Remedy | None:
    """Set the house's ellipsis between a quotation's last word and the stop that closes it."""
    words = [m.end() for m in _BOUND.finditer(proof.quote)]
    if not words or proof.case.quote.bounds != "certain" or proof.quote[words[-1] : words[-1] + 1] != ".":
        return None
    place, form = _in_article(proof, (words[-1], words[-1])), ellipsis_of(proof)
    return _safe(Change(place, f" {form} " if form.endswith(" .") else f" {form}")) if place else None


def bracketed(proof: Proof, at: int) -> Remedy | None:
    """Set a letter of the quotation in square brackets; not where words left out or changed before it made it a capital."""
    changed = [w.edit.quote[1] for w in proof.weighed if w.edit.kind != "presentation" and w.edit.mark is None]
    if any(end <= at and not _BOUND.search(proof.quote, end, at) for end in changed):
        return None
    place = _in_article(proof, (at, at + 1))
    return _safe(Change(place, f"[{proof.quote[at]}]")) if place else None


def has_other_marks(proof: Proof) -> bool:
    """Whether there are more quotation marks in a quotation than one pair: then levels are for a reader to tell."""
    return sum(c in _QUOTE_MARKS for c in _APOSTROPHE.sub("", proof.quote)) > len("“”")


def glyphs(proof: Proof, changes: tuple[tuple[Span, str], ...]) -> Remedy | None:
    """Write marks of the quotation with other glyphs."""
    places = [(_in_article(proof, span), text) for span, text in changes]
    return _safe(*(Change(place, text) for place, text in places if place)) if all(place for place, _ in places) else None


def outside(proof: Proof, at: int) -> Remedy | None:
    """Set a comma or stop of the quoter's behind the closing mark, or drop it where one stands there already."""
    article, end = proof.case.article.text, proof.case.quote.spans[-1][1]
    closed = _CLOSED.match(article, end)
    place = _in_article(proof, (at, at + 1))
    if closed is None or place is None or place[1] != end:
        return None
    mark = "" if article[closed.end() : closed.end() + 1] in {*".,;:!?"} else proof.quote[at]
    away = Change(place, "")
    return _safe(away, Change((closed.end(), closed.end()), mark)) if mark else _safe(away)


# --- declarations ---------------------------------------------------------------------------------------------------------


def declared(proof: Proof, kind: DeclarationKind, words: Span | None = None) -> Remedy | None:
    """Say what was done to the quotation, or to these `words` of it, in the article's language, where the house says it."""
    quote, article = proof.case.quote, proof.case.article
    start, end = quote.spans[0][0], quote.spans[-1][1]
    told = detect(f"{article.text[:start]} {article.text[end:]}") or article.meta.language or detect(article.text) or "en"
    phrase = next(iter(lexicon(told).get("to_declare", kind)), None)
    if phrase is None or quote.bounds != "certain" or quote.form == "unmarked":
        return None
    shape = f" [{phrase}]" if proof.style.note_brackets == "square" else f" ({phrase})"
    if words and proof.style.note_place == "words":
        place = _in_article(proof, (words[1], words[1]))
        return _safe(Change(place, shape)) if place else None
    if quote.mark and quote.form == "inline":
        closed = _CLOSED.match(article.text, end)
        if closed is None:
            return None
        end = closed.end()
        if cited := _CITED.match(article.text, end):
            return _safe(Change((cited.end(), cited.end()), f"; {phrase}"))
    return _safe(Change((end, end), shape))


def set_as_original(proof: Proof, span: Span, kinds: tuple[str, ...]) -> Remedy | None:
    """Set words as the original sets them."""
    if not {*kinds} & {"italic", "bold", "underline", "highlight"} or proof.case.quote.emphasis:
        return None  # beside the quoter's own emphasis the original's would be taken for more of it
    place = _in_article(proof, span)
    return Remedy("unsafe", (Change(place, proof.quote[slice(*span)], kinds),)) if place else None


# --- words ----------------------------------------------------------------------------------------------------------------


def restored(proof: Proof, edit: Edit, *, hidden: bool = False) -> Remedy | None:
    """Write the original's words, as it has them, with the article's own apostrophes; `hidden`: in place of an ellipsis too."""
    case = proof.case
    shown = edit.mark is not None and not (hidden and edit.mark == "ellipsis")
    if shown or edit.kind == "move" or case.is_hearsay:
        return None
    if case.original is None or (case.named and case.original.uri not in case.named):
        return None  # the words of a text that the article does not speak of
    if proof.match is None or proof.match.score < _LIKENESS:
        return None  # so free a rendering is not put right word by word
    gap = _gap(proof, edit)
    if gap is None or _is_torn_edge(proof, edit, gap):
        return None
    (start, end), (there, until) = gap
    if end < len(proof.quote) and _in_other_case(proof.quote[end], proof.original[until : until + 1]):
        end, until = end + 1, until + 1
    here, words = proof.quote[start:end], _fitted(proof, proof.original[there:until])
    if (
        words is None
        or (marks(here) and not edit.mark)
        or len(words.split()) > _MOST_WORDS
        or {*_APOSTROPHE.sub("", here)} & _SIGNS
    ):
        return None
    while start < end and words and _is_same(here[-1], words[-1]):
        end, here, words = end - 1, here[:-1], words[:-1]
    while start < end and words and _is_same(here[0], words[0]):
        start, here, words = start + 1, here[1:], words[1:]
    place = _in_article(proof, (start, end))
    return Remedy("unsafe", (Change(place, words),)) if place and (here or words) else None


def _in_other_case(a: str, b: str) -> bool:
    return a != b and a.lower() == b.lower()


def _is_torn_edge(proof: Proof, edit: Edit, gap: tuple[Span, Span]) -> bool:
    """Whether a quotation would begin or end with half of what the original says: hardly a kept word there, and no seam."""
    (start, end), (there, until) = gap
    ahead, behind = _WORD.findall(proof.quote[:start]), _WORD.findall(proof.quote[end:])
    first, last = len(ahead) <= 1, len(behind) <= 1
    if not first and not last:
        return False
    if edit.kind == "substitution" and edit.why in _LIKE and len(proof.original[there:until].split()) == 1:
        return False
    if edit.kind == "insertion" and not ahead:
        return True  # what goes before the first kept word is for the quoter to say anew
    head, tail = proof.original[:there].rstrip(), proof.original[until:].lstrip()
    if ahead and first:
        head = head[: len(head) - len(ahead[0])].rstrip() if head.lower().endswith(ahead[0].lower()) else "x"
    if behind and last:
        tail = tail[len(behind[0]) :] if tail.lower().startswith(behind[0].lower()) else "x"
    seams = ".!?" if edit.kind == "insertion" and not behind else '.!?:;,”"»«“)\n'
    return (first and head[-1:] not in {"", *'.!?:;“"«»„'}) or (last and tail[:1] not in {"", *seams})


def _is_same(a: str, b: str) -> bool:
    return (a == b and not a.isalnum()) or (a.isspace() and b.isspace())


def _fitted(proof: Proof, words: str) -> str | None:
    """Words of the original as they are to be written in the article; None where the copy is damaged or marks would clash."""
    if _DAMAGED.search(words) or marks(words):
        return None
    plain = re.sub(r"\s+", " ", words.replace("\u00ad", "").replace("\u200b", ""))
    mine = Counter(_APOSTROPHE.findall(proof.case.article.text))
    plain = _APOSTROPHE.sub("'" if mine["'"] > mine["’"] else "’", plain) if mine else plain
    inner = {*_APOSTROPHE.sub("", plain)} & _QUOTE_MARKS
    return None if inner and proof.case.quote.form == "inline" else plain


def _gap(proof: Proof, edit: Edit) -> tuple[Span, Span] | None:
    """What stands between the kept words around an edit, here and in the original, with other changes close by.

    None if a mark is in it, or if it does not run forward in the original.
    """
    assert proof.match is not None
    links = proof.match.links
    group = _beside(proof, edit)
    first, last = group[0], group[-1]
    left = max((link for link in links if link[0][1] <= first.quote[0]), key=lambda link: link[0][1], default=None)
    right = min((link for link in links if link[0][0] >= last.quote[1]), key=lambda link: link[0][0], default=None)
    here = (left[0][1] if left else first.quote[0], right[0][0] if right else last.quote[1])
    there = (left[1][1] if left else first.original[0], right[1][0] if right else last.original[1])
    if any(not there[0] <= e.original[0] <= e.original[1] <= there[1] for e in group):
        return None
    for w in proof.weighed:
        if w.edit == edit or not (w.edit.mark or w.edit.kind == "move"):
            continue
        if w.edit.quote[0] <= here[1] and here[0] <= w.edit.quote[1]:
            return None
    if edit.kind == "insertion" and len(group) == 1 and (left is None or right is None):
        there = (there[0], there[0])
    return here, there


def _beside(proof: Proof, edit: Edit) -> list[Edit]:
    """An edit and the other changes of words beside it, no more than two kept words apart: they are put right together."""
    changes = [w.edit for w in proof.weighed if w.edit.kind != "presentation" and w.edit.mark is None]
    if edit not in changes:
        return [edit]
    start = end = changes.index(edit)
    while start and _are_near(proof, changes[start - 1], changes[start]):
        start -= 1
    while end + 1 < len(changes) and _are_near(proof, changes[end], changes[end + 1]):
        end += 1
    return changes[start : end + 1]


def _are_near(proof: Proof, a: Edit, b: Edit) -> bool:
    return a.original[1] <= b.original[0] and len(_WORD.findall(proof.quote[a.quote[1] : b.quote[0]])) <= _KEPT


# --- places ---------------------------------------------------------------------------------------------------------------


def _safe(*changes: Change) -> Remedy:
    return Remedy("safe", changes)


def _in_article(proof: Proof, span: Span) -> Span | None:
    """A span of the quotation in the article's text; None where the author's own words stand inside it."""
    quote = proof.case.quote
    start, end = span
    if start < end:
        place = quote.origin.span(start, end)
        even = place[1] - place[0] == end - start
    else:
        place = (quote.origin.end(start),) * 2 if start else (quote.origin.start(0),) * 2
        even = start in (0, len(quote.text)) or quote.origin.start(start) == place[0]
    joints = any(place[0] <= b and a <= place[1] for (_, a), (b, _) in pairwise(quote.spans))
    return place if even and not joints else None
