"""`fidelity completion`: a script for the shell, made from the commands and their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fidelity.cli.manual import SCHEMAS
from fidelity.cli.output import write
from fidelity.report import FORMATS
from fidelity.rules import REGISTER
from fidelity.styles import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cyclopts import App

Shell = Literal["bash", "zsh", "fish"]
_BEGIN = '  prev="${COMP_WORDS[COMP_CWORD-1]}"\n'
_END = "complete -F _fidelity fidelity\n"


def show_completion(app: App, shell: Shell) -> int:
    """Print the script that completes our commands in a shell."""
    script = app.generate_completion(prog_name="fidelity", shell=shell)
    write(_with_values(script) if shell == "bash" else script)
    return 0


def _with_values(script: str) -> str:
    """The script for bash, which then knows the names of rules, styles and formats too, and files with spaces in them."""
    assert _BEGIN in script, "cyclopts writes its script otherwise now"
    assert _END in script, "cyclopts writes its script otherwise now"
    cases = "".join(_cases())
    known = f"{_BEGIN}  local IFS=$'\\n'\n  case \"${{COMP_WORDS[1]}} $prev $cur\" in\n{cases}  esac\n"
    return script.replace(_BEGIN, known, 1).replace(_END, "complete -o filenames -o default -F _fidelity fidelity\n")


def _cases() -> Iterator[str]:
    """What may stand behind an option, or right behind a command."""
    rules, styles = "\\n".join(sorted(REGISTER)), "\\n".join(names())
    formats, targets = "\\n".join(FORMATS), "\\n".join(f"{name}:" for name in FORMATS)
    for before, words, also in (
        ('"check --style "*|"style style "[!-]*|"style style "', styles, " $(compgen -f -X '!*.toml' -- \"$cur\")"),
        ('"check --select "*|"check --ignore "*|"rule rule "[!-]*|"rule rule "', rules, ""),
        ('"check --output-format "*', formats, ""),
        ('"check --output "*|"check -o "*', targets, ""),
        ('"schema schema "[!-]*|"schema schema "', "\\n".join(sorted(SCHEMAS)), ""),
    ):
        yield f"    {before})\n      COMPREPLY=( $(compgen -W $'{words}' -- \"$cur\"){also} )\n      return ;;\n"
