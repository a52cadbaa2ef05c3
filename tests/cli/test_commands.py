from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity import __version__
from fidelity.report.json import schema
from fidelity.rules import RULES

if TYPE_CHECKING:
    from conftest import Run

HEAVY = ("numpy", "rich", "cyclopts", "msgspec", "rapidfuzz", "turbohtml", "pyromark", "resiliparse")


def test_version(fidelity: Run) -> None:
    assert f"fidelity {__version__}\n".encode() == fidelity("--version").stdout


def test_version_and_usage_load_nothing_heavy() -> None:
    home = Path(__file__).parents[2]
    for words in (["--version"], []):
        code = f"import sys; from fidelity.cli import main; main({words!r}); print(sorted(set(sys.modules) & set({HEAVY!r})))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=home, check=True)
        assert b"[]" == done.stdout.splitlines()[-1]


def test_usage_and_help_tell_the_exit_codes(fidelity: Run) -> None:
    for words in ((), ("--help",), ("check", "--help")):
        done = fidelity(*words)
        assert done.returncode == 0
        assert b"xit codes" in done.stdout, words


def test_text_shows_blocks_with_their_places(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "set.md").write_text("# Head\n\nA **bold** word.\n", "utf-8")
    text = fidelity("text", "set.md").stdout.decode()
    assert "3:1  paragraph\n    A *bold* word.\n" in text


def test_quotes_shows_what_was_found(fidelity: Run) -> None:
    text = fidelity("quotes", "wrong.md").stdout.decode()
    assert "1:18-1:52  inline" in text
    assert "speaker: Ada Lund" in text


def test_locate_shows_the_edits(fidelity: Run) -> None:
    text = fidelity("locate", "wrong.md", "--originals", "originals").stdout.decode()
    assert "originals/bridge.txt:1:1" in text
    assert "“nine” for “ten”" in text


def test_stages_tell_trouble_in_a_sentence(fidelity: Run) -> None:
    for command in ("text", "quotes", "locate"):
        for file in ("missing.md", "folder", "binary.md", "empty.md"):
            done = fidelity(command, file)
            assert 2 == done.returncode, (command, file)
            assert done.stderr.startswith(f"fidelity: {file}: ".encode()), (command, file)


def test_every_rule_has_a_page(fidelity: Run) -> None:
    text = fidelity("rule", "--all").stdout.decode()
    for name, rule in RULES.items():
        assert f"{name}\n{'=' * len(name)}\n" in text
        assert rule.manual.strip().splitlines()[0] in text


def test_schema_as_shipped(fidelity: Run) -> None:
    assert schema() == fidelity("schema", "report").stdout.decode()


def test_style_lists_and_shows(fidelity: Run) -> None:
    assert b"strict" in fidelity("style").stdout
    assert b"unmarked-omission" in fidelity("style", "strict").stdout
