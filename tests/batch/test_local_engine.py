from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from fidelity.batch.folder import SCHEMA, About, Chunk, Run, RunError, Standing, Stretch
from fidelity.batch.local import locked
from fidelity.batch.tables import TABLES
from fidelity.batch.work import Condemned, Terms
from fidelity.batch.worker import check_chunk
from fidelity.pipeline import Stocks

PAIRS = Path(__file__).parents[2] / "pairs"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty pairs, one file that is no article, and a dump of articles."""
    folder = tmp_path_factory.mktemp("many")
    pairs = [pair for pair in sorted(PAIRS.iterdir()) if pair.is_dir()]
    for n in range(40):
        pair = pairs[n % len(pairs)]
        shutil.copytree(pair, folder / f"{n:03}-{pair.name}", ignore=shutil.ignore_patterns("*.pdf", "expected*"))
    (folder / "bad" / "originals").mkdir(parents=True)
    (folder / "bad" / "originals" / "o.md").write_text("The weir held.\n", "utf-8")
    (folder / "bad" / "article.md").write_bytes(b"\x00\x01\x02\x03" * 500)
    return folder


def batch(out: Path, *said: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fidelity", "batch", *map(str, said), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )


def contents(run: Path) -> dict[str, bytes]:
    return {file.relative_to(run).as_posix(): file.read_bytes() for table in TABLES for file in sorted((run / table).iterdir())}


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("run") / "whole"
    done = batch(run, archive, "--workers", "1")
    assert (0, "") == (done.returncode, done.stderr)
    assert "1 article could not be checked:\n" in done.stdout
    assert "bad/article.md" in done.stdout
    return run


def test_a_run_holds_every_article_once(archive: Path, undisturbed: Path) -> None:
    run = Run.open(undisturbed)
    assert run.is_finished
    uris = [row["uri"] for file in run.tables["articles"] for row in parquet.read_table(file).to_pylist()]
    assert sorted(map(str, archive.glob("*/article.*"))) == uris
    standing = Standing.of(run)
    assert (41, 1, sum(standing.counts.values())) == (standing.articles, standing.unread, standing.quotes)
    assert not {"work", "lock"} & {path.name for path in undisturbed.iterdir()}


def test_the_number_of_workers_changes_nothing(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    assert 0 == batch(tmp_path / "run", archive, "--workers", "3").returncode
    assert contents(undisturbed) == contents(tmp_path / "run")


def test_killed_again_and_again_and_resumed_it_comes_to_the_same(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    run, said = tmp_path / "run", [str(archive), "--workers", "2"]
    kills = 0
    while kills < 3:
        process = subprocess.Popen(
            [sys.executable, "-m", "fidelity", "batch", *said, "--out", str(run)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        while not (run / "plan.jsonl").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.3, 1.5))
        process.kill()
        _, told = process.communicate()
        said = ["--resume", "--workers", "2"]
        kills += 1
        assert process.returncode in (0, -signal.SIGKILL), told
    done = batch(run, "--resume")
    assert (0, "") == (done.returncode, done.stderr)
    assert contents(undisturbed) == contents(run)


def test_a_worker_that_is_killed_is_replaced(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-m", "fidelity", "batch", str(archive), "--workers", "2", "--out", str(run)], stderr=subprocess.PIPE
    )
    killed = 0
    while process.poll() is None and not killed:
        for work in (run / "work").glob("*.jsonl") if (run / "work").is_dir() else ():
            for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                if str(work) in {os.path.realpath(fd) for fd in Path(f"/proc/{child}/fd").iterdir()}:
                    os.kill(int(child), signal.SIGKILL)
                    killed += 1
                    break
            if killed:
                break
    _, told = process.communicate()
    assert (1, 0, b"") == (killed, process.returncode, told)
    assert contents(undisturbed) == contents(run)


def test_what_takes_too_long_is_given_up_and_told_of(tmp_path: Path) -> None:
    pair = tmp_path / "pair"
    shutil.copytree(PAIRS / "quarry-dust", pair)
    article = pair / "article.md"
    article.write_text(article.read_text("utf-8") * 400, "utf-8")
    done = batch(tmp_path / "run", article, "--time-limit", "0.5", "--output-format", "json")
    told = json.loads(done.stdout)
    assert (0, 1, [str(article)]) == (done.returncode, told["articles"], [one["article"] for one in told["problems"]])
    assert "took more than 0.5 seconds" in told["problems"][0]["problem"]


def test_a_second_process_does_not_work_on_the_same_run(tmp_path: Path) -> None:
    assert 0 == batch(tmp_path / "run", PAIRS / "tramway").returncode
    with locked(Run.open(tmp_path / "run")):
        second = batch(tmp_path / "run", "--resume")
    assert (2, True) == (second.returncode, "another process is at work on this run" in second.stderr)


def test_a_run_that_is_asked_to_stop_says_how_to_go_on(archive: Path, undisturbed: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [sys.executable, "-m", "fidelity", "batch", str(archive), "--workers", "1", "--out", str(run)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(run.glob("work/*.jsonl")):
        time.sleep(0.01)
    process.terminate()
    _, told = process.communicate()
    assert (130, True) == (process.returncode, "Go on with: fidelity batch --resume" in told)
    assert 0 == batch(run, "--resume").returncode
    assert contents(undisturbed) == contents(run)


def test_a_run_is_gone_on_with_only_as_it_was_begun(tmp_path: Path) -> None:
    run, pair = tmp_path / "run", PAIRS / "tramway"
    assert 0 == batch(run, pair).returncode
    for said, sentence in (
        (["--resume", "--style", "ap"], "was begun with other articles, originals or settings"),
        ([str(pair)], "a folder with other things in it"),
    ):
        done = batch(run, *said)
        assert (2, True) == (done.returncode, sentence in done.stderr), done.stderr
    assert 0 == batch(run, "--resume").returncode
    nowhere = batch(tmp_path / "none", "--resume")
    assert (2, True) == (nowhere.returncode, "no run here" in nowhere.stderr)
    nothing = batch(tmp_path / "new", tmp_path / "gone")
    assert (2, True, False) == (nothing.returncode, "there is no such file" in nothing.stderr, (tmp_path / "new").exists())


def test_originals_that_changed_meanwhile_are_told_of(tmp_path: Path) -> None:
    original = tmp_path / "o.md"
    original.write_text("The weir held all night, and the wardens went home at six.\n", "utf-8")
    article = tmp_path / "a.md"
    article.write_text("The report says: “The weir held all night, and the wardens went home at six.”\n", "utf-8")
    run = tmp_path / "run"
    assert 0 == batch(run, article, "--originals", original).returncode
    original.write_text("The weir did not hold.\n", "utf-8")
    done = batch(run, "--resume")
    assert (2, True) == (done.returncode, "the originals have changed since the run was begun" in done.stderr)


def in_hand(tmp_path: Path, *files: Path) -> tuple[Run, Chunk]:
    return Run.begin(tmp_path / "run", About(SCHEMA, "", "", "strict", {})), Chunk(0, tuple(Stretch(str(f)) for f in files))


def test_what_is_condemned_is_not_tried_and_the_rest_is(tmp_path: Path) -> None:
    run, chunk = in_hand(tmp_path, *sorted(PAIRS.glob("*/article.*"))[:3])
    done = check_chunk(
        chunk, run, Terms(), Stocks(), {0: Condemned("Not this one."), 1: Condemned("Nor read.", in_reading=True, part=1)}
    )
    assert (3, 2) == (done.articles, done.unread)
    assert ["Not this one.", "Nor read."] == [why for _, why in done.problems]


def test_a_container_that_cannot_be_read_on_is_left_at_that_place(tmp_path: Path) -> None:
    dump = tmp_path / "articles.jsonl"
    dump.write_text("".join(json.dumps({"text": f"Article {n}."}) + "\n" for n in range(5)), "utf-8")
    run, chunk = in_hand(tmp_path, dump, PAIRS / "quarry-dust" / "article.md")
    done = check_chunk(chunk, run, Terms(), Stocks(), {2: Condemned("It hangs.", in_reading=True)})
    assert (4, 1) == (done.articles, done.unread)
    assert "Reading went no further here: It hangs. The rest of the file is left out." == done.problems[0][1]


@pytest.mark.parametrize("cut", [1, 40, 2000, -1, -40])
def test_what_a_killed_worker_left_half_written_is_done_again(tmp_path: Path, cut: int) -> None:
    files = sorted(PAIRS.glob("*/article.*"))[:4]
    run, chunk = in_hand(tmp_path, *files)
    check_chunk(chunk, run, Terms(), Stocks(), {})
    whole = {table: run.file(table, 0).read_bytes() for table in TABLES}
    lines = run.work(0).read_bytes()
    run.work(0).write_bytes(lines[:cut])
    assert 4 == check_chunk(chunk, run, Terms(), Stocks(), {}).articles
    assert lines == run.work(0).read_bytes()
    assert whole == {table: run.file(table, 0).read_bytes() for table in TABLES}


def test_a_journal_that_ends_in_half_a_line_tells_what_stands_before(undisturbed: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(undisturbed, run)
    whole = (run / "journal.jsonl").read_bytes()
    (run / "journal.jsonl").write_bytes(whole[:-7])
    assert len(Run.open(undisturbed).done) - 1 == len(Run.open(run).done)


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        (b"{", "not what a run says"),
        (b'{"schema":"x","tool":"","settings":"","style":"","inputs":{}}', "form x"),
    ],
)
def test_what_is_no_run_is_told(tmp_path: Path, about: bytes, sentence: str) -> None:
    (tmp_path / "run.json").write_bytes(about)
    with pytest.raises(RunError, match=sentence):
        Run.open(tmp_path)
