from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fidelity.cli.articles import named

if TYPE_CHECKING:
    from conftest import Run

WITH = ("--originals", "originals")


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("right.md", *WITH), 0, "a faithful article is clean"),
        (("wrong.md", *WITH), 1, "an error is a finding"),
        (("wrong.md", *WITH, "--exit-zero"), 0, "findings were asked not to count"),
        (("wrong.md", *WITH, "--fail-on", "never"), 0, "no severity counts"),
        (("right.md", "wrong.md", *WITH), 1, "one of two is enough"),
        (("wrong.md", *WITH, "--ignore", "changed-number"), 0, "the only finding is ignored"),
        (("right.md", "missing.md", *WITH), 1, "an article among others could not be read"),
        (("right.md", "missing.md", *WITH, "--exit-zero"), 0, "and was asked not to count"),
        (("missing.md", *WITH), 2, "there is no such file"),
        (("missing.md", *WITH, "--exit-zero"), 2, "trouble is never asked away"),
        (("binary.md", *WITH), 2, "a binary file"),
        (("empty.md", *WITH), 2, "an empty file"),
        (("folder", *WITH), 2, "a folder without articles"),
        (("nothing*.md", *WITH), 2, "a pattern that nothing matches"),
        (("right.md", "--originals", "missing"), 2, "originals that are not there"),
        (("right.md", "--originals", "folder"), 2, "a folder without originals"),
        (("right.md", "--originals", "empty.md"), 2, "an original that is empty leaves nothing to compare with"),
        ((), 2, "no article"),
        (("right.md", *WITH, "--style", "strikt"), 2, "no such style"),
        (("right.md", *WITH, "--select", "not-fond"), 2, "no such rule"),
        (("right.md", *WITH, "--output-format", "jsn"), 2, "no such format"),
        (("right.md", *WITH, "-o", "report.json"), 2, "a file without a format"),
        (("right.md", *WITH, "-o", "json:missing/report.json"), 2, "a folder that is not there"),
        (("right.md", *WITH, "-o", "json:folder"), 2, "a folder as a file"),
        (("right.md", *WITH, "--width", "7"), 2, "too narrow"),
        (("right.md", *WITH, "--widht", "70"), 2, "no such option"),
        (("right.md", *WITH, "--files-from", "missing.txt"), 2, "a list that is not there"),
    ],
)
def test_exit_code(fidelity: Run, words: tuple[str, ...], code: int, why: str) -> None:
    done = fidelity("check", *words)
    assert code == done.returncode, (why, done.stderr.decode())
    assert b"Traceback" not in done.stderr
    if code == 2:
        assert done.stderr.startswith(b"fidelity: "), why
        assert done.stderr.rstrip().endswith((b".", b"?", b"PATH", b"DIR", b"--help", b"report.json")), why


def test_did_you_mean(fidelity: Run) -> None:
    for words, meant in [
        (("chek",), "check"),
        (("check", "right.md", "--style", "strikt"), "strict"),
        (("check", "right.md", "--select", "not-fond"), "not-found"),
        (("check", "right.md", "--output-format", "jsn"), "json"),
        (("check", "right.md", "--orignals", "x"), "--originals"),
        (("rule", "not-fond"), "not-found"),
        (("schema", "repor"), "report"),
        (("style", "strikt"), "strict"),
    ]:
        done = fidelity(*words)
        assert done.returncode == 2, words
        assert meant in done.stderr.decode(), words


def test_the_bad_article_is_told_of_and_the_rest_is_checked(fidelity: Run) -> None:
    done = fidelity("check", "binary.md", "wrong.md", *WITH, "--output-format", "json")
    articles = json.loads(done.stdout)["articles"]
    assert ["binary.md", "wrong.md"] == [article["uri"] for article in articles]
    assert articles[0]["problem"]
    assert ["altered"] == [quote["verdict"] for quote in articles[1]["quotes"]]
    assert b"binary.md: " in done.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [("latin.md", b"caf\xe9: \xabun mot d'hier\xbb"), ("broken.txt", b"\x81\x8d\xff\xfe quoted"), ("kind.xyz", b"words")],
)
def test_odd_bytes_end_in_a_report_or_a_sentence(fidelity: Run, newsroom: Path, name: str, data: bytes) -> None:
    (newsroom / name).write_bytes(data)
    done = fidelity("check", name, *WITH)
    assert done.returncode in {0, 1, 2}
    assert b"Traceback" not in done.stderr
    assert done.stdout or done.stderr


