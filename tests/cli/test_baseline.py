from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WITH = ("--originals", "originals")
CONCISE = ("--output-format", "concise")
ALLOW = '<!-- fidelity: allow changed-number "the yard says so" until=2027-01-31 -->'
FILE = ".fidelity-baseline.json"


def entries(newsroom: Path, name: str = FILE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((newsroom / name).read_text("utf-8"))["findings"]
    return found


def test_write_then_check_is_clean_and_update_takes_out_what_was_put_right(fidelity: Run, newsroom: Path) -> None:
    done = fidelity("baseline", "write", "wrong.md", "right.md", *WITH, "--by", "A. K.", SOURCE_DATE_EPOCH="86400")
    assert (0, b".fidelity-baseline.json: 1 finding of 1 article accepted.\n") == (done.returncode, done.stdout)
    (entry,) = entries(newsroom)
    assert ("wrong.md", "changed-number", "A. K.", "1970-01-02") == tuple(entry[k] for k in ("article", "rule", "by", "on"))
    assert 1 == fidelity("check", "wrong.md", *WITH).returncode, "nobody asked for the baseline"
    done = fidelity("check", "wrong.md", *WITH, "--baseline", FILE, *CONCISE)
    assert (0, 1) == (done.returncode, len(done.stdout.splitlines())), done.stdout

    (newsroom / "wrong.md").write_text("Ada Lund wrote: “The bridge will open in ten days.”\n", "utf-8")
    done = fidelity("check", "wrong.md", *WITH, "--baseline", FILE, "--fail-on", "warning", *CONCISE)
    assert 1 == done.returncode
    assert done.stdout.startswith(b".fidelity-baseline.json:4:3: warning stale-allowance"), done.stdout
    assert b"1 article, 1 quotation: 1 exact" in done.stdout, "the baseline is no article"
    done = fidelity("baseline", "update", "wrong.md", *WITH)
    assert b"0 kept, 0 moved with a renamed article, 1 taken out, 0 added." in done.stdout
    assert [] == entries(newsroom)


def test_update_keeps_reasons_and_what_was_not_checked_moves_renamed_articles_and_adds_only_if_asked(
    fidelity: Run, newsroom: Path
) -> None:
    (newsroom / "other.md").write_text("Ada Lund wrote: “The bridge will open in six days.”\n", "utf-8")
    fidelity("baseline", "write", "wrong.md", "other.md", *WITH, "--reason", "misprint")
    (newsroom / "wrong.md").rename(newsroom / "moved.md")
    (newsroom / "new.md").write_text("Ada Lund wrote: “The bridge will open in two days.”\n", "utf-8")
    told = fidelity("check", "moved.md", *WITH, "--baseline", FILE, *CONCISE)
    assert 1 == told.returncode, "a renamed article is another one until a person says so"
    assert b"There is no article wrong.md any more." in told.stdout
    done = fidelity("baseline", "update", "moved.md", "new.md", *WITH)
    assert (
        b"1 kept, 1 moved with a renamed article, 0 taken out, 0 added; 1 finding not in it: --add accepts them." in done.stdout
    )
    assert [("moved.md", "misprint"), ("other.md", "misprint")] == [(e["article"], e["reason"]) for e in entries(newsroom)]
    done = fidelity("baseline", "update", "new.md", *WITH, "--add", "--reason", "later")
    assert b"2 kept, 0 moved with a renamed article, 0 taken out, 1 added." in done.stdout
    assert ["misprint", "later", "misprint"] == [e["reason"] for e in entries(newsroom)]
    shown = fidelity("baseline", "show").stdout.decode()
    assert shown.splitlines()[0] == ".fidelity-baseline.json: 3 findings of 3 articles."
    assert "changed-number “The bridge will open in two days.” later" in shown


def test_a_baseline_in_another_folder_knows_its_articles(fidelity: Run, newsroom: Path) -> None:
    fidelity("baseline", "write", "wrong.md", *WITH, "--baseline", "folder/known.json")
    assert ["../wrong.md"] == [e["article"] for e in entries(newsroom, "folder/known.json")]
    article = str(newsroom / "wrong.md")
    assert 0 == fidelity("check", article, *WITH, "--baseline", str(newsroom / "folder/known.json")).returncode


def test_the_config_names_a_baseline(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "fidelity.toml").write_text('baseline = "known.json"\n', "utf-8")
    assert 0 == fidelity("baseline", "write", "wrong.md", *WITH).returncode
    assert 1 == len(entries(newsroom, "known.json"))
    assert 0 == fidelity("check", "wrong.md", *WITH).returncode
    assert fidelity("baseline", "show").stdout.startswith(b"known.json: 1 finding")


@pytest.mark.parametrize(
    ("words", "told", "why"),
    [
        (("check", "wrong.md", *WITH, "--baseline", "none.json"), "`fidelity baseline write", "there is none"),
        (("check", "wrong.md", *WITH, "--baseline", "right.md"), "not valid JSON", "it is an article"),
        (("check", "wrong.md", *WITH, "--baseline", "binary.md"), "not UTF-8", "it is no text"),
        (("check", "wrong.md", *WITH, "--baseline", "folder"), "cannot be read", "it is a folder"),
        (("baseline", "update", "wrong.md", *WITH), "cannot be read", "there is none to update"),
        (("baseline", "show"), "cannot be read", "there is none to show"),
        (("baseline", "write", "wrong.md", *WITH, "--baseline", "right.md"), "there already", "it would be written over"),
        (("baseline", "write", "wrong.md", *WITH, "--baseline", "no/b.json"), "does not exist", "no such folder"),
        (("baseline", "write", "wrong.md", *WITH, "--reason", " "), "--reason is empty", "no reason"),
        (("baseline", "write", "missing.md", *WITH), "no article could be read", "nothing to check"),
        (("baseline", "write", "folder/alone.md"), "no quotation could be compared", "no originals"),
    ],
)
def test_trouble_is_told_and_nothing_is_written(
    fidelity: Run, newsroom: Path, words: tuple[str, ...], told: str, why: str
) -> None:
    (newsroom / "folder" / "alone.md").write_text("Ada Lund wrote: “It is late in the day.”\n", "utf-8")
    done = fidelity(*words)
    assert 2 == done.returncode, why
    assert told in done.stderr.decode(), why
    assert b"Traceback" not in done.stderr
    assert not (newsroom / FILE).exists(), why


def test_an_article_that_cannot_be_read_is_told(fidelity: Run, newsroom: Path) -> None:
    done = fidelity("baseline", "write", "wrong.md", "missing.md", *WITH)
    assert 1 == done.returncode
    assert b"missing.md" in done.stderr
    assert 1 == len(entries(newsroom))
    assert 1 == fidelity("check", "wrong.md", "missing.md", *WITH, "--baseline", FILE).returncode, "no baseline allows that"


@pytest.mark.parametrize(
    ("epoch", "code", "told"),
    [("1801353600", 0, ""), ("1801440000", 1, "ended on 2027-01-31"), ("soon", 2, "SOURCE_DATE_EPOCH=soon")],
)
def test_an_allowance_ends_by_the_day_that_is_said(fidelity: Run, newsroom: Path, epoch: str, code: int, told: str) -> None:
    article = newsroom / "wrong.md"
    article.write_text(article.read_text("utf-8").rstrip() + f" {ALLOW}\n", "utf-8")
    done = fidelity("check", "wrong.md", *WITH, *CONCISE, SOURCE_DATE_EPOCH=epoch)
    assert code == done.returncode, done.stdout + done.stderr
    assert told in (done.stdout + done.stderr).decode()


def test_the_terminal_counts_what_is_accepted_and_shows_it_when_asked(fidelity: Run, newsroom: Path) -> None:
    article = newsroom / "wrong.md"
    article.write_text(f"{ALLOW}\n{article.read_text('utf-8')}", "utf-8")
    short = fidelity("check", "wrong.md", *WITH, SOURCE_DATE_EPOCH="0")
    assert (0, True) == (short.returncode, b"1 finding accepted: -v shows it and why." in short.stdout)
    assert b"changed-number" not in short.stdout
    long = fidelity("check", "wrong.md", *WITH, "-v", "--width", "200", SOURCE_DATE_EPOCH="0").stdout.decode()
    assert "allowed  changed-number" in long
    assert "comment: the yard says so" in long


def test_unchecked_may_be_allowed_but_nothing_checked_is_still_told(fidelity: Run, newsroom: Path) -> None:
    allow = ALLOW.replace("changed-number", "unchecked")
    (newsroom / "folder" / "alone.md").write_text(f"{allow}\nAda Lund wrote: “It is late in the day.”\n", "utf-8")
    done = fidelity("check", "folder/alone.md", SOURCE_DATE_EPOCH="0")
    assert 2 == done.returncode
    assert b"nothing could be checked" in done.stderr
