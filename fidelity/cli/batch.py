"""`fidelity batch`: from the wishes of the command line to a run and its summary."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from fidelity import __version__
from fidelity.archive.folder import OriginalsError, sources
from fidelity.archive.store import Store, StoreError
from fidelity.batch.folder import SCHEMA, About, Run, RunError, Standing
from fidelity.batch.local import Limits, check_all
from fidelity.batch.plan import article_files, chunks
from fidelity.batch.work import Terms
from fidelity.cli.articles import field_map
from fidelity.cli.batch_spark import check_on_spark, is_for_spark, state_of
from fidelity.cli.checking import Wishes, vet
from fidelity.cli.config import configs, settings
from fidelity.cli.output import write
from fidelity.cli.running import Gauge
from fidelity.cli.trouble import Trouble, tell
from fidelity.report.json import written
from fidelity.report.phrases import count
from fidelity.report.visible import one_line
from fidelity.settings import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.config import Config

_NAMED = 20  # articles that could not be checked which the summary names one by one
_VERDICTS = {"exact": "exact", "trimmed": "trimmed", "altered": "altered", "not_found": "not found", "unchecked": "unchecked"}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks of a run, as given; kept with the run, so that it can be gone on with."""

    articles: tuple[str, ...]
    out: str
    archive: str | None = None
    originals: tuple[str, ...] = ()
    originals_table: tuple[str, ...] = ()
    files_from: str | None = None
    fields: tuple[str, ...] = ()
    style: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    require_originals: bool | None = None
    config: str | None = None
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """An order with what the config adds to it."""

    terms: Terms
    articles: tuple[str, ...]
    inputs: dict[str, Any] = field(default_factory=dict)


def check_archive(
    order: Order,
    *,
    resume: bool,
    workers: int | None,
    seconds: float | None,
    megabytes: int | None,
    fail_on: str,
    output_format: str,
    master: str | None = None,
) -> int:
    """Begin a run or go on with one, print its summary and give the exit code; a `master` is Spark's. Raises Trouble."""
    if find_spec("pyarrow") is None:
        raise Trouble("to write a run's tables, install the extra: pip install 'quote-fidelity[batch]' (pyarrow is missing).")
    if workers is not None and workers < 1:
        raise Trouble(f"--workers {workers}: give at least 1.")
    limits = Limits(seconds, None if megabytes is None else megabytes * 1_000_000)
    try:
        run, terms = _resumed(order) if resume else _begun(order, "local" if master is None else "spark")
        gauge = Gauge(run)
        try:
            if master is not None:
                check_on_spark(run, terms, msgspec.convert(run.about.inputs["order"], Order), master, limits, gauge)
            elif is_for_spark(msgspec.convert(run.about.inputs["order"], Order)):
                raise RunError(f"{order.out}: was begun with originals for Spark; go on with --resume --engine spark")
            else:
                check_all(run, terms, workers or _cores(), limits, gauge)
        finally:
            gauge.clear()
        run.finish()
    except KeyboardInterrupt:
        tell(f"stopped; what is done is kept. Go on with: fidelity batch --resume --out {order.out}")
        raise
    except (RunError, OriginalsError, StoreError) as error:
        raise Trouble(f"{error}.") from error
    except OSError as error:
        raise Trouble(
            f"{error.filename or order.out}: {error.strerror or error}. What is done is kept; see --resume."
        ) from error
    standing = Standing.of(run)
    write(_summary(run, standing) if output_format == "full" else written(_as_json(run, standing)))
    return 1 if fail_on == "error" and standing.errors else 0


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begun(order: Order, engine: str) -> tuple[Run, Terms]:
    asked = _asked(order)
    if not asked.articles and order.files_from is None:
        raise Trouble("no article was given. Name files or folders: fidelity batch ARTICLES --archive STORE --out RUN")
    about = About(SCHEMA, __version__, fingerprint(asked.terms.settings), asked.terms.settings.style, asked.inputs, engine)
    run = Run.begin(Path(order.out), about)
    try:
        if engine == "local" or not is_for_spark(order, articles_alone=True):
            run.write_plan(chunks(_files(asked, order)))
    except BaseException:
        run.take_back()
        raise
    return run, asked.terms


