"""Fix and check again, until nothing changes: a fix that does not put its finding right, or brings another, is taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.fixing.apply import applied, choose, spliced
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
        source, good, torn = applied(now, fixes, reread)
        withheld |= {f.fingerprint: (f, _TORN) for chosen in torn for f in chosen.findings}
        if not good:
            continue
        after = reread(source)
        judged = check(after)
        if not _is_better(article, judged, good):
            after, judged, good, idle = _one_by_one(now, article, good, check, reread)
            withheld |= {f.fingerprint: (f, _IDLE) for chosen in idle for f in chosen.findings}
        done += [finding for chosen in good for finding in chosen.findings]
        now, article = after, judged
    return Fixed(document, now.source, tuple(done), tuple(withheld.values()))


def _one_by_one(
    document: Document,
    article: ReportedArticle,
    fixes: Sequence[Chosen],
    check: Callable[[Document], ReportedArticle],
    reread: Callable[[str], Document],
) -> tuple[Document, ReportedArticle, list[Chosen], list[Chosen]]:
    """From the last fix to the first, so that places hold: those that help, and those that do not."""
    good: list[Chosen] = []
    idle: list[Chosen] = []
    for chosen in reversed(fixes):
        after = reread(spliced(document.source, chosen.fix.edits))
        judged = check(after)
        if _is_better(article, judged, [chosen]):
            document, article = after, judged
            good.append(chosen)
        else:
            idle.append(chosen)
    return document, article, good, idle


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
