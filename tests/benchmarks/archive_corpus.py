"""Originals by the hundred thousand for the benchmark of the index: real sentences recombined, the same for the same seed.

Each original has boilerplate at its head and foot that many share, and in between sentences from anywhere in the source. Most
of their content words are exchanged, so that the archive is no pile of copies, but one original in twenty is a copy of an
earlier one with a few words changed and other boilerplate. An original depends on its number alone: a smaller archive is the
beginning of a larger.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    Tokens = NDArray[np.int64]

COMMON = 200  # tokens so frequent that they are never exchanged
_BLOCKS = 60
_COPIES = 0.05
_COPY_CHANGES = 0.02
_SWAPPED = 0.6  # of the content words
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]? +(?=[\"'“‘(]?[A-Z])")


class Source:
    """The sentences of the texts in some folders, as numbers of tokens."""

    def __init__(self, folders: Iterable[Path]) -> None:
        sentences = [s for text in _texts(folders) for s in map(str.split, _SENTENCE.split(text)) if 5 <= len(s) <= 60]
        if len(sentences) < 100:
            raise SystemExit("too few sentences in the folders given: name some with more .txt, .md or .html files")
        frequent = Counter(token for s in sentences for token in s)
        self.vocabulary = [token for token, _ in sorted(frequent.items(), key=lambda item: (-item[1], item[0]))]
        number = {token: i for i, token in enumerate(self.vocabulary)}
        self.tokens: Tokens = np.array([number[token] for s in sentences for token in s])
        self.lengths: Tokens = np.array([len(s) for s in sentences])
        self.starts: Tokens = np.cumsum(self.lengths) - self.lengths
        content = [i >= COMMON and token.isalpha() and token.islower() for i, token in enumerate(self.vocabulary)]
        self.is_content = np.array(content)
        self.content: Tokens = self.tokens[self.is_content[self.tokens]]

    def sentences(self, which: Tokens) -> Tokens:
        """The tokens of some sentences, one after another."""
        lengths = self.lengths[which]
        ends = np.cumsum(lengths)
        at: Tokens = np.repeat(self.starts[which] - (ends - lengths), lengths) + np.arange(ends[-1])
        return self.tokens[at]

    def text(self, tokens: Tokens) -> str:
        """Tokens as they are read."""
        vocabulary = self.vocabulary
        return " ".join([vocabulary[i] for i in tokens.tolist()])


class Corpus:
    """The originals made of a source."""

    def __init__(self, source: Source, seed: int, words: int) -> None:
        self.source, self.seed, self.words = source, seed, words
        chance = np.random.default_rng((seed, 0))
        count = len(source.lengths)
        self.blocks = [source.sentences(chance.integers(count, size=chance.integers(1, 5))) for _ in range(_BLOCKS)]

    def original(self, number: int) -> Tokens:
        """The original with a number, as tokens."""
        chance = np.random.default_rng((self.seed, 1, number))
        if number and chance.random() < _COPIES:
            body = self._changed(self._body(int(chance.integers(number))), _COPY_CHANGES, chance)
        else:
            body = self._body(number)
        head, foot = (self.blocks[int(_BLOCKS * chance.random() ** 2)] for _ in range(2))
        return np.concatenate((head, body, foot))

    def text(self, number: int) -> str:
        """The original with a number."""
        return self.source.text(self.original(number))

    def _body(self, number: int) -> Tokens:
        chance = np.random.default_rng((self.seed, 2, number))
        size = self.words * float(np.clip(chance.lognormal(-0.18, 0.6), 0.15, 5))
        mean = float(self.source.lengths.mean())
        which = chance.integers(len(self.source.lengths), size=max(2, int(size / mean)))
        return self._changed(self.source.sentences(which), _SWAPPED, chance)

    def _changed(self, tokens: Tokens, share: float, chance: np.random.Generator) -> Tokens:
        """With some of the content words exchanged for others, frequent ones more often."""
        at = np.flatnonzero(self.source.is_content[tokens] & (chance.random(len(tokens)) < share))
        out = tokens.copy()
        out[at] = self.source.content[chance.integers(len(self.source.content), size=len(at))]
        return out


def _texts(folders: Iterable[Path]) -> Iterable[str]:
    """The texts of the files, in order of name, tags left out and white space made even."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".txt", ".md", ".html", ".htm"} and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                yield " ".join(html.unescape(_TAG.sub(" ", text)).split())
