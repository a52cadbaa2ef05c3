"""Where a sentence ends: all that is needed is whether a stretch between two words is such a place."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(
    r"(?<!\.)[.!?…]['\"’”»)\]]*(?:\s|$)|[。！？]|\n[ \t]*\n"  # a stop and a blank, or a paragraph's end
)
"""Searched in the stretch between two words. A stop after an abbreviation counts too: callers that mind look at the words."""

_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Jr|Sr|No|Nos|vs?|cf|e\.g|i\.e|etc|al|Inc|Co|Corp|Ltd"
    r"|approx|ca|bzw|z|usw|Nr|Abs|Art|Bd|Hrsg|S|p|pp|op|cit|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fig|Rev|Stat|Supp|Ct|Ed|Cir|App|Cl|Const|Amdt)\.$"
)


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two neighbouring words, the first ending at `start`, the second beginning at `end`.

    A full stop after an abbreviation or an initial does not count, nor does one before a lower-case word.
    """
    between = text[start:end]
    if not SENTENCE_END.search(between):
        return False
    if "\n" in between and re.search(r"\n[ \t]*\n", between):
        return True
    if between.lstrip("'\"’”»)]")[:1] == "." and _ABBREVIATION.search(text[max(0, start - 8) : start + 1]):
        return False
    return not text[end : end + 1].islower()
