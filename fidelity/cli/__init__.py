"""The command line: arguments, progress and exit codes. The only room that prints or exits."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from fidelity import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = """\
fidelity: does this quotation say what the original says?

Usage: fidelity COMMAND [ARGUMENTS]

  check ARTICLES… --originals PATH   check every quotation of the articles against the originals
  text FILE                          show what was read
  quotes FILE                        show which quotations were found
  locate FILE --originals PATH       show where each quotation stands in the originals
  rule NAME | --all                  explain a rule, or list them all
  style [NAME]                       show what a house style allows, or list them all
  baseline COMMAND                   accept findings that are known: write, update, show
  archive COMMAND --archive STORE    keep originals in a store: add, fetch, list, show, verify, compact, remove
  batch ARTICLES… --out RUN          check a whole archive of articles; batch diff, batch report
  query --run RUN "SQL"              ask a batch run with SQL; stats RUN --by author, export RUN --to DIR
  drift RUN                          show how quotations changed from article to article
  config show [ARTICLE] | init       show which settings are in force and who said so; write a fidelity.toml
  schema report | config             print the JSON Schema of the JSON report, or of the config
  completion bash | zsh | fish       print a script that completes commands, options and names in the shell
  man                                print the manual page: fidelity man | man -l -

  --help                             explain a command: fidelity check --help
  --version                          print the version

Exit codes: 0 clean; 1 findings at or above --fail-on (default: error), or an article among others could not be read;
2 nothing could be checked, or the command cannot be understood; 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code. Nothing heavy is loaded before it is needed."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("\nfidelity: interrupted before the report was done.\n")
        return 130
    except Exception as error:
        if os.environ.get("FIDELITY_TRACEBACK"):
            raise
        what = f"{type(error).__name__}: {error}".splitlines()[0].encode("ascii", "backslashreplace").decode()
        sys.stderr.write(
            f"fidelity: this should not have happened ({what}). It is a fault of the program: please report it, with what "
            "FIDELITY_TRACEBACK=1 prints.\n"
        )
        return 2
    return code


def _run(words: list[str]) -> int:
    if words in (["--version"], ["-V"]):
        sys.stdout.write(f"fidelity {__version__}\n")
        return 0
    if not words:
        sys.stdout.write(USAGE)
        return 0
    from fidelity.cli.app import run  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return run(words)
