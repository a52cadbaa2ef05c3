"""What a project says of a rule's severity comes last, whatever the style and the rule itself say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fidelity import check
from fidelity.pipeline import Job, run
from fidelity.settings import Settings, SeverityOrOff, fingerprint

if TYPE_CHECKING:
    from pathlib import Path


def severities(article: Path, settings: Settings) -> list[tuple[str, str]]:
    (checked,) = check(article, article.parent / "originals", settings).articles
    return [(finding.rule, finding.severity) for finding in checked.findings]


@pytest.mark.parametrize("own", ["error", "warning", "info"])
def test_a_project_decides_how_grave_a_rule_is(newsroom: Path, own: SeverityOrOff) -> None:
    settings = Settings(severity=(("changed-number", own),))
    assert [("changed-number", own)] == severities(newsroom / "wrong.md", settings)


def test_a_rule_is_switched_off(newsroom: Path) -> None:
    assert [] == severities(newsroom / "wrong.md", Settings(severity=(("changed-number", "off"),)))


def test_a_notice_is_weighed_and_switched_off_too(newsroom: Path) -> None:
    (newsroom / "open.md").write_text("Ada Lund wrote: “The bridge will open\n\nThe harbour is near.\n", "utf-8")
    assert [("unbalanced-marks", "error")] == severities(
        newsroom / "open.md", Settings(severity=(("unbalanced-marks", "error"),), select=("unbalanced-marks",))
    )
    assert [] == severities(
        newsroom / "open.md", Settings(severity=(("unbalanced-marks", "off"),), select=("unbalanced-marks",))
    )


def test_each_article_may_have_its_own_settings(newsroom: Path) -> None:
    originals, mild = (newsroom / "originals",), Settings(style="apa", ignore=("changed-number",))
    jobs = [Job(newsroom / "wrong.md", originals), Job(newsroom / "wrong.md", originals, settings=mild)]
    report = run(jobs, Settings())
    assert [1, 0] == [len(article.findings) for article in report.articles]
    assert [(), ("Checked by the house style apa.",)] == [article.notes for article in report.articles]
    assert "apa, strict" == report.settings.style
    assert fingerprint(Settings(), mild) == fingerprint(mild, Settings()) == report.settings.fingerprint
    assert len({fingerprint(mild), fingerprint(Settings()), report.settings.fingerprint}) == 3
