"""A repository of articles and originals, made of this project's own texts, and how long `fidelity check` takes there.

    python tests/benchmarks/repository.py FOLDER                  write 500 articles and 200 originals
    python tests/benchmarks/repository.py FOLDER --measure        and time checks: the first, of nothing new, of an edit

Sentences are made by chance, each word one that follows the one before somewhere in our texts, with names and numbers of their
own: no two originals say the same, as in life. Of twenty quotations one has a number changed; one article in fifty has an
allowance. The same seed writes the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fidelity.archive.folder import sources
from fidelity.read import read_file
from fidelity.text.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOME = Path(__file__).resolve().parents[2]
_NUMBER = re.compile(r"\b\d+\b")
_WORD = re.compile(r"[A-Za-z][a-z’'-]*(?:,(?= ))?")
_SHORTEST, _LONGEST = 14, 30  # words of a sentence
_SYLLABLES = ("bar", "dun", "fel", "gor", "hal", "ist", "kem", "lor", "mar", "nes", "os", "pel", "rav", "sten", "tor", "wick")


class Chatter:
    """Sentences by chance, of the words of the project's own English originals."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._after: dict[str, list[str]] = {}
        folders = sorted(path for path in (HOME / "pairs").glob("*/originals") if path.is_dir())
        for source in sources([*folders, HOME / "tests" / "probes" / "originals", HOME / "fidelity" / "selftest" / "texts"]):
            document = read_file(source.path)
            if (detect(document.text) or "en")[:2] == "en":
                words = [word.lower() for word in _WORD.findall(document.text)]
                for word, following in pairwise(words):
                    self._after.setdefault(word, []).append(following)
        self._first = sorted(word for word, following in self._after.items() if len(following) > 2 and word.isalpha())

    def sentence(self) -> str:
        """A sentence with a name and a number."""
        words = [self._chance.choice(self._first)]
        for _ in range(self._chance.randint(_SHORTEST, _LONGEST)):
            words.append(self._chance.choice(self._after.get(words[-1]) or self._first))
        words[len(words) // 3] += f" {self.name()}"
        words[len(words) * 2 // 3] += f" {self._chance.randint(13, 9999)}"
        told = " ".join(words).rstrip(",")
        return f"{told[0].upper()}{told[1:]}."

    def name(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=3)).capitalize()


def written(folder: Path, articles: int, originals: int, seed: int) -> None:
    """Write the repository."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    chatter = Chatter(chance)
    (folder / "originals").mkdir(parents=True)
    (folder / "articles").mkdir()
    texts: list[tuple[str, list[str]]] = []
    for n in range(originals):
        title = f"The {chatter.name()} report of {chatter.name()}"
        said = [chatter.sentence() for _ in range(36)]
        texts.append((title, said))
        body = "".join(f"{' '.join(said[i : i + 4])}\n\n" for i in range(0, len(said), 4))
        (folder / "originals" / f"report-{n:03}.md").write_text(f"---\ntitle: {title}\n---\n\n# {title}\n\n{body}", "utf-8")
    for n in range(articles):
        lines = [*_article(n, chatter, texts, chance)]
        (folder / "articles" / f"article-{n:03}.md").write_text("\n\n".join(lines) + "\n", "utf-8")
    (folder / "fidelity.toml").write_text('articles = ["articles"]\noriginals = ["originals"]\n', "utf-8")


def _article(n: int, chatter: Chatter, texts: Sequence[tuple[str, list[str]]], chance: random.Random) -> Iterator[str]:
    yield f"# What {chatter.name()} told {chatter.name()}"
    if n % 50 == 0:
        yield '<!-- fidelity: allow-file changed-number "the figures were corrected later" -->'
    for quoted in range(5):
        for _ in range(chance.randint(2, 4)):
            yield " ".join(chatter.sentence() for _ in range(3))
        title, said = chance.choice(texts)
        at = chance.randrange(len(said) - 1)
        words = said[at]
        if quoted == 0 and n % 4 == 0:
            number = _NUMBER.search(words)
            words = f"{words[: number.start()]}{int(number[0]) + 7}{words[number.end() :]}" if number else words
        yield f"As “{title}” puts it, “{words}”" if quoted % 2 else f"“{title}” says:\n\n> {words}"
    yield " ".join(chatter.sentence() for _ in range(3))


def measured(folder: Path, words: Sequence[str]) -> Iterator[dict[str, float | int | str]]:
    """Time the check: everything for the first time, nothing changed, one article changed, one original changed."""
    cache = folder / ".kept"
    shutil.rmtree(cache, ignore_errors=True)
    article = folder / "articles" / "article-001.md"
    original = folder / "originals" / "report-001.md"
    yield _timed("nothing kept", folder, words, cache)
    for again in range(1, 4):
        yield _timed(f"nothing changed ({again})", folder, words, cache)
    article.write_text(article.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    yield _timed("one article changed", folder, words, cache)
    original.write_text(original.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    yield _timed("one original changed", folder, words, cache)
    yield _timed("--no-cache", folder, [*words, "--no-cache"], cache)


def _timed(what: str, folder: Path, words: Sequence[str], cache: Path) -> dict[str, float | int | str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "fidelity", "check", *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOME), "FIDELITY_CACHE_DIR": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = done.stdout.decode().splitlines()[-3:]
    return {"what": what, "wall": round(took, 2), "cpu": round(cpu, 2), "exit": done.returncode, "told": " ".join(last)[:100]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--originals", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--output-format", default="full")
    given = parser.parse_args()
    if not given.folder.exists():
        written(given.folder, given.articles, given.originals, given.seed)
    if given.measure:
        for row in measured(given.folder, ["--output-format", given.output_format]):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
