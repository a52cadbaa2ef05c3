"""Rules about where a quotation comes from."""

from __future__ import annotations

import re
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
_SHOWN = 5  # originals that a message names
_SENTENCE = 7  # words that are a sentence's worth
_HANDFUL = 4  # originals beside the first: in so many a stock phrase stands
_BEHIND = 120  # characters behind a quotation in which a citation may stand
_CALL = 4  # and the call of a note
_RUN = 8  # words in a row that two texts have from one source
_RUNS = 24  # and how many such rows: three sentences or so
_WORD = re.compile(r"[^\W_]+")


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
    The article names an original that is in hand, and the words stand in another one. Where it names only a publisher or
    an author of whom something is in hand, or named the original for an earlier quotation ("the report goes on"), it is a
    warning: other pieces of theirs may have the words.

    ## Why it matters
    The words are real and the source is wrong: somebody else said them.

    ## Example
    "The Herald writes", and the sentence is the Courier's.

    ## Not flagged
    Copies and versions of the named original (`original-changed`), articles that name none, and originals that speak of the
    publisher or author named: they may pass on what these said. Another piece of somebody of whom the article named one before,
    and now names nothing but the author or publisher; a case that is only named nearby, or by "Id.". Less than a sentence's
    worth of words, words that the other original only quotes itself, and those that it has otherwise: both may have them from
    a third.
    """
    match, original = proof.match, proof.case.original
    named = proof.case.named or proof.case.makers
    if match is None or original is None or not named or match.original in named:
        return
    if any(version.document.uri in named for version in proof.case.versions):
        return  # told as a changed original
    if any(document.uri in named for _, document in proof.case.parts):
        return  # it holds a part of the words: told as a splice
    title = original.meta.title or original.uri
    if proof.case.named:
        if match.original in proof.case.secondhand or match.words < _SENTENCE or not _is_verbatim(match):
            return
        for other, document in proof.case.others:
            if document.uri in named and _are_copies(match, original, other, document):
                return
        names = proof.case.quote.names
        lent = names.lent
        if lent and (match.original in proof.case.makers or CITATION.search(names.work or "")):
            return
        message = f"These words stand in another original than the one named{' before' if lent else ''}: {short(title)}."
        yield Finding("found-elsewhere", message, proof.whole(), proof.there(match.passages[0]), "warning" if lent else None)
        return
    if any(document.uri in named for _, document in proof.case.others) or _speaks_of_the_named(proof, original):
        return
    message = f"These words stand in an original of somebody else than the one named: {short(title)}."
    yield Finding("found-elsewhere", message, proof.whole(), proof.there(match.passages[0]), "warning")


def _is_verbatim(match: Match) -> bool:
    return not any(e.kind != "presentation" and e.mark is None for e in match.edits)


def _speaks_of_the_named(proof: Proof, original: Document) -> bool:
    """Whether an original names the publisher or person that the article gives the words to."""
    names = proof.case.quote.names
    text = _WORD.findall(original.text.lower())
    publisher = _WORD.findall((names.publisher or "").lower().removeprefix("the "))
    speaker = _WORD.findall((names.speaker or "").lower())[-1:]  # a surname: the first name may be left out
    told = f" {' '.join(text)} "
    return any(f" {' '.join(name)} " in told for name in (publisher, speaker) if name)


def ambiguous_original(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that several originals hold, with nothing to say which is meant.

    ## What it finds
    Two different texts that both have the words, equally near, where the article names neither.

    ## Why it matters
    Whoever is quoted, it might be somebody else.

    ## Example
    A phrase that the ministry's and the opposition's paper both use.

    ## Not flagged
    Copies and versions of one text, and texts that only quote the passage themselves. Words that a citation or a note follows,
    and stock phrases: less than a sentence's worth, or what stands in more than a handful of originals.
    """
    match, original = proof.match, proof.case.original
    if match is None or original is None or proof.case.named or match.how == "named" or _is_cited(proof):
        return
    if match.words < _SENTENCE or match.kept < _WHOLE * match.words:
        return  # a phrase is nobody's; and where parts of it stand here and there no original has the whole
    if match.original in proof.case.secondhand:
        return  # nobody in hand has them in a voice of his own: they are of a third
    rivals: list[tuple[Match, Document]] = []
    versions = {version.document.uri for version in proof.case.versions}
    for other, document in proof.case.others:
        if other.score < match.score or document.uri in versions or document.uri in proof.case.secondhand:
            continue
        if not any(_are_copies(*known, other, document) for known in ((match, original), *rivals)):
            rivals.append((other, document))
    rivals = [] if len(rivals) >= _HANDFUL else [r for r in rivals if not _share_sentences(original, r[1], match)]
    if rivals:
        told = _listed([original, *(document for _, document in rivals)])
        message = f"{len(rivals) + 1} originals have these words, and the article does not say which is meant: {told}."
        yield Finding("ambiguous-original", message, proof.whole(), (rivals[0][1].uri, rivals[0][0].passages[0]))


