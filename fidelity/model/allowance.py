"""What a person has accepted, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.model.document import Span

StaleWhy = Literal[
    "unmatched",  # nothing is found any more that it would allow
    "gone",  # its article is no longer there
    "ended",  # its last day has passed
    "unknown-rule",
    "no-rule",
    "no-reason",
    "no-date",  # what stands behind `until=` is none
    "unclear",  # it cannot be understood
    "own-rule",  # stale allowances themselves cannot be allowed
]


@dataclass(frozen=True, slots=True)
class Stale:
    """An allowance that allows nothing, in a comment of an article or on a line of the baseline.

    `span` counts in the source of the file that it stands in. `rule` is the rule that it names (or what stands in its place);
    `detail` the nearest rule, the date, the word that is not understood, or the words that the baseline shows.
    """

    by: Literal["comment", "baseline"]
    span: Span
    why: StaleWhy
    rule: str = ""
    detail: str = ""
