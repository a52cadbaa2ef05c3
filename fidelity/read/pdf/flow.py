"""All pages of a PDF put together to one text: what runs over columns and pages joined, what belongs to pages set apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from fidelity.read.pdf.about import is_title
from fidelity.read.pdf.columns import regions
from fidelity.read.pdf.margins import furniture, without_line_numbers
from fidelity.read.pdf.paragraphs import INDENT, Column, Paragraph, classify, joins, notes_at_foot, paragraphs
from fidelity.read.pdf.rows import line
from fidelity.read.pdf.writing import Writer
from fidelity.read.running import SENTENCE_END, SHORT_HEAD
from fidelity.text.origin import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fidelity.model import Document, Meta
    from fidelity.read.pdf.fragments import Fragment
    from fidelity.read.pdf.library import Sheet
    from fidelity.read.pdf.rows import Row

MOST_FLOATS: Final = 60  # captions, cells and headings of tables between the halves of a paragraph
INDENTED: Final = 0.3  # of the paragraphs: then a line that is not indented begins none
LARGE_TITLE: Final = 1.1  # of the body's size
FLOATS: Final = frozenset({"caption", "cell", "code"})


@dataclass(slots=True)
class _Laid:
    """One page: furniture at its head, text, notes at its foot and furniture there."""

    head: list[Paragraph]
    text: list[Paragraph]
    foot: list[Paragraph] = field(default_factory=list)


def laid_out(document: Document, sheets: Sequence[Sheet], tick: Callable[[], None]) -> Document:
    """Fill in a document with the text of its pages; `tick` is called whenever one is done."""
    pages, numbers = _unnumbered(sheets)
    margins = furniture(pages)
    body, typed = _body(pages)
    laid: list[_Laid] = []
    carried = False
    for number, (sheet, page, edge_rows) in enumerate(zip(sheets, pages, margins, strict=True)):
        apart = {id(f) for row in edge_rows for f in row.fragments}
        text, notes = _page([f for f in page if id(f) not in apart], number, body, typed=typed, carried=carried)
        heads, feet = _edges(edge_rows, number, sheet.height)
        tick()
        laid.append(_Laid(heads, text, [*notes, *feet]))
        carried = bool(notes) and SENTENCE_END.search(notes[-1].text.rstrip()) is None
    writer = Writer()
    joined = _write(laid, writer, indents=_indents([p for page in laid for p in page.text]))
    words = writer.text
    return replace(
        document,
        source=words,
        text=words,
        origin=identity(len(words)),
        blocks=tuple(writer.blocks),
        emphasis=tuple(writer.emphasis),
        links=tuple(writer.links),
        inlines=tuple(writer.inlines),
        meta=_titled(document.meta, laid[0].text, body),
        emphatic=_emphatic(pages),
        notes=(*document.notes, *_told(joined, numbers=numbers)),
        pages=writer.pages(len(sheets)),
    )


def _unnumbered(sheets: Sequence[Sheet]) -> tuple[list[Sequence[Fragment]], bool]:
    """Give the pages without the numbers of lines, and whether there were any: on most pages, or they are a table's."""
    numbered = [without_line_numbers(sheet.fragments) for sheet in sheets]
    counted = sum(n > 0 for _, n in numbered)
    if 2 * counted <= sum(bool(sheet.fragments) for sheet in sheets):
        return [sheet.fragments for sheet in sheets], False
    return [found for found, _ in numbered], True


def _told(joined: int, *, numbers: bool) -> list[str]:
    out = ["The numbers of lines beside the text were left out."] if numbers else []
    if joined == 1:
        out.append("One paragraph that runs over columns or pages was put together.")
    elif joined:
        out.append(f"{joined} paragraphs that run over columns or pages were put together.")
    return out


def _body(pages: Sequence[Sequence[Fragment]]) -> tuple[float, bool]:
    """Tell the size of most letters, and whether most are typewriting."""
    sizes: Counter[float] = Counter()
    typed: Counter[bool] = Counter()
    for page in pages:
        for fragment in page:
            sizes[round(fragment.size * 2) / 2] += len(fragment.letters)
            typed[fragment.setting.face.fixed] += len(fragment.letters)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0), typed[True] > typed[False]


