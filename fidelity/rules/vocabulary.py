"""Words as the rules see them, and which of them carry weight in a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from fidelity.text.lexicon import Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Class = Literal["negation", "modal", "quantifier", "comparative", "hedge", "condition"]
CLASSES: tuple[Class, ...] = ("negation", "modal", "quantifier", "comparative", "hedge", "condition")

_PLAIN = r"\d+(?:[.,]\d+)*[^\W_]*|[^\W_]+(?:['’][^\W_]+)*|[%‰€$£¥°]"
_HYPHENS = str.maketrans("‐‑", "--")
_APOSTROPHE = re.compile("[’ʼ`´]")
_ELISION = {"fr": re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'"), "it": re.compile(r"[^\W\d_]{0,12}[bcdglmnrstv]'")}
_ELIDED = {"n'": "ne", "si'": "si", "qu'": "que", "jusqu'": "jusque", "lorsqu'": "lorsque", "puisqu'": "puisque"}
_CONTRACTED = {"won't": "will", "can't": "can", "shan't": "shall", "ain't": "be", "cannot": "can"}
# Portuguese words that draw a pronoun before its verb
_BEFORE_PRONOUN = frozenset(
    {"que", "não", "já", "também", "como", "onde", "quando", "nunca", "ainda", "quem", "porque", "sempre", "jamais", "cujo",
     "cuja", "para", "de", "por", "a", "ao", "em", "até", "sem", "ele", "ela", "eles", "elas"}
)  # fmt: skip


class Word(NamedTuple):
    """A word: how it is compared, how it is written, and where it stands in its text."""

    text: str
    raw: str
    start: int
    end: int


class Term(NamedTuple):
    """A word or phrase that carries weight: words `at` … `at + size` of a list."""

    kind: Class
    text: str
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A language's weighty words, ready for look-up."""

    lexicon: Lexicon
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Class | None], ...]]
    prefixes: tuple[tuple[str, Class], ...]
    approximate: Mapping[str, tuple[tuple[str, ...], ...]]
    lemma: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]

    @property
    def language(self) -> str:
        """The language's two letters."""
        return self.lexicon.language

    def has(self, name: str, word: str) -> bool:
        """Whether `word` stands in the list `name`."""
        return word in self.sets[name]

    def is_finite(self, word: str) -> bool:
        """Whether a word looks like a finite verb: a listed form, a modal, or one with such an ending."""
        if word in self.sets["finite"] or word in self.sets["modal"]:
            return True
        return len(word) > 4 and word.endswith(self.lexicon.get("weigh", "finite_ending"))

    def terms(self, words: Sequence[Word]) -> list[Term]:
        """The weighty words and phrases, in order, longest first where several begin at one word."""
        out: list[Term] = []
        i = 0
        while i < len(words):
            term, size = self._at(words, i)
            if term:
                out.append(term)
            i += size
        return out

    def _at(self, words: Sequence[Word], i: int) -> tuple[Term | None, int]:
        if (size := self._near_number(words, i)) and words[i].text not in self.sets["quantifier"]:
            return Term("comparative", " ".join(w.text for w in words[i : i + size]), i, size), size
        for phrase, kind in self.phrases.get(words[i].text, ()):
            if all(i + k < len(words) and words[i + k].text == part for k, part in enumerate(phrase)):
                return (Term(kind, " ".join(phrase), i, len(phrase)) if kind else None), len(phrase)
        for prefix, kind in self.prefixes:
            if words[i].text.startswith(prefix):
                return Term(kind, prefix, i, 1), 1
        return None, 1

    def _near_number(self, words: Sequence[Word], i: int) -> int:
        """How many words at `i` say how near a number is that follows (about, up to); 0 if there are none."""
        for phrase in self.approximate.get(words[i].text, ()):
            end = i + len(phrase)
            if all(k < len(words) and words[k].text == part for k, part in enumerate(phrase, i)) and any(
                k < len(words) and self.is_number(words[k].text) for k in (end, end + 1)
            ):
                return len(phrase)
        return 0

    def is_number(self, word: str) -> bool:
        """Whether a word is a number, in figures or spelled out."""
        return word[:1].isdigit() or word in self.sets["number"]


