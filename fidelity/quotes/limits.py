"""How much of an article is looked at: what nobody writes must not cost hours, and nothing is left out in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.settings import Settings
from fidelity.text import unseen

if TYPE_CHECKING:
    from fidelity.model import Notice, Quote, Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.glyphs import Pair

DEFAULTS = Settings()
_NAMED = 3  # kinds of characters that a note names


class Limits:
    """Cuts what is found to the limits of the settings, and keeps in mind what was left out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pairs = self._drafts = self._notices = 0

    def pairs(self, found: list[Pair]) -> list[Pair]:
        """The first pairs of marks."""
        self._pairs = max(0, len(found) - self._settings.most_quotations)
        return found[: self._settings.most_quotations]

    def drafts(self, found: list[Draft]) -> list[Draft]:
        """The first quotations."""
        self._drafts = max(0, len(found) - self._settings.most_quotations)
        return found[: self._settings.most_quotations]

    def lost(self, found: list[Span]) -> list[Span]:
        """The first marks that have no partner."""
        self._notices += max(0, len(found) - self._settings.most_findings)
        return found[: self._settings.most_findings]

    def notices(self, found: list[Notice]) -> list[Notice]:
        """The first of what is amiss."""
        self._notices += max(0, len(found) - self._settings.most_findings)
        return found[: self._settings.most_findings]

    def notes(self) -> tuple[str, ...]:
        """What was left out, for the article's notes."""
        most, said = self._settings.most_quotations, []
        if self._pairs:
            said.append(
                f"Only the first {most:,} pairs of quotation marks were looked at, and {self._pairs:,} were not: "
                "check the article in parts, or raise most-quotations in [numbers] of the config."
            )
        if self._drafts:
            said.append(
                f"Only the first {most:,} quotations were looked at, and {self._drafts:,} were not: "
                "check the article in parts, or raise most-quotations in [numbers] of the config."
            )
        if self._notices:
            said.append(
                f"{self._notices:,} more places where quotation marks do not pair or a quotation is missing are not listed: "
                "raise most-findings in [numbers] of the config to see more."
            )
        return tuple(said)


def too_much(quote: Quote, marks: int, settings: Settings) -> str | None:
    """Why a quotation with so many marks in it is not compared; None if it is."""
    if len(quote.text) > settings.longest_quotation:
        return (
            f"it is {len(quote.text):,} characters long, and no more than {settings.longest_quotation:,} are compared "
            "(longest-quotation in [numbers] of the config)"
        )
    if marks > settings.most_marks:
        return (
            f"it has {marks:,} ellipses, brackets and notes in it, and no more than {settings.most_marks:,} are followed "
            "(most-marks in [numbers] of the config)"
        )
    return None


def turned(text: str) -> tuple[str, ...]:
    """A note about the characters of an article that change the direction of lines; reports show them as code points."""
    places = unseen.turned(text)
    if not places:
        return ()
    chars = sorted({text[at] for at in places})
    names = ", ".join(unseen.named(c) for c in chars[:_NAMED])
    more = f" and {len(chars) - _NAMED} others" if len(chars) > _NAMED else ""
    times = "one place" if len(places) == 1 else f"{len(places):,} places"
    said = f"The text changes its direction by hidden characters in {times} ({names}{more})"
    return (f"{said}; what is seen may stand in another order.",)
