"""Random quotations of every kind over small originals, put together from words: what the words are is known, not read."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from passages import prose

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[int, int]
TokenKind = Literal["word", "gap", "bracket", "letters"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, an ellipsis (`gap`), a bracket that holds whole words, or a word with a bracket inside (`letters`).

    `keys` are its words in one plain spelling; of `letters` what stands before the bracket.
    """

    kind: TokenKind
    keys: tuple[str, ...]
    shown: str
    after: str = " "


class Case(NamedTuple):
    """A quotation and an original, both as text and as words with their places in it."""

    kind: str
    quote: str
    tokens: list[Token]
    here: list[Span]
    original: str
    words: list[str]
    there: list[Span]


_SMALL = [
    "the", "a", "of", "to", "in", "and", "that", "it", "is", "was", "for", "on", "with", "as", "by", "at", "from", "but",
    "not", "or", "had", "were", "would", "they", "he", "she", "which", "no", "all", "may", "must", "if", "when", "this",
    "their", "one", "been", "more", "than", "out", "up", "so", "only", "before", "after", "until", "some", "any", "don't",
    "could",
]  # fmt: skip
_HEADS = [
    "bar", "ken", "lor", "mis", "tan", "vel", "dor", "fal", "gri", "hal", "per", "sto", "wen", "ral", "cul", "nim", "pos",
    "tre", "vin", "def", "af", "of", "bru", "lin", "cor", "mar", "ser",
]  # fmt: skip
_MIDDLES = ["", "", "", "en", "ar", "ef", "is", "ol", "un", "it", "ard", "fi", "fle", "om"]
_ENDS = [
    "ter", "ing", "ed", "er", "le", "ow", "ment", "ty", "est", "ly", "ure", "al", "on", "ish", "and", "ock", "ine", "age",
    "or", "en",
]  # fmt: skip
_SPECIAL = ["café", "naïve", "résumé", "Zürich", "farmer’s", "4.2", "1987", "3,000", "o'clock", "élan"]
_STRANGE = [
    "zebra", "quince", "yodel", "fjord", "xylem", "gnome", "vortex", "jigsaw", "oxbow", "pyx", "sphinx", "kayak", "quagga",
    "wyvern", "zither", "ukulele",
]  # fmt: skip
_ELLIPSES = ["…", "...", ". . .", "[…]", "[...]", "(…)", "(...)", "[. . .]", "....", "* * *"]
_ACCENTS = str.maketrans("éïüâ", "eiua")
_LIGATURES = (("ffi", "ﬃ"), ("fl", "ﬂ"), ("ff", "ﬀ"), ("fi", "ﬁ"))
_SPACES = ["\u00a0", "  ", "\n", "\u2009", "\u202f", "\t", " \n "]
_DASHES = [" – ", " - ", " — ", "—", "–", " ‒ "]


def plain(word: str) -> str:
    return word.replace("’", "'").lower().translate(_ACCENTS)


