from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import HOME

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

STORE = ("--archive", "store")
CATALOGUE = '["bridge.txt"]\ntitle = "The bridge at the yard"\nurl = "https://yard.example/bridge"\npublished = "2024-03-01"\n'


@pytest.fixture
def stored(fidelity: Run, newsroom: Path) -> Run:
    (newsroom / "originals" / "originals.toml").write_text(CATALOGUE)
    done = fidelity("archive", "add", "originals", *STORE)
    assert (0, b"1 added. store holds 1 original.\n") == (done.returncode, done.stdout), done.stderr
    (newsroom / "originals").rename(newsroom / "elsewhere")  # from here on only the store has it
    return fidelity


def test_an_article_is_checked_against_a_store(stored: Run) -> None:
    right = stored("check", "right.md", *STORE, "-v")
    assert (0, True) == (right.returncode, b"1 exact" in right.stdout), right.stderr
    wrong = stored("check", "wrong.md", *STORE, "--output-format", "concise")
    assert (1, True) == (wrong.returncode, b"changed-number" in wrong.stdout), wrong.stderr


def test_a_store_that_the_config_names_need_not_be_named(fidelity: Run, newsroom: Path) -> None:
    assert "no store was named" in fidelity("archive", "list").stderr.decode()
    (newsroom / "fidelity.toml").write_text('archive = "store"\n')
    assert 0 == fidelity("archive", "add", "originals").returncode
    assert b"originals/bridge.txt" in fidelity("archive", "list").stdout
    for words in (("show", "originals/bridge.txt", "--text"), ("verify",), ("remove", "originals/bridge.txt")):
        assert 0 == fidelity("archive", *words).returncode, words
    assert b"0 originals in store" in fidelity("archive", "list").stdout


def test_the_list_tells_what_is_there(stored: Run) -> None:
    said = stored("archive", "list", *STORE).stdout.decode()
    assert "The bridge at the yard" in said
    assert "https://yard.example/bridge" in said
    lines = stored("archive", "list", "yard", *STORE, "--output-format", "json").stdout.splitlines()
    assert ["2024-03-01"] == [json.loads(line)["published"] for line in lines]
    assert b"0 originals of that kind" in stored("archive", "list", "ferry", *STORE).stdout


def test_an_original_is_shown_with_its_copies_and_its_text(stored: Run, newsroom: Path) -> None:
    (newsroom / "copy.txt").write_bytes((newsroom / "elsewhere" / "bridge.txt").read_bytes())
    stored("archive", "add", "copy.txt", *STORE)
    said = stored("archive", "show", "https://yard.example/bridge", *STORE, "--text").stdout.decode()
    assert "the same text: copy.txt" in said
    assert "Nobody at the yard doubts it." in said


def test_what_is_removed_is_gone(stored: Run) -> None:
    done = stored("archive", "remove", "originals/bridge.txt", *STORE)
    assert b"1 original removed. store holds 0 originals.\n" == done.stdout
    assert 2 == stored("check", "right.md", *STORE).returncode


def test_verify_tells_and_mends(stored: Run, newsroom: Path) -> None:
    assert b"1 original, 1 text, 1 part of the index: all is whole.\n" == stored("archive", "verify", *STORE).stdout
    for path in (newsroom / "store" / "words").iterdir():
        path.unlink()
    broken = stored("archive", "verify", *STORE)
    assert (1, True) == (broken.returncode, b"--repair" in broken.stdout)
    unusable = stored("check", "right.md", *STORE, "--no-cache")
    assert (2, True) == (unusable.returncode, b"--repair" in unusable.stderr), unusable.stderr
    assert 0 == stored("archive", "verify", *STORE, "--repair").returncode
    assert 0 == stored("check", "right.md", *STORE).returncode


