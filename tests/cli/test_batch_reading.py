"""`fidelity batch diff` and `fidelity batch report`; most of it in an app of their own, which starts quicker."""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cyclopts import App
from markupsafe import escape

from fidelity.cli.batch_reading_app import diff, report
from fidelity.cli.lookup import manual
from fidelity.cli.trouble import Trouble

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))

from made_run import ABOUT, article, finding, quote, write
from msgspec import structs
from run_of_many import articles, write_archive

if TYPE_CHECKING:
    from conftest import Run

SAME = quote("a.md", "q2", "exact", original="o1", original_sha256="s1")
APP = App(name="batch", result_action="return_value")
APP.command(diff)
APP.command(report)


def run(*words: str) -> int:
    code = APP(words, exit_on_error=False, print_error=False)
    assert isinstance(code, int)
    return code


@pytest.fixture
def runs(tmp_path: Path) -> tuple[str, str]:
    one = write(
        tmp_path / "ONE",
        {"articles": [article("a.md")], "quotes": [quote("a.md", "q1", "exact", original="o1", original_sha256="s1"), SAME]},
    )
    two = write(
        tmp_path / "TWO",
        {
            "articles": [article("a.md"), article("b\x1b[31m.md")],
            "quotes": [quote("a.md", "q1", "altered", original="o1", original_sha256="s2", text="Ten \u202e “days”."), SAME],
            "findings": [finding("a.md", "q1", "changed-number", message="\x1b[2Jten for nine")],
        },
        about=structs.replace(ABOUT, style="ap"),
    )
    return str(one), str(two)


def test_they_are_commands(fidelity: Run, runs: tuple[str, str], tmp_path: Path) -> None:
    done = fidelity("batch", "diff", *runs, "--output-format", "csv")
    assert (1, b"") == (done.returncode, done.stderr)
    done = fidelity("batch", "report", runs[1], "--out", str(tmp_path / "out"))
    assert (0, b"") == (done.returncode, done.stderr)
    assert (tmp_path / "out" / "index.html").is_file()
    assert 2 == fidelity("batch", "diff", "nix", runs[0]).returncode


def test_the_whole_difference(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert 1 == run("diff", *runs)
    text = capsys.readouterr().out
    assert "  style: strict → ap\n" in text
    assert text.index("style: strict") < text.index("exact → altered") < text.index("changed-number: ␛[2Jten for nine")
    assert "  exact → altered  a.md:1\n      “Ten ⟨U+202E⟩ “days”.”\n      the original changed since: o1 (s1 → s2)\n" in text
    assert "Quotations  0 new, 0 gone, 1 changed, 1 with another verdict (1 since the original changed)\n" in text
    assert "Findings    1 new, 0 gone, 0 changed, 1 new error\n" in text
    assert "  new      b␛[31m.md\n" in text
    assert "\x1b" not in text


def test_no_new_error_is_exit_code_0(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("diff", *reversed(runs)), "an error that is gone is none"
    assert 0 == run("diff", runs[0], runs[0])
    assert "The runs were made alike." in capsys.readouterr().out
    assert 0 == run("diff", *runs, "--exit-zero")


def test_the_difference_as_json(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert 1 == run("diff", *runs, "--output-format", "json")
    told = json.loads(capsys.readouterr().out)
    assert "fidelity-run-diff/1" == told["schema"]
    assert [{"what": "style", "earlier": "strict", "later": "ap"}] == told["differences"]
    assert 1 == told["summary"]["findings"]["new_errors"]
    (quotation,) = told["quotations"]
    assert ("exact", "altered", True) == tuple(quotation[n] for n in ("earlier_verdict", "later_verdict", "original_changed"))
    assert ["b\x1b[31m.md"] == [one["article"] for one in told["articles"]]
    run("diff", runs[0], runs[0], "--output-format", "json")
    assert [] == json.loads(capsys.readouterr().out)["findings"]


def test_the_difference_as_csv(runs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    run("diff", *runs, "--output-format", "csv")
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out, newline="")))
    assert [("article", "new"), ("quotation", "changed"), ("finding", "new")] == [(r["kind"], r["change"]) for r in rows]
    assert ("exact", "altered", "yes") == tuple(rows[1][name] for name in ("earlier", "later", "original_changed"))
    assert ("", "error", "yes") == tuple(rows[2][name] for name in ("earlier", "later", "new_error"))


def test_a_run_that_is_not_there(runs: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no run here"):
        run("diff", runs[0], str(tmp_path / "nix"))
    with pytest.raises(Trouble, match="no run here"):
        run("report", str(tmp_path / "nix"), "--out", str(tmp_path / "out"))


def test_the_report_is_written_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_archive(tmp_path / "RUN", articles(40))
    out = tmp_path / "out"
    assert 0 == run("report", str(path), "--out", str(out))
    some = len(list(out.glob("articles/*/*.html")))
    assert 0 < some < 40
    assert f"{out / 'index.html'}: {len(list(out.rglob('*.html')))} pages, {some} reports of articles among them" in (
        capsys.readouterr().out
    )
    pages = [path.read_text("utf-8") for path in out.glob("articles/*/*.html")]
    assert all('href="../../index.html"' in page for page in pages)
    help_ = str(escape(manual("strict")["changed-quantifier"].summary))
    assert any(help_ in page for page in pages), "the rules' manual is in the reports"
    assert 0 == run("report", str(path), "--out", str(out), "--all")
    assert 40 == len(list(out.glob("articles/*/*.html")))


def test_a_report_is_not_written_over_other_things(tmp_path: Path) -> None:
    path = write(tmp_path / "RUN", {"articles": [article("a.md")]})
    with pytest.raises(Trouble, match="other things"):
        run("report", str(path), "--out", str(path))
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(Trouble, match="not a folder"):
        run("report", str(path), "--out", str(tmp_path / "file"))
    with pytest.raises(Trouble, match="could not be written"):
        run("report", str(path), "--out", str(tmp_path / "file" / "out"))
    assert {"RUN", "file"} == {one.name for one in tmp_path.iterdir()}