@cache
def _word(language: str) -> re.Pattern[str]:
    """What is one word: of hyphened words those that the language's weighty lists hold (peut-être, so-called)."""
    lex = lexicon(language)
    listed = {e.rstrip("*") for kind in CLASSES for e in lex.get("weigh", kind) if "-" in e and " " not in e}
    joined = "|".join(re.escape(e).replace("\\-", "[-‐‑]") for e in sorted(listed, key=lambda e: (-len(e), e)))
    return re.compile(rf"(?:{joined})(?![^\W_])|{_PLAIN}" if joined else _PLAIN, re.IGNORECASE)


def words_in(text: str, language: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`; `don't` is two words (do, not), and so are elided ones (n'est: ne, est)."""
    out: list[Word] = []
    for m in _word(language).finditer(text, start, len(text) if end is None else end):
        raw = m[0]
        plain = _APOSTROPHE.sub("'", raw).lower().translate(_HYPHENS)
        if not plain.isascii():
            plain = unicodedata.normalize("NFKC", plain)
        if language == "en" and (plain.endswith("n't") or plain == "cannot"):
            out.append(Word(_CONTRACTED.get(plain, plain[:-3]), raw, *m.span()))
            out.append(Word("not", raw, *m.span()))
            continue
        elision = _ELISION.get(language)
        if elision and "'" in plain and (cut := elision.match(plain)):
            head, tail = cut[0], plain[cut.end() :]
            split = m.start() + len(head)
            if head == "s'" and tail in ("il", "ils"):
                head = "si'"
            out.append(Word(_ELIDED.get(head, head[:-1] + "e"), raw[: len(head)], m.start(), split))
            if tail:
                out.append(Word(tail, raw[len(head) :], split, m.end()))
            continue
        if plain == "se" and language == "pt" and _is_reflexive(text, m.start(), out):
            plain = "-se"
        out.append(Word(plain, raw, *m.span()))
    return out


def _is_reflexive(text: str, at: int, before: Sequence[Word]) -> bool:
    """Whether a Portuguese `se` is the pronoun (`trata-se`, `que se diz`) and not the condition."""
    return text[at - 1 : at] in ("-", "‐", "‑") or bool(before and before[-1].text in _BEFORE_PRONOUN)


_SETS = (
    "modal", "article", "coordinator", "relative", "finite", "stopword", "month", "weekday", "currency", "honorific",
    "attribution_verb", "direction", "negation", "quantifier", "pronoun", "preposition", "concession", "limit_after_negation",
    "circumstance",
)  # fmt: skip


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language; one that the tool does not know has an empty one."""
    lex = lexicon(language)
    phrases: dict[str, list[tuple[tuple[str, ...], Class | None]]] = {}
    prefixes: list[tuple[str, Class]] = []
    for kind in CLASSES:
        for entry in lex.get("weigh", kind):
            if entry.endswith("*") and " " not in entry:
                prefixes.append((entry[:-1], kind))
            else:
                parts = tuple(entry.split())
                phrases.setdefault(parts[0], []).append((parts, kind))
    for name in ("harmless_negation", "harmless_quantifier", "harmless"):
        for entry in lex.get("weigh", name):
            parts = tuple(entry.split())
            phrases.setdefault(parts[0], []).append((parts, None))
    ordered = {k: tuple(sorted(v, key=lambda p: (-len(p[0]), p[1] is not None))) for k, v in phrases.items()}
    sets = {name: frozenset(lex.get("weigh", name)) for name in _SETS}
    sets["number"] = frozenset(w for forms in lex.sections.get("numbers", {}).values() for w in forms)
    sets["unit"] = frozenset(_spread(lex.get("weigh", "unit")))
    near = [tuple(entry.split()) for entry in lex.get("weigh", "near_number")]
    approximate = {parts[0]: tuple(p for p in near if p[0] == parts[0]) for parts in near}
    return Vocabulary(lex, ordered, tuple(prefixes), approximate, _lemmas(lex), sets)


def _spread(entries: Iterable[str]) -> Iterable[str]:
    for entry in entries:
        if entry.endswith("*"):
            yield from (entry[:-1], entry[:-1] + "s", entry[:-1] + "n")
        else:
            yield entry


def _lemmas(lex: Lexicon) -> dict[str, str]:
    out: dict[str, str] = {}
    for entry in lex.get("weigh", "irregular"):
        forms = entry.split()
        for form in forms:
            out.setdefault(form, forms[0])
    return out
