"""What is kept of former runs: never told from a check, gone with whatever decided it, and no trouble to anybody."""

from __future__ import annotations

import errno
import json
import os
import time
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.accepted import Acceptance, Ledger
from fidelity.allow import Baseline, Entry, entries_of
from fidelity.archive.store import Store
from fidelity.gather import store_originals
from fidelity.job import Job
from fidelity.kept import Kept, digests, entries
from fidelity.kept.entries import Entries
from fidelity.pipeline import Stocks, outcome
from fidelity.run import run_all
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.job import Outcome
    from fidelity.model import Report

SAID = "Ada Lund wrote: “The old bridge will open in {} days, and nobody at the yard doubts it.”\n"
TRUE = "The old bridge will open in ten days, and nobody at the yard doubts it. A second gate follows in spring.\n"
UNTIL = '<!-- fidelity: allow changed-number "a correction" until=2027-03-31 -->\n\n'


@dataclass
class Desk:
    """A small project, and how it is checked. Every file is written anew, as editors do."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    today: date | None = date(2027, 4, 1)
    baseline: Baseline | None = None
    fields: dict[str, str] = field(default_factory=dict)
    lines: tuple[tuple[int, int], ...] | None = None
    archive: Path | None = None
    checked: list[str] = field(default_factory=list)
    piped: bytes = SAID.format("six").encode()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(text, "utf-8")
        beside.replace(path)

    def jobs(self) -> list[Job]:
        given = (self.folder / "originals",)
        own = replace(self.settings, ignore=(*self.settings.ignore, "cut-condition"))
        return [
            Job(self.folder / "plain.md", given, self.archive, self.fields, self.settings, self.lines, "HEAD~1"),
            Job(self.folder / "until.md", given, self.archive, self.fields, own),
            Job(self.folder / "front.md", (), None, self.fields, None),
            Job(self.folder / "many.jsonl", given, None, self.fields, None),
            Job(("piped.md", self.piped), given, None, self.fields, None),
            Job(self.folder / "missing.md", given),
        ]

    def check(self, kept: Kept | None) -> tuple[Report, Ledger]:
        stocks = Stocks()
        self.checked.clear()

        def check(job: Job, own: Settings, today: date | None) -> Outcome:
            self.checked.append(Path(job.name).name)
            return outcome(job, own, today, stocks)

        ledger = Ledger(Acceptance(self.baseline, self.today))
        return run_all(self.jobs(), self.settings, check, ledger=ledger, kept=kept), ledger

    def kept(self) -> Kept:
        return Kept(self.folder / "kept")

    def agrees(self) -> Report:
        """Check with what is kept, and without; both say the same."""
        fresh, plain = self.check(None)
        again, ledger = self.check(self.kept())
        assert fresh == again
        assert plain.stale() == ledger.stale()
        return fresh


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are old, or nothing of them would be remembered."""
    real = time.time_ns
    monkeypatch.setattr("fidelity.kept.digests.time.time_ns", lambda: real() + 10 * digests.FRESH)


@pytest.fixture
def desk(tmp_path: Path, old_files: None) -> Desk:
    assert old_files is None
    return furnished(tmp_path)


def furnished(folder: Path) -> Desk:
    made = Desk(folder)
    made.write("originals/bridge.md", f"# The bridge\n\n{TRUE}")
    made.write("elsewhere/gate.md", TRUE.replace("ten", "four"))
    made.write("plain.md", SAID.format("ten") + "\nMore of it.\n\n" + SAID.format("nine"))
    made.write("until.md", UNTIL + SAID.format("nine"))
    made.write("front.md", f"---\noriginals: elsewhere/gate.md\n---\n\n{SAID.format('nine')}")
    made.write(
        "many.jsonl", "".join(json.dumps({"text": SAID.format(n), "body": SAID.format("ten")}) + "\n" for n in ("ten", "two"))
    )
    made.write("house.toml", 'extends = "strict"\n[severity]\nchanged-number = "warning"\n')
    return made


def own_style(desk: Desk, gravity: str = "warning") -> None:
    desk.write("house.toml", f'extends = "strict"\n[severity]\nchanged-number = "{gravity}"\n')
    desk.settings = replace(desk.settings, style=str(desk.folder / "house.toml"))


