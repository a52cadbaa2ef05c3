"""The readers, each on the same paragraphs: a text of 100 kB in every format.

pytest tests/benchmarks/test_readers.py --benchmark-enable
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

import packing
import pdf_by_hand
import pytest
import warc_by_hand
from peer_cases import original

from fidelity.read import read, read_all

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

PARAGRAPHS = original(100).split("\n\n")
PAGE = "<article>" + "".join(f"<p><em>{p[:40]}</em>{escape(p[40:])}</p>\n" for p in PARAGRAPHS) + "</article>"
_MAIL = f"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n"


def pages() -> list[pdf_by_hand.Sheet]:
    """The paragraphs on pages of fifty lines."""
    lines = [line for p in PARAGRAPHS for line in (*(p[k : k + 80] for k in range(0, len(p), 80)), "")]
    out = []
    for start in range(0, len(lines), 50):
        out.append(pdf_by_hand.Sheet())
        for n, line in enumerate(lines[start : start + 50]):
            out[-1].put(72, 720 - 12 * n, line)
    return out


FILES = {
    "plain.txt": original(100).encode(),
    "article.md": "\n\n".join(f"*{p[:40].strip()}* {p[40:]}" for p in PARAGRAPHS).encode(),
    "page.html": PAGE.encode(),
    "saved.mhtml": _MAIL.encode(),
    "word.docx": packing.packed(packing.word_parts("".join(packing.p(packing.r(p)) for p in PARAGRAPHS))),
    "book.epub": packing.packed(packing.book_parts({"one.xhtml": PAGE})),
    "crawl.warc": warc_by_hand.record("response", warc_by_hand.reply(PAGE.encode())),
    "dump.jsonl": b"".join(json.dumps({"url": "https://a.example/1", "text": p}).encode() + b"\n" for p in PARAGRAPHS),
}


@pytest.mark.parametrize("name", FILES)
def test_reader(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    benchmark.group = "a text of 100 kB"
    benchmark.extra_info["bytes"] = len(FILES[name])
    documents = benchmark(lambda: list(read_all(path, {})))
    assert not [d.problem for d in documents if d.problem]
    assert sum(len(d.text) for d in documents) > 90_000


def test_pdf(benchmark: BenchmarkFixture) -> None:
    """In its process, which is started once."""
    data = pdf_by_hand.made(*pages())
    benchmark.group = "a text of 100 kB"
    benchmark.extra_info["bytes"] = len(data)
    assert len(benchmark(read, "report.pdf", data).text) > 80_000
