"""What strangers name lies below the project, or is not read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from fidelity.archive.folder import OriginalsError, sources
from fidelity.archive.grounds import grounded, project
from fidelity.pipeline import check
from fidelity.read import read_file

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "The harbour keeps its seven hundred keys below the third lamp on the left."
ARTICLE = "---\noriginals: {}\n---\n\nHe said, “The harbour keeps its seven hundred keys below the third lamp.”\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project with an article's folder, and a file outside."""
    (tmp_path / "secret.txt").write_text(WORDS)
    root = tmp_path / "checkout"
    (root / "articles").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "known.txt").write_text(WORDS)
    return root


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("{outside}", "an absolute path"),
        ("../../secret.txt", "a way up"),
        ("../articles/../../secret.txt", "a way down and up"),
        ("link.txt", "a link"),
        ("around/secret.txt", "a folder that is a link"),
        ("/", "everything"),
        ('"\\0"', "no name at all"),
        ("loop.txt", "a link to itself"),
    ],
)
def test_front_matter_names_nothing_outside(checkout: Path, name: str, what: str) -> None:
    folder = checkout / "articles"
    (folder / "link.txt").symlink_to(checkout.parent / "secret.txt")
    (folder / "around").symlink_to(checkout.parent)
    (folder / "loop.txt").symlink_to("loop.txt")
    article = folder / "a.md"
    article.write_text(ARTICLE.format(name.format(outside=checkout.parent / "secret.txt")))
    report = check(article)
    assert ["unchecked"] == [q.verdict for q in report.articles[0].quotes], what
    assert "third lamp on the left" not in repr(report), what
    assert "outside the project" in " ".join(report.articles[0].notes), what


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../known.txt", "a way up inside the project"),
        ("inside.txt", "a link inside the project"),
        ("{whole}", "an absolute path"),
    ],
)
def test_what_lies_in_the_project_is_read(checkout: Path, name: str, what: str) -> None:
    folder = checkout / "articles"
    (folder / "inside.txt").symlink_to(checkout / "known.txt")
    article = folder / "a.md"
    article.write_text(ARTICLE.format(name.format(whole=checkout / "known.txt")))
    report = check(article)
    assert "unchecked" != report.articles[0].quotes[0].verdict, what
    assert () == report.articles[0].notes, what


def test_without_a_project_originals_lie_below_the_working_folder_or_the_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "plain" / "articles"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(ARTICLE.format("../known.txt"))
    (tmp_path / "plain" / "known.txt").write_text(WORDS)
    assert None is project(folder)
    assert () == grounded(read_file(folder / "a.md")).meta.originals
    monkeypatch.chdir(tmp_path / "plain")
    assert ("../known.txt",) == grounded(read_file(folder / "a.md")).meta.originals


@pytest.mark.parametrize(
    ("link", "to", "what"),
    [("originals/leak.txt", "secret.txt", "a file in a folder of originals"), ("away", ".", "the folder itself")],
)
def test_links_in_a_project_that_lead_out_of_it_are_refused(checkout: Path, link: str, to: str, what: str) -> None:
    (checkout / "originals").mkdir()
    (checkout / "originals" / "own.txt").write_text("Words.")
    (checkout / link).symlink_to(checkout.parent / to)
    with pytest.raises(OriginalsError, match="leads out of the project"):
        sources([checkout / link.partition("/")[0]])
    assert os.path.lexists(checkout / link), what


def test_links_that_stay_inside_are_followed(checkout: Path) -> None:
    (checkout / "originals").mkdir()
    (checkout / "originals" / "one.txt").symlink_to(checkout / "known.txt")
    assert [checkout / "originals" / "one.txt"] == [s.path for s in sources([checkout / "originals"])]


def test_what_the_user_names_is_read_wherever_it_lies(checkout: Path) -> None:
    assert [checkout.parent / "secret.txt"] == [s.path for s in sources([checkout.parent / "secret.txt"])]
