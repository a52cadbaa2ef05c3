"""`fidelity text`, `quotes` and `locate`: what each stage saw of one file, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.cli.articles import field_map
from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, tell
from fidelity.quotes import find_quotes
from fidelity.read import read_all
from fidelity.report.phrases import NAMES, count, place, score
from fidelity.report.visible import one_line, unheard, visible
from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from fidelity.cli.checking import Wishes
    from fidelity.model import Document, Quote, ReportedEdit, ReportedMatch, ReportedQuote, Run, Span


def show_text(path: Path, fields: Sequence[str] = ()) -> int:
    """Print what was read of a file."""
    for document in _read(path, fields):
        write(unheard("".join(f"{line}\n" for line in _text_lines(document))))
    return 0


def show_quotes(path: Path, fields: Sequence[str] = ()) -> int:
    """Print the quotations of an article."""
    for document in _read(path, fields):
        found = find_quotes(document)
        place_of = _places(document)
        lines = [f"{one_line(document.uri)}: {count(len(found.quotes), 'quotation')}"]
        for number, quote in enumerate(found.quotes, 1):
            lines += ["", *_quote_lines(number, quote, place_of)]
        for notice in found.notices:
            lines += ["", f"{place_of(notice.span[0])}  {notice.rule}: “{one_line(notice.text)}”"]
        write(unheard("\n".join(lines) + "\n"))
    return 0


def show_places(wishes: Wishes) -> int:
    """Print where each quotation of an article stands in the originals."""
    from fidelity.cli.checking import checked  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.config import plan  # noqa: PLC0415 - as above

    todo = plan(wishes)
    lines: list[str] = []
    for article in checked(todo.jobs, todo.settings).articles:
        if article.problem is not None:
            raise Trouble(f"{article.uri}: {article.problem}")
        lines.append(f"{one_line(article.uri)}: {count(len(article.quotes), 'quotation')}")
        for number, quote in enumerate(article.quotes, 1):
            lines += ["", *_place_lines(number, quote, article.uri)]
    write(unheard("\n".join(lines) + "\n"))
    return 0


def _read(path: Path, pairs: Sequence[str]) -> Iterator[Document]:
    """The documents of a file, one by one. Raises Trouble for a file that cannot be read, or of which nothing can."""
    if path.is_dir():
        raise Trouble(f"{path}: a folder. Name a file in it.")
    fields = field_map(pairs)
    problem: str | None = None
    usable = False
    try:
        for document in read_all(path, fields):
            if document.problem is None:
                usable = True
                yield document
            else:
                problem = f"{document.uri}: {document.problem}"
                if usable:
                    tell(problem)
    except OSError as error:
        raise Trouble(f"{path}: {error.strerror}. Check the path and its permissions.") from error
    if problem is not None and not usable:
        raise Trouble(problem)


def _places(document: Document) -> Callable[[int], str]:
    """What tells the `line:column` in the file of an offset in the document's text."""
    lines = Lines(document.source)

    def place_of(offset: int) -> str:
        at = lines.position(document.origin.start(offset))
        return f"{at.line}:{at.column}"

    return place_of


def _text_lines(document: Document) -> Iterator[str]:
    place_of = _places(document)
    meta = document.meta
    yield f"{one_line(document.uri)}"
    for name in ("title", "author", "publisher", "published", "url", "language", "snapshot"):
        value = getattr(meta, name)
        if value is not None:
            yield f"{name}: {one_line(value)}"
    for path in meta.originals:
        yield f"original: {one_line(path)}"
    for note in document.notes:
        yield f"note: {one_line(note)}"
    if not document.emphatic:
        yield "note: this format carries no emphasis"
    for block in document.blocks:
        start, end = block.span
        traits: list[str] = [block.kind]
        if block.quote:
            traits.append(f"block quotation {block.quote}")
        if block.callout:
            traits.append("call-out")
        yield ""
        yield f"{place_of(start)}  {', '.join(traits)}"
        for line in visible(_emphasised(document.text, (start, end), document.emphasis)).split("\n"):
            yield f"    {line}"


def _emphasised(text: str, span: Span, runs: Iterable[Run]) -> str:
    """A stretch of text with `*bold*` and `_other_` emphasis marked."""
    out, at = [], span[0]
    for run in runs:
        start, end = max(run.span[0], at), min(run.span[1], span[1])
        if start < end:
            sign = "*" if "bold" in run.kinds else "_"
            out += [text[at:start], sign, text[start:end], sign]
            at = end
    return "".join([*out, text[at : span[1]]])


def _quote_lines(number: int, quote: Quote, place_of: Callable[[int], str]) -> Iterator[str]:
    where = ", ".join(f"{place_of(start)}-{place_of(end)}" for start, end in quote.spans)
    yield f"{number}. {where}  {quote.form}" + (", bounds uncertain" if quote.bounds == "uncertain" else "")
    yield from (
        f"    {line}" for line in visible(_emphasised(quote.text, (0, len(quote.text)), quote.emphasis)).split("\n") if line
    )
    if quote.lead_in is not None:
        yield f"    lead-in: {one_line(quote.lead_in.text)}"
    for name in ("speaker", "publisher", "work", "url", "date"):
        value = getattr(quote.names, name)
        if value is not None:
            yield f"    {name}: {one_line(value)}"
    for declaration in quote.declares:
        yield f"    declares {declaration.kind}: {one_line(declaration.text)}"
    for run in quote.emphasis:
        yield f"    emphasis: “{one_line(quote.text[slice(*run.span)])}” ({', '.join(run.kinds)})"


def _place_lines(number: int, quote: ReportedQuote, uri: str) -> Iterator[str]:
    yield f"{number}. {place(uri, quote.start)}  {NAMES[quote.verdict]}"
    yield f"    “{one_line(quote.text)}”"
    if quote.reason is not None:
        yield f"    why: {one_line(quote.reason)}"
    if quote.match is not None:
        yield from _match_lines(quote.match, f"{quote.match.rung}, {quote.match.how}, {score(quote.score)}")
    elif quote.nearest is not None:
        yield from _match_lines(quote.nearest, "nearest passage, no match")


def _match_lines(match: ReportedMatch, how: str) -> Iterator[str]:
    yield f"    {place(match.original, match.start)}  {how}, {count(len(match.passages), 'passage')}"
    yield f"    “{one_line(match.text)}”"
    for edit in match.edits:
        yield f"    {_edit_line(edit)}"
    for rival in match.rivals:
        yield f"    rival: {one_line(rival.original)} {rival.passages}, {score(rival.score)}"


def _edit_line(edit: ReportedEdit) -> str:
    mark = f", marked by {edit.mark}" if edit.mark else ""
    why = f", {edit.why}" if edit.why else ""
    return f"{edit.kind} ({edit.weight}{mark}{why}): “{one_line(edit.quote.text)}” for “{one_line(edit.original.text)}”"
