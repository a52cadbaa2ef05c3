"""Where reports go: standard output, files, and how wide and coloured they are there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fidelity.cli.trouble import Trouble, known
from fidelity.report import FORMATS, Color, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from fidelity.model import Report

When = Literal["auto", "always", "never"]
PIPE_WIDTH = 100
NARROWEST = 40


def write(text: str) -> None:
    """Put a report on standard output: UTF-8, unless it is a terminal that cannot show it."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "buffer"):
        put_through(text.encode("utf-8", "backslashreplace"))
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def put_through(data: bytes) -> None:
    """Print bytes as they are. Raises Trouble where they cannot be written (a full disk behind `>`)."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python would try once more when it ends
        what = f"standard output could not be written to: {error.strerror}"
        raise Trouble(f"{what}. Make room, or write to a file with -o.") from error


def look(when: When, width: int | None, *, verbose: bool) -> Look:
    """How a report looks on standard output; NO_COLOR, FORCE_COLOR, TERM and COLUMNS are heard."""
    if width is not None and width < NARROWEST:
        raise Trouble(f"--width {width} is too narrow to read. Give at least {NARROWEST} cells.")
    seen = width if width is not None else max(NARROWEST, shutil.get_terminal_size((PIPE_WIDTH, 24)).columns)
    return Look(seen, _color(when), verbose)


def _color(when: When) -> Color | None:
    if when == "never":
        return None
    if when == "auto":
        forced = os.environ.get("FORCE_COLOR", "") not in {"", "0", "false"}
        if os.environ.get("NO_COLOR") or not (forced or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")):
            return None
    depth = f"{os.environ.get('COLORTERM', '')} {os.environ.get('TERM', '')}"
    if "truecolor" in depth or "24bit" in depth:
        return "truecolor"
    return "256" if "256" in depth else "standard"


def targets(given: Sequence[str], formats: Collection[str] = FORMATS, such: str = "json:report.json") -> list[tuple[str, Path]]:
    """`FORMAT:FILE` taken apart, `such` for an example. Raises Trouble where one cannot be written to."""
    found = []
    for target in given:
        name, colon, file = target.partition(":")
        if not colon or not file:
            raise Trouble(f"-o {target}: give a format and a file, such as -o {such}")
        known(name, formats, "report format", where=f"Formats: {', '.join(formats)}.")
        path = Path(file)
        if path.is_dir():
            raise Trouble(f"-o {target}: {file} is a folder. Give a file in it.")
        if not path.parent.is_dir():
            raise Trouble(f"-o {target}: the folder {path.parent} does not exist. Make it first.")
        found.append((name, path))
    return found


def save(report: Report, name: str, path: Path, look: Look) -> None:
    """Write a report whole or not at all: into a file beside it that then takes its name."""
    put(path, FORMATS[name](report, replace(look, color=None)), "the report", " Choose another file for -o.")


def put(path: Path, text: str, what: str, hint: str = "") -> None:
    """Write a file whole or not at all. Raises Trouble, which names `what` could not be written and gives a `hint`."""
    with putting(path, what, hint) as write_on:
        write_on(text)


@contextmanager
def putting(path: Path, what: str, hint: str = "") -> Iterator[Callable[[str], object]]:
    """Write a file stretch by stretch, whole or not at all: into one beside it that then takes its name. Raises Trouble."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as device:
                yield device.write
            return
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            errors="backslashreplace",
            newline="\n",
            dir=path.parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as file:
            beside = Path(file.name)
            try:
                yield file.write
                file.close()
                mask = os.umask(0)
                os.umask(mask)
                beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
                beside.replace(path.resolve() if path.is_symlink() else path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Trouble(f"{path}: {what} could not be written: {error.strerror}.{hint}") from error


class Progress:
    """A line on standard error that says how far the work is, once it takes longer than a second; only on a terminal."""

    def __init__(self, saying: str = "checked {} of {} articles") -> None:
        self._saying = saying
        self._began = time.monotonic()
        self._shown = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        """Show `done` out of `of`."""
        if self._terminal and time.monotonic() - self._began > 1:
            sys.stderr.write(f"\r\x1b[K{self._saying.format(done, of)}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
