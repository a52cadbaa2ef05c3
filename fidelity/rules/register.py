"""Which rules there are, and which of them a check looks for: all that is asked of rules where none has to judge anything."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from fidelity.rules.allowance import stale_allowance
from fidelity.styles import style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fidelity.model import Severity, Stale
    from fidelity.settings import Settings
    from fidelity.styles import Style

Family = Literal["wording", "omission", "context", "emphasis", "marks", "source", "quotation", "allowance"]

REGISTER: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "altered-wording": "wording",
        "added-words": "wording",
        "moved-words": "wording",
        "merged-passages": "wording",
        "changed-negation": "wording",
        "changed-modal": "wording",
        "changed-quantifier": "wording",
        "changed-hedge": "wording",
        "changed-condition": "wording",
        "changed-number": "wording",
        "changed-name": "wording",
        "changed-tense": "wording",
        "corrected-typo": "wording",
        "spelling-variant": "wording",
        "unmarked-omission": "omission",
        "hidden-limit": "omission",
        "hidden-detail": "omission",
        "ellipsis-over-paragraph": "omission",
        "ellipsis-over-sentence": "omission",
        "empty-ellipsis": "omission",
        "cut-sentence": "omission",
        "cut-condition": "context",
        "cut-opening": "context",
        "other-voice": "context",
        "undeclared-emphasis": "emphasis",
        "lost-emphasis": "emphasis",
        "false-emphasis-note": "emphasis",
        "idle-emphasis-note": "emphasis",
        "changed-punctuation": "marks",
        "unmarked-capital": "marks",
        "bracket-in-original": "marks",
        "sic-without-error": "marks",
        "wrong-ellipsis-form": "marks",
        "nested-marks": "marks",
        "cleaned-up-words": "marks",
        "look-alike-letters": "marks",
        "hidden-characters": "marks",
        "not-found": "source",
        "found-elsewhere": "source",
        "ambiguous-original": "source",
        "original-changed": "source",
        "unchecked": "source",
        "unmarked-quotation": "quotation",
        "missing-quotation": "quotation",
        "unbalanced-marks": "quotation",
        "stale-allowance": "allowance",
    }
)
"""Every rule's name and family, in the order in which findings of one place are told."""


def judge_stale(stale: Stale, settings: Settings) -> tuple[Severity, str] | None:
    """How grave it is that an allowance allows nothing, and the sentence that says so; None where nobody wants to know."""
    severity = severity_of("stale-allowance", settings, style(settings.style))
    return None if severity is None else (severity, stale_allowance(stale))


def active(settings: Settings) -> frozenset[str]:
    """The rules that a check with these settings looks for."""
    house = style(settings.style)
    return frozenset(rule for rule in REGISTER if severity_of(rule, settings, house))


def severity_of(rule: str, settings: Settings, house: Style) -> Severity | None:
    """How grave a rule's findings are by the settings, else by the style; None where it is switched off."""
    severity = dict(settings.severity).get(rule) or house.severity.get(rule)
    return None if severity == "off" or not is_wanted(rule, settings) else severity


def is_wanted(rule: str, settings: Settings) -> bool:
    """Whether a rule was not left out by name."""
    return rule not in settings.ignore and (not settings.select or rule in settings.select)
