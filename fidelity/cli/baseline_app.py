"""`fidelity baseline …`: the commands and their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

baseline_app = App(
    name="baseline",
    help="Keep a list of findings that are known and accepted, so that a check tells only of new ones.",
    help_format="plaintext",
    result_action="return_value",
)

Articles = Annotated[tuple[str, ...], Parameter(help="Files, folders or globs.", negative=())]
Many = Annotated[tuple[str, ...], Parameter(negative=())]
Originals = Annotated[tuple[Path, ...], Parameter(negative=())]
Isolated = Annotated[bool, Parameter(name=("--isolated", "--no-config"), negative=())]


@baseline_app.command
def write(
    articles: Articles = (),
    /,
    *,
    baseline: Path | None = None,
    reason: str = "known when the baseline was written",
    by: str = "",
    originals: Originals = (),
    archive: Path | None = None,
    fields: Many = (),
    style: str | None = None,
    select: Many = (),
    ignore: Many = (),
    files_from: Path | None = None,
    config: Path | None = None,
    isolated: Isolated = False,
) -> int:
    """Check articles and accept every finding that there is now: `fidelity check --baseline FILE` then tells only of new ones.

    A baseline that is there already is never written over; `fidelity baseline update` keeps its reasons.

    Exit codes: 0 written; 1 written, but an article could not be read; 2 nothing was written.

    Parameters
    ----------
    baseline
        The file (default: .fidelity-baseline.json). Keep it beside the articles, under version control.
    reason
        Why they are accepted; each entry can have a reason of its own, written into the file.
    by
        Who accepts them; the day is then noted too.
    originals
        A file or folder of originals; may be repeated.
    archive
        A store of originals.
    fields
        Which field of a JSON dump is which, as NAME=FIELD; may be repeated.
    style
        The house style.
    select
        Only these rules; may be repeated.
    ignore
        All rules but these; may be repeated.
    files_from
        A file that names articles, one to a line.
    config
        The config to go by.
    isolated
        Go by no config.
    """
    from fidelity.cli.baseline import write_baseline  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.checking import Wishes  # noqa: PLC0415

    wishes = Wishes(
        articles=articles,
        originals=originals,
        archive=archive,
        fields=fields,
        style=style,
        select=select,
        ignore=ignore,
        files_from=files_from,
        config=config,
        isolated=isolated,
        baseline=baseline,
    )
    return write_baseline(wishes, reason, by)


@baseline_app.command
def update(
    articles: Articles = (),
    /,
    *,
    baseline: Path | None = None,
    add: Annotated[bool, Parameter(negative=())] = False,
    reason: str = "known when the baseline was updated",
    by: str = "",
    originals: Originals = (),
    archive: Path | None = None,
    fields: Many = (),
    style: str | None = None,
    select: Many = (),
    ignore: Many = (),
    files_from: Path | None = None,
    config: Path | None = None,
    isolated: Isolated = False,
) -> int:
    """Check articles and take out of the baseline what allows nothing any more; entries of a renamed article go with it.

    Entries keep their reasons; those of articles and rules that are not checked stay. New findings need --add.

    Exit codes: 0 written; 1 written, but an article could not be read; 2 nothing was written.

    Parameters
    ----------
    baseline
        The file (default: .fidelity-baseline.json).
    add
        Accept new findings too.
    reason
        Why new ones are accepted.
    by
        Who accepts them; the day is then noted too.
    originals
        A file or folder of originals; may be repeated.
    archive
        A store of originals.
    fields
        Which field of a JSON dump is which, as NAME=FIELD; may be repeated.
    style
        The house style.
    select
        Only these rules; may be repeated.
    ignore
        All rules but these; may be repeated.
    files_from
        A file that names articles, one to a line.
    config
        The config to go by.
    isolated
        Go by no config.
    """
    from fidelity.cli.baseline import update_baseline  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.checking import Wishes  # noqa: PLC0415

    wishes = Wishes(
        articles=articles,
        originals=originals,
        archive=archive,
        fields=fields,
        style=style,
        select=select,
        ignore=ignore,
        files_from=files_from,
        config=config,
        isolated=isolated,
        baseline=baseline,
    )
    return update_baseline(wishes, reason, by, add=add)


@baseline_app.command
def show(*, baseline: Path | None = None, config: Path | None = None, isolated: Isolated = False) -> int:
    """List what is accepted, by article, each with its reason.

    Parameters
    ----------
    baseline
        The file (default: .fidelity-baseline.json).
    config
        The config to go by.
    isolated
        Go by no config.
    """
    from fidelity.cli.baseline import show_baseline  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_baseline(baseline, config, isolated=isolated)