@pytest.mark.parametrize(
    ("words", "code", "said", "why"),
    [
        (("add", "--archive", "new"), 2, "no original was given", "nothing to add"),
        (("add", "missing.txt", "--archive", "new"), 2, "no such file", "a file that is not there"),
        (("add", "right.md", "--archive", "right.md"), 2, "a file, not a store", "a file for a store"),
        (("add", "right.md", "--archive", "elsewhere"), 2, "other things in it", "a folder that is no store"),
        (("add", "right.md", "empty.md", "--archive", "new"), 1, "empty.md: The file is empty", "one of two is unusable"),
        (("add", "empty.md", "--archive", "new"), 2, "nothing could be added", "all are unusable"),
        (("list", "--archive", "nowhere"), 2, "no store here", "no store"),
        (("verify", "--archive", "nowhere"), 2, "no store here", "no store to verify"),
        (("show", "ferry", *STORE), 2, "nothing of that name", "an unknown name"),
        (("remove", "ferry", *STORE), 2, "nothing of that name", "nothing to remove"),
        (("remove", *STORE), 2, "no original was named", "no name"),
        (("list", *STORE, "--output-format", "xml"), 2, "Formats: full, json", "no such format"),
        (("ad", "right.md", *STORE), 2, "ad", "no such command"),
    ],
)
def test_trouble_ends_in_a_sentence(stored: Run, words: tuple[str, ...], code: int, said: str, why: str) -> None:
    done = stored("archive", *words)
    assert code == done.returncode, (why, done.stderr)
    assert said in done.stderr.decode(), why
    assert b"Traceback" not in done.stderr


def test_what_was_said_to_be_stored_survives_a_kill(newsroom: Path) -> None:
    """Killed when it has told of the first originals; then everything that it told of is there, and the store is whole."""
    (newsroom / "many").mkdir()
    for n in range(60):
        words = " ".join(f"word{n}x{k}" for k in range(40_000))
        (newsroom / "many" / f"{n:02}.txt").write_text(words)
    command = [sys.executable, "-m", "fidelity", "archive", "add", "many", "--archive", "store", "-v"]
    with subprocess.Popen(command, cwd=newsroom, stdout=subprocess.PIPE, env={"PYTHONPATH": str(HOME)}) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().split()[1].decode()]
        process.send_signal(signal.SIGKILL)
        told += [line.split()[1].decode() for line in process.stdout if line.endswith(b".txt\n")]
    with sqlite3.connect(newsroom / "store" / "catalogue.sqlite") as catalogue:
        kept = {uri for (uri,) in catalogue.execute("SELECT uri FROM originals")}
    assert set(told) <= kept
    assert len(kept) < 60
    verify = subprocess.run(
        [sys.executable, "-m", "fidelity", "archive", "verify", *STORE],
        cwd=newsroom, env={"PYTHONPATH": str(HOME)}, capture_output=True, check=False,
    )  # fmt: skip
    assert (0, True) == (verify.returncode, b"all is whole" in verify.stdout)


def test_a_file_that_is_unchanged_is_not_read_again(stored: Run, newsroom: Path) -> None:
    (newsroom / "elsewhere").rename(newsroom / "originals")
    assert b"1 unchanged. store holds 1 original.\n" == stored("archive", "add", "originals", *STORE).stdout
    (newsroom / "originals" / "originals.toml").write_text(CATALOGUE.replace("yard", "harbour"))
    done = stored("archive", "add", "originals", *STORE)
    assert b"1 known, with new particulars. store holds 1 original.\n" == done.stdout
    (newsroom / "originals" / "bridge.txt").write_text("The bridge will open in eight days.\n")
    done = stored("archive", "add", "originals", *STORE)
    assert b"(the older version is kept). store holds 2 originals.\n" in done.stdout
    stored("archive", "remove", "originals/bridge.txt", *STORE)
    assert b"1 added. store holds 1 original.\n" == stored("archive", "add", "originals", *STORE).stdout


def test_a_dump_is_stored_by_its_field_map(stored: Run, newsroom: Path) -> None:
    (newsroom / "dump.jsonl").write_text(
        '{"words": "The ferry sails at nine.", "head": "Ferry"}\n{"words": "It is late.", "head": "Late"}\n'
    )
    done = stored("archive", "add", "dump.jsonl", "--fields", "text=words,title=head", *STORE)
    assert (0, b"2 added. store holds 3 originals.\n") == (done.returncode, done.stdout), done.stderr
    assert b"1 original of that kind" in stored("archive", "list", "ferry", *STORE).stdout


def test_what_is_given_by_hand_and_stored_too_is_one_original(stored: Run, newsroom: Path) -> None:
    (newsroom / "elsewhere").rename(newsroom / "originals")
    words = ("check", "right.md", "--originals", "originals", "--output-format", "json")
    alone, both = (json.loads(stored(*words, *more).stdout) for more in ((), STORE))
    for report in (alone, both):
        (quote,) = report["articles"][0]["quotes"]
        assert ("exact", []) == (quote["verdict"], quote["match"]["rivals"])
        assert [] == report["articles"][0]["findings"]
