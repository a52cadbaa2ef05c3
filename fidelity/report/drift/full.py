"""Lineages for a person at a terminal: the original's words on top, the time line with each change, the tree of descent."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fidelity.model.drift import Piece
from fidelity.report.drift import USUAL, words
from fidelity.report.drift.tree import branches
from fidelity.report.marked import Role, Token
from fidelity.report.panels import drawn
from fidelity.report.visible import one_line, unheard, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model.drift import DriftSummary, Lineage, Witness
    from fidelity.report.look import Look

LINES = 40
"""Uses of a quotation up to which the time line and the tree have all of them; beyond, those that bring something new."""
_KEEP = 8  # words of a stretch on either side of what is left out
_SIGNS = (("{+words+}", "new against its parent"), ("{-words-}", "only in its parent"), ("*words*", "emphasised"))
_ROLES: dict[str, Role] = {"same": "same", "new": "added", "gone": "missing", "mark": "shown"}
_BRACES = {"new": ("{+", "+}"), "gone": ("{-", "-}")}
_SURE = {"strong": "bold red", "likely": "yellow", "weak": "dim", "open": "dim"}


def begin(summary: DriftSummary, look: Look, most: int | None) -> _Full:
    """Begin a drawing."""
    return _Full(summary, look, USUAL["full"] or 0 if most is None else most)


class _Full:
    def __init__(self, summary: DriftSummary, look: Look, most: int) -> None:
        self._summary, self._look, self._most, self._seen = summary, look, most, 0

    def head(self) -> Iterator[str]:
        if self._summary.lineages and self._most:
            legend = Text("Signs: ", style="dim")
            legend.append(" · ".join(f"{sign} {meaning}" for sign, meaning in _SIGNS))
            yield self._text(legend, Text())

    def lineage(self, lineage: Lineage) -> Iterator[str]:
        self._seen += 1
        if self._seen <= self._most:
            yield self._text(*_lineage(lineage, self._look), Text())

    def foot(self) -> Iterator[str]:
        parts: list[RenderableType] = [Rule(style="dim"), Text(words.summary(self._summary), style="bold")]
        left = self._summary.lineages - self._most
        if left > 0:
            parts.append(
                Text(f"{left} more quotations: --most {self._summary.lineages} draws them, --output-format json has them all.")
            )
        if not self._summary.lineages:
            parts.append(
                Text("No quotation of the run is used in two articles and in enough readings: --min-variants 1 asks for fewer.")
            )
        else:
            parts += [Text(line, style="dim") for line in words.cautions()]
        yield self._text(*parts)

    def _text(self, *parts: RenderableType) -> str:
        color = self._look.color
        console = Console(
            file=StringIO(),
            width=self._look.width,
            color_system=color,
            force_terminal=color is not None,
            no_color=color is None,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=False,
            _environ={},
        )
        with console.capture() as capture:
            for part in parts:
                console.print(part)
        return unheard("\n".join(line.rstrip() for line in capture.get().split("\n")))


def _lineage(lineage: Lineage, look: Look) -> Iterator[RenderableType]:
    yield Text.assemble((f"{lineage.number}. ", "bold"), (f"“{words.short(lineage.text)}”", "bold underline"))
    yield _in(Text(f"{words.uses(lineage)} · {words.dates(lineage)}"))
    yield Text()
    heading = Text(words.top(lineage), style="bold")
    if lineage.sources:
        heading.append(f"  {words.source(lineage.sources[0])}", style="not bold")
    yield _in(heading)
    yield _in(_bar(drawn(_tokens([Piece("same", lineage.text)])), look))
    for other in lineage.sources[1:4]:
        yield _in(Text(f"another copy or version: {words.source(other)}", style="dim"))
    if len(lineage.sources) > 4:
        yield _in(Text(f"and {len(lineage.sources) - 4} more", style="dim"))
    yield Text()
    yield from _firsts(lineage)
    yield _in(Text("Time line", style="bold"))
    chosen = [w for w in lineage.witnesses if look.verbose or len(lineage.witnesses) <= LINES or _matters(w, lineage)]
    for witness in chosen[:LINES] if not look.verbose else chosen:
        yield _in(_witness(witness, look))
    left = len(lineage.witnesses) - len(chosen if look.verbose else chosen[:LINES])
    if left:
        yield _in(Text(f"{left} more uses: -v lists them.", style="dim"))
    yield Text()
    yield _in(Text("Lineage", style="bold"))
    yield _in(Group(*_tree(lineage, look)))


def _matters(witness: Witness, lineage: Lineage) -> bool:
    """Whether something came in with a use, or it stands among the first."""
    is_first = any(witness.number in f.witnesses[:3] for f in lineage.firsts)
    return is_first or any(d.kind != "shorter" for d in witness.descent.new)


def _firsts(lineage: Lineage) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column()
    grid.add_column(ratio=1, overflow="fold")
    for found in lineage.firsts:
        label, said = words.first(found, lineage)
        grid.add_row(Text(label, style="bold"), Text(said))
    changes = lineage.spreads[: LINES // 2]
    for n, spread in enumerate(changes):
        grid.add_row(Text("Changes" if n == 0 else "", style="bold"), Text(words.spread(spread)))
    if len(lineage.spreads) > len(changes):
        grid.add_row(Text(), Text(f"and {len(lineage.spreads) - len(changes)} more", style="dim"))
    if grid.row_count:
        yield _in(grid)
        yield Text()


def _witness(witness: Witness, look: Look) -> RenderableType:
    said = Text.assemble((f"{witness.number}", "bold"), f"  {words.date(witness)}  ", (words.name(witness), "bold"))
    if witness.title and witness.title != words.name(witness):
        said.append(f"  “{words.short(witness.title)}”")
    place = Text(f"{one_line(witness.article)}:{witness.line}:{witness.column}", style="dim", overflow="fold")
    parts: list[RenderableType] = [said, _in(place)]
    descent = witness.descent
    if descent.new or descent.undone:
        parts.append(_in(_bar(drawn(_tokens(witness.pieces)), look)))
        parts += [_in(Text(f"new: {words.departure(d)}")) for d in descent.new]
        parts += [_in(Text(f"put right: {words.departure(d)}")) for d in descent.undone]
    why = Text.assemble((words.descent(descent), _SURE[descent.confidence]))
    if descent.confidence != "open":
        why.append(f" ({words.reasons(descent)})", style="dim")
    parts.append(_in(why))
    return Group(*parts)


def _tree(lineage: Lineage, look: Look) -> Iterator[RenderableType]:
    yield Text("Original" if not lineage.hypothesis else "The original, not in hand")
    found = list(branches(lineage))
    room = max(20, look.width - 3)
    for branch in found if look.verbose else found[: 2 * LINES]:
        deep = branch.lasts[-(room // 6) :]
        rails = "".join("   " if last else "│  " for last in deep[:-1]) + ("└─ " if deep[-1] else "├─ ")
        if len(branch.witnesses) > 1:
            line = Text(f"{rails}{words.numbers([w.number for w in branch.witnesses])}: nothing new")
        else:
            (witness,) = branch.witnesses
            line = Text.assemble(
                rails, (str(witness.number), "bold"), f" {words.date(witness)} {words.name(witness)}: {words.brings(witness)}"
            )
            if witness.descent.confidence != "open":
                line.append(f" · {witness.descent.confidence}", style=_SURE[witness.descent.confidence])
            if len(witness.descent.parents) > 1:
                line.append(f", or from {words.numbers(witness.descent.parents[1:], last='or')}", style="dim")
        line.no_wrap = True
        line.truncate(room, overflow="ellipsis")
        yield line
    if not look.verbose and len(found) > 2 * LINES:
        yield Text(f"and {len(found) - 2 * LINES} more branches: -v draws them", style="dim")


def _tokens(pieces: Sequence[Piece]) -> Iterator[Token]:
    """The pieces with their signs, which survive a terminal without colour."""
    sign = Token("*", "same", kinds=("bold",), stressed=True)
    is_open = False
    for n, piece in enumerate(pieces):
        kinds = ("bold",) if piece.stressed else ()
        goes_on = next((later.stressed for later in pieces[n:] if later.role != "gone"), False)
        if is_open != goes_on and (is_open or piece.role != "gone"):
            yield sign
            is_open = goes_on
        text = _cut(visible(piece.text), is_first=n == 0, is_last=n == len(pieces) - 1)
        role = _ROLES[piece.role]
        opening, closing = _BRACES.get(piece.role, ("", ""))
        if piece.role == "gone":
            before = " " if n and not pieces[n - 1].text[-1:].isspace() else ""
            after = " " if n + 1 < len(pieces) and pieces[n + 1].text[:1].isalnum() else ""
            opening, text, closing = f"{before}{opening}", text.strip(), f"{closing}{after}"
        yield Token(f"{opening}{text}{closing}", role, kinds=kinds, stressed=piece.stressed)
    if is_open:
        yield sign


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    """A stretch on one line, its middle left out where it is long."""
    found = text.split()
    most = 4 * _KEEP if is_first and is_last else 2 * _KEEP + 4
    if len(found) <= (200 if is_first and is_last else most):
        return " ".join(text.split("\n"))
    lead, trail = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    left = len(found) - 2 * _KEEP
    return f"{lead}{' '.join(found[:_KEEP])} ⟨… {left} words …⟩ {' '.join(found[-_KEEP:])}{trail}"


def _bar(text: Text, look: Look) -> RenderableType:
    """Words behind a bar, wrapped here so that the bar goes all the way down."""
    lines = text.wrap(Console(file=StringIO(), width=200, color_system=None, legacy_windows=False), max(10, look.width - 9))
    out = []
    for line in lines:
        line.rstrip()
        out.append(Text.assemble(("│ ", "dim"), line))
    return Group(*out)


def _in(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 3))
