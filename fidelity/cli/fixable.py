"""Which findings of a report could be fixed: what is said of it without loading what fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fidelity.cli.trouble import tell
from fidelity.report.phrases import count

if TYPE_CHECKING:
    from fidelity.model import Report, ReportedFinding, Safety

SAFE: Final[frozenset[Safety]] = frozenset({"safe"})
ALL: Final[frozenset[Safety]] = frozenset({"safe", "unsafe"})


def is_fixable(finding: ReportedFinding, wanted: frozenset[Safety]) -> bool:
    """Whether a finding has a fix of a kind that is wanted, and nobody has accepted it."""
    return finding.fix is not None and finding.allowed is None and finding.fix.safety in wanted


def hint(report: Report, *, unsafe: bool) -> None:
    """Say on standard error how many findings can be fixed, and with which options."""
    open_ = [f for article in report.articles for f in article.findings if is_fixable(f, ALL)]
    if not open_:
        return
    safe = sum(f.fix is not None and f.fix.safety == "safe" for f in open_)
    if unsafe:
        tell(f"{count(len(open_), 'finding')} can be fixed with --fix --unsafe-fixes; --diff shows how.")
    elif safe == len(open_):
        tell(f"{count(safe, 'finding')} can be fixed with --fix; --diff shows how.")
    elif safe:
        more = f"{len(open_) - safe} more with --fix --unsafe-fixes, by the original’s words"
        tell(f"{count(safe, 'finding')} can be fixed with --fix ({more}); --diff shows how.")
    else:
        tell(f"{count(len(open_), 'finding')} can be fixed with --fix --unsafe-fixes, by the original’s words.")
