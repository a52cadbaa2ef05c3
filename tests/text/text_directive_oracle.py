"""The draft's "find a range from a text directive", step by step and slowly, over a page of blocks.

After <https://wicg.github.io/scroll-to-text-fragment/#find-a-range-from-a-text-directive>. A page is a list of blocks, each
the text of one; places count in all blocks put together with nothing between them. What the draft leaves to the Unicode
collation and word break algorithms is done for scripts with spaces: letters without case and accents; a word goes on through an
apostrophe, point or colon between letters, and through a point, comma or apostrophe between digits.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Parsed:
    start: str
    end: str | None = None
    prefix: str | None = None
    suffix: str | None = None


def parse(directive: str) -> Parsed:
    assert directive.startswith("text=")
    tokens = directive[5:].split(",")
    assert 1 <= len(tokens) <= 4
    prefix = suffix = None
    if tokens[0].endswith("-"):
        prefix = unquote(tokens.pop(0)[:-1])
    if tokens[-1].startswith("-"):
        suffix = unquote(tokens.pop()[1:])
    assert 1 <= len(tokens) <= 2
    assert not any("-" in token or "&" in token for token in tokens)
    return Parsed(unquote(tokens[0]), unquote(tokens[1]) if len(tokens) == 2 else None, prefix, suffix)


def find(blocks: list[str], parsed: Parsed) -> tuple[int, int] | None:
    whole = "".join(blocks)
    search, last = 0, len(whole)
    while search < last:
        if parsed.prefix is not None:
            led = find_string(blocks, parsed.prefix, search, last, starts=True, ends=False)
            if led is None:
                return None
            search = led[0] + 1
            begin = led[1]
            while begin < last and whole[begin].isspace():
                begin += 1
            if begin == last:
                return None
            must_end = parsed.end is not None or parsed.suffix is None
            match = find_string(blocks, parsed.start, begin, last, starts=False, ends=must_end)
            if match is None:
                return None
            if match[0] != begin:
                continue
        else:
            must_end = parsed.end is not None or parsed.suffix is None
            match = find_string(blocks, parsed.start, search, last, starts=True, ends=must_end)
            if match is None:
                return None
            search = match[0] + 1
        after = match[1]
        while after < last or parsed.end is None:
            if parsed.end is not None:
                closing = find_string(blocks, parsed.end, after, last, starts=True, ends=parsed.suffix is None)
                if closing is None:
                    return None
                match = (match[0], closing[1])
            if parsed.suffix is None:
                return match
            begin = match[1]
            while begin < last and whole[begin].isspace():
                begin += 1
            behind = find_string(blocks, parsed.suffix, begin, last, starts=False, ends=True)
            if behind is None:
                return None
            if behind[0] == begin:
                return match
            if parsed.end is None:
                break
            after = match[1]
        if parsed.end is not None:
            return None
    return None


def find_string(blocks: list[str], query: str, start: int, end: int, *, starts: bool, ends: bool) -> tuple[int, int] | None:
    low = 0
    wanted = [plain(char) for char in query]
    for block in blocks:
        for at in range(max(start - low, 0), len(block) - len(query) + 1):
            to = at + len(query)
            same = all(plain(a) == b for a, b in zip(block[at:to], wanted, strict=True))
            bounded = (not starts or is_bound(block, at)) and (not ends or is_bound(block, to))
            if same and bounded and low + to <= end:
                return low + at, low + to
        low += len(block)
    return None


def plain(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char).casefold() if not unicodedata.combining(c))


def is_bound(text: str, at: int) -> bool:
    if at in {0, len(text)}:
        return True
    around = f"  {text}  "[at : at + 4]
    far, left, right, beyond = tuple(around)
    if left.isalnum() and right.isalnum():
        return False
    for before, mid, after in ((left, right, beyond), (far, left, right)):
        if mid in ".'’:" and before.isalpha() and after.isalpha():
            return False
        if mid in ".'’,;" and before.isdecimal() and after.isdecimal():
            return False
    return True
