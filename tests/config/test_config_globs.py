from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.config.globs import fits


@pytest.mark.parametrize(
    ("path", "pattern", "is_meant", "why"),
    [
        ("letters/one.md", "letters/**", True, "all below a folder"),
        ("letters/a/b/one.md", "letters/**", True, "at any depth"),
        ("letters", "letters/**", False, "a file of that name is not below it"),
        ("old/letters/one.md", "letters/**", False, "a pattern with a slash starts at the config’s folder"),
        ("old/letters/one.md", "**/letters/*", True, "unless it says otherwise"),
        ("letters/one.md", "**/letters/*", True, "any folders may be none"),
        ("letters/a/one.md", "letters/*", False, "a star stays in its folder"),
        ("letters/a/one.md", "letters/*/one.md", True, "a star for a folder"),
        ("letters/one.md", "letters/", True, "a folder with a slash"),
        ("letters/one.md", "./letters/one.md", True, "from here"),
        ("letters/one.md", "/letters/one.md", True, "from the top"),
        ("letters/one.md", "*.md", True, "a name in any folder"),
        ("one.md", "*.md", True, "a name at the top"),
        ("letters/one.md", "*.html", False, "another ending"),
        ("letters/one.md", "one.??", True, "question marks"),
        ("letters/One.md", "one.md", False, "capitals count"),
        ("letters/one.md", "**", True, "everything"),
        ("a/b/c", "a/**/c", True, "folders between"),
        ("a/c", "a/**/c", True, "no folder between"),
        ("a/b", "a/**/c", False, "another end"),
    ],
)
def test_fits(path: str, pattern: str, is_meant: bool, why: str) -> None:
    assert is_meant == fits(path, pattern), why


def slow(path: str, pattern: str) -> bool:
    """The same by a regular expression, for patterns with a slash."""
    parts = {"**/": "(?:[^/]+/)*", "/**": "/.+", "*": "[^/]*"}
    wanted = re.sub(r"\*\*/|/\*\*$|\*|[^*]", lambda found: parts.get(found[0], re.escape(found[0])), pattern)
    return re.fullmatch(wanted, path) is not None


part = st.text("ab", min_size=1, max_size=2)
wild = st.one_of(part, st.sampled_from(["**", "*", "a*"]))


@given(st.lists(part, min_size=1, max_size=5), st.lists(wild, min_size=2, max_size=4))
def test_fits_as_a_regular_expression_does(names: list[str], wanted: list[str]) -> None:
    path, pattern = "/".join(names), "/".join(wanted)
    if "**/**" not in pattern:
        assert slow(path, pattern) == fits(path, pattern)


def test_a_bad_pattern_takes_no_time() -> None:
    began = time.process_time()
    assert not fits("/".join(["a" * 60] * 60), "/".join(["**", "*a*a*a*b"] * 30))
    assert time.process_time() - began < 2
