"""Rules about the words around a passage, that the quotation does not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.model import Finding
from fidelity.rules.proof import short
from fidelity.rules.source import misquoted_there
from fidelity.rules.vocabulary import words_in
from fidelity.text.editorial import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.rules.proof import Proof
    from fidelity.rules.vocabulary import Vocabulary, Word

_NEAR = 160  # characters looked at around a passage and around a quotation
_OPENERS = '“„«"‘‚‹'
_CLOSERS = '”“»"’‘›'
_CLAUSE = 4  # words: shorter quotations are phrases, which the author's own sentence limits
_PHRASE = 3  # words: shorter ones are terms
_REST = 300  # characters of the original's sentence in which a clause may hold a condition
_STOPS = tuple(".?!")
_AFTER_STOP = ' \n"”’»›)]*_'
_LEADING = 2  # words that may stand before the condition: but only if
_BESIDE = 60  # characters before a name in which an office may stand
_OFFICE = 4  # words of it; letters beyond which a word can be one
_SOON = 12  # words after the quotation in which the author may give a limit
_STOP = re.compile(r"[\"'”’»]*(?:[.,;:!?…)]|\s{0,99}$)")
_SOMEBODY = re.compile(r"\b[A-ZÀ-Þ][a-zà-ÿ’'-]{2,}\b")
_HANDED_ON = re.compile(
    r"\b(?:quot(?:ing|ed)|cit(?:ing|ed)|zit(?:iert|iere)|citant|cité|citando|citado|citato|apud|internal)\b", re.IGNORECASE
)


def cut_condition(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that stops just before words that limit it.

    ## What it finds
    A clause after which the original goes on, in the same sentence, with but, unless, except, only if, provided …; also a
    phrase that the quotation closes with a stop or an ellipsis, where a comma and a condition follow.

    ## Why it matters
    A promise with a condition is quoted as a promise.

    ## Example
    The original: "We will reopen the line, but only if the state pays." The quotation: "We will reopen the line."

    ## Not flagged
    Other phrases; a limit that the author gives in the words after the quotation; a limit in the next sentence; behind a
    semicolon, or an ellipsis at the edge, a "but" with a clause of its own that holds no condition.
    """
    if proof.match is None or not proof.match.links:
        return
    vocabulary = proof.vocabulary
    end = proof.match.links[-1][1][1]
    if any(c.isalnum() for c in proof.quote[proof.match.links[-1][0][1] :]):
        return
    rest = re.match(r"[\s,;:)\]”’»\"'—–-]*", proof.original[end : end + 20])
    start = end + (rest.end() if rest else 0)
    between = proof.original[end:start]
    if "\n\n" in between or not between or not proof.original[start : start + 1].isalnum():
        return  # the sentence ends there
    following = words_in(proof.original, vocabulary.language, start, start + 60)
    limit = _begins_with(following, vocabulary.lexicon.get("weigh", "next_limit"))
    if not limit or not _is_limit(limit, following, between, start, proof) or _is_given(limit.split()[0], proof):
        return
    shown = short(proof.original[start : start + 60].split("\n")[0])
    message = f"The original goes on “{shown} …”, which limits what is quoted."
    last = len(proof.quote.rstrip())
    yield Finding(
        "cut-condition", message, proof.here((last, last)), proof.there((start, min(start + 60, len(proof.original))))
    )


def _is_limit(limit: str, following: Sequence[Word], between: str, start: int, proof: Proof) -> bool:
    """Whether words that could limit what is quoted do, at this place and after such a quotation."""
    vocabulary, words = proof.vocabulary, words_in(proof.quote, proof.vocabulary.language)
    is_cut, condition = _shows_a_cut(proof), _is_condition(following, vocabulary)
    if len(words) < _CLAUSE or not any(vocabulary.is_finite(w.text) for w in words):
        closed = is_cut or proof.quote.rstrip(_AFTER_STOP)[-1:] in _STOPS
        condition = condition and limit not in vocabulary.sets["concession"]
        return len(words) >= _PHRASE and closed and condition and any(c in between for c in ",;(—–")
    if not is_cut and ";" not in between:
        return True
    if limit in vocabulary.sets["concession"]:
        return False  # the quoter shows that something follows, or a clause of its own does
    return condition or (limit in vocabulary.sets["coordinator"] and _holds_condition(start, proof))


