"""True passages to try the judge on: our own texts, and the originals of a user's pairs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fidelity.archive.folder import sources
from fidelity.model import Document
from fidelity.read import read, read_file
from fidelity.text.language import detect
from fidelity.text.sentences import SENTENCE_END, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_BRACES = re.compile(r"\{(!?)([^{}]*)\}")
_SPECIAL = re.compile(r"[*_`<>\[\]{}|\\^~#]|\.\.\.|…")
SHORT = 8  # words: shorter quotations may be too short to tell
_LONG = 90  # words: and longer ones are no quotations that anybody makes


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that may be left out honestly, or (`limits`) that turn or limit what stands around them."""

    start: int
    end: int
    limits: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in its text, with what its author says of its parts."""

    text: str
    paragraph: int
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of which every sentence is known. `source` is the file that the tool reads, if it is one of ours."""

    uri: str
    language: str
    title: str
    source: str | None
    document: Document
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of one paragraph, one blank apart; `starts` tells where each begins."""

    text: Text
    words: str
    first: int
    starts: tuple[int, ...]
    stretches: tuple[Stretch, ...] = field(default=())

    @property
    def paragraph(self) -> int:
        """The number of the paragraph in its text."""
        return self.text.sentences[self.first].paragraph


@cache
def words_of(language: str) -> dict[str, Any]:
    """What the self-test does to passages in a language; empty if it has no list for it."""
    found = files(__package__).joinpath("words", f"{language}.toml")
    return tomllib.loads(found.read_text(encoding="utf-8")) if found.is_file() else {}


def shipped() -> list[Text]:
    """The texts that come with the tool, in order of name."""
    folder = files(__package__).joinpath("texts")
    return [_marked_up(f.name, f.read_text(encoding="utf-8")) for f in sorted(folder.iterdir(), key=lambda f: f.name)]


def _marked_up(name: str, marked: str) -> Text:
    """A text of ours: one sentence to a line; `{…}` may be left out honestly, `{!…}` limits what stands around it."""
    marked = re.sub(r" \{(!?)(?=[,;])", r"{\1", marked)
    _, head, body = marked.split("---\n", 2)
    source = f"---\n{head}---\n{_BRACES.sub(lambda m: m[2], body)}"
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(p for p in body.split("\n\n") if p.strip() and not p.lstrip().startswith("#")):
        sentences += [_sentence(line, number) for line in paragraph.strip().split("\n")]
    document = read(f"originals/{name}", source.encode())
    return Text(document.uri, document.meta.language or "en", document.meta.title or name, source, document, tuple(sentences))


def _sentence(line: str, paragraph: int) -> Sentence:
    out, stretches, at = "", [], 0
    for m in _BRACES.finditer(line):
        out += line[at : m.start()]
        stretches.append(Stretch(len(out), len(out) + len(m[2]), bool(m[1])))
        out += m[2]
        at = m.end()
    return Sentence(out + line[at:], paragraph, tuple(stretches))


def of_pairs(folder: Path) -> list[Text]:
    """The originals under a folder of pairs, those whose language the self-test knows. Raises OriginalsError."""
    out = []
    for source in sources([folder]):
        if source.path.parent.name != "originals" and "originals" not in source.path.parts:
            continue
        document = read_file(source.path)
        language = (document.meta.language or detect(document.text) or "")[:2].lower()
        if document.problem is None and words_of(language):
            title = document.meta.title or source.path.stem
            sentences = tuple(_sentences(document))
            out.append(Text(document.uri, language, title, None, document, sentences))
    return out


def _sentences(document: Document) -> Iterator[Sentence]:
    blocks = [b for b in document.blocks if b.kind == "paragraph"]
    for number, block in enumerate(blocks):
        stressed = any(r.span[0] < block.span[1] and block.span[0] < r.span[1] for r in document.emphasis)
        if stressed:
            continue  # quoted without its emphasis it would not be faithful
        paragraph = " ".join(document.text[slice(*block.span)].split())
        cuts = [0]
        for m in SENTENCE_END.finditer(paragraph):
            after = re.match(r"\s*", paragraph[m.end() :])
            begin = m.end() + (after.end() if after else 0)
            if ends_sentence(paragraph, m.start(), begin):
                cuts.append(begin)
        for start, end in pairwise([*cuts, len(paragraph)]):
            if end > start:
                yield Sentence(paragraph[start:end].strip(), number)


def passages(text: Text) -> list[Passage]:
    """Each sentence of a text, each two and three neighbours in a paragraph, and each paragraph, if it can be quoted so."""
    out: dict[tuple[int, int], Passage] = {}
    n = len(text.sentences)
    ends = {s.paragraph: i + 1 for i, s in enumerate(text.sentences)}
    for first in range(n):
        last = ends[text.sentences[first].paragraph]
        for end in (first + 1, first + 2, first + 3, last):
            if end <= last and (passage := _passage(text, first, end)):
                out[first, end] = passage
    return list(out.values())


def _passage(text: Text, first: int, end: int) -> Passage | None:
    chosen = text.sentences[first:end]
    words, starts, stretches = "", [], []
    for s in chosen:
        words += " " if words else ""
        starts.append(len(words))
        stretches += [Stretch(x.start + len(words), x.end + len(words), x.limits) for x in s.stretches]
        words += s.text
    usable = not _SPECIAL.search(words) and words[:1].isalpha() and words[-1:] in ".?!"
    balanced = not any(c in words for c in '"“”„«»‘')
    if not usable or not balanced or not SHORT <= len(words.split()) <= _LONG:
        return None
    return Passage(text, words, first, tuple(starts), tuple(stretches))


def speeches(text: Text) -> list[Sentence]:
    """The sentences of a text in which somebody speaks between marks."""
    return [s for s in text.sentences if any(c in s.text for c in "“„«") and not _SPECIAL.search(s.text)]
