"""The two sides of a quotation as runs of marked text: what differs, what is set off, what is cut short.

Only the report's own places are used (`at`, `there_at`); nothing is searched for. The marks survive a terminal without
colour: `{+words+}` only in the article, `{-words-}` only in the original, `{^}` a place where words are missing, `{>words<}`
moved, `*bold*`, `_italic_`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fidelity.model import Span
from fidelity.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import ReportedEdit, ReportedEmphasis, ReportedMatch, ReportedQuote

Role = Literal["same", "added", "missing", "moved", "shown", "gap", "around", "place"]
"""`shown` is what the quoter's own marks show: a bracket, an ellipsis, and the words of the original that it stands for."""

KEEP = 10
"""Words kept on either side of a difference."""
LONG = 32
"""Words that may stand between two differences before they are cut short."""
JOINT = " … "
"""What stands in a match's text between two passages."""
LONG_MISSING = 90
"""Words of an omission that are shown in full."""
KEEP_MISSING = 36

_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SOFT = re.compile(r"(?<!\n)\n(?!\n)| {2,}")
"""A line end that is no paragraph's end, and spaces that only set a line: the page breaks its own lines."""
_BRACES = {"added": ("{+", "+}"), "missing": ("{-", "-}"), "moved": ("{>", "<}")}


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch to print. `marked` says that the quoter's own mark covers the difference; `kinds` how the words are set."""

    text: str
    role: Role
    marked: bool = False
    kinds: tuple[str, ...] = ()
    stressed: bool = False  # the emphasis is one-sided: added or removed


@dataclass(frozen=True, slots=True)
class Stretch:
    """A difference on one side: `span` of the side's text, or an empty place at which `text` is put in."""

    span: Span
    role: Role
    marked: bool
    text: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    span: Span
    kinds: tuple[str, ...]
    stressed: bool


def article_side(quote: ReportedQuote, match: ReportedMatch | None) -> list[Token]:
    """The quotation as the article has it, with the words that the original lacks and the places where words are missing."""
    stretches = article_stretches(quote.text, match) if match else []
    runs = [_Run(e.at, e.kinds, e.status == "added") for e in quote.emphasis if e.kinds and e.status != "removed"]
    return _tokens(quote.text, stretches, runs)


def original_side(match: ReportedMatch, emphasis: Sequence[ReportedEmphasis], *, around: bool) -> list[Token]:
    """The passage as the original has it, with the words that the article lacks; `around` adds the words before and after."""
    stretches = original_stretches(match)
    runs = [
        _Run(e.there_at, e.original.kinds, e.status == "removed")
        for e in emphasis
        if e.there_at is not None and e.original.kinds
    ]
    tokens = _tokens(match.text, stretches, runs)
    if around:
        before, after = _last(match.before), _first(match.after)
        tokens = [
            *([Token(f"‹{before}› ", "around")] if before else []),
            *tokens,
            *([Token(f" ‹{after}›", "around")] if after else []),
        ]
    return tokens


def plain(text: str) -> list[Token]:
    """A text with nothing to compare it with, cut short if it is long."""
    return _tokens(text, [], [])


def article_stretches(text: str, match: ReportedMatch) -> list[Stretch]:
    """The differences as they stand in the quotation's `text`, in its order, without the spaces at their edges."""
    return _in_order(text, (s for edit in match.edits for s in _here(edit)))


def original_stretches(match: ReportedMatch) -> list[Stretch]:
    """The differences as they stand in the match's text, likewise."""
    return _in_order(match.text, (s for edit in match.edits for s in _there(edit, match.text)))


