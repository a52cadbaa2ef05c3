"""The script for bash, run by bash; and the manual page, read by man where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import HOME

from fidelity.cli.app import app
from fidelity.report import FORMATS
from fidelity.rules import RULES
from fidelity.styles import names

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

ASK = """
source completion.sh
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_fidelity
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script() -> str:
    command = [sys.executable, "-m", "fidelity", "completion", "bash"]
    return subprocess.run(command, cwd=HOME, capture_output=True, check=True, text=True).stdout


def completed(folder: Path, script: str, *words: str) -> list[str]:
    (folder / "completion.sh").write_text(script)
    done = subprocess.run(["bash", "-c", ASK, "bash", *words], cwd=folder, capture_output=True, check=True, text=True)
    assert "" == done.stderr
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("words", "among", "why"),
    [
        (("fidelity", "ch"), ["check"], "a command"),
        (("fidelity", "archive", "ver"), ["verify"], "a command of a command"),
        (("fidelity", "config", ""), ["show", "init"], "all commands of a command"),
        (("fidelity", "check", "--ori"), ["--originals"], "an option"),
        (("fidelity", "check", "--fail-on", ""), ["error", "warning", "never"], "the values of an option"),
        (("fidelity", "check", "--style", "m"), ["mla"], "a style"),
        (("fidelity", "check", "--style", "ou"), ["our style.toml"], "a file of a style, whose name has a space"),
        (("fidelity", "check", "a.md", "--ignore", "not-f"), ["not-found"], "a rule"),
        (("fidelity", "check", "--output-format", "js"), ["json", "json-lines"], "a format"),
        (("fidelity", "check", "-o", "jun"), ["junit:"], "a format with its file to follow"),
        (("fidelity", "check", "--originals", "orig"), ["originals"], "a folder"),
        (("fidelity", "rule", "changed-na"), ["changed-name"], "a rule to explain"),
        (("fidelity", "rule", "--a"), ["--all"], "an option of the same command"),
        (("fidelity", "style", "chi"), ["chicago"], "a style to show"),
        (("fidelity", "schema", ""), ["config", "report"], "a schema"),
        (("fidelity", "completion", "z"), ["zsh"], "a shell"),
    ],
)
def test_bash_completes(newsroom: Path, script: str, words: tuple[str, ...], among: list[str], why: str) -> None:
    (newsroom / "our style.toml").write_text("")
    assert among == completed(newsroom, script, *words), why


def test_bash_knows_every_rule_style_and_format(newsroom: Path, script: str) -> None:
    assert sorted(RULES) == completed(newsroom, script, "fidelity", "rule", "")
    assert list(FORMATS) == completed(newsroom, script, "fidelity", "check", "--output-format", "")
    assert set(names()) <= set(completed(newsroom, script, "fidelity", "check", "--style", ""))


def test_bash_offers_files_where_it_knows_nothing_better(newsroom: Path, script: str) -> None:
    """A real bash on a terminal of its own, with the key that completes pressed."""
    (newsroom / "completion.sh").write_text(script)
    told, typed = os.openpty()
    environment = {"PATH": os.environ["PATH"], "PS1": "", "TERM": "dumb", "HOME": str(newsroom), "INPUTRC": "/dev/null"}
    with subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"], cwd=newsroom, stdin=typed, stdout=typed, stderr=typed, env=environment
    ) as bash:
        os.write(told, b"source completion.sh\nfidelity() { printf '<%s>' \"$@\" > typed.txt; }\nfidelity ch\twro\t\nexit\n")
        bash.wait(20)
    os.close(typed)
    os.close(told)
    assert "<check><wrong.md>" == (newsroom / "typed.txt").read_text()


def test_zsh_and_fish_know_the_names_too(fidelity: Run) -> None:
    """What a real zsh and a real fish offered was looked at by hand; they need not be there for this."""
    zsh, fish = (fidelity("completion", shell).stdout.decode() for shell in ("zsh", "fish"))
    rules = " ".join(sorted(RULES))
    for line in (
        f"]:select:({rules})' \\\n",
        f"]:output-format:({' '.join(FORMATS)})' \\\n",
        "]:style:_fidelity_styles' \\\n",
        "]:o:_fidelity_targets' \\\n",
        "'*:Files, folders, globs, or - for standard input.:_files' \\\n",
        f"'1:The rule, as a report names it.:({rules})' \\\n",
    ):
        assert line in zsh
    assert zsh.startswith("#compdef fidelity\n")
    assert '  _cyclopts_fidelity "$@"\n' in zsh, "a file of fpath is called, not only read"
    for line in (
        f"command rule' -f -a '{rules}'\n",
        f"-l output-format -x -a '{' '.join(FORMATS)}'\n",
        "__fish_use_subcommand -f\n",
    ):
        assert line in fish


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script(fidelity: Run, shell: str) -> None:
    done = fidelity("completion", shell)
    assert 0 == done.returncode
    for command in app:
        if not command.startswith("-"):
            assert command in done.stdout.decode(), command
    assert 2 == fidelity("completion", "tcsh").returncode


def test_the_manual_page_names_every_command_and_option(fidelity: Run, newsroom: Path) -> None:
    page = fidelity("man").stdout.decode()
    for command in ("check", "archive fetch", "config init"):
        assert f".SS {command}\n" in page
    for option in app["check"].assemble_argument_collection(parse_docstring=True):
        for name in option.names:
            assert name.replace("-", "\\-") in page
    assert "Parameters" not in page
    groff = shutil.which("groff")
    if groff:
        (newsroom / "fidelity.1").write_text(page, "utf-8")
        done = subprocess.run(
            [groff, "-man", "-Tutf8", "-Kutf8", "-P-cbou", "-ww", "fidelity.1"],
            cwd=newsroom,
            capture_output=True,
            check=True,
            text=True,
        )
        assert ("", True) == (done.stderr, "EXIT STATUS" in done.stdout)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("chekc", "a.md"), "check"),
        (("archive", "shwo"), "show"),
        (("config", "int"), "init"),
        (("check", "--stile", "ap"), "--style"),
        (("check", "--no-config-file"), "--no-config"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(fidelity: Run, words: tuple[str, ...], meant: str) -> None:
    done = fidelity(*words)
    assert (2, True) == (done.returncode, f"Did you mean {meant}?" in done.stderr.decode().replace('"', "")), done.stderr
