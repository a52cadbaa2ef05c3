"""How a report is to look on the page, and what its formats may look up besides the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fidelity.model import ReportedArticle, Severity

Color = Literal["standard", "256", "truecolor"]
Texts = Callable[[ReportedArticle], str | None]
"""An article's decoded text as its spans count it; None where the file is not UTF-8 or no longer what was checked."""


@dataclass(frozen=True, slots=True)
class RulePage:
    """What the manual says of a rule: its help is Markdown, its severity that of the style in force (None: off)."""

    family: str
    summary: str
    help: str
    severity: Severity | None


def no_text(_article: ReportedArticle) -> str | None:
    """No article's text is at hand."""
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """Width in terminal cells, the colours to use (None: none at all), and whether faithful quotations are listed.

    `manual` has the rules by name in their order. `texts` gives the articles' texts to formats that count otherwise than the
    report does. `web` is the address under which the articles' paths can be read by a browser, with its last slash. `folder` is
    the way from the project's root to where the check was run, with its last slash, for formats that name files from the root.
    `back` is a link from the page to the pages that it is one of.
    """

    width: int = 100
    color: Color | None = None
    verbose: bool = False
    manual: Mapping[str, RulePage] = field(default_factory=dict)
    texts: Texts = no_text
    web: str | None = None
    folder: str = ""
    back: str | None = None
