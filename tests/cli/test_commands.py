from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity import __version__
from fidelity.report.json import schema
from fidelity.rules import RULES
from fidelity.styles import CHANGES, names, style

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


def test_locate_goes_by_the_config(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "originals").rename(newsroom / "sources")
    (newsroom / "fidelity.toml").write_text('originals = ["sources"]\n')
    assert "substitution (critical, changed-number)" in fidelity("locate", "wrong.md").stdout.decode()
    assert "unchecked" in fidelity("locate", "wrong.md", "--isolated").stdout.decode()


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


def test_all_rules_are_listed_by_family_with_severity_and_summary(fidelity: Run) -> None:
    lines = fidelity("rule", "--all").stdout.decode().splitlines()
    for name, rule in RULES.items():
        row = next(n for n, line in enumerate(lines) if line.split()[:1] == [name])
        assert lines[row].split(maxsplit=2)[1] == (style("strict").severity[name] or "off")
        assert lines[row].endswith(rule.manual.strip().splitlines()[0])
        heads = [line for line in lines[:row] if line and not line.startswith(" ")]
        assert rule.family.capitalize() == heads[-1]


def test_every_rule_has_a_page(fidelity: Run) -> None:
    for name in ("wrong-ellipsis-form", "not-found"):
        text = fidelity("rule", name).stdout.decode()
        assert text.startswith(f"{name}\n{'=' * len(name)}\n")
        assert "## Not flagged" in text
    for rule in RULES.values():
        assert rule.manual.count("\n    ## ") == 4, rule.name


def test_schema_as_shipped(fidelity: Run) -> None:
    assert schema() == fidelity("schema", "report").stdout.decode()


def test_style_lists_and_shows(fidelity: Run) -> None:
    listed = fidelity("style").stdout.decode().splitlines()
    assert [f"{name} {style(name).title}" for name in names()] == [" ".join(line.split()) for line in listed]
    assert b"unmarked-omission" in fidelity("style", "strict").stdout


def test_a_style_is_shown_in_words(fidelity: Run) -> None:
    text = fidelity("style", "bluebook").stdout.decode()
    allowed, forbidden = text.index("Allowed if it is shown"), text.index("A finding even if it is shown")
    for change, (what, _) in CHANGES.items():
        place = text.index(what)
        assert change in text[place:].splitlines()[0]
        assert {"silent": place < allowed, "marked": allowed < place < forbidden, "forbidden": place > forbidden}[
            style("bluebook").policy(change)
        ], change
    assert "Ellipsis: . . .\n" in text
    assert "wrong-ellipsis-form       warning (strict: info)" in text
    assert "https://www.law.cornell.edu/citation/6-100.htm" in text
    assert "general knowledge" in text


def test_a_style_of_ones_own_is_checked_with_and_shown(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "house.toml").write_text('extends = "ap"\ntitle = "The Weir"\n[severity]\nchanged-number = "off"\n', "utf-8")
    assert fidelity("style", "house.toml").stdout.decode().startswith("house: The Weir\n")
    wrong = ("check", "wrong.md", "--originals", "originals")
    assert (1, 0) == (fidelity(*wrong).returncode, fidelity(*wrong, "--style", "house.toml").returncode)


def test_a_mistake_in_a_style_of_ones_own_is_told(fidelity: Run, newsroom: Path) -> None:
    (newsroom / "house.toml").write_text('extends = "ap"\n[change]\nommission = "silent"\n', "utf-8")
    done = fidelity("check", "right.md", "--originals", "originals", "--style", "house.toml")
    assert done.returncode == 2
    for said in (b"house.toml", b"[change]", b"ommission", b"did you mean 'omission'"):
        assert said in done.stderr
    assert b"cannot be read" in fidelity("style", "none.toml").stderr
