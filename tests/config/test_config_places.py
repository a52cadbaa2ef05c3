from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.config.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = """\
# a comment with [brackets] and = signs
style = "strict" # another
'quoted key' = 'a # sign, [no] list'
many = [ "one", # with a comment
  "two, with \\" a mark",
  '''three
  = lines''', [1, 2], { in = 1, deep.er = 2 },
]
long = \"\"\"
[not] = "a table"
\"\"\"

[severity]
  lost-emphasis = "off"
a."b.c".d = 1979-05-27 07:32:00

[[per-file]]
paths = ["x"]
[per-file.severity]
not-found = "info"

[[per-file]]
paths = ["y"]
[[per-file.deeper]]
z = 1.5e3
"""


def paths_of(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths_of(item, (*at, key))
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from paths_of(item, (*at, n))


@pytest.mark.parametrize(
    ("path", "place", "why"),
    [
        (("style",), (2, 1), "a plain key"),
        (("quoted key",), (3, 1), "a key in quotation marks"),
        (("many", 0), (4, 10), "an item of a list"),
        (("many", 1), (5, 3), "an item on a later line"),
        (("many", 2), (6, 3), "an item over two lines"),
        (("many", 3, 1), (7, 19), "an item of a list in a list"),
        (("many", 4, "deep", "er"), (7, 33), "a dotted key in a table on one line"),
        (("severity",), (13, 1), "a table"),
        (("severity", "lost-emphasis"), (14, 3), "a key that is indented"),
        (("severity", "a", "b.c", "d"), (15, 1), "a dotted key with a part in marks"),
        (("per-file", 0, "severity", "not-found"), (20, 1), "a table in the first of a list"),
        (("per-file", 1, "paths"), (23, 1), "the second of a list"),
        (("per-file", 1, "deeper", 0, "z"), (25, 1), "a list of tables in a list of tables"),
        (("severity", "missing"), (13, 1), "what is not there is where its table is"),
        ((), (1, 1), "the whole"),
    ],
)
def test_places(path: tuple[str | int, ...], place: tuple[int, int], why: str) -> None:
    assert place == places(TEXT).of(path), why


def test_everything_has_a_place() -> None:
    assert set(paths_of(tomllib.loads(TEXT))) == set(places(TEXT).found)


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" if ord(c) < 32 or c in '"\\\x7f' else c for c in text) + '"'


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=4)
values = st.recursive(
    st.one_of(st.integers(-9, 9).map(str), st.booleans().map(lambda b: str(b).lower()), names.map(quoted)),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[ " + ",\n".join(items) + " ]"),
    max_leaves=5,
)


@given(st.lists(st.tuples(names, values, st.booleans()), max_size=5, unique_by=lambda row: row[0]))
def test_any_file_has_the_same_keys_as_for_pythons_reader(rows: list[tuple[str, str, bool]]) -> None:
    flat = "".join(f"{quoted(name)} = {value} # = [x]\n" for name, value, table in rows if not table)
    tables = "".join(f"[[ {quoted(name)} ]]\nkey = {value}\n[[{quoted(name)}]]\n" for name, value, table in rows if table)
    text = flat + tables
    assert set(paths_of(tomllib.loads(text))) == set(places(text).found)
    lines = text.split("\n")
    for line, column in places(text).found.values():
        assert column <= len(lines[line - 1])
