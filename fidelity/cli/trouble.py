"""Trouble: what keeps a command from doing its work, told in a sentence."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable


class Trouble(Exception):  # noqa: N818 - trouble is the newsroom's word
    """Nothing could be done; the message says what, where, and what to do next. Exit code 2."""


def tell(sentence: str) -> None:
    """Say it on standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(f"fidelity: {one_line(sentence)}\n".encode(encoding, "backslashreplace").decode(encoding))


def known(name: str, names: Iterable[str], what: str, *, where: str) -> str:
    """Give back the name if it is known. Raises Trouble with the nearest one if it is not."""
    choices = sorted(names)
    if name in choices:
        return name
    near = difflib.get_close_matches(name.lower(), choices, n=1)
    hint = f" Did you mean “{near[0]}”?" if near else f" {where}"
    raise Trouble(f"there is no {what} “{name}”.{hint}")
