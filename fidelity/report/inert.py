"""Texts of strangers as HTML that stays text in comments of GitHub and GitLab."""

from __future__ import annotations

import re
from html import escape

from fidelity.report.address import address, is_relative
from fidelity.report.visible import one_line

SHOWN = 200
"""Characters of a path or a name that are shown."""

# What comments turn into something else where it stands in text: @people, #issues and GitLab's !1 $1 ~1 %1 ^1 &1, :emoji:,
# $mathematics$, addresses, [references]. A break in it that is never seen keeps it text.
_LIVE = re.compile(r"(?<=[@#:!$~%^&\[])(?=\S)|(?<=[Ww]{3})(?=\.)|(?<=GH)(?=-)")
_BREAK = "\0"  # which no visible text has


def escaped(text: str) -> str:
    """The text on one line, as HTML in which nothing is markup, a link or a call."""
    return escape(_LIVE.sub(_BREAK, one_line(text)), quote=True).replace(_BREAK, "<wbr>")


def shortened(text: str, most: int = SHOWN) -> str:
    """The beginning of a long text."""
    words = one_line(text)
    return words if len(words) <= most else f"{words[:most].rstrip()} …"


def code(text: str) -> str:
    """The text as code, in which nothing is live; its end is kept, where a path has its name and place."""
    words = one_line(text)
    return f"<code>{escape(words if len(words) <= SHOWN else f'… {words[-SHOWN:].lstrip()}', quote=True)}</code>"


def linked(words: str, uri: str, first: int, last: int, web: str | None) -> str:
    """The place in a file as code; linked to its lines where the files can be read under the address `web`."""
    shown = code(words)
    reference = address(uri)
    if web is None or not is_relative(reference) or len(reference) > 4 * SHOWN:
        return shown
    lines = f"L{first}" if first == last else f"L{first}-L{last}"
    return f'<a href="{escape(f"{web}{reference}?plain=1#{lines}", quote=True)}">{shown}</a>'
