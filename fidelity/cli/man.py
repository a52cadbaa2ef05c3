"""`fidelity man`: the manual page, made from what `--help` says."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from fidelity import __version__
from fidelity.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cyclopts import App
    from cyclopts.argument import Argument

_BUILT_IN = frozenset({"--help", "-h", "--version"})


def show_man(app: App) -> int:
    """Print the manual page in roff: `fidelity man | man -l -`."""
    write("\n".join(_page(app)) + "\n")
    return 0


def _page(app: App) -> Iterator[str]:
    commands = list(_commands(app, ()))
    yield f'.TH FIDELITY 1 "" "fidelity {__version__}" "User Commands"'
    yield ".SH NAME"
    yield rf"fidelity \- {_roff(app.help.partition('?')[0].lower() + '?')}"
    yield ".SH SYNOPSIS"
    yield from (".B fidelity", r".I command", r"[arguments]", ".SH DESCRIPTION")
    yield _roff(app.help)
    yield ".SH COMMANDS"
    for words, command in commands:
        yield f".SS {_roff(' '.join(words))}"
        yield from _text(command.help)
        for argument in command.assemble_argument_collection(parse_docstring=True):
            yield from _argument(argument)
    yield ".SH EXIT STATUS"
    yield _roff((app.help_epilogue or "").removeprefix("Exit codes: "))
    yield ".SH FILES"
    yield from (".TP", r".I fidelity.toml", "What a project says of its checks; see")
    yield from (r".B fidelity config init", ".SH ENVIRONMENT")
    yield from (".TP", r".B NO_COLOR, FORCE_COLOR, TERM, COLUMNS", "How the report looks on a terminal.")


def _commands(app: App, before: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], App]]:
    """Every command that can be given, by its words."""
    for name in app:
        if name not in _BUILT_IN:
            below = app[name]
            if below.default_command is not None:
                yield (*before, name), below
            yield from _commands(below, (*before, name))


def _text(help_: str) -> Iterator[str]:
    """The paragraphs of a help text, without its list of parameters."""
    for n, paragraph in enumerate(cleandoc(help_).partition("\nParameters\n")[0].strip().split("\n\n")):
        yield from (() if n == 0 else (".PP",))
        yield _roff(" ".join(paragraph.split()))


def _argument(argument: Argument) -> Iterator[str]:
    default = argument.field_info.default
    told = "" if default in ((), None, False) or default is argument.field_info.empty else f" (default: {default})"
    names = ", ".join(rf"\fB{_roff(name)}\fR" for name in argument.names if name.startswith("-"))
    yield ".TP"
    yield names or rf"\fI{_roff(argument.names[0])}\fR"
    yield _roff(" ".join((argument.parameter.help or "").split())) + _roff(told)


def _roff(text: str) -> str:
    r"""Text as roff has it: `-` as itself, nothing at the start of a line taken for a request."""
    plain = text.replace("\\", r"\e").replace("-", r"\-").replace("`", "")
    return (rf"\&{plain}" if plain.startswith((".", "'")) else plain).replace("…", "...")