def _holds_condition(start: int, proof: Proof) -> bool:
    """Whether the rest of the original’s sentence holds a condition, as "unless" in "but a notice … is not given unless …"."""
    text = proof.original
    stop = next((m.end() for m in re.finditer(r"[.!?;](?=\s|$)|\n\s*\n", text[start : start + _REST])), _REST)
    rest = words_in(text, proof.vocabulary.language, start, min(len(text), start + stop))
    return any(t.kind == "condition" for t in proof.vocabulary.terms(rest[1:]))


def _is_condition(following: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether the next words are a condition, alone or after "but", "and", "only": "but only if", "though not unless"."""
    small = vocabulary.sets["coordinator"] | vocabulary.sets["quantifier"] | vocabulary.sets["negation"]
    first = next((t for t in vocabulary.terms(following) if t.kind == "condition"), None)
    return first is not None and first.at <= _LEADING and all(w.text in small for w in following[: first.at])


def _is_given(limit: str, proof: Proof) -> bool:
    """Whether the author's words just after the quotation give the limit: its first word, and words that follow it."""
    text, start = proof.case.article.text, proof.whole()[1]
    after = words_in(text, proof.vocabulary.language, start, start + _NEAR)[:_SOON]
    return any(w.text == limit and not _STOP.match(text, w.end) for w in after)


def _shows_a_cut(proof: Proof) -> bool:
    """Whether an ellipsis stands behind the last word of the quotation."""
    assert proof.match is not None
    last = proof.match.links[-1][0][1]
    return any(m.kind == "ellipsis" and m.span[0] >= last for m in marks(proof.quote))


def _begins_with(words: Sequence[Word], phrases: Sequence[str]) -> str | None:
    for phrase in phrases:
        parts = phrase.split()
        if [w.text for w in words[: len(parts)]] == parts:
            return phrase
    return None


def cut_opening(proof: Proof) -> Iterator[Finding]:
    """Find a quotation that begins just after words that deny it or give it to others.

    ## What it finds
    A passage before which the original says, in the same sentence, "it is false that", "critics say that" and the like.

    ## Why it matters
    The source is made to assert what it denied, or what others assert.

    ## Example
    The original: "It is a myth that the river was never clean." The quotation: "the river was never clean". Also a sentence of
    which only the first word, a "not", is left out.

    ## Not flagged
    Where the author's words before the quotation say the same.
    """
    if proof.match is None or not proof.match.links:
        return
    vocabulary = proof.vocabulary
    start = proof.match.links[0][1][0]
    if any(c.isalnum() for c in proof.quote[: proof.match.links[0][0][0]]):
        return
    before = proof.original[max(0, start - _NEAR) : start]
    sentence = re.split(r"[.!?]\s|\n\s*\n", before)[-1].rstrip(' ,:"“„«‘')
    words = [w.text for w in words_in(sentence, vocabulary.language)]
    cue = _ends_with(words, vocabulary.lexicon.get("weigh", "denial"))
    if not cue:
        cue = _attributed(words, proof) or _negated(words, before, start, proof)
    if not cue:
        return
    at = proof.whole()[0]
    said = words_in(proof.case.article.text, vocabulary.language, max(0, at - _NEAR), at)
    own = {w.text for w in said}
    telling = [w for w in cue.split() if w not in vocabulary.sets["stopword"] and w not in vocabulary.sets["attribution_verb"]]
    if (telling and all(w in own for w in telling)) or (own & vocabulary.sets["negation"] and "not" in cue.split()):
        return
    message = f"The words just before it in the original are “{short(sentence[-60:])}”."
    first = len(proof.quote) - len(proof.quote.lstrip())
    yield Finding("cut-opening", message, proof.here((first, first + 1)), proof.there((max(0, start - len(sentence)), start)))


def _negated(words: Sequence[str], before: str, start: int, proof: Proof) -> str | None:
    """The negation right before a passage that the quotation begins as a sentence of its own: `Non` before "toccheremo"."""
    first = next((c for c in proof.quote if c.isalnum()), "")
    if not words or not first.isupper() or not proof.original[start].islower() or not before.rstrip()[-1:].isalnum():
        return None
    return words[-1] if words[-1] in proof.vocabulary.sets["negation"] else None


def _ends_with(words: Sequence[str], phrases: Sequence[str]) -> str | None:
    for phrase in phrases:
        parts = phrase.split()
        if words[-len(parts) :] == parts:
            return phrase
    return None


def _attributed(words: Sequence[str], proof: Proof) -> str | None:
    """The attribution that a sentence's first words end with: "critics say", "critics say that"."""
    vocabulary = proof.vocabulary
    rest = list(words[:-1]) if words and words[-1] in vocabulary.sets["relative"] else list(words)
    if not rest or rest[-1] not in vocabulary.sets["attribution_verb"]:
        return None
    for subject in vocabulary.lexicon.get("weigh", "attribution_subject"):
        parts = subject.split()
        if rest[-1 - len(parts) : -1] == parts:
            return f"{subject} {rest[-1]}"
    return None


def other_voice(proof: Proof) -> Iterator[Finding]:
    """Find words that the original itself quotes from somebody else.

    ## What it finds
    A passage that stands between quotation marks in the original, with a speaker named there, where the article names the
    original's author or publisher and not the speaker. Also one that the original quotes otherwise than the text in hand that
    has it in its own voice.

    ## Why it matters
    A newspaper that prints a minister's claim has not made it.

    ## Example
    The original: "The mine is safe," said Mr Brandt. The article: the Courier writes that "the mine is safe".

    ## Not flagged
    Where the article names the speaker or the office that stands beside the name there ("its manager"), shows inner quotation
    marks, or says "quoting …".
    """
    yield from misquoted_there(proof)
    if proof.match is None or not proof.match.links or proof.case.original is None:
        return
    names = proof.case.quote.names
    named = " ".join(n for n in (names.speaker, names.publisher, names.work) if n)
    if not named or proof.quote[:1] in _OPENERS:
        return
    low, high = min(p[0] for p in proof.match.passages), max(p[1] for p in proof.match.passages)
    around = _inside_marks(proof.original, low, high)
    if around is None or any(c in proof.original[low:high] for c in '“”„«»"'):
        return
    speakers = _speakers(proof, *around)
    article, (start, end) = proof.case.article.text, proof.whole()
    said = article[max(0, start - 2 * _NEAR) : start] + " " + article[end : end + _NEAR]
    if not speakers or _HANDED_ON.search(said) or any(s in said or s in named for s in speakers):
        return
    if _names_the_office(proof, speakers, low, article[max(0, start - _NEAR) : start] + article[end : end + _NEAR // 2]):
        return
    message = f"These are not the original’s own words: it quotes {speakers[0]}."
    yield Finding("other-voice", message, proof.whole(), proof.there((low, high)))


def _inside_marks(text: str, low: int, high: int) -> tuple[int, int] | None:
    """The marks that a passage stands between, in its paragraph: where the first opens and the last closes."""
    top = max(text.rfind("\n\n", 0, low), 0)
    bottom = text.find("\n\n", high)
    bottom = len(text) if bottom < 0 else bottom
    before, after = text[top:low], text[high:bottom]
    for opener, closer in (("“", "”"), ("„", "“"), ("«", "»"), ("»", "«")):
        opened, closed = before.rfind(opener), before.rfind(closer)
        end = after.find(closer)
        if opened > closed and end >= 0 and (opener == closer or opener not in after[:end]):
            return top + opened, high + end
    if before.count('"') % 2 and '"' in after:
        return top + before.rfind('"'), high + after.find('"')
    return None


def _names_the_office(proof: Proof, speakers: Sequence[str], at: int, said: str) -> bool:
    """Whether the article speaks of a speaker by a word that stands right beside the name in the original: "the manager"."""
    around = proof.original[max(0, at - 2 * _NEAR) : at + 2 * _NEAR]
    small = proof.vocabulary.sets["stopword"] | proof.vocabulary.sets["attribution_verb"]
    own = {w.text for w in words_in(said, proof.vocabulary.language)}
    for name in speakers:
        for found in re.finditer(rf"\b{re.escape(name)}\b", around):
            beside = around[max(0, found.start() - _BESIDE) : found.start()].rsplit(".", 1)[-1]
            near = words_in(beside, proof.vocabulary.language)[-_OFFICE:]
            if any(w.text in own and len(w.text) > _OFFICE and w.text not in small for w in near):
                return True
    return False


def _speakers(proof: Proof, opened: int, closed: int) -> list[str]:
    """Names beside a reporting verb just outside the marks."""
    text, verbs = proof.original, proof.vocabulary.sets["attribution_verb"]
    out: list[str] = []
    for part, at in ((text[closed + 1 : closed + 80], 0), (text[max(0, opened - _NEAR) : opened], -1)):
        sentence = re.split(r"[.!?]\s|\n", part)[at]
        words = words_in(sentence, proof.vocabulary.language)
        if any(w.text in verbs for w in words):
            out += [m for m in _SOMEBODY.findall(sentence) if m.lower() not in proof.vocabulary.sets["stopword"]]
    return out
