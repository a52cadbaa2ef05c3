"""TOML that anybody may have written: what would fill the memory or the stack is refused like any other mistake."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

LONGEST: Final = 32_000_000
"""Characters of a file: a catalogue of a hundred thousand originals has half of them."""
DEEPEST_KEY: Final = 50
"""Parts of a dotted key: the standard library's reader takes room and time by their number squared."""

_PART: Final = r"""(?:[\w-]{1,200}+|"[^"\n]{0,200}+"|'[^'\n]{0,200}+')"""
_DEEP: Final = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]{{0,20}}+\.[ \t]{{0,20}}+{_PART}){{{DEEPEST_KEY}}}")


def read_toml(text: str) -> dict[str, Any]:
    """The table in a piece of TOML. Raises tomllib.TOMLDecodeError for whatever is wrong with it."""
    if len(text) > LONGEST:
        raise tomllib.TOMLDecodeError(f"it is longer than {LONGEST:,} characters (at line 1, column 1)")
    if (deep := _DEEP.search(text)) is not None:
        where = f"line {text.count(chr(10), 0, deep.start()) + 1}, column {deep.start() - text.rfind(chr(10), 0, deep.start())}"
        raise tomllib.TOMLDecodeError(f"a key has more than {DEEPEST_KEY} parts (at {where})")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply (at end of document)") from error
    except (ValueError, OverflowError) as error:  # a number of thousands of digits, a date that there is not
        raise tomllib.TOMLDecodeError("it has a number that is too long (at end of document)") from error