def store(desk: Desk, number: str) -> None:
    desk.write(f"stored/{number}.md", f"# The yard\n\n{TRUE.replace('ten', number)}")
    desk.archive = desk.folder / "store"
    with Store.create(desk.archive) as made:
        list(store_originals(made, [desk.folder / "stored"]))


def accept(desk: Desk, number: int) -> None:
    entry = Entry(f"{desk.folder.name}/plain.md", "changed-number", "gone", "0123456789abcdef", "idle")
    plain = [article for article in desk.check(None)[0].articles if article.uri.endswith("plain.md")]
    known = [one for article in plain for one in entries_of(article, Baseline(), "known")]
    desk.baseline = (None, Baseline((entry,)), Baseline((*known, entry)), Baseline(tuple(known)))[number]


def front(desk: Desk, name: str) -> None:
    desk.write("front.md", f"---\noriginals: {name}\n---\n\n{SAID.format('nine')}")


def set_to(name: str, value: object) -> Callable[[Desk], None]:
    return lambda desk: setattr(desk, name, value)


EDITS: dict[str, Callable[[Desk], None]] = {
    "an article": lambda desk: desk.write("plain.md", SAID.format("two")),
    "its comment": lambda desk: desk.write("plain.md", UNTIL + SAID.format("two")),
    "standard input": set_to("piped", SAID.format("ten").encode()),
    "an original": lambda desk: desk.write("originals/bridge.md", TRUE.replace("ten", "nine")),
    "one more original": lambda desk: desk.write("originals/more.md", TRUE.replace("ten", "nine")),
    "one deep down": lambda desk: desk.write("originals/deep/more.md", TRUE.replace("ten", "two")),
    "a catalogue": lambda desk: desk.write("originals/originals.toml", '["bridge.md"]\nurl = "https://yard.test/a"\n'),
    "what front matter names": lambda desk: desk.write("elsewhere/gate.md", TRUE.replace("ten", "nine")),
    "its catalogue": lambda desk: desk.write("elsewhere/originals.toml", '["gate.md"]\nurl = "https://yard.test/b"\n'),
    "front matter itself": lambda desk: front(desk, "originals/bridge.md"),
    "a rule": set_to("settings", Settings(ignore=("changed-number",))),
    "a severity": set_to("settings", Settings(severity=(("changed-number", "info"),))),
    "a house style": set_to("settings", Settings(style="ap")),
    "a style file": own_style,
    "what it says": lambda desk: own_style(desk, "info"),
    "the field map": set_to("fields", {"text": "body"}),
    "the day": set_to("today", date(2027, 1, 1)),
    "no day": set_to("today", None),
    "the lines": set_to("lines", ((1, 2),)),
    "no lines": set_to("lines", ()),
    "a baseline": lambda desk: accept(desk, 2),
    "an idle baseline": lambda desk: accept(desk, 1),
    "a store": lambda desk: store(desk, "seven"),
    "one more in it": lambda desk: store(desk, "nine"),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_of_what_decides_is_seen(desk: Desk, what: str) -> None:
    before = desk.agrees()
    EDITS[what](desk)
    assert before != desk.agrees(), "or the edit proves nothing"


@pytest.mark.usefixtures("old_files")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.booleans()), min_size=2, max_size=5))
def test_what_is_kept_is_what_a_check_finds(tmp_path: Path, edits: list[tuple[str, bool]]) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        desk = furnished(Path(folder))
        for what, is_checked in edits:
            EDITS[what](desk)
            if is_checked:
                desk.agrees()
        desk.agrees()
        desk.agrees()


def test_what_is_unchanged_is_not_checked(desk: Desk) -> None:
    names = ["plain.md", "until.md", "front.md", "many.jsonl", "piped.md"]
    desk.check(desk.kept())
    assert [*names, "missing.md"] == desk.checked
    desk.check(desk.kept())
    assert ["missing.md"] == desk.checked
    desk.write("until.md", SAID.format("ten"))
    accept(desk, 2)
    desk.today = date(2028, 1, 1)
    desk.check(desk.kept())
    assert ["until.md", "missing.md"] == desk.checked, "neither a baseline nor a day is in the way"


