"""What an omission hides, and whether it governs words that the quotation keeps.

The hidden words are cut into sentences, and a sentence into clauses: at , ; : ( ) and dashes, and before coordinators. Only
the two rims can hang on kept words: the *head* (up to the first sentence end, when a kept word of the same sentence stands
before it) and the *tail* (from the last sentence end, when one stands after it). Sentences hidden whole carry their own
"not" away with them. In a rim

- a condition or exception (unless, except, if, but only) governs the kept clause, unless a hidden clause with a finite verb
  of its own stands between, which then is the one that it hangs on;
- an attribution set off by commas ("critics say", "according to the police") governs the kept clause in the same way;
- a quantifier that says when or where the kept clause holds ("in some cases", "sometimes") governs it in the same way;
- a negation, modal, quantifier, comparative or hedge governs what follows it up to the end of its clause: kept words, if
  the clause runs on into them without a boundary, and few hidden words stand between;
- one that follows the kept words directly governs them when its clause has no finite verb of its own (`did | not, as
  promised, | resign`; `found | no evidence, and | left`), and a negation, or nothing else, stands in it.

Everything else was left out with its own clause, as honest ellipses do. Where the original itself quotes a speaker, the
reporter's clause between two halves of the speech is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from fidelity.rules.speech import reporters_words
from fidelity.rules.vocabulary import Term, Word, words_in
from fidelity.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity.model import Span
    from fidelity.rules.vocabulary import Vocabulary

_BOUNDARY = frozenset(',;:()[]—–"“”„«»‹›')
_OWN_VIEW = frozenset(("as", "i", "we", "wie", "comme", "como", "come", "zoals", "and", "und", "et"))  # "as X said" agrees
_ASIDE = 6  # words: a reporting clause set off by commas is no longer than this
_THAN = frozenset(("than", "dan"))
_VERBS_LAST = ("de", "nl")
_ADVERB = ("ly", "ment", "mente")
_CLOSE = 80  # characters looked at on either side of an omission


class Limit(NamedTuple):
    """A weighty word that is hidden: the term, where it stands, and whether it governs words that are kept."""

    term: Term
    span: Span
    governs: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of hidden words between two boundaries; `opens` and `runs` say whether kept words touch it on that side."""

    start: int
    end: int
    opens: bool
    runs: bool


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two neighbouring words; a page's break inside a sentence does not end it."""
    if not sentences.ends_sentence(text, start, end):
        return False
    gap = text[start:end]
    at = gap.find("\n")
    return at < 0 or any(c in ".!?…" for c in gap) or is_break(text, start + at, end)


def is_break(text: str, start: int, end: int) -> bool:
    """Whether the break between paragraphs at `start` is the author's, not a page's in the middle of a sentence."""
    before = text[:start].rstrip()[-1:] if start < 200 else text[start - 200 : start].rstrip()[-1:]
    return before in '.!?:;…"”’»)]' or not text[end : end + 40].lstrip(' \n"“‘«„(')[:1].islower()


def limits(text: str, span: Span, vocabulary: Vocabulary, reach: int) -> tuple[Limit, ...]:
    """The weighty words in `text[span]`, an omission from an original, in order."""
    words = words_in(text, vocabulary.language, *span)
    before = words_in(text, vocabulary.language, max(0, span[0] - _CLOSE), span[0])
    after = words_in(text, vocabulary.language, span[1], min(len(text), span[1] + _CLOSE))
    reporters = reporters_words(text, words, before, after, vocabulary)
    words = [w for k, w in enumerate(words) if k not in reporters]
    if not words:
        return ()
    hidden = _Hidden(text, words, before, after, vocabulary, reach)
    terms = [(t, hidden.governs(t)) for t in hidden.terms() if t.kind != "hedge" or hidden.hedges(t)]
    terms += [(t, True) for t in (*hidden.attributions(), *hidden.exceptions())]
    terms.sort(key=lambda pair: pair[0].at)
    return tuple(Limit(t, (words[t.at].start, words[t.at + t.size - 1].end), governs) for t, governs in terms)


