"""How severe a finding is: what the house style says, narrowed by what the caller selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.styles import style

if TYPE_CHECKING:
    from fidelity.model import Finding, Severity
    from fidelity.settings import Settings


class Severities:
    """Called with a finding: its severity, or None if it is off, ignored or not selected."""

    def __init__(self, settings: Settings) -> None:
        self._style = style(settings.style)
        self._settings = settings

    def __call__(self, finding: Finding) -> Severity | None:
        """The finding's severity; None leaves it out."""
        settings = self._settings
        if finding.rule in settings.ignore or (settings.select and finding.rule not in settings.select):
            return None
        given = self._style.severity.get(finding.rule)
        if given is None:
            return None
        if finding.rule == "unchecked" and settings.require_originals:
            return "error"
        return finding.severity or given
