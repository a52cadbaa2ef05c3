"""What is fuzzed: readers, the finder of quotations, folding, the aligner, a whole check, and the files that people write."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import fuzz_reading
import fuzz_settings
import fuzz_texts

_HERE: Final = Path(__file__).resolve().parent
_WORDS: Final = tomllib.loads((_HERE / "words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Target:
    """`load` imports what is fuzzed and gives the function that takes one input; `words` are what its inputs are made of."""

    what: str
    load: Callable[[], Callable[[bytes], None]]
    seeds: Callable[[], Sequence[bytes]]
    words: Sequence[bytes] = ()
    longest: int = 4096


def _words(*lists: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for name in lists for word in _WORDS[name])


def _files(folder: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [path.read_bytes() for path in sorted((_HERE / "seeds" / folder).iterdir())]


_MARKUP: Final = _words("marks", "markup")

TARGETS: Final = {
    "html": Target("HTML pages", fuzz_reading.text("html"), _files("html"), _MARKUP),
    "markdown": Target("Markdown with front matter", fuzz_reading.text("markdown"), _files("markdown"), _MARKUP),
    "plain": Target("plain text", fuzz_reading.text("text"), _files("plain"), _words("marks")),
    "encoding": Target("bytes in any encoding", fuzz_reading.encoding, fuzz_reading.encoded, fuzz_reading.BOMS),
    "docx": Target("parts of Word documents", fuzz_reading.docx, fuzz_reading.docx_seeds, _words("word")),
    "epub": Target("parts of books", fuzz_reading.epub, fuzz_reading.epub_seeds, _words("book", "markup")),
    "mhtml": Target("saved pages", fuzz_reading.saved, _files("mhtml"), _words("mail", "markup")),
    "pdf": Target("PDFs, in their process", fuzz_reading.pdf, fuzz_reading.pdf_seeds, _words("pdf")),
    "warc": Target("web archives, plain and packed", fuzz_reading.warc, fuzz_reading.warc_seeds, _words("records")),
    "wacz": Target("parts of packed web archives", fuzz_reading.wacz, fuzz_reading.wacz_seeds, _words("records", "json")),
    "jsonl": Target("dumps in JSON", fuzz_reading.jsonl, fuzz_reading.jsonl_seeds, _words("json")),
    "parquet": Target("tables in Parquet", fuzz_reading.parquet, fuzz_reading.parquet_seeds),
    "quotes": Target("the finder of quotations", fuzz_texts.quotes, _files("markdown"), _words("marks")),
    "folding": Target("folding and words", fuzz_texts.folding, _files("plain"), _words("marks")),
    "aligner": Target("a quotation set against an original", fuzz_texts.aligner, fuzz_texts.pairs, _words("marks")),
    "check": Target("an article against an original, to the report", fuzz_texts.whole, fuzz_texts.pairs, _words("marks")),
    "config": Target("fidelity.toml", fuzz_settings.config, _files("config"), _words("toml")),
    "baseline": Target("a baseline", fuzz_settings.baseline, _files("baseline"), _words("json")),
    "catalogue": Target("originals.toml", fuzz_settings.catalogue, _files("catalogue"), _words("toml")),
}
