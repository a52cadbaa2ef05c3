"""`fidelity completion`: a script for the shell, made from the commands and their arguments."""

from __future__ import annotations

import re
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
_CHECK = "\n        check)\n"
_BRANCH = re.compile(r"\n        [\w-]+\)\n")
_ZSH_END = """\
_fidelity_styles() {{
  compadd -- {styles}
  _files -g '*.toml'
}}

_fidelity_targets() {{
  compadd -S ':' -- {formats}
}}

if [[ "${{funcstack[1]}}" == _fidelity ]]; then
  _cyclopts_fidelity "$@"
else
  compdef _cyclopts_fidelity fidelity
fi
"""


def show_completion(app: App, shell: Shell) -> int:
    """Print the script that completes our commands in a shell."""
    script = app.generate_completion(prog_name="fidelity", shell=shell)
    write({"bash": _for_bash, "zsh": _for_zsh, "fish": _for_fish}[shell](script))
    return 0


def _for_bash(script: str) -> str:
    """The script for bash, which then knows the names of rules, styles and formats too, and files with spaces in them."""
    assert _BEGIN in script, "cyclopts writes its script otherwise now"
    assert _END in script, "cyclopts writes its script otherwise now"
    cases = "".join(_cases())
    known = f"{_BEGIN}  local IFS=$'\\n'\n  case \"${{COMP_WORDS[1]}} $prev $cur\" in\n{cases}  esac\n"
    return script.replace(_BEGIN, known, 1).replace(_END, "complete -o filenames -o default -F _fidelity fidelity\n")


def _for_zsh(script: str) -> str:
    """The script for zsh, which then knows the names too, and works as a file of fpath and when it is sourced."""
    rules, styles, formats = (" ".join(found) for found in (sorted(REGISTER), names(), FORMATS))
    values = {
        "style": "_fidelity_styles",
        "select": f"({rules})",
        "ignore": f"({rules})",
        "output-format": f"({formats})",
        "output": "_fidelity_targets",
        "o": "_fidelity_targets",
    }
    assert _CHECK in script, "cyclopts writes its script otherwise now"
    start = script.index(_CHECK)
    end = _BRANCH.search(script, start + len(_CHECK))
    check = script[start : end.start() if end else len(script)]
    after = script[start + len(check) :]
    for name, action in values.items():
        option = re.compile(rf"(?m)^ *['\"]\*--?{name}\[.*\]:{name}(?=['\"])")
        at = option.search(check)
        assert at, f"cyclopts writes --{name} otherwise now"
        check = f"{check[: at.end()]}:{action}{check[at.end() :]}"
    script = script[:start] + check + after
    for command, action in (
        ("rule", f"({rules})"),
        ("style", "_fidelity_styles"),
        ("schema", f"({' '.join(sorted(SCHEMAS))})"),
    ):
        first = re.compile(rf"(?m)(^        {command}\)\n(?:.*\n){{1,3}}? *'1:[^'\n]*?)'( \\)$")
        found = first.search(script)
        assert found, f"cyclopts writes {command} otherwise now"
        script = f"{script[: found.end(1)]}:{action}{script[found.end(1) :]}"
    script = re.sub(r"'(\*:(?:Files|Articles)[^'\n:]*)'", r"'\1:_files'", script)  # which are texts to the parser
    return f"{script.rstrip()}\n\n{_ZSH_END.format(styles=styles, formats=formats)}"


def _for_fish(script: str) -> str:
    """The script for fish, which then knows the names too, and offers files only where files are meant."""
    rules, styles, formats = (" ".join(found) for found in (sorted(REGISTER), names(), FORMATS))
    targets = " ".join(f"{name}:" for name in FORMATS)
    of_check = "complete -c fidelity -n '__fish_fidelity_using_command check'"
    lines = [
        "# Names that stand behind options and commands",
        "complete -c fidelity -n __fish_use_subcommand -f",
        *(f"complete -c fidelity -n '__fish_fidelity_using_command {group}' -f" for group in ("archive", "baseline", "config")),
        f"{of_check} -l style -r -a '{styles}'",
        f"{of_check} -l select -x -a '{rules}'",
        f"{of_check} -l ignore -x -a '{rules}'",
        f"{of_check} -l output-format -x -a '{formats}'",
        f"{of_check} -l output -s o -x -a '{targets}'",
        f"complete -c fidelity -n '__fish_fidelity_using_command rule' -f -a '{rules}'",
        f"complete -c fidelity -n '__fish_fidelity_using_command style' -a '{styles}'",
        f"complete -c fidelity -n '__fish_fidelity_using_command schema' -f -a '{' '.join(sorted(SCHEMAS))}'",
    ]
    return "\n".join([script.rstrip(), "", *lines]) + "\n"


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
