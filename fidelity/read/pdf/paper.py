"""Reads a PDF: opens it, says what cannot be read, and has the pages' letters put in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fidelity.read.pdf.about import about
from fidelity.read.pdf.flow import laid_out
from fidelity.read.pdf.library import Sheet, Unopened, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fidelity.model import Document

MOST_PAGES: Final = 10_000
MOST_BROKEN: Final = 100  # pages in a row that cannot be had: then the page tree is no tree
MOST_LETTERS: Final = 15_000_000  # of one file
MOST_UNKNOWN: Final = 0.3  # of the letters

POSITIONS: Final = "Lines and columns count in the text that was taken out of the PDF; pages count from its first page."
_PROBLEMS: Final = {
    "password": "The PDF is locked with a password; save a copy without one.",
    "security": "The PDF is locked in a way that cannot be opened here; save a copy without protection.",
    "damaged": "The PDF is damaged or cut short; give another copy, or open it in a viewer and save it anew.",
}


def read_pdf(document: Document, data: bytes, tick: Callable[[], None] = lambda: None) -> Document:
    """Fill in a document whose bytes are a PDF; `tick` is called whenever a page is done. Never raises on bad content."""
    try:
        with opened(data) as file:
            meta = about(file.told, file.language(), data)
            sheets, cut = _sheets(file.pages, file.sheet, tick)
            count = file.pages
    except Unopened as error:
        return replace(document, problem=_PROBLEMS[str(error)])
    problem = _problem(sheets)
    notes = [*document.notes, *_notes(sheets, count, cut=cut)]
    if problem is not None:
        return replace(document, meta=meta, notes=tuple(notes), problem=problem)
    return laid_out(replace(document, meta=meta, notes=tuple(notes)), sheets, tick)


def _sheets(count: int, get: Callable[[int], Sheet], tick: Callable[[], None]) -> tuple[list[Sheet], bool]:
    """Read the pages, as many as are read at all; and whether some were left out."""
    out: list[Sheet] = []
    letters = broken = 0
    for number in range(min(count, MOST_PAGES)):
        sheet = get(number)
        tick()
        out.append(sheet)
        letters += sum([len(f.letters) for f in sheet.fragments])
        broken = broken + 1 if sheet.broken else 0
        if letters > MOST_LETTERS or broken >= MOST_BROKEN:
            return out, True
    return out, count > MOST_PAGES


def _problem(sheets: Sequence[Sheet]) -> str | None:
    if not sheets or all(sheet.broken for sheet in sheets):
        return "The PDF has no page that can be read; it is damaged or cut short: give another copy."
    letters = sum(len(f.letters) for sheet in sheets for f in sheet.fragments)
    unknown = sum(sheet.unknown for sheet in sheets)
    if unknown > MOST_UNKNOWN * (letters + unknown):
        return "The PDF's fonts do not say which letters they draw; run OCR over it, or give another copy."
    pictures = sum(sheet.picture for sheet in sheets)
    if pictures and all(sheet.picture or not sheet.fragments for sheet in sheets):
        pages = "1 page that is a picture" if pictures == 1 else f"{pictures} pages of pictures"
        return f"The PDF has no text layer ({pages}); run OCR over it, or give another copy."
    if not letters:
        return "The PDF has no words in it, only drawings or empty pages; run OCR over it, or give another copy."
    return None


def _notes(sheets: Sequence[Sheet], count: int, *, cut: bool) -> list[str]:
    out = [POSITIONS]
    if cut:
        out.append(f"Only the first {len(sheets)} of {count} pages were read; split the file to have the rest.")
    for what, pages in (
        ("no text layer (pictures only), and what stands there was not read", [s.picture for s in sheets]),
        ("too many letters, and only the first ones were read", [s.cut for s in sheets]),
    ):
        if any(pages):
            numbers = [i for i, yes in enumerate(pages, 1) if yes]
            out.append(f"{_named(numbers)} {'has' if len(numbers) == 1 else 'have'} {what}.")
    broken = [i for i, sheet in enumerate(sheets, 1) if sheet.broken]
    if broken:
        out.append(f"{_named(broken)} could not be read.")
    turned = [i for i, sheet in enumerate(sheets, 1) if sheet.turned]
    if turned:
        out.append(f"Text that stands askew was left out on {_named(turned).lower()}.")
    return out


def _named(numbers: Sequence[int]) -> str:
    """Name pages: "Pages 2, 4-7 and 9"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    names = ["–".join(map(str, r)) for r in ranges]
    if len(names) > 20:
        names = [*names[:19], f"{len(names) - 19} more"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"Page{'s' if len(numbers) > 1 else ''} {listed}"
