"""Front matter: what a Markdown or text file says of itself between `---` (YAML) or `+++` (TOML) lines at its top."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from fidelity.model import Meta
from fidelity.text.toml import read_toml

_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n")
_KEY = re.compile(r"[\w-]{1,60}[ \t]*:|#")
_LONGEST = 65_536  # characters
_DEEPEST = 20  # levels of lists and tables

_NAMES: Final = {
    "title": ("title",),
    "author": ("author", "authors", "by"),
    "publisher": ("publisher", "publication", "site"),
    "published": ("published", "date", "datepublished"),
    "url": ("url", "canonical", "canonical_url", "source_url"),
    "language": ("language", "lang"),
    "snapshot": ("snapshot", "archived"),
}


def front_matter(text: str) -> tuple[Meta, int, str | None]:
    """Read what the front matter says, where the text after it begins (0: there is none), and what is wrong with it."""
    opening = _FENCED.match(text)
    if opening is None:
        return Meta(), 0, None
    sign = opening[1]
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*$" if sign == "---" else r"^\+\+\+[ \t]*$", re.MULTILINE)
    end = closing.search(text, opening.end(), opening.end() + _LONGEST)
    if end is None:
        return Meta(), 0, None
    inner = text[opening.end() : end.start()]
    if sign == "---" and not any(_KEY.match(line) for line in inner.splitlines()):
        return Meta(), 0, None
    after = min(end.end() + 1, len(text))
    try:
        table = _yaml(inner) if sign == "---" else read_toml(inner)
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200] or "it is nested too deeply"
        return Meta(), after, f"The front matter could not be read and is passed over: {reason}."
    return _meta(table), after, None


def _yaml(inner: str) -> dict[Any, Any]:
    """Read the table in a piece of YAML. Raises ValueError; aliases are refused, since a few of them can fill the memory."""
    import yaml  # type: ignore[import-untyped]  # noqa: PLC0415  (loaded for the first file that has front matter)

    depth = 0
    try:
        for event in yaml.parse(inner, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                raise ValueError("aliases (*name) are not allowed in it")  # noqa: TRY004  (what is wrong is the text)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise ValueError("it is nested too deeply")
        table = yaml.load(inner, Loader=yaml.BaseLoader)  # noqa: S506  (the base loader makes strings, lists and tables only)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(table, dict):
        raise ValueError("it is not a list of `name: value` lines")  # noqa: TRY004
    return table


def _meta(table: dict[Any, Any]) -> Meta:
    named = {str(key).lower(): value for key, value in table.items()}
    said: dict[str, str | None] = {
        name: next((words for key in keys if (words := _words(named.get(key)))), None) for name, keys in _NAMES.items()
    }
    language = said["language"]
    given = named.get("originals", named.get("original", ()))
    listed = given if isinstance(given, list) else [given]
    return Meta(
        title=said["title"],
        author=said["author"],
        publisher=said["publisher"],
        published=said["published"],
        url=said["url"],
        language=language.lower().replace("_", "-") if language else None,
        snapshot=said["snapshot"],
        originals=tuple(one for item in listed if (one := _original(item))),
    )


def _original(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in ("path", "file", "url") if key in value), None)
    return value.strip() if isinstance(value, str) else None


def _words(value: Any) -> str | None:
    match value:
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case list():
            return ", ".join(one for item in value[:50] if (one := _words(item))) or None
        case dict():
            return _words(value.get("name"))
        case str() | int() | float():
            return " ".join(str(value).split()) or None
        case _:
            return None
