"""The commented config that `fidelity config init` writes, made from the types."""

from __future__ import annotations

from dataclasses import fields
from textwrap import wrap
from typing import TYPE_CHECKING, Any, get_type_hints

from fidelity.config.keys import TABLES, Keys, Numbers
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgspec import Struct

_EXAMPLES = {
    "style": '"strict"',
    "originals": '["originals"]',
    "archive": '"archive"',
    "select": '["changed-number", "changed-negation"]',
    "ignore": '["wrong-ellipsis-form"]',
    "require-originals": "false",
    "extend": '"../fidelity.toml"',
    "articles": '["articles"]',
    "output-format": '"full"',
    "fail-on": '"error"',
    "baseline": '"fidelity-baseline.json"',
    "cache-dir": '".fidelity-cache"',
    "fields": 'text = "body"',
    "severity": 'lost-emphasis = "warning"  # error, warning, info or off',
}
_HEAD = """\
# What fidelity checks here, and how. Paths start at the folder of this file; the command line comes before it.
# Every line that is commented out shows a default or an example. What is in force: fidelity config show ARTICLE
"""
_TAIL = """
# What some articles have different; as many as you like.
# [[per-file]]
# paths = ["letters/**", "*.html"]
# style = "ap"
# originals = ["letters/originals"]
"""


def template() -> str:
    """A config that says nothing yet, with every key explained."""
    keys = {name: text for name, text in _described(Keys) if name != "per-file"}
    lines = [_HEAD]
    for name, text in keys.items():
        if name not in TABLES:
            lines += [*_comment(text), f"# {name} = {_EXAMPLES[name]}", ""]
    for name in ("severity", "fields"):
        lines += [*_comment(keys[name]), f"# [{name}]", f"# {_EXAMPLES[name]}", ""]
    lines += [*_comment(keys["numbers"]), "# [numbers]"]
    defaults = {field.name.replace("_", "-"): field.default for field in fields(Settings)}
    for name, text in _described(Numbers):
        lines += [*_comment(text), f"# {name} = {defaults[name]}"]
    return "\n".join(lines) + "\n" + _TAIL


def _comment(text: str) -> list[str]:
    return [f"## {line}" for line in wrap(text, 110)]


def _described(kind: type[Struct]) -> Iterator[tuple[str, str]]:
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    for name, key in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        yield key, next(meta.description for meta in hints[name].__metadata__ if meta.description)
