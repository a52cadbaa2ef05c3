"""`--since COMMIT`, with git itself."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WITH = ("--originals", "originals", "--output-format", "concise")
TWO = "Ada Lund wrote: “The bridge will open in nine days.”\n\nShe wrote: “Somebody at the yard doubts it all.”\n"


@pytest.fixture
def history(newsroom: Path) -> Path:
    """A repository whose one commit holds the newsroom and an article with two wrong quotations, under an awkward name."""
    (newsroom / "sub folder").mkdir()
    (newsroom / "sub folder" / "zwei “ä”.md").write_text(TWO, "utf-8")
    git(newsroom, "init", "-q", "-b", "main")
    git(newsroom, "add", "-A")
    git(newsroom, "commit", "-q", "-m", "one")
    return newsroom


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *who, *words], cwd=folder, env=env, check=True, capture_output=True)


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [line.split(": ")[0] for line in done.stdout.decode().splitlines()[:-1]]


def test_nothing_was_changed(fidelity: Run, history: Path) -> None:
    done = fidelity("check", "wrong.md", "sub folder", *WITH, "--since", "HEAD")
    assert (0, []) == (done.returncode, lines(done)), history
    assert b"3 quotations not touched by the change, and not looked at" in done.stdout
    assert b"touches no quotation" in done.stderr


def test_only_the_quotation_that_was_touched(fidelity: Run, history: Path) -> None:
    article = history / "sub folder" / "zwei “ä”.md"
    article.write_text(TWO.replace("nine", "six"), "utf-8")
    done = fidelity("check", "wrong.md", "sub folder", *WITH, "--since", "HEAD")
    assert (1, ["sub folder/zwei “ä”.md:1:42"]) == (done.returncode, lines(done))
    assert b"1 article, 1 quotation: 1 altered" in done.stdout
    assert b"2 quotations not touched by the change" in done.stdout


def test_staged_committed_and_not_yet_staged_changes_all_count(fidelity: Run, history: Path) -> None:
    article = history / "wrong.md"
    git(history, "tag", "before")
    article.write_text("A line before.\n\n" + article.read_text("utf-8").replace("nine", "eight"), "utf-8")
    assert ["wrong.md:3:42"] == lines(fidelity("check", "wrong.md", *WITH, "--since", "before")), "in the working tree"
    git(history, "add", "-A")
    assert ["wrong.md:3:42"] == lines(fidelity("check", "wrong.md", *WITH, "--since", "before")), "staged"
    git(history, "commit", "-q", "-m", "two")
    assert ["wrong.md:3:42"] == lines(fidelity("check", "wrong.md", *WITH, "--since", "before")), "committed"
    assert [] == lines(fidelity("check", "wrong.md", *WITH, "--since", "HEAD"))


def test_a_renamed_article_is_not_new(fidelity: Run, history: Path) -> None:
    git(history, "mv", "sub folder/zwei “ä”.md", "renamed.md")
    assert [] == lines(fidelity("check", "renamed.md", *WITH, "--since", "HEAD"))
    text = (history / "renamed.md").read_text("utf-8")
    (history / "renamed.md").write_text(text.replace("Somebody at the yard", "Somebody in the yard"), "utf-8")
    found = lines(fidelity("check", "renamed.md", *WITH, "--since", "HEAD"))
    assert found
    assert all(place.startswith("renamed.md:3:") for place in found)


def test_an_article_that_git_does_not_know_is_new(fidelity: Run, history: Path) -> None:
    (history / "new.md").write_text((history / "wrong.md").read_text("utf-8"), "utf-8")
    assert ["new.md:1:42"] == lines(fidelity("check", "new.md", "wrong.md", *WITH, "--since", "HEAD"))


def test_standard_input_is_looked_at_whole(fidelity: Run, history: Path) -> None:
    done = fidelity("check", "-", *WITH, "--since", "HEAD", stdin=(history / "wrong.md").read_bytes())
    assert 1 == done.returncode


def test_what_the_user_has_configured_of_git_changes_nothing(fidelity: Run, history: Path) -> None:
    for key, value in (
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
    ):
        git(history, "config", key, value)
    article = history / "sub folder" / "zwei “ä”.md"
    article.write_text(TWO.replace("nine", "six"), "utf-8")
    assert ["sub folder/zwei “ä”.md:1:42"] == lines(fidelity("check", "sub folder", *WITH, "--since", "HEAD"))


def test_a_baseline_counts_for_what_was_touched(fidelity: Run, history: Path) -> None:
    fidelity("baseline", "write", "sub folder", "--originals", "originals")
    article = history / "sub folder" / "zwei “ä”.md"
    article.write_text(TWO.replace("She wrote", "She then wrote"), "utf-8")
    done = fidelity("check", "sub folder", *WITH, "--since", "HEAD", "--baseline", ".fidelity-baseline.json")
    assert (0, []) == (done.returncode, lines(done)), "the entry of the other quotation is not stale"


@pytest.mark.parametrize("commit", ["nope", "--output=x", "-p", "", "HEAD:wrong.md"])
def test_no_such_commit(fidelity: Run, history: Path, commit: str) -> None:
    done = fidelity("check", "wrong.md", *WITH, f"--since={commit}")
    assert 2 == done.returncode
    assert b"has no such commit" in done.stderr
    assert not (history / "x").exists()


def test_what_git_tells_a_hook_of_another_folder_changes_nothing(fidelity: Run, history: Path) -> None:
    assert history.is_dir()
    done = fidelity("check", "sub folder", *WITH, "--since", "HEAD", GIT_DIR=".git", GIT_INDEX_FILE=".git/index", GIT_PREFIX="")
    assert (0, []) == (done.returncode, lines(done)), done.stderr


def test_no_repository(fidelity: Run, newsroom: Path) -> None:
    done = fidelity("check", "wrong.md", *WITH, "--since", "HEAD", GIT_CEILING_DIRECTORIES=str(newsroom.parent))
    assert 2 == done.returncode
    assert b"is in no git repository" in done.stderr


def test_no_git(fidelity: Run, history: Path) -> None:
    done = fidelity("check", "wrong.md", *WITH, "--since", "HEAD", PATH=str(history / "folder"))
    assert 2 == done.returncode
    assert b"--since needs git" in done.stderr
