"""How much each edit weighs, and after which rule it is named.

Words are compared as multisets of weighty words on the two sides of an edit, case and contraction aside. One edit gets one
rule, the most specific that holds: a negation, modal, quantifier (comparatives among them), hedge, condition, number or name
that the two sides do not share; else spelling, inflection or a slip; else wording. A long rewriting is named as wording
whatever it holds, and so are passages added or left out; the weight says that they hold something critical.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from fidelity.model import Edit, Span
from fidelity.rules.dates import same_date
from fidelity.rules.hidden import Limit, limits
from fidelity.rules.kinship import is_inflection, is_variant, kinship
from fidelity.rules.names import names_in
from fidelity.rules.numbers import figures, values
from fidelity.rules.vocabulary import CLASSES, Class, Vocabulary, Word, words_in
from fidelity.settings import Settings

RULE_OF: dict[Class, str] = {
    "negation": "changed-negation",
    "modal": "changed-modal",
    "quantifier": "changed-quantifier",
    "comparative": "changed-quantifier",
    "hedge": "changed-hedge",
    "condition": "changed-condition",
}
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_SIGNS = frozenset("%‰€$£¥°<>≤≥±")
_DASHES = frozenset("-−–—‐‑")
_AROUND = 30  # characters before an omission in which a number is looked for
_REWRITING = 8  # words on a side: a longer change is named as wording, not after one word in it
_SPEECH = re.compile(r"^[\s,.!?—–-]*[\"“”„»«’‘'][\s\S]*[\"“”„»«‘’'][\s]*$")
CITATION = re.compile(
    r"\b\d{1,4}\s+(?:U\.\s?S\.|S\.\s?Ct\.|F\.\s?(?:2d|3d|4th|Supp\.)|L\.\s?Ed\.|[A-Z][\w.]*\s(?:App|Ct|Rep)\.)"
    r"|\bslip op|\bsupra\b|\bibid\b"
    r"|\binfra\b|\bid\.|§+\s?\d|\bv\.\s[A-Z]|\b(?:see|vgl|cf)\b\.?\s|\(\s*(?:19|20)\d\d[a-z]?\s*\)|\bpp?\.\s?\d|\bS\.\s?\d"
    r"|\b[A-Z][\w’'-]+(?:\s(?:and|&|et al\.?|und)\s?[\w’'-]*)?,?\s\(?(?:1[6-9]|20)\d\d[a-z]?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An edit with its weight and rule, and the weighty words that an omission hides."""

    edit: Edit
    limits: tuple[Limit, ...] = ()
    details: tuple[Span, ...] = ()
    """Names and numbers hidden, as spans of the original."""
    words: tuple[str, str] = ("", "")
    """What is missing from the quotation, and what the quotation has instead: the words that gave the edit its rule."""


