"""Fuzz targets for the readers: no bytes make one raise, and what is read keeps the laws of positions.

What is packed is fuzzed part by part: the first byte of an input chooses the part that the rest of it becomes, or the whole.
"""

from __future__ import annotations

import atexit
import gzip
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import packing
import pdf_by_hand
import warc_by_hand
from test_laws import check_laws

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fidelity.model import Document

BOMS: Final = (
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    *(
        b"<meta charset=",
        b'<?xml encoding="',
        b"utf-16",
        b"shift_jis",
        b"gb18030",
        b"utf-7",
        b"idna",
        b"\x1b$B",
        b"\x81\x30\x81\x30",
    ),
)
"""How files begin and what they say that are in one encoding or another."""

_FOLDER: Final = Path(tempfile.mkdtemp(prefix="fuzz-reading-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


def _check(document: Document) -> None:
    check_laws(document)
    assert document.text.strip() or document.problem
    assert document.problem is None or document.problem.endswith((".", "}", '"', ")"))


def text(kind: str) -> Callable[[], Callable[[bytes], None]]:
    """A target that reads bytes as a text format."""

    def load() -> Callable[[bytes], None]:
        from fidelity.read import read  # noqa: PLC0415 - imported where the fuzzer watches

        return lambda data: _check(read("made.up", data, hint=kind))

    return load


def encoding() -> Callable[[bytes], None]:
    """Bytes of any encoding, as a file and as a page that a server declares something of."""
    from fidelity.read import read  # noqa: PLC0415
    from fidelity.read.encoding import encodings  # noqa: PLC0415

    def run(data: bytes) -> None:
        served, _, rest = data.partition(b"\n")
        _check(read("a.html", rest, charset=served.decode("latin-1")))
        _check(read("a.txt", data))
        assert list(encodings(data, html=True))

    return run


def encoded() -> Sequence[bytes]:
    """Words in several encodings, behind what a server declares."""
    words = "“Où donc?”, said he — no."
    codings = ("utf-8", "utf-16", "utf-16-be", "cp1252", "utf-32", "gb18030")
    return [f"{name}\n".encode() + words.encode(name) for name in codings]


def _parts(name: str, parts: Mapping[str, bytes | str]) -> Callable[[], Callable[[bytes], None]]:
    """A target that reads a ZIP file of these parts, one of them replaced."""

    def load() -> Callable[[bytes], None]:
        from fidelity.read import book, read, word  # noqa: F401, PLC0415

        names = list(parts)

        def run(data: bytes) -> None:
            which = data[0] if data else 0
            made = data[1:] if which == 255 else packing.packed(dict(parts) | {names[which % len(names)]: data[1:]})
            _check(read(name, made))

        return run

    return load


def _part_seeds(parts: Mapping[str, bytes | str]) -> list[bytes]:
    inside = [content.encode() if isinstance(content, str) else content for content in parts.values()]
    return [bytes([n]) + content for n, content in enumerate(inside)] + [b"\xff" + packing.packed(dict(parts))]


_WORD: Final = packing.word_parts(
    packing.p("The warden said:")
    + packing.p("The bridge stays shut.", style="Quote")
    + "<w:p><w:r><w:t>“Shut,” he said</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    + "<w:tbl><w:tr><w:tc>" + packing.p(packing.r("Bold", "<w:b/><w:i/>")) + "</w:tc></w:tr></w:tbl>",
    styles=packing.style("Quote", "<w:rPr><w:i/></w:rPr>") + packing.style("Deep", base="Quote"),
    footnotes="<w:footnote w:id='2'>" + packing.p("See the report.") + "</w:footnote>",
    links=packing.external("l", "https://ledger.example/"),
    core="<dc:title>The bridge</dc:title><dc:creator>A. Reed</dc:creator>",
)  # fmt: skip
_BOOK: Final = packing.book_parts(
    {
        "nav.xhtml": "<nav>Contents</nav>",
        "one.xhtml": "<h1>One</h1><p>“Words,” <i>she</i> said.</p>",
        "two.xhtml": "<p>More.</p>",
    },
    metadata="<dc:title>The book</dc:title><dc:language>en</dc:language><dc:date>2024-03-01</dc:date>",
    more={"OPS/style.css": "i {font-style: italic} .b {font-weight: bold}"},
)

docx = _parts("a.docx", _WORD)
epub = _parts("a.epub", _BOOK)


def docx_seeds() -> Sequence[bytes]:
    """Each part of a small document, and the whole."""
    return _part_seeds(_WORD)


def epub_seeds() -> Sequence[bytes]:
    """Each part of a small book, and the whole."""
    return _part_seeds(_BOOK)


def saved() -> Callable[[bytes], None]:
    """A page as browsers save it."""
    from fidelity.read import read, saved  # noqa: F401, PLC0415

    return lambda data: _check(read("a.mhtml", data, hint="mhtml"))


def pdf() -> Callable[[bytes], None]:
    """A PDF, in the process that reads them; page by page it has ten seconds."""
    from fidelity.model import Document, Origin  # noqa: PLC0415
    from fidelity.read.pdf.worker import WORKER  # noqa: PLC0415

    def run(data: bytes) -> None:
        found = WORKER.read(Document("a.pdf", "", "", "", Origin((), (), (), 0)), data, patience=10)
        check_laws(found)
        assert "took longer" not in (found.problem or "")
        assert "made the PDF library fail" not in (found.problem or "")

    return run


def pdf_seeds() -> Sequence[bytes]:
    """A page of two columns and one of nothing."""
    sheet = pdf_by_hand.Sheet()
    sheet.column(50, 700, "The warden said that the bridge would stay shut.", wide=20)
    sheet.column(350, 700, "“Shut,” he said, “until the frost is over.”", wide=20, font="I")
    return [pdf_by_hand.made(sheet), pdf_by_hand.made(pdf_by_hand.Sheet())]


def _container(name: str, data: bytes) -> None:
    from fidelity.read import read_all, read_slice, slices  # noqa: PLC0415

    path = _FOLDER / name
    path.write_bytes(data)
    whole = list(read_all(path))
    assert whole
    for document in whole:
        _check(document)
    parts = [document for part in slices(path, max(1, len(data) // 3)) for document in read_slice(path, part)]
    assert [(d.uri, d.text, d.meta) for d in whole if not d.problem] == [
        (d.uri, d.text, d.meta) for d in parts if not d.problem
    ]


def warc() -> Callable[[bytes], None]:
    """A web archive; by the first byte plain, each record packed, or packed as a whole. In slices it is the same."""
    from fidelity.read import warc as one  # noqa: F401, PLC0415
    from fidelity.read import warc_cuts  # noqa: F401, PLC0415

    def run(data: bytes) -> None:
        how, rest = data[:1], data[1:]
        if how == b"g":
            rest = b"".join(gzip.compress(b"WARC/" + one, 1, mtime=0) for one in rest.split(b"WARC/")[1:])
        elif how == b"w":
            rest = gzip.compress(rest, 1, mtime=0)
        _container("a.warc", rest)

    return run


def _crawl() -> bytes:
    return b"".join(
        [
            warc_by_hand.page(),
            warc_by_hand.record("response", warc_by_hand.reply(b"", "301 Moved", Location="/b"), "http://e.example/a"),
            warc_by_hand.record(
                "response",
                warc_by_hand.reply(gzip.compress(b"<p>Words.</p>", mtime=0), Content_Encoding="gzip"),
                "http://e.example/b",
                WARC_Payload_Digest="sha1:B",
            ),
            warc_by_hand.record("revisit", warc_by_hand.reply(b""), "http://e.example/c", WARC_Payload_Digest="sha1:B"),
            warc_by_hand.record("resource", b"Words alone.", "http://e.example/t.txt", Content_Type="text/plain"),
        ]
    )


def warc_seeds() -> Sequence[bytes]:
    """A small crawl in three packs."""
    return [how + _crawl() for how in (b"p", b"g", b"w")]


_PACKAGE: Final[dict[str, bytes | str]] = {
    "datapackage.json": '{"profile": "data-package", "resources": [{"path": "archive/a.warc", "hash": "sha256:00"}]}',
    "archive/a.warc": _crawl(),
    "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "http://e.example/b", "title": "B"}\n',
    "datapackage-digest.json": '{"hash": "sha256:00"}',
}


def wacz() -> Callable[[bytes], None]:
    """A packed web archive with one of its parts replaced."""
    from fidelity.read import wacz as one  # noqa: F401, PLC0415

    names = list(_PACKAGE)

    def run(data: bytes) -> None:
        which = data[0] if data else 0
        _container("a.wacz", data[1:] if which == 255 else packing.packed(_PACKAGE | {names[which % len(names)]: data[1:]}))

    return run


def wacz_seeds() -> Sequence[bytes]:
    """Each part of a small package, and the whole."""
    return _part_seeds(_PACKAGE)


def jsonl() -> Callable[[bytes], None]:
    """A dump; one that begins with z is packed."""
    from fidelity.read import dump  # noqa: F401, PLC0415

    return lambda data: _container("a.jsonl", gzip.compress(data[1:], 1, mtime=0) if data[:1] == b"z" else data)


def jsonl_seeds() -> Sequence[bytes]:
    """Dumps in several shapes."""
    entry = {"text": "The mill was sold.", "title": "Mill", "author": ["A"], "date": "2024-03-01", "url": "https://e.example/"}
    line = json.dumps(entry).encode()
    return [
        line + b"\n" + line,
        b"z" + line,
        b"[" + line + b",\n" + line + b"]",
        b'{"docs": [' + line + b"]}",
        json.dumps(entry, indent=1).encode(),
    ]


def parquet() -> Callable[[bytes], None]:
    """A table."""
    from fidelity.read import parquet as one  # noqa: F401, PLC0415

    return lambda data: _container("a.parquet", data)


def parquet_seeds() -> Sequence[bytes]:
    """Two small tables."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet as files  # noqa: PLC0415

    out = []
    for compression in ("none", "zstd"):
        path = _FOLDER / f"seed-{compression}.parquet"
        files.write_table(
            pa.table({"text": ["A b.", "C d.", None], "n": [1, 2, 3]}), path, row_group_size=2, compression=compression
        )
        out.append(path.read_bytes())
    return out
