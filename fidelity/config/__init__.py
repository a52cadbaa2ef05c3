"""What a project says of its checks: the nearest `fidelity.toml`, or `[tool.fidelity]` in a `pyproject.toml`.

The file that counts for an article is the nearest one upward from the article's folder, as with ruff; two files are never
merged, one may only `extend` another. What concerns a whole run, such as the report's format, is told by `RUN_WIDE`.
"""

from __future__ import annotations

from fidelity.config.files import NAME, PROJECT, Config, load, nearest
from fidelity.config.force import in_force, settings_of
from fidelity.config.keys import RUN_WIDE, schema
from fidelity.config.reading import ConfigError, Said, plain, shown
from fidelity.config.template import template

__all__ = [
    "NAME",
    "PROJECT",
    "RUN_WIDE",
    "Config",
    "ConfigError",
    "Said",
    "in_force",
    "load",
    "nearest",
    "plain",
    "schema",
    "settings_of",
    "shown",
    "template",
]
