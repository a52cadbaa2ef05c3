"""An original with many numbers, and what an article about it may say wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings

if TYPE_CHECKING:
    from fidelity.accepted import Acceptance
    from fidelity.model import ReportedArticle

TRUE = (
    "The crane lifts nine tons in calm weather and no more.",
    "Forty riggers were sent home before the storm came in.",
    "The slipway was rebuilt with seven kinds of timber that year.",
    "Two divers looked at the lock gate every morning in May.",
)
WRONG = tuple(
    s.replace("nine", "eight").replace("Forty", "Fifty").replace("seven", "six").replace("Two", "Three") for s in TRUE
)
ORIGINAL = read("yard.md", ("# The yard\n\n" + "\n\n".join(TRUE) + "\n").encode())
ALLOW = '<!-- fidelity: allow changed-number "a correction" -->'


def checked(
    source: str, name: str = "article.md", settings: Settings | None = None, acceptance: Acceptance | None = None
) -> ReportedArticle:
    return check_article(read(name, source.encode()), [ORIGINAL], settings or Settings(), acceptance)


def standing(article: ReportedArticle) -> list[tuple[str, int]]:
    """Rule and line of each finding that nobody has accepted."""
    return [(f.rule, f.here.start.line) for f in article.findings if f.allowed is None]


def allowed(article: ReportedArticle) -> list[str]:
    """The beginnings of the quotations of which something is allowed."""
    texts = {q.id: q.text for q in article.quotes}
    return [texts[f.quote or ""].split()[0] for f in article.findings if f.allowed]
