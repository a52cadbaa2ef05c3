"""What a quoter may do to an original's words or marks, as far as the tool can see it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Policy = Literal["silent", "marked", "forbidden"]
Change = Literal[
    "first-letter",
    "final-punctuation",
    "inner-marks",
    "original-brackets",
    "note-call",
    "citation",
    "verse",
    "omission",
    "omission-over-sentence",
    "omission-over-paragraph",
    "sentence-end",
    "leading-ellipsis",
    "insertion",
    "replacement",
    "inflection",
    "spelling",
    "typo",
    "order",
    "emphasis-added",
    "emphasis-kept",
    "emphasis-removed",
    "emphasis-kind",
    "emphasis-underline",
]

CHANGES: Mapping[Change, tuple[str, str]] = MappingProxyType(
    {
        "first-letter": ("Capital or small first letter of a word", "brackets: [T]he"),
        "final-punctuation": ("The quoter’s comma or stop inside the closing mark", "nothing: set it outside"),
        "inner-marks": ("Inner quotation marks dropped", "“(internal quotation marks omitted)”"),
        "original-brackets": ("The original’s own brackets kept", "“(alteration in original)”"),
        "note-call": ("Note number or sign dropped", "“(footnote omitted)”"),
        "citation": ("Citation or cross-reference dropped", "“(citation omitted)”, or an ellipsis"),
        "verse": ("Line breaks of verse run together", "a slash: wide / the boat"),
        "omission": ("Words left out inside a sentence", "an ellipsis"),
        "omission-over-sentence": ("Words left out over the end of a sentence", "an ellipsis of the house’s form"),
        "omission-over-paragraph": ("Words left out over the end of a paragraph", "an ellipsis beside a paragraph break"),
        "sentence-end": ("The end of a sentence left out, and a full stop set", "an ellipsis before the stop"),
        "leading-ellipsis": ("Ellipsis before the first quoted word", "nothing: leave it away"),
        "insertion": ("Words of the quoter put in", "brackets"),
        "replacement": ("Words replaced (a noun for “it”)", "brackets"),
        "inflection": ("Tense, number, person, case changed", "brackets: judge[s]"),
        "spelling": ("Spelling modernised or made the house’s", "brackets"),
        "typo": ("Slip of the original put right", "brackets"),
        "order": ("Words or passages in another order", "nothing: keep the order"),
        "emphasis-added": ("Emphasis added", "“(emphasis added)”"),
        "emphasis-kept": ("The original’s emphasis kept", "“(emphasis in original)”"),
        "emphasis-removed": ("The original’s emphasis dropped", "“(emphasis omitted)”"),
        "emphasis-kind": ("One kind of emphasis for another (bold for italics)", "a note about emphasis"),
        "emphasis-underline": ("Underline for italics, or italics for underline", "a note about emphasis"),
    }
)
"""For each change what it is, and how it is shown where it must be."""
