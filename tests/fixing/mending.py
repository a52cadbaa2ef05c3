"""An article fixed in memory: what the command does with a file, without the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.fixing import Fixed, encoded, fix
from fidelity.fixing.fit import written_as
from fidelity.model import ReportedArticle
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.settings import Settings

if TYPE_CHECKING:
    from fidelity.model import Document


@dataclass(frozen=True)
class Mended:
    """What became of an article: its fixes, and what a check says before and after."""

    fixed: Fixed
    before: ReportedArticle
    after: ReportedArticle

    @property
    def rules(self) -> list[str]:
        return sorted(finding.rule for finding in self.fixed.done)


def mend(article: str, original: str, *, name: str = "article.md", style: str = "strict", unsafe: bool = False) -> Mended:
    originals = [read("original.html" if original.startswith("<") else "original.md", original.encode())]
    settings = Settings(style=style)
    document = read(name, article.encode())
    kind = written_as(document)

    def reread(source: str) -> Document:
        return read(name, encoded(article.encode(), document.source, source, html=kind == "html", references=kind != "text"))

    def check(one: Document) -> ReportedArticle:
        return check_article(one, originals, settings)

    fixed = fix(document, check, reread, {"safe", "unsafe"} if unsafe else {"safe"})
    return Mended(fixed, check(document), check(reread(fixed.source)))