def test_standard_input(fidelity: Run, newsroom: Path) -> None:
    done = fidelity(
        "check",
        "-",
        *WITH,
        "--stdin-filename",
        "desk.md",
        "--output-format",
        "concise",
        stdin=(newsroom / "wrong.md").read_bytes(),
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(b"desk.md:1:")


def test_files_from(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "list.txt").write_text("right.md\n\nwrong.md\n", "utf-8")
    done = fidelity("check", "--files-from", "list.txt", *WITH, "--output-format", "json")
    assert ["right.md", "wrong.md"] == [article["uri"] for article in json.loads(done.stdout)["articles"]]
    piped = fidelity("check", "--files-from", "-", *WITH, "--output-format", "json", stdin=b"right.md\nwrong.md\n")
    assert done.stdout == piped.stdout


def test_several_reports_at_once(fidelity: Run, newsroom: Path) -> None:
    done = fidelity("check", "wrong.md", *WITH, "-o", "json:a.json", "-o", "concise:b.txt", "--color", "always")
    assert done.returncode == 1
    assert b"\x1b[" in done.stdout
    assert json.loads((newsroom / "a.json").read_bytes())["summary"]["errors"] == 1
    assert "changed-number" in (newsroom / "b.txt").read_text("utf-8")
    assert [] == list(newsroom.glob(".*")), "nothing is left behind"


def test_colour_is_for_those_who_want_it(fidelity: Run) -> None:
    words = ("check", "wrong.md", *WITH)
    assert b"\x1b" not in fidelity(*words).stdout, "a pipe"
    assert b"\x1b" in fidelity(*words, FORCE_COLOR="1").stdout
    assert b"\x1b" not in fidelity(*words, NO_COLOR="1", FORCE_COLOR="1").stdout
    assert b"\x1b" not in fidelity(*words, "--color", "never", FORCE_COLOR="1").stdout


def test_width_of_a_pipe(fidelity: Run) -> None:
    words = ("check", "wrong.md", *WITH)
    assert fidelity(*words, "--width", "70").stdout == fidelity(*words, COLUMNS="70").stdout


def test_report_alone_on_standard_output(fidelity: Run) -> None:
    done = fidelity("check", "wrong.md", *WITH, "--output-format", "json")
    assert b"" == done.stderr
    assert json.loads(done.stdout)["schema"] == "fidelity-report/1"


def test_a_reader_who_leaves_early_is_let_go(newsroom: Path) -> None:
    script = f"{sys.executable} -m fidelity rule --all | head -n 1"
    home = Path(__file__).parents[2]
    done = subprocess.run(["bash", "-c", script], capture_output=True, cwd=newsroom, env={"PYTHONPATH": str(home)}, check=False)
    assert b"" == done.stderr
    assert 1 == done.stdout.count(b"\n")


def test_pairs_are_checked_with_their_own_originals(newsroom: Path, fidelity: Run) -> None:
    for name, days in [("one", "ten"), ("two", "nine")]:
        (newsroom / "pairs" / name / "originals").mkdir(parents=True)
        (newsroom / "pairs" / name / "article.md").write_text(
            "She wrote: “The bridge will open in nine days, at noon.”\n", "utf-8"
        )
        (newsroom / "pairs" / name / "originals" / "o.txt").write_text(
            f"The bridge will open in {days} days, at noon.\n", "utf-8"
        )
        (newsroom / "pairs" / name / "notes.md").write_text("Not an article.\n", "utf-8")
    done = fidelity("check", "pairs", "--output-format", "json")
    articles = json.loads(done.stdout)["articles"]
    assert ["pairs/one/article.md", "pairs/two/article.md"] == [article["uri"] for article in articles]
    assert ["altered", "exact"] == [article["quotes"][0]["verdict"] for article in articles]


def test_folders_are_searched_without_originals_and_dot_folders(newsroom: Path) -> None:
    for path in (".git/x.md", "deep/er/b.html", "deep/a.txt", "deep/c.py", "deep/originals/o.md"):
        (newsroom / path).parent.mkdir(parents=True, exist_ok=True)
        (newsroom / path).write_text("x", "utf-8")
    found = [item.article for item in named([str(newsroom / "deep"), str(newsroom / "deep" / "a.txt")], [], None, None)]
    assert [newsroom / "deep" / "a.txt", newsroom / "deep" / "er" / "b.html"] == found, "each once"