class _Hidden:
    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        before: Sequence[Word],
        after: Sequence[Word],
        vocabulary: Vocabulary,
        reach: int,
    ) -> None:
        self.text, self.words, self.vocabulary, self.reach = text, words, vocabulary, reach
        self.before, self.after = before, after
        n = len(words)
        self.ends = [i for i in range(1, n) if ends_sentence(text, words[i - 1].end, words[i].start)]
        self.head_open = not self._sentence_between(self.before[-1:], words[:1])
        self.tail_open = not self._sentence_between(words[-1:], self.after[:1])
        self.head = self.ends[0] if self.ends else n
        self.tail = self.ends[-1] if self.ends else 0
        self.parts = self._divide()

    def _sentence_between(self, left: Sequence[Word], right: Sequence[Word]) -> bool:
        if not left or not right:
            return True
        return ends_sentence(self.text, left[0].end, right[0].start)

    def _boundary(self, left: Word, right: Word) -> bool:
        between = self.text[left.end : right.start]
        return any(c in _BOUNDARY for c in between) or " - " in between or "--" in between

    def _divide(self) -> list[_Part]:
        words, n = self.words, len(self.words)
        cuts = {0, n, *self.ends}
        for i in range(n):
            if i and self._boundary(words[i - 1], words[i]):
                cuts.add(i)
            if words[i].text in self.vocabulary.sets["coordinator"]:
                cuts.update((i, i + 1))
        edges = sorted(cuts)
        opens = self.head_open and bool(self.before) and not self._boundary(self.before[-1], words[0])
        runs = self.tail_open and bool(self.after) and not self._boundary(words[-1], self.after[0])
        runs = runs and self.after[0].text not in self.vocabulary.sets["coordinator"]
        return [_Part(a, b, opens and a == 0, runs and b == n) for a, b in pairwise(edges)]

    # --- the questions ----------------------------------------------------------------------------------------------------

    def terms(self) -> list[Term]:
        """The weighty words among the hidden ones; "about" before a number that is kept is one of them."""
        n = len(self.words)
        found = self.vocabulary.terms(self.words)
        beyond = [
            t for t in self.vocabulary.terms([*self.words, *self.after[:2]]) if t.kind == "comparative" and t.at + t.size == n
        ]
        return [*found, *(t for t in beyond if not any(t.at <= f.at < n for f in found))]

    def governs(self, term: Term) -> bool:
        in_head = self.head_open and term.at < self.head
        in_tail = self.tail_open and term.at >= self.tail
        if not in_head and not in_tail:
            return False
        part = next(p for p in self.parts if p.start <= term.at < p.end)
        if term.kind == "condition" and term.text in self.vocabulary.sets["concession"]:
            return False
        if term.text in self.vocabulary.sets["preposition"] and term.kind == "negation":
            return part.runs and part.end - term.at - term.size <= 1  # "without" governs its own object, which is kept
        aside = (term.kind == "hedge" and self._is_aside(term, part)) or self._is_circumstance(term, part)
        if term.kind == "condition" or aside:
            return self._hangs_on_kept(term, in_head=in_head, in_tail=in_tail)
        after = range(term.at + term.size, part.end)
        if part.runs and len(after) <= self.reach:
            return not self._restricts(part, after) and not self._is_complete(term, part, after)
        if not part.opens:
            return False
        if any(self._finite(i) for i in range(part.start, part.end) if not term.at <= i < term.at + term.size):
            return False
        bare = all(self._small(i) for i in range(part.start, part.end) if not term.at <= i < term.at + term.size)
        return bare or (term.kind == "negation" and part.end - part.start <= self.reach)

    def attributions(self) -> list[Term]:
        """Reporting clauses set off inside a rim ("critics say"): they say whose view the kept clause is."""
        verbs, relative, out = self.vocabulary.sets["attribution_verb"], self.vocabulary.sets["relative"], []
        for p in self.parts:
            size = p.end - p.start
            rim = (self.head_open and p.start < self.head) or (self.tail_open and p.start >= self.tail)
            if not rim or p.opens or p.runs or not 2 <= size <= _ASIDE or self.words[p.start].text in _OWN_VIEW | relative:
                continue
            if p.start and self.words[p.start - 1].text in _OWN_VIEW:
                continue
            said = [i for i in (p.start, p.end - 1) if self.words[i].text in verbs]
            others = [i for i in range(p.start, p.end) if i not in said and self._finite(i)]
            term = Term("hedge", " ".join(w.text for w in self.words[p.start : p.end]), p.start, size)
            if said and not others and self._hangs_on_kept(term, in_head=p.start < self.head, in_tail=p.start >= self.tail):
                out.append(term)
        return out

    def exceptions(self) -> list[Term]:
        """What limits a negation that is kept: did *not* answer | before the summer; *never* | without a warrant."""
        negated = any(t.kind == "negation" for t in self.vocabulary.terms(self._sentence_before()))
        first = next((i for i, w in enumerate(self.words) if w.text not in self.vocabulary.sets["article"]), 0)
        word = self.words[first].text
        if not negated or not self.head_open or word not in self.vocabulary.sets["limit_after_negation"]:
            return []
        return [Term("condition", word, first, 1)]

    def _sentence_before(self) -> list[Word]:
        """The kept words of the clause that runs up to the omission."""
        out: list[Word] = []
        another = self.vocabulary.sets["coordinator"] | self.vocabulary.sets["relative"] | _THAN
        for word in reversed(self.before):
            following = out[-1] if out else self.words[0]
            if ends_sentence(self.text, word.end, following.start) or (out and word.text in another):
                break
            out.append(word)
        return out[::-1]

    def hedges(self, term: Term) -> bool:
        """Whether a hedge may count at all; `likely` after `more` is the comparative's."""
        return not (term.at and self.words[term.at - 1].text in ("more", "less", "most", "least"))

    def _finite(self, i: int) -> bool:
        return self.vocabulary.is_finite(self.words[i].text)

    def _small(self, i: int) -> bool:
        word = self.words[i].text
        return word in self.vocabulary.sets["article"] or word in self.vocabulary.sets["coordinator"]

    def _restricts(self, part: _Part, after: range) -> bool:
        """Whether the part is a relative clause that is complete before the kept words go on (`who did not vote | were`)."""
        if self.words[part.start].text not in self.vocabulary.sets["relative"]:
            return False
        finite = any(self._finite(i) for i in range(part.start, part.end))
        return finite and len(after) > 0 and bool(self.after) and self.vocabulary.is_finite(self.after[0].text)

    def _is_complete(self, term: Term, part: _Part, after: range) -> bool:
        """Whether what the term governs is hidden with it, and the kept words only go on from there.

        A modal governs the verb after it (`must demonstrate that | …`), save where verbs come last. A negation's clause is
        complete when subject, verb and object are all hidden and the kept words begin with a preposition
        (`the court should not diminish that role | absent …`).
        """
        small = self.vocabulary.sets["stopword"] | self.vocabulary.sets["article"] | self.vocabulary.sets["relative"]
        if term.kind in ("quantifier", "comparative"):
            named = any(self.words[i].text not in small for i in after)
            onward = self.after[0].text if self.after else ""
            return named and (onward in small | self.vocabulary.sets["preposition"] or self.vocabulary.is_finite(onward))
        if term.kind == "modal":
            if self.vocabulary.language in _VERBS_LAST:
                return False
            return any(self.words[i].text not in small and not self.words[i].text.endswith(_ADVERB) for i in after)
        if term.kind != "negation" or part.opens or len(after) < 2 or not self.after:
            return False
        finite = any(self._finite(i) for i in range(part.start, term.at))
        ends = self.words[part.end - 1].text in small
        return finite and not ends and self.after[0].text in self.vocabulary.sets["preposition"]

    def _is_aside(self, term: Term, part: _Part) -> bool:
        """Whether a hedge is an attribution set off from its sentence: "according to …"."""
        return term.text in self.vocabulary.lexicon.get("weigh", "attribution") and term.at - part.start <= 1

    def _is_circumstance(self, term: Term, part: _Part) -> bool:
        """Whether a part set off from the kept words says when or where they hold: "in some cases", "often"."""
        if term.kind != "quantifier" or part.opens or part.runs or part.end - part.start > _ASIDE:
            return False
        if any(self._finite(i) for i in range(part.start, part.end)):
            return False
        known, after = self.vocabulary.sets["circumstance"], range(term.at + term.size, part.end)
        return term.text in known or any(self.words[i].text in known for i in after)

    def _hangs_on_kept(self, term: Term, *, in_head: bool, in_tail: bool) -> bool:
        """Whether no hidden clause with its own finite verb stands between a condition and the kept words."""
        if in_head and not any(self._finite(i) for i in range(min(term.at, self.head))):
            part = next(p for p in self.parts if p.start <= term.at < p.end)
            other = self.vocabulary.sets["relative"] | self.vocabulary.sets["concession"]
            if any(self.words[i].text in other for i in range(part.start, term.at - 1)):
                return False  # it limits the clause that begins before it (although … until …)
            coordinate = self.words[0].text in self.vocabulary.sets["coordinator"]
            return not (coordinate and any(not self._small(i) for i in range(1, term.at)))
        if not in_tail:
            return False
        # A condition that opens its sentence hangs on the clause after its own; the next clause is kept, or hidden too.
        if self.words[-1].text in self.vocabulary.sets["coordinator"]:
            return False  # the kept words open another clause
        clause = [p for p in self.parts if p.start > term.at]
        later = [p for p in clause if any(self._finite(i) for i in range(p.start, p.end))]
        return not later or (len(later) == 1 and later[0].runs)
