from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from conftest import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run


class Watched:
    """The command at work in a newsroom, and its lines as they come."""

    def __init__(self, newsroom: Path, *words: str) -> None:
        self.folder = newsroom
        command = [sys.executable, "-m", "fidelity", "check", *words, "--watch", "--output-format", "concise"]
        self.process = subprocess.Popen(
            command,
            cwd=newsroom,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(HOME), "PYTHONUTF8": "1"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words: str) -> str:
        told = ""
        while words not in told:
            told += self.lines.get(timeout=30)
        return told

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def watched(newsroom: Path) -> Iterator[Watched]:
    watching = Watched(newsroom, "wrong.md", "--originals", "originals")
    yield watching
    watching.process.kill()
    watching.process.wait()
    assert watching.process.stdout is not None
    watching.process.stdout.close()


def test_every_change_is_checked_until_somebody_interrupts(watched: Watched) -> None:
    watched.until("1 error")
    (watched.folder / "wrong.md").write_bytes((watched.folder / "right.md").read_bytes())
    assert "wrong.md changed" in watched.until("0 errors")
    (watched.folder / "originals" / "bridge.txt").write_text("The bridge will open in twelve days.\n")
    assert "originals/bridge.txt changed" in watched.until("1 error")
    (watched.folder / "fidelity.toml").write_text('ignore = ["changed-number"]\n')
    assert "fidelity.toml changed" in watched.until("0 errors")
    (watched.folder / "fidelity.toml").write_text("ignore = 3\n")
    watched.until("fidelity.toml:1:1: ignore must be a list")
    (watched.folder / "fidelity.toml").unlink()
    watched.until("1 error")
    assert 0 == watched.end()
    rest = "".join(watched.lines.queue)
    assert "Traceback" not in rest
    assert "interrupted" not in rest, "who ends a watch interrupts nothing"


@pytest.mark.parametrize(
    ("words", "said", "why"),
    [
        (("-", "--watch"), "standard input", "standard input does not change"),
        (("wrong.md", "--watch", "--fix"), "--fix", "who writes is not watched"),
        (("--watch",), "no article was given", "nothing to watch"),
        (("missing.md", "--originals", "nowhere", "--watch"), "nowhere", "originals that are not there"),
    ],
)
def test_what_cannot_be_watched_is_told_at_once(fidelity: Run, words: tuple[str, ...], said: str, why: str) -> None:
    done = fidelity("check", *words)
    assert (2, True) == (done.returncode, said in done.stderr.decode()), (why, done.stderr)


def test_what_only_front_matter_names_is_watched_too(newsroom: Path) -> None:
    (newsroom / "sources").mkdir()
    source = newsroom / "sources" / "yard.txt"
    source.write_text("The bridge will open in ten days.\n", "utf-8")
    said = (newsroom / "wrong.md").read_text("utf-8")
    (newsroom / "front.md").write_text(f"---\noriginals: sources/yard.txt\n---\n\n{said}", "utf-8")
    watching = Watched(newsroom, "front.md")
    try:
        watching.until("1 error")
        source.write_text("The bridge will open in nine days.\n", "utf-8")
        assert "sources/yard.txt changed" in watching.until("0 errors")
        assert 0 == watching.end()
    finally:
        watching.process.kill()
        watching.process.wait()
        assert watching.process.stdout is not None
        watching.process.stdout.close()
