"""The report for an editor at a terminal: each quotation that needs attention beside the original's passage."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from fidelity.report.look import Look
from fidelity.report.marked import article_side, original_side, plain
from fidelity.report.panels import drawn, legend, sides, signs
from fidelity.report.phrases import (
    NAMES,
    accepted,
    count,
    needs_attention,
    on,
    place,
    qualified,
    score,
    standing,
    summary,
    verdicts,
)
from fidelity.report.visible import one_line, unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Report, ReportedArticle, ReportedEmphasis, ReportedFinding, ReportedMatch, ReportedQuote

_SEVERITY = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
_VERDICT = {"exact": "green", "trimmed": "yellow", "altered": "red", "not-found": "red", "unchecked": "blue"}
_SEVERITY_WIDTH = max(map(len, _SEVERITY))
_TELLS = {"added": "undeclared-emphasis", "removed": "lost-emphasis"}
_AROUND = {"cut-sentence", "cut-condition", "cut-opening", "other-voice"}
_HOW = {
    "added": "added by the article",
    "kept": "kept from the original",
    "removed": "lost from the original",
    "changed": "set otherwise in the original",
    "unknown": "unknown, a copy in hand carries no emphasis",
}
_LINK = re.compile(r"\x1b]8;id=[^;]*;")  # rich numbers its links at random
_DAMAGE = {"page-break": "page break", "ocr": "misread word"}


def render(report: Report, look: Look | None = None) -> str:
    """The whole report, drawn for `look.width` cells; the same report and look give the same text."""
    look = look or Look()
    used: set[str] = set()
    body = [part for article in report.articles for part in _article(article, look, used)]
    console = Console(
        file=StringIO(),
        width=look.width,
        color_system=look.color,
        force_terminal=look.color is not None,
        no_color=look.color is None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        _environ={},
    )
    parts: list[RenderableType] = [legend(used), Text(), *body] if used else body
    parts += [Rule(style="dim"), Text(summary(report), style="bold"), *map(Text, _next(report, look))]
    text = "".join(_drawn(part, console, look) for part in parts)
    return unheard("\n".join(line.rstrip() for line in _LINK.sub("\x1b]8;;", text).split("\n")))


def _drawn(part: RenderableType, console: Console, look: Look) -> str:
    """A part of the report as text. A line that fits is not laid out: most articles of many have nothing else."""
    if look.color is None and isinstance(part, Text) and part.plain.isprintable() and part.cell_len <= look.width:
        return f"{part.plain}\n"
    with console.capture() as capture:
        console.print(part)
    return capture.get()


def _article(article: ReportedArticle, look: Look, used: set[str]) -> Iterator[RenderableType]:
    title = f"  “{one_line(article.title)}”" if article.title else ""
    yield Text.assemble((one_line(article.uri), "bold underline"), (title, "bold"))
    if article.problem is not None:
        yield Padding(Text.assemble(("unreadable  ", _SEVERITY["error"]), one_line(article.problem)), (0, 0, 1, 2))
        return
    attention = {quote.id for quote in article.quotes if needs_attention(quote, article)}
    line = f"{count(len(article.quotes), 'quotation')}"
    if article.quotes:
        line += f": {verdicts(article.counts)} · {score(article.score)} · "
        line += f"{len(attention)} to look at" if attention else "nothing to look at"
    yield Text(line)
    for note in article.notes:
        yield Text(f"note: {one_line(note)}", style="dim")
    yield Text()
    for number, quote in enumerate(article.quotes, 1):
        if quote.id in attention:
            yield from _attention(number, quote, article, look, used)
            yield from _accepted(article, quote.id) if look.verbose else ()
            yield Text()
        elif look.verbose:
            yield _faithful(number, quote, article, look)
            yield from _accepted(article, quote.id)
            yield Text()
    loose = [finding for finding in standing(article.findings) if finding.quote is None]
    if loose:
        yield Text("Beside the quotations", style="bold")
        yield _findings(loose, article)
        yield Text()
    if look.verbose and (beside := list(_accepted(article, None))):
        yield Text("Accepted beside the quotations", style="bold")
        yield from beside
        yield Text()


def _heading(number: int, quote: ReportedQuote) -> Text:
    said = [one_line(name) for name in (quote.names.speaker, quote.names.publisher) if name]
    return Text.assemble(
        (f"{number}. ", "bold"),
        (NAMES[quote.verdict].upper(), f"bold {_VERDICT[quote.verdict]}"),
        qualified(quote),
        f" · {score(quote.score)}" if quote.score is not None else "",
        f" · from {', '.join(said)}" if said else "",
        " · where it ends is uncertain" if quote.bounds == "uncertain" else "",
    )


def _attention(
    number: int, quote: ReportedQuote, article: ReportedArticle, look: Look, used: set[str]
) -> Iterator[RenderableType]:
    yield _heading(number, quote)
    findings = standing(tuple(article.findings[i] for i in quote.findings))
    match = quote.match
    here = article_side(quote, match) if match else plain(quote.text)
    names, places = ["Article"], [place(article.uri, quote.start, quote.page)]
    bodies = [here]
    if match is not None:
        around = any(finding.rule in _AROUND for finding in findings)
        bodies.append(original_side(match, quote.emphasis, around=around))
        names.append("Original")
        places.append(place(match.original, match.start, match.page))
    elif quote.nearest is not None:
        bodies.append(plain(quote.nearest.text))
        names.append("Nearest passage, no match")
        places.append(place(quote.nearest.original, quote.nearest.start, quote.nearest.page))
    for body in bodies:
        used |= signs(body)
    yield sides(names, places, [drawn(body) for body in bodies], look.width)
    if quote.reason and not any(quote.reason in finding.message for finding in findings):
        yield _indented(Text.assemble(("why  ", "bold"), one_line(quote.reason)))
    if findings:
        yield _findings(findings, article, quote)
    told = {finding.rule for finding in article.findings if finding.quote == quote.id}
    yield from (_indented(line) for line in _emphasis(quote.emphasis, told))
    if match is not None:
        yield from (_indented(line) for line in (*_web(match), *_match_notes(match)))


def _findings(findings: list[ReportedFinding], article: ReportedArticle, quote: ReportedQuote | None = None) -> RenderableType:
    """A finding to a row; places in the two files whose paths stand above it are given by line and column alone."""
    grid = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column(width=_SEVERITY_WIDTH)
    grid.add_column(ratio=1, overflow="fold")
    match = quote.match if quote else None
    for finding in findings:
        start = finding.here.start
        page = finding.here.page
        where = place(article.uri, start, page) if quote is None else f"article {start.line}:{start.column}{on(page)}"
        if there := finding.there:
            name = "original " if match is not None and there.original == match.original else f"{one_line(there.original)}:"
            where += f", {name}{there.start.line}:{there.start.column}{on(there.page)}"
        grid.add_row(
            Text(finding.severity, style=_SEVERITY[finding.severity]),
            Text.assemble((finding.rule, "bold"), f"  {one_line(finding.message)}  ", (f"({where})", "dim")),
        )
    return _indented(grid)


def _accepted(article: ReportedArticle, quote: str | None) -> Iterator[RenderableType]:
    """What somebody has accepted of a quotation (None: beside all of them), and why."""
    for finding in accepted(article.findings):
        if finding.quote == quote and finding.allowed:
            where = f"{finding.here.start.line}:{finding.here.start.column}"
            why = f"{finding.allowed.by}: {one_line(finding.allowed.reason)}"
            yield _indented(
                Text.assemble(
                    ("allowed  ", "dim"),
                    (finding.rule, "bold"),
                    f"  {one_line(finding.message)}  ",
                    (f"(article {where}; {why})", "dim"),
                )
            )


def _emphasis(runs: tuple[ReportedEmphasis, ...], told: set[str]) -> Iterator[Text]:
    """What became of each run of emphasis, but for the kept ones and those that a finding (`told`: its rule) speaks of."""
    for run in runs:
        if run.status == "kept" or (not run.declared and _TELLS.get(run.status) in told):
            continue
        declared = ", declared" if run.declared else ", not declared" if run.status == "added" else ""
        kinds = ", ".join(run.kinds or run.original.kinds)
        yield Text.assemble(("emphasis  ", "bold"), f"“{one_line(run.text)}” ({kinds}): {_HOW[run.status]}{declared}")


def _web(match: ReportedMatch) -> Iterator[Text]:
    """Where the original stands on the web; on a coloured terminal the address opens it at the passage."""
    if match.url is not None and match.url.lower().startswith(("http://", "https://")):
        yield Text.assemble(("web  ", "bold"), (one_line(match.url), Style(link=match.link)))


def _match_notes(match: ReportedMatch) -> Iterator[Text]:
    if match.snapshot:
        yield Text(f"The copy of the original was taken on {one_line(match.snapshot)}.", style="dim")
    damage = [count(n, noun) for why, noun in _DAMAGE.items() if (n := sum(edit.why == why for edit in match.edits))]
    if damage:
        yield Text(f"Damage of a copy, not held against the quotation: {', '.join(damage)}.", style="dim")
    for rival in match.rivals:
        yield Text(f"As near: {one_line(rival.original)} ({score(rival.score)})", style="dim")


def _faithful(number: int, quote: ReportedQuote, article: ReportedArticle, look: Look) -> Text:
    marked = ", marked" if quote.verdict in {"trimmed", "altered"} else ""
    line = Text(f"{number}. ", no_wrap=True)
    line.append(NAMES[quote.verdict] + marked, style=_VERDICT[quote.verdict])
    line.append(f"  {place(article.uri, quote.start, quote.page)}  “{one_line(quote.text)}”")
    line.truncate(look.width, overflow="ellipsis")
    return line


def _indented(text: RenderableType) -> RenderableType:
    return Padding(text, (0, 0, 0, 3))


def _next(report: Report, look: Look) -> Iterator[str]:
    quotes = [(quote, article) for article in report.articles for quote in article.quotes]
    rules = [
        f.rule
        for severity in ("error", "warning")
        for a in report.articles
        for f in a.findings
        if f.severity == severity and not f.allowed
    ]
    if rules:
        yield f"Next: set right or mark what the errors name; `fidelity rule {rules[0]}` explains a rule."
    if any(quote.verdict == "unchecked" for quote, _ in quotes):
        yield "Next: give the originals of what is unchecked with --originals PATH."
    quiet = sum(not needs_attention(quote, article) for quote, article in quotes)
    if quiet and not look.verbose:
        yield f"{count(quiet, 'quotation')} with nothing to look at: -v lists {'it' if quiet == 1 else 'them'}."
    allowed = sum(len(accepted(article.findings)) for article in report.articles)
    if allowed and not look.verbose:
        yield f"{count(allowed, 'finding')} accepted: -v shows {'it' if allowed == 1 else 'them'} and why."
    if not quotes and not report.summary.untouched and all(article.problem is None for article in report.articles):
        yield "No quotations were found; `fidelity text FILE` shows what was read."