def test_originals_that_only_front_matter_names_must_be_older_than_the_check(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    desk.check(desk.kept())
    desk.check(desk.kept())
    assert ["front.md", "missing.md"] == desk.checked, "which they are was known only when they had been read"


def test_an_allowance_ends_on_its_day(desk: Desk) -> None:
    for today, expected in (
        (None, ["until.md"]),
        (date(2027, 3, 31), []),
        (date(2027, 4, 1), ["until.md"]),
        (date(2028, 1, 1), []),
        (date(2027, 1, 1), ["until.md"]),
    ):
        desk.check(desk.kept())
        desk.today = today
        desk.check(desk.kept())
        assert expected == [name for name in desk.checked if name != "missing.md"], today


def test_what_changes_while_it_is_checked_is_not_kept(desk: Desk) -> None:
    kept = desk.kept()
    (job, *_) = desk.jobs()
    assert kept.find(job, desk.settings, None) is None
    found = outcome(job, desk.settings, None, Stocks())
    desk.write("originals/bridge.md", TRUE.replace("ten", "nine"))
    kept.keep(job, desk.settings, found)
    kept.close()
    assert desk.kept().find(job, desk.settings, None) is None


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda data: data[:-1], "cut off"),
        (lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:], "a bit turned over"),
        (lambda _: b"", "empty"),
        (lambda _: b"fidelity-kept/1\n" + bytes(32), "no digest of what it holds"),
    ],
)
def test_a_damaged_entry_is_not_there(desk: Desk, spoil: Callable[[bytes], bytes], why: str) -> None:
    fresh, _ = desk.check(desk.kept())
    for path in (desk.folder / "kept" / "results").glob("*/*"):
        path.write_bytes(spoil(path.read_bytes()))
    (desk.folder / "kept" / "digests").write_bytes(b"\xc1")
    again, _ = desk.check(desk.kept())
    assert fresh == again, why
    assert "plain.md" in desk.checked, why
    desk.check(desk.kept())
    assert "plain.md" not in desk.checked, "it is mended"


def test_a_folder_that_cannot_be_written_does_no_harm(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, _ = desk.check(None)
    desk.write("kept", "a file")
    assert fresh == desk.check(desk.kept())[0]
    (desk.folder / "kept").unlink()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert fresh == desk.check(desk.kept())[0]
    assert [] == list(desk.folder.glob("kept/**/*.tmp"))


def test_two_runs_at_once_keep_the_same(desk: Desk) -> None:
    one, other = desk.kept(), desk.kept()
    fresh, _ = desk.check(one)
    again, _ = desk.check(other)
    assert fresh == again
    one.close()
    other.close()
    desk.check(desk.kept())
    assert "plain.md" not in desk.checked


def test_a_file_written_just_now_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("ten")
    known = digests.Digests(tmp_path / "kept")
    before = known.of(file)
    known.save()
    assert not (tmp_path / "kept").exists(), "it might be written again within one tick of the clock"
    file.write_text("two")
    assert before != digests.Digests(tmp_path / "kept").of(file)


def test_a_file_that_looks_the_same_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time_ns
    monkeypatch.setattr("fidelity.kept.digests.time.time_ns", lambda: real() + 10 * digests.FRESH)
    file = tmp_path / "a.txt"
    file.write_text("ten")
    known = digests.Digests(tmp_path / "kept")
    said = known.of(file)
    known.save()
    looks = digests.signature(file)
    never = pytest.fail
    assert said == digests.Digests(tmp_path / "kept").told(file, looks, lambda: never("it was read"))
    assert "new" == digests.Digests(tmp_path / "kept").told(file, (*looks[:-1], looks[-1] + 1), lambda: "new")


def test_the_entries_used_last_stay(tmp_path: Path) -> None:
    room = Entries(tmp_path, limit=10_000)
    for n in range(20):
        key = f"{n:064}"
        room.write(key, bytes(952))
        os.utime(tmp_path / "results" / key[:2] / key[2:], (n, n))
    assert bytes(952) == room.read(f"{3:064}"), "which notes that it was used"
    room.trim()
    left = [n for n in range(20) if Entries(tmp_path).read(f"{n:064}") is not None]
    assert [3, *range(13, 20)] == left


def test_the_folder_says_what_it_is(tmp_path: Path) -> None:
    Entries(tmp_path / "made").write("a" * 64, b"x")
    assert (tmp_path / "made" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert "*\n" == (tmp_path / "made" / ".gitignore").read_text()
    assert 0 == entries.LIMIT % 1_000_000
