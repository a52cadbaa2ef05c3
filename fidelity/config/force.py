"""What a config says of one article."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from fidelity.config.globs import fits
from fidelity.config.reading import plain
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fidelity.config.files import Config, Some
    from fidelity.config.reading import Said

_NAMES = frozenset(field.name for field in fields(Settings))


def in_force(config: Config | None, article: Path) -> dict[str, Said]:
    """What holds for an article, by dotted key: what the config says, and after it each `[[per-file]]` that means it."""
    if config is None:
        return {}
    said = dict(config.said)
    for some in config.some:
        if some.paths and not _means(some, article):
            continue
        ignored, own = said.get("ignore"), some.said.get("ignore")
        said |= some.said
        if some.paths and ignored is not None and own is not None:
            said["ignore"] = replace(own, value=(*ignored.value, *own.value))
    return said


def _means(some: Some, article: Path) -> bool:
    try:
        below = plain(article).relative_to(some.folder).as_posix()
    except ValueError:  # outside the folder of the config
        return False
    return any(fits(below, pattern) for pattern in some.paths)


def settings_of(said: Mapping[str, Said], given: Settings) -> Settings:
    """The settings of a check: those given, with what a config says over them."""
    own: dict[str, Any] = {key.replace("-", "_"): one.value for key, one in said.items()}
    found = {name: value for key, value in own.items() if (name := key.removeprefix("numbers.")) in _NAMES}
    severity = [(key.removeprefix("severity."), one.value) for key, one in said.items() if key.startswith("severity.")]
    return replace(given, **found, severity=tuple(sorted(severity)) or given.severity)