class _Maker:
    """One case being made. Everything comes from `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.original = _repetitive(chance) if chance.random() < 0.4 else _varied(chance)
        self.words = [t.keys[0] for t in self.original]

    def piece(self, shortest: int = 8, longest: int = 60) -> tuple[int, int]:
        size = min(self.chance.randint(shortest, longest), len(self.original) - 2)
        start = self.chance.randint(0, len(self.original) - size)
        return start, start + size

    def strange(self) -> Token:
        word = self.chance.choice(_STRANGE)
        return Token("word", (word,), word)

    def gap(self) -> Token:
        return Token("gap", (), self.chance.choice(_ELLIPSES))

    def bracket(self, words: list[str]) -> Token:
        return Token("bracket", tuple(words), f"[{' '.join(words)}]")

    # --- what quoters do --------------------------------------------------------------------------------------------------

    def exact(self) -> list[Token]:
        return self.original[slice(*self.piece(6))]

    def folded(self) -> list[Token]:
        return [self.refolded(t) for t in self.exact()]

    def refolded(self, token: Token) -> Token:
        """The same word, as another typesetter might set it."""
        shown, after, chance = token.shown, token.after, self.chance
        match chance.randrange(12):
            case 0:
                shown = shown.upper() if chance.random() < 0.3 else shown[0].swapcase() + shown[1:]
            case 1:
                shown = shown.translate(_ACCENTS)
            case 2:
                shown = shown.translate(str.maketrans("’'", "'’")) if "'" in shown or "’" in shown else f"“{shown}”"
            case 3 if (
                len(shown) > 5 and shown.isalpha() and token.keys[0] not in _STRANGE
            ):  # torn, no original tells that it is one word
                at = chance.randint(2, len(shown) - 3)
                hyphen = chance.choice(["\u00ad", "-\n", "\u00ad\n", "‐\n", "\u200b"])
                shown = shown[:at] + hyphen + shown[at:]
            case 4:
                for letters, one in _LIGATURES:
                    shown = shown.replace(letters, one)
            case 5 if after == " ":
                after = chance.choice(_SPACES)
            case 6 if "–" in after:
                after = chance.choice(_DASHES)
            case 7:
                after = chance.choice([" ", "; ", ", "]) if after == ", " else after
            case 8:
                shown = chance.choice(['"{}"', "‘{}’", "'{}'", "«{}»"]).format(shown)
            case _:
                pass
        return Token("word", token.keys, shown, after)

    def changed(self) -> list[Token]:
        out = list(self.original[slice(*self.piece())])
        for at in self.chance.sample(range(len(out)), self.chance.randint(1, 3)):
            out[at] = self.strange()
        return out

    def dropped(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(10))])
        for at in sorted(self.chance.sample(range(len(out)), self.chance.randint(1, 3)), reverse=True):
            del out[at]
        return out

    def added(self) -> list[Token]:
        out = list(self.original[slice(*self.piece())])
        for at in sorted(self.chance.sample(range(len(out) + 1), self.chance.randint(1, 3)), reverse=True):
            out.insert(at, self.strange())
        return out

    def mixed(self) -> list[Token]:
        return self.disturb(list(self.original[slice(*self.piece(14))]), self.chance.randint(1, 4))

    def disturb(self, out: list[Token], times: int) -> list[Token]:
        for _ in range(times):
            at = self.chance.randrange(len(out))
            match self.chance.randrange(4):
                case 0:
                    out[at] = self.strange()
                case 1:
                    out.insert(at, self.strange())
                case 2:
                    del out[at]
                case _:  # a word of the original's own, in a place where it does not stand
                    out[at] = self.chance.choice(self.original)
        return out

    def much_changed(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(10, 40))])
        for at in self.chance.sample(range(len(out)), round(len(out) * self.chance.uniform(0.2, 0.9))):
            out[at] = self.strange()
        return out

    def cut(self, least: int, most: int, mark: Token | None, pieces: int = 2) -> list[Token]:
        """Pieces of the original in order, with `least` to `most` words left out between them."""
        sizes = [self.chance.randint(4, 18) for _ in range(pieces)]
        holes = [self.chance.randint(least, most) for _ in range(pieces - 1)]
        room = len(self.original) - sum(sizes)
        holes = [max(1, min(h, room // (pieces - 1) - 1)) for h in holes]
        at = self.chance.randint(0, max(0, len(self.original) - sum(sizes) - sum(holes)))
        out: list[Token] = []
        for size, hole in zip(sizes, [*holes, 0], strict=True):
            if out and mark:
                out.append(self.gap())
            out += self.original[at : at + size]
            at += size + hole
        return out

    def cut_short(self) -> list[Token]:
        return self.cut(1, 7, None)

    def cut_long(self) -> list[Token]:
        return self.cut(9, 90, None)

    def ellipsis(self) -> list[Token]:
        return self.cut(1, self.chance.choice([3, 12, 120]), self.gap())

    def ellipses(self) -> list[Token]:
        return self.cut(1, self.chance.choice([3, 12, 60]), self.gap(), self.chance.randint(3, 4))

    def ellipsis_and_changed(self) -> list[Token]:
        out = self.cut(1, self.chance.choice([3, 12, 60]), self.gap(), self.chance.randint(2, 3))
        places = [k for k, t in enumerate(out) if t.kind == "word"]
        for at in self.chance.sample(places, self.chance.randint(1, 2)):
            out[at] = self.strange()
        return out

    def inserted(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(10))])
        for at in sorted(self.chance.sample(range(2, len(out) - 1), self.chance.randint(1, 2)), reverse=True):
            out.insert(at, self.bracket(self.chance.sample(_STRANGE, self.chance.randint(1, 3))))
        return out

    def replaced(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(12))])
        at = self.chance.randint(0, len(out) - 4)
        out[at : at + self.chance.randint(1, 3)] = [self.bracket(self.chance.sample(_STRANGE, self.chance.randint(1, 3)))]
        return out

    def letters(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(8))])
        for at in self.chance.sample(range(len(out)), self.chance.randint(1, 3)):
            token = out[at]
            shown, key = token.shown, token.keys[0]
            if not shown.isalpha() or len(shown) < 3:
                continue
            if self.chance.random() < 0.5:
                out[at] = Token("word", token.keys, f"[{shown[0].swapcase()}]{shown[1:]}", token.after)
            else:
                stem = len(key) - self.chance.randint(0, min(2, len(key) - 3))
                ending = self.chance.choice(["s", "ed", "ing", ""])
                same = key[:stem] + ending == key
                out[at] = Token(
                    "word" if same else "letters",
                    token.keys if same else (key[:stem],),
                    f"{shown[:stem]}[{ending}]",
                    token.after,
                )
        return out

    def moved(self) -> list[Token]:
        start, stop = self.piece(16)
        middle = self.chance.randint(start + 7, stop - 7)
        return [*self.original[middle:stop], *self.original[start:middle]]

    def spliced(self) -> list[Token]:
        """Pieces from places of their own, in any order."""
        out: list[Token] = []
        taken: set[int] = set()
        for _ in range(self.chance.randint(2, 3)):
            start, stop = self.piece(8, 16)
            if taken.isdisjoint(range(start, stop)):
                taken.update(range(start, stop))
                out += self.original[start:stop]
        return out

    def absent(self) -> list[Token]:
        other = _Maker(self.chance)
        if other.original and self.chance.random() < 0.5:
            return [self.strange() for _ in range(self.chance.randint(6, 30))]
        return [t if plain(t.keys[0]) in _SMALL else self.strange() for t in other.exact()]

    def short(self) -> list[Token]:
        out = list(self.original[slice(*self.piece(1, 5))])
        if self.chance.random() < 0.5:
            out[self.chance.randrange(len(out))] = self.strange()
        return out

    def all_at_once(self) -> list[Token]:
        out = [self.refolded(t) if t.kind == "word" else t for t in self.ellipsis_and_changed()]
        places = [k for k in range(2, len(out) - 1) if out[k].kind == out[k - 1].kind == "word"]
        if places:
            out.insert(self.chance.choice(places), self.bracket(self.chance.sample(_STRANGE, 1)))
        return out


KINDS: dict[str, Callable[[_Maker], list[Token]]] = {
    "exact": _Maker.exact,
    "folded": _Maker.folded,
    "changed": _Maker.changed,
    "dropped": _Maker.dropped,
    "added": _Maker.added,
    "mixed": _Maker.mixed,
    "much changed": _Maker.much_changed,
    "cut short": _Maker.cut_short,
    "cut long": _Maker.cut_long,
    "ellipsis": _Maker.ellipsis,
    "ellipses": _Maker.ellipses,
    "ellipsis, changed": _Maker.ellipsis_and_changed,
    "bracket inserted": _Maker.inserted,
    "bracket replaces": _Maker.replaced,
    "bracket in word": _Maker.letters,
    "moved": _Maker.moved,
    "spliced": _Maker.spliced,
    "absent": _Maker.absent,
    "short": _Maker.short,
    "all at once": _Maker.all_at_once,
}


def case(seed: int, number: int) -> Case:
    """Case `number` of a run: each kind in turn."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - texts, not secrets
    maker = _Maker(chance)
    kind = list(KINDS)[number % len(KINDS)]
    tokens = KINDS[kind](maker)
    quote, here = _set(tokens)
    original, there = _set(maker.original)
    return Case(kind, quote, tokens, here, original, maker.words, there)


