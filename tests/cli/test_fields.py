"""`check --fields` and dumps and web archives as articles and originals, end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fidelity.cli.app import run
from fidelity.pipeline import Stocks
from fidelity.read import read

SAMPLES = Path(__file__).parents[1] / "read" / "samples" / "warc"
FERRY = "From Monday the last ferry leaves at half past ten, not at eleven, the company said in a notice at the landing"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    entries = [
        {"head": "Ferry", "wording": f"<p>The Ledger wrote: <q>{FERRY}.</q></p>"},
        {"head": "Ferry again", "wording": f"<p>The Ledger wrote: <q>{FERRY.replace('not at', 'or at')}.</q></p>"},
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(map(json.dumps, entries)))
    return path


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str | None, list[str]]]:
    run(["check", *words, "--output-format", "json"])
    report = json.loads(capsys.readouterr().out)
    return [(Path(a["uri"]).name, a["title"], [q["verdict"] for q in a["quotes"]]) for a in report["articles"]]


def test_every_article_of_a_dump_is_checked_against_the_pages_of_a_web_archive(
    dump: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = [("dump.jsonl#1", "Ferry", ["exact"]), ("dump.jsonl#2", "Ferry again", ["altered"])]
    for archive in ("warcio.warc.gz", "wget.wacz"):
        originals = ["--originals", str(SAMPLES / archive)]
        assert expected == checked(capsys, str(dump), *originals, "--fields", "text=wording", "--fields", "title=head")
        assert expected == checked(capsys, str(dump), *originals, "--fields", "text=wording,title=head")


def test_the_map_serves_originals_that_no_catalogue_speaks_of(
    dump: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.md"
    article.write_text(f"The Ledger wrote: “{FERRY}.”\n")
    with_map = checked(capsys, str(article), "--originals", str(dump), "--fields", "text=wording")
    assert [("article.md", None, ["exact"])] == with_map
    (tmp_path / "originals.toml").write_text('["dump.jsonl"]\nfields = {text = "wording"}\n')
    assert with_map == checked(capsys, str(article), "--originals", str(dump))


def test_without_a_map_the_fields_that_there_are_are_named(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == run(["check", str(dump)])
    assert "there are: head, wording. Say which it is: --fields text=NAME" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("txt=wording", "there is no 'txt' to be mapped; there are text, title, author"),
        ("text=", "it takes pairs"),
        ("wording", "there is no 'wording' to be mapped"),
    ],
)
def test_a_map_that_is_none(dump: Path, capsys: pytest.CaptureFixture[str], pair: str, said: str) -> None:
    assert 2 == run(["check", str(dump), "--fields", pair])
    assert said in capsys.readouterr().err


def test_each_stage_hears_the_map(dump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("text", "quotes"):
        assert 2 == run([command, str(dump)])
        assert "Say which it is: --fields text=NAME" in capsys.readouterr().err
        assert 0 == run([command, str(dump), "--fields", "text=wording"])
        assert FERRY in capsys.readouterr().out


def test_the_same_originals_are_read_anew_by_another_field_map(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text('{"words": "The ferry sails at nine.", "note": "Nobody knows when it sails."}\n', "utf-8")
    article, stocks = read("a.md", b"x"), Stocks()
    texts = [
        [o.text for o in stocks((dump,), None, article, (), {"text": field}).originals] for field in ("words", "note", "words")
    ]
    assert [["The ferry sails at nine."], ["Nobody knows when it sails."], ["The ferry sails at nine."]] == texts