def _resumed(order: Order) -> tuple[Run, Terms]:
    run = Run.open(Path(order.out))
    kept = msgspec.convert(run.about.inputs["order"], Order)
    again = msgspec.structs.replace(order, out=kept.out)
    if again != kept and again != Order(articles=(), out=kept.out):
        raise RunError(f"{order.out}: was begun with other articles, originals or settings; say --resume and --out alone")
    asked = _asked(kept)
    if run.about.tool != __version__:
        raise RunError(
            f"{order.out}: was begun by version {run.about.tool}, this is {__version__}; begin it anew in another folder"
        )
    kinds = {
        "archive": "archive has",
        "originals": "originals have",
        "originals_table": "originals have",
        "config": "config has",
    }
    for name, what in kinds.items():
        if run.about.inputs.get(name) != asked.inputs.get(name):
            raise RunError(f"{order.out}: the {what} changed since the run was begun; begin it anew in another folder")
    if run.about.planned is None and not is_for_spark(kept, articles_alone=True):
        run.write_plan(chunks(_files(asked, kept)))
    return run, asked.terms


def _files(asked: _Asked, order: Order) -> Iterator[Path]:
    return article_files(asked.articles, None if order.files_from is None else Path(order.files_from))


def _asked(order: Order) -> _Asked:
    named = None if order.config is None else Path(order.config)
    wishes = Wishes(
        articles=order.articles,
        style=order.style,
        select=order.select,
        ignore=order.ignore,
        require_originals=order.require_originals,
        config=named,
        isolated=order.isolated,
    )
    vet(wishes)
    config = configs(named, isolated=order.isolated).of(Path())
    said = {} if config is None else config.said
    archive = order.archive or (said["archive"].value if "archive" in said and not order.originals_table else None)
    originals = order.originals or (said["originals"].value if "originals" in said else ())
    own = {key.removeprefix("fields."): one.value for key, one in said.items() if key.startswith("fields.")}
    articles = order.articles
    if not articles and order.files_from is None and "articles" in said:
        articles = tuple(said["articles"].value)
    chosen = {"style": order.style, "select": order.select, "ignore": order.ignore}
    decided: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    if order.require_originals is not None:
        decided["require_originals"] = order.require_originals
    terms = Terms(
        tuple(map(Path, originals)),
        None if archive is None else Path(archive),
        field_map(order.fields) or own,
        settings(said, wishes),
        config,
        decided,
    )
    told = _states(terms, config) | ({"originals_table": state_of(order.originals_table)} if order.originals_table else {})
    return _Asked(terms, articles, {"order": msgspec.to_builtins(order), **told})


def _states(terms: Terms, config: Config | None) -> dict[str, Any]:
    """What the originals and the config are, so that a run is not gone on with where they have changed."""
    found: dict[str, Any] = {}
    if terms.archive is not None:
        with Store.open(terms.archive) as store:
            found["archive"] = {"path": str(terms.archive), "originals": store.count, "state": store.state()}
    if terms.originals:
        whole = hashlib.sha256()
        for source in sources(terms.originals):
            whole.update(f"{source.path.as_posix()}\0{source.meta}\0".encode("utf-8", "backslashreplace"))
            with source.path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        found["originals"] = {"paths": [str(p) for p in terms.originals], "state": f"sha256:{whole.hexdigest()}"}
    if config is not None:
        whole = hashlib.sha256(
            repr((terms.settings, sorted(config.said.items()), config.some)).encode("utf-8", "backslashreplace")
        )
        found["config"] = {"path": str(config.path), "state": f"sha256:{whole.hexdigest()}"}
    return found


def _summary(run: Run, standing: Standing) -> str:
    lines = [f"{one_line(str(run.path))}: {count(standing.articles, 'article')}, {count(standing.quotes, 'quotation')}"]
    parts = [f"{n:,} {_VERDICTS[name]}" for name, n in standing.counts.items() if n]
    if parts:
        lines.append("  " + ", ".join(parts))
    if standing.errors:
        lines.append(f"  {count(standing.errors, 'error')}: fidelity stats {one_line(str(run.path))} --by rule")
    if standing.unread:
        lines.append(f"  {count(standing.unread, 'article')} could not be checked:")
        lines += [f"    {one_line(uri)}: {one_line(problem)}" for uri, problem in _problems(run)]
        if standing.unread > _NAMED:
            lines.append("    … fidelity query: SELECT uri, problem FROM articles WHERE problem IS NOT NULL")
    return "\n".join(lines) + "\n"


def _problems(run: Run) -> list[tuple[str, str]]:
    return [told for number in sorted(run.done) for told in run.done[number].problems][:_NAMED]


def _as_json(run: Run, standing: Standing) -> Mapping[str, Any]:
    return {
        "schema": run.about.schema,
        "run": str(run.path),
        "articles": standing.articles,
        "quotes": standing.quotes,
        "counts": {name.replace("_", "-"): n for name, n in standing.counts.items()},
        "errors": standing.errors,
        "unread": standing.unread,
        "problems": [{"article": uri, "problem": problem} for uri, problem in _problems(run)],
    }