def _set(tokens: list[Token]) -> tuple[str, list[Span]]:
    """The tokens as a text, and where each stands."""
    text, spans = "", []
    for k, token in enumerate(tokens):
        spans.append((len(text), len(text) + len(token.shown)))
        text += token.shown + (token.after if k + 1 < len(tokens) else "")
    return text, spans


def _varied(chance: random.Random) -> list[Token]:
    """Sentences in which few words recur but the small ones."""
    out: list[Token] = []
    size = chance.randint(60, 300)
    left = 0
    for k in range(size):
        roll = chance.random()
        if roll < 0.42:
            word = chance.choice(_SMALL)
        elif roll < 0.95:
            word = chance.choice(_HEADS) + chance.choice(_MIDDLES) + chance.choice(_MIDDLES[:9]) + chance.choice(_ENDS)
        else:
            word = chance.choice(_SPECIAL)
        shown = word[0].upper() + word[1:] if left == 0 else word
        left = chance.randint(7, 22) if left == 0 else left - 1
        ends = left == 0 or k + 1 == size
        after = chance.choice([". ", ". ", ".\n\n", "? "]) if ends else chance.choice([" "] * 9 + [", "] * 2 + [" – "])
        out.append(Token("word", (plain(word),), shown, after))
    return out


def _repetitive(chance: random.Random) -> list[Token]:
    """Sentences made of few phrases, which come again and again."""
    out: list[Token] = []
    for word in prose(chance.randrange(10**6), chance.randint(6, 18)).split(" "):
        for part in word.replace("\n\n", " \n\n").split(" "):
            bare = part.strip(".,\n")
            if part.startswith("\n\n"):
                out[-1] = Token("word", out[-1].keys, out[-1].shown, out[-1].after.rstrip() + "\n\n")
            if not bare:
                continue
            stop = part.rstrip("\n")[-1]
            after = (stop if stop in ".," else "") + " "
            out.append(Token("word", (plain(bare),), bare, after))
    return out[:300]
