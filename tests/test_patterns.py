"""No regular expression of the package repeats what repeats itself: that is how they come to take for ever.

`tests/benchmarks/patterns.py` tries each on strings made to hurt it, in processor time.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).with_name("benchmarks")))

from patterns import patterns

_ENDLESS = int(parser.MAXREPEAT)
_PATTERNS = patterns()


def _repeats(items: Any) -> bool:
    """Whether a stretch can be nothing but what is repeated without end."""
    listed = list(items)
    if len(listed) != 1:
        return False
    name, value = str(listed[0][0]), listed[0][1]
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return int(value[1]) == _ENDLESS
    if name == "SUBPATTERN":
        return _repeats(value[3])
    if name == "BRANCH":
        return any(_repeats(branch) for branch in value[1])
    return False


def doubly_endless(items: Any) -> bool:
    """Whether something in a parsed pattern is repeated without end that is itself such a repetition: (a+)+."""
    for item in items:
        name, value = str(item[0]), item[1]
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            if int(value[1]) == _ENDLESS and _repeats(value[2]):
                return True
            parts = [value[2]]
        elif name == "SUBPATTERN":
            parts = [value[3]]
        elif name == "BRANCH":
            parts = list(value[1])
        elif name in ("ASSERT", "ASSERT_NOT"):
            parts = [value[1]]
        else:
            parts = []
        if any(doubly_endless(part) for part in parts):
            return True
    return False


@pytest.mark.parametrize(
    ("pattern", "expected"), [("(a+)+", True), ("(?:x|a*)*", True), ("(?:a+b)*", False), ("a{1,9}", False)]
)
def test_what_repeats_itself_is_known(pattern: str, expected: bool) -> None:
    assert expected == doubly_endless(parser.parse(pattern))


def test_no_pattern_repeats_what_repeats_itself() -> None:
    assert 400 < len(_PATTERNS)
    assert [] == [place for place, p in _PATTERNS.items() if doubly_endless(parser.parse(p.pattern, p.flags & ~re.UNICODE))]
