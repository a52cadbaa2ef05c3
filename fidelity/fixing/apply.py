"""Apply fixes to a source, one upon another, each held to what it should do: the words outside it stay, and their looks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from fidelity.fixing.fit import DELIMITERS, unescaped, written_as
from fidelity.model import Fix, ReportedFinding
from fidelity.model.document import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from fidelity.model import Document, FixEdit, Safety, Span

_KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fix that is to be applied, and the findings that it puts right."""

    fix: Fix
    findings: tuple[ReportedFinding, ...]

    @property
    def reach(self) -> Span:
        """From its first edit to its last."""
        return self.fix.edits[0].span[0], max(edit.span[1] for edit in self.fix.edits)


def choose(findings: Iterable[ReportedFinding], wanted: Collection[Safety], barred: Collection[str]) -> list[Chosen]:
    """The fixes of one round: of those that reach over one another the safer, then the first; the rest wait."""
    by_fix: dict[Fix, list[ReportedFinding]] = {}
    for finding in findings:
        fix = finding.fix
        if fix is None or not fix.edits or fix.safety not in wanted:
            continue
        if finding.fingerprint not in barred and finding.allowed is None:
            by_fix.setdefault(fix, []).append(finding)
    out: list[Chosen] = []
    for chosen in sorted(
        (Chosen(fix, tuple(found)) for fix, found in by_fix.items()), key=lambda c: (c.fix.safety != "safe", c.reach)
    ):
        start, end = chosen.reach
        if all(end < other.reach[0] or other.reach[1] < start for other in out):
            out.append(chosen)
    return sorted(out, key=lambda c: c.reach)


def spliced(source: str, edits: Iterable[FixEdit]) -> str:
    """The source with edits made, from the last to the first."""
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        source = source[: edit.span[0]] + edit.text + source[edit.span[1] :]
    return source


def reads_as_meant(before: Document, edits: Sequence[FixEdit], after: Document) -> bool:
    """Whether a source reads after edits as it should: their words in place, all others and their looks as they were."""
    kind = written_as(before)
    ordered = sorted(edits, key=lambda edit: edit.span)
    places = [(*_in_text(before, edit.span), unescaped(edit.text, kind), edit.text in DELIMITERS) for edit in ordered]
    expected, shifted = before.text, 0
    untouched: list[tuple[Span, int]] = []
    at = 0
    setting: int | None = None
    for start, end, words, is_sign in places:
        expected = expected[: start + shifted] + words + expected[end + shifted :]
        if setting is None:
            untouched.append(((at, start), shifted))
        if is_sign and kind != "text":
            setting = start if setting is None else None  # what stands between two signs is to look otherwise
        shifted += len(words) - (end - start)
        at = end
    untouched.append(((at, len(before.text)), shifted))
    if expected != after.text or len(before.blocks) != len(after.blocks):
        return False
    if any((a.kind, a.quote, a.depth) != (b.kind, b.quote, b.depth) for a, b in zip(before.blocks, after.blocks, strict=True)):
        return False
    mine, theirs = _looks(before), _looks(after)
    return all(mine[start:end] == theirs[start + by : end + by] for (start, end), by in untouched)


def _in_text(document: Document, span: Span) -> Span:
    """The part of a document's text that a span of its source spells; a place belongs to the word before it."""
    origin, everything = document.origin, range(len(document.text) + 1)
    end = bisect_right(everything, span[1], key=origin.end) - 1
    if span[0] == span[1] and end > 0 and not document.text[end - 1].isspace():
        return end, end
    last = len(document.text)
    start = bisect_left(everything, span[0], key=lambda at: origin.start(at) if at < last else len(document.source))
    return (start, start) if span[0] == span[1] else (start, max(start, end))


def _looks(document: Document) -> bytes:
    """For each character the kinds of emphasis that it has, a bit each."""
    out = bytearray(len(document.text))
    for run in document.emphasis:
        bits = sum(1 << _KINDS.index(kind) for kind in set(run.kinds))
        for at in range(*run.span):
            out[at] |= bits
    return bytes(out)


def applied(
    document: Document, fixes: Sequence[Chosen], reread: Callable[[str], Document]
) -> tuple[str, list[Chosen], list[Chosen]]:
    """The source with all fixes that read as they should, those fixes, and those that were kept out."""
    whole = spliced(document.source, [e for c in fixes for e in c.fix.edits])
    if reads_as_meant(document, [e for c in fixes for e in c.fix.edits], reread(whole)):
        return whole, list(fixes), []
    good = [c for c in fixes if reads_as_meant(document, c.fix.edits, reread(spliced(document.source, c.fix.edits)))]
    while good:
        edits = [e for c in good for e in c.fix.edits]
        whole = spliced(document.source, edits)
        if reads_as_meant(document, edits, reread(whole)):
            break
        good.pop()
    return (whole if good else document.source), good, [c for c in fixes if c not in good]
