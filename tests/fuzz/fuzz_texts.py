"""Fuzz targets for what is done with texts: quotations found, texts folded and aligned, a whole check."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fidelity.model import Match


def quotes() -> Callable[[bytes], None]:
    """Quotations of a page of Markdown or, behind the byte h, of HTML: in bounds, in order, apart, and their maps right."""
    from fidelity.quotes import find_quotes  # noqa: PLC0415 - imported where the fuzzer watches
    from fidelity.read import read  # noqa: PLC0415
    from fidelity.text.origin import is_forward  # noqa: PLC0415

    def run(data: bytes) -> None:
        kind = {b"h": "html", b"t": "text"}.get(data[:1], "markdown")
        document = read("made.up", data[1:], hint=kind)
        found = find_quotes(document)
        size = len(document.text)
        last = 0
        for quote in found.quotes:
            assert quote.spans
            for start, end in quote.spans:
                assert last <= start < end <= size
                last = end
            assert is_forward(quote.origin)
            assert len(quote.text) == quote.origin.size
            assert all(0 <= start <= end <= size for start, end in (*quote.reach, *(d.span for d in quote.declares)))
            assert all(0 <= start < end <= len(quote.text) for start, end in (run.span for run in quote.emphasis))
            assert quote.text.strip()
        for notice in found.notices:
            assert document.text[slice(*notice.span)] == notice.text

    return run


def folding() -> Callable[[bytes], None]:
    """Folding twice is folding once, its map covers the text, and words stand in it in order."""
    from fidelity.text.fold import fold  # noqa: PLC0415
    from fidelity.text.origin import is_forward  # noqa: PLC0415
    from fidelity.text.words import words  # noqa: PLC0415

    def run(data: bytes) -> None:
        text = data.decode("utf-8", "surrogatepass" if data[:1] == b"s" else "replace") if _is_text(data) else ""
        once, origin = fold(text)
        assert once == fold(once)[0]
        assert len(once) == origin.size
        assert is_forward(origin)
        assert all(0 <= there and there + width <= len(text) for there, width in zip(origin.there, origin.width, strict=True))
        found = words(text)
        last = 0
        for start, end in zip(found.begins, found.stops, strict=True):
            assert last <= start < end <= len(text)
            last = end
        assert len(found) == len(found.hashes)

    return run


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass" if data[:1] == b"s" else "replace")
    except UnicodeDecodeError:
        return False
    return True


def _two(data: bytes) -> tuple[str, str]:
    first, _, second = data.partition(b"\n===\n")
    return first.decode("utf-8", "replace"), second.decode("utf-8", "replace")


def pairs() -> Sequence[bytes]:
    """Quotations and originals, told apart by a line of equal signs."""
    original = "The mill was sold in spring, the miller said, and nobody was told. It may not open again before 12 May."
    quotations = (
        "The mill was sold in spring",
        "The mill was sold … nobody was told. It may open again",
        "“the mill [was] sold in autumn, the miller says”",
        "[T]he miller said . . . It may not open before 21 May",
        "nobody was told, the mill was sold in spring",
    )
    return [f"{words}\n===\n{original}".encode() for words in quotations] + [
        f"He said: “{words}” (emphasis added).\n===\n{original}".encode() for words in quotations
    ]


def aligner() -> Callable[[bytes], None]:
    """A quotation set against an original: what is told lies in both, in order, and does not overlap."""
    from fidelity.locate import compare, find, prepare, take_apart  # noqa: PLC0415

    def run(data: bytes) -> None:
        quote, original = _two(data)
        ready = prepare(original)
        place = find(take_apart(quote), ready)
        if place is not None:
            _in_bounds(place.match, quote, original)
        match = compare(quote, ready)
        if match is not None:
            _in_bounds(match, quote, original)

    return run


def _in_bounds(match: Match, quote: str, original: str) -> None:
    assert 0 <= match.kept <= match.words
    assert 0 <= match.score <= 100
    assert all(0 <= start <= end <= len(original) for start, end in match.passages)
    last = 0
    for edit in match.edits:
        assert last <= edit.quote[0] <= edit.quote[1] <= len(quote)
        assert 0 <= edit.original[0] <= edit.original[1] <= len(original)
        last = edit.quote[1]
    last = 0
    for (start, end), (there, stop) in match.links:
        assert last <= start <= end <= len(quote)
        assert 0 <= there <= stop <= len(original)
        last = end


def whole() -> Callable[[bytes], None]:
    """An article checked against one original, and its report drawn."""
    from fidelity.model import VERDICTS  # noqa: PLC0415
    from fidelity.pipeline import check_article  # noqa: PLC0415
    from fidelity.read import read  # noqa: PLC0415
    from fidelity.settings import Settings  # noqa: PLC0415

    settings = Settings()

    def run(data: bytes) -> None:
        article, _, original = data.partition(b"\n===\n")
        read_article = read("article.md", article, hint="markdown")
        checked = check_article(read_article, [read("original.md", original, hint="markdown")], settings)
        for quote in checked.quotes:
            assert quote.verdict in VERDICTS
            assert quote.score is None or 0 <= quote.score <= 100
        json.dumps(checked, default=str)

    return run