def _in_order(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted((_trimmed(text, s) for s in stretches), key=lambda s: (s.span, s.text is None))


def _here(edit: ReportedEdit) -> Iterator[Stretch]:
    start, end = edit.at
    marked = edit.mark is not None
    match edit.kind:
        case "presentation":
            return
        case "omission" if start == end:
            if not marked:
                yield Stretch(edit.at, "place", marked=False, text="{^}")
        case "move":
            yield Stretch(edit.at, "moved", marked)
        case _ if edit.mark in {"brackets", "sic", "ellipsis"}:
            yield Stretch(edit.at, "shown", marked=True)
        case "omission":
            yield Stretch(edit.at, "shown", marked)
        case _:
            yield Stretch(edit.at, "added", marked)


def _there(edit: ReportedEdit, text: str) -> Iterator[Stretch]:
    start, end = edit.there_at
    marked = edit.mark is not None
    if edit.kind in {"presentation", "insertion"} or not edit.original.text.strip():
        return
    role: Role = "moved" if edit.kind == "move" else "missing"
    if start < end:
        yield Stretch(edit.there_at, role, marked)
    elif edit.kind == "omission":  # the match's text has only a joint here
        omitted = edit.original.text.strip()
        before = "" if not start or text[start - 1].isspace() or omitted[0] in ",.;:!?)" else " "
        after = "" if start >= len(text) or text[start].isspace() else " "
        if text.startswith(JOINT, start):  # the omitted words stand where the joint would
            after = "" if text[start + len(JOINT) :][:1].isspace() else " "
            yield Stretch((start, start + len(JOINT)), role, marked, text=f"{before}{omitted}{after}")
        else:
            yield Stretch(edit.there_at, role, marked, text=f"{before}{omitted}{after}")


def _tokens(text: str, stretches: Sequence[Stretch], runs: Sequence[_Run]) -> list[Token]:
    spans = [s.span for s in stretches] + [r.span for r in runs if r.stressed]
    gaps = _gaps(text, spans)
    places = {
        0,
        len(text),
        *(c for s in stretches for c in s.span),
        *(c for r in runs for c in r.span),
        *(c for g in gaps for c in g),
    }
    cuts = sorted(c for c in places if not any(g[0] < c < g[1] for g in gaps))
    out: list[Token] = []
    open_stretch: Stretch | None = None
    open_run: _Run | None = None

    def close_stretch() -> None:
        nonlocal open_stretch
        if open_stretch is not None and open_stretch.role in _BRACES:
            out.append(Token(_BRACES[open_stretch.role][1], open_stretch.role, open_stretch.marked))
        open_stretch = None

    def close_run() -> None:
        nonlocal open_run
        if open_run is not None:
            out.append(Token(_sign(open_run.kinds), "same", kinds=open_run.kinds, stressed=open_run.stressed))
        open_run = None

    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        covering = next((s for s in stretches if s.text is None and s.span[0] <= start < s.span[1]), None)
        run = next((r for r in runs if r.span[0] <= start < r.span[1]), None)
        run_inside = open_run is not None and open_stretch is not None and open_run.span[0] >= open_stretch.span[0]
        closers = [
            *([close_run] if run is not open_run else []),
            *([close_stretch] if covering is not open_stretch else []),
        ]
        for closer in closers if run_inside else reversed(closers):
            closer()
        for put in (s for s in stretches if s.text is not None and s.span[0] == start):
            out.extend(_put(put))
        openers: list[Literal["run", "stretch"]] = ["stretch", "run"]
        if run is not None and covering is not None and run.span[1] > covering.span[1]:
            openers = ["run", "stretch"]
        for opener in openers:
            if opener == "run" and run is not open_run and run is not None:
                out.append(Token(_sign(run.kinds), "same", kinds=run.kinds, stressed=run.stressed))
                open_run = run
            elif opener == "stretch" and covering is not open_stretch and covering is not None:
                if covering.role in _BRACES:
                    out.append(Token(_BRACES[covering.role][0], covering.role, covering.marked))
                open_stretch = covering
        if start == end or any(s.text is not None and s.span == (start, end) for s in stretches):
            continue
        if (start, end) in gaps:
            out.append(_gap(text[start:end]))
            continue
        words = _SOFT.sub(" ", visible(text[start:end]))
        role, marked = (covering.role, covering.marked) if covering else ("same", False)
        kinds, stressed = (run.kinds, run.stressed) if run else ((), False)
        if role in {"missing", "moved"}:
            out.extend(shortened(words, role, marked, kinds, stressed))
        else:
            out.append(Token(words, role, marked, kinds, stressed))
    return out


def _trimmed(text: str, stretch: Stretch) -> Stretch:
    """The stretch without the spaces at its edges, so that the signs cling to the words."""
    start, end = stretch.span
    words = text[start:end].strip()
    if stretch.text is not None or not words or len(words) == end - start:
        return stretch
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return replace(stretch, span=(start, start + len(words)))


def _put(stretch: Stretch) -> Iterator[Token]:
    text = stretch.text or ""
    if stretch.role not in _BRACES:
        yield Token(text, stretch.role, stretch.marked)
        return
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    opening, closing = _BRACES[stretch.role]
    yield Token(f"{'' if not lead else ' '}{opening}", stretch.role, stretch.marked)
    yield from shortened(_SOFT.sub(" ", visible(text.strip())), stretch.role, stretch.marked, (), stressed=False)
    yield Token(f"{closing}{'' if not trail else ' '}", stretch.role, stretch.marked)


def shortened(words: str, role: Role, marked: bool, kinds: tuple[str, ...], stressed: bool) -> Iterator[Token]:
    """The words of a difference, the middle left out where they are many."""
    found = [m.span() for m in _WORD.finditer(words)]
    if len(found) <= LONG_MISSING:
        yield Token(words, role, marked, kinds, stressed)
        return
    first, last = found[KEEP_MISSING - 1][1], found[-KEEP_MISSING][0]
    yield Token(words[:first] + " ", role, marked, kinds, stressed)
    yield _gap(words[first:last])
    yield Token(" " + words[last:], role, marked, kinds, stressed)


def _gap(text: str) -> Token:
    return Token(f"⟨… {sum(1 for _ in _WORD.finditer(text))} words …⟩", "gap")


def _sign(kinds: tuple[str, ...]) -> str:
    return "*" if "bold" in kinds else "_"


def _gaps(text: str, spans: Sequence[Span]) -> list[Span]:
    """The stretches of `text` that lie far from every span and from both ends, each worth cutting."""
    words = [m.span() for m in _WORD.finditer(text)]
    gaps: list[Span] = []
    edges = sorted([(0, 0), *spans, (len(text), len(text))])
    reach = 0
    for start, end in edges:
        between = [w for w in words if w[0] >= reach and w[1] <= start]
        if len(between) > LONG:
            gaps.append((between[KEEP][0], between[-KEEP - 1][1]))
        reach = max(reach, end)
    return gaps


def _last(text: str) -> str:
    words = visible(text).split()
    return ("… " if len(words) > KEEP else "") + " ".join(words[-KEEP:]) if words else ""


def _first(text: str) -> str:
    words = visible(text).split()
    return " ".join(words[:KEEP]) + (" …" if len(words) > KEEP else "") if words else ""
