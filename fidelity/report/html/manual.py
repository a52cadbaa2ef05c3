"""The manual page of a rule, whose few kinds of Markdown are headings, paragraphs, lists and code, as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from fidelity.report.look import RulePage

_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """What the page says of a rule: its first sentence, and the rest as markup."""

    name: str
    summary: str
    body: Markup


def helps(name: str, page: RulePage | None) -> RuleHelp:
    """A rule's help; a rule without a page (of a newer version, say) gets a sentence that says where to look."""
    if page is None:
        return RuleHelp(name, f"`fidelity rule {name}` explains it.", _inline(f"`fidelity rule {name}` explains it."))
    parts = [part.strip() for part in re.split(r"\n\s*\n", page.help.strip())]
    body = Markup().join(_part(part) for part in parts if part)
    return RuleHelp(name, one_line(page.summary), body)


def _part(part: str) -> Markup:
    first, _, rest = part.partition("\n")
    if first.startswith("#"):
        title = Markup("<p><strong>%s.</strong> ") % one_line(first.lstrip("# "))
        return title + _inline(one_line(rest)) + Markup("</p>")
    return Markup("<p>") + _inline(one_line(part)) + Markup("</p>")


def _inline(text: str) -> Markup:
    """A line with its code; everything else is text."""
    out = Markup()
    for number, piece in enumerate(_CODE.split(text)):
        out += Markup("<code>%s</code>") % piece if number % 2 else escape(piece)
    return out
