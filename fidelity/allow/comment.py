"""What a comment says: `fidelity: allow RULE "reason" until=2027-01-01`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fidelity.model import Span, Stale
from fidelity.styles.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from fidelity.model import Comment, StaleWhy

STALE = "stale-allowance"
_VERBS = {"allow": False, "allow-file": True}
_MARKS = {
    '"': '"',
    "“": "”“",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "'": "'",
    "‘": "’",
}  # editors make marks curly; the likelier closing one first
_TOKEN = re.compile(r"""[\s,;]+|["“”„«»'‘]|[^\s,;"“”„«»'‘]+""")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40  # characters of a word that a message repeats


@dataclass(frozen=True, slots=True)
class Wish:
    """A comment that was understood: the rules that it allows, why, and until which day (that day too).

    `everywhere` is true where it speaks for the whole article.
    """

    span: Span
    rules: tuple[str, ...]
    reason: str
    until: date | None = None
    everywhere: bool = False


def understood(comment: Comment, known: Collection[str]) -> tuple[Wish | None, tuple[Stale, ...]]:
    """What a comment wishes, and what is wrong with it; `known` are the names of all rules.

    A comment without a rule or a reason, or with a date that is none, allows nothing. Of several rules the known ones hold.
    """

    def stale(why: StaleWhy, rule: str = "", detail: str = "") -> Stale:
        return Stale("comment", comment.span, why, rule[:_SHOWN], detail[:_SHOWN])

    words, reasons, unclosed = _words(comment.text.strip()[len("fidelity:") :])
    if unclosed:
        return None, (stale("unclear", detail=unclosed),)
    verb = words[0].lower() if words else ""
    if verb not in _VERBS:
        return None, (stale("unclear", detail=words[0] if words else ""),)
    until: date | None = None
    names: list[str] = []
    for word in words[1:]:
        key, equals, value = word.partition("=")
        if not equals:
            names.append(word)
        elif key.lower() != "until":
            return None, (stale("unclear", detail=word),)
        else:
            until = _date(value)
            if until is None:
                return None, (stale("no-date", detail=value),)
    if not names:
        return None, (stale("no-rule"),)
    if not any(reasons):
        return None, (stale("no-reason", ", ".join(names)),)
    wrong: list[Stale] = []
    rules: list[str] = []
    for name in dict.fromkeys(names):
        if name == STALE:
            wrong.append(stale("own-rule", name))
        elif name in known:
            rules.append(name)
        else:
            wrong.append(stale("unknown-rule", name, nearest(name, known) or ""))
    wish = Wish(comment.span, tuple(rules), "; ".join(filter(None, reasons)), until, _VERBS[verb])
    return wish if rules else None, tuple(wrong)


def _words(text: str) -> tuple[list[str], list[str], str]:
    """The words outside of quotation marks, the texts inside, and the beginning of one that is never closed."""
    words: list[str] = []
    reasons: list[str] = []
    at = 0
    for start, token in _tokens(text):
        if start < at:
            continue
        if token not in _MARKS:
            words.append(token)
            continue
        end = next((end for mark in _MARKS[token] if (end := text.find(mark, start + 1)) >= 0), None)
        if end is None:
            return words, reasons, text[start : start + _SHOWN]
        at = end + 1
        reasons.append(" ".join(text[start + 1 : at - 1].split()))
    return words, reasons, ""


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for m in _TOKEN.finditer(text):
        if not m[0][0].isspace() and m[0][0] not in ",;":
            yield m.start(), m[0]


def _date(value: str) -> date | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