@dataclass(frozen=True, slots=True)
class Scales:
    """The two texts, the language, and the numbers that an edit is weighed by."""

    quote: str
    original: str
    vocabulary: Vocabulary
    settings: Settings

    def weigh(self, edit: Edit) -> Weighed:
        """The edit with weight and rule. Presentation edits come back as they are."""
        match edit.kind:
            case "presentation":
                return self._presentation(edit)
            case "omission" | "insertion" | "substitution" if edit.mark is None and self._is_same_value(edit):
                return Weighed(replace(edit, kind="presentation", why="number-format"))
            case "omission":
                return self._omission(edit)
            case "insertion":
                return self._insertion(edit)
            case "move":
                return Weighed(replace(edit, weight="material", why="moved-words"))
            case _:
                return self._substitution(edit)

    # --- each kind --------------------------------------------------------------------------------------------------------

    def _presentation(self, edit: Edit) -> Weighed:
        """A difference between words that are the same; a sign beside a number that became another is no presentation."""
        if edit.why not in ("punctuation", "dash", "space") or edit.mark is not None:
            return Weighed(edit)
        here, there = self.quote[slice(*edit.quote)], self.original[slice(*edit.original)]
        signs = sorted(c for c in here if c in _SIGNS), sorted(c for c in there if c in _SIGNS)
        minus = _is_minus(self.quote, edit.quote), _is_minus(self.original, edit.original)
        lost = minus[0] != minus[1] and not all(any(c in _DASHES for c in side) for side in (here, there))
        if signs[0] == signs[1] and not lost:
            return Weighed(edit)
        words = here.strip(" ,;:()"), there.strip(" ,;:()")
        return Weighed(replace(edit, kind="substitution", weight="critical", why="changed-number"), words=(words[1], words[0]))

    def _is_same_value(self, edit: Edit) -> bool:
        """Whether the difference lies in a date or a percentage that both texts give, written in two ways."""
        if same_date(self.quote, edit.quote, self.original, edit.original, self.vocabulary.language):
            return True
        if edit.kind == "substitution":
            here, there = (_GROUPED.sub("", t) for t in (self.quote[slice(*edit.quote)], self.original[slice(*edit.original)]))
            return here != there and [figures(w) or w for w in here.split()] == [figures(w) or w for w in there.split()]
        names = self.vocabulary.lexicon.get("weigh", "percent")
        if edit.kind == "omission":
            hidden, sign = self.original[slice(*edit.original)], self.quote[edit.quote[1] : edit.quote[1] + 3]
        else:
            hidden, sign = self.quote[slice(*edit.quote)], self.original[edit.original[1] : edit.original[1] + 3]
        if " ".join(hidden.lower().split()) not in names:
            return False
        return sign.lstrip().startswith("%")

    def _omission(self, edit: Edit) -> Weighed:
        hidden = self.original[slice(*edit.original)]
        language = self.vocabulary.language
        words = words_in(self.original, language, *edit.original)
        if not words:
            return Weighed(replace(edit, kind="presentation", why=edit.why or "punctuation"))
        if self._is_reporting_clause(edit, words):
            return Weighed(replace(edit, kind="presentation", why="reporting-clause"))
        found = limits(self.original, edit.original, self.vocabulary, self.settings.limit_reach)
        details = self._details(edit.original, words)
        if edit.mark is not None:
            governing = next((x for x in found if x.governs), None)
            if governing:
                return Weighed(replace(edit, weight="critical", why="hidden-limit"), found, details)
            why = "hidden-limit" if found else "hidden-detail" if details else None
            return Weighed(replace(edit, weight="material" if len(words) > 1 or why else "minor", why=why), found, details)
        if len(words) <= self.settings.lone_words and found:
            kind = min((x.term.kind for x in found), key=CLASSES.index)
            first = next(x for x in found if x.term.kind == kind)
            return Weighed(
                replace(edit, weight="critical", why=RULE_OF[kind]), found, details, (self.original[slice(*first.span)], "")
            )
        if self._is_scale(edit, words):
            return Weighed(replace(edit, weight="critical", why="changed-number"), found, details, (hidden, ""))
        if all(w.text in self.vocabulary.sets["article"] for w in words):
            return Weighed(replace(edit, weight="minor", why="unmarked-omission"), found, details)
        critical = any(x.governs for x in found) or (bool(details) and not CITATION.search(hidden))
        return Weighed(replace(edit, weight="critical" if critical else "material", why="unmarked-omission"), found, details)

    def _is_scale(self, edit: Edit, words: list[Word]) -> bool:
        """Whether all that was left out is what a number before it counts in: 4.2 | million."""
        start = edit.original[0]
        before = words_in(self.original, self.vocabulary.language, max(0, start - _AROUND), start)[-1:]
        counted = self.vocabulary.sets["number"] | self.vocabulary.sets["unit"] | self.vocabulary.sets["currency"]
        return bool(before) and self.vocabulary.is_number(before[0].text) and all(w.text in counted for w in words)

    def _insertion(self, edit: Edit) -> Weighed:
        words = words_in(self.quote, self.vocabulary.language, *edit.quote)
        if not words:
            return Weighed(replace(edit, kind="presentation", why=edit.why or "punctuation"))
        terms = self.vocabulary.terms(words)
        if terms and len(words) <= self.settings.lone_words:
            kind = min((t.kind for t in terms), key=CLASSES.index)
            word = next(t.text for t in terms if t.kind == kind)
            return Weighed(replace(edit, weight="critical", why=RULE_OF[kind]), words=("", word))
        if all(w.text in self.vocabulary.sets["article"] for w in words):
            return Weighed(replace(edit, weight="minor", why="added-words"))
        critical = terms or values(words, self.vocabulary.language) or names_in(self.quote, words, self.vocabulary)
        return Weighed(replace(edit, weight="critical" if critical else "material", why="added-words"))

    def _substitution(self, edit: Edit) -> Weighed:
        language = self.vocabulary.language
        there = words_in(self.original, language, *edit.original)
        text, (start, end) = self.quote, edit.quote
        if "[" in text[start:end]:
            text = text[start:end].replace("[", "").replace("]", "")
            start, end = 0, len(text)
        here = words_in(text, language, start, end)
        if edit.mark == "brackets" and self._letters_only(edit):
            return Weighed(replace(edit, weight="minor", why=self._bracket_rule(here, there)))
        if edit.mark is None and self._is_possessive(here, there):
            return Weighed(replace(edit, kind="presentation", why="possessive"))
        critical = self._critical(here, there, text)
        if critical and max(len(here), len(there)) <= _REWRITING:
            why, words = critical
            return Weighed(replace(edit, weight="critical", why=why), words=words)
        minor = None if critical else self._minor(here, there)
        if minor:
            return Weighed(replace(edit, weight="minor", why=minor))
        return Weighed(replace(edit, weight="critical" if critical else "material", why="altered-wording"))

    def _is_possessive(self, here: list[Word], there: list[Word]) -> bool:
        """Whether the sides differ only in how a possessive after s is written (Congress’ and Congress’s)."""
        mine, theirs = (" ".join(w.text.replace("s's", "s") for w in side) for side in (here, there))
        return bool(here) and mine == theirs and any(w.text.endswith("s's") for w in [*here, *there])

    def _letters_only(self, edit: Edit) -> bool:
        """Whether a bracket replaces letters of one word (`judge[s]`) and not the whole word."""
        text = self.quote[slice(*edit.quote)]
        return not (text.startswith("[") and text.endswith("]")) and " " not in text.strip()

    def _bracket_rule(self, here: list[Word], there: list[Word]) -> str:
        if len(here) == len(there) == 1 and is_variant(here[0].text, there[0].text, self.vocabulary):
            return "spelling-variant"
        return "changed-tense"

    # --- what the two sides do not share ----------------------------------------------------------------------------------

    def _critical(self, here: list[Word], there: list[Word], text: str) -> tuple[str, tuple[str, str]] | None:
        """The rule for the gravest weighty word that only one side has, with the words of both sides."""
        mine, theirs = self.vocabulary.terms(here), self.vocabulary.terms(there)
        for kind in CLASSES:
            a = Counter(t.text for t in mine if t.kind == kind)
            b = Counter(t.text for t in theirs if t.kind == kind)
            added, dropped = self._apart(a - b, b - a, kind)
            if added or dropped:
                return RULE_OF[kind], (_list(dropped), _list(added))
        return self._number(here, there) or self._name(here, there, text) or self._direction(here, there)

    def _apart(self, added: Counter[str], dropped: Counter[str], kind: Class) -> tuple[list[str], list[str]]:
        """What is left once forms of one word have been paired off; of modals each form counts."""
        left, right = list(added.elements()), list(dropped.elements())
        if kind != "modal":
            for word in list(left):
                other = next((w for w in right if self._is_form(w, word)), None)
                if other:
                    left.remove(word)
                    right.remove(other)
        return left, right

    def _is_form(self, a: str, b: str) -> bool:
        return is_inflection(a, b, self.vocabulary) or is_variant(a, b, self.vocabulary)

    def _number(self, here: list[Word], there: list[Word]) -> tuple[str, tuple[str, str]] | None:
        language = self.vocabulary.language
        a, b = Counter(values(here, language)), Counter(values(there, language))
        if not any(v < 0 for v in a) or not any(v < 0 for v in b):  # "first … then" and "the first" are no numbers alone
            a, b = Counter({v: n for v, n in a.items() if v >= 0}), Counter({v: n for v, n in b.items() if v >= 0})
        # "one" is a pronoun as often as a number: alone it counts only against another number
        if a != b and not ({*a, *b} == {1.0} and (not a or not b)):
            return "changed-number", (_numbers(there, self.vocabulary), _numbers(here, self.vocabulary))
        for name in ("month", "weekday", "unit", "currency"):
            known = self.vocabulary.sets[name]
            x, y = Counter(w.text for w in here if w.text in known), Counter(w.text for w in there if w.text in known)
            left, right = list((x - y).elements()), list((y - x).elements())
            if left and right and not all(any(self._is_form(p, q) for q in right) for p in left):
                return "changed-number", (_list(right), _list(left))
        return None

    def _name(self, here: list[Word], there: list[Word], text: str) -> tuple[str, tuple[str, str]] | None:
        a = names_in(text, here, self.vocabulary, other=self.original)
        b = names_in(self.original, there, self.vocabulary, other=self.quote)
        left = [w for w in a if not any(_bare(w) == _bare(x.raw) for x in there)]
        right = [w for w in b if not any(_bare(w) == _bare(x.raw) for x in here)]
        if not left and not right:
            return None
        if left and right and len(left) == len(right) and all(self._same_name(x, y) for x, y in zip(left, right, strict=True)):
            return None
        return "changed-name", (_list(right), _list(left))

    def _same_name(self, a: str, b: str) -> bool:
        x, y = a.lower().replace("’", "'"), b.lower().replace("’", "'")
        return is_variant(x, y, self.vocabulary) or x.removesuffix("'s").rstrip("'") == y.removesuffix("'s").rstrip("'")

    def _direction(self, here: list[Word], there: list[Word]) -> tuple[str, tuple[str, str]] | None:
        known = self.vocabulary.sets["direction"]
        a = [w.text for w in here if w.text in known]
        b = [w.text for w in there if w.text in known]
        if a and b and not any(self._is_form(x, y) or x == y for x in a for y in b):
            return "altered-wording", (_list(b), _list(a))
        return None

    def _minor(self, here: list[Word], there: list[Word]) -> str | None:
        """The rule if all that differs is minor: article, spelling, inflection, a slip."""
        articles = self.vocabulary.sets["article"]
        a = [w for w in here if w.text not in articles]
        b = [w for w in there if w.text not in articles]
        if not a and not b:
            return "altered-wording"
        if values(here, self.vocabulary.language) and values(here, self.vocabulary.language) == values(
            there, self.vocabulary.language
        ):
            return "spelling-variant" if all(self.vocabulary.is_number(w.text) for w in a + b) else None
        if len(a) != len(b):
            return None
        kin = {kinship(x.text, y.text, self.vocabulary, self._known) for x, y in zip(a, b, strict=True)}
        if "other" in kin:
            return None
        for name, rule in (("typo", "corrected-typo"), ("inflection", "changed-tense"), ("spelling", "spelling-variant")):
            if name in kin:
                return rule
        return "altered-wording"

    def _known(self, word: str) -> bool:
        """Whether the original uses a word more than once, or both texts use it: then it is no slip."""
        found = re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", self.original[:200_000], re.IGNORECASE)
        return len(found) > 1

    # --- omissions --------------------------------------------------------------------------------------------------------

    def _details(self, span: Span, words: list[Word]) -> tuple[Span, ...]:
        names = set(names_in(self.original, words, self.vocabulary))
        out: list[Span] = []
        for w in words:
            if w.raw in names or w.text[:1].isdigit() or w.text in self.vocabulary.sets["month"]:
                if out and out[-1][1] + 2 >= w.start:
                    out[-1] = (out[-1][0], w.end)
                else:
                    out.append((w.start, w.end))
        del span
        return tuple(out)

    def _is_reporting_clause(self, edit: Edit, words: list[Word]) -> bool:
        """Whether what is left out is the reporter's own clause between two halves of speech: "…," said X, "…"."""
        start, end = edit.original
        while start and self.original[start - 1] in "\"“”„»«’‘',.!?—– ":
            start -= 1
        while end < len(self.original) and self.original[end] in "\"“”„»«’‘',.—–: ":
            end += 1
        around = self.original[start:end]
        marks = [i for i, c in enumerate(around) if c in '"“”„»«']
        if len(words) > 25 or len(marks) < 2:
            return False
        first, last = words[0].start - start, words[-1].end - start
        return (
            min(marks) < first and max(marks) >= last and any(w.text in self.vocabulary.sets["attribution_verb"] for w in words)
        )


def _is_minus(text: str, span: Span) -> bool:
    """Whether a stretch between words ends in a minus sign before a number."""
    gap = text[slice(*span)]
    return gap[-1:] in _DASHES and gap[-2:-1] in (" ", "\n", "(") and text[span[1] : span[1] + 1].isdigit()


def _list(words: list[str]) -> str:
    return ", ".join(words)


def _bare(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").strip("'.")


def _numbers(words: list[Word], vocabulary: Vocabulary) -> str:
    found = [w.raw for w in words if vocabulary.is_number(w.text) or values([w], vocabulary.language)]
    return " ".join(found) or " ".join(w.raw for w in words)
