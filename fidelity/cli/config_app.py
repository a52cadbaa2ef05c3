"""`fidelity config …`: the commands and their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

config_app = App(
    name="config",
    help="Show which settings are in force, or write a config to begin with.",
    help_format="plaintext",
    result_action="return_value",
)


@config_app.command
def show(
    article: Path | None = None,
    /,
    *,
    config: Path | None = None,
    isolated: Annotated[bool, Parameter(name=("--isolated", "--no-config"), negative=())] = False,
    output_format: str = "full",
) -> int:
    """Show the settings in force for an article, and where each of them was said.

    Parameters
    ----------
    article
        An article; it need not be there yet. Without it: what is in force for the working folder.
    config
        The config to go by, instead of the nearest one.
    isolated
        Go by no config: the defaults.
    output_format
        full or json.
    """
    from fidelity.cli.config_show import show_config  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_config(article, config, isolated=isolated, output_format=output_format)


@config_app.command
def init(folder: Path = Path(), /) -> int:
    """Write a fidelity.toml in which every key is explained and commented out. One that is there is left alone.

    Parameters
    ----------
    folder
        Where to write it; by default the working folder.
    """
    from fidelity.cli.config_show import write_config  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return write_config(folder)
