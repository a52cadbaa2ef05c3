from __future__ import annotations

import tomllib

import pytest

from fidelity.text.toml import DEEPEST_KEY, read_toml


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("a = " + "[" * 5000, "nested too deeply", "lists"),
        ("a = " + "{a=" * 5000, "nested too deeply", "tables"),
        ("a." * 5000 + "b = 1", "line 1, column 1)", "a dotted key"),
        ("x = 1\n[" + "'a' . " * 99 + "b]", "more than 50 parts (at line 2, column 2)", "a header"),
        ("x = {" + '"a".' * 99 + "b = 1}", "more than 50 parts (at line 1, column 6)", "in a table"),
        ("a = " + "9" * 5000, "a number that is too long", "figures"),
        ("a = 2024-02-31", "(at line 1", "a day that there is not"),
        ("a = ", "(at end of document)", "a plain mistake"),
        ("#" * 32_000_001, "longer than 32,000,000 characters", "a long file"),
    ],
)
def test_what_would_hurt_is_a_mistake_like_others(text: str, said: str, why: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        read_toml(text)
    assert said in str(raised.value), why


def test_keys_of_many_parts_and_words_with_dots_are_read() -> None:
    key = ".".join(["a"] * DEEPEST_KEY)
    assert {"a"} == set(read_toml(f"{key} = 1"))
    assert "... " * 99 == read_toml(f"a = '{'... ' * 99}'")["a"]
    assert {"www.a.b.example"} == set(read_toml('["www.a.b.example"]'))
