"""A rule as SARIF describes it, from the page of the manual."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fidelity.report.look import RulePage

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
DESCRIBED_BY = ("What it finds", "Why it matters")
"""The sections of the page that make the full description; the whole page is the help."""

_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)


def rule(name: str, page: RulePage | None) -> dict[str, Any]:
    """The descriptor; of a rule without a page only the name is known."""
    if page is None:
        return {"id": name, "shortDescription": {"text": f"{name}."}}
    parts = _SECTION.split(page.help)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    told = " ".join(" ".join(sections.get(title, "").split()) for title in DESCRIBED_BY).strip()
    return {
        "id": name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": told or page.summary},
        "help": {"text": _SECTION.sub(r"\1\n", page.help), "markdown": page.help},
        "defaultConfiguration": {"enabled": page.severity is not None, "level": LEVELS[page.severity or "warning"]},
        "properties": {"tags": [page.family]},
    }


def described(name: str, text: str) -> dict[str, Any]:
    """The descriptor of a notification, in one sentence."""
    told = {"text": text}
    return {"id": name, "shortDescription": told, "fullDescription": told, "help": told}