def _listed(documents: list[Document]) -> str:
    """Originals by title, or by uri where a title is not theirs alone: at most five."""
    titles = [d.meta.title for d in documents]
    names = [short(d.meta.title) if d.meta.title and titles.count(d.meta.title) == 1 else d.uri for d in documents]
    if len(names) > _SHOWN:
        return ", ".join(names[:_SHOWN]) + f" and {len(names) - _SHOWN} more"
    return ", ".join(names[:-1]) + f" and {names[-1]}"


def _is_cited(proof: Proof) -> bool:
    """Whether the article names a source that could not be told among those in hand: a work, a link, a citation."""
    names, end, article = proof.case.quote.names, proof.whole()[1], proof.case.article
    called = any(i.kind == "note-call" and end <= i.span[0] <= end + _CALL for i in article.inlines)
    behind = re.split("[“„«]", article.text[end : end + _BEHIND], maxsplit=1)[0]
    return bool(names.work or names.url or names.publisher or called or CITATION.search(behind))


def misquoted_there(proof: Proof) -> Iterator[Finding]:
    """Where the original only quotes the words, and the text in hand that has them in its own voice reads otherwise."""
    if proof.case.primary is None or proof.match is None:
        return
    other, document = proof.case.primary
    told = {(e.quote, proof.original[slice(*e.original)]) for e in proof.match.edits}
    edits = (e for e in other.edits if e.kind != "presentation" and e.mark is None)
    edit = next((e for e in edits if (e.quote, document.text[slice(*e.original)]) not in told), None)
    if edit is None:
        return
    title = short(document.meta.title or document.uri)
    here, there = proof.quoted(edit), short(document.text[slice(*edit.original)])
    what = f"has “{there}” for “{here}”" if here and there else f"lacks “{here}”" if here else f"also has “{there}”"
    message = f"The original only quotes these words; {title} has them in its own voice, and {what}."
    yield Finding("other-voice", message, proof.here(edit.quote), (document.uri, edit.original))


def unchecked(proof: Proof) -> Iterator[Finding]:
    """Report a quotation that could not be compared with anything.

    ## What it finds
    Quotations without an original in hand, with one that cannot be read, too short to tell, or in another language.

    ## Why it matters
    Unchecked is not right. The reason says what would help.

    ## Example
    A quotation from a page of which no copy was given.

    ## Not flagged
    Nothing is left out. With `--require-originals` it is an error; a warning where the quotation is too short to tell, and an
    original that the article quotes has its words but for one.
    """
    case = proof.case
    if case.match is not None or case.reason is None:
        return
    severity: Severity | None = "error" if proof.settings.require_originals else None
    if case.is_close and case.nearest is not None and case.original is not None:
        text, (start, end) = case.original.text, (case.nearest.passages[0][0], case.nearest.passages[-1][1])
        title = short(case.original.meta.title or case.original.uri)
        message = f"Not checked: {case.reason}. But {title} has “{short(text[start:end])}”."
        yield Finding("unchecked", message, proof.whole(), (case.nearest.original, (start, end)), severity or "warning")
        return
    yield Finding("unchecked", f"Not checked: {case.reason}.", proof.whole(), None, severity)


def _are_copies(match: Match, original: Document, other: Match, document: Document) -> bool:
    """Whether two passages stand among the same words: copies of one text, however much of it each of them has."""
    if not match.passages or not other.passages:
        return False
    a, b = _surroundings(original.text, match), _surroundings(document.text, other)
    if not a or not b:
        return bool(original.meta.title) and original.meta.title == document.meta.title
    return len(a & b) >= _ALIKE * min(len(a), len(b))


def _surroundings(text: str, match: Match) -> set[str]:
    low, high = min(p[0] for p in match.passages), max(p[1] for p in match.passages)
    around = text[max(0, low - _AROUND) : low] + " " + text[high : high + _AROUND]
    return {w.strip(".,;:!?\"'“”").lower() for w in around.split() if len(w) > 3}


def _share_sentences(original: Document, other: Document, match: Match) -> bool:
    """Whether two texts have more sentences in common than the quoted ones: both are made from one third text."""
    (low, _), (_, high) = match.passages[0], match.passages[-1]
    rest = f"{original.text[:low]} | {original.text[high:]}"
    return len(_rows(rest) & _rows(other.text)) >= _RUNS


def _rows(text: str) -> set[tuple[str, ...]]:
    said = _WORD.findall(text.lower())
    return {tuple(said[k : k + _RUN]) for k in range(len(said) - _RUN + 1)}
