"""Files that somebody made to hurt: what each repeats, how often at its limit, and how the file is put together."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import packing
import warc_by_hand

MOST: Final = 64_000_000
"""Bytes of the largest file that is read."""


@dataclass(frozen=True, slots=True)
class Case:
    """`make(size)` makes a file of about `size` of whatever it repeats."""

    name: str
    file: str
    size: int
    make: Callable[[int], str | bytes]

    def made(self, size: int) -> bytes:
        """The file."""
        data = self.make(size)
        return data if isinstance(data, bytes) else data.encode()


def _repeated(unit: str, before: str = "", behind: str = "") -> Callable[[int], str]:
    """A file of about so many bytes that repeats one thing."""
    return lambda size: before + unit * (size // len(unit.encode())) + behind


def _nested(tag: str) -> Callable[[int], str]:
    return lambda count: f"<{tag}>" * count + "x" + f"</{tag}>" * count


def _word(body: str) -> bytes:
    return packing.packed(packing.word_parts(body))


def _with(parts: dict[str, bytes | str], name: str, content: str) -> bytes:
    return packing.packed(parts | {name: content})


def _bomb(name: str, inside: bytes, parts: dict[str, bytes | str]) -> Callable[[int], bytes]:
    """A ZIP file in which one part repeats what packs a thousand times smaller."""
    return lambda size: packing.packed(parts | {name: inside * (size // len(inside))})


def _packed_bomb(size: int) -> bytes:
    page = warc_by_hand.record("response", warc_by_hand.reply(gzip.compress(bytes(size), mtime=0), Content_Encoding="gzip"))
    return warc_by_hand.packed(page)


def _linked(count: int) -> bytes:
    """A book whose members lead out of it: by their names, and as links."""
    file = io.BytesIO(packing.packed(packing.book_parts({"one.xhtml": "<p>Words.</p>"})))
    with zipfile.ZipFile(file, "a") as book:
        for n in range(count):
            book.writestr(f"../../{n}.xhtml", "<p>Out.</p>")
            link = zipfile.ZipInfo(f"OPS/{n}.xhtml")
            link.external_attr = 0o120777 << 16
            book.writestr(link, "/etc/passwd")
    return file.getvalue()


def _table(count: int) -> bytes:
    """A table in Parquet that has one long text in each row."""
    import pyarrow as pa  # noqa: PLC0415 - part of the extra `batch`
    from pyarrow import parquet  # noqa: PLC0415

    rows = pa.DictionaryArray.from_arrays(pa.array([0]).take(pa.array([0] * count)), ["x" * 1_000_000])
    file = io.BytesIO()
    parquet.write_table(pa.table({"text": rows}), file)
    return file.getvalue()


def _catalogue(count: int) -> str:
    return "".join(f'["f{n}.html"]\ntitle = "T"\n' for n in range(count))


def _repeats(count: int) -> bytes:
    page = warc_by_hand.page(WARC_Payload_Digest="sha1:A")
    again = warc_by_hand.record("revisit", warc_by_hand.reply(b""), "http://e.example/z", WARC_Payload_Digest="sha1:A")
    return page + again * count


def _rules(count: int) -> str:
    rules = "".join(f".c{n}{{font-weight:bold}}" for n in range(count))
    return f"<style>{rules}</style>" + "".join(f"<p class=c{n}>x" for n in range(count))


_BOOK: Final = packing.book_parts({"one.xhtml": "<p>Words.</p>"})
_WORD: Final = packing.word_parts(packing.p("Words."))
_ENTITIES: Final = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {"abcdefgh"[n]} "{("&" + "abcdefgh"[n - 1] + ";") * 10}">' for n in range(1, 8)
) + "]>"  # fmt: skip
_CRAWL: Final[dict[str, bytes | str]] = {"archive/a.warc": warc_by_hand.page(), "datapackage.json": "{}"}
_TABLE: Final = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
_HEAD: Final = warc_by_hand.page().partition(b"WARC-Date")
_NESTED: Final = ("blockquote", "div", "b", "q", "table", "object")
_PROSE: Final = "The bridge stays shut until the frost is over, he said. "

CASES: Final = (
    Case("a line as long as a file may be, text", "a.txt", MOST - 99, _repeated(_PROSE)),
    Case("a line as long as a file may be, Markdown", "a.md", MOST - 99, _repeated(_PROSE)),
    Case("a line as long as a file may be, HTML", "a.html", MOST - 99, _repeated(_PROSE, "<p>")),
    Case("a line of 100 MB", "a.txt", 100_000_000, _repeated(_PROSE)),
    Case("a line of 100 MB in a dump", "a.jsonl", 100_000_000, _repeated(_PROSE, '{"text": "', '"}\n{"text": "Two."}')),
    Case("short lines, text", "a.txt", 3_000_000, _repeated("x\n")),
    Case("short lines, text, too many", "a.txt", MOST - 99, _repeated("x\n")),
    Case("paragraphs, HTML", "a.html", 5_000_000, _repeated("<p>x")),
    Case("paragraphs, HTML, too many", "a.html", MOST - 99, _repeated("<p>x")),
    Case("entities", "a.html", 12_000_000, _repeated("&amp;", "<p>")),
    Case("links, HTML, a million", "a.html", 36_000_000, _repeated("<a href='http://e.example/x'>x</a> ", "<p>")),
    Case("links, Markdown, a million", "a.md", 25_000_000, _repeated("[a](http://e.example/x) ")),
    Case("block quotations in one another, >", "a.md", 100_000, lambda n: "> " * n + "x"),
    Case("lists in one another, -", "a.md", 100_000, lambda n: "- " * n + "x"),
    *(Case(f"elements in one another, {tag}", "a.html", 100_000, _nested(tag)) for tag in _NESTED),
    Case("HTML blocks in one another, Markdown", "a.md", 100_000, lambda n: "<div>\n\n" * n),
    Case("an attribute of 60 MB, class", "a.html", 60_000_000, _repeated("a ", "<p class='", "'>x")),
    Case("an attribute of 60 MB, style", "a.html", 60_000_000, _repeated("color:red;", "<p style='", "'>x")),
    Case("attributes, a million", "a.html", 1_000_000, lambda n: "<p " + " ".join(f"a{k}=1" for k in range(n)) + ">x"),
    Case("style rules and elements", "a.html", 100_000, _rules),
    Case("open style blocks", "a.html", 1_000_000, lambda n: "<style>" + "@media x{a{" * n + "</style><p>x"),
    Case("[[[[", "a.md", 1_000_000, lambda n: "[" * n),
    Case("[[[[a]]]]", "a.md", 500_000, lambda n: "[" * n + "a" + "]" * n),
    Case("[a]([a](", "a.md", 1_000_000, lambda n: "[a](" * n),
    Case("***a ***a", "a.md", 1_000_000, lambda n: "***a " * n),
    Case("*a **b *a", "a.md", 1_000_000, lambda n: "*a **b " * n),
    Case("~~a _b", "a.md", 1_000_000, lambda n: "~~a _b " * n),
    Case("<!-- <!--", "a.md", 1_000_000, lambda n: "a <!-- " * n),
    Case("<a <a", "a.md", 1_000_000, lambda n: "<a b='" * n),
    Case("a table of many columns", "a.md", 200_000, lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|\n"),
    Case("footnotes", "a.md", 100_000, lambda n: "".join(f"a[^{k}]\n\n[^{k}]: x\n\n" for k in range(n))),
    Case("front matter with aliases", "a.md", 2000, lambda n: "---\na: &a [x]\n" + "b: [*a, *a]\n" * n + "---\nx"),
    Case("front matter in one another", "a.md", 60_000, lambda n: "---\na: " + "[" * n + "\n---\nx"),
    Case("front matter, dotted key", "a.md", 30_000, lambda n: "+++\n" + "a." * n + "b = 1\n+++\nx"),
    Case("catalogue, lists in one another", "originals.toml", 1_000_000, lambda n: "a = " + "[" * n),
    Case("catalogue, dotted key", "originals.toml", 1_000_000, lambda n: "a." * n + "b = 1\n"),
    Case("catalogue, a long number", "originals.toml", 1_000_000, lambda n: "a = " + "9" * n),
    Case("catalogue of 100,000 files", "originals.toml", 100_000, _catalogue),
    Case("Word: entities", "a.docx", 1, lambda n: _with(_WORD, "word/document.xml", _ENTITIES + "<a>" + "&h;" * n)),
    Case("book: entities", "a.epub", 1, lambda n: _with(_BOOK, "OPS/book.opf", _ENTITIES + "<a>" + "&h;" * n)),
    Case("Word: bomb", "a.docx", 100_000_000, _bomb("word/document.xml", b" " * 1000, _WORD)),
    Case("book: bomb", "a.epub", 100_000_000, _bomb("OPS/one.xhtml", b"<p>x" * 250, _BOOK)),
    Case("packed web archive: bomb", "a.wacz", 1_000_000_000, _bomb("archive/a.warc", bytes(1_000_000), _CRAWL)),
    Case("web archive: a packed page that is a bomb", "a.warc.gz", 1_000_000_000, _packed_bomb),
    Case("dump: bomb", "a.jsonl.gz", 2_000_000_000, lambda n: gzip.compress(b'{"text": "' + b"x" * n + b'"}', 1, mtime=0)),
    Case("Word: paragraphs", "a.docx", 200_000, lambda n: _word("".join(packing.p(f"{k * k}") for k in range(n)))),
    Case("Word: tables in one another", "a.docx", 5000, lambda n: _word(_TABLE[0] * n + packing.p("x") + _TABLE[1] * n)),
    Case("Word: members", "a.docx", 100_000, lambda n: packing.packed(_WORD | {f"x/{k}": "" for k in range(n)})),
    Case("book: names and links that lead out", "a.epub", 1000, _linked),
    Case("table: one long text in each row", "a.parquet", 1_000_000, _table),
    Case("dump: objects in one another", "a.jsonl", 1_000_000, lambda n: '{"a":' * n),
    Case("dump: entries on one line", "a.jsonl", 100_000, lambda n: '{"text":"x"}' * n),
    Case("dump: bad lines", "a.jsonl", 1_000_000, lambda n: "{bad\n" * n),
    Case("web archive: pages of one second", "a.warc", 20_000, lambda n: warc_by_hand.page() * n),
    Case("web archive: repeats", "a.warc", 20_000, _repeats),
    Case("web archive: header fields", "a.warc", 1_000_000, lambda n: _HEAD[0] + b"X: y\r\n" * n + b"".join(_HEAD[1:])),
)  # fmt: skip
