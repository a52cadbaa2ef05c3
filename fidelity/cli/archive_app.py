"""`fidelity archive …`: the commands and their arguments."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when it runs
from typing import Annotated

from cyclopts import App, Parameter

archive_app = App(
    name="archive",
    help="Keep originals in a store, to be found by name or by their words: fidelity check article.md --archive STORE",
    help_format="plaintext",
    result_action="return_value",
)


@archive_app.command
def add(
    paths: Annotated[tuple[Path, ...], Parameter(negative=())] = (),
    /,
    *,
    archive: Path | None = None,
    fields: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    verbose: Annotated[bool, Parameter(alias="-v", negative=())] = False,
) -> int:
    """Add originals: files, folders, web archives (WARC, WACZ) and dumps (JSON lines).

    What is known already is not stored twice; a file that was changed is kept beside its older version. Whatever was said
    to be stored is stored, even if the program is then killed; what was interrupted can simply be added again.

    Exit codes: 0 all stored; 1 some cannot be used (they are kept, with the reason); 2 nothing could be added.

    Parameters
    ----------
    paths
        Files or folders; what an originals.toml beside them says of each is kept with it.
    archive
        The folder of the store, made if it is not there (default: what the config of the working folder says).
    fields
        Where a JSON dump keeps what is needed, as text=body,title=meta.head.
    verbose
        A line for each original, once it is stored.
    """
    from fidelity.cli.archive import add_to, named  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return add_to(named(archive), paths, fields, verbose=verbose)


@archive_app.command(name="list")
def list_(
    words: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    /,
    *,
    archive: Path | None = None,
    output_format: str = "full",
) -> int:
    """List the originals of a store; with words: those that have them all in their name, address, title, author or publisher.

    Parameters
    ----------
    words
        What must stand in an original's name, address, title, author, publisher or date.
    archive
        The folder of the store (default: what the config of the working folder says).
    output_format
        full, or json: an object on each line.
    """
    from fidelity.cli.archive import list_from, named  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return list_from(named(archive), words, output_format)


@archive_app.command
def show(name: str, /, *, archive: Path | None = None, text: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Show what a store knows of an original, and of its other copies.

    Parameters
    ----------
    name
        Its name in the list, its address, its title, or at least six digits of its SHA-256.
    archive
        The folder of the store (default: what the config of the working folder says).
    text
        Print its text too.
    """
    from fidelity.cli.archive import named, show_from  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_from(named(archive), name, text=text)


@archive_app.command
def verify(*, archive: Path | None = None, repair: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Read everything in a store again and compare it with its digests.

    Exit codes: 0 all is whole; 1 something is not; 2 there is no store, or it cannot be read.

    Parameters
    ----------
    archive
        The folder of the store (default: what the config of the working folder says).
    repair
        Make the index by words anew from the texts.
    """
    from fidelity.cli.archive import named, verify_store  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return verify_store(named(archive), repair=repair)


@archive_app.command
def compact(*, archive: Path | None = None) -> int:
    """Merge the parts of a store's index by words into as few as it can have.

    Adding leaves some ten parts, so that an archive that grows daily is not rewritten daily. Each part costs something in every
    look-up: do this once before a large batch run. Readers may go on meanwhile.

    Parameters
    ----------
    archive
        The folder of the store (default: what the config of the working folder says).
    """
    from fidelity.cli.archive import compact_store, named  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return compact_store(named(archive))


@archive_app.command
def remove(names: Annotated[tuple[str, ...], Parameter(negative=())] = (), /, *, archive: Path | None = None) -> int:
    """Take originals out of a store.

    Parameters
    ----------
    names
        Their names in the list, or at least six digits of their SHA-256. An address means all its snapshots.
    archive
        The folder of the store (default: what the config of the working folder says).
    """
    from fidelity.cli.archive import named, remove_from  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return remove_from(named(archive), names)


@archive_app.command
def fetch(
    articles: Annotated[tuple[str, ...], Parameter(help="Articles: files, folders, globs.", negative=())] = (),
    /,
    *,
    archive: Path | None = None,
    url: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    date: str | None = None,
    memento: str = "https://web.archive.org/web",
    no_memento: Annotated[bool, Parameter(negative=())] = False,
    no_live: Annotated[bool, Parameter(negative=())] = False,
    again: Annotated[bool, Parameter(negative=())] = False,
    allow_private: Annotated[bool, Parameter(negative=())] = False,
    pause: float = 1.0,
) -> int:
    """Get what articles link to from the network, and keep it in a store: the page as it is, and as it was at the time.

    This is the only command that uses the network. A host is asked once a second, robots.txt is obeyed, a busy server is given
    time. Each copy is kept as a WARC file in the folder "fetched" of the store too.

    Exit codes: 0 every page was had, live or archived; 1 some were not; 2 none.

    Parameters
    ----------
    archive
        The folder of the store, made if it is not there (default: what the config of the working folder says).
    url
        An address to get, beside those that the articles link to; may be repeated.
    date
        For which date the archived copy is wanted (2024-03-01), where an article does not say its own.
    memento
        The web archive that is asked for it: a Wayback Machine, or the address of a collection of pywb.
    no_memento
        Ask no web archive.
    no_live
        Do not get the pages as they are now.
    again
        Get also what the store has a dated copy of.
    allow_private
        Reach machines of private networks and this one too.
    pause
        Seconds between two requests to one host.
    """
    from fidelity.cli.archive import named  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.fetching import Errand, fetch_into  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return fetch_into(
        named(archive),
        Errand(
            articles=articles,
            urls=url,
            date=date,
            memento=None if no_memento else memento,
            live=not no_live,
            again=again,
            allow_private=allow_private,
            pause=pause,
        ),
    )
