"""A run's quotations as arrays: which words each has, and where it stands in which original. No text is kept.

Read batch by batch; some 400 bytes stay of a quotation of 35 words, so that half a million take some 200 MB.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyarrow import parquet

from fidelity.batch.drift.shingles import Hashes, Places, Wordings, joined, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa


BATCH = 4096
"""Rows in hand at once."""
_COLUMNS = ["article", "id", "text", "verdict", "original", "original_url", "text_passages", "original_text"]
_SHOWN = ("added", "removed", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """All quotations of a run in the tables' order.

    `words` are those of the quotations, `passages` those of the originals where they stand (none where they stand nowhere).
    `originals` names the originals, `urls` their addresses; `original` is the place there, -1 without one. The spans of a
    quotation's passages, in code points of the original's text, are rows `spans[bounds[i]:bounds[i + 1]]`. `signs` is
    a number that hangs on what the quotation emphasises, 0 for nothing. `departs` is false of what is known to be exact.
    `article` is a number for each article.
    """

    words: Wordings
    passages: Wordings
    originals: list[str]
    urls: list[str | None]
    original: NDArray[np.int32]
    spans: NDArray[np.int64]
    bounds: Places
    signs: Hashes
    departs: NDArray[np.bool_]
    article: Hashes


def gathered(quotes: Sequence[Path], emphasis: Sequence[Path]) -> Gathered:
    """Read the tables of a run. Raises OSError or pyarrow.ArrowException where one cannot be read."""
    numbers: dict[str, int] = {}
    urls: list[str | None] = []
    words, passages, signs = [], [], []
    exact, original, articles = array("b"), array("i"), array("Q")
    spans, bounds = array("q"), array("q", [0])
    stressed = _stressed(emphasis)
    for batch in batches(quotes, _COLUMNS):
        columns = {name: batch.column(name).to_pylist() for name in _COLUMNS}
        words.append(wordings(columns["text"]))
        passages.append(wordings([text or "" for text in columns["original_text"]]))
        signs.append(_signs(columns["article"], columns["id"], stressed))
        articles.extend(_key(uri) for uri in columns["article"])
        exact.extend(verdict == "exact" for verdict in columns["verdict"])
        for uri, url, places in zip(columns["original"], columns["original_url"], columns["text_passages"], strict=True):
            found = [int(p[end]) for p in places or () for end in ("start", "end")] if uri is not None else []
            number = -1
            if found:
                number = numbers.setdefault(uri, len(numbers))
                if number == len(urls):
                    urls.append(url)
            original.append(number)
            spans.extend(found)
            bounds.append(len(spans) // 2)
    marks = np.concatenate(signs) if signs else np.zeros(0, np.uint64)
    return Gathered(
        joined(words),
        joined(passages),
        list(numbers),
        urls,
        np.array(original, dtype=np.int32),
        np.array(spans, dtype=np.int64).reshape(-1, 2),
        np.array(bounds, dtype=np.int64),
        marks,
        (np.array(exact, dtype=np.int8) == 0) | (marks != 0),
        np.array(articles, dtype=np.uint64),
    )


def batches(files: Sequence[Path], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The rows of a table, a few at a time, in the order of the files."""
    for file in files:
        with parquet.ParquetFile(file) as opened:
            yield from opened.iter_batches(BATCH, columns=list(columns))


def _stressed(files: Sequence[Path]) -> dict[int, int]:
    """For each quotation that sets words off other than its original does, a number that hangs on which words those are."""
    found: dict[int, int] = {}
    for batch in batches(files, ["article", "quote", "status", "text"]):
        rows = zip(*(batch.column(name).to_pylist() for name in ("article", "quote", "status", "text")), strict=True)
        for article, quote, status, text in rows:
            if status in _SHOWN:
                key = _key(article, quote)
                found[key] = found.get(key, 0) ^ _key("removed" if status == "removed" else "set off", text.casefold()) | 1
    return found


def _signs(articles: Sequence[str], quotes: Sequence[str], stressed: dict[int, int]) -> Hashes:
    if not stressed:
        return np.zeros(len(quotes), np.uint64)
    keys = (_key(article, quote) for article, quote in zip(articles, quotes, strict=True))
    return np.array([stressed.get(key, 0) for key in keys], dtype=np.uint64)


def _key(*parts: str) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