def _page(
    found: Sequence[Fragment], number: int, body: float, *, typed: bool, carried: bool
) -> tuple[list[Paragraph], list[Paragraph]]:
    """Give the paragraphs of a page in reading order, and the notes at its foot."""
    text: list[Paragraph] = []
    notes: list[Paragraph] = []
    columns = [paragraphs(region, number) for region in regions(found)]
    for i, column in enumerate(columns):
        classify(column, body, typed=typed)
        foot = [] if _text_below(columns[i + 1 :], column, body) else list(notes_at_foot(column, body, carried=carried))
        for p in foot:
            p.kind, p.quote = "footnote", False
        text += column[: len(column) - len(foot)]
        notes += foot
    return text, notes


def _text_below(later: Sequence[Sequence[Paragraph]], column: Sequence[Paragraph], body: float) -> bool:
    """Whether text of the work stands below a column."""
    if not column:
        return False
    low = column[-1].lines[-1].base
    left, right = min(a.x0 for p in column for a in p.lines), max(a.x1 for p in column for a in p.lines)
    return any(
        a.base < low and a.size >= 0.95 * body and a.x0 < right and a.x1 > left
        for paras in later
        for p in paras
        for a in p.lines
    )


def _edges(found: Iterable[Row], number: int, height: float) -> tuple[list[Paragraph], list[Paragraph]]:
    heads: list[Paragraph] = []
    feet: list[Paragraph] = []
    for row in sorted(found, key=lambda r: -r.base):
        p = Paragraph([line(row.fragments, row, number)], Column(row.x0, row.x1, {}), "furniture")
        (heads if row.base > height / 2 else feet).append(p)
    return heads, feet


def _indents(found: Sequence[Paragraph]) -> bool:
    """Whether paragraphs of this work begin with an indent."""
    long = [p for p in found if p.kind == "paragraph" and len(p.lines) > 2]
    set_in = sum(p.lines[0].x0 - p.lines[1].x0 > INDENT * p.size for p in long)
    return bool(long) and set_in >= INDENTED * len(long)


def _write(laid: Sequence[_Laid], writer: Writer, *, indents: bool) -> int:
    """Write all pages; what stands between the halves of a paragraph goes before it. Tells how many were joined."""
    joined = 0
    now: Paragraph | None = None
    held: list[Paragraph] = []

    def close() -> None:
        nonlocal now
        for p in (*([now] if now is not None else []), *held):
            writer.add(p)
        now = None
        held.clear()

    for page in laid:
        held += page.head
        for p in page.text:
            fresh = now is None or p.first is not now.column
            if now is not None and fresh and joins(now, p, indents=indents):
                for h in held:
                    writer.add(h)
                held.clear()
                now.lines += p.lines
                now.column = p.column
                joined += 1
            elif (
                now is not None
                and len(held) < MOST_FLOATS
                and _is_open(now)
                and (p.kind in FLOATS or (fresh and _may_be_head(p)))
            ):
                held.append(p)
            else:
                close()
                now = p
        held += page.foot
    close()
    return joined


def _is_open(p: Paragraph) -> bool:
    """Whether a paragraph stops in mid-sentence."""
    return p.kind in {"paragraph", "item"} and SENTENCE_END.search(p.text.rstrip()) is None


def _may_be_head(p: Paragraph) -> bool:
    """Whether a paragraph at the head of a column may be a head that was not known as one: one line, begun with a capital."""
    return len(p.lines) == 1 and len(p.text) <= SHORT_HEAD and not p.text[0].islower() and not SENTENCE_END.search(p.text)


def _titled(meta: Meta, first: Sequence[Paragraph], body: float) -> Meta:
    """Take the largest heading of the first page for a title where the file names none."""
    if meta.title is not None:
        return meta
    heads = [p for p in first[:12] if p.kind == "heading" and p.size >= LARGE_TITLE * body and is_title(p.text)]
    largest = max(heads, key=lambda p: p.size, default=None)
    return meta if largest is None else replace(meta, title=" ".join(largest.text.split()))


def _emphatic(pages: Sequence[Sequence[Fragment]]) -> bool:
    """Whether the fonts can be believed to show emphasis: most letters are drawn in fonts that have names."""
    told = untold = 0
    for page in pages:
        for f in page:
            if f.setting.seen and (f.setting.face.named or f.kinds):
                told += len(f.letters)
            else:
                untold += len(f.letters)
    return told > untold
