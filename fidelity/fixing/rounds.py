"""Fix and check again, until nothing changes: a fix that does not put its finding right, or brings another, is taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.fixing.apply import applied, choose, reads_as_meant, spliced
from fidelity.model import Document, ReportedFinding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from fidelity.fixing.apply import Chosen
    from fidelity.model import ReportedArticle, Safety

_MOST_ROUNDS = 10
_TORN = "the file would not read as meant"
_IDLE = "it would not put the finding right, or bring another one"


@dataclass(frozen=True, slots=True)
class Fixed:
    """An article's source with its fixes, the findings that they put right, and those kept out with the reason."""

    document: Document
    source: str
    done: tuple[ReportedFinding, ...]
    withheld: tuple[tuple[ReportedFinding, str], ...]


def fix(
    document: Document,
    check: Callable[[Document], ReportedArticle],
    reread: Callable[[str], Document],
    wanted: Collection[Safety],
) -> Fixed:
    """Apply the fixes that are wanted, in rounds; `check` judges a document, `reread` reads a source as the document's file."""
    now, article = document, check(document)
    done: list[ReportedFinding] = []
    withheld: dict[str, tuple[ReportedFinding, str]] = {}
    for _ in range(_MOST_ROUNDS):
        fixes = choose(article.findings, wanted, withheld)
        if not fixes:
            break
        _, good, torn = applied(now, fixes, reread)
        withheld |= {f.fingerprint: (f, _TORN) for chosen in torn for f in chosen.findings}
        if not good:
            continue
        now, article, good, idle = _helping(now, article, good, check, reread)
        withheld |= {f.fingerprint: (f, _IDLE) for chosen in idle for f in chosen.findings}
        done += [finding for chosen in good for finding in chosen.findings]
    return Fixed(document, now.source, tuple(done), tuple(withheld.values()))


def _helping(
    document: Document,
    article: ReportedArticle,
    fixes: Sequence[Chosen],
    check: Callable[[Document], ReportedArticle],
    reread: Callable[[str], Document],
) -> tuple[Document, ReportedArticle, list[Chosen], list[Chosen]]:
    """The document with those fixes that help, these, and those that do not: all at once, else one half and then the other.

    The later half comes first, so that the places of the earlier one hold.
    """
    edits = [edit for chosen in fixes for edit in chosen.fix.edits]
    after = reread(spliced(document.source, edits))
    if reads_as_meant(document, edits, after) and _is_better(article, judged := check(after), fixes):
        return after, judged, list(fixes), []
    if len(fixes) == 1:
        return document, article, [], list(fixes)
    half = len(fixes) // 2
    document, article, late, idle_late = _helping(document, article, fixes[half:], check, reread)
    document, article, early, idle_early = _helping(document, article, fixes[:half], check, reread)
    return document, article, [*early, *late], [*idle_early, *idle_late]


def _is_better(before: ReportedArticle, after: ReportedArticle, fixes: Sequence[Chosen]) -> bool:
    """Whether all findings that were to go are gone, and none that is grave has come."""
    if after.problem is not None or len(before.quotes) != len(after.quotes):
        return False
    gone = Counter(finding.rule for chosen in fixes for finding in chosen.findings)
    old, new = Counter(f.rule for f in before.findings), Counter(f.rule for f in after.findings)
    if any(new[rule] > old[rule] - n for rule, n in gone.items()):
        return False
    return _grave(after) <= _grave(before)


def _grave(article: ReportedArticle) -> Counter[str]:
    return Counter(f.rule for f in article.findings if f.severity != "info" and f.allowed is None)
