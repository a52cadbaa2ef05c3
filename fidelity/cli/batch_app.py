"""`fidelity batch …`: the command and its arguments."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when it runs
from typing import Annotated, Literal

from cyclopts import App, Parameter

from fidelity.cli.batch_reading_app import diff, report

batch_app = App(
    name="batch",
    help="Check a whole archive of articles: stopped, killed and resumed at will; its results are tables that can be queried.",
    help_format="plaintext",
    result_action="return_value",
)
for reading in (diff, report):
    batch_app.command(reading)


@batch_app.default
def batch(
    articles: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    /,
    *,
    out: Path,
    archive: Path | None = None,
    originals: Annotated[tuple[Path, ...], Parameter(negative=())] = (),
    originals_table: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    files_from: Path | None = None,
    fields: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    style: str | None = None,
    select: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    ignore: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    require_originals: bool | None = None,
    config: Path | None = None,
    isolated: Annotated[bool, Parameter(negative=())] = False,
    resume: Annotated[bool, Parameter(negative=())] = False,
    workers: int | None = None,
    time_limit: float = 300.0,
    memory_limit: int = 4000,
    engine: Literal["local", "spark"] = "local",
    master: str | None = None,
    fail_on: Literal["error", "never"] = "never",
    output_format: Literal["full", "json"] = "full",
) -> int:
    """Check many articles against an archive and keep the results in a folder, the run.

    The run holds a table in Parquet files for each of articles, quotes, edits, emphasis, findings, originals and reports:
    `fidelity query`, `stats`, `batch diff`, `batch report` and `drift` read it, and so does whatever reads Parquet. The same
    articles, originals and settings give the same tables, however many workers there were and however often it was stopped.

    An article that cannot be checked never stops the run: it stands in the table `articles` with its `problem`.

    Exit codes: 0 the run is finished; 1 with --fail-on error, and there are errors; 2 nothing could be done; 130 stopped, go on
    with --resume.

    Parameters
    ----------
    articles
        Files, folders, globs; web archives (WARC, WACZ), dumps (JSON lines) and tables (Parquet) of articles.
    out
        The folder of the run: a new one, or with --resume one that was stopped.
    archive
        A store of originals, as `fidelity archive add` makes it.
    originals
        Files or folders of originals that serve every article; without these and without an archive an article of a pair has
        the `originals/` beside it.
    originals_table
        With Spark: files or folders of originals (WARC, JSON lines, Parquet, pages) that are too many for a store; each article
        gets those that it may quote, as from a store, found by joins. These, and articles, may lie in any file system that
        Hadoop knows: hdfs://…, s3a://…
    files_from
        A file with the path of an article on each line.
    fields
        Where a JSON dump keeps what is needed, as text=body,title=meta.head.
    style
        The house style; `fidelity style` lists them.
    select
        Only these rules.
    ignore
        Not these rules.
    require_originals
        A quotation that nothing could be compared with is an error.
    config
        This config instead of the one of the working folder.
    isolated
        No config at all.
    resume
        Go on with a run that was stopped or killed; nothing else need be said again.
    workers
        How many processes check at once; by default one for each core.
    time_limit
        Seconds that one article may take; 0: whatever it takes.
    memory_limit
        MB of memory that one worker may have; 0: whatever it takes.
    engine
        Who does it: worker processes of this machine (local), or Spark (spark), with the same results.
    master
        Of Spark: local[4], spark://HOST:7077, yarn, k8s://…; what else it is to know stands in its spark-defaults.conf. Without
        it, all cores of this machine.
    fail_on
        With error, the exit code is 1 if a finding is one.
    output_format
        How the summary is printed: full, or json.
    """
    from fidelity.cli.batch import Order, check_archive  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.batch_spark import master_of  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    order = Order(
        articles=articles,
        out=str(out),
        archive=None if archive is None else str(archive),
        originals=tuple(map(str, originals)),
        originals_table=originals_table,
        files_from=None if files_from is None else str(files_from),
        fields=fields,
        style=style,
        select=select,
        ignore=ignore,
        require_originals=require_originals,
        config=None if config is None else str(config),
        isolated=isolated,
    )
    return check_archive(
        order,
        resume=resume,
        workers=workers,
        seconds=time_limit or None,
        megabytes=memory_limit or None,
        fail_on=fail_on,
        output_format=output_format,
        master=master_of(engine, master, workers, archive if originals_table else None, tables=bool(originals_table)),
    )
