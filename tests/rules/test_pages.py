"""The example pages: article, original and expected findings as fenced blocks, one page a rule.

A page has sections (`## what it shows`). In each, ```article is Markdown (with the name of a house style behind it, if it is
not strict), each ```original (one or more) too, and ```findings lists all findings of the article, one a line: rule, severity,
and words of the article that the finding covers or touches. A lone `none` says that there are none. Findings of severity info
are listed as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from fidelity.model import Document, ReportedArticle
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.rules import RULES
from fidelity.settings import Settings

Blocks = list[tuple[str, str]]

_HERE = Path(__file__).parent
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^````(\w+)[^\n]*\n(.*?)^````$", re.MULTILINE | re.DOTALL)
_STYLE = re.compile(r"^````article +(\w+) *$", re.MULTILINE)


def _examples() -> Iterator[ParameterSet]:
    for page in sorted(_HERE.glob("*.md")):
        parts = _SECTION.split(page.read_text(encoding="utf-8"))
        for title, body in zip(parts[1::2], parts[2::2], strict=True):
            blocks = _FENCE.findall(body)
            said = _STYLE.search(body)
            yield pytest.param(page.stem, title, blocks, said[1] if said else "strict", id=f"{page.stem}: {title}")


def _check(blocks: Blocks, style: str) -> tuple[Document, ReportedArticle]:
    article = read("article.md", next(text for kind, text in blocks if kind == "article").encode())
    originals = [read(f"original-{n}.md", text.encode()) for n, (kind, text) in enumerate(blocks) if kind == "original"]
    return article, check_article(article, originals, Settings(style=style))


@pytest.mark.parametrize(("rule", "title", "blocks", "style"), list(_examples()))
def test_an_example_gets_the_findings_that_its_page_lists(rule: str, title: str, blocks: Blocks, style: str) -> None:
    article, checked = _check(blocks, style)
    expected = [line for line in next(text for kind, text in blocks if kind == "findings").splitlines() if line.strip()]
    found = [(f.rule, f.severity, article.source[f.here.span[0] : f.here.span[1]]) for f in checked.findings]
    told = "\n".join(f"{r} {s} {' '.join(w.split())}" for r, s, w in found)
    if expected == ["none"]:
        assert [] == found, title
        return
    rows = [line.split(maxsplit=2) for line in expected]
    assert sorted((r, s) for r, s, _ in rows) == sorted((r, s) for r, s, _ in found), f"{title}\n{told}"
    for name, severity, words in rows:
        assert any(r == name and s == severity and words in " ".join(w.split()) for r, s, w in found), f"{words}\n{told}"
    assert rule in RULES


@pytest.mark.parametrize("page", sorted(_HERE.glob("*.md")), ids=lambda p: p.stem)
def test_every_page_shows_its_rule_firing_and_not_firing(page: Path) -> None:
    sections = _FENCE.findall(page.read_text(encoding="utf-8"))
    findings = [text for kind, text in sections if kind == "findings"]
    fires = [page.stem in text.split() for text in findings]
    assert any(fires), "no example where the rule fires"
    assert not all(fires), "no example where it does not"


def test_every_rule_has_a_page() -> None:
    assert sorted(RULES) == sorted(p.stem for p in _HERE.glob("*.md"))
