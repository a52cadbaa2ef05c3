"""What the house says of an edit: which change of a style's table it is, whether it may go unmarked, what marks it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.rules.weigh import CITATION

if TYPE_CHECKING:
    from fidelity.model import Edit
    from fidelity.styles import Change, Style

_OF_RULE: dict[str, Change] = {"changed-tense": "inflection", "corrected-typo": "typo", "spelling-variant": "spelling"}
_ASIDE = re.compile(r"\([^()]*\)")
_PROSE = re.compile(r"(?<![\w.])[a-zà-öø-ÿ]{3,}(?![\w.])")
_SIGNALS = frozenset((
    "accord", "also", "and", "ante", "but", "chapter", "cited", "citing", "compare", "for", "generally", "ibid", "idem",
    "infra", "note", "page", "pages", "pour", "post", "quoting", "quoted", "section", "see", "supra", "the", "with",
    "der", "die", "das", "des", "dazu", "hierzu", "siehe", "und", "vgl", "von", "voir", "véase", "vedi", "van", "zie",
))  # fmt: skip
_STRAY = 2  # words of prose that a title may hold
_NEAR = 2  # characters between a word and the round bracket around it: a dash, a mark of quotation


def change_of(edit: Edit, original: str) -> Change:
    """The change of the house's table that a weighed edit is."""
    match edit.kind:
        case "omission":
            lone = edit.mark is None and edit.weight != "critical"
            return "citation" if lone and is_only_citation(original[slice(*edit.original)]) else "omission"
        case "insertion":
            return "insertion"
        case "move":
            return "order"
        case _:
            return _OF_RULE.get(edit.why or "", "replacement")


def is_only_citation(text: str) -> bool:
    """Whether words left out are citations and nothing besides: a note that covers citations never covers prose.

    What stands in a citation's own parentheses belongs to it.
    """
    if not CITATION.search(text):
        return False
    text += ")" * max(0, text.count("(") - text.count(")"))  # the words left out end before the last parenthesis does
    for _ in range(3):  # (holding that … (1998)) stands in brackets of its own
        text = _ASIDE.sub(" ", text)
    return sum(word not in _SIGNALS for word in _PROSE.findall(text)) <= _STRAY


def may_be_silent(edit: Edit, original: str, house: Style) -> bool:
    """Whether the house lets an edit go without a mark. What is critical never may: no house means a lost "not" by it."""
    return edit.weight != "critical" and house.policy(change_of(edit, original)) == "silent"


def marked_by_house(edit: Edit, quote: str, original: str, house: Style) -> Edit:
    """The edit with a mark where the house puts the quoter's words and letters into round brackets and these stand so."""
    if edit.mark is not None or edit.kind not in ("insertion", "substitution") or not house.round_brackets:
        return edit
    start, end = edit.quote
    if not quote[end : end + _NEAR].lstrip(" ,.”’“‘").startswith(")"):
        return edit
    here = quote[start:end]
    around = "(" in quote[max(0, start - _NEAR) : start] and quote[:start].rstrip()[-1:] == "("
    head = here.partition("(")[0]
    glued = head.isalpha() and original[slice(*edit.original)].startswith(head) and here.count("(") == 1
    return replace(edit, mark="brackets") if around or glued else edit
